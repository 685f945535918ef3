using Holdfast.Core.Completion;

namespace Holdfast.Core.Executions;

/// <summary>What happened to a free-standing execution. Stored in the global log, in the transaction that changes its row.</summary>
public abstract record ExecutionEvent(DateTimeOffset At)
{
    public sealed record Queued(DateTimeOffset At, ExecutionOrder Order) : ExecutionEvent(At);

    /// <param name="Shim">Null when it died before it was seen and left no identity.</param>
    public sealed record Started(DateTimeOffset At, ProcessIdentity? Shim, ProcessIdentity Process, DateTimeOffset StartedAt) : ExecutionEvent(At);

    /// <summary>It makes no progress, and may be stalled.</summary>
    public sealed record Suspected(DateTimeOffset At, TimeSpan Quiet, string Seen) : ExecutionEvent(At);

    /// <summary>It was suspected, and goes on.</summary>
    public sealed record ProgressMade(DateTimeOffset At) : ExecutionEvent(At);

    /// <summary>It has verifiably completed and runs on. Stored before it is asked to end.</summary>
    public sealed record FoundCompleted(DateTimeOffset At, Verdict Verdict) : ExecutionEvent(At);

    /// <summary>Its limit is reached, and it was asked to end; or it is stalled, and will be.</summary>
    /// <param name="Why"><see cref="EndCause.WallTime"/> or <see cref="EndCause.Stalled"/>.</param>
    public sealed record TimedOut(DateTimeOffset At, EndCause Why) : ExecutionEvent(At);

    /// <summary>Stored before anything is done to it.</summary>
    public sealed record CancelRequested(DateTimeOffset At, string Who) : ExecutionEvent(At);

    /// <summary>All evidence was read: nothing of it lives and nobody wrote down how it ended.</summary>
    public sealed record FoundDead(DateTimeOffset At, string Why) : ExecutionEvent(At);

    /// <param name="Verdict">With all evidence; null in what earlier releases stored.</param>
    public sealed record Completed(DateTimeOffset At, ExecutionEnding Ending, Verdict? Verdict = null) : ExecutionEvent(At);

    /// <param name="Verdict">With all evidence; null in what earlier releases stored, and where nothing ran.</param>
    public sealed record Failed(DateTimeOffset At, ExecutionEnding Ending, Verdict? Verdict = null) : ExecutionEvent(At);

    /// <param name="Ending">Null when it never started.</param>
    public sealed record Cancelled(DateTimeOffset At, string Who, ExecutionEnding? Ending) : ExecutionEvent(At);
}
