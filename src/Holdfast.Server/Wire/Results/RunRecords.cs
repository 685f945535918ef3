using Holdfast.Core.Plans;
using Holdfast.Core.Results;
using Holdfast.Engine.Storage;

namespace Holdfast.Server.Wire.Results;

/// <summary>What happened in a run, from its stored events: during the run, what is durable so far.</summary>
public static class RunRecords
{
    public static async Task<RunRecord> LoadAsync(IStore store, StoredRun run, Plan plan, CancellationToken cancellationToken)
    {
        var record = new RunRecord(plan);
        await foreach (var stored in store.ReadEventsAsync(run.Id, plan, afterSequence: 0, cancellationToken))
            record.Take(stored.Event);
        return record;
    }
}
