using Holdfast.Core.Executions;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Executions;

/// <summary>Who waits, who has room, and who goes next: higher priority first, then who came first. The caller sees to it that one thread is in it.</summary>
internal sealed class ExecutionQueue(int limit, int limitPerKey)
{
    private static readonly Comparer<StoredExecution> NextFirst = Comparer<StoredExecution>.Create((one, other) =>
        one.Order.Priority != other.Order.Priority ? other.Order.Priority.CompareTo(one.Order.Priority) : one.Number.CompareTo(other.Number));

    private readonly SortedSet<StoredExecution> waiting = new(NextFirst);
    private readonly Dictionary<ExecutionId, string?> occupied = [];
    private readonly Dictionary<string, int> occupiedOfKey = [];

    public void Add(StoredExecution execution) => waiting.Add(execution);

    /// <summary>One that is under way already, whether there is room or not.</summary>
    public void Occupy(StoredExecution execution)
    {
        if (occupied.TryAdd(execution.Id, execution.Order.Key) && execution.Order.Key is { } key)
            occupiedOfKey[key] = occupiedOfKey.GetValueOrDefault(key) + 1;
    }

    /// <summary>It waits no more and takes no room.</summary>
    public void Leave(StoredExecution execution)
    {
        waiting.Remove(execution);
        if (occupied.Remove(execution.Id, out var key) && key is not null && --occupiedOfKey[key] == 0)
            occupiedOfKey.Remove(key);
    }

    /// <summary>Gives room to those whose turn it is.</summary>
    public IReadOnlyList<ExecutionId> TakeReady()
    {
        var ready = new List<ExecutionId>();
        if (waiting.Count == 0)
            return ready;
        foreach (var next in waiting.ToArray())
        {
            if (occupied.Count >= limit)
                break;
            // One whose key is used up is passed over: it must not hold up the others.
            if (next.Order.Key is { } key && occupiedOfKey.GetValueOrDefault(key) >= limitPerKey)
                continue;
            waiting.Remove(next);
            Occupy(next);
            ready.Add(next.Id);
        }

        return ready;
    }
}
