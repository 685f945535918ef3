using Holdfast.Core.Atoms;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Simulation;

internal enum StoreFault
{
    None,

    /// <summary>No space, or a torn write: an append is visible whole or not at all, and this one is not.</summary>
    NothingStored,

    /// <summary>The commit said it failed, yet the disk has it.</summary>
    StoredAllTheSame,
}

/// <summary>
/// The one writer of the run, as small as it can be: decide, store, then act. Decisions may pile up before they are stored
/// together; a store that fails ends the host, and a new one replays what is durable.
/// </summary>
internal sealed class Host
{
    private readonly Plan plan;
    private readonly RunId id;
    private readonly Random random;
    private readonly Outside outside;
    private readonly Ledger ledger;
    private readonly TransitionLog seen;
    private readonly List<RunEvent> durable = [];
    private readonly Queue<Decision> unsaved = new();
    private RunState stored;
    private RunState live;

    public Host(Plan plan, RunId id, Random random, Outside outside, Ledger ledger, TransitionLog seen, Decision created)
    {
        (this.plan, this.id, this.random, this.outside, this.ledger, this.seen) = (plan, id, random, outside, ledger, seen);
        stored = new RunState(id, plan);
        live = stored;
        Save(created);
        live = Replay();
        outside.Send(RunCommand.Begin.Instance);
    }

    public bool Ended => unsaved.Count == 0 && live.Ended;

    public void Handle(RunCommand command, DateTimeOffset now)
    {
        var isNews = IsNews(live, command);
        var decision = RunDecider.Decide(live, command, now);
        RuleBrokenException.Unless(
            isNews is null || isNews == decision.Events.Count > 0, $"{command} {(isNews == true ? "changed nothing" : "came late or twice, and changed something")}.");
        RuleBrokenException.Unless(decision.Events.Count > 0 || decision.Effects.Count == 0, $"{command} had an effect without an event.");
        if (decision.Events.Count == 0)
            return;
        StateChecks.CheckCounters(live);
        unsaved.Enqueue(decision);
    }

    /// <summary>Whether a command must change something, or must not; null where either may be.</summary>
    private static bool? IsNews(RunState run, RunCommand command) => command switch
    {
        _ when run.Ended => false,
        RunCommand.Begin => run.Status == RunStatus.Queued,
        RunCommand.Grant => null,
        RunCommand.ProcessStarted of => run.StateOf(of.Atom) is AtomState.Running { Spawned: false } running && running.Attempt == of.Attempt,
        RunCommand.Adopted of => run.StateOf(of.Atom) is AtomState.Running running && running.Attempt == of.Attempt,
        RunCommand.Report of => run.StateOf(of.Atom) is AtomState.Running running && running.Attempt == of.Attempt,
        RunCommand.RetryDue of => run.StateOf(of.Atom) is AtomState.BackingOff backingOff && backingOff.RetryAt == of.RetryAt,
        RunCommand.Fixed of => run.StateOf(of.Atom) is AtomState.AwaitingFix awaiting && awaiting.Attempt == of.Attempt && awaiting.Strategy == of.Strategy,
        RunCommand.NotFixed of => run.StateOf(of.Atom) is AtomState.AwaitingFix awaiting && awaiting.Attempt == of.Attempt && awaiting.Strategy == of.Strategy,
        RunCommand.Stop => run.StopReason is null,
        RunCommand.Cancel => run.StopReason is not StopReason.CancelRequested,
        _ => throw new RuleBrokenException($"Nobody knows whether {command} is news."),
    };

    /// <summary>Stores what was decided, together, and then acts on it.</summary>
    /// <returns>False when the host died of it.</returns>
    public bool Flush(StoreFault fault, bool dieBetweenEffects, DateTimeOffset now)
    {
        var batch = unsaved.ToArray();
        unsaved.Clear();
        if (fault != StoreFault.NothingStored)
            Array.ForEach(batch, Save);
        if (fault != StoreFault.None)
            return false;

        foreach (var effect in batch.SelectMany(decision => decision.Effects))
        {
            if (dieBetweenEffects && random.Next(3) == 0)
                return false;
            outside.Perform(effect, now);
        }

        outside.Check();
        StateChecks.CheckEqual(live, stored);
        return true;
    }

    private void Save(Decision decision)
    {
        ledger.Record(decision.Events);
        seen.Observe(stored, decision.Events);
        durable.AddRange(decision.Events);
        ledger.CheckAgainst(stored);
    }

    /// <summary>The host dies, perhaps in the middle of a commit, and a new one begins.</summary>
    public void DieAndRestart(DateTimeOffset now)
    {
        for (var i = random.Next(unsaved.Count + 1); i > 0; i--)
            Save(unsaved.Dequeue());
        unsaved.Clear();
        outside.HostDied(now);

        live = Replay();
        StateChecks.CheckEqual(live, stored);
        outside.Send(RunCommand.Begin.Instance);
        outside.Recover(live, now);
        foreach (var effect in RunDecider.Recover(live))
            outside.Perform(effect, now);
        outside.Check();
    }

    public RunState Replay()
    {
        var replayed = new RunState(id, plan);
        foreach (var happened in durable)
            // A result value is kept with its attempt, not in the log.
            replayed.Apply(happened is RunEvent.AttemptEnded ended ? ended with { ResultJson = null } : happened);
        return replayed;
    }

    public void CheckReplay()
    {
        StateChecks.CheckEqual(Replay(), stored);
        StateChecks.CheckEqual(live, stored);
    }
}
