using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Shared;

public sealed class BracketRulesTests
{
    [Theory]
    [InlineData(AtomKind.Python, "bracket_order", "SyntaxError parsing 2:33: closing parenthesis ')' does not match opening parenthesis '['",
        """
        pairs = [(1, 2), (3, 4)]
        total = sum([a for a, b in pairs)] + 1
        result = total
        """,
        """
        pairs = [(1, 2), (3, 4)]
        total = sum([a for a, b in pairs]) + 1
        result = total
        """)]
    [InlineData(AtomKind.Python, "bracket_missing", "SyntaxError parsing 1:11: '[' was never closed",
        """
        numbers = [1, 2, 3
        total = sum(numbers)
        result = total
        """,
        """
        numbers = [1, 2, 3]
        total = sum(numbers)
        result = total
        """)]
    [InlineData(AtomKind.JavaScript, "bracket_unopened", "SyntaxError parsing 2:43: Unexpected token ')'",
        """
        const values = [1, 2, 3];
        const result = values.filter((v) => v > 2));
        """,
        """
        const values = [1, 2, 3];
        const result = (values.filter((v) => v > 2));
        """)]
    [InlineData(AtomKind.JavaScript, "bracket_kind", "SyntaxError parsing 1:52: missing ) after argument list",
        """
        const evens = [1, 2, 3, 4].filter((n) => n % 2 === 0];
        const result = evens;
        """,
        """
        const evens = [1, 2, 3, 4].filter((n) => n % 2 === 0);
        const result = evens;
        """)]
    [InlineData(AtomKind.Python, "bracket_surplus", "SyntaxError parsing 1:20: unmatched ')'",
        """
        total = sum([1, 2]))
        result = total
        """,
        """
        total = sum([1, 2])
        result = total
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.Python, "bracket_order", "SyntaxError parsing 1:21-22: invalid syntax",
        "total = sum([1, 2]) 3")]
    [InlineData(AtomKind.Python, "bracket_missing", "SyntaxError parsing 1:21-22: invalid syntax",
        "total = sum([1, 2]) 3")]
    [InlineData(AtomKind.JavaScript, "bracket_unopened", "SyntaxError parsing 1:32: Unexpected number",
        "const same = [1].map((v) => v) 3;")]
    [InlineData(AtomKind.JavaScript, "bracket_kind", "SyntaxError parsing 1:35: Unexpected number",
        "const even = [1].filter((n) => n) 3;")]
    [InlineData(AtomKind.JavaScript, "bracket_surplus", "SyntaxError parsing 1:35: Unexpected number",
        "const even = [1].filter((n) => n) 3;")]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
