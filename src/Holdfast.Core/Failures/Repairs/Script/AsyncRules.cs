using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Script;

/// <summary><c>async</c> and <c>await</c> where they are missing.</summary>
internal static class AsyncRules
{
    /// <summary>A function that awaits and is not asynchronous. Its direct callers await it then, where they can.</summary>
    public static IEnumerable<Change> MakeFunctionAsync(BrokenCode code)
    {
        if (!code.Message.Contains("await", StringComparison.Ordinal) && !code.Message.Contains("reserved word", StringComparison.Ordinal))
            yield break;
        var functions = ScriptScopes.Functions(code);
        var wrong = Enumerable.Range(0, code.Tokens.Count).Where(i => code.IsAt(i, "await") && !code.IsAt(i - 1, "."))
            .Select(i => ScriptScopes.Around(functions, i)).OfType<ScriptFunction>().Where(function => !function.IsAsync).Distinct().ToList();
        if (wrong.Count == 0)
            yield break;
        var edits = wrong.Select(function => TextEdit.Insert(code.Tokens[function.Head].Start, "async ")).ToList();
        foreach (var function in wrong)
            edits.AddRange(CallsOf(code, function.Name).Where(call => ScriptScopes.Around(functions, call) is var around && (around is null || around.IsAsync || wrong.Contains(around))).SelectMany(call => AwaitEdits(code, call)));
        var names = string.Join(", ", wrong.Select(function => function.Name is null ? "a function" : $"'{function.Name}'"));
        yield return new Change($"Made {names} asynchronous.", [.. edits]);
        if (edits.Count > wrong.Count)
            yield return new Change($"Made {names} asynchronous.", [.. edits.Take(wrong.Count)]);
    }

    /// <summary>A promise that was used as if it were its value.</summary>
    public static IEnumerable<Change> AwaitPromise(BrokenCode code)
    {
        if (code.Error.Type != "TypeError" || code.ErrorLine is not { } line)
            yield break;
        var functions = ScriptScopes.Functions(code);
        var asynchronous = functions.Where(function => function.IsAsync).Select(function => function.Name).OfType<string>().ToHashSet();
        asynchronous.UnionWith(["fetch"]);
        // V8 points at the member that is not there, or at the value itself; where that value begins is what was not awaited.
        var value = Expressions.Start(code, Math.Min(code.ErrorToken, code.Tokens.Count - 1));
        if (code.ErrorOffset is null || code.Tokens[value].Line > line)
            yield break;
        foreach (var call in asynchronous.SelectMany(name => CallsOf(code, name)))
        {
            var around = ScriptScopes.Around(functions, call);
            if (around is { IsAsync: false })
                continue;
            var first = Expressions.Start(code, call);
            var target = code.IsAt(first - 1, "=") ? TargetOf(code, first - 1) : null;
            if (first == value || (target is not null && code.IsAt(value, target) && !IsAwaitedLater(code, target)))
                yield return new Change($"Awaited {code.Tokens[call].Text}().", [.. AwaitEdits(code, call)]);
        }
    }

    /// <summary>Where a function is called and the promise is not taken care of. Indices of the name.</summary>
    private static IEnumerable<int> CallsOf(BrokenCode code, string? name)
    {
        if (name is null)
            yield break;
        for (var i = 0; i < code.Tokens.Count; i++)
        {
            if (!code.IsAt(i, name) || !code.IsAt(i + 1, "(") || code.IsAt(i - 1, "function") || code.IsAt(i - 1, "new") || code.Brackets.PartnerOf(i + 1) is not (>= 0 and var close))
                continue;
            var first = Expressions.Start(code, i);
            var isDefinition = code.IsAt(close + 1, "{") || code.IsAt(i - 1, "async");
            var isKept = code.IsAt(first - 1, "await") || code.IsAt(close + 1, ".") && (code.TokenAt(close + 2)?.IsAnyOf("then", "catch", "finally") ?? false)
                || (code.Brackets.Around(first) is > 0 and var around && code.IsAt(around, "["));
            if (!isDefinition && !isKept)
                yield return i;
        }
    }

    private static IEnumerable<TextEdit> AwaitEdits(BrokenCode code, int call)
    {
        var (first, last) = (Expressions.Start(code, call), code.Brackets.PartnerOf(call + 1));
        var goesOn = code.IsAt(last + 1, ".") || code.IsAt(last + 1, "[") || code.IsAt(last + 1, "?.");
        yield return TextEdit.Insert(code.Tokens[first].Start, goesOn ? "(await " : "await ");
        if (goesOn)
            yield return TextEdit.Insert(code.Tokens[last].End, ")");
    }

    private static string? TargetOf(BrokenCode code, int sign)
    {
        var i = sign - 1;
        while (i > 0 && code.Tokens[i].Line == code.Tokens[sign].Line && !code.Tokens[i - 1].IsAnyOf("const", "let", "var"))
            i--;
        return code.TokenAt(i) is { Kind: TokenKind.Name } name ? name.Text : null;
    }

    private static bool IsAwaitedLater(BrokenCode code, string name) =>
        Enumerable.Range(1, code.Tokens.Count - 1).Any(i => code.IsAt(i, name) && code.IsAt(i - 1, "await") && !code.IsAt(i + 1, "("));
}
