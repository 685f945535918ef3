namespace Holdfast.Server.Events;

/// <summary>Somebody who follows the events, and how far they have come.</summary>
internal sealed class Follower(Action<Follower> leave) : IDisposable
{
    private long after;

    /// <summary>The last event they have had.</summary>
    public long After
    {
        get => Volatile.Read(ref after);
        set => Volatile.Write(ref after, value);
    }

    public void Dispose() => leave(this);
}
