namespace Holdfast.Core.Failures.Repairs.Source;

/// <summary>The code inside f-strings and templates.</summary>
internal static class Interpolations
{
    /// <summary>Deeper nesting than this is left alone.</summary>
    private const int MaxDepth = 4;

    /// <summary>All tokens, with those inside f-strings after the string they stand in.</summary>
    public static List<Token> ExpandPython(IReadOnlyList<Token> tokens) => Expand(tokens, IsFormatString, "{", PythonLexer.Read, 0);

    /// <summary>All tokens, with those inside templates after the template they stand in.</summary>
    public static List<Token> ExpandScript(IReadOnlyList<Token> tokens) => Expand(tokens, token => token.Text[0] == '`', "${", ScriptLexer.Read, 0);

    private static bool IsFormatString(Token token)
    {
        var quote = token.Text.AsSpan().IndexOfAny('"', '\'');
        return token.Text.AsSpan(0, quote).IndexOfAny('f', 'F') >= 0;
    }

    private static List<Token> Expand(IReadOnlyList<Token> tokens, Func<Token, bool> hasCode, string opener, Func<string, List<Token>> read, int depth)
    {
        var all = new List<Token>(tokens.Count);
        foreach (var token in tokens)
        {
            all.Add(token);
            if (token.Kind != TokenKind.String || depth >= MaxDepth || !hasCode(token))
                continue;
            foreach (var (start, end) in Substitutions(token.Text, opener))
            {
                var line = token.Line + token.Text.AsSpan(0, start).Count('\n');
                var inside = read(token.Text[start..end]).ConvertAll(inner => inner with { Start = token.Start + start + inner.Start, Line = line + inner.Line - 1 });
                all.AddRange(Expand(inside, hasCode, opener, read, depth + 1));
            }
        }

        return all;
    }

    /// <summary>The ranges between an opener and its closing brace; in Python without the format behind a colon.</summary>
    private static IEnumerable<(int Start, int End)> Substitutions(string text, string opener)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (opener == "{" && text[i] == '{' && i + 1 < text.Length && text[i + 1] == '{')
            {
                i++;
                continue;
            }

            if (string.CompareOrdinal(text, i, opener, 0, opener.Length) != 0)
                continue;
            var start = i + opener.Length;
            var depth = 0;
            var format = -1;
            for (i = start; i < text.Length && (depth > 0 || text[i] != '}'); i++)
            {
                depth += text[i] is '{' or '(' or '[' ? 1 : text[i] is '}' or ')' or ']' ? -1 : 0;
                if (depth == 0 && format < 0 && opener == "{" && (text[i] == ':' || (text[i] == '!' && i + 1 < text.Length && text[i + 1] != '=')))
                    format = i;
            }

            yield return (start, format >= 0 ? format : Math.Min(i, text.Length));
        }
    }
}
