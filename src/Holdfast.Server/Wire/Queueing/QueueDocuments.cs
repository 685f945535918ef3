using System.Globalization;
using Holdfast.Core.Queueing;
using Holdfast.Engine.Executions;
using Holdfast.Protocol.Queueing;
using CircuitStatus = Holdfast.Core.Queueing.CircuitStatus;
using Told = Holdfast.Protocol.Queueing;
using WaitReason = Holdfast.Core.Queueing.WaitReason;

namespace Holdfast.Server.Wire.Queueing;

/// <summary>The queue as a document.</summary>
public static class QueueDocuments
{
    public static QueueDocument Of(QueueSnapshot queue) => new()
    {
        PausedBy = queue.Whole.PausedBy,
        PausedAt = queue.Whole.PausedAt,
        Waiting = queue.Waiting,
        UnderWay = queue.UnderWay,
        Limit = queue.Limit,
        MemoryShort = queue.MemoryShort is not null,
        Keys = [.. queue.Keys.Select(Of)],
        Next = [.. queue.Next.Select(Of)],
    };

    /// <summary>Why one that waits does not start, as a word and as a sentence.</summary>
    public static (Told.WaitReason Word, string Sentence) Of(WaitReason reason) => reason switch
    {
        WaitReason.QueuePaused paused => (Told.WaitReason.QueuePaused, $"The queue was paused by {paused.Who}; 'holdfast queue resume' lets it go on."),
        WaitReason.KeyPaused paused => (Told.WaitReason.KeyPaused, $"Key '{paused.Key}' was paused by {paused.Who}; 'holdfast queue resume --key {paused.Key}' lets it go on."),
        WaitReason.CircuitOpen open => (
            Told.WaitReason.CircuitOpen,
            $"Too much failed in a row under key '{open.Key}' (the last: {open.Why}); one is let through at {Time(open.Until)} to see whether it works again."),
        WaitReason.OnTrial trial => (Told.WaitReason.OnTrial, $"Much failed under key '{trial.Key}', and one of it runs on trial; its end decides."),
        WaitReason.KeyFull full => (Told.WaitReason.KeyFull, $"Key '{full.Key}' has its {Count(full.Limit)} under way."),
        WaitReason.QueueFull full => (Told.WaitReason.QueueFull, $"{Count(full.Limit)} are under way, which is the most there may be."),
        WaitReason.MemoryShort memory => (
            Told.WaitReason.MemoryShort,
            $"The machine has {Mebibytes(memory.AvailableBytes)} MiB of memory available, and {Mebibytes(memory.NeededBytes)} MiB are to be left before another starts beside what runs."),
        WaitReason.Behind { Ahead: 0 } => (Told.WaitReason.Behind, "It is about to start."),
        WaitReason.Behind behind => (Told.WaitReason.Behind, $"{Count(behind.Ahead)} that wait go first."),
        _ => throw new InvalidOperationException($"Unplaced reason {reason.GetType().Name}."),
    };

    private static QueueKeyDocument Of(QueueKey key) => new()
    {
        Key = key.Key,
        Waiting = key.Waiting,
        UnderWay = key.UnderWay,
        Limit = key.Limit,
        PausedBy = key.Hold.PausedBy,
        PausedAt = key.Hold.PausedAt,
        Circuit = key.Hold.Circuit.Status switch
        {
            CircuitStatus.Closed => Told.CircuitStatus.Closed,
            CircuitStatus.Open => Told.CircuitStatus.Open,
            CircuitStatus.HalfOpen => Told.CircuitStatus.HalfOpen,
        },
        Failures = key.Hold.Circuit is Circuit.Closed closed ? closed.Failures : 0,
        Until = key.Hold.Circuit is Circuit.Open open ? open.Until : null,
        Why = key.Hold.Circuit switch
        {
            Circuit.Open broken => broken.Why,
            Circuit.HalfOpen trial => trial.Why,
            _ => null,
        },
    };

    private static QueueEntryDocument Of(WaitingEntry waiting)
    {
        var (word, sentence) = Of(waiting.Why);
        return new QueueEntryDocument(waiting.Entry.Id.Value, waiting.Entry.Number, waiting.Entry.Priority, waiting.Entry.Keys, word, sentence);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);

    private static string Count(int count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Mebibytes(long bytes) => (bytes >> 20).ToString("#,0", CultureInfo.InvariantCulture);
}
