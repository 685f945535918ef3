using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;

namespace Holdfast.Server.Tests;

/// <summary>A run that was, and is no more.</summary>
internal static class RemovedRun
{
    /// <returns>The sequence of its last event.</returns>
    public static async Task<long> MakeAsync(string home, CancellationToken cancellationToken)
    {
        var start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var plan = Plan.Create(PlanId.Derive("gone", "/plans/gone.yaml"), "gone", Schedule.Waves, stopBelow: 0, "{}", "/plans", []);
        var revision = new PlanRevision(plan.Id, plan.Name, "/plans/gone.yaml", new string('0', 64), "{}"u8.ToArray());
        var id = new RunId(new Guid("0196f0a0-0000-7000-8000-000000000009"));
        var state = new RunState(id, plan);
        await using var store = SqliteStore.Open(Path.Combine(home, "store.db"));
        await store.SavePlanAsync(revision, cancellationToken);
        var created = RunDecider.Create(state, new RunEvent.Created(start, plan.Schedule, null, [], null, null), []).Events;
        var owner = new RunOwner(new ProcessIdentity(1, 1, Guid.NewGuid()));
        var run = await store.CreateRunAsync(new NewRun(id, plan, revision.Hash, created), owner, cancellationToken);
        await store.AppendAsync(new RunAppend(id, run.Epoch, plan, RunDecider.Decide(state, RunCommand.Begin.Instance, start).Events), cancellationToken);
        var last = (await store.ReadLogAsync(new LogFilter(0, 1000), cancellationToken)).Events[^1].Sequence;
        Assert.True(await store.DeleteRunAsync(id, cancellationToken), "The run has not ended.");
        return last;
    }
}
