using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Plans;
using Holdfast.Engine.Storage;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Runs;

/// <summary>
/// Looks at the state of any run: of one that is driven with its own writer's, of all others by replay. A replay is kept, and the next look at the
/// same run applies what came since: who asks about a large run asks again.
/// </summary>
internal sealed class RunStates(IStore store, RunDesk desk) : IDisposable
{
    /// <summary>Of replayed runs so many are kept. One of 100,000 atoms takes 33 MB.</summary>
    private const int MostKept = 2;

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly List<Kept> kept = [];

    private sealed class Kept(RunId run, Plan plan, RunState state)
    {
        public RunId Run => run;

        public Plan Plan => plan;

        public RunState State => state;

        public long Through { get; set; }
    }

    /// <param name="look">What it is given changes afterwards, and may not be kept.</param>
    public async Task<T> LookAsync<T>(StoredRun run, Func<RunState, T> look, CancellationToken cancellationToken)
    {
        if (desk.FindDriven(run.Id) is { } driven)
            return await driven.LookAsync(look).WaitAsync(cancellationToken);
        await gate.WaitAsync(cancellationToken);
        try
        {
            return look(await ReplayAsync(run, cancellationToken));
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task<RunState> ReplayAsync(StoredRun run, CancellationToken cancellationToken)
    {
        var known = kept.Find(each => each.Run == run.Id);
        if (known is null)
        {
            var plan = PlanDocument.Read((await RunHistories.RevisionOfAsync(store, run, cancellationToken)).Document);
            known = new Kept(run.Id, plan, new RunState(run.Id, plan));
        }

        // One that fails in the middle is half applied: it is kept only once it is whole.
        kept.Remove(known);
        await foreach (var stored in store.ReadEventsAsync(run.Id, known.Plan, known.Through, cancellationToken))
        {
            known.State.Apply(stored.Event);
            known.Through = stored.Sequence;
        }

        kept.Insert(0, known);
        if (kept.Count > MostKept)
            kept.RemoveAt(MostKept);
        return known.State;
    }
}
