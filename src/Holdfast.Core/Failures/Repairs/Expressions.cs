using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs;

/// <summary>Finds where a value begins and ends: a name or literal with its attributes, calls and subscripts. All numbers are token indices.</summary>
internal static class Expressions
{
    /// <returns>The first token of the value that ends with <paramref name="last"/>.</returns>
    public static int Start(BrokenCode code, int last)
    {
        var i = last;
        while (i > 0)
        {
            if (code.Tokens[i].IsCloser)
            {
                var open = code.Brackets.PartnerOf(i);
                if (open < 0)
                    return i;
                var isPostfix = open > 0 && code.Tokens[open].IsAnyOf("(", "[") && (IsWord(code, open - 1) || code.Tokens[open - 1].IsAnyOf(")", "]") || code.Tokens[open - 1].Kind == TokenKind.String)
                    && code.Tokens[open - 1].Line == code.Tokens[open].Line;
                if (!isPostfix)
                    return open;
                i = open - 1;
            }
            else if (code.IsAt(i - 1, ".") || code.IsAt(i - 1, "?."))
            {
                i -= 2;
            }
            else
            {
                return i;
            }
        }

        return Math.Max(i, 0);
    }

    /// <returns>The last token of the value that starts with <paramref name="first"/>.</returns>
    public static int End(BrokenCode code, int first)
    {
        var i = first;
        while (i + 1 < code.Tokens.Count && code.Tokens[i].IsAnyOf("-", "+", "not", "!", "await", "new", "typeof", "~"))
            i++;
        if (i < code.Tokens.Count && code.Tokens[i].IsOpener && code.Brackets.PartnerOf(i) is >= 0 and var close)
            i = close;
        while (i + 1 < code.Tokens.Count)
        {
            var next = code.Tokens[i + 1];
            if (next.IsAnyOf(".", "?.") && i + 2 < code.Tokens.Count)
                i += 2;
            else if (next.IsAnyOf("(", "[") && code.Brackets.PartnerOf(i + 1) is >= 0 and var end && next.Line == code.Tokens[i].Line)
                i = end;
            else if (code.IsPython && next.Kind == TokenKind.String && code.Tokens[i].Kind == TokenKind.String)
                i++;
            else
                break;
        }

        return Math.Min(i, code.Tokens.Count - 1);
    }

    /// <returns>The arguments of the call or subscript that opens there, each from its first to its last token.</returns>
    public static List<(int First, int Last)> Arguments(BrokenCode code, int open)
    {
        var arguments = new List<(int, int)>();
        var close = code.Brackets.PartnerOf(open);
        var first = open + 1;
        for (var i = first; i <= close; i++)
        {
            if ((i == close || (code.IsAt(i, ",") && code.Brackets.Around(i) == open)) && i > first)
                arguments.Add((first, i - 1));
            if (code.IsAt(i, ",") && code.Brackets.Around(i) == open)
                first = i + 1;
        }

        return arguments;
    }

    public static string Text(BrokenCode code, int first, int last) => code.Code[code.Tokens[first].Start..code.Tokens[last].End];

    /// <summary>Puts a value between two texts.</summary>
    public static TextEdit[] Wrap(BrokenCode code, int first, int last, string before, string after) =>
        [TextEdit.Insert(code.Tokens[first].Start, before), TextEdit.Insert(code.Tokens[last].End, after)];

    /// <summary>The index behind the last token of the statement that <paramref name="token"/> is in: its line, and further lines within brackets.</summary>
    public static int StatementEnd(BrokenCode code, int token)
    {
        var i = token;
        while (i < code.Tokens.Count && (code.Tokens[i].Line == code.Tokens[token].Line || code.Brackets.Around(i) >= 0 || code.Tokens[i].IsCloser) && !(code.IsAt(i, ";") && code.Brackets.Around(i) < 0))
            i++;
        return i;
    }

    private static bool IsWord(BrokenCode code, int i) =>
        code.Tokens[i].Kind == TokenKind.Name && (code.IsPython ? Python.PythonNames.IsName(code.Tokens[i]) : Script.ScriptNames.IsName(code.Tokens[i]) || code.Tokens[i].IsAnyOf("super", "this", "get", "set", "of"));
}
