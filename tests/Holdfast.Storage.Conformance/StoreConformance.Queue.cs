using Holdfast.Core.Queueing;

namespace Holdfast.Storage.Conformance;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task AppendQueue_EveryEvent_IsReadBackAndHolds()
    {
        QueueEvent[] happened =
        [
            new QueueEvent.Paused(Morning, null, "me"),
            new QueueEvent.CircuitOpened(Morning.AddSeconds(1), "agent:x", 5, Morning.AddSeconds(31), 1, "execution 7 failed with 1"),
            new QueueEvent.Paused(Morning.AddSeconds(2), "ü key", "you"),
            new QueueEvent.CircuitHalfOpened(Morning.AddSeconds(31), "agent:x"),
        ];
        foreach (var one in happened)
            await Store.AppendQueueAsync(one, intent: null, Ct);

        var stored = await Store.LoadQueueAsync(Ct);

        Assert.Equal(new QueueHold("me", Morning, Circuit.Closed.Sound), stored.Whole);
        Assert.Equal(new QueueHold(null, null, new Circuit.HalfOpen(1, "execution 7 failed with 1")), stored.Keys["agent:x"]);
        Assert.Equal(new QueueHold("you", Morning.AddSeconds(2), Circuit.Closed.Sound), stored.Keys["ü key"]);
        Assert.Equal(happened, (await Store.ReadQueueEventsAsync(10, Ct)).Select(each => each.Event));
        Assert.Equal([3L, 4L], (await Store.ReadQueueEventsAsync(2, Ct)).Select(each => each.Sequence));
    }

    [Fact]
    public async Task AppendQueue_NothingHoldsAnyMore_LeavesNothing()
    {
        await Store.AppendQueueAsync(new QueueEvent.CircuitOpened(Morning, "a", 5, Morning.AddSeconds(30), 2, "why"), intent: null, Ct);
        Assert.Equal(new Circuit.Open(Morning.AddSeconds(30), 2, "why"), (await Store.LoadQueueAsync(Ct)).Keys["a"].Circuit);
        await Store.AppendQueueAsync(new QueueEvent.Paused(Morning, "b", "me"), intent: null, Ct);

        await Store.AppendQueueAsync(new QueueEvent.CircuitClosed(Morning, "a"), intent: null, Ct);
        await Store.AppendQueueAsync(new QueueEvent.Resumed(Morning, "b", "me"), intent: null, Ct);

        var stored = await Store.LoadQueueAsync(Ct);
        Assert.Equal(QueueHold.None, stored.Whole);
        Assert.Empty(stored.Keys);
    }

    [Fact]
    public async Task AppendQueue_ThatCannotFollow_IsRefusedAlone()
    {
        var impossible = Store.AppendQueueAsync(new QueueEvent.CircuitHalfOpened(Morning, "a"), intent: null, Ct);
        var possible = Store.AppendQueueAsync(new QueueEvent.Paused(Morning, "b", "me"), intent: null, Ct);

        await Assert.ThrowsAsync<InvalidOperationException>(() => impossible);
        await possible;
        Assert.Equal(["b"], (await Store.LoadQueueAsync(Ct)).Keys.Keys);
    }
}
