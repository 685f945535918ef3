namespace Holdfast.Core.Queueing;

/// <summary>What happened to the queue as a whole or to one key of it. Stored in the global log.</summary>
/// <param name="Key">Null: the whole queue.</param>
public abstract record QueueEvent(DateTimeOffset At, string? Key)
{
    public sealed record Paused(DateTimeOffset At, string? Key, string Who) : QueueEvent(At, Key);

    public sealed record Resumed(DateTimeOffset At, string? Key, string Who) : QueueEvent(At, Key);

    /// <param name="Failures">In a row.</param>
    /// <param name="Times">How often it opened without closing, from 1.</param>
    /// <param name="Why">How the last one failed.</param>
    public sealed record CircuitOpened(DateTimeOffset At, string Key, int Failures, DateTimeOffset Until, int Times, string Why) : QueueEvent(At, Key);

    /// <summary>The next one of this key is let through on trial.</summary>
    public sealed record CircuitHalfOpened(DateTimeOffset At, string Key) : QueueEvent(At, Key);

    public sealed record CircuitClosed(DateTimeOffset At, string Key) : QueueEvent(At, Key);
}
