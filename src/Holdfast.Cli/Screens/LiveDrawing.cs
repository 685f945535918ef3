using System.Text;

namespace Holdfast.Cli.Screens;

/// <summary>
/// A few lines at the bottom of the terminal, redrawn in place, with what is worth keeping scrolling away above them.
/// Written by hand: a library for it costs more start-up time than everything else here together.
/// </summary>
/// <param name="windowSize">Columns and rows, asked for at every drawing, since windows change.</param>
internal sealed class LiveDrawing(TextWriter writer, Paint paint, Func<(int Width, int Height)> windowSize) : IProgressDrawing
{
    private const int MostRunningLines = 8;
    private const int NameWidth = 28;
    private const int WidestBar = 40;

    private const string ClearBelow = "\e[0J";

    private int drawnLines;

    public TimeSpan Interval => TimeSpan.FromMilliseconds(100);

    public void Draw(IReadOnlyList<Notice> notices, ProgressView? view)
    {
        var (width, height) = windowSize();
        Redraw(notices, view is null ? [] : Lines(view, width, height));
    }

    public void Finish(IReadOnlyList<Notice> notices) => Redraw(notices, []);

    // In one write, so that no half-drawn screen is ever seen. The cursor is never hidden: nobody could show it again after a kill -9.
    private void Redraw(IReadOnlyList<Notice> notices, List<string> lines)
    {
        if (notices.Count + lines.Count + drawnLines == 0)
            return;
        var screen = new StringBuilder();
        if (drawnLines > 0)
            screen.Append($"\e[{drawnLines}A\r").Append(ClearBelow);
        foreach (var notice in notices)
            screen.Append(notice.In(paint)).Append('\n');
        foreach (var line in lines)
            screen.Append(line).Append('\n');
        drawnLines = lines.Count;
        writer.Write(screen.ToString());
        writer.Flush();
    }

    private List<string> Lines(ProgressView view, int width, int height)
    {
        var name = $"run {view.Run.Number} of {Text.OneLine(view.Run.Plan)}";
        var lines = new List<string> { Bar(name, view.Succeeded, view.Failed, view.Skipped, view.Run.Total, Clock(view), width) };
        if (view is { Wave: > 0, Run.Waves.Count: > 1 })
            lines.Add(Bar($"wave {view.Wave} of {view.Run.Waves.Count}", view.WaveConcluded, 0, 0, view.WaveTotal, "", width));

        var room = Math.Clamp(height - lines.Count - 2, 1, MostRunningLines);
        foreach (var atom in view.Running.Take(room))
            lines.Add(Running(view, atom, width));
        var more = view.RunningCount - Math.Min(room, view.Running.Count);
        if (more > 0 || view.Waiting > 0)
            lines.Add(paint.Dim(Text.Cut($"  {(more > 0 ? $"… and {more} more running " : "")}{(view.Waiting > 0 ? $"{view.Waiting} waiting to try again" : "")}", width - 1)));
        return lines;
    }

    private static string Clock(ProgressView view) =>
        Text.Duration(view.Elapsed) + (view.TimeLeft is { } left ? $", about {Text.Duration(left)} left" : "");

    private string Bar(string name, int succeeded, int failed, int skipped, int total, string clock, int width)
    {
        var concluded = succeeded + failed + skipped;
        var counts = $"{concluded:#,0}/{total:#,0}{(failed > 0 ? $" {failed:#,0} failed" : "")}";
        var bar = Math.Min(WidestBar, width - NameWidth - counts.Length - clock.Length - 7);
        var head = Text.Cut(name, NameWidth).PadRight(NameWidth);
        if (bar < 5 || total == 0)
            return Text.Cut($"{head} {counts}  {clock}", width - 1);

        // Every failure shows, however small its share.
        var red = failed == 0 ? 0 : Math.Max(1, bar * failed / total);
        var yellow = bar * skipped / total;
        var green = Math.Max(0, (bar * concluded / total) - red - yellow);
        var rest = Math.Max(0, bar - red - yellow - green);
        return $"{paint.Bold(head)} {paint.Green(Filled(green))}{paint.Red(Filled(red))}{paint.Yellow(Filled(yellow))}{paint.Dim(new string('─', rest))}  {counts}  {paint.Dim(clock)}";
    }

    private static string Filled(int width) => new('━', width);

    private string Running(ProgressView view, RunningAtom atom, int width)
    {
        var since = view.Now - atom.Since;
        var elapsed = Text.Duration(since > TimeSpan.Zero ? since : TimeSpan.Zero);
        var again = atom.Attempt > 1 ? $"  try {atom.Attempt}" : "";
        return paint.Cyan("  ● ") + Text.Cut($"{Text.Cut(atom.Key, NameWidth - 4).PadRight(NameWidth - 4)} {elapsed,8}{again}", width - 5);
    }
}
