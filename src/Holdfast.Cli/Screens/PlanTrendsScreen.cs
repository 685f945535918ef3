using Holdfast.Protocol.Results;

namespace Holdfast.Cli.Screens;

/// <summary>How the runs of a plan compare over time.</summary>
internal static class PlanTrendsScreen
{
    private const int MostAtoms = 30;

    public static void Write(TextWriter writer, Paint paint, PlanTrends trends)
    {
        writer.WriteLine($"{paint.Bold(Text.OneLine(trends.Plan))}: {Text.Count(trends.Runs.Count, "run")}, {trends.Runs.Count(run => run.Comparable)} of them whole and to their own end");
        if (trends.PlanFile.Length > 0)
            writer.WriteLine(paint.Dim(Text.OneLine(trends.PlanFile)));
        writer.WriteLine($"{paint.Dim("speed")}        {Word(trends.Speed, "faster", "slower", paint)}");
        writer.WriteLine($"{paint.Dim("reliability")}  {Word(trends.Reliability, "more reliable", "less reliable", paint)}");
        WriteRuns(writer, paint, trends);
        WriteAtoms(writer, paint, trends);
        writer.Flush();
    }

    private static string Word(Trend trend, string better, string worse, Paint paint) => trend switch
    {
        Trend.Better => paint.Green(better),
        Trend.Worse => paint.Red(worse),
        Trend.Steady => "steady",
        Trend.TooFew => paint.Dim("too few runs to say"),
    };

    private static void WriteRuns(TextWriter writer, Paint paint, PlanTrends trends)
    {
        writer.WriteLine();
        var columns = new Columns("RUN", "STARTED", "STATUS", "SUCCEEDED", "TOOK", "");
        var longest = Math.Max(1, trends.Runs.Max(run => run.DurationMs));
        foreach (var run in trends.Runs)
        {
            var bar = new string('█', (int)Math.Max(1, run.DurationMs * 20 / longest));
            columns.Add(
                $"{run.Number}", Text.Time(run.StartedAt), Text.Status(run.Status, paint), $"{run.SuccessRate * 100:0.#} %", Text.Duration(run.DurationMs),
                run.Comparable ? paint.Cyan(bar) : paint.Dim("part or retry"));
        }

        columns.Write(writer, paint);
    }

    // Steady ones are what nobody looks for.
    private static void WriteAtoms(TextWriter writer, Paint paint, PlanTrends trends)
    {
        var told = trends.Atoms.Where(atom => atom.Flaky || atom.SuccessRate < 1 || atom.Speed is Trend.Better or Trend.Worse)
            .OrderByDescending(atom => atom.Flaky).ThenBy(atom => atom.SuccessRate).ToList();
        writer.WriteLine();
        if (told.Count == 0)
        {
            writer.WriteLine(paint.Dim("No atom is flaky, failing, or changing its speed."));
            return;
        }

        var columns = new Columns("ATOM", "RUNS", "SUCCEEDED", "TRIES", "AVERAGE", "SPEED", "");
        foreach (var atom in told.Take(MostAtoms))
        {
            columns.Add(
                atom.Key, $"{atom.Runs}", $"{atom.SuccessRate * 100:0.#} %", $"{atom.AverageTries:0.0}", Text.Duration(TimeSpan.FromMilliseconds(atom.AverageMs)),
                Word(atom.Speed, "faster", "slower", paint), atom.Flaky ? paint.Yellow("flaky") : "");
        }

        columns.Write(writer, paint);
        if (told.Count > MostAtoms)
            writer.WriteLine(paint.Dim($"… and {Text.Count(told.Count - MostAtoms, "atom")} more (--json has all)"));
    }
}
