using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Executions;

// What these are called on the wire is fixed: other programs and stored documents depend on it.

/// <summary>What is to be said of an execution that is not over.</summary>
public enum HealthCondition
{
    /// <summary>It is queued, and waits for its turn.</summary>
    [JsonStringEnumMemberName("waiting")] Waiting,
    [JsonStringEnumMemberName("healthy")] Healthy,

    /// <summary>It has ended or is being ended, and its shim sees to that.</summary>
    [JsonStringEnumMemberName("ending")] Ending,

    /// <summary>It makes no progress, and may be stalled.</summary>
    [JsonStringEnumMemberName("suspected")] Suspected,

    /// <summary>Its shim is alive and has not been heard for too long.</summary>
    [JsonStringEnumMemberName("silent")] Silent,

    /// <summary>Its process is alive, and the shim that owned it is dead; or it has ended, and its shim does not reap it.</summary>
    [JsonStringEnumMemberName("zombie")] Zombie,

    /// <summary>Its record says that it runs, and nothing of it is there.</summary>
    [JsonStringEnumMemberName("phantom")] Phantom,

    /// <summary>It runs longer than it may, and nobody has ended it.</summary>
    [JsonStringEnumMemberName("overdue")] Overdue,
}

/// <summary>How one execution that is not over is doing.</summary>
public sealed record ExecutionHealthDocument
{
    public required Guid Id { get; init; }

    public required long Number { get; init; }

    public required string? Name { get; init; }

    public required IReadOnlyList<string> Command { get; init; }

    public required ExecutionStatus State { get; init; }

    public required HealthCondition Condition { get; init; }

    /// <summary>Whether a person should look at it.</summary>
    public required bool Unhealthy { get; init; }

    /// <summary>What is wrong with it, or that nothing is: a sentence.</summary>
    public required string Detail { get; init; }

    /// <summary>Since it started; null until it has.</summary>
    public required long? RunningMs { get; init; }

    /// <summary>Since its shim last said that it lives; null when it never did.</summary>
    public required long? HeartbeatAgeMs { get; init; }

    /// <summary>Since it last wrote something; null when it never did.</summary>
    public required long? OutputAgeMs { get; init; }

    public required long OutputBytes { get; init; }

    /// <summary>Of its tree, that live now.</summary>
    public required int Processes { get; init; }

    /// <summary>Of its tree, that have ended and that their parents have not reaped: zombies of the kernel.</summary>
    public required int Zombies { get; init; }

    /// <summary>Used so far by its tree; what ended unseen is missing.</summary>
    public required long CpuMs { get; init; }

    /// <summary>In memory now, of its tree. What its processes share counts for each.</summary>
    public required long MemoryBytes { get; init; }
}

/// <summary>What <c>exec health --json</c> prints.</summary>
/// <param name="At">When it was looked.</param>
/// <param name="Healthy">Whether none is unhealthy.</param>
public sealed record HealthDocument(DateTimeOffset At, bool Healthy, IReadOnlyList<ExecutionHealthDocument> Executions);

/// <summary>What <c>exec stats --json</c> prints.</summary>
/// <param name="Days">Only what ended in so many days, today included.</param>
/// <param name="Rows">By day, the newest first, then by kind, state and cause.</param>
public sealed record ExecutionStatsDocument(int Days, IReadOnlyList<ExecutionStatsRow> Rows);

/// <param name="Day">In UTC: <c>2026-03-01</c>.</param>
/// <param name="Kind"><c>command</c>; <c>session</c>, of a task; <c>attempt</c>, of a run.</param>
/// <param name="Cause">As in an execution's <c>end.cause</c>.</param>
/// <param name="DurationMs">Of all of them together.</param>
/// <param name="CpuMs">Of all of them together.</param>
public sealed record ExecutionStatsRow(string Day, string Kind, ExecutionStatus State, string Cause, long Count, long DurationMs, long CpuMs);

/// <param name="Who">Told as the one who asked for it.</param>
/// <param name="Force">Also if it is as it should be.</param>
public sealed record ResetRequest(string Who, bool Force = false);

/// <summary>What <c>recover kill-zombie --json</c> prints.</summary>
/// <param name="Ended">Processes that lived and are gone.</param>
/// <param name="Left">Processes that live still.</param>
/// <param name="Proof">What the claim rests on.</param>
public sealed record KilledZombieDocument(ExecutionDocument Execution, int Ended, int Left, Runs.SurvivorProof Proof);
