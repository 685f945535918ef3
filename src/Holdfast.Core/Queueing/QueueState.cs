namespace Holdfast.Core.Queueing;

/// <summary>What holds back the queue or one key of it, whatever room there is.</summary>
/// <param name="PausedBy">Null: it is not paused.</param>
public sealed record QueueHold(string? PausedBy, DateTimeOffset? PausedAt, Circuit Circuit)
{
    public static QueueHold None { get; } = new(null, null, Circuit.Closed.Sound);

    /// <summary>Whether there is nothing in it that a restart would have to know.</summary>
    public bool IsNothing => PausedBy is null && Circuit is Circuit.Closed;
}

/// <summary>Pauses and circuits of all keys. Changed by <see cref="QueueDecider.Apply"/> only.</summary>
public sealed class QueueState
{
    private readonly Dictionary<string, QueueHold> holds = new(StringComparer.Ordinal);

    public QueueHold Whole { get; private set; } = QueueHold.None;

    /// <summary>Those that are held back, or on which something failed lately.</summary>
    public IReadOnlyDictionary<string, QueueHold> Keys => holds;

    public QueueHold Of(string key) => holds.GetValueOrDefault(key, QueueHold.None);

    /// <param name="key">Null: the whole queue.</param>
    public void Put(string? key, QueueHold hold)
    {
        if (key is null)
            Whole = hold;
        else if (hold == QueueHold.None)
            holds.Remove(key);
        else
            holds[key] = hold;
    }
}
