using Holdfast.Core.Plans;
using Holdfast.Core.Results;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Protocol.Results;
using Holdfast.Protocol.Runs;
using Holdfast.Server.Endpoints;
using Holdfast.Server.Wire;
using Holdfast.Server.Wire.Results;
using AtomHistory = Holdfast.Protocol.Runs.AtomHistory;
using ResultLevel = Holdfast.Protocol.Results.ResultLevel;
using RunStatus = Holdfast.Protocol.Runs.RunStatus;

namespace Holdfast.Server.Runs;

/// <summary>Everything that is told about runs from what is stored, while they go on and after. One of it answers one question.</summary>
/// <param name="home">The folder everything is kept in.</param>
internal sealed class RunReports(IStore store, string home, KnownSecrets secrets)
{
    private readonly RunHistories histories = new(store, secrets);

    /// <param name="statuses">Null: of any.</param>
    /// <param name="plan">Null: of any.</param>
    public async Task<RunList> ListAsync(int limit, IReadOnlyList<RunStatus>? statuses, Guid? plan, ListQuery list, CancellationToken cancellationToken)
    {
        // One more than asked for tells whether there is a next page.
        var runs = await store.ListRunsAsync(new RunFilter(limit + 1, Plan: plan is { } id ? new PlanId(id) : null, Statuses: statuses?.Select(status => status.ToCore()).ToList(), Before: list.Before, Order: list.Order), cancellationToken);
        return new RunList([.. runs.Take(limit).Select(RunRows.Of)], runs.Count > limit ? list.CursorOf(runs[limit - 1]) : null);
    }

    public async Task<AttemptList> AttemptsAsync(string reference, string key, CancellationToken cancellationToken)
    {
        var history = await LoadAsync(reference, cancellationToken);
        return new AttemptList(history.Run.Id.Value, key, AtomHistories.Attempts(history, history.RequireAtom(key)));
    }

    public async Task<AtomRevisions> RevisionsAsync(string reference, string key, CancellationToken cancellationToken)
    {
        var history = await LoadAsync(reference, cancellationToken);
        return RevisionDocuments.Of(history, history.RequireAtom(key));
    }

    /// <param name="everything">Whether all results and outputs are wanted, and not only the results nobody needed.</param>
    public async Task<RunDocument> ShowAsync(string reference, bool everything, CancellationToken cancellationToken) =>
        await new RunDocuments(store, home).OfAsync(await LoadAsync(reference, cancellationToken), everything ? RunContent.Everything : RunContent.FinalResults, cancellationToken);

    public async Task<AtomHistory> ShowAtomAsync(string reference, string key, CancellationToken cancellationToken)
    {
        var history = await LoadAsync(reference, cancellationToken);
        return await new AtomHistories(store, home).OfAsync(history, history.RequireAtom(key), cancellationToken);
    }

    public async Task<RunStats> StatsAsync(string reference, CancellationToken cancellationToken)
    {
        var run = await store.RequireRunAsync(reference, cancellationToken);
        return RunStatsDocuments.Of(run, await RecordAsync(run, cancellationToken));
    }

    public async Task<LevelReport> LevelsAsync(string reference, ResultLevel level, CancellationToken cancellationToken)
    {
        var run = await store.RequireRunAsync(reference, cancellationToken);
        var record = await RecordAsync(run, cancellationToken);
        return new LevelReports(home).Of(run, record, level.ToCore(), secrets.MaskOf(record.Plan));
    }

    public async Task<RunExport> ExportAsync(string reference, CancellationToken cancellationToken) =>
        await new RunExports(store, home).OfAsync(await LoadAsync(reference, cancellationToken), cancellationToken);

    /// <param name="second">A run to compare it with, or an atom of it; null when <paramref name="key"/> names the atom.</param>
    public async Task<RunDifference> DiffAsync(string reference, string? second, string? key, CancellationToken cancellationToken)
    {
        if (second is null == key is null)
            throw new RefusedException(new Error(ErrorCode.Usage, "Name a run to compare it with, or one atom of it.", "holdfast runs diff --help"));
        var run = await store.RequireRunAsync(reference, cancellationToken);
        var history = await histories.LoadAsync(run, cancellationToken);
        if (key is not null)
            return new RunDifference(null, RevisionDocuments.Of(history, history.RequireAtom(key)));

        var other = await store.FindRunAsync(second!, cancellationToken);
        var isAtom = history.Plan.TryFind(second!, out var atom) && history.State.StateOf(atom) is not null;
        if (isAtom && other is not { Run: null, Candidates.Count: 0 })
        {
            throw new RefusedException(new Error(
                ErrorCode.RunOrAtom, $"'{second}' is an atom of run {run.Number}, and may also be a run.", $"holdfast runs diff {run.Number} --atom {second}, or write the run's id"));
        }

        if (isAtom)
            return new RunDifference(null, RevisionDocuments.Of(history, atom));
        if (other is { Run: null, Candidates.Count: 0 })
            throw new RefusedException(new Error(ErrorCode.RunNotFound, $"'{second}' is neither a run nor an atom of run {run.Number}.", "holdfast runs list"));
        var after = await store.RequireRunAsync(second!, cancellationToken);
        if (after.PlanId != run.PlanId)
            throw new RefusedException(new Error(ErrorCode.DifferentPlans, $"Run {run.Number} is of plan '{run.PlanName}' and run {after.Number} of plan '{after.PlanName}': only runs of one plan compare."));
        return new RunDifference(await new RunDiffs(store, histories).OfAsync(history, await histories.LoadAsync(after, cancellationToken), cancellationToken), null);
    }

    private async Task<RunHistory> LoadAsync(string reference, CancellationToken cancellationToken) =>
        await histories.LoadAsync(await store.RequireRunAsync(reference, cancellationToken), cancellationToken);

    private async Task<RunRecord> RecordAsync(StoredRun run, CancellationToken cancellationToken) =>
        await RunRecords.LoadAsync(store, run, await histories.PlanOfAsync(run, cancellationToken), cancellationToken);
}
