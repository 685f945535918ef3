using Holdfast.Core.Executions;

namespace Holdfast.Core.Tasks;

/// <summary>What is wished for or seen of a task.</summary>
public abstract record TaskCommand
{
    private TaskCommand() { }

    public sealed record Update(TaskOrder Order) : TaskCommand;

    /// <summary>Have the agent work on it, where it stands or stopped.</summary>
    /// <param name="Trace">The place in a trace that it is asked for in; null when nobody said.</param>
    public sealed record Execute(SessionId Session, ExecutionId Execution, string Workspace, string Who, TraceContext? Trace = null) : TaskCommand;

    /// <summary>Move it by hand.</summary>
    public sealed record Transition(TaskPhase To, string Who, string? Why) : TaskCommand;

    public sealed record Cancel(string Who) : TaskCommand;

    /// <summary>The execution of a session is over, or never was.</summary>
    public sealed record SeeSessionEnded(SessionId Session, SessionEnding Ending, string Why) : TaskCommand;

    public sealed record Delete(string Who) : TaskCommand;
}

/// <summary>What came of a command.</summary>
public abstract record TaskDecision
{
    private TaskDecision() { }

    /// <param name="Events">To be stored, in order; none when nothing changes.</param>
    public sealed record Accepted(IReadOnlyList<TaskEvent> Events) : TaskDecision;

    /// <summary>Nothing changes.</summary>
    /// <param name="Allowed">Where it may go instead; empty when that is nowhere.</param>
    public sealed record Refused(TaskRefusal Reason, string Message, IReadOnlyList<TaskPhase> Allowed) : TaskDecision;
}

public enum TaskRefusal { TransitionNotAllowed, SessionOpen, NoAgent, WorkspaceInUse }
