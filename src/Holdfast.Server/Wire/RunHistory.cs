using Holdfast.Core.Plans;
using Holdfast.Core.Results;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;

namespace Holdfast.Server.Wire;

/// <summary>One run as its stored events and attempts tell it. Every document about a run is made from this, during the run and after.</summary>
public sealed class RunHistory
{
    private readonly Dictionary<int, List<AtomDecision>> decisions = [];
    private readonly Dictionary<int, List<RunEvent.CodeRevised>> revisions = [];
    private readonly List<StoredAttempt>?[] attempts;

    private RunHistory(StoredRun run, Plan plan, SecretMask mask)
    {
        Run = run;
        State = new RunState(run.Id, plan);
        Record = new RunRecord(plan);
        Mask = mask;
        attempts = new List<StoredAttempt>?[plan.Atoms.Length];
    }

    public StoredRun Run { get; }

    public RunState State { get; }

    /// <summary>The same, added up.</summary>
    public RunRecord Record { get; }

    public Plan Plan => State.Plan;

    /// <summary>To be laid over whatever the run's atoms wrote, before anybody is shown it.</summary>
    public SecretMask Mask { get; }

    public static async Task<RunHistory> LoadAsync(IStore store, StoredRun run, Plan plan, SecretMask mask, CancellationToken cancellationToken)
    {
        var history = new RunHistory(run, plan, mask);
        await foreach (var stored in store.ReadEventsAsync(run.Id, plan, afterSequence: 0, cancellationToken))
            history.Take(stored.Event);
        await foreach (var attempt in store.ReadAttemptsAsync(run.Id, cancellationToken))
        {
            if (plan.TryFind(attempt.AtomKey, out var atom))
                (history.attempts[atom] ??= new List<StoredAttempt>(1)).Add(attempt);
        }

        return history;
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<StoredAttempt> AttemptsOf(int atom) => attempts[atom] ?? [];

    /// <summary>What was decided about its failures, oldest first.</summary>
    public IReadOnlyList<AtomDecision> DecisionsOf(int atom) => decisions.TryGetValue(atom, out var chosen) ? chosen : [];

    /// <summary>Oldest first; revision 0, the plan's own code, is not among them.</summary>
    public IReadOnlyList<RunEvent.CodeRevised> RevisionsOf(int atom) => revisions.TryGetValue(atom, out var revised) ? revised : [];

    private void Take(RunEvent happened)
    {
        State.Apply(happened);
        Record.Take(happened);
        switch (happened)
        {
            case RunEvent.StrategyChosen chosen:
                Add(decisions, chosen.Atom, new AtomDecision(chosen, Declined: null, Revision: null));
                break;
            case RunEvent.FixDeclined declined:
                ChangeLast(declined.Atom, decision => decision with { Declined = declined.Why });
                break;
            case RunEvent.CodeRevised revised:
                Add(revisions, revised.Atom, revised);
                ChangeLast(revised.Atom, decision => decision with { Revision = revised.Revision });
                break;
        }
    }

    // Code that a person brought along comes before any decision.
    private void ChangeLast(int atom, Func<AtomDecision, AtomDecision> change)
    {
        if (decisions.TryGetValue(atom, out var made))
            made[^1] = change(made[^1]);
    }

    private static void Add<T>(Dictionary<int, List<T>> lists, int atom, T item)
    {
        if (!lists.TryGetValue(atom, out var list))
            lists.Add(atom, list = []);
        list.Add(item);
    }
}

/// <summary>A decision about a failed attempt, and what came of it.</summary>
/// <param name="Declined">Why no code could be made; null unless that was asked for and failed.</param>
/// <param name="Revision">The code that was made; null when none was.</param>
public sealed record AtomDecision(RunEvent.StrategyChosen Chosen, string? Declined, int? Revision)
{
    /// <summary>The attempt it is about.</summary>
    public int Number => Chosen.Number;

    public Core.Failures.Strategy Strategy => Chosen.Strategy;
}
