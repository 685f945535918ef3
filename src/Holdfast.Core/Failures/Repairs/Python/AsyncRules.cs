using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Python;

/// <summary><c>async</c> and <c>await</c> where they are missing or too many.</summary>
internal static class AsyncRules
{
    /// <summary>Callers that take coroutines as they are.</summary>
    private static readonly HashSet<string> TakesCoroutine = ["run", "gather", "create_task", "ensure_future", "wait", "wait_for", "shield", "run_until_complete", "as_completed", "append", "to_thread"];

    /// <summary>A function that awaits and is not asynchronous. Its callers await it then.</summary>
    public static IEnumerable<Change> MakeFunctionAsync(BrokenCode code)
    {
        if (code.ErrorLine is not { } line || !(code.Message.Contains("outside async function", StringComparison.Ordinal) || code.Message.Contains("outside of an asynchronous function", StringComparison.Ordinal)))
            yield break;
        if (ScopeOf(code, line) is not { Kind: ScopeKind.Plain, Definition: var definition } || code.TokenAt(definition + 1) is not { } name)
            yield break;
        var edits = new List<TextEdit> { TextEdit.Insert(code.Tokens[definition].Start, "async ") };
        edits.AddRange(Calls(code, name.Text).SelectMany(call => AwaitEdits(code, call, definition)));
        yield return new Change($"Made '{name.Text}' asynchronous.", [.. edits]);
    }

    /// <summary><c>await</c> at the top level.</summary>
    public static IEnumerable<Change> RunAtTopLevel(BrokenCode code)
    {
        if (code.Message != "'await' outside function" || code.ErrorLine is null)
            yield break;
        var awaits = Enumerable.Range(0, code.Tokens.Count).Where(i => code.IsAt(i, "await") && code.Source.IndentOf(code.Tokens[i].Line).Length == 0 && i + 1 < code.Tokens.Count).ToList();
        if (awaits.Count == 0)
            yield break;
        var edits = awaits.SelectMany(i => new[]
        {
            TextEdit.Replace(code.Tokens[i].Start, code.Tokens[i + 1].Start, "asyncio.run("),
            TextEdit.Insert(code.Tokens[Expressions.End(code, i + 1)].End, ")"),
        });
        yield return new Change("Ran what is awaited outside of every function with asyncio.run().", [.. ImportRules.AddImport(code, "asyncio", "import asyncio"), .. edits]);
    }

    /// <summary>A coroutine that was used as if it were its value.</summary>
    public static IEnumerable<Change> AwaitCoroutine(BrokenCode code)
    {
        if (!code.Message.Contains("coroutine", StringComparison.Ordinal))
            yield break;
        var asynchronous = Enumerable.Range(0, code.Tokens.Count - 2).Where(i => code.IsAt(i, "async") && code.IsAt(i + 1, "def")).Select(i => code.Tokens[i + 2].Text).ToHashSet();
        var used = code.ErrorLine is { } line ? code.TokensOn(line).Where(i => Reported.Covers(code, i)).Select(i => code.Tokens[i].Text).ToHashSet() : ["result"];
        var edits = asynchronous.SelectMany(name => Calls(code, name))
            .Where(call => Reported.Covers(code, call) || (AssignedName(code, call) is { } target && used.Contains(target)))
            .SelectMany(call => AwaitEdits(code, call, null)).ToList();
        if (edits.Count > 0)
            yield return new Change("Awaited a coroutine whose value was used.", [.. NeedsAsyncio(edits) ? ImportRules.AddImport(code, "asyncio", "import asyncio") : [], .. edits]);
    }

    /// <summary><c>await</c> before a value that is there already.</summary>
    public static IEnumerable<Change> RemoveAwait(BrokenCode code)
    {
        if (!code.Message.EndsWith("can't be used in 'await' expression", StringComparison.Ordinal) || code.ErrorLine is not { } line)
            yield break;
        var awaits = code.TokensOn(line).Where(i => code.IsAt(i, "await") && i + 1 < code.Tokens.Count).ToList();
        if (awaits is [var only])
            yield return Change.Delete(code.Tokens[only].Start, code.Tokens[only + 1].Start, "Removed an 'await' before a value.");
    }

    private enum ScopeKind { Top, Plain, Async }

    /// <param name="Definition">Index of <c>def</c>; -1 at the top level.</param>
    private readonly record struct Scope(ScopeKind Kind, int Definition);

    private static Scope ScopeOf(BrokenCode code, int line)
    {
        var width = code.Source.IndentOf(line).Length;
        for (var at = line - 1; at >= 1 && width > 0; at--)
        {
            if (code.Source.IsBlank(at) || code.Source.IndentOf(at).Length >= width)
                continue;
            width = code.Source.IndentOf(at).Length;
            var first = code.TokensOn(at).FirstOrDefault(-1);
            if (code.IsAt(first, "def"))
                return new Scope(ScopeKind.Plain, first);
            if (code.IsAt(first, "async") && code.IsAt(first + 1, "def"))
                return new Scope(ScopeKind.Async, first + 1);
        }

        return new Scope(ScopeKind.Top, -1);
    }

    /// <summary>Where a function is called and not awaited, nor given to something that awaits it. Indices of the name.</summary>
    private static IEnumerable<int> Calls(BrokenCode code, string name)
    {
        for (var i = 0; i < code.Tokens.Count; i++)
        {
            if (!code.IsAt(i, name) || !code.IsAt(i + 1, "(") || code.IsAt(i - 1, "def"))
                continue;
            var first = Expressions.Start(code, i);
            var around = code.Brackets.Around(first);
            if (!code.IsAt(first - 1, "await") && !(around > 0 && TakesCoroutine.Contains(code.Tokens[around - 1].Text)) && !code.IsAt(first - 1, "*"))
                yield return i;
        }
    }

    private static IEnumerable<TextEdit> AwaitEdits(BrokenCode code, int call, int? becomesAsync)
    {
        var first = Expressions.Start(code, call);
        var last = code.Brackets.PartnerOf(call + 1);
        if (last < 0)
            yield break;
        var scope = ScopeOf(code, code.Tokens[call].Line);
        if (scope.Kind == ScopeKind.Top)
        {
            yield return TextEdit.Insert(code.Tokens[first].Start, "asyncio.run(");
            yield return TextEdit.Insert(code.Tokens[last].End, ")");
        }
        else if (scope.Kind == ScopeKind.Async || scope.Definition == becomesAsync)
        {
            // A value that goes on is put in parentheses.
            var goesOn = code.IsAt(last + 1, ".") || code.IsAt(last + 1, "[");
            yield return TextEdit.Insert(code.Tokens[first].Start, goesOn ? "(await " : "await ");
            if (goesOn)
                yield return TextEdit.Insert(code.Tokens[last].End, ")");
        }
    }

    private static bool NeedsAsyncio(List<TextEdit> edits) => edits.Exists(edit => edit.Replacement.StartsWith("asyncio", StringComparison.Ordinal));

    private static string? AssignedName(BrokenCode code, int call)
    {
        var first = Expressions.Start(code, call);
        return code.IsAt(first - 1, "=") && code.TokenAt(first - 2) is { Kind: TokenKind.Name } name ? name.Text : null;
    }
}
