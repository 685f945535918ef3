using System.Collections.Immutable;
using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;

namespace Holdfast.Core.Runs;

/// <summary>
/// One run, held by its one writer. Only <see cref="Apply"/> changes it, and replaying a run's events gives the same state.
/// Every event costs what it changes, never the size of the plan.
/// </summary>
public sealed class RunState
{
    private readonly AtomState?[] atoms;
    private readonly int[] openNeeds;
    private readonly int[] attempts;
    private readonly Dictionary<int, AtomHistory> histories = [];
    private readonly PriorityQueue<int, (long Priority, int Atom)> ready = new();

    public RunState(RunId id, Plan plan)
    {
        Id = id;
        Trace = TraceContext.Of(id.Value, asked: null);
        Plan = plan;
        atoms = new AtomState?[plan.Atoms.Length];
        openNeeds = new int[plan.Atoms.Length];
        attempts = new int[plan.Atoms.Length];
    }

    public RunId Id { get; }

    public Plan Plan { get; }

    /// <summary>Events that made it what it is: who has seen as many has seen it as it is.</summary>
    public long Version { get; private set; }

    public RunStatus Status { get; private set; } = RunStatus.Queued;

    public Schedule Schedule { get; private set; }

    public string? InputJson { get; private set; }

    /// <summary>The trace it is in, and what it is a part of there.</summary>
    public TraceContext Trace { get; private set; }

    public StopReason? StopReason { get; private set; }

    /// <summary>0 before the first wave, and always for schedules without waves.</summary>
    public int Wave { get; private set; }

    /// <summary>Atoms of the current wave that have not concluded.</summary>
    public int WaveOpen { get; private set; }

    public int WaveTotal { get; private set; }

    public int WaveSucceeded { get; private set; }

    /// <summary>Atoms of this run, inherited ones included.</summary>
    public int Total { get; private set; }

    /// <summary>Atoms that have not concluded.</summary>
    public int Open { get; private set; }

    public int Succeeded { get; private set; }

    /// <summary>Critical atoms that concluded otherwise than succeeded.</summary>
    public int CriticalMissed { get; private set; }

    /// <summary>Atoms that concluded because the run went no further, not by an ending of their own.</summary>
    public int CutShort { get; private set; }

    /// <summary>Atoms that are running.</summary>
    public int InFlight { get; private set; }

    public int ReadyCount => ready.Count;

    public bool Ended => Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Stopped or RunStatus.Cancelled;

    /// <summary>Null for an atom that is not part of this run.</summary>
    public AtomState? StateOf(int atom) => atoms[atom];

    /// <summary>Attempts started, interrupted ones included.</summary>
    public int AttemptsOf(int atom) => attempts[atom];

    public int OpenNeedsOf(int atom) => openNeeds[atom];

    /// <summary>What went wrong so far; empty for most atoms.</summary>
    public AtomHistory HistoryOf(int atom) => histories.GetValueOrDefault(atom, AtomHistory.Empty);

    /// <summary>The ready atom that goes first: highest priority, then the plan's order.</summary>
    public int? NextReady => ready.TryPeek(out var atom, out _) ? atom : null;

    /// <exception cref="InvalidOperationException">The event cannot follow on what happened before.</exception>
    public void Apply(RunEvent happened)
    {
        if (Ended)
            throw Impossible(happened);

        switch (happened)
        {
            case RunEvent.Created created:
                ApplyCreated(created);
                break;
            case RunEvent.Started:
                Status = Status == RunStatus.Queued ? RunStatus.Running : throw Impossible(happened);
                break;
            case RunEvent.WaveStarted started:
                OpenWave(started);
                break;
            case RunEvent.WaveEnded ended:
                if (ended.Wave != Wave || WaveOpen > 0)
                    throw Impossible(happened);
                break;
            case RunEvent.AttemptStarted started:
                ApplyStarted(started);
                break;
            case RunEvent.ProcessStarted spawned:
                Move(spawned.Atom, new AtomState.Running(spawned.Number, Spawned: true), spawned);
                break;
            case RunEvent.AttemptAdopted adopted:
                if (atoms[adopted.Atom] is not AtomState.Running { Spawned: true } running || running.Attempt != adopted.Number)
                    throw Impossible(adopted.Atom, adopted);
                break;
            case RunEvent.AttemptEnded ended:
                ApplyEnded(ended);
                break;
            case RunEvent.StrategyChosen chosen:
                Remember(chosen.Atom, HistoryOf(chosen.Atom).Chose(chosen.Strategy));
                break;
            case RunEvent.BackedOff backedOff:
                Move(backedOff.Atom, new AtomState.BackingOff(backedOff.RetryAt), backedOff);
                break;
            case RunEvent.FixRequested requested:
                Move(requested.Atom, new AtomState.AwaitingFix(requested.Number, requested.Strategy), requested);
                break;
            case RunEvent.FixDeclined declined:
                if (atoms[declined.Atom] is not AtomState.AwaitingFix)
                    throw Impossible(declined.Atom, declined);
                break;
            case RunEvent.CodeRevised revised:
                if (atoms[revised.Atom] is not (AtomState.Waiting or AtomState.AwaitingFix))
                    throw Impossible(revised.Atom, revised);
                Remember(revised.Atom, HistoryOf(revised.Atom) with { Revision = revised.Revision });
                break;
            case RunEvent.MadeReady made:
                Move(made.Atom, AtomState.Ready.Instance, made);
                ready.Enqueue(made.Atom, (-(long)Plan.Atoms[made.Atom].Settings.Priority, made.Atom));
                break;
            case RunEvent.AtomConcluded concluded:
                ApplyConcluded(concluded);
                break;
            case RunEvent.Stopping stopping:
                Status = RunStatus.Stopping;
                StopReason = stopping.Reason;
                // Nothing starts any more; what was ready concludes in the same decision.
                ready.Clear();
                break;
            case RunEvent.Ended ended:
                Status = Open == 0 ? ended.Status : throw Impossible(happened);
                break;
            default:
                throw Impossible(happened);
        }

        Version++;
    }

    private void ApplyCreated(RunEvent.Created created)
    {
        if (Total > 0)
            throw Impossible(created);

        Schedule = created.Schedule;
        InputJson = created.InputJson;
        Trace = TraceContext.Of(Id.Value, created.Trace);
        if (created.Selected is { } selected)
        {
            foreach (var atom in selected)
                atoms[atom] = AtomState.Waiting.Instance;
        }
        else
        {
            Array.Fill(atoms, AtomState.Waiting.Instance);
        }

        foreach (var inherited in created.Inherited)
            atoms[inherited.Atom] = new AtomState.Concluded(Conclusion.Succeeded, new Because.InheritedFrom(inherited.Run, inherited.Attempt));

        for (var atom = 0; atom < atoms.Length; atom++)
        {
            if (atoms[atom] is null)
                continue;
            Total++;
            if (atoms[atom] is AtomState.Concluded)
                Succeeded++;
            else
                openNeeds[atom] = CountOpenNeeds(atom);
        }

        Open = Total - Succeeded;
    }

    // A need outside the run counts as met: the caller saw to its result, or it is not critical.
    private int CountOpenNeeds(int atom)
    {
        var open = 0;
        foreach (var need in Plan.Graph.NeedsOf(atom))
        {
            if (atoms[need] is AtomState.Waiting)
                open++;
        }

        return open;
    }

    private void OpenWave(RunEvent.WaveStarted started)
    {
        if (started.Wave <= Wave || WaveOpen > 0)
            throw Impossible(started);

        Wave = started.Wave;
        WaveTotal = WaveOpen = WaveSucceeded = 0;
        foreach (var atom in Plan.Graph.AtomsOfWave(started.Wave))
        {
            if (atoms[atom] is not { } state)
                continue;
            WaveTotal++;
            if (state is AtomState.Concluded { Conclusion: Conclusion.Succeeded })
                WaveSucceeded++;
            else if (state is not AtomState.Concluded)
                WaveOpen++;
        }
    }

    private void ApplyStarted(RunEvent.AttemptStarted started)
    {
        if (started.Number != attempts[started.Atom] + 1 || !ready.TryDequeue(out var next, out _) || next != started.Atom)
            throw new InvalidOperationException(
                $"Run {Id} started attempt {started.Number} of atom '{Plan.Atoms[started.Atom].Key}' out of turn.");
        attempts[started.Atom] = started.Number;
        Move(started.Atom, new AtomState.Running(started.Number, Spawned: false), started);
    }

    // The atom itself is moved by what follows in the same decision: a conclusion, a back-off, a fix, or another try.
    private void ApplyEnded(RunEvent.AttemptEnded ended)
    {
        if (atoms[ended.Atom] is not AtomState.Running running || running.Attempt != ended.Number)
            throw Impossible(ended.Atom, ended);
        if (ended.Failure is { } failure)
            Remember(ended.Atom, HistoryOf(ended.Atom).Failed(failure, ended.Exception));
        else if (ended is { Outcome: AttemptOutcome.Interrupted, Ending.Cause: not EndCause.Lost { Begun: false } })
            Remember(ended.Atom, HistoryOf(ended.Atom).Interrupted());
    }

    private void ApplyConcluded(RunEvent.AtomConcluded concluded)
    {
        var atom = concluded.Atom;
        var succeeded = concluded.Conclusion == Conclusion.Succeeded;
        Move(atom, succeeded && concluded.Because is null ? AtomState.Concluded.Success : new AtomState.Concluded(concluded.Conclusion, concluded.Because), concluded);
        Open--;
        if (succeeded)
            Succeeded++;
        else if (Plan.Atoms[atom].Settings.Critical)
            CriticalMissed++;
        if (concluded is { Conclusion: Conclusion.Cancelled } or { Because: Because.WaveBelow })
            CutShort++;

        if (Plan.Graph.WaveOf(atom) == Wave)
        {
            WaveOpen--;
            if (succeeded)
                WaveSucceeded++;
        }

        foreach (var dependant in Plan.Graph.DependantsOf(atom))
        {
            if (atoms[dependant] is AtomState.Waiting)
                openNeeds[dependant]--;
        }
    }

    private void Move(int atom, AtomState next, RunEvent happened)
    {
        var before = atoms[atom];
        if (before is null || !before.MayBecome(next))
            throw Impossible(atom, happened);
        atoms[atom] = next;
        InFlight += (next is AtomState.Running ? 1 : 0) - (before is AtomState.Running ? 1 : 0);
    }

    private InvalidOperationException Impossible(RunEvent happened) =>
        new($"Run {Id} is {Status} in wave {Wave} with {Open} atoms open and cannot take {happened}.");

    private InvalidOperationException Impossible(int atom, RunEvent happened) =>
        new($"Atom '{Plan.Atoms[atom].Key}' of run {Id} is {atoms[atom]?.ToString() ?? "not part of it"} and cannot take {happened}.");

    private void Remember(int atom, AtomHistory history) => histories[atom] = history;
}

/// <summary>What went wrong with one atom so far, and what was tried about it.</summary>
/// <param name="FailedRevisions">Which code each of <paramref name="Failures"/> came from, in the same order.</param>
/// <param name="LastException">Of the last failure; null when it came without one.</param>
/// <param name="Revision">The newest code; 0 is the plan's own.</param>
public sealed record AtomHistory(
    ImmutableArray<Failure> Failures,
    ImmutableArray<int> FailedRevisions,
    ImmutableArray<Strategy> Tried,
    ReportedException? LastException,
    int Interruptions,
    int Revision)
{
    public static readonly AtomHistory Empty = new([], [], [], null, 0, 0);

    public AtomHistory Failed(Failure failure, ReportedException? exception) =>
        this with { Failures = Failures.Add(failure), FailedRevisions = FailedRevisions.Add(Revision), LastException = exception };

    public AtomHistory Chose(Strategy strategy) => this with { Tried = Tried.Add(strategy) };

    public AtomHistory Interrupted() => this with { Interruptions = Interruptions + 1 };
}
