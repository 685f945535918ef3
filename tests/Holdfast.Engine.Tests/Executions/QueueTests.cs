using System.Collections.Immutable;
using Holdfast.Core.Queueing;
using Holdfast.Engine.Executions;
using static Holdfast.Engine.Tests.Executions.DeskHome;

namespace Holdfast.Engine.Tests.Executions;

/// <summary>What holds executions back, with real processes and a real store.</summary>
public sealed class QueueTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pause_ThenDaemonRestarts_StillStartsNothingUntilResumed()
    {
        await using var home = await OpenAsync();
        await home.Desk.PauseQueueAsync(null, "me");
        var waiting = await home.StartAsync(Shell("true"));

        await home.CloseDeskAsync();
        await home.OpenDeskAsync();

        Assert.Equal(new WaitReason.QueuePaused("me"), home.Desk.WhyWaiting(waiting.Id));
        await home.Desk.ResumeQueueAsync(null, "me");
        Assert.Equal("completed", (await home.EndOfAsync(waiting.Id)).StateWord);
        Assert.Equal(["Paused", "Resumed"], await QueueEventsAsync(home));
    }

    [Fact]
    public async Task Pause_OfOneKey_HoldsUpNobodyElse()
    {
        await using var home = await OpenAsync();
        await home.Desk.PauseQueueAsync("db", "me");
        var waiting = await home.StartAsync(Shell("true") with { Keys = ["db", "agent:x"], Priority = 9 });

        Assert.Equal("completed", (await home.EndOfAsync((await home.StartAsync(Shell("true") with { Keys = ["agent:x"] })).Id)).StateWord);

        Assert.Equal("queued", (await home.StoredAsync(waiting.Id)).StateWord);
        Assert.Equal(new WaitReason.KeyPaused("db", "me"), home.Desk.WhyWaiting(waiting.Id));
        await home.Desk.ResumeQueueAsync("db", "me");
        Assert.Equal("completed", (await home.EndOfAsync(waiting.Id)).StateWord);
    }

    [Fact]
    public async Task Keys_OneWithALimitOfItsOwn_RunsAsManyAtATime()
    {
        await using var home = await OpenAsync(new ExecutionDeskOptions { Limit = 8, LimitOfKey = ImmutableDictionary<string, int>.Empty.Add("agent:x", 2) });
        var first = await home.StartUntilReadyAsync("READY; sleep 1000", request => request with { Keys = ["agent:x"] });
        await home.StartUntilReadyAsync("READY; sleep 1000", request => request with { Keys = ["agent:x"] });
        var third = await home.StartAsync(Shell("true") with { Keys = ["agent:x"] });

        Assert.Equal(new WaitReason.KeyFull("agent:x", 2), home.Desk.WhyWaiting(third.Id));
        await home.Desk.CancelAsync(first.Id, "me", immediate: true, Ct);
        Assert.Equal("completed", (await home.EndOfAsync(third.Id)).StateWord);
    }

    [Fact]
    public async Task Circuit_AfterFailuresInARow_OpensThenTriesOneAndCloses()
    {
        await using var home = await OpenAsync(new ExecutionDeskOptions { Limit = 8, Circuit = new CircuitPolicy(2, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)) });
        var marker = Path.Combine(home.Folder, "works-again");
        // What failed under another key, or was cancelled, counts for nothing.
        await home.EndOfAsync((await home.StartAsync(Shell("exit 1") with { Keys = ["other"] })).Id);
        for (var failures = 0; failures < 2; failures++)
            await home.EndOfAsync((await home.StartAsync(Shell("exit 7") with { Keys = ["agent:x"] })).Id);
        await File.WriteAllTextAsync(marker, "", Ct);

        var waited = await home.EndOfAsync((await home.StartAsync(Shell($"test -e {marker}") with { Keys = ["agent:x"] })).Id);

        Assert.Equal("completed", waited.StateWord);
        Assert.Equal(["CircuitOpened", "CircuitHalfOpened", "CircuitClosed"], await QueueEventsAsync(home));
        var opened = Assert.IsType<QueueEvent.CircuitOpened>((await home.Store.ReadQueueEventsAsync(10, Ct))[0].Event);
        Assert.Equal(("agent:x", 2, "execution 3 failed with 7"), (opened.Key, opened.Failures, opened.Why));
        Assert.True(waited.StartedAt >= opened.Until, $"It started at {waited.StartedAt:O}, before {opened.Until:O}.");
    }

    [Fact]
    public async Task Limit_OfAKeyUnderWhichSomethingStillRuns_HoldsAcrossARestart()
    {
        await using var home = await OpenAsync(new ExecutionDeskOptions { Limit = 8 });
        var ending = await home.StartUntilReadyAsync("READY; read line < $GATE", request => home.WithGate(request) with { Keys = ["other"] });
        var running = await home.StartUntilReadyAsync("READY; sleep 1000", request => request with { Keys = ["repo:x"] });
        // The first to be looked at when the desk opens again, and the last to be counted.
        var waiting = await home.StartAsync(Shell("true") with { Keys = ["repo:x"] });

        await home.CloseDeskAsync();
        await home.OpenGateAsync();
        await GoneAsync(ending.Shim!);
        await home.OpenDeskAsync();
        await home.EndOfAsync(ending.Id);

        Assert.Equal(new WaitReason.KeyFull("repo:x", 1), home.Desk.WhyWaiting(waiting.Id));
        await home.Desk.CancelAsync(running.Id, "me", immediate: true, Ct);
        Assert.Equal("completed", (await home.EndOfAsync(waiting.Id)).StateWord);
    }

    [Fact]
    public async Task Circuit_OpenWhenTheDaemonRestarts_StaysOpen()
    {
        await using var home = await OpenAsync(new ExecutionDeskOptions { Limit = 8, Circuit = new CircuitPolicy(1, TimeSpan.FromHours(1), TimeSpan.FromHours(1)) });
        await home.EndOfAsync((await home.StartAsync(Shell("exit 7") with { Keys = ["agent:x"] })).Id);

        await home.CloseDeskAsync();
        await home.OpenDeskAsync();
        var waiting = await home.StartAsync(Shell("true") with { Keys = ["agent:x"] });

        Assert.IsType<WaitReason.CircuitOpen>(home.Desk.WhyWaiting(waiting.Id));
        await home.Desk.ResumeQueueAsync("agent:x", "me");
        Assert.Equal("completed", (await home.EndOfAsync(waiting.Id)).StateWord);
    }

    [Fact]
    public async Task Memory_TooLittleAvailable_StartsNothingBesideWhatRuns_UntilThereIs()
    {
        var available = 1000L;
        await using var home = await OpenAsync(new ExecutionDeskOptions { Limit = 8, LeastFreeMemoryBytes = 500, AvailableMemory = () => Volatile.Read(ref available) });
        Volatile.Write(ref available, 100);
        // Nothing runs, so nothing will ever free any.
        var holder = await home.StartUntilReadyAsync("READY; sleep 1000");
        var waiting = await home.StartAsync(Shell("true"));

        Assert.Equal(new WaitReason.MemoryShort(100, 500), home.Desk.WhyWaiting(waiting.Id));
        Assert.NotNull(home.Desk.ShowQueue(10).MemoryShort);
        Volatile.Write(ref available, 501);
        Assert.Equal("completed", (await home.EndOfAsync(waiting.Id)).StateWord);
        Assert.Equal("processing", (await home.StoredAsync(holder.Id)).StateWord);
    }

    [Fact]
    public async Task Memory_NotKnown_HoldsNobodyBack()
    {
        await using var home = await OpenAsync(new ExecutionDeskOptions { Limit = 8, AvailableMemory = () => null });
        await home.StartUntilReadyAsync("READY; sleep 1000");

        Assert.Equal("completed", (await home.EndOfAsync((await home.StartAsync(Shell("true"))).Id)).StateWord);
    }

    [Fact]
    public void Memory_OfThisMachine_IsKnown() => Assert.InRange(MemoryRoom.ReadAvailable() ?? 0, 1 << 20, 1L << 50);

    [Fact]
    public async Task Show_ManyWaiting_TellsTheNextOnesAndCountsByKey()
    {
        await using var home = await OpenAsync();
        await home.Desk.PauseQueueAsync(null, "me");
        for (var i = 0; i < 5; i++)
            await home.StartAsync(Shell("true") with { Keys = [i % 2 == 0 ? "even" : "odd"], Priority = i });

        var queue = home.Desk.ShowQueue(2);

        Assert.Equal((5, 0, "me"), (queue.Waiting, queue.UnderWay, queue.Whole.PausedBy));
        Assert.Equal([5L, 4L], queue.Next.Select(next => next.Entry.Number));
        Assert.Equal([("even", 3), ("odd", 2)], queue.Keys.Select(key => (key.Key, key.Waiting)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("two\nlines")]
    public async Task Start_WithAKeyThatCannotBe_IsRefused(string key)
    {
        await using var home = await OpenAsync();

        Assert.Equal("key_invalid", Assert.IsType<ExecutionStart.Refused>(await home.Desk.StartAsync(Shell("true") with { Keys = [key] }, Ct)).Code);
    }

    private static async Task<string[]> QueueEventsAsync(DeskHome home) =>
        [.. (await home.Store.ReadQueueEventsAsync(100, Ct)).Select(stored => stored.Event.GetType().Name)];
}
