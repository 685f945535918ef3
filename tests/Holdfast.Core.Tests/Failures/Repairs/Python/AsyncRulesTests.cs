using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Python;

public sealed class AsyncRulesTests
{
    [Theory]
    [InlineData(AtomKind.Python, "await_outside", "SyntaxError parsing 9:12-46: asynchronous comprehension outside of an asynchronous function",
        """
        import asyncio


        async def double(n):
            await asyncio.sleep(0)
            return n * 2

        def collect(numbers):
            return [await double(n) for n in numbers]

        result = asyncio.run(collect([1, 2]))
        """,
        """
        import asyncio


        async def double(n):
            await asyncio.sleep(0)
            return n * 2

        async def collect(numbers):
            return [await double(n) for n in numbers]

        result = asyncio.run(collect([1, 2]))
        """)]
    [InlineData(AtomKind.Python, "await_top", "SyntaxError parsing 8:9-24: 'await' outside function",
        """
        import asyncio


        async def add(a, b):
            await asyncio.sleep(0)
            return a + b

        total = await add(1, 2)
        result = total
        """,
        """
        import asyncio


        async def add(a, b):
            await asyncio.sleep(0)
            return a + b

        total = asyncio.run(add(1, 2))
        result = total
        """)]
    [InlineData(AtomKind.Python, "await_missing", "TypeError 11:12-21: unsupported operand type(s) for +: 'coroutine' and 'int'",
        """
        import asyncio


        async def load(n):
            await asyncio.sleep(0)
            return n


        async def main():
            value = load(4)
            return value + 1

        result = asyncio.run(main())
        """,
        """
        import asyncio


        async def load(n):
            await asyncio.sleep(0)
            return n


        async def main():
            value = await load(4)
            return value + 1

        result = asyncio.run(main())
        """)]
    [InlineData(AtomKind.Python, "await_surplus", "TypeError 9:12-27: object int can't be used in 'await' expression",
        """
        import asyncio


        def add(a, b):
            return a + b


        async def main():
            return await add(1, 2)

        result = asyncio.run(main())
        """,
        """
        import asyncio


        def add(a, b):
            return a + b


        async def main():
            return add(1, 2)

        result = asyncio.run(main())
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.Python, "await_outside", "SyntaxError parsing 2:23-26: invalid syntax. Perhaps you forgot a comma?",
        """
        async def load(n):
            return await load(n 1)
        """)]
    [InlineData(AtomKind.Python, "await_top", "SyntaxError parsing 4:28-29: invalid syntax",
        """
        import asyncio

        async def pause():
            await asyncio.sleep(0) 1
        """)]
    [InlineData(AtomKind.Python, "await_missing", "TypeError 7:12-25: unsupported operand type(s) for +: 'int' and 'str'",
        """
        import asyncio

        def load(n):
            return n

        async def main():
            return load(4) + "a"

        result = asyncio.run(main())
        """)]
    [InlineData(AtomKind.Python, "await_surplus", "TypeError 7:12-33: unsupported operand type(s) for +: 'int' and 'str'",
        """
        import asyncio

        async def add(a, b):
            return a + b

        async def main():
            return await add(1, 2) + "a"

        result = asyncio.run(main())
        """)]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
