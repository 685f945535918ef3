namespace Holdfast.Core.Failures.Repairs.Source;

/// <summary>JavaScript and TypeScript tokens. A template is one token, with all its substitutions.</summary>
internal static class ScriptLexer
{
    private static readonly string[] Operators =
    [
        ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", "&&=", "||=", "??=", ">>>", "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "++", "--", "+=",
        "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**", "->", ":=",
    ];

    /// <summary>After these words an expression begins, so a slash begins a regular expression.</summary>
    private static readonly HashSet<string> BeforeExpression =
        ["return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do", "await", "yield", "instanceof", "and", "or", "not"];

    public static List<Token> Read(string code)
    {
        var tokens = new List<Token>();
        var line = 1;
        for (var i = 0; i < code.Length;)
        {
            if (char.IsWhiteSpace(code[i]) || code[i] == '\uFEFF')
            {
                line += code[i] == '\n' ? 1 : 0;
                i++;
                continue;
            }

            var token = ReadOne(code, i, line, tokens);
            tokens.Add(token);
            line += token.Text.AsSpan().Count('\n');
            i = token.End;
        }

        return tokens;
    }

    private static Token ReadOne(string code, int start, int line, List<Token> before)
    {
        var c = code[start];
        var next = start + 1 < code.Length ? code[start + 1] : '\0';
        if (c == '/' && next == '/')
            return new Token(TokenKind.Comment, code[start..LineEnd(code, start)], start, line);
        if (c == '#' && next == '!' && start == 0)
            return new Token(TokenKind.Comment, code[start..LineEnd(code, start)], start, line);
        if (c == '/' && next == '*')
        {
            var end = code.IndexOf("*/", start + 2, StringComparison.Ordinal);
            return new Token(TokenKind.Comment, end < 0 ? code[start..] : code[start..(end + 2)], start, line, end >= 0);
        }

        if (c is '"' or '\'')
            return ReadString(code, start, line);
        if (c == '`')
        {
            var end = TemplateEnd(code, start);
            return new Token(TokenKind.String, end < 0 ? code[start..] : code[start..end], start, line, end >= 0);
        }

        if (char.IsLetter(c) || c is '_' or '$' || (c == '#' && (char.IsLetter(next) || next == '_')))
            return new Token(TokenKind.Name, code[start..WordEnd(code, start + 1)], start, line);
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(next)))
            return new Token(TokenKind.Number, code[start..NumberEnd(code, start)], start, line);
        if (c == '/' && BeginsExpression(before) && RegexEnd(code, start) is { } regexEnd)
            return new Token(TokenKind.Regex, code[start..regexEnd], start, line);
        foreach (var text in Operators)
        {
            if (string.CompareOrdinal(code, start, text, 0, text.Length) == 0 && !(text == "?." && char.IsAsciiDigit(code.ElementAtOrDefault(start + 2))))
                return new Token(TokenKind.Operator, text, start, line);
        }

        return new Token("+-*/%@&|^~<>()[]{},:.;=!?".Contains(c) ? TokenKind.Operator : TokenKind.Unknown, code[start..(start + 1)], start, line);
    }

    private static Token ReadString(string code, int start, int line)
    {
        for (var i = start + 1; i < code.Length; i++)
        {
            if (code[i] == '\\')
                i++;
            else if (code[i] == '\n')
                return new Token(TokenKind.String, code[start..LineEnd(code, i - 1)], start, line, IsClosed: false);
            else if (code[i] == code[start])
                return new Token(TokenKind.String, code[start..(i + 1)], start, line);
        }

        return new Token(TokenKind.String, code[start..], start, line, IsClosed: false);
    }

    /// <returns>Behind the closing backtick, or -1.</returns>
    public static int TemplateEnd(string code, int start)
    {
        for (var i = start + 1; i < code.Length; i++)
        {
            if (code[i] == '\\')
            {
                i++;
            }
            else if (code[i] == '`')
            {
                return i + 1;
            }
            else if (code[i] == '$' && i + 1 < code.Length && code[i + 1] == '{')
            {
                i = SubstitutionEnd(code, i + 2);
                if (i < 0)
                    return -1;
            }
        }

        return -1;
    }

    /// <returns>The closing brace of a substitution whose content starts at <paramref name="i"/>, or -1.</returns>
    private static int SubstitutionEnd(string code, int i)
    {
        for (var depth = 0; i < code.Length; i++)
        {
            switch (code[i])
            {
                case '}' when depth == 0:
                    return i;
                case '}':
                    depth--;
                    break;
                case '{':
                    depth++;
                    break;
                case '`':
                    i = TemplateEnd(code, i) - 1;
                    if (i < 0)
                        return -1;
                    break;
                case '"' or '\'':
                    var text = ReadString(code, i, 0);
                    if (!text.IsClosed)
                        return -1;
                    i = text.End - 1;
                    break;
            }
        }

        return -1;
    }

    private static bool BeginsExpression(List<Token> before)
    {
        var last = before.FindLastIndex(token => token.Kind != TokenKind.Comment);
        return last < 0 || before[last] switch
        {
            { Kind: TokenKind.Name } word => BeforeExpression.Contains(word.Text),
            { Kind: TokenKind.Operator } sign => !sign.IsCloser && !sign.IsAnyOf("++", "--"),
            _ => false,
        };
    }

    private static int? RegexEnd(string code, int start)
    {
        var inClass = false;
        for (var i = start + 1; i < code.Length && code[i] != '\n'; i++)
        {
            switch (code[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '/' when !inClass:
                    return WordEnd(code, i + 1);
            }
        }

        return null;
    }

    private static int LineEnd(string code, int from)
    {
        var end = code.IndexOf('\n', from);
        end = end < 0 ? code.Length : end;
        return end > from && code[end - 1] == '\r' ? end - 1 : end;
    }

    private static int WordEnd(string code, int i)
    {
        while (i < code.Length && (char.IsLetterOrDigit(code[i]) || code[i] is '_' or '$'))
            i++;
        return i;
    }

    private static int NumberEnd(string code, int i)
    {
        while (i < code.Length && (char.IsAsciiLetterOrDigit(code[i]) || code[i] is '_' or '.' || (code[i] is '+' or '-' && code[i - 1] is 'e' or 'E')))
            i++;
        return i;
    }
}
