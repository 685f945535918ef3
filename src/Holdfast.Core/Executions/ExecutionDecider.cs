using Holdfast.Core.Completion;

namespace Holdfast.Core.Executions;

/// <summary>
/// Every decision about a free-standing execution. A report that comes late or twice decides nothing: an ending never changes.
/// </summary>
public static class ExecutionDecider
{
    /// <returns>The events to store, in order; none when nothing changes.</returns>
    public static IReadOnlyList<ExecutionEvent> Decide(ExecutionState state, ExecutionCommand command, DateTimeOffset now) => command switch
    {
        ExecutionCommand.SeeStarted started => Start(state, started, now),
        ExecutionCommand.GiveUpStarting refused => GiveUp(state, refused, now),
        ExecutionCommand.SeeNoProgress quiet =>
            state is ExecutionState.Processing { Finished: null, Suspicion: null } ? [new ExecutionEvent.Suspected(now, quiet.Quiet, quiet.Seen)] : [],
        ExecutionCommand.SeeProgress => state is ExecutionState.Processing { Suspicion: not null } ? [new ExecutionEvent.ProgressMade(now)] : [],
        ExecutionCommand.SeeCompleted completed =>
            state is ExecutionState.Processing { Finished: null } && completed.Verdict.IsCompleted ? [new ExecutionEvent.FoundCompleted(now, completed.Verdict)] : [],
        ExecutionCommand.SeeTimedOut timedOut => state is ExecutionState.Processing { Finished: null } ? [new ExecutionEvent.TimedOut(now, timedOut.Why)] : [],
        ExecutionCommand.Cancel cancel => Cancel(state, cancel.Who, now),
        ExecutionCommand.SeeEnded ended => End(state, ended.Ending, ended.Verdict, now),
        ExecutionCommand.Lose lose => Lose(state, lose, now),
        _ => throw new InvalidOperationException($"Unplaced command {command.GetType().Name}."),
    };

    /// <param name="state">Null before the first event.</param>
    /// <exception cref="InvalidOperationException">The event cannot follow.</exception>
    public static ExecutionState Apply(ExecutionId id, ExecutionState? state, ExecutionEvent happened)
    {
        if (state is null)
            return happened is ExecutionEvent.Queued ? new ExecutionState.Queued() : throw Impossible(id, state, happened);
        return happened switch
        {
            ExecutionEvent.Queued => throw Impossible(id, state, happened),
            ExecutionEvent.Suspected suspected => state is ExecutionState.Processing quiet
                ? quiet with { Suspicion = new Suspicion(suspected.At, suspected.Quiet, suspected.Seen) }
                : throw Impossible(id, state, happened),
            ExecutionEvent.ProgressMade => state is ExecutionState.Processing lively ? lively with { Suspicion = null } : throw Impossible(id, state, happened),
            ExecutionEvent.FoundCompleted found => state is ExecutionState.Processing running ? running with { Finished = found.Verdict } : throw Impossible(id, state, happened),
            _ => ExecutionTransitions.Move(id, state, After(id, state, happened)),
        };
    }

    private static ExecutionState After(ExecutionId id, ExecutionState state, ExecutionEvent happened) => happened switch
    {
        ExecutionEvent.Started started => new ExecutionState.Processing(started.Process, started.StartedAt),
        ExecutionEvent.TimedOut timedOut when state is ExecutionState.Processing running =>
            new ExecutionState.TimingOut(running.Process, running.StartedAt, timedOut.Why),
        ExecutionEvent.CancelRequested cancel when state is ExecutionState.Processing running =>
            new ExecutionState.Cancelling(running.Process, running.StartedAt, cancel.Who),
        ExecutionEvent.FoundDead dead when state is ExecutionState.Processing running => new ExecutionState.Zombie(running.Process, dead.Why),
        ExecutionEvent.Completed completed => new ExecutionState.Completed(completed.Ending, completed.Verdict),
        ExecutionEvent.Failed failed => new ExecutionState.Failed(failed.Ending, failed.Verdict),
        ExecutionEvent.Cancelled cancelled => new ExecutionState.Cancelled(cancelled.Who, cancelled.Ending),
        _ => throw Impossible(id, state, happened),
    };

    private static IReadOnlyList<ExecutionEvent> Start(ExecutionState state, ExecutionCommand.SeeStarted started, DateTimeOffset now) =>
        state is ExecutionState.Queued ? [new ExecutionEvent.Started(now, started.Shim, started.Process, started.StartedAt)] : [];

    private static IReadOnlyList<ExecutionEvent> GiveUp(ExecutionState state, ExecutionCommand.GiveUpStarting refused, DateTimeOffset now) =>
        state is ExecutionState.Queued
            ? [new ExecutionEvent.Failed(now, new ExecutionEnding { Cause = refused.Why, StartedAt = now, EndedAt = now, Duration = TimeSpan.Zero })]
            : [];

    // What is timing out is being ended as it is; who asks twice was heard the first time.
    // So was what has completed and runs on: it is no longer anybody's to cancel.
    private static IReadOnlyList<ExecutionEvent> Cancel(ExecutionState state, string who, DateTimeOffset now) => state is ExecutionState.Processing { Finished: not null } ? [] : state.Status switch
    {
        ExecutionStatus.Queued => [new ExecutionEvent.Cancelled(now, who, Ending: null)],
        ExecutionStatus.Processing => [new ExecutionEvent.CancelRequested(now, who)],
        ExecutionStatus.TimingOut or ExecutionStatus.Zombie or ExecutionStatus.Cancelling => [],
        ExecutionStatus.Completed or ExecutionStatus.Failed or ExecutionStatus.Cancelled => [],
    };

    private static IReadOnlyList<ExecutionEvent> End(ExecutionState state, ExecutionEnding ending, Verdict? verdict, DateTimeOffset now) => state switch
    {
        // However it was ended: it had completed before.
        ExecutionState.Processing { Finished: { } finished } => [new ExecutionEvent.Completed(now, ending, With(finished, verdict))],
        // Its shim ended it while nobody here looked: the way there is written down as well.
        ExecutionState.Processing when ending.Cause is EndCause.WallTime or EndCause.Stalled =>
            [new ExecutionEvent.TimedOut(now, ending.Cause), ByItself(ending, verdict, now)],
        ExecutionState.Processing when ending.Cause is EndCause.CancelledBy by => [new ExecutionEvent.CancelRequested(now, by.Who), Cancelled(ending, verdict, by.Who, now)],
        ExecutionState.Cancelling cancelling when ending.Cause is EndCause.CancelledBy => [Cancelled(ending, verdict, cancelling.Who, now)],
        ExecutionState.Zombie => [new ExecutionEvent.Failed(now, ending, verdict)],
        ExecutionState.Processing or ExecutionState.TimingOut or ExecutionState.Cancelling => [ByItself(ending, verdict, now)],
        ExecutionState.Queued or ExecutionState.Completed or ExecutionState.Failed or ExecutionState.Cancelled => [],
        _ => throw new InvalidOperationException($"Unplaced state {state.GetType().Name}."),
    };

    // What was seen since does not change what was decided, but belongs to it.
    private static Verdict With(Verdict finished, Verdict? atEnd) =>
        atEnd is null ? finished : finished with { Evidence = [.. finished.Evidence.Union(atEnd.Evidence)] };

    private static ExecutionEvent ByItself(ExecutionEnding ending, Verdict? verdict, DateTimeOffset now) =>
        verdict?.IsCompleted ?? ending.Cause is EndCause.Exited(0) ? new ExecutionEvent.Completed(now, ending, verdict) : new ExecutionEvent.Failed(now, ending, verdict);

    // It is cancelled only when all of it is gone.
    private static ExecutionEvent Cancelled(ExecutionEnding ending, Verdict? verdict, string who, DateTimeOffset now) =>
        ending.SurvivorsLeft == 0 ? new ExecutionEvent.Cancelled(now, who, ending) : new ExecutionEvent.Failed(now, ending, verdict);

    private static IReadOnlyList<ExecutionEvent> Lose(ExecutionState state, ExecutionCommand.Lose lose, DateTimeOffset now) => state switch
    {
        ExecutionState.Queued => [new ExecutionEvent.Failed(now, LostEnding(lose, now, now))],
        ExecutionState.Processing { Finished: { } finished } running => [new ExecutionEvent.Completed(now, LostEnding(lose, running.StartedAt, now), With(finished, lose.Verdict))],
        // Who finished and was lost then has finished.
        ExecutionState.Processing running when lose.Verdict is { IsCompleted: true } => [new ExecutionEvent.Completed(now, LostEnding(lose, running.StartedAt, now), lose.Verdict)],
        ExecutionState.Processing running =>
            [new ExecutionEvent.FoundDead(now, lose.Why), new ExecutionEvent.Failed(now, LostEnding(lose, running.StartedAt, now), lose.Verdict)],
        ExecutionState.TimingOut ending => [AfterLoss(LostEnding(lose, ending.StartedAt, now), lose.Verdict, now)],
        ExecutionState.Cancelling ending => [AfterLoss(LostEnding(lose, ending.StartedAt, now), lose.Verdict, now)],
        ExecutionState.Zombie => [new ExecutionEvent.Failed(now, LostEnding(lose, now, now), lose.Verdict)],
        ExecutionState.Completed or ExecutionState.Failed or ExecutionState.Cancelled => [],
        _ => throw new InvalidOperationException($"Unplaced state {state.GetType().Name}."),
    };

    private static ExecutionEvent AfterLoss(ExecutionEnding ending, Verdict? verdict, DateTimeOffset now) =>
        verdict is { IsCompleted: true } ? new ExecutionEvent.Completed(now, ending, verdict) : new ExecutionEvent.Failed(now, ending, verdict);

    // Nobody measured how long it ran: the clocks of people may have been set meanwhile.
    private static ExecutionEnding LostEnding(ExecutionCommand.Lose lose, DateTimeOffset startedAt, DateTimeOffset now) => new()
    {
        Cause = lose.Cause ?? new EndCause.Lost(lose.Why),
        StartedAt = startedAt,
        EndedAt = now,
        Duration = now > startedAt ? now - startedAt : TimeSpan.Zero,
        StopStep = lose.SurvivorsEnded > 0 ? StopStep.Killed : StopStep.None,
        Proof = lose.Proof,
        SurvivorsEnded = lose.SurvivorsEnded,
        SurvivorsLeft = lose.SurvivorsLeft,
    };

    private static InvalidOperationException Impossible(ExecutionId id, ExecutionState? state, ExecutionEvent happened) =>
        new($"Execution {id} is {state?.Status.ToString() ?? "not there"}; {happened.GetType().Name} cannot happen to it.");
}
