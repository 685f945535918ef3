using Holdfast.Protocol.Runs;
using Holdfast.Server.Runs;

namespace Holdfast.Server.Tests;

public sealed class RunFeedTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly RunFeed feed = new();

    [Fact]
    public async Task Watch_FromStartOfARunThatIsOver_TellsAllThatHappened()
    {
        RunUpdate[] all = [Started, Concluded("a"), Concluded("b"), Ended];
        foreach (var update in all)
            feed.Take(update);

        var told = await WatchAsync(fromStart: true);

        Assert.Equal(all, told);
    }

    [Fact]
    public async Task Watch_FromStartForTheSecondTime_TellsHowItStands()
    {
        foreach (var update in new RunUpdate[] { Started, Concluded("a"), Ended })
            feed.Take(update);
        await WatchAsync(fromStart: true);

        var told = await WatchAsync(fromStart: true);

        Assert.Equal([Started with { Concluded = ConclusionCounts.None with { Succeeded = 1 } }, Ended], told);
        Assert.False(feed.HasBeginning);
    }

    [Fact]
    public async Task Watch_NotFromStart_TellsHowItStandsAndKeepsTheBeginningForWhoAskedForTheRun()
    {
        foreach (var update in new RunUpdate[] { Started, Concluded("a"), Ended })
            feed.Take(update);

        var told = await WatchAsync(fromStart: false);

        Assert.Equal([Started with { Concluded = ConclusionCounts.None with { Succeeded = 1 } }, Ended], told);
        Assert.True(feed.HasBeginning);
    }

    [Fact]
    public async Task Watch_FromStartAfterMoreThanIsKept_TellsHowItStands()
    {
        feed.Take(Started);
        for (var atom = 0; atom < 2_000; atom++)
            feed.Take(Concluded($"a{atom}"));
        feed.Take(Ended);

        var told = await WatchAsync(fromStart: true);

        Assert.Equal([Started with { Concluded = ConclusionCounts.None with { Succeeded = 2_000 } }, Ended], told);
    }

    private static RunUpdate.RunStarted Started { get; } =
        new(At, Guid.Empty, 1, "plan", Schedule.Eager, 2, 2, ConclusionCounts.None, [2], Resumed: false, Wave: 0, WaveConcluded: 0);

    private static RunUpdate.RunEnded Ended { get; } = new(At, RunStatus.Completed);

    private static RunUpdate.AtomConcluded Concluded(string key) => new(At, key, 1, Conclusion.Succeeded, Because: null, Failure: null);

    private async Task<List<RunUpdate>> WatchAsync(bool fromStart)
    {
        var told = new List<RunUpdate>();
        Assert.True(await feed.WatchAsync(
            fromStart,
            updates =>
            {
                told.AddRange(updates);
                return Task.CompletedTask;
            },
            TimeSpan.Zero, TimeProvider.System, TestContext.Current.CancellationToken));
        return told;
    }
}
