using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Maintenance;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Tests.Executions;

namespace Holdfast.Engine.Tests.Maintenance;

public sealed class GarbageCollectionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_WithOldAndNew_RemovesWhatIsOverAndNothingThatRuns()
    {
        await using var home = await DeskHome.OpenAsync();
        var running = await home.StartUntilReadyAsync("READY; sleep 600");
        // Not by way of the home, which would look for it when the test is over.
        var over = await home.EndOfAsync(Assert.IsType<ExecutionStart.Started>(await home.Desk.StartAsync(DeskHome.Shell("echo out"), Ct)).Execution.Id);
        var folder = home.FolderOf(over.Id).Path;

        var kept = await CollectAsync(home, RetentionRule.Default);
        var done = await CollectAsync(home, new RetentionRule(TimeSpan.Zero, 1000));
        var again = await CollectAsync(home, new RetentionRule(TimeSpan.Zero, 1000));

        Assert.Equal((0, 1, 0), (kept.Executions, done.Executions, again.Executions));
        Assert.False(Directory.Exists(folder));
        Assert.Null((await home.Store.FindExecutionAsync(over.Id.ToString(), Ct)).Execution);
        Assert.Empty(await home.Store.ReadExecutionEventsAsync(over.Id, Ct));
        Assert.Equal("processing", (await home.StoredAsync(running.Id)).StateWord);
        Assert.True(Directory.Exists(home.FolderOf(running.Id).Path));
    }

    [Fact]
    public async Task Run_BeyondTheMostThatAreKept_RemovesTheOldest()
    {
        await using var home = await DeskHome.OpenAsync();
        var ended = await FillAsync(home.Store, 30);

        await CollectAsync(home, new RetentionRule(TimeSpan.FromDays(30), 10));

        Assert.Equal(ended.TakeLast(10).Reverse(), (await home.Store.ListExecutionsAsync(new ExecutionFilter(100), Ct)).Select(execution => execution.Id));
    }

    [Fact]
    public async Task Run_WithOldEventsOfTheQueue_RemovesThemAndKeepsWhatTheyDid()
    {
        await using var home = await DeskHome.OpenAsync();
        await home.Desk.PauseQueueAsync("build", "me");
        await home.Desk.PauseQueueAsync(null, "me");
        var last = (await home.Store.ReadQueueEventsAsync(10, Ct))[^1].Sequence;

        await CollectAsync(home, RetentionRule.Default);
        Assert.Equal(2, (await home.Store.ReadQueueEventsAsync(10, Ct)).Count);
        await CollectAsync(home, new RetentionRule(TimeSpan.Zero, 1000));

        Assert.Empty(await home.Store.ReadQueueEventsAsync(10, Ct));
        Assert.Equal(last, (await home.Store.ReadLogAsync(new LogFilter(0, 10), Ct)).Trimmed);
        var held = await home.Store.LoadQueueAsync(Ct);
        Assert.Equal(("me", "me"), (held.Whole.PausedBy, held.Keys["build"].PausedBy));
        await home.Desk.ResumeQueueAsync(null, "me");
    }

    [Fact]
    public async Task Run_OfMany_LeavesAStoreOfLittleMoreThanWhatItHolds()
    {
        await using var home = await DeskHome.OpenAsync();
        await FillAsync(home.Store, 3_000);

        var done = await CollectAsync(home, new RetentionRule(TimeSpan.FromDays(30), 300));

        Assert.Equal(2_700, done.Executions);
        Assert.True(done.After.FileBytes < done.Before.FileBytes / 2, $"{done}");
        Assert.True(done.After.FileBytes <= done.After.LiveBytes * 1.3, $"{done}");
        Assert.Equal(new FileInfo(home.Home.Store).Length, done.After.FileBytes);
    }

    private static async Task<GarbageCollected> CollectAsync(DeskHome home, RetentionRule rule)
    {
        using var garbage = new GarbageCollection(home.Home, home.Store, home.Desk, rule, TimeProvider.System);
        return await garbage.RunAsync(Ct);
    }

    private static async Task<List<ExecutionId>> FillAsync(IStore store, int count)
    {
        var now = TimeProvider.System.GetUtcNow();
        var order = new ExecutionOrder { Arguments = ["/bin/true"], WorkingDirectory = "/" };
        var ids = Enumerable.Range(0, count).Select(number => new ExecutionId(Guid.CreateVersion7(now.AddMilliseconds(number)))).ToList();
        await Task.WhenAll(ids.Select(id => store.CreateExecutionAsync(new NewExecution(id, order, new Dictionary<string, string>(), now), Ct)));
        await Task.WhenAll(ids.Select(id => store.AppendExecutionAsync(id, 0, [new ExecutionEvent.Cancelled(now, "the test", Ending: null)], Ct)));
        return ids;
    }
}
