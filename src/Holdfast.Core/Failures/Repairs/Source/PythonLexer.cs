namespace Holdfast.Core.Failures.Repairs.Source;

/// <summary>Python 3.11 tokens, without layout: a token knows its line, and rules look at indentation themselves.</summary>
internal static class PythonLexer
{
    private static readonly string[] Operators =
    [
        "**=", "//=", ">>=", "<<=", "...", "!=", ">=", "<=", "==", "->", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=", ":=", "**", "//", "<<", ">>",
        "<>", "&&", "||", "++", "--",
    ];

    public static List<Token> Read(string code)
    {
        var tokens = new List<Token>();
        var line = 1;
        for (var i = 0; i < code.Length;)
        {
            var c = code[i];
            if (c == '\n')
            {
                line++;
                i++;
                continue;
            }

            if (c is ' ' or '\t' or '\r' or '\f' || (c == '\\' && i + 1 < code.Length && code[i + 1] is '\n' or '\r'))
            {
                i++;
                continue;
            }

            var token = ReadOne(code, i, line);
            tokens.Add(token);
            line += token.Text.AsSpan().Count('\n');
            i = token.End;
        }

        return tokens;
    }

    private static Token ReadOne(string code, int start, int line)
    {
        var c = code[start];
        if (c == '#')
            return new Token(TokenKind.Comment, code[start..LineEnd(code, start)], start, line);
        if (StringStart(code, start) is { } quote)
            return ReadString(code, start, quote, line);
        if (char.IsLetter(c) || c == '_')
            return new Token(TokenKind.Name, code[start..WordEnd(code, start)], start, line);
        if (char.IsAsciiDigit(c) || (c == '.' && start + 1 < code.Length && char.IsAsciiDigit(code[start + 1])))
            return new Token(TokenKind.Number, code[start..NumberEnd(code, start)], start, line);
        foreach (var text in Operators)
        {
            if (string.CompareOrdinal(code, start, text, 0, text.Length) == 0)
                return new Token(TokenKind.Operator, text, start, line);
        }

        return new Token("+-*/%@&|^~<>()[]{},:.;=!?`$\\".Contains(c) ? TokenKind.Operator : TokenKind.Unknown, code[start..(start + 1)], start, line);
    }

    /// <returns>Where its quote is, when a string starts here; else null.</returns>
    private static int? StringStart(string code, int start)
    {
        var i = start;
        while (i < code.Length && i - start < 2 && "rbuRBUfF".Contains(code[i]))
            i++;
        return i < code.Length && code[i] is '"' or '\'' ? i : null;
    }

    private static Token ReadString(string code, int start, int quoteAt, int line)
    {
        var quote = code[quoteAt];
        var triple = quoteAt + 2 < code.Length && code[quoteAt + 1] == quote && code[quoteAt + 2] == quote;
        for (var i = quoteAt + (triple ? 3 : 1); i < code.Length; i++)
        {
            if (code[i] == '\\')
                i++;
            else if (code[i] == '\n' && !triple)
                return new Token(TokenKind.String, code[start..LineEnd(code, i - 1)], start, line, IsClosed: false);
            else if (code[i] == quote && (!triple || (i + 2 < code.Length && code[i + 1] == quote && code[i + 2] == quote)))
                return new Token(TokenKind.String, code[start..(i + (triple ? 3 : 1))], start, line);
        }

        return new Token(TokenKind.String, code[start..], start, line, IsClosed: false);
    }

    private static int LineEnd(string code, int from)
    {
        var end = code.IndexOf('\n', from);
        end = end < 0 ? code.Length : end;
        return end > from && code[end - 1] == '\r' ? end - 1 : end;
    }

    private static int WordEnd(string code, int i)
    {
        while (i < code.Length && (char.IsLetterOrDigit(code[i]) || code[i] == '_'))
            i++;
        return i;
    }

    private static int NumberEnd(string code, int i)
    {
        while (i < code.Length && (char.IsAsciiLetterOrDigit(code[i]) || code[i] is '_' or '.' || (code[i] is '+' or '-' && code[i - 1] is 'e' or 'E' && !IsHex(code, i))))
            i++;
        return i;
    }

    private static bool IsHex(string code, int before)
    {
        var start = before;
        while (start > 0 && (char.IsAsciiLetterOrDigit(code[start - 1]) || code[start - 1] == '_'))
            start--;
        return code.AsSpan(start).StartsWith("0x", StringComparison.OrdinalIgnoreCase);
    }
}
