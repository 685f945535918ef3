using Holdfast.Engine.Maintenance;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Daemons;

/// <summary>Collects garbage from time to time, as long as the daemon lives. Owns the collection.</summary>
internal sealed class Housekeeping : IAsyncDisposable
{
    /// <summary>Retention is measured in days; a daemon that was started for one command is gone before.</summary>
    private static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Every = TimeSpan.FromHours(6);

    private readonly CancellationTokenSource closing = new();
    private readonly GarbageCollection garbage;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Task work;

    /// <param name="storeFailed">Told when nothing that is stored can be trusted any more.</param>
    public Housekeeping(GarbageCollection garbage, TimeProvider time, ILogger logger, Action<Exception> storeFailed)
    {
        (this.garbage, this.time, this.logger) = (garbage, time, logger);
        work = Task.Run(() => WorkAsync(storeFailed));
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await work;
        closing.Dispose();
        garbage.Dispose();
    }

    private async Task WorkAsync(Action<Exception> storeFailed)
    {
        var pause = FirstAfter;
        try
        {
            while (true)
            {
                await Task.Delay(pause, time, closing.Token);
                pause = Every;
                await CollectAsync();
            }
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            // The daemon ends. What was begun is taken up by the next.
        }
        catch (Engine.Storage.StoreFailedException failed)
        {
            storeFailed(failed);
        }
    }

    private async Task CollectAsync()
    {
        try
        {
            var done = await garbage.RunAsync(closing.Token);
            logger.Collected(done.Executions, done.Runs, done.Folders, done.Logs, done.FreedBytes, done.Before.FileBytes, done.After.FileBytes);
        }
        // The edge of one collection: whatever it is, the daemon works on without it, and the next time may find it mended.
        catch (Exception refused) when (refused is not Engine.Storage.StoreFailedException && !(refused is OperationCanceledException && closing.IsCancellationRequested))
        {
            logger.CouldNotCollect(refused.Message, refused);
        }
    }
}

internal static partial class HousekeepingMessages
{
    [LoggerMessage(40, LogLevel.Information, "collected {Executions} executions, {Runs} runs, {Folders} folders and {Logs} logs ({FreedBytes} bytes); the store went from {Before} to {After} bytes", EventName = "garbage_collected")]
    public static partial void Collected(this ILogger logger, int executions, int runs, int folders, int logs, long freedBytes, long before, long after);

    [LoggerMessage(41, LogLevel.Warning, "garbage could not be collected: {Why}", EventName = "garbage_not_collected")]
    public static partial void CouldNotCollect(this ILogger logger, string why, Exception fault);
}
