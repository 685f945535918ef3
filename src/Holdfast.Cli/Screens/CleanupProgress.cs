using Holdfast.Protocol.Maintenance;

namespace Holdfast.Cli.Screens;

/// <summary>How far clean-up has come: a bar on a terminal, else a line for each step. Failures are told in any case.</summary>
internal sealed class CleanupProgress(Terminal terminal, int total)
{
    private const int BarWidth = 30;

    private int done;

    public void Tell(CleanupResult result)
    {
        done++;
        if (terminal.IsLive)
        {
            if (result.Outcome is CleanupOutcome.Failed)
                terminal.ProgressOut.WriteLine($"\r\e[K{CleanupScreen.Line(result, terminal.ProgressPaint)}");
            var filled = BarWidth * done / Math.Max(1, total);
            terminal.ProgressOut.Write($"\r\e[K[{new string('#', filled)}{new string('.', BarWidth - filled)}] {done}/{total} {Text.Cut(Text.OneLine(result.Step.Title), 40)}");
        }
        else if (!terminal.Json)
            terminal.ProgressOut.WriteLine(CleanupScreen.Line(result, terminal.ProgressPaint));
        terminal.ProgressOut.Flush();
    }

    public void Finish()
    {
        if (!terminal.IsLive)
            return;
        terminal.ProgressOut.Write("\r\e[K");
        terminal.ProgressOut.Flush();
    }
}
