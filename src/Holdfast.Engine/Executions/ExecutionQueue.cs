using Holdfast.Core.Executions;
using Holdfast.Core.Queueing;
using Holdfast.Core.Retries;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Executions;

/// <summary>
/// Who waits and who goes next, what is paused, and which keys are held back because too much failed under them. Pauses and
/// circuits are stored before they hold; who waits and who is under way follows from the executions themselves.
/// </summary>
internal sealed class ExecutionQueue : IAsyncDisposable
{
    /// <summary>How soon it is looked again whether there is memory.</summary>
    private static readonly TimeSpan MemoryLook = TimeSpan.FromSeconds(1);

    private readonly IStore store;
    private readonly TimeProvider time;
    private readonly CircuitPolicy policy;
    private readonly long leastFreeMemory;
    private readonly Func<long?> availableMemory;
    private readonly Action mayGoOn;
    private readonly Action<Func<Task>> begin;
    private readonly Action<QueueEvent> changed;
    private readonly QueueState holds = new();
    private readonly WaitingLine line;
    /// <summary>Of the line and the holds.</summary>
    private readonly Lock gate = new();
    /// <summary>Held from deciding about a hold until it holds.</summary>
    private readonly SemaphoreSlim deciding = new(1, 1);
    private readonly ITimer alarm;
    private WaitReason.MemoryShort? memoryShort;

    /// <param name="mayGoOn">Told when somebody who waited may have room, except by <see cref="Leave"/>.</param>
    /// <param name="begin">Runs what nobody waits for.</param>
    /// <param name="changed">Told of each change of the holds once it is durable.</param>
    public ExecutionQueue(
        IStore store, TimeProvider time, ExecutionDeskOptions options, Action mayGoOn, Action<Func<Task>> begin, Action<QueueEvent> changed)
    {
        (this.store, this.time, this.mayGoOn, this.begin, this.changed) = (store, time, mayGoOn, begin, changed);
        (policy, leastFreeMemory, availableMemory) = (options.Circuit, options.LeastFreeMemoryBytes, options.AvailableMemory);
        line = new WaitingLine(new QueueLimits(options.Limit, options.LimitPerKey, options.LimitOfKey), holds);
        alarm = time.CreateTimer(_ => this.begin(SeeTimeAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes up what held it back before. First of all.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var stored = await store.LoadQueueAsync(cancellationToken);
        lock (gate)
        {
            holds.Put(null, stored.Whole);
            foreach (var (key, hold) in stored.Keys)
                holds.Put(key, hold);
        }

        foreach (var key in QueueDecider.CloseAll(holds, policy, time.GetUtcNow()).Select(happened => happened.Key))
            await DecideAsync(() => QueueDecider.CloseAll(holds, policy, time.GetUtcNow()).FirstOrDefault(happened => happened.Key == key));
        SetAlarm();
    }

    /// <summary>From here on so many at a time.</summary>
    public void LimitTo(QueueLimits limits)
    {
        lock (gate)
            line.Limits = limits;
        mayGoOn();
    }

    public void Add(StoredExecution execution)
    {
        lock (gate)
            line.Add(EntryOf(execution));
    }

    /// <summary>One that is under way already, whether there is room or not.</summary>
    public void Occupy(StoredExecution execution)
    {
        lock (gate)
            line.Occupy(EntryOf(execution));
    }

    /// <summary>It waits no more and takes no room.</summary>
    public void Leave(ExecutionId execution)
    {
        lock (gate)
            line.Leave(execution);
    }

    /// <summary>Gives room to those whose turn it is.</summary>
    public IReadOnlyList<ExecutionId> TakeReady()
    {
        var ready = new List<ExecutionId>();
        lock (gate)
        {
            memoryShort = null;
            while (line.Waiting > 0 && HasMemory() && line.TakeNext() is { } next)
                ready.Add(next.Id);
        }

        if (memoryShort is not null)
            SetAlarm();
        return ready;
    }

    /// <summary>Learns from how one ended. Somebody's wish that it end says nothing about its keys.</summary>
    public async Task SeeEndedAsync(StoredExecution execution)
    {
        if (execution.Order.Keys.IsEmpty || execution.State is not (ExecutionState.Completed or ExecutionState.Failed))
            return;
        foreach (var key in execution.Order.Keys)
        {
            bool isTrial;
            lock (gate)
                isTrial = line.IsOnTrial(execution.Id, key);
            if (execution.State is ExecutionState.Completed)
                await DecideAsync(() => QueueDecider.SeeSuccess(holds, key, isTrial, time.GetUtcNow()), () => QueueDecider.CountAnew(holds, key));
            else
            {
                var why = $"execution {execution.Number} failed with {execution.ExitCode}";
                var jitter = BackOff.Jitter(execution.Id);
                await DecideAsync(() => QueueDecider.SeeFailure(holds, key, isTrial, why, policy, jitter, time.GetUtcNow()), () => QueueDecider.Count(holds, key));
            }
        }
    }

    /// <param name="key">Null: the whole queue.</param>
    /// <param name="intent">As for <see cref="Asking.Intent"/>.</param>
    public Task PauseAsync(string? key, string who, Guid? intent) => DecideAsync(() => QueueDecider.Pause(holds, key, who, time.GetUtcNow()), intent: intent);

    /// <param name="key">Null: the whole queue. A key's circuit is closed as well.</param>
    /// <param name="intent">As for <see cref="Asking.Intent"/>.</param>
    public async Task ResumeAsync(string? key, string who, Guid? intent)
    {
        await DecideAsync(() => QueueDecider.Resume(holds, key, who, time.GetUtcNow()), intent: intent);
        mayGoOn();
    }

    /// <returns>Null for one that does not wait.</returns>
    public WaitReason? WhyWaiting(ExecutionId execution)
    {
        lock (gate)
            return WhyWaitingNow(execution);
    }

    /// <param name="most">Of those that wait, the next ones.</param>
    public QueueSnapshot Show(int most)
    {
        lock (gate)
        {
            var inOrder = line.InOrder.ToList();
            var waitingOf = inOrder.SelectMany(entry => entry.Keys).CountBy(key => key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
            var keys = waitingOf.Keys.Concat(line.KeysUnderWay).Concat(holds.Keys.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            return new QueueSnapshot(
                holds.Whole,
                line.Waiting,
                line.UnderWay,
                line.Limits.Overall,
                memoryShort,
                [.. keys.Select(key => new QueueKey(key, holds.Of(key), waitingOf.GetValueOrDefault(key), line.UnderWayOf(key), line.Limits.Of(key)))],
                [.. inOrder.Take(most).Select(entry => new WaitingEntry(entry, WhyWaitingNow(entry.Id)!))]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await alarm.DisposeAsync();
        deciding.Dispose();
    }

    // Needs the gate.
    private WaitReason? WhyWaitingNow(ExecutionId execution) =>
        line.WhyWaiting(execution) is var reason && reason is WaitReason.Behind && memoryShort is { } memory ? memory : reason;

    // What runs ends some day. When nothing runs, nobody else would free any: then one starts, come what may.
    private bool HasMemory()
    {
        if (leastFreeMemory == 0 || line.UnderWay == 0 || availableMemory() is not { } available || available >= leastFreeMemory)
            return true;
        memoryShort = new WaitReason.MemoryShort(available, leastFreeMemory);
        return false;
    }

    private async Task SeeTimeAsync()
    {
        IReadOnlyList<QueueEvent> over;
        lock (gate)
            over = QueueDecider.SeeTime(holds, policy, time.GetUtcNow());
        foreach (var key in over.Select(happened => happened.Key))
            await DecideAsync(() => QueueDecider.SeeTime(holds, policy, time.GetUtcNow()).FirstOrDefault(happened => happened.Key == key));
        SetAlarm();
        mayGoOn();
    }

    /// <param name="decide">Looks at the holds; null when nothing must be stored.</param>
    /// <param name="otherwise">Done when nothing must be.</param>
    private async Task DecideAsync(Func<QueueEvent?> decide, Action? otherwise = null, Guid? intent = null)
    {
        await deciding.WaitAsync();
        try
        {
            QueueEvent? happened;
            lock (gate)
            {
                happened = decide();
                if (happened is null)
                    otherwise?.Invoke();
            }

            if (happened is null)
            {
                // It is so already: sent again, it must not undo what others did meanwhile.
                if (intent is { } made)
                    await store.NoteMadeAsync(made, CancellationToken.None);
                return;
            }

            await store.AppendQueueAsync(happened, intent, CancellationToken.None);
            lock (gate)
                QueueDecider.Apply(holds, happened);
            changed(happened);
        }
        finally
        {
            deciding.Release();
        }

        SetAlarm();
    }

    private void SetAlarm()
    {
        TimeSpan? next;
        lock (gate)
        {
            next = QueueDecider.NextTime(holds, policy, time.GetUtcNow());
            if (memoryShort is not null && !(next < MemoryLook))
                next = MemoryLook;
        }

        if (next is { } soon)
            alarm.Change(soon, Timeout.InfiniteTimeSpan);
    }

    private static QueueEntry EntryOf(StoredExecution execution) => new(execution.Id, execution.Order.Priority, execution.Number, execution.Order.Keys);
}

/// <summary>The queue at one moment.</summary>
/// <param name="Keys">Those that something waits for, runs under, or that are held back; by name.</param>
/// <param name="Next">Those that wait, the next first.</param>
public sealed record QueueSnapshot(
    QueueHold Whole, int Waiting, int UnderWay, int Limit, WaitReason.MemoryShort? MemoryShort, IReadOnlyList<QueueKey> Keys, IReadOnlyList<WaitingEntry> Next);

public sealed record QueueKey(string Key, QueueHold Hold, int Waiting, int UnderWay, int Limit);

public sealed record WaitingEntry(QueueEntry Entry, WaitReason Why);
