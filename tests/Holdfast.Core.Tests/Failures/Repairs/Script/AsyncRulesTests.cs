using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Script;

public sealed class AsyncRulesTests
{
    [Theory]
    [InlineData(AtomKind.JavaScript, "await_function", "SyntaxError parsing 4:17: await is only valid in async functions and the top level bodies of modules",
        """
        const later = (n) => new Promise((resolve) => setImmediate(() => resolve(n)));

        const doubled = await Promise.all([1, 2].map((n) => {
          const value = await later(n);
          return value * 2;
        }));
        const result = doubled;
        """,
        """
        const later = (n) => new Promise((resolve) => setImmediate(() => resolve(n)));

        const doubled = await Promise.all([1, 2].map(async (n) => {
          const value = await later(n);
          return value * 2;
        }));
        const result = doubled;
        """)]
    [InlineData(AtomKind.TypeScript, "promise_value", "TypeError 6:23: values.reduce is not a function",
        """
        async function load(): Promise<number[]> {
          return [1, 2];
        }

        const values: any = load();
        const result = values.reduce((a: number, b: number) => a + b, 0);
        await load();
        """,
        """
        async function load(): Promise<number[]> {
          return [1, 2];
        }

        const values: any = await load();
        const result = values.reduce((a: number, b: number) => a + b, 0);
        await load();
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.JavaScript, "await_function", "SyntaxError parsing 1:39: Unexpected number",
        "const result = (async () => { await 1 2; })();")]
    [InlineData(AtomKind.JavaScript, "promise_value", "TypeError 2:23: values.reduce is not a function",
        """
        const values = { a: 1 };
        const result = values.reduce((a, b) => a + b, 0);
        """)]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
