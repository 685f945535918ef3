using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Python;

public sealed class FormatStringRulesTests
{
    [Theory]
    [InlineData(AtomKind.Python, "format_string_quotes", "SyntaxError parsing 2:25-29: f-string: unmatched '['",
        """
        person = {"name": "ada"}
        line = f"name: {person["name"]}"
        result = line
        """,
        """
        person = {"name": "ada"}
        line = f"name: {person['name']}"
        result = line
        """)]
    [InlineData(AtomKind.Python, "format_string_braces", "SyntaxError parsing 2:23: f-string: expecting '}'",
        """
        total = 5
        line = f"total {total"
        result = line
        """,
        """
        total = 5
        line = f"total {total}"
        result = line
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.Python, "format_string_quotes", "SyntaxError parsing 2:34-35: invalid syntax",
        """
        person = {"name": "a"}
        line = f"name: {person['name']}" 3
        """)]
    [InlineData(AtomKind.Python, "format_string_braces", "SyntaxError parsing 1:21-22: invalid syntax",
        "line = f\"{{total}}\" 3")]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
