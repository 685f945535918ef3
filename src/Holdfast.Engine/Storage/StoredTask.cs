using Holdfast.Core.Executions;
using Holdfast.Core.Tasks;

namespace Holdfast.Engine.Storage;

/// <summary>A task as it was at one moment.</summary>
public sealed record StoredTask
{
    public required TaskId Id { get; init; }

    /// <summary>For people; from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Changes so far, the first not counted.</summary>
    public required long Version { get; init; }

    public required TaskOrder Order { get; init; }

    public required TaskState State { get; init; }

    /// <summary>Sessions so far, the open one included.</summary>
    public required int Sessions { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}

public enum SessionStatus { Running, Completed, Failed, Cancelled }

/// <summary>A session as it was at one moment.</summary>
public sealed record StoredSession
{
    public required SessionId Id { get; init; }

    /// <summary>For people; from 1, over all tasks.</summary>
    public required long Number { get; init; }

    public required TaskId Task { get; init; }

    public required long TaskNumber { get; init; }

    /// <summary>Within its task; from 1.</summary>
    public required int Ordinal { get; init; }

    public required TaskPhase Phase { get; init; }

    public required ExecutionId Execution { get; init; }

    /// <summary>Full path of the folder it works in.</summary>
    public required string Workspace { get; init; }

    public required SessionStatus Status { get; init; }

    /// <summary>Who asked for its end; null when nobody did.</summary>
    public string? CancelledBy { get; init; }

    /// <summary>Null while it is open.</summary>
    public EndCause? Cause { get; init; }

    /// <summary>Up to which record of its activity there are events.</summary>
    public required long ActivityLogged { get; init; }

    /// <summary>Events of its activity.</summary>
    public required int EventsLogged { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The place in a trace that it was asked for in; null when nobody said.</summary>
    public TraceContext? AskedIn { get; init; }

    /// <summary>The trace it is in, and what it is a part of there.</summary>
    public TraceContext Trace => TraceContext.Of(Id.Value, AskedIn);
}

public sealed record NewTask(TaskId Id, TaskOrder Order, DateTimeOffset CreatedAt);

/// <summary>What a reference meant: one task, none, or several (then only the candidates are told).</summary>
public sealed record TaskLookup(StoredTask? Task, IReadOnlyList<StoredTask> Candidates);

/// <summary>What a reference meant: one session, none, or several (then only the candidates are told).</summary>
public sealed record SessionLookup(StoredSession? Session, IReadOnlyList<StoredSession> Candidates);

public enum TaskSort { Created, Updated, Priority, Title }

/// <param name="Statuses">Null for all.</param>
/// <param name="Search">Part of the title, whatever the case of ASCII letters; null for any.</param>
/// <param name="After">Where the page before ended; null for the first.</param>
/// <param name="MostBytes">The page ends with the one that reaches it.</param>
public sealed record TaskFilter(
    int Limit, IReadOnlyCollection<TaskPhase>? Statuses = null, string? Search = null, TaskSort Sort = TaskSort.Created, bool Ascending = false, ListPlace? After = null,
    long MostBytes = long.MaxValue);

/// <param name="Task">Null for those of all.</param>
/// <param name="Before">Only numbers below it; null for all.</param>
public sealed record SessionFilter(int Limit, TaskId? Task = null, bool OpenOnly = false, long? Before = null);

/// <param name="Sequence">Global, ascending in commit order.</param>
public sealed record StoredTaskEvent(long Sequence, TaskEvent Event);
