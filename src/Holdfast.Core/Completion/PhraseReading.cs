using System.Text.Json;
using System.Text.RegularExpressions;

namespace Holdfast.Core.Completion;

/// <summary>What one place in a text says about a phrase.</summary>
/// <param name="IsStatement">False for what only surrounds it: a missing phrase, an error after it.</param>
public sealed record Claim(EvidenceLeaning Leaning, double Confidence, bool IsStatement, string Detail);

/// <summary>
/// What a text says with a phrase. That the phrase occurs is not enough: it may be negated, wished for, quoted, asked, or said of a
/// part. Of several statements the last counts, and what comes after it may take it back.
/// </summary>
public static partial class PhraseReading
{
    private const int LongestQuote = 120;
    private const int DeepestJson = 32;
    private const int LastLines = 5;

    private enum Reading { Stated, Denied, Partial, Mentioned }

    /// <param name="lines">As a person would see them (<see cref="TerminalText"/>).</param>
    /// <returns>Statements and what surrounds them; empty without patterns.</returns>
    public static IReadOnlyList<Claim> Read(IReadOnlyList<Regex> patterns, IReadOnlyList<string> lines)
    {
        if (patterns.Count == 0)
            return [];
        var (last, said) = LastStatement(patterns, lines);
        return said switch
        {
            null => [new Claim(EvidenceLeaning.Against, 0.2, IsStatement: false, "It never said the phrase as a statement of its own."), .. LastWords(lines)],
            { Leaning: EvidenceLeaning.For } => [said, .. After(lines, last)],
            _ => [said],
        };
    }

    private static (int Line, Claim? Said) LastStatement(IReadOnlyList<Regex> patterns, IReadOnlyList<string> lines)
    {
        for (var at = lines.Count - 1; at >= 0; at--)
        {
            foreach (var sentence in Spoken(lines[at]).Reverse())
            {
                foreach (var pattern in patterns)
                {
                    if (pattern.Match(sentence) is { Success: true, Length: > 0 } match && ClaimOf(sentence, match) is { } claim)
                        return (at, claim);
                }
            }
        }

        return (-1, null);
    }

    private static Claim? ClaimOf(string sentence, Match match) => Classify(sentence, match) switch
    {
        Reading.Stated => new Claim(EvidenceLeaning.For, match.Length == sentence.Trim().Length ? 0.75 : 0.7, IsStatement: true, $"It wrote '{Cut(sentence)}'."),
        Reading.Denied => new Claim(EvidenceLeaning.Against, 0.6, IsStatement: true, $"It wrote '{Cut(sentence)}', which says the contrary."),
        Reading.Partial => new Claim(EvidenceLeaning.Against, 0.6, IsStatement: true, $"It wrote '{Cut(sentence)}', which is only a part."),
        Reading.Mentioned => null,
    };

    private static Reading Classify(string line, Match match)
    {
        var (from, to) = SentenceAround(line, match);
        var before = line[from..match.Index];
        var after = line[(match.Index + match.Length)..to];
        if (Echo().IsMatch(line) || TableRow().IsMatch(line) || IsQuoted(line, match) || after.TrimEnd().EndsWith('?'))
            return Reading.Mentioned;
        if (Unticked().IsMatch(line))
            return Reading.Partial;
        if (Wish().IsMatch(before))
            return Reading.Mentioned;
        if (NegationBefore().IsMatch(LastClause(before)) || NegationAfter().IsMatch(after))
            return Reading.Denied;
        if (IsPartOfMore(line[from..to]))
            return Reading.Partial;
        return Condition().IsMatch(after) ? Reading.Mentioned : Reading.Stated;
    }

    private static (int From, int To) SentenceAround(string line, Match match)
    {
        var from = 0;
        foreach (Match end in SentenceEnd().Matches(line))
        {
            if (end.Index + end.Length <= match.Index)
                from = end.Index + end.Length;
            else if (end.Index >= match.Index + match.Length)
                return (from, Math.Min(line.Length, end.Index + 1));
        }

        return (from, line.Length);
    }

    private static string LastClause(string before)
    {
        var cut = before.LastIndexOfAny([',', ';', ':', '(', '|', '—', '–']);
        return before[(cut + 1)..];
    }

    private static bool IsQuoted(string line, Match match)
    {
        if (match.Index == 0 || match.Index + match.Length >= line.Length)
            return false;
        return (line[match.Index - 1], line[match.Index + match.Length]) is ('"', '"') or ('\'', '\'') or ('`', '`') or ('“', '”') or ('‘', '’');
    }

    private static bool IsPartOfMore(string sentence)
    {
        foreach (Match count in Counter().Matches(sentence))
        {
            if (double.TryParse(count.Groups["n"].Value, out var n) && double.TryParse(count.Groups["m"].Value, out var m) && n < m)
                return true;
        }

        foreach (Match share in Percent().Matches(sentence))
        {
            if (double.TryParse(share.Groups["p"].Value, System.Globalization.CultureInfo.InvariantCulture, out var percent) && percent < 100)
                return true;
        }

        return false;
    }

    /// <summary>What its last words are worth where the phrase is missing.</summary>
    private static IEnumerable<Claim> LastWords(IReadOnlyList<string> lines)
    {
        var last = lines.Where(line => line.Length > 0).TakeLast(LastLines).SelectMany(Spoken).ToList();
        if (last is [.., var words] && words.TrimEnd().EndsWith('?'))
            yield return new Claim(EvidenceLeaning.Against, 0.4, IsStatement: false, $"Its last words are a question: '{Cut(words)}'.");
        if (last.Find(line => Crash().IsMatch(line)) is { } crash)
            yield return new Claim(EvidenceLeaning.Against, 0.5, IsStatement: false, $"Among its last words is '{Cut(crash)}'.");
        else if (last.Find(line => Error().IsMatch(line)) is { } error)
            yield return new Claim(EvidenceLeaning.Against, 0.3, IsStatement: false, $"Among its last words is '{Cut(error)}'.");
    }

    private static IEnumerable<Claim> After(IReadOnlyList<string> lines, int said)
    {
        var later = lines.Skip(said + 1).SelectMany(Spoken).ToList();
        if (later.Find(line => Crash().IsMatch(line)) is { } crash)
            yield return new Claim(EvidenceLeaning.Against, 0.5, IsStatement: false, $"After that came '{Cut(crash)}'.");
        else if (later.Find(line => Error().IsMatch(line)) is { } error)
            yield return new Claim(EvidenceLeaning.Against, 0.2, IsStatement: false, $"After that came '{Cut(error)}'.");
        if (later.Find(line => TakenBack().IsMatch(line)) is { } back)
            yield return new Claim(EvidenceLeaning.Against, 0.8, IsStatement: false, $"It took that back: '{Cut(back)}'.");
    }

    /// <summary>What is said on a line: itself, or the words of the worker in a JSON event. What was said to the worker is nothing.</summary>
    private static IEnumerable<string> Spoken(string line)
    {
        if (!line.TrimStart().StartsWith('{'))
            return [line];
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = DeepestJson });
            var words = new List<string>();
            Collect(document.RootElement, words);
            return words.SelectMany(text => text.Split('\n'));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return [line];
        }
    }

    private static void Collect(JsonElement element, List<string> words)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Collect(item, words);
        }

        if (element.ValueKind != JsonValueKind.Object || IsToTheWorker(element))
            return;
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String)
            {
                if (property.Name is "text" or "content" or "message" or "result" or "error" or "output" or "summary")
                    words.Add(JsonText.Of(property.Value));
            }
            else if (property.Name is "message" or "content" or "item" or "part" or "delta" or "error")
                Collect(property.Value, words);
            else if (property is { Name: "is_error", Value.ValueKind: JsonValueKind.True })
                words.Add("is_error: true");
        }
    }

    private static bool IsToTheWorker(JsonElement element) =>
        Is(element, "role", "user") || Is(element, "role", "system") || Is(element, "type", "user") || Is(element, "type", "system") || Is(element, "type", "tool_use")
        || Is(element, "type", "tool_result") || Is(element, "type", "tool");

    private static bool Is(JsonElement element, string name, string value) =>
        element.TryGetProperty(name, out var property) && property.ValueKind == JsonValueKind.String && property.ValueEquals(value);

    private static string Cut(string text) => text.Trim() is var line && line.Length <= LongestQuote ? line : $"{line[..LongestQuote]}…";

    // A prompt, a quotation, a shell's trace, a line of a diff, who speaks to the worker.
    [GeneratedRegex(@"^\s*(>|❯|»|\$ |%\s|\+|-(?![\s-])|(user|human|you|prompt|task|instructions?|goal)\s*:|(\S+@\S+[:~ ].*)?[$#] )|\b(echo|print|printf|puts|console\.log|assert\w*|grep)\b\s*[\(""'` ]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Echo();

    [GeneratedRegex(@"^\s*[|│┃].*[|│┃]\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"^\s*([-*]\s*)?(\[ \]|☐|⬜|⏳|✗|✘|❌)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Unticked();

    [GeneratedRegex(@"\b(when(ever)?|once|if|until|till|unless|as soon as|should|will|would|shall|must|going to|gonna|expect\w*|print|say|output|reply|respond|answer|write|emit|type|wait(ing)? for|please|todo|goal|plan(ned|s)?|needs? to|want|about to|try(ing)? to|let me|let's|i'll|we'll|it'll|can be|could be|might be|may be|to be|make sure|ensure|in order to|next( step)?:|looking for|searching for)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Wish();

    [GeneratedRegex(@"\b(not|never|no|nothing|none|neither|nor|isn['’]?t|aren['’]?t|wasn['’]?t|weren['’]?t|won['’]?t|can['’]?t|cannot|couldn['’]?t|didn['’]?t|don['’]?t|doesn['’]?t|hasn['’]?t|haven['’]?t|without|far from|fail(ed|s)? to|unable to|nearly|almost|mostly|partially|partly|half|barely|hardly|before|less than|yet to)(\s+\w+){0,3}[\s\-_]*$|\b(un|in|non)-?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NegationBefore();

    [GeneratedRegex(@"^[\s""'`)\]]*[:=?\-–—]*\s*(no\b|false\b|0\b(?!\s*(errors?|warnings?|failures?|failed))|failed\b|fails\b|pending\b|not\b|n/a\b|in progress\b|aborted\b|cancelled\b|unknown\b|\(?not yet|except\b|but\b|, but\b)|^,?\s*(but|except|though|however)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NegationAfter();

    [GeneratedRegex(@"^\s*,?\s*(if|when|once|unless|as soon as|until)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Condition();

    [GeneratedRegex(@"[.!?]\s+|;\s+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"(?<![\d/.])(?<n>\d+)\s*(/|of|out of)\s*(?<m>\d+)(?![\d/])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Counter();

    [GeneratedRegex(@"(?<![\d.])(?<p>\d+(\.\d+)?)\s?%", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Percent();

    [GeneratedRegex(@"^Traceback \(most recent call last\)|\bpanic:|panicked at|Segmentation fault|core dumped|Unhandled (exception|rejection|promise)|^\s*FATAL\b|\bfatal error\b|^Killed\b|^Aborted\b|^npm ERR!|API Error|usage limit reached|\[Request interrupted|is_error: true", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Crash();

    [GeneratedRegex(@"\berror\s*:|\bfailed\b|\bexception\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Error();

    [GeneratedRegex(@"\b(wait|actually|hmm|oops|sorry)\b.*\b(not|isn['’]?t|still|fail\w*|broken|wrong|missing|forgot)\b|\bI was wrong\b|\bnot (yet )?(ready|done|finished|complete\w*)\b|\bstill (need|have to|has to|to do|fail\w*|broken|missing|open|remain\w*|in progress)\b|\b(remaining|left to do|unfinished)\b\s*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex TakenBack();
}
