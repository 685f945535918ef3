using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Plans;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;

namespace Holdfast.Server.Wire;

/// <summary>Loads runs with the plans they ran, each once. To answer one question with: it never looks again.</summary>
public sealed class RunHistories(IStore store, KnownSecrets secrets)
{
    private readonly Dictionary<RunId, RunHistory> histories = [];
    private readonly Dictionary<string, Plan> plans = [];

    public async Task<RunHistory> LoadAsync(StoredRun run, CancellationToken cancellationToken)
    {
        if (!histories.TryGetValue(run.Id, out var history))
        {
            var plan = await PlanOfAsync(run, cancellationToken);
            histories.Add(run.Id, history = await RunHistory.LoadAsync(store, run, plan, secrets.MaskOf(plan), cancellationToken));
        }

        return history;
    }

    /// <returns>Null when the run was deleted.</returns>
    public async Task<RunHistory?> LoadAsync(RunId run, CancellationToken cancellationToken)
    {
        if (histories.TryGetValue(run, out var history))
            return history;
        var found = await store.FindRunAsync(run.ToString(), cancellationToken);
        return found.Run is null ? null : await LoadAsync(found.Run, cancellationToken);
    }

    public async Task<Plan> PlanOfAsync(StoredRun run, CancellationToken cancellationToken)
    {
        if (!plans.TryGetValue(run.RevisionHash, out var plan))
            plans.Add(run.RevisionHash, plan = PlanDocument.Read((await RevisionOfAsync(store, run, cancellationToken)).Document));
        return plan;
    }

    public static async Task<PlanRevision> RevisionOfAsync(IStore store, StoredRun run, CancellationToken cancellationToken) =>
        await store.LoadPlanAsync(run.RevisionHash, cancellationToken)
        ?? throw new InvalidOperationException($"The plan of run {run.Number} (revision {run.RevisionHash}) is not in the store.");
}
