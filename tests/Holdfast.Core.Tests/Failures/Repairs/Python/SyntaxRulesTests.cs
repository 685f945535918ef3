using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Python;

public sealed class SyntaxRulesTests
{
    [Theory]
    [InlineData(AtomKind.Python, "colon", "SyntaxError parsing 2:14: expected ':'",
        """
        value = 12
        if value > 10
            result = "big"
        else:
            result = "small"
        """,
        """
        value = 12
        if value > 10:
            result = "big"
        else:
            result = "small"
        """)]
    [InlineData(AtomKind.Python, "colon", "SyntaxError parsing 1:14: expected ':'",
        """
        def square(n)
            return n * n

        result = [square(n) for n in (1, 2, 3)]
        """,
        """
        def square(n):
            return n * n

        result = [square(n) for n in (1, 2, 3)]
        """)]
    [InlineData(AtomKind.Python, "comparison", "SyntaxError parsing 2:4-13: invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
        """
        value = 3
        if value = 3:
            result = "match"
        else:
            result = "other"
        """,
        """
        value = 3
        if value == 3:
            result = "match"
        else:
            result = "other"
        """)]
    [InlineData(AtomKind.Python, "comparison", "SyntaxError parsing 3:7-19: invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
        """
        state = "go"
        steps = 0
        while state = "go":
            steps += 1
            if steps == 2:
                state = "stop"
        result = steps
        """,
        """
        state = "go"
        steps = 0
        while state == "go":
            steps += 1
            if steps == 2:
                state = "stop"
        result = steps
        """)]
    [InlineData(AtomKind.Python, "return_outside", "SyntaxError parsing 2:1-14: 'return' outside function",
        """
        result = 3 + 4
        return result
        """,
        "result = 3 + 4")]
    [InlineData(AtomKind.Python, "argument_order", "SyntaxError parsing 4:33-34: positional argument follows keyword argument",
        """
        def describe(name, age):
            return f"{name} is {age}"

        result = describe(name="ada", 36)
        """,
        """
        def describe(name, age):
            return f"{name} is {age}"

        result = describe("ada", 36)
        """)]
    [InlineData(AtomKind.Python, "comprehension_target", "SyntaxError parsing 2:11-21: did you forget parentheses around the comprehension target?",
        """
        pairs = [("a", 1), ("b", 2)]
        result = {key, value for key, value in pairs}
        """,
        """
        pairs = [("a", 1), ("b", 2)]
        result = {key: value for key, value in pairs}
        """)]
    [InlineData(AtomKind.Python, "line_continuation", "SyntaxError parsing 1:16: unexpected character after line continuation character",
        "total = 1 + 2 \\ \n    + 3\nresult = total",
        """
        total = 1 + 2 \
            + 3
        result = total
        """)]
    [InlineData(AtomKind.Python, "keyword_spelling", "SyntaxError parsing 2:7-8: invalid syntax",
        """
        n = 3
        whlie n > 0:
            n -= 1
        result = n
        """,
        """
        n = 3
        while n > 0:
            n -= 1
        result = n
        """)]
    [InlineData(AtomKind.Python, "keyword_spelling", "SyntaxError parsing 1:8-12: invalid syntax",
        """
        improt json

        result = json.dumps({"a": 1})
        """,
        """
        import json

        result = json.dumps({"a": 1})
        """)]
    [InlineData(AtomKind.Python, "loop_in", "SyntaxError parsing 2:25-26: invalid syntax",
        """
        count = 0
        for name ["a", "b", "c"]:
            count += 1
        result = count
        """,
        """
        count = 0
        for name in ["a", "b", "c"]:
            count += 1
        result = count
        """)]
    [InlineData(AtomKind.Python, "loop_in", "SyntaxError parsing 2:7-9: invalid syntax",
        """
        total = 0
        for n on [1, 2, 3]:
            total += n
        result = total
        """,
        """
        total = 0
        for n in on [1, 2, 3]:
            total += n
        result = total
        """)]
    [InlineData(AtomKind.Python, "key_colon", "SyntaxError parsing 3:7: ':' expected after dictionary key",
        """
        settings = {
            "a": 1,
            "b" 2,
            "c": 3,
        }
        result = settings
        """,
        """
        settings = {
            "a": 1,
            "b": 2,
            "c": 3,
        }
        result = settings
        """)]
    [InlineData(AtomKind.Python, "comma", "SyntaxError parsing 3:5: invalid syntax. Perhaps you forgot a comma?",
        """
        sizes = [
            10,
            20
            30,
        ]
        result = sizes
        """,
        """
        sizes = [
            10,
            20,
            30,
        ]
        result = sizes
        """)]
    [InlineData(AtomKind.Python, "comma", "SyntaxError parsing 3:12: invalid syntax. Perhaps you forgot a comma?",
        """
        person = {
            "name": "ada",
            "age": 36
            "tags": [1, 2],
        }
        result = person
        """,
        """
        person = {
            "name": "ada",
            "age": 36,
            "tags": [1, 2],
        }
        result = person
        """)]
    [InlineData(AtomKind.Python, "assignment", "SyntaxError parsing 4:7-12: invalid syntax",
        """
        total = 4
        if total > 10:
            total = 0
        total total + 5
        result = total
        """,
        """
        total = 4
        if total > 10:
            total = 0
        total = total + 5
        result = total
        """)]
    [InlineData(AtomKind.Python, "assignment", "SyntaxError parsing 1:5-10: invalid syntax",
        """
        var total = 0
        for n in [1, 2, 3]:
            total += n
        result = total
        """,
        """
        var = total = 0
        for n in [1, 2, 3]:
            total += n
        result = total
        """)]
    [InlineData(AtomKind.Python, "stray", "SyntaxError parsing 1:16: invalid syntax",
        """
        total = 2 + 3 +
        result = total
        """,
        "total = 2 + 3 \nresult = total")]
    [InlineData(AtomKind.Python, "stray", "SyntaxError parsing 1:16-17: invalid syntax",
        """
        values = [1, 2,, 3]
        result = values
        """,
        """
        values = [1, 2, 3]
        result = values
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.Python, "colon", "SyntaxError parsing 1:14-15: invalid syntax",
        "if_count = 3 4")]
    [InlineData(AtomKind.Python, "comparison", "SyntaxError parsing 2:15-16: invalid syntax",
        """
        value = 3
        if value == 3 4:
            result = 1
        """)]
    [InlineData(AtomKind.Python, "return_outside", "SyntaxError parsing 2:14-15: invalid syntax",
        """
        def one():
            return 1 1
        """)]
    [InlineData(AtomKind.Python, "argument_order", "SyntaxError parsing 4:24-27: invalid syntax. Perhaps you forgot a comma?",
        """
        def sum_of(a, b):
            return a + b

        result = sum_of(a=1, b=2 3)
        """)]
    [InlineData(AtomKind.Python, "comprehension_target", "SyntaxError parsing 2:31-32: invalid syntax",
        """
        pairs = [1]
        result = [a for a in pairs for]
        """)]
    [InlineData(AtomKind.Python, "line_continuation", "SyntaxError parsing 2:7-8: invalid syntax",
        """
        a = 1 + \
            2 3
        """)]
    [InlineData(AtomKind.Python, "keyword_spelling", "SyntaxError parsing 2:7-12: invalid syntax",
        """
        total = 3
        count total
        """)]
    [InlineData(AtomKind.Python, "loop_in", "SyntaxError parsing 1:14-23: invalid syntax. Perhaps you forgot a comma?",
        """
        for name in ["a" "b" 3]:
            result = name
        """)]
    [InlineData(AtomKind.Python, "key_colon", "SyntaxError parsing 1:10-15: invalid syntax. Perhaps you forgot a comma?",
        "sizes = [\"a\" 1, \"b\"]")]
    [InlineData(AtomKind.Python, "comma", "SyntaxError parsing 1:11-12: invalid syntax",
        "total = 3 4")]
    [InlineData(AtomKind.Python, "assignment", "SyntaxError parsing 1:11-12: invalid syntax",
        "total = 3 4")]
    [InlineData(AtomKind.Python, "stray", "SyntaxError parsing 1:9: '(' was never closed",
        """
        total = (2 + 3
        result = total
        """)]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
