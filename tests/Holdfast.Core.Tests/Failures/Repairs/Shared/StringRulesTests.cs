using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Shared;

public sealed class StringRulesTests
{
    [Theory]
    [InlineData(AtomKind.Python, "triple_quote", "SyntaxError parsing 1:8: unterminated triple-quoted string literal (detected at line 5)",
        """"
        text = """one
        two
        three
        lines = text.strip().split("\n")
        result = len(lines)
        """",
        """"
        text = """one
        two
        three"""
        lines = text.strip().split("\n")
        result = len(lines)
        """")]
    [InlineData(AtomKind.JavaScript, "string_line_break", "SyntaxError parsing 1:14: Invalid or unexpected token",
        """
        const text = 'one
        two';
        const result = text;
        """,
        """
        const text = 'one\ntwo';
        const result = text;
        """)]
    [InlineData(AtomKind.Python, "quote", "SyntaxError parsing 1:8: unterminated string literal (detected at line 1)",
        """
        word = "abc'
        result = word
        """,
        """
        word = "abc"
        result = word
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.Python, "triple_quote", "SyntaxError parsing 2:9: unterminated string literal (detected at line 2)",
        """"
        text = """a"""
        other = "b
        """")]
    [InlineData(AtomKind.JavaScript, "string_line_break", "SyntaxError parsing 2:6: Unexpected number",
        """
        const text = `one
        two` 3;
        """)]
    [InlineData(AtomKind.Python, "quote", "SyntaxError parsing 1:15-16: invalid syntax",
        "word = \"it's\" 3")]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
