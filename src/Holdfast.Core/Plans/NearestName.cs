namespace Holdfast.Core.Plans;

/// <summary>Finds what somebody probably meant.</summary>
public static class NearestName
{
    /// <summary>Longer names are not compared: the cost grows with the square of the length.</summary>
    private const int LongestCompared = 128;

    /// <returns>The candidate with the fewest edits (first wins), or null when none is near.</returns>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        if (name.Length > LongestCompared)
            return null;

        string? nearest = null;
        var limit = Math.Min(3, (name.Length + 2) / 3) + 1;
        foreach (var candidate in candidates)
        {
            if (candidate.Length > LongestCompared || Math.Abs(candidate.Length - name.Length) >= limit)
                continue;
            var distance = Distance(name, candidate);
            if (distance < limit)
                (nearest, limit) = (candidate, distance);
            if (limit == 0)
                break;
        }

        return nearest;
    }

    /// <summary><c> Did you mean 'test'?</c> with its leading blank, or nothing.</summary>
    internal static string Question(string name, IEnumerable<string> candidates) =>
        Find(name, candidates) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    // Edits by insertion, deletion, replacement and swapped neighbours ("optimal string alignment"); case does not count.
    private static int Distance(string a, string b)
    {
        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var edit = Same(a[i - 1], b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + edit);
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            var free = before;
            before = last;
            last = row;
            row = free;
        }

        return last[b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
