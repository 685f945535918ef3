using Holdfast.Protocol.Runs;

namespace Holdfast.Cli.Screens;

/// <summary>
/// Shows a run while it goes on. The run only adds numbers up; drawing happens here, at its own pace, so that it cannot slow the run.
/// </summary>
internal sealed class ProgressScreen : IAsyncDisposable
{
    private readonly CancellationTokenSource over = new();
    private readonly RunProgress progress;
    private readonly IProgressDrawing? drawing;
    private readonly Task drawn;

    /// <param name="drawing">Null draws nothing.</param>
    public ProgressScreen(IProgressDrawing? drawing, TimeProvider time)
    {
        this.drawing = drawing;
        progress = new RunProgress(time);
        drawn = drawing is null ? Task.CompletedTask : DrawUntilOverAsync(drawing, time);
    }

    public static ProgressScreen For(Terminal terminal)
    {
        var drawing = terminal switch
        {
            { Quiet: true } => (IProgressDrawing?)null,
            { IsLive: true } => new LiveDrawing(terminal.ProgressOut, terminal.ProgressPaint, WindowSize),
            // A document on stdout with nobody at the terminal: nobody to tell.
            { Json: true } => null,
            _ => new LineDrawing(terminal.ProgressOut, terminal.ProgressPaint, TimeProvider.System),
        };
        return new ProgressScreen(drawing, TimeProvider.System);
    }

    public void Take(RunUpdate update) => progress.Take(update);

    public void Say(string message) => progress.Say(message);

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await drawn;
        // A run may be over before its first drawing was due; it is shown all the same.
        drawing?.Draw(progress.TakeNotices(), progress.Look());
        drawing?.Finish([]);
        over.Dispose();
    }

    private async Task DrawUntilOverAsync(IProgressDrawing to, TimeProvider time)
    {
        using var timer = new PeriodicTimer(to.Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(over.Token))
                to.Draw(progress.TakeNotices(), progress.Look());
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    // A terminal that does not know its size says 0.
    private static (int Width, int Height) WindowSize() =>
        (Console.WindowWidth is > 0 and var width ? width : 80, Console.WindowHeight is > 0 and var height ? height : 24);
}
