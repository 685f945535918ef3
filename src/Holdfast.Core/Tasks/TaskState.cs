using System.Collections.Immutable;
using Holdfast.Core.Executions;

namespace Holdfast.Core.Tasks;

/// <summary>Where a task stands, with the data that exists there.</summary>
public abstract record TaskState(TaskPhase Phase)
{
    /// <summary>No session is open, and none has ended it for good or for now.</summary>
    public sealed record Resting(TaskPhase Phase) : TaskState(Phase);

    /// <summary>A session is open. It ends with its execution, and the task moves only then.</summary>
    public sealed record Working(TaskPhase Phase, OpenSession Session) : TaskState(Phase);

    /// <param name="From">Where it stopped, and resumes.</param>
    public sealed record Failed(TaskPhase From, string Why) : TaskState(TaskPhase.Failed);

    /// <param name="From">Where it stopped, and resumes.</param>
    public sealed record Cancelled(TaskPhase From, string Who) : TaskState(TaskPhase.Cancelled);

    /// <summary>Where it may go from here by hand. From a session that is open, only to its end.</summary>
    public ImmutableArray<TaskPhase> Allowed => this switch
    {
        Failed failed => [failed.From],
        Cancelled cancelled => [cancelled.From],
        Working => [TaskPhase.Cancelled],
        Resting resting => TaskTransitions.From(resting.Phase),
        _ => throw new InvalidOperationException($"Unplaced state {GetType().Name}."),
    };

    public OpenSession? SessionUnderWay => this is Working working ? working.Session : null;

    /// <summary>The working phase a session would begin in now; null when none can.</summary>
    public TaskPhase? NextWork => this switch
    {
        Resting { Phase: TaskPhase.Todo } => TaskPhase.InProgress,
        Resting { Phase: var phase } when TaskTransitions.IsWorking(phase) => phase,
        Failed { From: var from } when TaskTransitions.IsWorking(from) => from,
        Cancelled { From: var from } when TaskTransitions.IsWorking(from) => from,
        _ => null,
    };
}

/// <param name="CancelledBy">Who asked for its end; null when nobody has.</param>
public sealed record OpenSession(SessionId Id, ExecutionId Execution, string? CancelledBy = null);
