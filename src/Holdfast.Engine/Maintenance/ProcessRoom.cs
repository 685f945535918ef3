using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Processes;

namespace Holdfast.Engine.Maintenance;

/// <summary>Processes on this machine that bear the mark of an execution. Those of other homes are seen, and left alone.</summary>
public static class ProcessRoom
{
    private const int MostNames = 3;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    internal static CleanupPart Part(IStore store, ExecutionDesk desk, ExecutionRule rule)
    {
        return new CleanupPart(CleanupKind.Process, LookAsync, EndAsync);

        async Task<IReadOnlyList<CleanupStep>> LookAsync(string? only, CancellationToken cancellationToken) =>
            [.. (await TreesAsync(store, desk, only is null ? null : new ExecutionId(Guid.Parse(only)), cancellationToken)).Select(tree => ProcessCleanup.Decide(tree, rule))];

        async Task<string?> EndAsync(CleanupStep step, CancellationToken cancellationToken)
        {
            var id = new ExecutionId(Guid.Parse(step.Subject));
            if (desk.Open.Any(execution => execution.Id == id && !execution.IsOver))
                return await ExecutionRoom.CloseAsync(desk, id, rule, cancellationToken);
            var left = (await LostTrees.EndAsync(new Dictionary<ExecutionId, (ProcessIdentity?, string?)> { [id] = (null, null) }, Grace, cancellationToken))[id].Left;
            return left == 0 ? null : $"{left} of them could not be ended.";
        }
    }

    private static async Task<IReadOnlyList<TreeFacts>> TreesAsync(IStore store, ExecutionDesk desk, ExecutionId? only, CancellationToken cancellationToken)
    {
        // Processes first: one whose record is read later has one.
        var processes = await Task.Run(MarkedProcesses.Scan, cancellationToken);
        var open = desk.LookAtOpen().ToDictionary(facts => facts.Id);
        var records = only is { } one ? await OneRecordAsync(store, one, cancellationToken) : await store.ListRecordsAsync(cancellationToken);
        return [.. processes.Where(process => only is null || process.Execution == only).GroupBy(process => process.Execution).Select(tree => FactsOf(tree, records, open.GetValueOrDefault(tree.Key))).OrderBy(tree => tree.Execution.Value)];
    }

    private static async Task<IReadOnlyDictionary<ExecutionId, ExecutionRecord>> OneRecordAsync(IStore store, ExecutionId id, CancellationToken cancellationToken) =>
        await store.FindRecordAsync(id, cancellationToken) is { } record ? new Dictionary<ExecutionId, ExecutionRecord> { [id] = record } : [];

    private static TreeFacts FactsOf(IGrouping<ExecutionId, MarkedProcess> tree, IReadOnlyDictionary<ExecutionId, ExecutionRecord> records, ExecutionFacts? open)
    {
        var living = tree.Where(process => !process.IsZombie).ToList();
        var names = living.Select(process => process.Name).Distinct().Order(StringComparer.Ordinal).ToList();
        return new TreeFacts(
            tree.Key, living.Count, tree.Count() - living.Count,
            string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? " …" : ""),
            living.Sum(process => process.MemoryBytes), tree.Max(process => process.Age), StandingOf(tree.Key, records), open);
    }

    internal static RecordStanding StandingOf(ExecutionId execution, IReadOnlyDictionary<ExecutionId, ExecutionRecord> records) =>
        StandingOf(records.TryGetValue(execution, out var record) ? record : null);

    /// <param name="record">Null when the store knows none.</param>
    public static RecordStanding StandingOf(ExecutionRecord? record) => record switch
    {
        null => RecordStanding.Unknown,
        { EndedAt: not null } => RecordStanding.Over,
        { IsAttempt: true } => RecordStanding.OpenAttempt,
        _ => RecordStanding.OpenExecution,
    };
}
