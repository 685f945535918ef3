using System.Text;

namespace Holdfast.Core.Failures.Repairs;

/// <summary>The difference of two texts in unified form, as <c>diff -u</c> and <c>git diff</c> print it, without file headers' time stamps.</summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    /// <returns>Empty when the texts are the same.</returns>
    public static string Of(string before, string after, string nameBefore = "a", string nameAfter = "b")
    {
        if (before == after)
            return "";
        var (old, young) = (Lines(before), Lines(after));
        var script = EditScript(old, young);
        var result = new StringBuilder().Append("--- ").Append(nameBefore).Append('\n').Append("+++ ").Append(nameAfter).Append('\n');
        foreach (var hunk in Hunks(script))
            AppendHunk(result, hunk, old, young);
        return result.ToString();
    }

    private enum Side { Both, Old, Young }

    /// <param name="Old">Index of the old line, or where it would be.</param>
    /// <param name="Young">Index of the new line, or where it would be.</param>
    private readonly record struct Step(Side Side, int Old, int Young);

    /// <summary>With their line ends; a last line without one is told from one with.</summary>
    private static List<string> Lines(string text)
    {
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }

    /// <summary>The shortest script, by Myers' greedy algorithm ("An O(ND) Difference Algorithm and Its Variations", 1986).</summary>
    private static List<Step> EditScript(List<string> old, List<string> young)
    {
        var (n, m) = (old.Count, young.Count);
        var furthest = new int[(2 * (n + m)) + 3];
        var offset = n + m + 1;
        var trace = new List<int[]>();
        for (var d = 0; d <= n + m; d++)
        {
            trace.Add([.. furthest]);
            for (var k = -d; k <= d; k += 2)
            {
                var down = k == -d || (k != d && furthest[offset + k - 1] < furthest[offset + k + 1]);
                var x = down ? furthest[offset + k + 1] : furthest[offset + k - 1] + 1;
                while (x < n && x - k < m && old[x] == young[x - k])
                    x++;
                furthest[offset + k] = x;
                if (x >= n && x - k >= m)
                    return Backtrack(trace, offset, n, m);
            }
        }

        throw new InvalidOperationException("Two texts always have a difference script.");
    }

    private static List<Step> Backtrack(List<int[]> trace, int offset, int x, int y)
    {
        var steps = new List<Step>();
        for (var d = trace.Count - 1; d >= 0; d--)
        {
            var furthest = trace[d];
            var k = x - y;
            var down = k == -d || (k != d && furthest[offset + k - 1] < furthest[offset + k + 1]);
            var beforeX = d == 0 ? 0 : down ? furthest[offset + k + 1] : furthest[offset + k - 1];
            var beforeY = d == 0 ? 0 : beforeX - (down ? k + 1 : k - 1);
            while (x > beforeX && y > beforeY)
                steps.Add(new Step(Side.Both, --x, --y));
            if (d > 0)
                steps.Add(down ? new Step(Side.Young, x, --y) : new Step(Side.Old, --x, y));
        }

        steps.Reverse();
        return steps;
    }

    /// <summary>Changes with the lines around them; those that are near each other share a hunk.</summary>
    private static IEnumerable<List<Step>> Hunks(List<Step> script)
    {
        var changed = Enumerable.Range(0, script.Count).Where(i => script[i].Side != Side.Both).ToList();
        for (var first = 0; first < changed.Count;)
        {
            var last = first;
            while (last + 1 < changed.Count && changed[last + 1] - changed[last] <= (2 * Context) + 1)
                last++;
            var (start, end) = (Math.Max(changed[first] - Context, 0), Math.Min(changed[last] + Context, script.Count - 1));
            yield return script[start..(end + 1)];
            first = last + 1;
        }
    }

    private static void AppendHunk(StringBuilder result, List<Step> hunk, List<string> old, List<string> young)
    {
        var (oldCount, youngCount) = (hunk.Count(step => step.Side != Side.Young), hunk.Count(step => step.Side != Side.Old));
        result.Append("@@ -").Append(Range(hunk[0].Old, oldCount)).Append(" +").Append(Range(hunk[0].Young, youngCount)).Append(" @@\n");
        foreach (var step in hunk)
        {
            var (mark, line) = step.Side switch
            {
                Side.Both => (' ', old[step.Old]),
                Side.Old => ('-', old[step.Old]),
                Side.Young => ('+', young[step.Young]),
            };
            result.Append(mark).Append(line);
            if (!line.EndsWith('\n'))
                result.Append("\n\\ No newline at end of file\n");
        }
    }

    /// <summary>An empty range is named by the line before it.</summary>
    private static string Range(int start, int count) => count switch
    {
        0 => $"{start},0",
        1 => $"{start + 1}",
        _ => $"{start + 1},{count}",
    };
}
