namespace Holdfast.Engine.Tests;

/// <summary>Time that stands still until it is moved, with the timers that wait for it.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Timer> waiting = [];
    private TimeSpan passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Of timers that wait to be due.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
                return waiting.Count;
        }
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + passed;

    public override long GetTimestamp() => passed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on, and calls what is due on this thread.</summary>
    public void Advance(TimeSpan time)
    {
        List<Timer> due;
        lock (gate)
        {
            passed += time;
            due = [.. waiting.Where(timer => timer.Due <= passed)];
            waiting.RemoveAll(due.Contains);
        }

        foreach (var timer in due)
            timer.Fire();
    }

    private sealed class Timer(SteppedTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan again;

        public TimeSpan Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.gate)
            {
                time.waiting.Remove(this);
                (Due, again) = (time.passed + dueTime, period);
                if (dueTime != Timeout.InfiniteTimeSpan)
                    time.waiting.Add(this);
            }

            return true;
        }

        public void Fire()
        {
            if (again != Timeout.InfiniteTimeSpan && again > TimeSpan.Zero)
                Change(again, again);
            callback(state);
        }

        public void Dispose()
        {
            lock (time.gate)
                time.waiting.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
