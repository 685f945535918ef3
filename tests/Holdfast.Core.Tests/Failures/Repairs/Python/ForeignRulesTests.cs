using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Python;

public sealed class ForeignRulesTests
{
    [Theory]
    [InlineData(AtomKind.Python, "else_if", "SyntaxError parsing 4:8-9: invalid syntax",
        """
        n = 5
        if n > 10:
            label = "high"
        elseif n > 3:
            label = "mid"
        else:
            label = "low"
        result = label
        """,
        """
        n = 5
        if n > 10:
            label = "high"
        elif n > 3:
            label = "mid"
        else:
            label = "low"
        result = label
        """)]
    [InlineData(AtomKind.Python, "else_if", "SyntaxError parsing 4:6-8: expected ':'",
        """
        n = 5
        if n > 10:
            label = "high"
        else if n > 3:
            label = "mid"
        else:
            label = "low"
        result = label
        """,
        """
        n = 5
        if n > 10:
            label = "high"
        elif n > 3:
            label = "mid"
        else:
            label = "low"
        result = label
        """)]
    [InlineData(AtomKind.Python, "logical_signs", "SyntaxError parsing 2:12-13: invalid syntax",
        """
        seen = [1, 2]
        result = 3 !in seen
        """,
        """
        seen = [1, 2]
        result = 3 not in seen
        """)]
    [InlineData(AtomKind.Python, "logical_signs", "SyntaxError parsing 3:7-8: invalid syntax",
        """
        a = True
        b = False
        if a && !b:
            result = "yes"
        else:
            result = "no"
        """,
        """
        a = True
        b = False
        if a and not b:
            result = "yes"
        else:
            result = "no"
        """)]
    [InlineData(AtomKind.Python, "strict_equality", "SyntaxError parsing 2:8-9: invalid syntax",
        """
        a = 3
        if a === 3:
            result = "same"
        else:
            result = "other"
        """,
        """
        a = 3
        if a == 3:
            result = "same"
        else:
            result = "other"
        """)]
    [InlineData(AtomKind.Python, "increment", "SyntaxError parsing 4:12: invalid syntax",
        """
        count = 0
        for name in ["a", "b", "c"]:
            print(name)
            count++
        result = count
        """,
        """
        count = 0
        for name in ["a", "b", "c"]:
            print(name)
            count += 1
        result = count
        """)]
    [InlineData(AtomKind.Python, "question_mark", "SyntaxError parsing 2:21-22: invalid syntax",
        """
        n = 4
        result = n % 2 == 0 ? "even" : "odd"
        """,
        """
        n = 4
        result = "even" if n % 2 == 0 else "odd"
        """)]
    [InlineData(AtomKind.Python, "arrow_function", "SyntaxError parsing 1:13-14: invalid syntax",
        """
        square = n => n * n
        result = [square(n) for n in [1, 2]]
        """,
        """
        square = lambda n: n * n
        result = [square(n) for n in [1, 2]]
        """)]
    [InlineData(AtomKind.Python, "function_keyword", "SyntaxError parsing 1:10-16: invalid syntax",
        """
        function square(n):
            return n * n

        result = square(3)
        """,
        """
        def square(n):
            return n * n

        result = square(3)
        """)]
    [InlineData(AtomKind.Python, "declaration_keyword", "SyntaxError parsing 1:5-10: invalid syntax",
        """
        var total = 0
        for n in [1, 2, 3]:
            total += n
        result = total
        """,
        """
        total = 0
        for n in [1, 2, 3]:
            total += n
        result = total
        """)]
    [InlineData(AtomKind.Python, "slash_comment", "SyntaxError parsing 1:1-3: invalid syntax",
        """
        // add the numbers
        total = 1 + 1
        result = total
        """,
        """
        # add the numbers
        total = 1 + 1
        result = total
        """)]
    [InlineData(AtomKind.Python, "block_braces", "SyntaxError parsing 4:5-18: invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
        """
        n = 30
        label = "small"
        if n > 10 {
            label = "big"
        }
        result = label
        """,
        """
        n = 30
        label = "small"
        if n > 10:
            label = "big"
        result = label
        """)]
    [InlineData(AtomKind.Python, "counting_loop", "SyntaxError parsing 2:6-11: invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
        """
        values = []
        for (i = 0; i < 3; i++):
            values.append(i)
        result = values
        """,
        """
        values = []
        for i in range(3):
            values.append(i)
        result = values
        """)]
    [InlineData(AtomKind.Python, "catch", "SyntaxError parsing 3:1-6: expected 'except' or 'finally' block",
        """
        try:
            value = int("x")
        catch ValueError:
            value = "caught"
        result = value
        """,
        """
        try:
            value = int("x")
        except ValueError:
            value = "caught"
        result = value
        """)]
    [InlineData(AtomKind.Python, "throw", "SyntaxError parsing 3:15-25: invalid syntax",
        """
        def check(n):
            if n < 0:
                throw ValueError("bad")
            return n

        try:
            check(-1)
        except ValueError as error:
            result = str(error)
        """,
        """
        def check(n):
            if n < 0:
                raise ValueError("bad")
            return n

        try:
            check(-1)
        except ValueError as error:
            result = str(error)
        """)]
    [InlineData(AtomKind.Python, "foreach", "SyntaxError parsing 2:9-10: invalid syntax",
        """
        total = 0
        foreach n in [1, 2, 3]:
            total += n
        result = total
        """,
        """
        total = 0
        for n in [1, 2, 3]:
            total += n
        result = total
        """)]
    [InlineData(AtomKind.Python, "then", "SyntaxError parsing 2:11-15: invalid syntax",
        """
        n = 30
        if n > 10 then
            result = "big"
        else:
            result = "small"
        """,
        """
        n = 30
        if n > 10:
            result = "big"
        else:
            result = "small"
        """)]
    [InlineData(AtomKind.Python, "new", "SyntaxError parsing 5:11-14: invalid syntax",
        """
        class Box:
            def __init__(self, size):
                self.size = size

        box = new Box(4)
        result = box.size
        """,
        """
        class Box:
            def __init__(self, size):
                self.size = size

        box = Box(4)
        result = box.size
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.Python, "else_if", "SyntaxError parsing 2:17-18: invalid syntax",
        """
        elseif = 5
        result = elseif 3
        """)]
    [InlineData(AtomKind.Python, "logical_signs", "SyntaxError parsing 1:18-19: invalid syntax",
        "seen = \"a && !b\" 3")]
    [InlineData(AtomKind.Python, "strict_equality", "SyntaxError parsing 1:11-12: invalid syntax",
        "a = \"===\" 3")]
    [InlineData(AtomKind.Python, "increment", "SyntaxError parsing 2:10: '(' was never closed",
        """
        a = 1
        result = (a ++ 2
        """)]
    [InlineData(AtomKind.Python, "question_mark", "SyntaxError parsing 1:28-29: invalid syntax",
        "result = \"is it? yes : no\" 4")]
    [InlineData(AtomKind.Python, "arrow_function", "SyntaxError parsing 1:19: expected ':'",
        """
        def same(a) -> int
            return a
        """)]
    [InlineData(AtomKind.Python, "function_keyword", "SyntaxError parsing 2:19-20: invalid syntax",
        """
        function = 3
        result = function 4
        """)]
    [InlineData(AtomKind.Python, "declaration_keyword", "SyntaxError parsing 2:14-15: invalid syntax",
        """
        var = 3
        result = var 4
        """)]
    [InlineData(AtomKind.Python, "slash_comment", "SyntaxError parsing 1:17-18: invalid syntax",
        "result = 9 // 2 2")]
    [InlineData(AtomKind.Python, "block_braces", "SyntaxError parsing 1:9: '{' was never closed",
        """
        sizes = {"a": 1
        result = sizes
        """)]
    [InlineData(AtomKind.Python, "counting_loop", "SyntaxError parsing 1:18: expected ':'",
        """
        for i in range(3)
            result = i
        """)]
    [InlineData(AtomKind.Python, "catch", "SyntaxError parsing 2:16-17: invalid syntax",
        """
        catch = 1
        result = catch 2
        """)]
    [InlineData(AtomKind.Python, "throw", "SyntaxError parsing 2:16-17: invalid syntax",
        """
        throw = 1
        result = throw 2
        """)]
    [InlineData(AtomKind.Python, "foreach", "SyntaxError parsing 2:18-19: invalid syntax",
        """
        foreach = 1
        result = foreach 2
        """)]
    [InlineData(AtomKind.Python, "then", "SyntaxError parsing 2:12: expected ':'",
        """
        then = 3
        if then > 2
            result = then
        """)]
    [InlineData(AtomKind.Python, "new", "SyntaxError parsing 2:14-15: invalid syntax",
        """
        new = 3
        result = new 4
        """)]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
