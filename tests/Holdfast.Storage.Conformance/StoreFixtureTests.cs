using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;

namespace Holdfast.Storage.Conformance;

/// <summary>Stores of every release, opened by this one.</summary>
public sealed class StoreFixtureTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-fixture-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("store-v1")]
    public async Task Open_AStoreOfARelease_ReadsReplaysAndContinuesIt(string fixture)
    {
        var kept = Path.Combine(AppContext.BaseDirectory, "fixtures", fixture);
        var path = Path.Combine(folder, "store.db");
        File.Copy(Path.Combine(kept, "store.db"), path);
        await using var store = SqliteStore.Open(path);

        var decided = await ReadAsync(store, StoreFixture.Decided, StoreFixture.Plan);
        var sampled = await ReadAsync(store, StoreFixture.Sampled, SampleEvents.Plan);

        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(kept, "events.jsonl"), Ct),
            StoreFixture.ToJsonLines(decided, StoreFixture.Plan) + StoreFixture.ToJsonLines(sampled, SampleEvents.Plan));
        var replayed = new RunState(StoreFixture.Decided, StoreFixture.Plan);
        foreach (var happened in decided)
            replayed.Apply(happened);
        Assert.Equal((RunStatus.Completed, 3, 4), (replayed.Status, replayed.Succeeded, replayed.Total));
        var run = (await store.FindRunAsync("1", Ct)).Run;
        Assert.Equal((RunStatus.Completed, 3, 1), (run!.Status, run.Succeeded, run.Skipped));
        Assert.Equal("""{"rows":3}""", await store.LoadResultAsync(StoreFixture.Decided, "fetch", 1, Ct));
        Assert.Equal("print(1)", (await store.LoadRevisionAsync(StoreFixture.Decided, "broken", 1, Ct))?.Code.Code);
        Assert.NotNull(await store.LoadPlanAsync(run.RevisionHash, Ct));
        Assert.Equal(3, (await RunDriver.CreateAsync(store, StoreFixture.Plan, Ct)).Stored.Number);
    }

    [Fact]
    public async Task CreateExecution_InAStoreOfTheFirstRelease_IsBehindItsAttempts()
    {
        var path = Path.Combine(folder, "store.db");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "fixtures", "store-v1", "store.db"), path);
        await using var store = SqliteStore.Open(path);
        Assert.Empty(await store.ListExecutionsAsync(new ExecutionFilter(10), Ct));
        var attempts = 0;
        foreach (var run in await store.ListRunsAsync(new RunFilter(10), Ct))
        {
            await foreach (var attempt in store.ReadAttemptsAsync(run.Id, Ct))
                attempts++;
        }

        var order = new ExecutionOrder { Arguments = ["true"], WorkingDirectory = "/" };
        var created = await store.CreateExecutionAsync(
            new NewExecution(new ExecutionId(Guid.NewGuid()), order, new Dictionary<string, string>(), DateTimeOffset.UnixEpoch), Ct);

        Assert.Equal(attempts + 1, created.Number);
        Assert.Equal([created], await store.ListExecutionsAsync(new ExecutionFilter(10), Ct));
    }

    private static async Task<List<RunEvent>> ReadAsync(SqliteStore store, RunId run, Plan plan)
    {
        var events = new List<RunEvent>();
        await foreach (var stored in store.ReadEventsAsync(run, plan, 0, Ct))
            events.Add(stored.Event);
        return events;
    }
}
