using Holdfast.Core.Completion;
using Holdfast.Core.Executions;

namespace Holdfast.Engine.Storage;

/// <summary>A free-standing execution as it was at one moment.</summary>
public sealed record StoredExecution
{
    public required ExecutionId Id { get; init; }

    /// <summary>For people; from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Events so far.</summary>
    public required long Version { get; init; }

    public required ExecutionOrder Order { get; init; }

    public required ExecutionState State { get; init; }

    /// <summary>Null until it started, or when it never was seen.</summary>
    public ProcessIdentity? Shim { get; init; }

    /// <summary>Null until it started.</summary>
    public ProcessIdentity? Process { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When its shim last said that it lives. From its folder, so only told where that was looked at.</summary>
    public DateTimeOffset? LastHeartbeat { get; init; }

    /// <summary>The trace it is in, and what it is a part of there.</summary>
    public TraceContext Trace => TraceContext.Of(Id.Value, Order.Trace);

    public bool IsOver => State is ExecutionState.Completed or ExecutionState.Failed or ExecutionState.Cancelled;

    /// <summary>What is named after it: branch, folder, session.</summary>
    public ExecutionNames Names => new(Id);

    /// <summary>The word the store, the wire and the screens have for its state.</summary>
    public string StateWord => StoredNames.ExecutionStates[State.Status];

    /// <summary>How it ended, with what was measured; null while it is under way, and when it was cancelled before it started.</summary>
    public ExecutionEnding? Ending => State switch
    {
        ExecutionState.Completed completed => completed.Ending,
        ExecutionState.Failed failed => failed.Ending,
        ExecutionState.Cancelled cancelled => cancelled.Ending,
        _ => null,
    };

    /// <summary>Null while it is under way.</summary>
    public EndCause? Cause => State is ExecutionState.Cancelled cancelled ? cancelled.Ending?.Cause ?? new EndCause.CancelledBy(cancelled.Who) : Ending?.Cause;

    /// <summary>What the evidence adds up to; null while nothing is decided, when it was cancelled, and where an earlier release ended it.</summary>
    public Verdict? Verdict => State switch
    {
        ExecutionState.Processing running => running.Finished,
        ExecutionState.Completed completed => completed.Verdict,
        ExecutionState.Failed failed => failed.Verdict,
        _ => null,
    };

    /// <summary>
    /// As a shell would report it; null while it is under way. It agrees with the verdict: 0 for what completed, however its process
    /// ended, and 1 for what did not and exited with 0.
    /// </summary>
    public int? ExitCode => (State, Cause?.ExitCode) switch
    {
        (ExecutionState.Completed, _) => 0,
        (ExecutionState.Failed, 0) => 1,
        var (_, code) => code,
    };
}
