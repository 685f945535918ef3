namespace Holdfast.Server.Daemons;

/// <summary>
/// Gives memory back to the machine once the work is over. The runtime keeps what the work needed until more is asked for, which a daemon that has
/// nothing to do never does.
/// </summary>
internal sealed class IdleMemory : IAsyncDisposable
{
    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(30);

    /// <summary>Between two looks: the heartbeats of an idle daemon allocate less, any work more.</summary>
    private const long LeastOfWork = 2 << 20;

    private readonly ITimer timer;
    private long allocated;
    private bool worked = true;

    public IdleMemory(TimeProvider time) => timer = time.CreateTimer(_ => Look(), null, LooksEvery, LooksEvery);

    public ValueTask DisposeAsync() => timer.DisposeAsync();

    /// <returns>Whether it was given back now.</returns>
    internal bool Look()
    {
        var now = GC.GetTotalAllocatedBytes();
        var works = now - allocated >= LeastOfWork;
        allocated = now;
        if (works || !worked)
        {
            worked |= works;
            return false;
        }

        worked = false;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        allocated = GC.GetTotalAllocatedBytes();
        return true;
    }
}
