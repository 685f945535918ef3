using Holdfast.Engine.Recovery;
using Holdfast.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Daemons;

/// <summary>Compares records, processes and sessions from time to time, as long as the daemon lives.</summary>
internal sealed class Reconciliation : IAsyncDisposable
{
    /// <summary>What happened while no daemon lived, no event told of. The first requests go before.</summary>
    private static readonly TimeSpan FirstAfter = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource closing = new();
    private readonly StateSync sync;
    private readonly TimeSpan every;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Func<bool> mayGoOn;
    private readonly Task work;

    /// <param name="mayGoOn">Asked each time, first of all; false when the daemon is about to end.</param>
    /// <param name="failed">Told when nothing that is stored can be trusted any more.</param>
    public Reconciliation(StateSync sync, TimeSpan every, TimeProvider time, ILogger logger, Func<bool> mayGoOn, Action<Exception> failed)
    {
        (this.sync, this.every, this.time, this.logger, this.mayGoOn) = (sync, every, time, logger, mayGoOn);
        work = Task.Run(() => WorkAsync(failed));
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await work;
        closing.Dispose();
    }

    private async Task WorkAsync(Action<Exception> failed)
    {
        var pause = every < FirstAfter ? every : FirstAfter;
        try
        {
            while (true)
            {
                await Task.Delay(pause, time, closing.Token);
                pause = every;
                if (!mayGoOn())
                    return;
                await ReconcileAsync();
            }
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            // The daemon ends. The next one looks at everything when it opens.
        }
        catch (StoreFailedException fault)
        {
            failed(fault);
        }
    }

    private async Task ReconcileAsync()
    {
        try
        {
            var done = await sync.RunAsync(closing.Token);
            foreach (var execution in done.Closed)
                logger.Reconciled(execution.Number, execution.Id.Value, execution.StateWord, execution.Cause?.ToString() ?? "");
            foreach (var (execution, swept) in done.Orphans)
                logger.OrphansEnded(execution.ToString(), swept.Ended, swept.Left);
            foreach (var session in done.Sessions)
                logger.SessionClosed(session.Subject, session.Why);
        }
        // The edge of one comparison: whatever it is, the daemon works on without it, and the next time may find it mended.
        catch (Exception refused) when (refused is not StoreFailedException && !(refused is OperationCanceledException && closing.IsCancellationRequested))
        {
            logger.CouldNotReconcile(refused.Message, refused);
        }
    }
}

internal static partial class ReconciliationMessages
{
    [LoggerMessage(42, LogLevel.Warning, "execution {ExecutionNumber} ({Execution}) was not told of and is {State} now: {Cause}", EventName = "execution_reconciled")]
    public static partial void Reconciled(this ILogger logger, long executionNumber, Guid execution, string state, string cause);

    [LoggerMessage(43, LogLevel.Warning, "execution {Execution} is over, and {Ended} processes of it were found and ended; {Left} are left", EventName = "orphans_ended")]
    public static partial void OrphansEnded(this ILogger logger, string execution, int ended, int left);

    [LoggerMessage(45, LogLevel.Warning, "session {TerminalSession} was closed: {Why}", EventName = "terminal_closed")]
    public static partial void SessionClosed(this ILogger logger, string terminalSession, string why);

    [LoggerMessage(44, LogLevel.Warning, "records and processes could not be compared: {Why}", EventName = "not_reconciled")]
    public static partial void CouldNotReconcile(this ILogger logger, string why, Exception fault);
}
