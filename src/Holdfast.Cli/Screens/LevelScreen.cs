using Holdfast.Protocol.Results;

namespace Holdfast.Cli.Screens;

/// <summary>The results of a run as a tree down to one level.</summary>
internal static class LevelScreen
{
    private const int MostChildren = 200;
    private const int MostErrors = 10;
    private const int MostParts = 20;
    private const int MostLines = 20;

    public static void Write(TextWriter writer, Paint paint, LevelReport report)
    {
        writer.WriteLine($"{paint.Bold($"run {report.Number}")} of {Text.OneLine(report.Plan)}: {Text.Status(report.Status, paint)}");
        WriteNode(writer, paint, report.System, report.Number, "", "");
        writer.Flush();
    }

    /// <param name="branch">Before the node's own line.</param>
    /// <param name="indent">Before every line below it.</param>
    private static void WriteNode(TextWriter writer, Paint paint, LevelNode node, long run, string branch, string indent)
    {
        writer.WriteLine($"{paint.Dim(branch)}{paint.Bold(NameOf(node))} {Numbers(node, paint)}");
        var inner = indent + (node.Children.Count > 0 ? "│ " : "  ");
        WriteErrors(writer, paint, node, inner);
        WriteOutput(writer, paint, "stdout", node.Stdout, inner, run);
        WriteOutput(writer, paint, "stderr", node.Stderr, inner, run);
        var children = Named(node.Children);
        var shown = children.Count <= MostChildren ? children : [.. children.OrderByDescending(child => child.Numbers.Failed).Take(MostChildren)];
        var left = children.Count - shown.Count;
        foreach (var (index, child) in shown.Index())
        {
            var isLast = index == shown.Count - 1 && left == 0;
            WriteNode(writer, paint, child, run, indent + (isLast ? "└─ " : "├─ "), indent + (isLast ? "   " : "│  "));
        }

        if (left > 0)
            writer.WriteLine(paint.Dim($"{indent}└─ … and {left:#,0} more (--json has all)"));
    }

    // A plan without components and modules has one of each without a name, which says nothing.
    private static IReadOnlyList<LevelNode> Named(IReadOnlyList<LevelNode> nodes) => nodes is [{ Name: "", Children.Count: > 0 } only] ? Named(only.Children) : nodes;

    private static string NameOf(LevelNode node) => node.Level == ResultLevel.System ? "system" : node.Name.Length > 0 ? node.Name : $"({Text.Word(node.Level)} without a name)";

    private static string Numbers(LevelNode node, Paint paint)
    {
        var numbers = node.Numbers;
        var rate = $"{numbers.SuccessRate * 100:0.#} %";
        var words = new List<string>();
        if (node.Level == ResultLevel.Atom)
            words.Add(node.Conclusion is { } conclusion ? Text.Conclusion(conclusion, paint) : paint.Cyan("open"));
        else
            words.Add($"{(numbers.Failed > 0 ? paint.Red(rate) : numbers.Skipped > 0 ? paint.Yellow(rate) : paint.Green(rate))} of {Text.Count(numbers.Total, "atom")}");
        if (node.Level != ResultLevel.Atom)
            words.AddRange(Counts(numbers));
        if (numbers.AttemptMs is { } times)
            words.Add($"{Text.Duration(numbers.SpanMs)} ({Time(times.Min)} / {Time(times.Avg)} / {Time(times.Max)} an attempt)");
        if (numbers.Retries > 0)
            words.Add($"{numbers.Retries:#,0} retried");
        var range = numbers.FirstStart is null ? "" : paint.Dim($"  {Text.Time(numbers.FirstStart)} – {Text.Time(numbers.LastEnd)}");
        return string.Join(", ", words) + range;
    }

    private static IEnumerable<string> Counts(LevelNumbers numbers)
    {
        if (numbers.Failed > 0)
            yield return $"{numbers.Failed:#,0} failed";
        if (numbers.Skipped > 0)
            yield return $"{numbers.Skipped:#,0} skipped";
        if (numbers.Cancelled > 0)
            yield return $"{numbers.Cancelled:#,0} cancelled";
        if (numbers.Open > 0)
            yield return $"{numbers.Open:#,0} open";
    }

    private static string Time(double milliseconds) => Text.Duration(TimeSpan.FromMilliseconds(milliseconds));

    private static void WriteErrors(TextWriter writer, Paint paint, LevelNode node, string indent)
    {
        foreach (var error in node.Errors.Take(MostErrors))
        {
            var where = node.Level == ResultLevel.Atom ? "" : $", {Text.Count(error.Atoms, "atom")}: {RunStatsScreen.Keys(error.AtomKeys, error.Atoms)}";
            writer.WriteLine($"{paint.Dim(indent)}{error.Count} × {paint.Red(Text.Cut(Text.OneLine(error.Message), 160))} {paint.Dim($"({Text.Word(error.Category)}{where})")}");
        }

        if (node.Errors.Count > MostErrors)
            writer.WriteLine(paint.Dim($"{indent}… and {node.Errors.Count - MostErrors:#,0} different errors more (--json has all)"));
    }

    private static void WriteOutput(TextWriter writer, Paint paint, string stream, CombinedOutput? output, string indent, long run)
    {
        if (output is null || output.Parts.Count + output.PartsLeftOut == 0)
            return;
        foreach (var part in output.Parts.Take(MostParts))
        {
            var whose = part.Atoms == 1 ? part.AtomKeys[0] : $"{part.Atoms:#,0} atoms: {RunStatsScreen.Keys(part.AtomKeys, part.Atoms)}";
            writer.WriteLine(paint.Dim($"{indent}── {stream} of {whose} ──"));
            var lines = part.Text.TrimEnd('\n').Split('\n');
            foreach (var line in lines.Take(MostLines))
                writer.WriteLine($"{paint.Dim(indent)}{Text.Printable(line.TrimEnd('\r'))}");
            if (lines.Length > MostLines || part.Truncated)
                writer.WriteLine(paint.Dim($"{indent}… more: holdfast runs logs {run} --atom {part.AtomKeys[0]}"));
        }

        var more = Math.Max(0, output.Parts.Count - MostParts) + output.PartsLeftOut;
        writer.WriteLine(paint.Dim($"{indent}──{(more > 0 ? $" and {more:#,0} different ones more (--json has them)" : "")}"));
    }
}
