using Holdfast.Core.Executions;

namespace Holdfast.Core.Tasks;

/// <summary>What happened to a task. Stored in the global log, in the transaction that changes its row.</summary>
public abstract record TaskEvent(DateTimeOffset At)
{
    /// <summary>Characters an event keeps of a message.</summary>
    public const int LongestText = 1000;

    public sealed record Created(DateTimeOffset At, TaskOrder Order) : TaskEvent(At);

    public sealed record Updated(DateTimeOffset At, TaskOrder Order) : TaskEvent(At);

    /// <param name="Why">For people; of a failure, what failed. Null where the move says it all.</param>
    public sealed record StatusChanged(DateTimeOffset At, TaskPhase From, TaskPhase To, string Who, string? Why) : TaskEvent(At);

    /// <summary>Stored before anything is done for it.</summary>
    /// <param name="Workspace">Where it works; full path.</param>
    public sealed record SessionStarted(DateTimeOffset At, SessionId Session, ExecutionId Execution, TaskPhase Phase, string Workspace) : TaskEvent(At)
    {
        /// <summary>The place in a trace that it was asked for in; null when nobody said.</summary>
        public TraceContext? Trace { get; init; }
    }

    public sealed record SessionCancelRequested(DateTimeOffset At, SessionId Session, string Who) : TaskEvent(At);

    public sealed record SessionEnded(DateTimeOffset At, SessionId Session, SessionEnding Ending) : TaskEvent(At);

    /// <summary>A whole message of its agent.</summary>
    /// <param name="Activity">Where it is in the session's activity, from 1.</param>
    /// <param name="Text">At most <see cref="LongestText"/> characters; the activity has all of it.</param>
    public sealed record AgentSpoke(DateTimeOffset At, SessionId Session, long Activity, string Text) : TaskEvent(At);

    /// <summary>Its agent used a tool.</summary>
    /// <param name="Activity">As of <see cref="AgentSpoke"/>.</param>
    public sealed record ToolUsed(DateTimeOffset At, SessionId Session, long Activity, string Tool) : TaskEvent(At);

    public sealed record Deleted(DateTimeOffset At, string Who) : TaskEvent(At);
}

public enum SessionOutcome { Completed, Failed, Cancelled }

/// <param name="Cause">Why its process ended.</param>
public sealed record SessionEnding(SessionOutcome Outcome, EndCause Cause);
