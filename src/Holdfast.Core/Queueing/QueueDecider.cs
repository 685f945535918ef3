namespace Holdfast.Core.Queueing;

/// <summary>Decides what holds back which key. Pure: what it returns is stored before it is applied.</summary>
public static class QueueDecider
{
    /// <param name="key">Null: the whole queue.</param>
    public static QueueEvent? Pause(QueueState state, string? key, string who, DateTimeOffset now) =>
        HoldOf(state, key).PausedBy is null ? new QueueEvent.Paused(now, key, who) : null;

    /// <summary>Lets it go on: no pause, and for a key a closed circuit, since somebody vouches for it.</summary>
    /// <param name="key">Null: the whole queue.</param>
    public static QueueEvent? Resume(QueueState state, string? key, string who, DateTimeOffset now) =>
        HoldOf(state, key).IsNothing ? null : new QueueEvent.Resumed(now, key, who);

    /// <summary>One of this key ended well.</summary>
    /// <param name="isTrial">Whether it was let through to see whether the key works again: nothing else closes a circuit.</param>
    /// <returns>Null when nothing changes that must be stored; the count of failures is begun anew by <see cref="CountAnew"/>.</returns>
    public static QueueEvent? SeeSuccess(QueueState state, string key, bool isTrial, DateTimeOffset now) =>
        isTrial && state.Of(key).Circuit is Circuit.HalfOpen ? new QueueEvent.CircuitClosed(now, key) : null;

    /// <summary>One of this key failed.</summary>
    /// <param name="isTrial">As for <see cref="SeeSuccess"/>: what began before the circuit opened says nothing new.</param>
    /// <param name="jitter">In [0, 1).</param>
    /// <returns>Null when nothing changes that must be stored; the failure is counted by <see cref="Count"/>.</returns>
    public static QueueEvent? SeeFailure(QueueState state, string key, bool isTrial, string why, CircuitPolicy policy, double jitter, DateTimeOffset now)
    {
        if (policy.Failures == 0)
            return null;
        return state.Of(key).Circuit switch
        {
            Circuit.Closed closed when closed.Failures + 1 >= policy.Failures =>
                new QueueEvent.CircuitOpened(now, key, closed.Failures + 1, now + policy.PauseOf(1, jitter), 1, why),
            Circuit.HalfOpen trial when isTrial =>
                new QueueEvent.CircuitOpened(now, key, policy.Failures + trial.Times, now + policy.PauseOf(trial.Times + 1, jitter), trial.Times + 1, why),
            _ => null,
        };
    }

    /// <summary>Circuits that were opened under another policy, where there are to be none.</summary>
    public static IReadOnlyList<QueueEvent> CloseAll(QueueState state, CircuitPolicy policy, DateTimeOffset now) =>
        policy.Failures > 0 ? [] : [.. state.Keys.Where(key => key.Value.Circuit is not Circuit.Closed).Select(key => new QueueEvent.CircuitClosed(now, key.Key))];

    /// <summary>Keys whose pause is over. One that seems longer than any pause is stems from a clock that was set back, and is over as well.</summary>
    public static IReadOnlyList<QueueEvent> SeeTime(QueueState state, CircuitPolicy policy, DateTimeOffset now) =>
        [.. state.Keys.Where(key => key.Value.Circuit is Circuit.Open open && RemainingOf(open, policy, now) <= TimeSpan.Zero)
            .Select(key => new QueueEvent.CircuitHalfOpened(now, key.Key))];

    /// <summary>Until the first pause is over; null when there is none.</summary>
    public static TimeSpan? NextTime(QueueState state, CircuitPolicy policy, DateTimeOffset now)
    {
        TimeSpan? next = null;
        foreach (var hold in state.Keys.Values)
        {
            if (hold.Circuit is Circuit.Open open && RemainingOf(open, policy, now) is var remaining && (next is null || remaining < next))
                next = remaining;
        }

        return next;
    }

    /// <summary>A failure that opens nothing yet. Not stored: a restart begins to count anew.</summary>
    public static void Count(QueueState state, string key)
    {
        if (state.Of(key) is { Circuit: Circuit.Closed closed } hold)
            state.Put(key, hold with { Circuit = new Circuit.Closed(closed.Failures + 1) });
    }

    /// <inheritdoc cref="Count"/>
    public static void CountAnew(QueueState state, string key)
    {
        if (state.Of(key) is { Circuit: Circuit.Closed } hold)
            state.Put(key, hold with { Circuit = Circuit.Closed.Sound });
    }

    public static void Apply(QueueState state, QueueEvent happened) => state.Put(happened.Key, After(HoldOf(state, happened.Key), happened));

    /// <summary>What is held back after an event.</summary>
    public static QueueHold After(QueueHold hold, QueueEvent happened) => happened switch
    {
        QueueEvent.Paused paused => hold with { PausedBy = paused.Who, PausedAt = paused.At },
        QueueEvent.Resumed => QueueHold.None,
        QueueEvent.CircuitOpened opened => hold with { Circuit = new Circuit.Open(opened.Until, opened.Times, opened.Why) },
        QueueEvent.CircuitHalfOpened when hold.Circuit is Circuit.Open open => hold with { Circuit = new Circuit.HalfOpen(open.Times, open.Why) },
        QueueEvent.CircuitHalfOpened => throw new InvalidOperationException($"The circuit of '{happened.Key}' half-opened without having been open."),
        QueueEvent.CircuitClosed => hold with { Circuit = Circuit.Closed.Sound },
        _ => throw new InvalidOperationException($"Unplaced event {happened.GetType().Name}."),
    };

    private static QueueHold HoldOf(QueueState state, string? key) => key is null ? state.Whole : state.Of(key);

    private static TimeSpan RemainingOf(Circuit.Open open, CircuitPolicy policy, DateTimeOffset now)
    {
        var remaining = open.Until - now;
        return remaining < TimeSpan.Zero || remaining > policy.PauseOf(open.Times, 1) ? TimeSpan.Zero : remaining;
    }
}
