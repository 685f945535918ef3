using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Storage;
using Holdfast.Processes;

namespace Holdfast.Engine.Executions;

/// <summary>How each execution that is not over is doing.</summary>
public sealed partial class ExecutionDesk
{
    /// <summary>Looks at all that are not over; oldest first.</summary>
    public IReadOnlyList<ExecutionVitals> TakeVitals() => TakeVitals([.. seats.Values.Select(seat => seat.Stored)]);

    /// <summary>Looks at one; null when it is over, or there is none.</summary>
    public ExecutionVitals? TakeVitals(ExecutionId execution) =>
        seats.TryGetValue(execution, out var seat) ? TakeVitals([seat.Stored])[0] : null;

    private List<ExecutionVitals> TakeVitals(IReadOnlyList<StoredExecution> open)
    {
        // Processes after records: what is stored as running was started before.
        var usage = TreeUsage.Of(open.ToDictionary(stored => stored.Id, stored => launcher.FolderOf(stored.Id).TryReadShim()?.Process ?? stored.Shim));
        return [.. open.OrderBy(stored => stored.Number).Select(stored => VitalsOf(stored, usage[stored.Id]))];
    }

    private ExecutionVitals VitalsOf(StoredExecution stored, TreeUsage usage)
    {
        var facts = FactsOf(stored);
        var log = new FileInfo(launcher.FolderOf(stored.Id).OutputLog);
        return new ExecutionVitals(
            stored, facts, HealthRules.Judge(facts, (stored.State as ExecutionState.Processing)?.Suspicion), usage,
            log.Exists ? log.Length : 0, log.Exists ? Positive(time.GetUtcNow() - new DateTimeOffset(log.LastWriteTimeUtc)) : null);
    }

    // The wall clock may have been set back meanwhile.
    private static TimeSpan Positive(TimeSpan age) => age > TimeSpan.Zero ? age : TimeSpan.Zero;
}

/// <summary>One execution that is not over, as it was seen at one moment.</summary>
/// <param name="OutputBytes">Of its log.</param>
/// <param name="OutputAge">Since it wrote last; null when it has written nothing.</param>
public sealed record ExecutionVitals(
    StoredExecution Execution, ExecutionFacts Facts, ExecutionHealth Health, TreeUsage Usage, long OutputBytes, TimeSpan? OutputAge);
