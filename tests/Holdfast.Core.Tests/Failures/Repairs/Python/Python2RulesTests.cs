using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Python;

public sealed class Python2RulesTests
{
    [Theory]
    [InlineData(AtomKind.Python, "python2_print", "TypeError 3:1-19: unsupported operand type(s) for >>: 'builtin_function_or_method' and '_io.TextIOWrapper'. Did you mean \"print(<message>, file=<output_stream>)\"?",
        """
        import sys

        print >>sys.stderr, "warning"
        result = "ok"
        """,
        """
        import sys

        print("warning", file=sys.stderr)
        result = "ok"
        """)]
    [InlineData(AtomKind.Python, "python2_print", "SyntaxError parsing 2:1-22: Missing parentheses in call to 'print'. Did you mean print(...)?",
        """
        total = 5
        print "total:", total
        print "done"
        result = total
        """,
        """
        total = 5
        print("total:", total)
        print("done")
        result = total
        """)]
    [InlineData(AtomKind.Python, "python2_exec", "SyntaxError parsing 2:1-26: Missing parentheses in call to 'exec'. Did you mean exec(...)?",
        """
        scope = {}
        exec "x = 2 + 2" in scope
        result = scope["x"]
        """,
        """
        scope = {}
        exec("x = 2 + 2", scope)
        result = scope["x"]
        """)]
    [InlineData(AtomKind.Python, "python2_except", "SyntaxError parsing 3:8-25: multiple exception types must be parenthesized",
        """
        try:
            value = int("x")
        except ValueError, error:
            value = "caught"
        result = value
        """,
        """
        try:
            value = int("x")
        except ValueError as error:
            value = "caught"
        result = value
        """)]
    [InlineData(AtomKind.Python, "python2_except", "SyntaxError parsing 3:8-28: multiple exception types must be parenthesized",
        """
        try:
            value = {}["x"]
        except KeyError, IndexError:
            value = "caught"
        result = value
        """,
        """
        try:
            value = {}["x"]
        except (KeyError, IndexError):
            value = "caught"
        result = value
        """)]
    [InlineData(AtomKind.Python, "python2_raise", "SyntaxError parsing 3:25-26: invalid syntax",
        """
        def check(n):
            if n < 0:
                raise ValueError, "bad value"
            return n

        try:
            check(-1)
        except ValueError as error:
            result = str(error)
        """,
        """
        def check(n):
            if n < 0:
                raise ValueError("bad value")
            return n

        try:
            check(-1)
        except ValueError as error:
            result = str(error)
        """)]
    [InlineData(AtomKind.Python, "python2_diamond", "SyntaxError parsing 2:12-14: invalid syntax",
        """
        a = 3
        result = a <> 4
        """,
        """
        a = 3
        result = a != 4
        """)]
    [InlineData(AtomKind.Python, "python2_backticks", "SyntaxError parsing 2:17-18: invalid syntax",
        """
        n = 5
        result = "n=" + `n`
        """,
        """
        n = 5
        result = "n=" + repr(n)
        """)]
    [InlineData(AtomKind.Python, "python2_numbers", "SyntaxError parsing 1:8-9: leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
        """
        mode = 0755
        result = mode
        """,
        """
        mode = 0o755
        result = mode
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.Python, "python2_print", "SyntaxError parsing 2:18-21: invalid syntax",
        """
        printer = 1
        result = printer "x"
        """)]
    [InlineData(AtomKind.Python, "python2_exec", "SyntaxError parsing 2:19-22: invalid syntax",
        """
        executor = 1
        result = executor "x"
        """)]
    [InlineData(AtomKind.Python, "python2_except", "SyntaxError parsing 3:31-36: invalid syntax",
        """
        try:
            value = 1
        except (ValueError, KeyError) error:
            value = 2
        """)]
    [InlineData(AtomKind.Python, "python2_raise", "SyntaxError parsing 2:21: '(' was never closed",
        """
        def check(n):
            raise ValueError("a", n
        """)]
    [InlineData(AtomKind.Python, "python2_diamond", "SyntaxError parsing 2:15-16: invalid syntax",
        """
        a = 3
        result = "<>" a
        """)]
    [InlineData(AtomKind.Python, "python2_backticks", "SyntaxError parsing 2:16-17: invalid syntax",
        """
        n = 5
        result = "`n`" n
        """)]
    [InlineData(AtomKind.Python, "python2_numbers", "SyntaxError parsing 1:15-16: invalid syntax",
        "mode = \"0755\" 5")]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
