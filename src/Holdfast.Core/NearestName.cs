namespace Holdfast.Core;

/// <summary>Finds what somebody probably meant.</summary>
public static class NearestName
{
    /// <returns>The known name with the fewest edits, when these are at most a third of the name's length (and at least one is allowed); else null.</returns>
    public static string? Of(string name, IEnumerable<string> known)
    {
        var best = Math.Max(1, name.Length / 3) + 1;
        string? nearest = null;
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - name.Length) >= best)
                continue;
            var distance = Distance(name, candidate, best);
            if (distance < best)
                (best, nearest) = (distance, candidate);
        }

        return nearest;
    }

    /// <summary>Edits (insert, delete, replace, swap neighbours) from one to the other, or <paramref name="bound"/> when there are at least that many.</summary>
    internal static int Distance(string one, string other, int bound)
    {
        var beforeLast = new int[other.Length + 1];
        var last = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var row = new int[other.Length + 1];
            row[0] = i;
            var least = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replace = last[j - 1] + (char.ToLowerInvariant(one[i - 1]) == char.ToLowerInvariant(other[j - 1]) ? 0 : 1);
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, replace);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                least = Math.Min(least, row[j]);
            }

            if (least >= bound)
                return bound;
            (beforeLast, last) = (last, row);
        }

        return last[^1];
    }
}
