using System.Text.RegularExpressions;
using Holdfast.Core.Failures.Repairs.Source;

namespace Holdfast.Core.Failures.Repairs.Shared;

/// <summary>What came along with the code and is not code: Markdown, prose, prompts, typographic characters.</summary>
internal static partial class Wrapping
{
    private static readonly Dictionary<char, string> PlainForms = new()
    {
        ['\u201C'] = "\"", ['\u201D'] = "\"", ['\u201E'] = "\"", ['\u00AB'] = "\"", ['\u00BB'] = "\"", ['\u2018'] = "'", ['\u2019'] = "'", ['\u201A'] = "'",
        ['\u00B4'] = "'", ['\u00A0'] = " ", ['\u2003'] = " ", ['\u2009'] = " ", ['\u202F'] = " ", ['\u3000'] = " ", ['\u200B'] = "", ['\u200C'] = "",
        ['\u200D'] = "", ['\u2060'] = "", ['\uFEFF'] = "", ['\u00AD'] = "", ['\u2010'] = "-", ['\u2011'] = "-", ['\u2012'] = "-", ['\u2013'] = "-",
        ['\u2014'] = "-", ['\u2212'] = "-", ['\u00D7'] = "*", ['\u00F7'] = "/", ['\u2260'] = "!=", ['\u2264'] = "<=", ['\u2265'] = ">=", ['\uFF08'] = "(",
        ['\uFF09'] = ")", ['\uFF0C'] = ",", ['\uFF1A'] = ":", ['\uFF1B'] = ";", ['\uFF1D'] = "=", ['\u3010'] = "[", ['\u3011'] = "]",
    };

    /// <summary>Code inside a Markdown fence: what is fenced stays, the rest goes.</summary>
    public static IEnumerable<Change> RemoveFences(BrokenCode code)
    {
        var source = code.Source;
        var fences = Enumerable.Range(1, source.LineCount).Where(line => Fence().IsMatch(source.Line(line)) && !IsInText(code, line)).ToList();
        if (fences.Count == 0 || (!code.Error.WhileParsing && !(code.ErrorLine is { } at && fences.Contains(at))))
            yield break;

        const string what = "Removed the Markdown around the code.";
        if (fences.Count == 1)
        {
            // Half a fence: text above it is prose when the code is below, and the other way round.
            var only = fences[0];
            yield return Change.Delete(source.StartOf(only), source.StartAfter(only), what);
            yield return Change.Delete(0, source.StartAfter(only), what);
            yield return Change.Delete(source.StartOf(only), code.Code.Length, what);
            yield break;
        }

        var blocks = fences.Chunk(2).Where(pair => pair.Length == 2).OrderByDescending(pair => pair[1] - pair[0]);
        foreach (var pair in blocks)
        {
            yield return new Change(what,
            [
                TextEdit.Delete(0, source.StartAfter(pair[0])),
                TextEdit.Delete(source.StartOf(pair[1]), code.Code.Length),
            ]);
        }
    }

    /// <summary>Whether a line belongs to a Python text that began above it. JavaScript's templates cannot have such a line: it would end them.</summary>
    private static bool IsInText(BrokenCode code, int line) =>
        code.IsPython && code.Source.StartOf(line) is var start && code.Tokens.Any(token => token.Kind == TokenKind.String && token.Start < start && token.End > start);

    /// <summary>A session copied from the interactive interpreter: prompts go, and so do the answers.</summary>
    public static IEnumerable<Change> RemovePrompts(BrokenCode code)
    {
        var source = code.Source;
        var lines = Enumerable.Range(1, source.LineCount).Where(line => !source.IsBlank(line)).ToList();
        if (lines.Count == 0 || !source.Line(lines[0]).StartsWith(">>>", StringComparison.Ordinal))
            yield break;
        var edits = lines.Select(line => Prompt().Match(source.Line(line)) is { Success: true } prompt
            ? TextEdit.Delete(source.StartOf(line), source.StartOf(line) + prompt.Length)
            : TextEdit.Delete(source.StartOf(line), source.StartAfter(line)));
        yield return new Change("Removed the prompts of the interactive interpreter.", [.. edits]);
    }

    /// <summary>A sentence where code should be.</summary>
    public static IEnumerable<Change> RemoveProse(BrokenCode code)
    {
        if (code.ErrorLine is not { } line || !Sentence().IsMatch(code.Source.Line(line)))
            yield break;
        var last = line;
        while (last < code.Source.LineCount && Sentence().IsMatch(code.Source.Line(last + 1)))
            last++;
        yield return Change.Delete(code.Source.StartOf(line), code.Source.StartAfter(last), "Removed text that is not code.");
    }

    /// <summary>Typographic quotes, dashes, blanks and full-width signs outside of strings.</summary>
    public static IEnumerable<Change> ReplaceTypography(BrokenCode code)
    {
        var edits = code.AllTokens.Where(token => token.Kind == TokenKind.Unknown && PlainForms.ContainsKey(token.Text[0]))
            .Select(token => TextEdit.Replace(token, PlainForms[token.Text[0]])).ToList();
        if (edits.Count > 0)
            yield return new Change("Replaced typographic characters by those of the language.", [.. edits]);
    }

    [GeneratedRegex(@"^\s*(```|~~~)[\w+-]*\s*$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s*(>>>|\.\.\.)( |$)")]
    private static partial Regex Prompt();

    [GeneratedRegex(@"^[A-Z][a-z']*[,!]?( [A-Za-z'`-]+[,:]?){2,}[.:!?]?\s*$")]
    private static partial Regex Sentence();
}
