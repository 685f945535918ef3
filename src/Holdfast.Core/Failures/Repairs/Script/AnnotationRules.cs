using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Script;

/// <summary>TypeScript's types in JavaScript.</summary>
internal static class AnnotationRules
{
    /// <summary>Takes away annotations, interfaces, type aliases, casts, type arguments and access modifiers.</summary>
    public static IEnumerable<Change> RemoveTypes(BrokenCode code)
    {
        var edits = new List<TextEdit>();
        for (var i = 0; i < code.Tokens.Count; i++)
        {
            if (RemovalAt(code, i) is not { } removal)
                continue;
            edits.Add(TextEdit.Delete(removal.Start, removal.End));
            while (i + 1 < code.Tokens.Count && code.Tokens[i + 1].Start < removal.End)
                i++;
        }

        if (edits.Count > 0)
            yield return new Change("Removed the types of TypeScript.", [.. edits]);
    }

    private static (int Start, int End)? RemovalAt(BrokenCode code, int i)
    {
        var token = code.Tokens[i];
        var startsLine = i == 0 || code.Tokens[i - 1].Line < token.Line || code.IsAt(i - 1, ";");
        if (startsLine && (token.Is("interface") || (token.Is("export") && code.IsAt(i + 1, "interface"))) && NextBrace(code, i) is { } brace && code.Brackets.PartnerOf(brace) is >= 0 and var close)
            return (token.Start, AfterLineOf(code, close));
        if (startsLine && token.Is("type") && code.TokenAt(i + 1) is { Kind: TokenKind.Name } && TypeEnd(code, AliasSign(code, i) + 1) is { } aliasEnd)
            return (token.Start, AfterLineOf(code, code.IsAt(aliasEnd + 1, ";") ? aliasEnd + 1 : aliasEnd));
        if (token.Is(":") && IsAnnotation(code, i) && TypeEnd(code, i + 1) is { } end)
            return (code.IsAt(i - 1, "?") ? code.Tokens[i - 1].Start : token.Start, code.Tokens[end].End);
        if (token.IsAnyOf("as", "satisfies") && i > 0 && EndsValue(code.Tokens[i - 1]) && !IsInImport(code, i) && TypeEnd(code, i + 1) is { } castEnd)
            return (code.Tokens[i - 1].End, code.Tokens[castEnd].End);
        if (token.Is("<") && i > 0 && code.Tokens[i - 1].Kind == TokenKind.Name && ClosingAngle(code, i) is { } angle && (code.IsAt(angle + 1, "(") || code.IsAt(angle + 1, "{")))
            return (token.Start, code.Tokens[angle].End);
        if (token.IsAnyOf("public", "private", "protected", "readonly") && code.TokenAt(i + 1) is { Kind: TokenKind.Name } next && next.Line == token.Line)
            return (token.Start, next.Start);
        if (token.Is("!") && i > 0 && EndsValue(code.Tokens[i - 1]) && code.Tokens[i - 1].End == token.Start && (code.TokenAt(i + 1)?.IsAnyOf(".", ")", ";", "[", ",") ?? true))
            return (token.Start, token.End);
        return null;
    }

    /// <summary>A colon behind a parameter, a declared name, a field or a parameter list, and before a type.</summary>
    private static bool IsAnnotation(BrokenCode code, int colon)
    {
        var name = code.IsAt(colon - 1, "?") ? colon - 2 : colon - 1;
        if (name < 0)
            return false;
        if (code.IsAt(name, ")"))
            return TypeEnd(code, colon + 1) is { } end && (code.IsAt(end + 1, "{") || code.IsAt(end + 1, "=>"));
        if (code.Tokens[name].Kind != TokenKind.Name && !code.Tokens[name].IsAnyOf("}", "]"))
            return false;
        var declared = code.Tokens[name].IsCloser ? code.Brackets.PartnerOf(name) : name;
        if (code.TokenAt(declared - 1)?.IsAnyOf("const", "let", "var") ?? false)
            return true;
        var around = code.Brackets.Around(colon);
        if (around < 0)
            return false;
        if (code.IsAt(around, "("))
            return code.Brackets.PartnerOf(around) is >= 0 and var close && code.TokenAt(close + 1) is { } behind && behind.IsAnyOf("{", "=>", ":") && (declared == around + 1 || (code.TokenAt(declared - 1)?.IsAnyOf(",", "...", "public", "private", "readonly", "protected") ?? false));
        return SyntaxRules.IsClassBody(code, around) && code.Tokens[declared].Line > code.Tokens[Math.Max(declared - 1, 0)].Line | (code.TokenAt(declared - 1)?.IsAnyOf("private", "public", "protected", "readonly", "static") ?? false);
    }

    /// <returns>The last token of the type that starts there; null when none does.</returns>
    private static int? TypeEnd(BrokenCode code, int i)
    {
        while (true)
        {
            if (code.IsAt(i, "|") || code.IsAt(i, "&") || code.IsAt(i, "keyof") || code.IsAt(i, "typeof") || code.IsAt(i, "readonly") || code.IsAt(i, "unique"))
                i++;
            if (code.TokenAt(i) is not { } token)
                return null;
            int end;
            if (token.IsAnyOf("(", "{", "["))
            {
                if (code.Brackets.PartnerOf(i) is not (>= 0 and var close))
                    return null;
                end = close;
                if (token.Is("(") && code.IsAt(close + 1, "=>") && TypeEnd(code, close + 2) is { } result)
                    end = result;
            }
            else if (token.Kind is TokenKind.Name or TokenKind.String or TokenKind.Number)
            {
                end = i;
                while (code.IsAt(end + 1, ".") && code.TokenAt(end + 2) is { Kind: TokenKind.Name })
                    end += 2;
                if (code.IsAt(end + 1, "<") && ClosingAngle(code, end + 1) is { } angle)
                    end = angle;
                if (token.IsAnyOf("void", "null", "undefined", "this") || token.Kind != TokenKind.Name || ScriptNames.IsName(token))
                {
                    if (code.IsAt(end + 1, "is") && TypeEnd(code, end + 2) is { } guarded)
                        end = guarded;
                }
                else
                {
                    return null;
                }
            }
            else
            {
                return null;
            }

            while (code.IsAt(end + 1, "[") && code.Brackets.PartnerOf(end + 1) is >= 0 and var array)
                end = array;
            if (!code.IsAt(end + 1, "|") && !code.IsAt(end + 1, "&"))
                return end;
            i = end + 2;
        }
    }

    /// <summary>The bracket that closes type arguments: only what types are made of may be between.</summary>
    private static int? ClosingAngle(BrokenCode code, int open)
    {
        var depth = 0;
        for (var i = open; i < code.Tokens.Count; i++)
        {
            var token = code.Tokens[i];
            if (token.Is("<"))
                depth++;
            else if (token.Is(">"))
                depth--;
            else if (token.Is(">>"))
                depth -= 2;
            else if (token.Kind is not (TokenKind.Name or TokenKind.String) && !token.IsAnyOf(",", "[", "]", "|", "&", ".", "{", "}", ":", ";", "extends", "(", ")", "=>"))
                return null;
            if (depth <= 0)
                return i;
        }

        return null;
    }

    private static bool EndsValue(Token token) => token.Kind is TokenKind.String or TokenKind.Number || token.IsAnyOf(")", "]", "}") || (token.Kind == TokenKind.Name && ScriptNames.IsName(token));

    private static bool IsInImport(BrokenCode code, int i) => code.TokensOn(code.Tokens[i].Line).Any(at => code.Tokens[at].IsAnyOf("import", "export"));

    private static int? NextBrace(BrokenCode code, int i)
    {
        for (; i < code.Tokens.Count; i++)
        {
            if (code.IsAt(i, "{"))
                return i;
        }

        return null;
    }

    private static int AliasSign(BrokenCode code, int type)
    {
        for (var i = type + 2; i < code.Tokens.Count && i < type + 20; i++)
        {
            if (code.IsAt(i, "="))
                return i;
        }

        return code.Tokens.Count;
    }

    private static int AfterLineOf(BrokenCode code, int token) => code.Source.StartAfter(code.Source.LineAt(code.Tokens[token].End - 1));
}
