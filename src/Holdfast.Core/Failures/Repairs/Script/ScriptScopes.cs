using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Script;

/// <summary>A function's body and where it could be made asynchronous.</summary>
/// <param name="Head">Index of the token before which <c>async</c> belongs.</param>
/// <param name="First">Index of the body's first token.</param>
/// <param name="Last">Index of the body's last token.</param>
/// <param name="Name">What it is called by; null for one without a name.</param>
internal sealed record ScriptFunction(int Head, int First, int Last, string? Name, bool IsAsync);

/// <summary>The functions of some code, and whether it reads as an ES module.</summary>
internal static class ScriptScopes
{
    private static readonly HashSet<string> NotMethods = ["if", "for", "while", "switch", "catch", "with", "function", "super", "return"];

    public static List<ScriptFunction> Functions(BrokenCode code)
    {
        var functions = new List<ScriptFunction>();
        for (var i = 0; i < code.Tokens.Count; i++)
        {
            var function = code.Tokens[i] switch
            {
                var word when word.Is("function") && !code.IsAt(i - 1, ".") => FromKeyword(code, i),
                var arrow when arrow.Is("=>") => FromArrow(code, i),
                var name when name.Kind == TokenKind.Name && code.IsAt(i + 1, "(") => FromMethod(code, i),
                _ => null,
            };
            if (function is not null)
                functions.Add(function);
        }

        return functions;
    }

    /// <returns>The innermost function around a token; null at the top level.</returns>
    public static ScriptFunction? Around(IEnumerable<ScriptFunction> functions, int token) =>
        functions.Where(function => function.First <= token && token <= function.Last).MaxBy(function => function.First);

    /// <summary>Code with import or export statements, or import.meta. Code that only awaits at its top level runs as a function, where require works.</summary>
    public static bool IsModule(BrokenCode code) => Enumerable.Range(0, code.Tokens.Count).Any(i =>
        (code.Brackets.Around(i) < 0 && ((code.IsAt(i, "import") && !code.IsAt(i + 1, "(")) || code.IsAt(i, "export"))) || (code.IsAt(i, "import") && code.IsAt(i + 1, ".") && code.IsAt(i + 2, "meta")));

    private static ScriptFunction? FromKeyword(BrokenCode code, int word)
    {
        var i = code.IsAt(word + 1, "*") ? word + 2 : word + 1;
        var name = code.IsAt(i, "(") ? null : code.TokenAt(i)?.Text;
        var isAsync = code.IsAt(word - 1, "async");
        return Body(code, name is null ? i : i + 1) is var (first, last) ? new ScriptFunction(word, first, last, name ?? AssignedTo(code, isAsync ? word - 1 : word), isAsync) : null;
    }

    private static ScriptFunction? FromArrow(BrokenCode code, int arrow)
    {
        var head = code.IsAt(arrow - 1, ")") ? code.Brackets.PartnerOf(arrow - 1) : arrow - 1;
        if (head < 0)
            return null;
        if (code.Tokens[head].Kind != TokenKind.Name && !code.IsAt(head, "("))
            return null;

        // (a): Type => …
        for (var i = arrow - 1; i > 0 && code.Tokens[i].Line == code.Tokens[arrow].Line && !code.IsAt(arrow - 1, ")"); i--)
        {
            if (code.IsAt(i, ":") && code.IsAt(i - 1, ")") && code.Brackets.PartnerOf(i - 1) >= 0)
                head = code.Brackets.PartnerOf(i - 1);
        }

        var isAsync = code.IsAt(head - 1, "async");
        var name = AssignedTo(code, isAsync ? head - 1 : head);
        if (code.IsAt(arrow + 1, "{"))
            return code.Brackets.PartnerOf(arrow + 1) is var close && close >= 0 ? new ScriptFunction(head, arrow + 2, close - 1, name, isAsync) : null;
        return new ScriptFunction(head, arrow + 1, ExpressionEnd(code, arrow + 1), name, isAsync);
    }

    private static ScriptFunction? FromMethod(BrokenCode code, int name)
    {
        if (NotMethods.Contains(code.Tokens[name].Text) || code.IsAt(name - 1, "function") || code.IsAt(name - 1, ".") || code.IsAt(name - 1, "new"))
            return null;
        return Body(code, name + 1) is var (first, last) ? new ScriptFunction(name, first, last, code.Tokens[name].Text, code.IsAt(name - 1, "async")) : null;
    }

    /// <summary>The body behind a parameter list, and behind a return type.</summary>
    private static (int First, int Last)? Body(BrokenCode code, int open)
    {
        if (!code.IsAt(open, "(") || code.Brackets.PartnerOf(open) is not (>= 0 and var close))
            return null;
        var brace = close + 1;
        if (code.IsAt(brace, ":"))
        {
            var around = code.Brackets.Around(brace);
            for (brace++; brace < code.Tokens.Count && !code.IsAt(brace, ";") && code.Brackets.Around(brace) >= around; brace++)
            {
                if (code.IsAt(brace, "{") && code.Brackets.PartnerOf(brace) is >= 0 and var typeEnd)
                {
                    // A brace in the type itself is followed by the body's or by an operator.
                    if (!code.IsAt(typeEnd + 1, "{") && !code.IsAt(typeEnd + 1, "[") && !code.IsAt(typeEnd + 1, "|") && !code.IsAt(typeEnd + 1, ">"))
                        break;
                    brace = typeEnd;
                }
            }
        }

        return code.IsAt(brace, "{") && code.Brackets.PartnerOf(brace) is >= 0 and var end ? (brace + 1, end - 1) : null;
    }

    private static int ExpressionEnd(BrokenCode code, int first)
    {
        var around = code.Brackets.Around(first);
        var i = first;
        while (i + 1 < code.Tokens.Count && !(code.Brackets.Around(i + 1) == around && code.Tokens[i + 1].IsAnyOf(",", ";")) && code.Brackets.PartnerOf(i + 1) is var partner
            && !(code.Tokens[i + 1].IsCloser && partner >= 0 && partner < first))
        {
            i++;
        }

        return i;
    }

    private static string? AssignedTo(BrokenCode code, int head)
    {
        if (code.IsAt(head - 1, "=") || code.IsAt(head - 1, ":"))
        {
            var before = code.TokenAt(head - 2);
            return before is { Kind: TokenKind.Name } name ? name.Text : null;
        }

        return null;
    }
}
