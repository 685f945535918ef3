using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Python;

public sealed class LayoutRulesTests
{
    [Theory]
    [InlineData(AtomKind.Python, "indent_all", "IndentationError parsing 1:4: unexpected indent",
        """
            status = "ok"
            result = status
        """,
        """
        status = "ok"
        result = status
        """)]
    [InlineData(AtomKind.Python, "tabs", "IndentationError parsing 3:10: unindent does not match any outer indentation level",
        "if True:\n\ta = 1\n    b = 2\nresult = a + b",
        """
        if True:
            a = 1
            b = 2
        result = a + b
        """)]
    [InlineData(AtomKind.Python, "indent_body", "IndentationError parsing 2:1-7: expected an indented block after function definition on line 1",
        """
        def double(n):
        return n * 2

        result = double(4)
        """,
        """
        def double(n):
            return n * 2

        result = double(4)
        """)]
    [InlineData(AtomKind.Python, "indent_unexpected", "IndentationError parsing 2:2: unexpected indent",
        """
        a = 1
          b = 2
        result = a + b
        """,
        """
        a = 1
        b = 2
        result = a + b
        """)]
    [InlineData(AtomKind.Python, "indent_dedent", "IndentationError parsing 5:21: unindent does not match any outer indentation level",
        """
        def run(flag):
            if flag:
                state = "on"
                steps = 1
              state = "done"
            return state

        result = run(True)
        """,
        """
        def run(flag):
            if flag:
                state = "on"
                steps = 1
                state = "done"
            return state

        result = run(True)
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.Python, "indent_all", "IndentationError parsing 3:6: unexpected indent",
        """
        if True:
            a = 1
              b = 2
        result = a
        """)]
    [InlineData(AtomKind.Python, "tabs", "IndentationError parsing 3:6: unexpected indent",
        "if True:\n    a = \"x\ty\"\n      b = 2\nresult = a")]
    [InlineData(AtomKind.Python, "indent_body", "SyntaxError parsing 3:10-11: invalid syntax",
        """
        def double(n):
            return n * 2
        result = = 1
        """)]
    [InlineData(AtomKind.Python, "indent_unexpected", "SyntaxError parsing 1:5: '(' was never closed",
        """
        a = (1
          b = 2
        """)]
    [InlineData(AtomKind.Python, "indent_dedent", "SyntaxError parsing 3:5-6: invalid syntax",
        """
        if True:
            a = 1
        b = = 2
        """)]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
