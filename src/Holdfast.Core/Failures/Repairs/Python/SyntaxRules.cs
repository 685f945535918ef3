using System.Text.RegularExpressions;
using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Python;

/// <summary>Small faults of Python's own syntax: colons, commas, misspelt words, <c>=</c> for <c>==</c>.</summary>
internal static partial class SyntaxRules
{
    private static readonly string[] Correctable = [.. PythonNames.Keywords];

    /// <summary>A block header without its colon.</summary>
    public static IEnumerable<Change> AddColon(BrokenCode code)
    {
        if (code.ErrorLine is not { } errorLine)
            yield break;
        if (code.Message is "expected ':'" && code.ErrorOffset is { } place)
        {
            var before = code.FirstTokenFrom(place) - 1;
            if (before >= 0)
                yield return Change.Insert(code.Tokens[before].End, ":", $"Added the ':' that line {code.Tokens[before].Line} ends with.");
        }

        foreach (var line in new[] { errorLine, code.Source.NonBlankBefore(errorLine) }.Where(line => line > 0))
        {
            if (HeaderEnd(code, line) is { } last && !code.IsAt(last, ":"))
                yield return Change.Insert(code.Tokens[last].End, ":", $"Added the ':' that line {line} ends with.");
        }
    }

    /// <summary>A dictionary's key without its colon.</summary>
    public static IEnumerable<Change> AddColonToKey(BrokenCode code)
    {
        if (code.ErrorLine is not { } line)
            yield break;
        foreach (var i in code.TokensOn(line))
        {
            if (code.Brackets.Around(i) is >= 0 and var around && code.IsAt(around, "{") && code.Tokens[i].Kind == TokenKind.String
                && (code.IsAt(i - 1, "{") || code.IsAt(i - 1, ",")) && Adjacent(code, i))
            {
                yield return Change.Insert(code.Tokens[i].End, ":", $"Added the ':' behind the key {code.Tokens[i].Text}.");
            }
        }
    }

    /// <summary><c>for name names:</c></summary>
    public static IEnumerable<Change> AddIn(BrokenCode code)
    {
        if (code.ErrorLine is not { } line)
            yield break;
        foreach (var word in code.TokensOn(line).Where(i => code.IsAt(i, "for")))
        {
            var last = word + 1;
            while (code.TokenAt(last) is { } target && PythonNames.IsName(target) && code.IsAt(last + 1, ","))
                last += 2;
            if (code.TokenAt(last) is { } name && PythonNames.IsName(name) && code.TokenAt(last + 1) is { } next && next.Line == line && !next.Is("in"))
                yield return Change.Insert(name.End, " in", $"Added the 'in' of the loop of line {line}.");
        }
    }

    /// <summary>Two values in brackets with nothing between them.</summary>
    public static IEnumerable<Change> AddComma(BrokenCode code)
    {
        if (code.ErrorToken is var error && error >= code.Tokens.Count && code.ErrorLine is null)
            yield break;
        var line = code.ErrorLine ?? 1;
        var pairs = Enumerable.Range(0, Math.Max(code.Tokens.Count - 1, 0))
            .Where(i => code.Tokens[i].Line >= line - 1 && code.Tokens[i].Line <= line + 2 && code.Brackets.Around(i + 1) >= 0 && Adjacent(code, i))
            .OrderBy(i => Math.Abs(i - error));
        foreach (var i in pairs.Take(6))
            yield return Change.Insert(code.Tokens[i].End, ",", $"Added a ',' behind {Short(code.Tokens[i].Text)}.");
    }

    /// <summary><c>total 5</c>: a name and a value at the start of a line.</summary>
    public static IEnumerable<Change> AddAssignment(BrokenCode code)
    {
        if (code.ErrorLine is not { } line || code.TokensOn(line).ToList() is not [var first, _, ..] || !PythonNames.IsName(code.Tokens[first]))
            yield break;
        var last = first;
        while (code.IsAt(last + 1, ".") && code.TokenAt(last + 2) is { Kind: TokenKind.Name })
            last += 2;
        if (code.TokenAt(last + 1) is { } next && next.Line == line && StartsValue(next) && code.Names.Bound.Contains(code.Tokens[first].Text) | code.Names.UsesOf(code.Tokens[first].Text).Skip(1).Any())
            yield return Change.Insert(code.Tokens[last].End, " =", $"Added the '=' behind {code.Tokens[last].Text}.");
    }

    /// <summary>One sign, bracket or word too many at the place of the error.</summary>
    public static IEnumerable<Change> RemoveStray(BrokenCode code)
    {
        if (code.ErrorLine is not { } line || code.TokensOn(line).ToList() is not { Count: > 0 } tokens)
            yield break;
        if (code.Source.Line(line).Trim() is ";" or "}" or "};" or ")" or "]" or "end" or "fi" or "done" or "." or ",")
            yield return Change.Delete(code.Source.StartOf(line), code.Source.StartAfter(line), $"Removed line {line}, which is not code.");
        if (code.Tokens[tokens[^1]] is var last && last.IsAnyOf(",", "\\", ".", "+", "=", "and", "or", ":"))
            yield return Change.Delete(code.Tokens[tokens[^1]].Start, last.End, $"Removed the '{last.Text}' at the end of line {line}.");
        foreach (var i in tokens)
        {
            if (i > tokens[0] && code.Tokens[i].Kind == TokenKind.Operator && code.Tokens[i - 1].Text == code.Tokens[i].Text && code.Tokens[i].IsAnyOf(",", ":", ".", "=", "==", "+="))
                yield return Change.Delete(code.Tokens[i - 1].End, code.Tokens[i].End, $"Removed a second '{code.Tokens[i].Text}'.");
        }
    }

    /// <summary>A backslash with blanks behind it continues nothing.</summary>
    public static IEnumerable<Change> TrimContinuation(BrokenCode code)
    {
        if (code.ErrorLine is not { } line || !code.Message.StartsWith("unexpected character after line continuation", StringComparison.Ordinal))
            yield break;
        var text = code.Source.Line(line);
        var end = text.TrimEnd().Length;
        if (end > 0 && text[end - 1] == '\\')
            yield return Change.Delete(code.Source.StartOf(line) + end, code.Source.EndOf(line), "Removed the blanks behind the line continuation.");
    }

    /// <summary>A comparison written as an assignment.</summary>
    public static IEnumerable<Change> CompareInCondition(BrokenCode code)
    {
        if (code.ErrorLine is not { } line || !(code.Message.Contains("'=='", StringComparison.Ordinal) || code.Message.Contains("\"==\"", StringComparison.Ordinal)))
            yield break;
        var from = code.ErrorOffset ?? code.Source.StartOf(line);
        var isHeader = code.TokensOn(line).FirstOrDefault(-1) is >= 0 and var first && code.Tokens[first].IsAnyOf("if", "elif", "while", "assert", "return");
        var signs = code.TokensOn(line).Where(i => code.IsAt(i, "=") && code.Tokens[i].Start >= from).ToList();
        if (signs.Count == 0)
            yield break;
        if (isHeader && signs.Count > 1)
            yield return new Change("Compared with '==' instead of assigning with '='.", [.. signs.Select(i => TextEdit.Replace(code.Tokens[i], "=="))]);
        yield return Change.Replace(code.Tokens[signs[0]], "==", "Compared with '==' instead of assigning with '='.");
    }

    /// <summary>A keyword with a letter wrong, where only that keyword makes sense.</summary>
    public static IEnumerable<Change> RespellKeyword(BrokenCode code)
    {
        if (code.ErrorLine is not { } line)
            yield break;
        var error = code.ErrorToken;
        var candidates = new[] { line, code.Source.NonBlankBefore(line) }.Where(at => at > 0).SelectMany(code.TokensOn)
            .Where(i => PythonNames.IsName(code.Tokens[i]) && !code.IsAt(i - 1, ".") && !PythonLibrary.Builtins.Contains(code.Tokens[i].Text) && !IsAssigned(code, i))
            .OrderBy(i => Math.Abs(i - error));
        foreach (var i in candidates)
        {
            foreach (var keyword in Spelling.Near(code.Tokens[i].Text, Correctable))
                yield return Change.Replace(code.Tokens[i], keyword, $"Replaced '{code.Tokens[i].Text}' by '{keyword}'.");
        }
    }

    /// <summary><c>f(name="a", 36)</c>: what is left unnamed comes first.</summary>
    public static IEnumerable<Change> OrderArguments(BrokenCode code)
    {
        if (code.Message != "positional argument follows keyword argument" || code.ErrorToken is not (> 0 and var error) || error > code.Tokens.Count)
            yield break;
        var open = code.Brackets.Around(Math.Min(error, code.Tokens.Count - 1));
        open = code.IsAt(error, ")") && code.Brackets.PartnerOf(error) is >= 0 and var partner ? partner : open;
        if (open < 0 || code.Brackets.PartnerOf(open) is not (> 0 and var close))
            yield break;

        // The keyword is taken away when the parameters come in that order anyway; Python then binds them by position.
        var keywords = Enumerable.Range(open + 1, close - open - 1).Where(i => code.Brackets.Around(i) == open && code.IsAt(i + 1, "=") && PythonNames.IsName(code.Tokens[i])).ToList();
        var lastPositional = Enumerable.Range(open + 1, close - open - 1).Last(i => code.Brackets.Around(i) == open && (code.IsAt(i - 1, ",") || i == open + 1) && !code.IsAt(i + 1, "="));
        var edits = keywords.Where(i => i < lastPositional).Select(i => TextEdit.Delete(code.Tokens[i].Start, code.Tokens[i + 1].End)).ToList();
        if (edits.Count > 0)
            yield return new Change("Passed the arguments before the last unnamed one by position.", [.. edits]);
    }

    /// <summary><c>{key, value for …}</c> is a dictionary with its colon missing; in a list it is a tuple without parentheses.</summary>
    public static IEnumerable<Change> ParenthesizeTarget(BrokenCode code)
    {
        if (code.Message != "did you forget parentheses around the comprehension target?" || code.ErrorToken is var first && first >= code.Tokens.Count)
            yield break;
        var open = code.Brackets.Around(first);
        var word = Enumerable.Range(first, code.Tokens.Count - first).FirstOrDefault(i => code.IsAt(i, "for") && code.Brackets.Around(i) == open, -1);
        if (word < 0)
            yield break;
        var commas = Enumerable.Range(first, word - first).Where(i => code.IsAt(i, ",") && code.Brackets.Around(i) == open).ToList();
        if (code.IsAt(open, "{") && commas is [var comma])
            yield return Change.Replace(code.Tokens[comma], ":", "Separated the key from the value with ':'.");
        yield return new Change("Put parentheses around the comprehension's target.",
            [TextEdit.Insert(code.Tokens[first].Start, "("), TextEdit.Insert(code.Tokens[word - 1].End, ")")]);
    }

    /// <summary>A <c>return</c> outside of every function has nobody to return to.</summary>
    public static IEnumerable<Change> RemoveReturn(BrokenCode code)
    {
        if (code.Message != "'return' outside function" || code.ErrorLine is not { } line || code.TokensOn(line).FirstOrDefault(-1) is not (>= 0 and var word) || !code.IsAt(word, "return"))
            yield break;
        var value = code.Code[code.Tokens[word].End..code.Source.EndOf(line)].Trim();
        if (value is "result" or "")
            yield return Change.Delete(code.Source.StartOf(line), code.Source.StartAfter(line), "Removed a 'return' outside of every function.");
        else if (!code.Names.Bound.Contains("result"))
            yield return Change.Replace(code.Tokens[word], "result =", "Made the value returned outside of every function the result.");
    }

    internal static bool Adjacent(BrokenCode code, int i)
    {
        if (code.TokenAt(i) is not { } token || code.TokenAt(i + 1) is not { } next)
            return false;
        var ends = token.Kind is TokenKind.Number or TokenKind.String || token.IsAnyOf(")", "]", "}", "True", "False", "None") || (token.Kind == TokenKind.Name && PythonNames.IsName(token));
        return ends && StartsValue(next) && !(token.Kind == TokenKind.String && next.Kind == TokenKind.String && token.Line == next.Line);
    }

    internal static string Short(string text) => text.Length <= 20 ? $"'{text}'" : $"'{text[..17]}…'";

    private static bool StartsValue(Token token) =>
        token.Kind is TokenKind.Number or TokenKind.String || token.IsAnyOf("None", "True", "False", "lambda", "not", "await", "{", "*", "**") || (token.Kind == TokenKind.Name && PythonNames.IsName(token));

    private static bool IsAssigned(BrokenCode code, int i) => code.IsAt(i + 1, "=") || code.IsAt(i + 1, "+=");

    /// <returns>Index of the last token of a block header, when the line begins like one.</returns>
    private static int? HeaderEnd(BrokenCode code, int line)
    {
        var tokens = code.TokensOn(line).ToList();
        if (tokens.Count == 0 || !HeaderStart().IsMatch(code.Source.Line(line)))
            return null;
        return code.Brackets.Around(tokens[0]) < 0 ? tokens[^1] : null;
    }

    [GeneratedRegex(@"^\s*(if|elif|else|for|while|def|class|try|except|finally|with|async\s+(def|for|with))\b")]
    private static partial Regex HeaderStart();
}
