namespace Holdfast.Core.Tasks;

/// <summary>Every decision about a task. A report that comes late or twice decides nothing.</summary>
public static class TaskDecider
{
    /// <summary>Told as the one who moved a task when its session's end did.</summary>
    public const string BySession = "session";

    /// <param name="hadSession">Whether anything was ever begun: its workspace is settled then.</param>
    public static TaskDecision Decide(TaskState state, TaskOrder order, bool hadSession, TaskCommand command, DateTimeOffset now) => command switch
    {
        TaskCommand.Update update => Update(order, hadSession, update.Order, now),
        TaskCommand.Execute execute => Execute(state, order, execute, now),
        TaskCommand.Transition { To: TaskPhase.Cancelled } move when state.Allowed.Contains(TaskPhase.Cancelled) => Cancel(state, move.Who, now),
        TaskCommand.Transition move => Transition(state, move, now),
        TaskCommand.Cancel cancel => Cancel(state, cancel.Who, now),
        TaskCommand.SeeSessionEnded ended => End(state, ended, now),
        TaskCommand.Delete delete => Delete(state, delete.Who, now),
        _ => throw new InvalidOperationException($"Unplaced command {command.GetType().Name}."),
    };

    /// <param name="state">Null before the first event.</param>
    /// <returns>Null after its last: it is deleted.</returns>
    /// <exception cref="InvalidOperationException">The event cannot follow.</exception>
    public static TaskState? Apply(TaskId id, TaskState? state, TaskEvent happened) => (state, happened) switch
    {
        (null, TaskEvent.Created) => new TaskState.Resting(TaskPhase.Todo),
        (null, _) or (_, TaskEvent.Created) => throw Impossible(id, state, happened),
        (_, TaskEvent.Updated or TaskEvent.AgentSpoke or TaskEvent.ToolUsed) => state,
        (not TaskState.Working, TaskEvent.StatusChanged moved) => Move(id, state, moved),
        (TaskState.Resting { Phase: var phase }, TaskEvent.SessionStarted started) when phase == started.Phase && TaskTransitions.IsWorking(phase) =>
            new TaskState.Working(phase, new OpenSession(started.Session, started.Execution)),
        (TaskState.Working working, TaskEvent.SessionCancelRequested cancel) when working.Session.Id == cancel.Session =>
            working with { Session = working.Session with { CancelledBy = cancel.Who } },
        // It rests where it worked until the event behind this one moves it.
        (TaskState.Working working, TaskEvent.SessionEnded ended) when working.Session.Id == ended.Session => new TaskState.Resting(working.Phase),
        (not TaskState.Working, TaskEvent.Deleted) => null,
        _ => throw Impossible(id, state, happened),
    };

    private static TaskState Move(TaskId id, TaskState state, TaskEvent.StatusChanged moved)
    {
        if (state.Phase != moved.From || !state.Allowed.Contains(moved.To))
            throw Impossible(id, state, moved);
        return moved.To switch
        {
            TaskPhase.Failed => new TaskState.Failed(moved.From, moved.Why ?? "It was set to failed."),
            TaskPhase.Cancelled => new TaskState.Cancelled(moved.From, moved.Who),
            TaskPhase.Todo or TaskPhase.Planning or TaskPhase.PlanningReview or TaskPhase.InProgress or TaskPhase.AiReview or TaskPhase.Fix
                or TaskPhase.Review or TaskPhase.Done => new TaskState.Resting(moved.To),
        };
    }

    private static TaskDecision Update(TaskOrder before, bool hadSession, TaskOrder after, DateTimeOffset now)
    {
        if (hadSession && before.Workspace != after.Workspace)
            return new TaskDecision.Refused(TaskRefusal.WorkspaceInUse, "Its workspace holds the work of its sessions and cannot be another any more.", []);
        return before == after ? Nothing : Accept(new TaskEvent.Updated(now, after));
    }

    private static TaskDecision Execute(TaskState state, TaskOrder order, TaskCommand.Execute execute, DateTimeOffset now)
    {
        if (state is TaskState.Working working)
            return Busy(working);
        if (state.NextWork is not { } phase)
            return NotAllowed(state, "It cannot be executed");
        if (order.Agent is null)
            return new TaskDecision.Refused(TaskRefusal.NoAgent, "It has no agent: there is no command to execute.", []);
        var started = new TaskEvent.SessionStarted(now, execute.Session, execute.Execution, phase, execute.Workspace) { Trace = execute.Trace };
        return state.Phase == phase ? Accept(started) : Accept(new TaskEvent.StatusChanged(now, state.Phase, phase, execute.Who, null), started);
    }

    private static TaskDecision Transition(TaskState state, TaskCommand.Transition move, DateTimeOffset now)
    {
        if (state is TaskState.Working working)
            return Busy(working);
        return state.Allowed.Contains(move.To)
            ? Accept(new TaskEvent.StatusChanged(now, state.Phase, move.To, move.Who, move.Why))
            : NotAllowed(state, $"It cannot become {TaskWords.Of(move.To)}");
    }

    // With a session it is cancelled once that has ended; who asks twice was heard the first time.
    private static TaskDecision Cancel(TaskState state, string who, DateTimeOffset now) => state switch
    {
        TaskState.Working { Session.CancelledBy: not null } or TaskState.Cancelled => Nothing,
        TaskState.Working { Session.Id: var session } => Accept(new TaskEvent.SessionCancelRequested(now, session, who)),
        _ when state.Allowed.Contains(TaskPhase.Cancelled) => Accept(new TaskEvent.StatusChanged(now, state.Phase, TaskPhase.Cancelled, who, null)),
        _ => NotAllowed(state, "It cannot be cancelled"),
    };

    private static TaskDecision.Accepted End(TaskState state, TaskCommand.SeeSessionEnded ended, DateTimeOffset now)
    {
        if (state is not TaskState.Working working || working.Session.Id != ended.Session)
            return Nothing;
        var to = ended.Ending.Outcome switch
        {
            SessionOutcome.Completed => TaskTransitions.After(working.Phase),
            SessionOutcome.Failed => TaskPhase.Failed,
            SessionOutcome.Cancelled => TaskPhase.Cancelled,
        };
        var who = ended.Ending.Outcome == SessionOutcome.Cancelled ? working.Session.CancelledBy ?? BySession : BySession;
        return Accept(
            new TaskEvent.SessionEnded(now, ended.Session, ended.Ending),
            new TaskEvent.StatusChanged(now, working.Phase, to, who, ended.Ending.Outcome == SessionOutcome.Completed ? null : ended.Why));
    }

    private static TaskDecision Delete(TaskState state, string who, DateTimeOffset now) =>
        state is TaskState.Working working ? Busy(working) : Accept(new TaskEvent.Deleted(now, who));

    private static TaskDecision.Accepted Nothing => new([]);

    private static TaskDecision.Accepted Accept(params TaskEvent[] events) => new(events);

    private static TaskDecision.Refused NotAllowed(TaskState state, string what) => new(
        TaskRefusal.TransitionNotAllowed,
        $"{what}: it is {TaskWords.Of(state.Phase)}, from where it may become {(state.Allowed.IsEmpty ? "nothing else" : string.Join(", ", state.Allowed.Select(TaskWords.Of)))}.",
        state.Allowed);

    private static TaskDecision.Refused Busy(TaskState.Working working) => new(
        TaskRefusal.SessionOpen, $"Its session {working.Session.Id} is open, and the task moves when that ends; it may only be cancelled.", working.Allowed);

    private static InvalidOperationException Impossible(TaskId id, TaskState? state, TaskEvent happened) =>
        new($"Task {id} is {(state is null ? "not there" : TaskWords.Of(state.Phase))}{(state is TaskState.Working ? " with an open session" : "")}; {Describe(happened)} cannot happen to it.");

    private static string Describe(TaskEvent happened) =>
        happened is TaskEvent.StatusChanged moved ? $"a move from {TaskWords.Of(moved.From)} to {TaskWords.Of(moved.To)}" : happened.GetType().Name;
}
