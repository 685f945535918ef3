using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Python;

/// <summary>Faults inside f-strings.</summary>
internal static class FormatStringRules
{
    /// <summary>The quotes of the f-string used again inside its braces, which Python allows from 3.12 on.</summary>
    public static IEnumerable<Change> SwapInnerQuotes(BrokenCode code)
    {
        foreach (var token in FormatStrings(code))
        {
            var quoteAt = token.Start + token.Text.IndexOfAny(['"', '\'']);
            var quote = code.Code[quoteAt];
            if (quoteAt + 2 < code.Code.Length && code.Code[quoteAt + 1] == quote && code.Code[quoteAt + 2] == quote)
                continue;
            if (InnerQuotes(code.Code, quoteAt, quote) is not { Count: > 0 } inner)
                continue;
            var other = quote == '"' ? "'" : "\"";
            yield return new Change($"Used the other quotes inside the f-string of line {token.Line}.", [.. inner.Select(at => TextEdit.Replace(at, at + 1, other))]);
        }
    }

    /// <summary>A brace of an f-string without its partner.</summary>
    public static IEnumerable<Change> BalanceBraces(BrokenCode code)
    {
        if (!code.Message.StartsWith("f-string:", StringComparison.Ordinal))
            yield break;
        foreach (var token in FormatStrings(code))
        {
            for (var i = 0; i < token.Text.Length; i++)
            {
                if (token.Text[i] == '{' && ExpressionEnd(token.Text, i + 1) is var end && end > i + 1 && end < token.Text.Length && token.Text[end] is not ('}' or ':' or '!' or '='))
                    yield return Change.Insert(token.Start + end, "}", $"Closed a brace of the f-string of line {token.Line}.");
                if (token.Text[i] == '}' && (i == 0 || token.Text[i - 1] != '}') && ExpressionStart(token.Text, i) is var start && start > 0 && start < i && token.Text[start - 1] != '{')
                    yield return Change.Insert(token.Start + start, "{", $"Opened a brace of the f-string of line {token.Line}.");
            }
        }
    }

    private static IEnumerable<Token> FormatStrings(BrokenCode code)
    {
        if (code.ErrorLine is not { } line)
            return [];
        return code.Tokens.Where(token => token.Kind == TokenKind.String && token.Line <= line && token.Line >= line - 1
            && token.Text.AsSpan(0, token.Text.AsSpan().IndexOfAny('"', '\'')).IndexOfAny('f', 'F') >= 0);
    }

    /// <returns>The quotes within braces, when the string ends on its line; else null.</returns>
    private static List<int>? InnerQuotes(string code, int quoteAt, char quote)
    {
        var inner = new List<int>();
        var depth = 0;
        for (var i = quoteAt + 1; i < code.Length && code[i] != '\n'; i++)
        {
            if (code[i] == '{')
                depth++;
            else if (code[i] == '}')
                depth--;
            else if (code[i] == quote && depth > 0)
                inner.Add(i);
            else if (code[i] == quote)
                return inner;
        }

        return null;
    }

    private static int ExpressionEnd(string text, int i)
    {
        var depth = 0;
        while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] is '_' or '.' or '(' or '[' || (text[i] is ')' or ']' && depth > 0)))
        {
            depth += text[i] is '(' or '[' ? 1 : text[i] is ')' or ']' ? -1 : 0;
            i++;
        }

        return text[i - 1] == '.' ? i - 1 : i;
    }

    private static int ExpressionStart(string text, int i)
    {
        while (i > 0 && (char.IsLetterOrDigit(text[i - 1]) || text[i - 1] is '_' or '.' or ')' or '(' or '[' or ']'))
            i--;
        return i;
    }
}
