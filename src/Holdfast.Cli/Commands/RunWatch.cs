using System.Diagnostics.CodeAnalysis;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol;
using Holdfast.Protocol.Plans;
using Holdfast.Protocol.Runs;

namespace Holdfast.Cli.Commands;

/// <summary>How watching a run ended.</summary>
/// <param name="Signal">The number of the signal that asked for something, whatever that led to; null when none came.</param>
internal readonly record struct Watched(int ExitCode, int? Signal);

/// <summary>
/// Stays with one run: shows its progress, hands on what the person wants, and tells its end. The run is the daemon's; when that dies,
/// the next one goes on with it, and so does the watching.
/// </summary>
internal sealed class RunWatch : IAsyncDisposable
{
    /// <summary>Times that one daemon is asked to take the run up again; what breaks off so often breaks off again.</summary>
    private const int MostTakenUp = 3;

    private readonly Terminal terminal;
    private readonly ProgressScreen screen;
    private readonly Interrupts interrupts;
    private HoldfastClient? client;
    private int fruitless;

    /// <param name="onlyLeaves">As for <see cref="Interrupts"/>.</param>
    private RunWatch(Terminal terminal, bool onlyLeaves)
    {
        this.terminal = terminal;
        screen = ProgressScreen.For(terminal);
        interrupts = new Interrupts(terminal, screen.Say, onlyLeaves);
    }

    /// <summary>Asks for a run and stays with it to its end.</summary>
    /// <param name="ask">May be called again, when the daemon that was asked died before it answered: it must ask for the same run.</param>
    /// <param name="begins">Whether the run begins with this, so that nothing of it is to be missed.</param>
    /// <param name="resume">Whoever asked brings their environment along, should the next daemon not have what the run needs; null for one who only looks.</param>
    public static async Task<Watched> ToEndAsync(
        Terminal terminal, Func<HoldfastClient, Task<StartedRun>> ask, bool begins, RunResumeRequest? resume, CancellationToken cancellationToken)
    {
        RunDocument? document;
        StartedRun run;
        int? signal;
        RunWish wish;
        await using (var watch = new RunWatch(terminal, onlyLeaves: resume is null))
        {
            (watch.client, run) = await AskAsync(ask, cancellationToken);
            foreach (var warning in run.Warnings)
                watch.screen.Say(Sentence(warning));
            document = await watch.FollowAsync(run, begins, resume, cancellationToken);
            (signal, wish) = (watch.interrupts.First, watch.interrupts.Wish.Wish);
        }

        if (document is null)
            return new Watched(Left(terminal, run, signal, resume is null), signal);
        if (terminal.Json)
            terminal.Print(document, json => json.RunDocument);
        else
            RunScreen.WriteEnd(terminal.Out, terminal.Paint, document);
        var exitCode = wish is RunWish.Stop or RunWish.Cancel && document.Status is RunStatus.Stopped or RunStatus.Cancelled
            ? ExitCode.SignalBase + signal!.Value
            : ExitCode.Of(document.Status);
        return new Watched(exitCode, signal);
    }

    /// <summary>Asks for a run and leaves it alone. A signal ends this process, as it ends any: there is nothing yet to be stopped first.</summary>
    /// <param name="ask">As for <see cref="ToEndAsync"/>.</param>
    public static async Task<int> DetachedAsync(Terminal terminal, Func<HoldfastClient, Task<StartedRun>> ask, CancellationToken cancellationToken)
    {
        var (client, run) = await AskAsync(ask, cancellationToken);
        client.Dispose();
        foreach (var warning in run.Warnings)
            terminal.Error.WriteLine(terminal.ErrorPaint.Yellow(Sentence(warning)));
        Tell(terminal, run);
        return ExitCode.Completed;
    }

    public async ValueTask DisposeAsync()
    {
        interrupts.Dispose();
        await screen.DisposeAsync();
        client?.Dispose();
    }

    /// <returns>The run, and the client of the daemon that has it.</returns>
    private static async Task<(HoldfastClient Client, StartedRun Run)> AskAsync(Func<HoldfastClient, Task<StartedRun>> ask, CancellationToken cancellationToken)
    {
        for (var fruitless = 0; ;)
        {
            HoldfastClient? client = null;
            try
            {
                client = await DaemonDoor.OpenAsync(cancellationToken);
                return (client, await ask(client));
            }
            catch (RefusedException lost) when (lost.Error.Code == ErrorCode.DaemonUnreachable && ++fruitless < DaemonDoor.MostFruitless)
            {
                client?.Dispose();
            }
            catch
            {
                client?.Dispose();
                throw;
            }
        }
    }

    /// <returns>The run at its end; null when the person left before.</returns>
    private async Task<RunDocument?> FollowAsync(StartedRun run, bool begins, RunResumeRequest? resume, CancellationToken cancellationToken)
    {
        var reference = run.RunId.ToString();
        var takenUp = 0;
        while (true)
        {
            try
            {
                client ??= await DaemonDoor.OpenAsync(cancellationToken);
                if (!await IsWatchedToEndAsync(reference, begins, cancellationToken))
                    return null;
                return await client.GetRunAsync(reference, everything: terminal.Json, cancellationToken);
            }
            catch (RefusedException lost) when (MayBeAskedAgain(lost))
            {
                screen.Say($"The daemon has ended. Run {run.Number} goes on with the next one.");
                takenUp = 0;
                client?.Dispose();
                client = null;
            }
            catch (RefusedException left) when (left.Error.Code == ErrorCode.RunCutOff && resume is not null && takenUp++ < MostTakenUp)
            {
                await client!.ResumeRunAsync(reference, resume, cancellationToken);
            }
        }
    }

    /// <returns>False when the person left before.</returns>
    private async Task<bool> IsWatchedToEndAsync(string reference, bool begins, CancellationToken cancellationToken)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var orders = HandOnAsync(reference, leaving);
        try
        {
            await foreach (var update in client!.WatchRunAsync(reference, begins, leaving.Token))
            {
                fruitless = 0;
                screen.Take(update);
            }

            return true;
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            await leaving.CancelAsync();
            await orders;
        }
    }

    /// <summary>Hands on what the person wants, also what they wanted of a daemon before: orders may be given again.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "An order that does not arrive is given again to the next daemon, which watching finds.")]
    private async Task HandOnAsync(string reference, CancellationTokenSource leaving)
    {
        while (!leaving.IsCancellationRequested)
        {
            var changed = interrupts.Changed;
            var (wish, who) = interrupts.Wish;
            try
            {
                if (wish == RunWish.Detach)
                    await leaving.CancelAsync();
                else if (wish == RunWish.Stop)
                    await client!.StopRunAsync(reference, who, leaving.Token);
                else if (wish == RunWish.Cancel)
                    await client!.CancelRunAsync(reference, who, leaving.Token);
                await changed.WaitAsync(leaving.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (RefusedException)
            {
                // It has ended, or its daemon has: watching it tells.
                return;
            }
        }
    }

    private bool MayBeAskedAgain(RefusedException lost) => lost.Error.Code == ErrorCode.DaemonUnreachable && ++fruitless < DaemonDoor.MostFruitless;

    private static int Left(Terminal terminal, StartedRun run, int? signal, bool onlyLooked)
    {
        if (!onlyLooked)
            Tell(terminal, run);
        return onlyLooked ? ExitCode.SignalBase + signal!.Value : ExitCode.Completed;
    }

    private static void Tell(Terminal terminal, StartedRun run)
    {
        if (terminal.Json)
            terminal.Print(run, json => json.StartedRun);
        else
            terminal.Out.WriteLine($"Run {run.Number} ({run.RunId}) goes on. Watch it with: holdfast runs watch {run.Number}");
    }

    private static string Sentence(PlanFault warning) => $"warning: {Text.OneLine($"{warning.File}:{warning.Line}:{warning.Column}: {warning.Message}")}";
}
