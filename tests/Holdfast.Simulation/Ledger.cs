using System.Runtime.CompilerServices;
using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Simulation;

/// <summary>
/// The rules of the game, told a second time and without counters: it reads the stored events of one run and refuses the
/// first that breaks a rule. Slow on purpose; it looks at every atom after every decision.
/// </summary>
internal sealed class Ledger(Plan plan)
{
    private sealed class AtomLedger
    {
        public bool InRun;
        public bool Inherited;
        public bool Ready;
        public int Attempts;
        public int? OpenAttempt;
        public bool Spawned;
        public int Failures;
        public int Interruptions;
        public int Revision;
        public int TriedRevision;
        public DateTimeOffset? RetryAt;
        public Strategy? AwaitedFix;
        public AttemptOutcome? LastOutcome;
        public Failure? LastFailure;
        public Strategy? LastStrategy;
        public Conclusion? Conclusion;
        public Because? Because;

        public bool Idle => InRun && OpenAttempt is null && Conclusion is null;

        public bool Waiting => Idle && !Ready && RetryAt is null && AwaitedFix is null;
    }

    private readonly AtomLedger[] atoms = [.. plan.Atoms.Select(_ => new AtomLedger())];
    private readonly HashSet<int> endedWaves = [];
    private bool created;
    private bool started;
    private Schedule schedule;
    private int wave;
    private RunStatus? ended;
    private StopReason.WaveBelow? mustStop;

    public StopReason? StopReason { get; private set; }

    public bool Ended => ended is not null;

    public bool IsOpen(int atom, int attempt) => atoms[atom].OpenAttempt == attempt;

    public bool WasStarted(int atom, int attempt) => attempt <= atoms[atom].Attempts;

    public bool BacksOffUntil(int atom, DateTimeOffset at) => atoms[atom].RetryAt == at;

    public bool AsksFor(int atom, Strategy strategy) => atoms[atom].AwaitedFix == strategy;

    public bool Conclusive(int atom) => atoms[atom].Conclusion is not null || !atoms[atom].InRun;

    /// <summary>One decision's events; the state between them is nobody's business.</summary>
    public void Record(IReadOnlyList<RunEvent> decision)
    {
        foreach (var happened in decision)
        {
            Require(!Ended, $"{happened} came after the run had ended.");
            Require(created || happened is RunEvent.Created, $"{happened} came before the run was created.");
            Take(happened);
        }

        CheckAfterDecision();
    }

    private void Take(RunEvent happened)
    {
        switch (happened)
        {
            case RunEvent.Created of:
                Take(of);
                break;
            case RunEvent.Started:
                Require(!started && StopReason is null, $"The run was started twice, or after it was stopped.");
                started = true;
                break;
            case RunEvent.WaveStarted of:
                Take(of);
                break;
            case RunEvent.WaveEnded of:
                Take(of);
                break;
            case RunEvent.AttemptStarted of:
                Take(of);
                break;
            case RunEvent.ProcessStarted of:
                Require(IsOpen(of.Atom, of.Number) && !atoms[of.Atom].Spawned, $"{Name(of.Atom)} has no launch that {of} belongs to.");
                atoms[of.Atom].Spawned = true;
                break;
            case RunEvent.AttemptAdopted of:
                Require(IsOpen(of.Atom, of.Number) && atoms[of.Atom].Spawned, $"{Name(of.Atom)} has no process that {of} belongs to.");
                break;
            case RunEvent.AttemptEnded of:
                Take(of);
                break;
            case RunEvent.StrategyChosen of:
                Require(atoms[of.Atom].Idle && atoms[of.Atom].Attempts == of.Number, $"{Name(of.Atom)} has no ended attempt {of.Number} to decide about.");
                Require(of.Confidence is > 0 and <= 1, $"A confidence of {of.Confidence} is none.");
                CheckStrategy(of);
                atoms[of.Atom].LastStrategy = of.Strategy;
                break;
            case RunEvent.BackedOff of:
                Require(atoms[of.Atom] is { Idle: true, LastStrategy: Strategy.Retry }, $"{Name(of.Atom)} backs off without a retry to wait for.");
                Require(of.RetryAt > of.At && of.RetryAt - of.At <= TimeSpan.FromMinutes(15), $"{Name(of.Atom)} backs off for {of.RetryAt - of.At}.");
                atoms[of.Atom].RetryAt = of.RetryAt;
                break;
            case RunEvent.FixRequested of:
                Require(atoms[of.Atom].Idle && atoms[of.Atom].LastStrategy == of.Strategy && of.Strategy is Strategy.Fix or Strategy.Regenerate,
                    $"{Name(of.Atom)} asks to {of.Strategy}, which was not decided.");
                atoms[of.Atom].AwaitedFix = of.Strategy;
                break;
            case RunEvent.FixDeclined of:
                Require(atoms[of.Atom].AwaitedFix is not null, $"{Name(of.Atom)} was declined a fix that nobody had asked for.");
                atoms[of.Atom].AwaitedFix = null;
                break;
            case RunEvent.CodeRevised of:
                Require((atoms[of.Atom].AwaitedFix is not null || !started) && of.Revision == atoms[of.Atom].Revision + 1, $"{Name(of.Atom)} got code out of turn: {of}");
                atoms[of.Atom].Revision = of.Revision;
                break;
            case RunEvent.MadeReady of:
                Take(of);
                break;
            case RunEvent.AtomConcluded of:
                Take(of);
                break;
            case RunEvent.Stopping of:
                Take(of);
                break;
            case RunEvent.Ended of:
                Take(of);
                break;
            default:
                throw new RuleBrokenException($"The ledger has no rule for {happened}.");
        }
    }

    private void Take(RunEvent.Created of)
    {
        Require(!created, $"The run was created twice.");
        created = true;
        schedule = of.Schedule;
        foreach (var atom in of.Selected ?? [.. Enumerable.Range(0, atoms.Length)])
            atoms[atom].InRun = true;
        foreach (var inherited in of.Inherited)
        {
            atoms[inherited.Atom].InRun = atoms[inherited.Atom].Inherited = true;
            atoms[inherited.Atom].Conclusion = Conclusion.Succeeded;
        }
    }

    private void Take(RunEvent.WaveStarted of)
    {
        Require(schedule == Schedule.Waves && started && StopReason is null, $"Wave {of.Wave} began in a run that has no waves, or no more.");
        Require(wave == 0 || endedWaves.Contains(wave), $"Wave {of.Wave} began before wave {wave} was over.");
        Require(of.Wave > wave && InWave(of.Wave).Any(), $"Wave {of.Wave} began, which is out of order or has no atom of this run.");
        Require(Enumerable.Range(1, of.Wave - 1).SelectMany(InWave).All(Conclusive), $"Wave {of.Wave} began while an atom of an earlier wave was open.");
        wave = of.Wave;
    }

    private void Take(RunEvent.WaveEnded of)
    {
        Require(of.Wave == wave && endedWaves.Add(wave), $"Wave {of.Wave} ended, which was not under way.");
        Require(InWave(wave).All(Conclusive), $"Wave {wave} ended with an atom open.");
        var total = InWave(wave).Count();
        var succeeded = InWave(wave).Count(atom => atoms[atom].Conclusion == Conclusion.Succeeded);
        Require((of.Total, of.Succeeded) == (total, succeeded), $"Wave {wave} has {succeeded} successes among {total}, not {of.Succeeded} among {of.Total}.");
        var share = (double)succeeded / total;
        if (share < plan.StopBelow && StopReason is null && OpenAtoms().Any())
            mustStop = new StopReason.WaveBelow(wave, share, plan.StopBelow);
    }

    private void Take(RunEvent.AttemptStarted of)
    {
        var atom = atoms[of.Atom];
        Require(started && StopReason is null, $"{Name(of.Atom)} started in a run that is not running.");
        Require(atom.Ready && atom.Idle, $"{Name(of.Atom)} started without being ready.");
        Require(of.Number == atom.Attempts + 1, $"{Name(of.Atom)} started attempt {of.Number} after attempt {atom.Attempts}.");
        Require(of.Revision == atom.Revision, $"{Name(of.Atom)} started with revision {of.Revision} of its code; the newest is {atom.Revision}.");
        CheckTries(of.Atom);
        CheckMayStart(of.Atom);
        var first = Enumerable.Range(0, atoms.Length).Where(each => atoms[each].Ready).MinBy(each => (-(long)plan.Atoms[each].Settings.Priority, each));
        Require(first == of.Atom, $"{Name(of.Atom)} started before {Name(first)}.");

        atom.Ready = false;
        atom.Attempts = of.Number;
        atom.OpenAttempt = of.Number;
        atom.TriedRevision = of.Revision;
        atom.Spawned = false;
    }

    private void CheckTries(int index)
    {
        var atom = atoms[index];
        Require(atom.Failures <= plan.Atoms[index].Settings.Retries, $"{Name(index)} is tried again after {atom.Failures} failures.");
        Require(atom.Interruptions <= 8, $"{Name(index)} is tried again after {atom.Interruptions} interruptions.");
        if (atom.LastOutcome != AttemptOutcome.Failed)
            return;
        Require(atom.LastStrategy is Strategy.Retry || atom.Revision > atom.TriedRevision, $"{Name(index)} is tried again unchanged after {atom.LastFailure}.");
    }

    /// <summary>What must hold when an attempt is stored, and again when its process is launched.</summary>
    public void CheckMayStart(int index)
    {
        foreach (var need in plan.Atoms[index].Needs.Where(need => atoms[need].InRun))
        {
            Require(atoms[need].Conclusion is not null, $"{Name(index)} starts before {Name(need)}, which it needs, has concluded.");
            Require(!Blocks(need), $"{Name(index)} starts without {Name(need)}, which it needs.");
        }

        if (schedule == Schedule.Sequential)
            Require(atoms.Where((_, other) => other != index).All(other => other.OpenAttempt is null), $"{Name(index)} starts beside another atom.");
        if (schedule == Schedule.Waves)
        {
            Require(plan.Graph.WaveOf(index) == wave, $"{Name(index)} starts in wave {wave}.");
            Require(Enumerable.Range(1, wave - 1).SelectMany(InWave).All(Conclusive), $"{Name(index)} starts before the waves below are over.");
        }
    }

    private void Take(RunEvent.AttemptEnded of)
    {
        var atom = atoms[of.Atom];
        Require(IsOpen(of.Atom, of.Number), $"{Name(of.Atom)} ended attempt {of.Number}, which was not under way.");
        Require(of.Outcome == Expected(of), $"{of.Ending.Cause} became {of.Outcome}.");
        Require(of.Outcome == AttemptOutcome.Failed == of.Failure is not null, $"Outcome {of.Outcome} came with failure {of.Failure}.");
        atom.OpenAttempt = null;
        atom.LastOutcome = of.Outcome;
        atom.LastFailure = of.Failure ?? atom.LastFailure;
        atom.LastStrategy = of.Failure is null ? atom.LastStrategy : null;
        atom.Failures += of.Outcome == AttemptOutcome.Failed ? 1 : 0;
        atom.Interruptions += of is { Outcome: AttemptOutcome.Interrupted, Ending.Cause: not EndCause.Lost { Begun: false } } ? 1 : 0;
    }

    private static AttemptOutcome Expected(RunEvent.AttemptEnded of) => of.Ending.Cause switch
    {
        EndCause.CancelledBy => AttemptOutcome.Cancelled,
        EndCause.Lost => AttemptOutcome.Interrupted,
        EndCause.Exited { Code: 0 } when of.Exception is null => AttemptOutcome.Succeeded,
        _ => AttemptOutcome.Failed,
    };

    // Not which strategy is best, only that none is given up before its time nor kept beyond it.
    private void CheckStrategy(RunEvent.StrategyChosen of)
    {
        var atom = atoms[of.Atom];
        var settings = plan.Atoms[of.Atom].Settings;
        var givesUp = of.Strategy is Strategy.Manual or Strategy.Skip;
        Require(!givesUp || (of.Strategy == Strategy.Manual) == settings.Critical, $"{Name(of.Atom)} is given up by {of.Strategy}.");
        if (StopReason is not null || atom.Failures > settings.Retries)
            Require(givesUp, $"{Name(of.Atom)} goes on with {of.Strategy} after {atom.Failures} failures.");
        else if (atom.LastFailure!.Category is FailureCategory.Network or FailureCategory.RateLimited or FailureCategory.Killed)
            Require(of.Strategy == Strategy.Retry, $"{Name(of.Atom)} is not tried again but {of.Strategy} after {atom.Failures} failures of {settings.Retries + 1}.");
    }

    private void Take(RunEvent.MadeReady of)
    {
        var atom = atoms[of.Atom];
        Require(StopReason is null && atom.Idle && !atom.Ready, $"{Name(of.Atom)} was made ready, but it is stopped, busy, concluded or ready.");
        atom.Ready = true;
        atom.RetryAt = null;
        atom.AwaitedFix = null;
    }

    private void Take(RunEvent.AtomConcluded of)
    {
        var atom = atoms[of.Atom];
        Require(atom.InRun && atom.Conclusion is null, $"{Name(of.Atom)} concluded {of.Conclusion} after it had concluded {atom.Conclusion}.");
        Require(atom.OpenAttempt is null, $"{Name(of.Atom)} concluded {of.Conclusion} with attempt {atom.OpenAttempt} under way.");
        CheckReason(of, atom, plan.Atoms[of.Atom].Settings.Critical);
        atom.Conclusion = of.Conclusion;
        atom.Because = of.Because;
        atom.Ready = false;
        atom.RetryAt = null;
        atom.AwaitedFix = null;
    }

    private void CheckReason(RunEvent.AtomConcluded of, AtomLedger atom, bool critical)
    {
        var holds = (of.Conclusion, of.Because) switch
        {
            (Conclusion.Succeeded, null) => atom.LastOutcome == AttemptOutcome.Succeeded,
            (Conclusion.Failed, Because.OwnFailure own) => critical && FailedForGood(of.Atom, own, Strategy.Manual),
            (Conclusion.Skipped, Because.OwnFailure own) => !critical && FailedForGood(of.Atom, own, Strategy.Skip),
            (Conclusion.Failed, Because.InterruptedTooOften often) => critical && atom.Interruptions == 9 && often.Times == 9,
            (Conclusion.Skipped, Because.InterruptedTooOften often) => !critical && atom.Interruptions == 9 && often.Times == 9,
            (Conclusion.Skipped, Because.NeedFailed need) => StopReason is null && atom.Attempts == 0 && AllNeedsOf(of.Atom).Any(other => IsRoot(other, need.Key)),
            (Conclusion.Skipped, Because.WaveBelow below) => StopReason is StopReason.WaveBelow stop && stop == new StopReason.WaveBelow(below.Wave, below.Share, below.StopBelow),
            (Conclusion.Cancelled, Because.StoppedBy by) =>
                atom.LastOutcome == AttemptOutcome.Cancelled
                || (StopReason is StopReason.StopRequested stop && stop.Who == by.Who)
                || (StopReason is StopReason.CancelRequested cancel && cancel.Who == by.Who),
            _ => false,
        };
        Require(holds, $"{Name(of.Atom)} has no cause to conclude {of.Conclusion} because of {of.Because}.");
    }

    private bool FailedForGood(int atom, Because.OwnFailure own, Strategy strategy) =>
        atoms[atom].LastOutcome == AttemptOutcome.Failed && own.Failure == atoms[atom].LastFailure && own.Strategy == strategy
        && atoms[atom].LastStrategy == strategy;

    private bool IsRoot(int atom, string key) =>
        plan.Atoms[atom].Key == key && plan.Atoms[atom].Settings.Critical && atoms[atom].Conclusion is Conclusion.Failed or Conclusion.Cancelled;

    private HashSet<int> AllNeedsOf(int atom)
    {
        var found = new HashSet<int>();
        var toVisit = new Stack<int>(plan.Atoms[atom].Needs);
        while (toVisit.TryPop(out var need))
        {
            if (atoms[need].InRun && found.Add(need))
                plan.Atoms[need].Needs.ToList().ForEach(toVisit.Push);
        }

        return found;
    }

    private void Take(RunEvent.Stopping of)
    {
        Require(
            (StopReason, of.Reason) is (null, _) or (Core.Runs.StopReason.StopRequested, Core.Runs.StopReason.CancelRequested),
            $"{of.Reason} came after {StopReason}.");
        if (of.Reason is StopReason.WaveBelow below)
            Require(below == mustStop, $"{below} stopped the run, but the rule says {mustStop?.ToString() ?? "go on"}.");
        mustStop = null;
        StopReason = of.Reason;
        foreach (var atom in atoms)
            atom.Ready = false;
    }

    private void Take(RunEvent.Ended of)
    {
        var cut = atoms.Any(atom => atom.Conclusion == Conclusion.Cancelled || atom.Because is Because.WaveBelow);
        var missed = atoms.Where((atom, index) => atom.InRun && plan.Atoms[index].Settings.Critical).Any(atom => atom.Conclusion != Conclusion.Succeeded);
        var status = StopReason is StopReason.CancelRequested && cut ? RunStatus.Cancelled
            : StopReason is not null && cut ? RunStatus.Stopped
            : missed ? RunStatus.Failed
            : RunStatus.Completed;
        Require(of.Status == status, $"The run ended {of.Status} where it is {status}.");
        Require(wave == 0 || endedWaves.Contains(wave), $"The run ended in the middle of wave {wave}.");
        ended = of.Status;
    }

    private void CheckAfterDecision()
    {
        Require(mustStop is null, $"The run goes on although {mustStop}.");
        Require(Ended == (!OpenAtoms().Any() && (started || StopReason is not null)), $"A run ends exactly when nothing of it is open.");
        for (var atom = 0; atom < atoms.Length; atom++)
        {
            if (StopReason is not null)
                Require(!atoms[atom].Idle, $"{Name(atom)} is still open though idle in a run that stops.");
            else if (started && atoms[atom].Waiting)
                CheckWaits(atom);
        }

        if (schedule == Schedule.Waves && started && !Ended)
            Require(InWave(wave).Any(atom => !Conclusive(atom)), $"Wave {wave} is over and nothing follows.");
    }

    private void CheckWaits(int atom)
    {
        var needs = plan.Atoms[atom].Needs.Where(need => atoms[need].InRun).ToArray();
        Require(!needs.Any(Blocks), $"{Name(atom)} waits for what will never come.");
        Require(schedule == Schedule.Waves ? plan.Graph.WaveOf(atom) > wave : needs.Any(need => atoms[need].Conclusion is null), $"{Name(atom)} waits for nothing.");
    }

    // Without a success there is something to go on with only where a failure was allowed.
    private bool Blocks(int need) => atoms[need] switch
    {
        { Conclusion: null or Conclusion.Succeeded } => false,
        { Because: Because.NeedFailed } => true,
        _ => plan.Atoms[need].Settings.Critical,
    };

    private IEnumerable<int> InWave(int number) => plan.Graph.AtomsOfWave(number).ToArray().Where(atom => atoms[atom].InRun);

    private IEnumerable<AtomLedger> OpenAtoms() => atoms.Where(atom => atom.InRun && atom.Conclusion is null);

    private string Name(int atom) => $"Atom '{plan.Atoms[atom].Key}'";

    private static void Require(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref RuleBrokenException.WhenBroken what) =>
        RuleBrokenException.Unless(holds, ref what);

    /// <summary>The same run, as the product's state has it: every public number counted again, and every atom compared.</summary>
    public void CheckAgainst(RunState run)
    {
        for (var atom = 0; atom < atoms.Length; atom++)
        {
            Require(Agrees(atoms[atom], run.StateOf(atom)), $"{Name(atom)} is {run.StateOf(atom)?.ToString() ?? "not in the run"}, which is not what was stored.");
            Require(run.AttemptsOf(atom) == atoms[atom].Attempts, $"{Name(atom)} had {atoms[atom].Attempts} attempts, not {run.AttemptsOf(atom)}.");
            var history = run.HistoryOf(atom);
            Require(
                (history.Failures.Length, history.Interruptions, history.Revision) == (atoms[atom].Failures, atoms[atom].Interruptions, atoms[atom].Revision),
                $"The history of {Name(atom)} is {history}.");
        }

        Require(run.Ended == Ended && (ended is null || run.Status == ended), $"The run is {run.Status}.");
        Require(run.StopReason == StopReason, $"The run stops because of {run.StopReason}, but {StopReason} was stored.");
    }

    private static bool Agrees(AtomLedger stored, AtomState? state) => state switch
    {
        null => !stored.InRun,
        AtomState.Waiting => stored.Waiting,
        AtomState.Ready => stored.Ready && stored.Idle,
        AtomState.Running running => stored.OpenAttempt == running.Attempt && stored.Spawned == running.Spawned,
        AtomState.BackingOff backingOff => stored.RetryAt == backingOff.RetryAt,
        AtomState.AwaitingFix awaiting => stored.AwaitedFix == awaiting.Strategy && stored.Attempts == awaiting.Attempt,
        AtomState.Concluded concluded => stored.Conclusion == concluded.Conclusion && (stored.Inherited || stored.Because == concluded.Because),
        _ => false,
    };
}
