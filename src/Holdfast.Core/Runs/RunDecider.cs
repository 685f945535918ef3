using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Retries;

namespace Holdfast.Core.Runs;

/// <summary>
/// Decides what a run does next. No clock, no I/O: the same run, command and time give the same decision.
/// The run is advanced by the events it returns, one by one through <see cref="RunState.Apply"/>, so that a later
/// event of one decision can count on an earlier one. A decision that cannot be stored ends the process.
/// </summary>
public static class RunDecider
{
    /// <summary>Interruptions one atom may suffer before it is taken to be what kills its host.</summary>
    public const int MaxInterruptions = 8;

    /// <summary>The first events of a new run; <paramref name="run"/> must be untouched.</summary>
    /// <param name="revised">Code a person gave for this run.</param>
    public static Decision Create(RunState run, RunEvent.Created created, IReadOnlyList<RunEvent.CodeRevised> revised)
    {
        var draft = new Draft(run, created.At);
        draft.Emit(created);
        foreach (var code in revised)
            draft.Emit(code);
        return draft.ToDecision();
    }

    public static Decision Decide(RunState run, RunCommand command, DateTimeOffset now)
    {
        if (run.Ended)
            return Decision.Nothing;

        var draft = new Draft(run, now);
        switch (command)
        {
            case RunCommand.Begin:
                Begin(draft);
                break;
            case RunCommand.Grant:
                StartNext(draft);
                break;
            case RunCommand.ProcessStarted started:
                NoteProcess(draft, started);
                break;
            case RunCommand.Adopted adopted:
                NoteAdoption(draft, adopted);
                break;
            case RunCommand.Report report:
                TakeReport(draft, report);
                break;
            case RunCommand.RetryDue due:
                RetryDue(draft, due);
                break;
            case RunCommand.Fixed repaired:
                TakeFix(draft, repaired);
                break;
            case RunCommand.NotFixed declined:
                TakeDeclined(draft, declined);
                break;
            case RunCommand.Stop stop:
                StopStarting(draft, stop);
                break;
            case RunCommand.Cancel cancel:
                CancelAll(draft, cancel);
                break;
            default:
                throw new InvalidOperationException($"Run {run.Id} does not know {command.GetType().Name}.");
        }

        return draft.ToDecision();
    }

    /// <summary>What has to be done again after a restart: everything the stored state says is under way.</summary>
    /// <remarks>
    /// Whether an attempt is still running is for recovery to find out. If it is, a cancellation must reach it again: the first
    /// one may have been lost between the store and the effect.
    /// </remarks>
    public static IReadOnlyList<RunEffect> Recover(RunState run)
    {
        var effects = new List<RunEffect>();
        for (var atom = 0; atom < run.Plan.Atoms.Length; atom++)
        {
            switch (run.StateOf(atom))
            {
                case AtomState.BackingOff backingOff:
                    effects.Add(new RunEffect.WakeAt(atom, backingOff.RetryAt));
                    break;
                case AtomState.AwaitingFix awaiting:
                    effects.Add(new RunEffect.AskForFix(atom, awaiting.Attempt, awaiting.Strategy, run.HistoryOf(atom)));
                    break;
                case AtomState.Running running when run.StopReason is StopReason.CancelRequested cancelled:
                    effects.Add(new RunEffect.End(atom, running.Attempt, cancelled.Who));
                    break;
            }
        }

        return effects;
    }

    private static void Begin(Draft draft)
    {
        if (draft.Run.Status != RunStatus.Queued)
            return;
        draft.Emit(new RunEvent.Started(draft.Now));
        if (draft.Run.Schedule != Schedule.Waves)
        {
            for (var atom = 0; atom < draft.Run.Plan.Atoms.Length; atom++)
                MakeReadyWhenFree(draft, atom);
        }

        Settle(draft);
    }

    private static void StartNext(Draft draft)
    {
        var run = draft.Run;
        if (run.NextReady is not { } atom || run.Status != RunStatus.Running)
            return;
        if (run.Schedule == Schedule.Sequential && run.InFlight > 0)
            return;
        var number = run.AttemptsOf(atom) + 1;
        var revision = run.HistoryOf(atom).Revision;
        draft.Emit(new RunEvent.AttemptStarted(draft.Now, atom, number, revision));
        draft.Perform(new RunEffect.Launch(atom, number, revision));
    }

    private static void NoteProcess(Draft draft, RunCommand.ProcessStarted started)
    {
        if (draft.Run.StateOf(started.Atom) is AtomState.Running { Spawned: false } running && running.Attempt == started.Attempt)
            draft.Emit(new RunEvent.ProcessStarted(draft.Now, started.Atom, started.Attempt, started.Process, started.Confinement));
    }

    // Who died may not have stored any more that its process had started.
    private static void NoteAdoption(Draft draft, RunCommand.Adopted adopted)
    {
        if (draft.Run.StateOf(adopted.Atom) is not AtomState.Running running || running.Attempt != adopted.Attempt)
            return;
        if (!running.Spawned)
            draft.Emit(new RunEvent.ProcessStarted(draft.Now, adopted.Atom, adopted.Attempt, adopted.Process, adopted.Confinement));
        draft.Emit(new RunEvent.AttemptAdopted(draft.Now, adopted.Atom, adopted.Attempt));
    }

    private static void TakeReport(Draft draft, RunCommand.Report report)
    {
        var run = draft.Run;
        if (run.StateOf(report.Atom) is not AtomState.Running running || running.Attempt != report.Attempt)
            return;

        var cause = report.Of.Ending.Cause;
        var failure = cause is EndCause.CancelledBy or EndCause.Lost
            ? null
            : FailureTable.Classify(run.Plan.Atoms[report.Atom].Kind, report.Of);
        var outcome = cause switch
        {
            EndCause.CancelledBy => AttemptOutcome.Cancelled,
            EndCause.Lost => AttemptOutcome.Interrupted,
            _ => failure is null ? AttemptOutcome.Succeeded : AttemptOutcome.Failed,
        };
        draft.Emit(new RunEvent.AttemptEnded(
            draft.Now, report.Atom, report.Attempt, outcome, report.Of.Ending, failure, report.Of.Exception, report.Of.ResultJson));

        switch (outcome)
        {
            case AttemptOutcome.Succeeded:
                Conclude(draft, report.Atom, Conclusion.Succeeded, null);
                FreeDependants(draft, report.Atom);
                break;
            case AttemptOutcome.Cancelled:
                ConcludeMissed(draft, report.Atom, Conclusion.Cancelled, new Because.StoppedBy(((EndCause.CancelledBy)cause).Who));
                break;
            case AttemptOutcome.Interrupted:
                AfterInterruption(draft, report.Atom);
                break;
            case AttemptOutcome.Failed:
                AfterFailure(draft, report.Atom, report.Attempt);
                break;
        }

        Settle(draft);
    }

    private static void AfterInterruption(Draft draft, int atom)
    {
        var times = draft.Run.HistoryOf(atom).Interruptions;
        if (draft.Run.StopReason is { } reason)
            Conclude(draft, atom, Conclusion.Cancelled, BecauseOf(reason));
        else if (times > MaxInterruptions)
            ConcludeFailed(draft, atom, new Because.InterruptedTooOften(times));
        else
            draft.Emit(new RunEvent.MadeReady(draft.Now, atom));
    }

    private static void AfterFailure(Draft draft, int atom, int attempt)
    {
        var settings = draft.Run.Plan.Atoms[atom].Settings;
        var choice = draft.Run.StopReason is null
            ? StrategyTable.AfterFailure(settings, draft.Run.HistoryOf(atom))
            : new StrategyTable.Choice(settings.Critical ? Strategy.Manual : Strategy.Skip, 1, "The run is stopping, so nothing is tried again.");
        Follow(draft, atom, attempt, choice);
    }

    private static void Follow(Draft draft, int atom, int attempt, StrategyTable.Choice choice)
    {
        var run = draft.Run;
        var history = run.HistoryOf(atom);
        var failure = history.Failures[^1];
        draft.Emit(new RunEvent.StrategyChosen(draft.Now, atom, attempt, choice.Strategy, choice.Confidence, choice.Reason, history.Tried));
        switch (choice.Strategy)
        {
            case Strategy.Retry:
                var execution = new AttemptId(run.Id, run.Plan.Atoms[atom].Key, attempt).Execution;
                var retryAt = draft.Now + BackOff.Delay(history.Failures.Length, BackOff.Jitter(execution), failure.RetryAfter);
                draft.Emit(new RunEvent.BackedOff(draft.Now, atom, retryAt));
                draft.Perform(new RunEffect.WakeAt(atom, retryAt));
                break;
            case Strategy.Fix or Strategy.Regenerate:
                draft.Emit(new RunEvent.FixRequested(draft.Now, atom, attempt, choice.Strategy));
                draft.Perform(new RunEffect.AskForFix(atom, attempt, choice.Strategy, run.HistoryOf(atom)));
                break;
            case Strategy.Skip or Strategy.Manual:
                ConcludeFailed(draft, atom, new Because.OwnFailure(failure, choice.Strategy));
                break;
        }
    }

    private static void RetryDue(Draft draft, RunCommand.RetryDue due)
    {
        if (draft.Run.StateOf(due.Atom) is AtomState.BackingOff backingOff && backingOff.RetryAt == due.RetryAt)
            draft.Emit(new RunEvent.MadeReady(draft.Now, due.Atom));
    }

    private static void TakeFix(Draft draft, RunCommand.Fixed repaired)
    {
        if (draft.Run.StateOf(repaired.Atom) != new AtomState.AwaitingFix(repaired.Attempt, repaired.Strategy))
            return;
        draft.Emit(new RunEvent.CodeRevised(draft.Now, repaired.Atom, draft.Run.HistoryOf(repaired.Atom).Revision + 1, repaired.Revision));
        draft.Emit(new RunEvent.MadeReady(draft.Now, repaired.Atom));
    }

    private static void TakeDeclined(Draft draft, RunCommand.NotFixed declined)
    {
        if (draft.Run.StateOf(declined.Atom) != new AtomState.AwaitingFix(declined.Attempt, declined.Strategy))
            return;
        draft.Emit(new RunEvent.FixDeclined(draft.Now, declined.Atom, declined.Attempt, declined.Why));
        Follow(draft, declined.Atom, declined.Attempt, StrategyTable.AfterDeclined(
            draft.Run.Plan.Atoms[declined.Atom].Settings, draft.Run.HistoryOf(declined.Atom), declined.Strategy, declined.Why));
        Settle(draft);
    }

    private static void StopStarting(Draft draft, RunCommand.Stop stop)
    {
        if (draft.Run.StopReason is not null)
            return;
        draft.Emit(new RunEvent.Stopping(draft.Now, new StopReason.StopRequested(stop.Who)));
        GiveUpIdleAtoms(draft, Conclusion.Cancelled, new Because.StoppedBy(stop.Who));
        foreach (var (atom, running) in RunningAtoms(draft.Run))
        {
            if (!running.Spawned)
                draft.Perform(new RunEffect.Withdraw(atom, running.Attempt, stop.Who));
        }

        Settle(draft);
    }

    // A cancellation overtakes a stop: what the stop let finish is ended now.
    private static void CancelAll(Draft draft, RunCommand.Cancel cancel)
    {
        if (draft.Run.StopReason is StopReason.CancelRequested)
            return;
        draft.Emit(new RunEvent.Stopping(draft.Now, new StopReason.CancelRequested(cancel.Who)));
        GiveUpIdleAtoms(draft, Conclusion.Cancelled, new Because.StoppedBy(cancel.Who));
        foreach (var (atom, running) in RunningAtoms(draft.Run))
            draft.Perform(new RunEffect.End(atom, running.Attempt, cancel.Who));
        Settle(draft);
    }

    private static IEnumerable<(int Atom, AtomState.Running Running)> RunningAtoms(RunState run)
    {
        for (var atom = 0; atom < run.Plan.Atoms.Length; atom++)
        {
            if (run.StateOf(atom) is AtomState.Running running)
                yield return (atom, running);
        }
    }

    private static void GiveUpIdleAtoms(Draft draft, Conclusion conclusion, Because because)
    {
        for (var atom = 0; atom < draft.Run.Plan.Atoms.Length; atom++)
        {
            if (draft.Run.StateOf(atom) is AtomState.Waiting or AtomState.Ready or AtomState.BackingOff or AtomState.AwaitingFix)
                Conclude(draft, atom, conclusion, because);
        }
    }

    /// <summary>The atom's last failure is final: it is failed if critical, else it is skipped with its failure kept.</summary>
    private static void ConcludeFailed(Draft draft, int atom, Because because) =>
        ConcludeMissed(draft, atom, draft.Run.Plan.Atoms[atom].Settings.Critical ? Conclusion.Failed : Conclusion.Skipped, because);

    /// <summary>Without a critical atom what needs it is skipped; without another one it runs.</summary>
    private static void ConcludeMissed(Draft draft, int atom, Conclusion conclusion, Because because)
    {
        Conclude(draft, atom, conclusion, because);
        if (draft.Run.Plan.Atoms[atom].Settings.Critical)
            SkipDependants(draft, atom);
        else
            FreeDependants(draft, atom);
    }

    private static void SkipDependants(Draft draft, int missed)
    {
        var because = new Because.NeedFailed(draft.Run.Plan.Atoms[missed].Key);
        var toVisit = new Stack<int>([missed]);
        while (toVisit.TryPop(out var atom))
        {
            foreach (var dependant in draft.Run.Plan.Graph.DependantsOf(atom))
            {
                if (draft.Run.StateOf(dependant) is not AtomState.Waiting)
                    continue;
                Conclude(draft, dependant, Conclusion.Skipped, because);
                toVisit.Push(dependant);
            }
        }
    }

    private static void Conclude(Draft draft, int atom, Conclusion conclusion, Because? because) =>
        draft.Emit(new RunEvent.AtomConcluded(draft.Now, atom, conclusion, because));

    private static void FreeDependants(Draft draft, int atom)
    {
        // With waves, what is free still waits for its wave.
        if (draft.Run.Schedule == Schedule.Waves)
            return;
        foreach (var dependant in draft.Run.Plan.Graph.DependantsOf(atom))
            MakeReadyWhenFree(draft, dependant);
    }

    private static void MakeReadyWhenFree(Draft draft, int atom)
    {
        if (draft.Run.StateOf(atom) is AtomState.Waiting && draft.Run.OpenNeedsOf(atom) == 0)
            draft.Emit(new RunEvent.MadeReady(draft.Now, atom));
    }

    /// <summary>Moves on from waves that are over, and ends the run when nothing is open.</summary>
    private static void Settle(Draft draft)
    {
        var run = draft.Run;
        while (run.Schedule == Schedule.Waves && run.WaveOpen == 0)
        {
            if (run.Wave > 0)
                EndWave(draft);
            if (run.StopReason is not null || !OpenNextWave(draft))
                break;
        }

        if (run.Open == 0)
            draft.Emit(new RunEvent.Ended(draft.Now, StatusAtEnd(run)));
    }

    private static void EndWave(Draft draft)
    {
        var run = draft.Run;
        draft.Emit(new RunEvent.WaveEnded(draft.Now, run.Wave, run.WaveTotal, run.WaveSucceeded));
        var share = (double)run.WaveSucceeded / run.WaveTotal;
        if (share >= run.Plan.StopBelow || run.Open == 0 || run.StopReason is not null)
            return;
        draft.Emit(new RunEvent.Stopping(draft.Now, new StopReason.WaveBelow(run.Wave, share, run.Plan.StopBelow)));
        GiveUpIdleAtoms(draft, Conclusion.Skipped, new Because.WaveBelow(run.Wave, share, run.Plan.StopBelow));
    }

    /// <summary>Opens the next wave that has atoms of this run: a part run passes over the others.</summary>
    private static bool OpenNextWave(Draft draft)
    {
        var graph = draft.Run.Plan.Graph;
        for (var next = draft.Run.Wave + 1; next <= graph.WaveCount; next++)
        {
            if (!HasAtomOf(draft.Run, graph.AtomsOfWave(next)))
                continue;
            draft.Emit(new RunEvent.WaveStarted(draft.Now, next));
            foreach (var atom in graph.AtomsOfWave(next))
                MakeReadyWhenFree(draft, atom);
            return true;
        }

        return false;
    }

    private static bool HasAtomOf(RunState run, ReadOnlySpan<int> atoms)
    {
        foreach (var atom in atoms)
        {
            if (run.StateOf(atom) is not null)
                return true;
        }

        return false;
    }

    // A stop that cut nothing short came too late to matter: the run ended by itself.
    private static RunStatus StatusAtEnd(RunState run) => run switch
    {
        { StopReason: StopReason.CancelRequested, CutShort: > 0 } => RunStatus.Cancelled,
        { StopReason: not null, CutShort: > 0 } => RunStatus.Stopped,
        { CriticalMissed: 0 } => RunStatus.Completed,
        _ => RunStatus.Failed,
    };

    private static Because BecauseOf(StopReason reason) => reason switch
    {
        StopReason.StopRequested stop => new Because.StoppedBy(stop.Who),
        StopReason.CancelRequested cancel => new Because.StoppedBy(cancel.Who),
        StopReason.WaveBelow below => new Because.WaveBelow(below.Wave, below.Share, below.StopBelow),
        _ => throw new InvalidOperationException($"Unplaced reason {reason.GetType().Name}."),
    };

    /// <summary>A decision in the making: every event is applied as it is emitted.</summary>
    private readonly struct Draft(RunState run, DateTimeOffset now)
    {
        private readonly List<RunEvent> events = [];
        private readonly List<RunEffect> effects = [];

        public RunState Run { get; } = run;

        public DateTimeOffset Now { get; } = now;

        public void Emit(RunEvent happened)
        {
            Run.Apply(happened);
            events.Add(happened);
        }

        public void Perform(RunEffect effect) => effects.Add(effect);

        public Decision ToDecision() => events.Count == 0 && effects.Count == 0 ? Decision.Nothing : new Decision(events, effects);
    }
}
