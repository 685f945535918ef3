using Holdfast.Core.Executions;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Tests.Executions;

public class ExecutionQueueTests
{
    [Fact]
    public void TakeReady_MoreThanRoom_IsByPriorityThenNumber()
    {
        var queue = new ExecutionQueue(limit: 2, limitPerKey: 1);
        var (low, first, second) = (Waiting(1, priority: -1), Waiting(2), Waiting(3));
        foreach (var one in new[] { low, second, first })
            queue.Add(one);

        Assert.Equal([first.Id, second.Id], queue.TakeReady());
        Assert.Empty(queue.TakeReady());
        queue.Leave(second);
        Assert.Equal([low.Id], queue.TakeReady());
    }

    [Fact]
    public void TakeReady_KeyUsedUp_PassesOverOnlyThatKey()
    {
        var queue = new ExecutionQueue(limit: 10, limitPerKey: 1);
        var (holder, blocked, other) = (Waiting(1, key: "db"), Waiting(2, key: "db"), Waiting(3, key: "cache"));
        queue.Occupy(holder);
        queue.Add(blocked);
        queue.Add(other);

        Assert.Equal([other.Id], queue.TakeReady());
        queue.Leave(holder);
        Assert.Equal([blocked.Id], queue.TakeReady());
    }

    [Fact]
    public void Occupy_MoreThanThereIsRoom_LetsNobodyElseIn()
    {
        var queue = new ExecutionQueue(limit: 1, limitPerKey: 1);
        var (one, other, waiting) = (Waiting(1), Waiting(2), Waiting(3));
        queue.Occupy(one);
        queue.Occupy(one);
        queue.Occupy(other);
        queue.Add(waiting);

        queue.Leave(one);
        Assert.Empty(queue.TakeReady());
        queue.Leave(other);
        Assert.Equal([waiting.Id], queue.TakeReady());
    }

    [Fact]
    public void Leave_WhileWaiting_NeverGoes()
    {
        var queue = new ExecutionQueue(limit: 1, limitPerKey: 1);
        var waiting = Waiting(1);
        queue.Add(waiting);

        queue.Leave(waiting with { Version = 1, State = new ExecutionState.Cancelled("me", null) });

        Assert.Empty(queue.TakeReady());
    }

    private static StoredExecution Waiting(long number, int priority = 0, string? key = null) => new()
    {
        Id = new ExecutionId(Guid.NewGuid()),
        Number = number,
        Version = 0,
        Order = new ExecutionOrder { Arguments = ["true"], WorkingDirectory = "/", Priority = priority, Key = key },
        State = new ExecutionState.Queued(),
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
