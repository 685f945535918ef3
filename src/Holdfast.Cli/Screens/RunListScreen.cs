using Holdfast.Protocol.Runs;

namespace Holdfast.Cli.Screens;

internal static class RunListScreen
{
    public static void Write(TextWriter writer, Paint paint, RunList list)
    {
        if (list.Runs.Count == 0)
        {
            writer.WriteLine("There are no runs yet. Start one with: holdfast run PLAN");
            return;
        }

        var columns = new Columns("RUN", "PLAN", "STATUS", "SUCCEEDED", "FAILED", "SKIPPED", "STARTED", "TOOK");
        foreach (var run in list.Runs)
        {
            columns.Add(
                run.Number.ToString(),
                Text.Cut(Text.OneLine(run.Plan), 40),
                Text.Status(run.Status, paint),
                $"{run.Succeeded}/{run.Total}",
                run.Failed == 0 ? "0" : paint.Red(run.Failed.ToString()),
                (run.Skipped + run.Cancelled).ToString(),
                Text.Time(run.StartedAt ?? run.CreatedAt),
                Text.Duration(run.DurationMs));
        }

        columns.Write(writer, paint);
    }
}
