using Holdfast.Cli.Screens;
using Holdfast.Protocol.Runs;

namespace Holdfast.Cli.Commands;

/// <summary>Stays with one run: shows its progress, hands Ctrl-C on, and tells its end.</summary>
internal static class RunWatch
{
    /// <param name="start">Starts or resumes the run, given whom to tell what happens.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> ToEndAsync(
        InProcessHost host, Terminal terminal, Func<Action<RunUpdate>, Task<RunUnderWay>> start, CancellationToken cancellationToken) =>
        (await WatchAsync(host, terminal, start, cancellationToken)).ExitCode;

    /// <param name="start">As for <see cref="ToEndAsync"/>.</param>
    /// <returns>The exit code, and the number of the signal that asked to stop, whatever that led to; null when none came.</returns>
    public static async Task<(int ExitCode, int? Signal)> WatchAsync(
        InProcessHost host, Terminal terminal, Func<Action<RunUpdate>, Task<RunUnderWay>> start, CancellationToken cancellationToken)
    {
        RunDocument document;
        int? signal;
        await using (var screen = ProgressScreen.For(terminal))
        {
            using var interrupts = new Interrupts(screen.Say);
            var run = await start(screen.Take);
            interrupts.StandBy(run);
            await run.Completion;
            document = await host.ShowAsync(run.RunId.ToString(), everything: terminal.Json, cancellationToken);
            signal = interrupts.First;
        }

        if (terminal.Json)
            terminal.Print(document, json => json.RunDocument);
        else
            RunScreen.WriteEnd(terminal.Out, terminal.Paint, document);
        var exitCode = signal is not null && document.Status is RunStatus.Stopped or RunStatus.Cancelled
            ? ExitCode.SignalBase + signal.Value
            : ExitCode.Of(document.Status);
        return (exitCode, signal);
    }
}
