using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;

namespace Holdfast.Server.Wire;

/// <summary>One run as its stored events and attempts tell it. Every document about a run is made from this, during the run and after.</summary>
public sealed class RunHistory
{
    private readonly Dictionary<int, List<RunEvent.StrategyChosen>> decisions = [];
    private readonly Dictionary<int, List<RunEvent.CodeRevised>> revisions = [];
    private readonly List<StoredAttempt>?[] attempts;

    private RunHistory(StoredRun run, Plan plan)
    {
        Run = run;
        State = new RunState(run.Id, plan);
        attempts = new List<StoredAttempt>?[plan.Atoms.Length];
    }

    public StoredRun Run { get; }

    public RunState State { get; }

    public Plan Plan => State.Plan;

    public static async Task<RunHistory> LoadAsync(IStore store, StoredRun run, Plan plan, CancellationToken cancellationToken)
    {
        var history = new RunHistory(run, plan);
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
    public IReadOnlyList<RunEvent.StrategyChosen> DecisionsOf(int atom) => decisions.TryGetValue(atom, out var chosen) ? chosen : [];

    /// <summary>Oldest first; revision 0, the plan's own code, is not among them.</summary>
    public IReadOnlyList<RunEvent.CodeRevised> RevisionsOf(int atom) => revisions.TryGetValue(atom, out var revised) ? revised : [];

    private void Take(RunEvent happened)
    {
        State.Apply(happened);
        switch (happened)
        {
            case RunEvent.StrategyChosen chosen:
                Add(decisions, chosen.Atom, chosen);
                break;
            case RunEvent.CodeRevised revised:
                Add(revisions, revised.Atom, revised);
                break;
        }
    }

    private static void Add<T>(Dictionary<int, List<T>> lists, int atom, T item)
    {
        if (!lists.TryGetValue(atom, out var list))
            lists.Add(atom, list = []);
        list.Add(item);
    }
}
