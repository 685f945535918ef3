using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Queueing;

// What these are called on the wire is fixed: other programs and stored documents depend on it.

public enum CircuitStatus
{
    /// <summary>Everything is let through.</summary>
    [JsonStringEnumMemberName("closed")] Closed,

    /// <summary>Too much failed in a row: nothing is let through until a time.</summary>
    [JsonStringEnumMemberName("open")] Open,

    /// <summary>One is let through on trial.</summary>
    [JsonStringEnumMemberName("half_open")] HalfOpen,
}

/// <summary>Why one that is queued does not start.</summary>
public enum WaitReason
{
    [JsonStringEnumMemberName("queue_paused")] QueuePaused,
    [JsonStringEnumMemberName("key_paused")] KeyPaused,
    [JsonStringEnumMemberName("circuit_open")] CircuitOpen,
    [JsonStringEnumMemberName("on_trial")] OnTrial,
    [JsonStringEnumMemberName("key_full")] KeyFull,
    [JsonStringEnumMemberName("queue_full")] QueueFull,
    [JsonStringEnumMemberName("memory_short")] MemoryShort,
    [JsonStringEnumMemberName("behind")] Behind,
}

/// <summary>What waits to be executed, and what holds it back.</summary>
public sealed record QueueDocument
{
    /// <summary>Null: it is not paused.</summary>
    public required string? PausedBy { get; init; }

    public required DateTimeOffset? PausedAt { get; init; }

    /// <summary>Executions that wait.</summary>
    public required int Waiting { get; init; }

    public required int UnderWay { get; init; }

    /// <summary>As many may be under way.</summary>
    public required int Limit { get; init; }

    /// <summary>Whether nothing more starts because the machine has too little memory available.</summary>
    public required bool MemoryShort { get; init; }

    /// <summary>Those that something waits for or runs under, or that are held back; by name.</summary>
    public required IReadOnlyList<QueueKeyDocument> Keys { get; init; }

    /// <summary>Those that wait, the next first; not more than were asked for.</summary>
    public required IReadOnlyList<QueueEntryDocument> Next { get; init; }
}

public sealed record QueueKeyDocument
{
    public required string Key { get; init; }

    public required int Waiting { get; init; }

    public required int UnderWay { get; init; }

    public required int Limit { get; init; }

    /// <summary>Null: it is not paused.</summary>
    public required string? PausedBy { get; init; }

    public required DateTimeOffset? PausedAt { get; init; }

    public required CircuitStatus Circuit { get; init; }

    /// <summary>Failures in a row while the circuit is closed.</summary>
    public required int Failures { get; init; }

    /// <summary>When one is let through on trial; null unless the circuit is open.</summary>
    public required DateTimeOffset? Until { get; init; }

    /// <summary>How the last one failed; null while the circuit is closed.</summary>
    public required string? Why { get; init; }
}

/// <param name="Detail">The reason as a sentence.</param>
public sealed record QueueEntryDocument(Guid Id, long Number, int Priority, IReadOnlyList<string> Keys, WaitReason Reason, string Detail);

/// <param name="Key">Only what has this key; null for everything.</param>
/// <param name="Who">Told as the one who asked for it.</param>
public sealed record QueueRequest(string Who, string? Key = null);
