using Holdfast.Protocol.Results;

namespace Holdfast.Cli.Screens;

/// <summary>What was measured in a run.</summary>
internal static class RunStatsScreen
{
    private const int MostRows = 50;
    private const int MostPatterns = 10;
    private const string Levels = "▁▂▃▄▅▆▇█";

    public static void Write(TextWriter writer, Paint paint, RunStats stats)
    {
        WriteSystem(writer, paint, stats);
        WriteWaves(writer, paint, stats);
        WriteErrors(writer, paint, stats);
        WriteAtoms(writer, paint, stats);
        writer.Flush();
    }

    private static void WriteSystem(TextWriter writer, Paint paint, RunStats stats)
    {
        var (system, numbers) = (stats.System, stats.System.Numbers);
        writer.WriteLine($"{paint.Bold($"run {stats.Number}")} of {Text.OneLine(stats.Plan)}: {Text.Status(stats.Status, paint)}, {Text.Count(numbers.Total, "atom")}, {numbers.SuccessRate * 100:0.#} % succeeded");
        Line("took", $"{Text.Duration(numbers.SpanMs)} from the first start to the last end");
        Line("attempts", $"{numbers.Attempts:#,0}, {numbers.Retries:#,0} of them retries; {Text.Count(numbers.Repairs, "repair")}");
        Line("an attempt", $"{Times(numbers.AttemptMs)} {paint.Dim("(least / average / most)")}");
        Line("memory", Memory(numbers.Memory));
        Line("cpu", Text.Duration(numbers.CpuMs));
        Line("side by side", $"{numbers.Parallelism:0.0} on average, {system.PeakParallelism} at most{(stats.Jobs is { } jobs ? $", {jobs} allowed" : "")}");
        if (system.Timeline.Slices.Count > 0)
            Line("timeline", $"{Spark(system.Timeline, paint)} {paint.Dim($"running, each {Text.Duration(TimeSpan.FromMilliseconds(system.Timeline.SliceMs))}")}");

        void Line(string name, string value) => writer.WriteLine($"{paint.Dim(name.PadRight(13))} {value}");
    }

    private static string Spark(RunTimeline timeline, Paint paint)
    {
        var most = Math.Max(1, timeline.Slices.Max(slice => slice.Running));
        return string.Concat(timeline.Slices.Select(slice =>
        {
            var level = slice.Running <= 0 ? " " : Levels[Math.Min(Levels.Length - 1, (int)(slice.Running / most * Levels.Length))].ToString();
            return slice.Missed > 0 ? paint.Red(level) : level;
        }));
    }

    private static void WriteWaves(TextWriter writer, Paint paint, RunStats stats)
    {
        writer.WriteLine();
        var columns = new Columns("WAVE", "DONE", "SUCCEEDED", "TOOK", "RETRIES", "SIDE BY SIDE", "POSSIBLE");
        foreach (var wave in stats.Waves.Take(MostRows))
        {
            columns.Add(
                $"{wave.Number}", $"{wave.Numbers.Total - wave.Numbers.Open}/{wave.Numbers.Total}", $"{wave.Numbers.SuccessRate * 100:0.#} %", Text.Duration(wave.Numbers.SpanMs),
                $"{wave.Numbers.Retries}", $"{wave.Numbers.Parallelism:0.0}", $"{wave.PossibleParallelism}");
        }

        columns.Write(writer, paint);
        WriteMore(writer, paint, stats.Waves.Count - MostRows, "wave");
    }

    private static void WriteErrors(TextWriter writer, Paint paint, RunStats stats)
    {
        if (stats.System.ErrorPatterns.Count == 0)
            return;
        writer.WriteLine();
        writer.WriteLine($"{paint.Dim("failed attempts")} {Categories(stats.System.Numbers.ErrorsByCategory)}");
        foreach (var pattern in stats.System.ErrorPatterns.Take(MostPatterns))
        {
            writer.WriteLine($"{pattern.Count,5} × {paint.Red(Text.Cut(Text.OneLine(pattern.Pattern), 100))} " +
                paint.Dim($"({Text.Word(pattern.Category)}, {Text.Count(pattern.Atoms, "atom")}: {Keys(pattern.AtomKeys, pattern.Atoms)})"));
        }

        WriteMore(writer, paint, stats.System.ErrorPatterns.Count - MostPatterns, "pattern");
    }

    /// <summary>The first few, and how many more.</summary>
    public static string Keys(IReadOnlyList<string> keys, int count)
    {
        const int Named = 3;
        var more = count - Math.Min(Named, keys.Count);
        return string.Join(", ", keys.Take(Named)) + (more > 0 ? $" and {more:#,0} more" : "");
    }

    private static void WriteAtoms(TextWriter writer, Paint paint, RunStats stats)
    {
        writer.WriteLine();
        var columns = new Columns("ATOM", "TRIES", "LEAST", "AVERAGE", "MOST", "CPU", "MEMORY", "PEAK", "REPAIRS", "ERRORS");
        var slowest = stats.Atoms.OrderByDescending(atom => atom.AttemptMs?.Max ?? -1).Take(MostRows);
        foreach (var atom in stats.Atoms.Count <= MostRows ? stats.Atoms : slowest)
        {
            columns.Add(
                atom.Key, $"{atom.Attempts}", Time(atom.AttemptMs?.Min), Time(atom.AttemptMs?.Avg), Time(atom.AttemptMs?.Max), Time(atom.CpuMs?.Avg),
                Text.Bytes(atom.Memory?.AvgBytes), Text.Bytes(atom.Memory?.PeakBytes), atom.Repairs == 0 ? "" : $"{atom.Repairs}", Categories(atom.ErrorsByCategory));
        }

        columns.Write(writer, paint);
        if (stats.Atoms.Count > MostRows)
            writer.WriteLine(paint.Dim($"The {MostRows} slowest of {stats.Atoms.Count:#,0} (--json has all)"));
    }

    private static string Categories(IReadOnlyList<CategoryCount> counts) => string.Join(", ", counts.Select(count => $"{Text.Word(count.Category)} {count.Count}"));

    private static string Times(MinAvgMax? times) => times is null ? "-" : $"{Time(times.Min)} / {Time(times.Avg)} / {Time(times.Max)}";

    private static string Time(double? milliseconds) => milliseconds is { } known ? Text.Duration(TimeSpan.FromMilliseconds(known)) : "-";

    private static string Memory(MemoryUse? memory) => memory is null ? "not measured" : $"{Text.Bytes(memory.AvgBytes)} on average, {Text.Bytes(memory.PeakBytes)} at most";

    private static void WriteMore(TextWriter writer, Paint paint, int count, string what)
    {
        if (count > 0)
            writer.WriteLine(paint.Dim($"… and {Text.Count(count, what)} more (--json has all)"));
    }
}
