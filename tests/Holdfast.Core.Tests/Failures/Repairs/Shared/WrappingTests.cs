using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Failures.Repairs.Shared;

public sealed class WrappingTests
{
    [Theory]
    [InlineData(AtomKind.Python, "markdown_fence", "SyntaxError parsing 1:1-2: invalid syntax",
        """
        ```python
        numbers = [1, 2, 3, 4]
        result = sum(numbers)
        ```
        """,
        """
        numbers = [1, 2, 3, 4]
        result = sum(numbers)
        """)]
    [InlineData(AtomKind.JavaScript, "markdown_fence", "TypeError 1:3: \"\" is not a function",
        """
        ```javascript
        const numbers = [1, 2, 3, 4];
        const result = numbers.reduce((a, b) => a + b);
        ```
        """,
        """
        const numbers = [1, 2, 3, 4];
        const result = numbers.reduce((a, b) => a + b);
        """)]
    [InlineData(AtomKind.Python, "typographic_characters", "SyntaxError parsing 2:2: invalid non-printable character U+00A0",
        "a = 1\nb\u00a0=\u00a02\nresult = a + b",
        """
        a = 1
        b = 2
        result = a + b
        """)]
    [InlineData(AtomKind.Python, "typographic_characters", "SyntaxError parsing 1:12: invalid character '（' (U+FF08)",
        "total = sum\uff08[1, 2]\uff09\nresult = total",
        """
        total = sum([1, 2])
        result = total
        """)]
    [InlineData(AtomKind.Python, "interpreter_prompts", "SyntaxError parsing 1:1-3: invalid syntax",
        """
        >>> numbers = [1, 2]
        >>> shifted = []
        >>> for n in numbers:
        ...     shifted.append(n + 1)
        >>> result = shifted
        """,
        """
        numbers = [1, 2]
        shifted = []
        for n in numbers:
            shifted.append(n + 1)
        result = shifted
        """)]
    [InlineData(AtomKind.Python, "prose", "SyntaxError parsing 1:5-14: invalid syntax",
        """
        The following program adds two numbers.
        a = 1
        b = 2
        result = a + b
        """,
        """
        a = 1
        b = 2
        result = a + b
        """)]
    public void Propose_ItsFault_ChangesThatAndNothingElse(AtomKind kind, string rule, string error, string code, string repaired) =>
        Assert.Equal(RuleExample.Lines(repaired), RuleExample.Proposals(kind, rule, error, code)[0]);

    [Theory]
    [InlineData(AtomKind.Python, "markdown_fence", "SyntaxError parsing 6:10-11: invalid syntax",
        """"
        text = """
        ```python
        x = 1
        ```
        """
        result = = 1
        """")]
    [InlineData(AtomKind.Python, "typographic_characters", "SyntaxError parsing 2:10-11: invalid syntax",
        "word = \"\u201cquoted\u201d\"\nresult = = word")]
    [InlineData(AtomKind.Python, "interpreter_prompts", "SyntaxError parsing 2:9-10: invalid syntax",
        """
        a = 8
        b = a >>> 1
        result = b
        """)]
    [InlineData(AtomKind.Python, "prose", "SyntaxError parsing 1:11-14: invalid syntax",
        """
        import os sys
        result = 1
        """)]
    public void Propose_NearMiss_ChangesNothing(AtomKind kind, string rule, string error, string code) =>
        Assert.Empty(RuleExample.Proposals(kind, rule, error, code));
}
