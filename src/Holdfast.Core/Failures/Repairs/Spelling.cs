namespace Holdfast.Core.Failures.Repairs;

/// <summary>What a misspelt word was meant to be. Stricter than a hint for people: code is changed on its word.</summary>
internal static class Spelling
{
    /// <summary>
    /// The known words that are near enough, nearest first: one edit; for words of six letters and more two, when the words begin alike; and two neighbours
    /// that changed places. Case does not count.
    /// </summary>
    public static IEnumerable<string> Near(string word, IEnumerable<string> known) => Ranked(word, known).Select(pair => pair.Word);

    /// <summary>The one nearest word; null when there is none, or when two are equally near.</summary>
    public static string? Nearest(string word, IEnumerable<string> known) => Ranked(word, known).Take(2).ToList() switch
    {
        [] => null,
        [var one] => one.Word,
        [var first, var second, ..] => (first.Edits, first.SameStart) == (second.Edits, second.SameStart) ? null : first.Word,
    };

    private static IEnumerable<(string Word, int Edits, bool SameStart)> Ranked(string word, IEnumerable<string> known)
    {
        var allowed = word.Length < 2 ? 0 : word.Length < 5 ? 1 : 2;
        return known.Distinct().Where(other => other != word && other.Length > 1)
            .Select(other => (Word: other, Edits: NearestName.Distance(word, other, allowed + 1), SameStart: other[0] == word[0]))
            .Where(pair => pair.Edits <= allowed && (pair.Edits < 2 || (pair.SameStart && word.Length > 5) || HasSameLetters(word, pair.Word)))
            .OrderBy(pair => pair.Edits).ThenBy(pair => pair.SameStart ? 0 : 1).ThenBy(pair => pair.Word, StringComparer.Ordinal);
    }

    private static bool HasSameLetters(string one, string other) => one.Order().SequenceEqual(other.Order());
}
