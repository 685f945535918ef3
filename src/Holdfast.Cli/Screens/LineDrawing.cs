using Holdfast.Protocol.Runs;

namespace Holdfast.Cli.Screens;

/// <summary>Plain lines for files, pipes and CI: the start, each failure, a line of progress now and then.</summary>
internal sealed class LineDrawing(TextWriter writer, Paint paint, TimeProvider time) : IProgressDrawing
{
    /// <summary>Between two lines of progress.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private bool headed;
    private long lastLine = time.GetTimestamp();
    private int lastConcluded = -1;

    public TimeSpan Interval => TimeSpan.FromMilliseconds(250);

    public void Draw(IReadOnlyList<Notice> notices, ProgressView? view)
    {
        if (view is not null && !headed)
        {
            headed = true;
            writer.WriteLine(Head(view.Run));
        }

        Write(notices);
        if (view is not null && time.GetElapsedTime(lastLine) >= Pause && view.Concluded != lastConcluded)
        {
            lastLine = time.GetTimestamp();
            lastConcluded = view.Concluded;
            writer.WriteLine(Line(view));
        }

        writer.Flush();
    }

    public void Finish(IReadOnlyList<Notice> notices)
    {
        Write(notices);
        writer.Flush();
    }

    private void Write(IReadOnlyList<Notice> notices)
    {
        foreach (var notice in notices)
            writer.WriteLine(notice.In(paint));
    }

    private static string Head(RunUpdate.RunStarted run)
    {
        var before = run.Concluded.Succeeded + run.Concluded.Failed + run.Concluded.Skipped + run.Concluded.Cancelled;
        return $"run {run.Number} of {Text.OneLine(run.Plan)}{(run.Resumed ? " resumed" : "")}: {Text.Count(run.Total, "atom")}" +
            $"{(before > 0 ? $" ({before:#,0} concluded before)" : "")}, schedule {Text.Word(run.Schedule)}, {run.Jobs} at a time";
    }

    private static string Line(ProgressView view)
    {
        var wave = view.Wave > 0 ? $"wave {view.Wave} of {view.Run.Waves.Count}, " : "";
        var missed = (view.Failed > 0 ? $", {view.Failed:#,0} failed" : "") + (view.Skipped > 0 ? $", {view.Skipped:#,0} skipped" : "");
        var left = view.TimeLeft is { } time ? $", about {Text.Duration(time)} left" : "";
        return $"{view.Concluded:#,0} of {view.Run.Total:#,0} atoms: {wave}{view.RunningCount} running{missed}; {Text.Duration(view.Elapsed)} so far{left}";
    }
}
