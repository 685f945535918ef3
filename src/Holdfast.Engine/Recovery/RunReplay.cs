using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Recovery;

/// <summary>Brings a run's state back from its events. Nothing is decided anew.</summary>
public static class RunReplay
{
    public static async Task<RunState> LoadAsync(IStore store, StoredRun run, Plan plan, CancellationToken cancellationToken)
    {
        var state = new RunState(run.Id, plan);
        await foreach (var stored in store.ReadEventsAsync(run.Id, plan, afterSequence: 0, cancellationToken))
            state.Apply(stored.Event);
        return state;
    }
}
