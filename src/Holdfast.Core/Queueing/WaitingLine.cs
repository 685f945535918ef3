using System.Collections.Immutable;
using Holdfast.Core.Executions;

namespace Holdfast.Core.Queueing;

/// <summary>How many may be under way.</summary>
/// <param name="OfKey">Those of a key that <paramref name="PerKey"/> does not hold for.</param>
public sealed record QueueLimits(int Overall, int PerKey, ImmutableDictionary<string, int> OfKey)
{
    public int Of(string key) => OfKey.GetValueOrDefault(key, PerKey);
}

/// <summary>One that waits or is under way.</summary>
/// <param name="Number">Who came first has the lower one.</param>
/// <param name="Keys">What it shares limits by. In no particular order, each once.</param>
public sealed record QueueEntry(ExecutionId Id, int Priority, long Number, ImmutableArray<string> Keys);

/// <summary>Why an entry does not start.</summary>
public abstract record WaitReason
{
    private WaitReason() { }

    public sealed record QueuePaused(string Who) : WaitReason;

    public sealed record KeyPaused(string Key, string Who) : WaitReason;

    public sealed record CircuitOpen(string Key, DateTimeOffset Until, string Why) : WaitReason;

    /// <summary>One of its key is on trial; its end decides.</summary>
    public sealed record OnTrial(string Key) : WaitReason;

    public sealed record KeyFull(string Key, int Limit) : WaitReason;

    public sealed record QueueFull(int Limit) : WaitReason;

    /// <summary>What runs needs the machine's memory.</summary>
    public sealed record MemoryShort(long AvailableBytes, long NeededBytes) : WaitReason;

    /// <summary>Nothing of its own holds it back: others go first.</summary>
    /// <param name="Ahead">How many wait with at least its priority and came earlier.</param>
    public sealed record Behind(int Ahead) : WaitReason;
}

/// <summary>
/// Who waits, who has room, and who goes next: higher priority first, then who came first. One whose key is held back or used
/// up is passed over. Whatever waits, adding one and taking the next cost a logarithm of it.
/// </summary>
/// <remarks>
/// Entries with the same keys wait in one group, in order. A group that was found blocked is parked at the key that blocks it,
/// and looked at again only when that key lets somebody through.
/// </remarks>
public sealed class WaitingLine(QueueLimits limits, QueueState holds)
{
    private static readonly Comparer<QueueEntry> NextFirst = Comparer<QueueEntry>.Create((one, other) =>
        one.Priority != other.Priority ? other.Priority.CompareTo(one.Priority) : one.Number.CompareTo(other.Number));

    private static readonly Comparer<Group> HeadFirst = Comparer<Group>.Create((one, other) => NextFirst.Compare(one.Head, other.Head));

    private readonly Dictionary<ExecutionId, QueueEntry> waiting = [];
    private readonly Dictionary<ExecutionId, QueueEntry> underWay = [];
    private readonly Dictionary<string, int> underWayOfKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Group> groups = new(StringComparer.Ordinal);
    private readonly SortedSet<Group> free = new(HeadFirst);
    /// <summary>Of each key whose circuit is half-open, whose end decides.</summary>
    private readonly Dictionary<string, ExecutionId> trials = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<Group>> parked = new(StringComparer.Ordinal);

    private sealed class Group(string name, ImmutableArray<string> keys)
    {
        public string Name => name;

        public ImmutableArray<string> Keys => keys;

        public SortedSet<QueueEntry> Waiting { get; } = new(NextFirst);

        public QueueEntry Head { get; set; } = null!;

        /// <summary>The key it is parked at; null when it is free.</summary>
        public string? ParkedAt { get; set; }
    }

    /// <summary>How many may be under way. Whatever they are set to, what is under way goes on, also where that is more.</summary>
    public QueueLimits Limits { get; set; } = limits;

    public int Waiting => waiting.Count;

    public int UnderWay => underWay.Count;

    /// <summary>Those that wait, in the order in which they would go if nothing held anyone back.</summary>
    public IEnumerable<QueueEntry> InOrder => waiting.Values.Order(NextFirst);

    public IEnumerable<string> KeysUnderWay => underWayOfKey.Keys;

    public int UnderWayOf(string key) => underWayOfKey.GetValueOrDefault(key);

    /// <summary>Whether it was let through to see whether its key works again. What began before its circuit opened was not.</summary>
    public bool IsOnTrial(ExecutionId execution, string key) => trials.TryGetValue(key, out var trial) && trial == execution;

    public void Add(QueueEntry entry)
    {
        if (!waiting.TryAdd(entry.Id, entry))
            return;
        var name = NameOf(entry.Keys);
        if (!groups.TryGetValue(name, out var group))
        {
            group = new Group(name, entry.Keys);
            groups.Add(name, group);
        }
        else
        {
            TakeOut(group);
        }

        group.Waiting.Add(entry);
        Put(group);
    }

    /// <summary>One that is under way already, whether there is room or not.</summary>
    public void Occupy(QueueEntry entry)
    {
        if (!underWay.TryAdd(entry.Id, entry))
            return;
        foreach (var key in entry.Keys)
            underWayOfKey[key] = underWayOfKey.GetValueOrDefault(key) + 1;
    }

    /// <summary>It waits no more and takes no room.</summary>
    public void Leave(ExecutionId execution)
    {
        if (waiting.Remove(execution, out var gone))
            Remove(gone);
        if (!underWay.Remove(execution, out var ended))
            return;
        foreach (var key in ended.Keys)
        {
            if (IsOnTrial(execution, key))
                trials.Remove(key);
            if (--underWayOfKey[key] == 0)
                underWayOfKey.Remove(key);
        }
    }

    /// <summary>The one whose turn it is; it is under way from now on. Null when nobody can go.</summary>
    public QueueEntry? TakeNext()
    {
        while (holds.Whole.PausedBy is null && underWay.Count < Limits.Overall && First() is { } group)
        {
            if (group.Keys.FirstOrDefault(key => HoldBackAt(key) is not null) is { } closed)
            {
                TakeOut(group);
                group.ParkedAt = closed;
                Put(group);
                continue;
            }

            var next = group.Head;
            waiting.Remove(next.Id);
            Remove(next);
            Occupy(next);
            foreach (var key in next.Keys)
            {
                if (holds.Of(key).Circuit is Circuit.HalfOpen)
                    trials[key] = next.Id;
            }

            return next;
        }

        return null;
    }

    /// <returns>Null for one that does not wait.</returns>
    public WaitReason? WhyWaiting(ExecutionId execution)
    {
        if (!waiting.TryGetValue(execution, out var entry))
            return null;
        if (holds.Whole.PausedBy is { } who)
            return new WaitReason.QueuePaused(who);
        foreach (var key in entry.Keys)
        {
            if (HoldBackAt(key) is { } reason)
                return reason;
        }

        return underWay.Count >= Limits.Overall
            ? new WaitReason.QueueFull(Limits.Overall)
            : new WaitReason.Behind(waiting.Values.Count(other => NextFirst.Compare(other, entry) < 0));
    }

    /// <summary>What keeps everybody of a key from starting; null when the next may.</summary>
    public WaitReason? HoldBackAt(string key)
    {
        var hold = holds.Of(key);
        return hold switch
        {
            { PausedBy: { } who } => new WaitReason.KeyPaused(key, who),
            { Circuit: Circuit.Open open } => new WaitReason.CircuitOpen(key, open.Until, open.Why),
            { Circuit: Circuit.HalfOpen } when trials.ContainsKey(key) => new WaitReason.OnTrial(key),
            _ => UnderWayOf(key) >= Limits.Of(key) ? new WaitReason.KeyFull(key, Limits.Of(key)) : null,
        };
    }

    private Group? First()
    {
        var first = free.Min;
        foreach (var (key, place) in parked)
        {
            if (place.Min is { } head && (first is null || HeadFirst.Compare(head, first) < 0) && HoldBackAt(key) is null)
                first = head;
        }

        return first;
    }

    private void Remove(QueueEntry entry)
    {
        var group = groups[NameOf(entry.Keys)];
        TakeOut(group);
        group.Waiting.Remove(entry);
        if (group.Waiting.Count == 0)
            groups.Remove(group.Name);
        else
            Put(group);
    }

    private void Put(Group group)
    {
        group.Head = group.Waiting.Min!;
        var place = free;
        if (group.ParkedAt is { } key && !parked.TryGetValue(key, out place))
            parked.Add(key, place = new SortedSet<Group>(HeadFirst));
        place!.Add(group);
    }

    // Before its head changes: it is found by that.
    private void TakeOut(Group group)
    {
        if (group.ParkedAt is not { } key)
        {
            free.Remove(group);
            return;
        }

        parked[key].Remove(group);
        if (parked[key].Count == 0)
            parked.Remove(key);
    }

    // A line break is in no key.
    private static string NameOf(ImmutableArray<string> keys) => keys switch
    {
        [] => "",
        [var only] => only,
        _ => string.Join('\n', keys.Order(StringComparer.Ordinal)),
    };
}
