using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Holdfast.Engine.Storage;

namespace Holdfast.Server.Events;

/// <param name="Events">Kept for those who follow. Default 16,384.</param>
/// <param name="Bytes">Of those that are kept. Default 16 MiB.</param>
internal sealed record EventHubOptions(int Events = 16_384, long Bytes = 16 << 20);

/// <summary>
/// The newest events, ready to be sent. It reads the log once for everybody who follows, when the store says that there is more. Who
/// follows takes from here what it has not had yet, at its own pace, and from the log what is here no more: so the slowest holds up nobody.
/// </summary>
internal sealed class EventHub : IAsyncDisposable
{
    /// <summary>Read at once.</summary>
    private const int Together = 1_000;

    private readonly Channel<bool> committed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<Follower, bool> followers = [];
    private readonly CancellationTokenSource closing = new();
    private readonly Lock gate = new();
    private readonly IStore store;
    private readonly EventHubOptions options;
    // A ring: what is kept begins at first.
    private readonly SentEvent[] ring;
    private int first;
    private int count;
    private long bytes;
    /// <summary>Everything behind it, up to <see cref="newest"/>, is kept.</summary>
    private long floor;
    private long newest;
    private TaskCompletionSource news = New();

    private EventHub(IStore store, EventHubOptions options, long from)
    {
        (this.store, this.options) = (store, options);
        ring = new SentEvent[options.Events];
        (Opened, floor, newest) = (from, from, from);
        store.Committed += Hear;
        Fault = RunAsync();
    }

    /// <summary>Told of what was stored, in order, by the hub's one reader. A handler must be quick, and not throw.</summary>
    [SuppressMessage("Design", "MA0046", Justification = "Who is told of events knows whose hub it is.")]
    public event Action<IReadOnlyList<LoggedEvent>>? Heard;

    /// <summary>The last event that there was when it was opened.</summary>
    public long Opened { get; }

    /// <summary>Who follows.</summary>
    public int Subscribers => followers.Count;

    /// <summary>Events that the slowest of them has not had yet.</summary>
    public long Lag => followers.Keys.Select(follower => Math.Max(0, Newest - follower.After)).DefaultIfEmpty(0).Max();

    /// <summary>Says that somebody follows, until it is disposed of.</summary>
    public Follower Join()
    {
        var follower = new Follower(gone => followers.TryRemove(gone, out _));
        followers[follower] = true;
        return follower;
    }

    /// <summary>Completes when the hub is disposed of; fails when it cannot go on.</summary>
    public Task Fault { get; }

    public static async Task<EventHub> OpenAsync(IStore store, EventHubOptions options, CancellationToken cancellationToken)
    {
        // Nothing is behind the end: only where that is matters.
        var end = await store.ReadLogAsync(new LogFilter(long.MaxValue, 1), cancellationToken);
        return new EventHub(store, options, end.Through);
    }

    /// <summary>Completes when there is more than there was when it was asked for.</summary>
    public Task News
    {
        get
        {
            lock (gate)
                return news.Task;
        }
    }

    public long Newest
    {
        get
        {
            lock (gate)
                return newest;
        }
    }

    /// <summary>Takes what comes behind an id, as far as it is kept.</summary>
    /// <param name="most">At a time.</param>
    /// <returns>False when something behind it is kept no more: then the log has to be read.</returns>
    public bool TryTake(long after, List<SentEvent> into, int most)
    {
        lock (gate)
        {
            if (after < floor)
                return false;
            for (var at = IndexBehind_NeedsLock(after); at < count && into.Count < most; at++)
                into.Add(ring[(first + at) % ring.Length]);
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        store.Committed -= Hear;
        await closing.CancelAsync();
        await Fault.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        closing.Dispose();
    }

    private void Hear() => committed.Writer.TryWrite(true);

    private async Task RunAsync()
    {
        try
        {
            while (await committed.Reader.ReadAsync(closing.Token))
            {
                LogPage page;
                do
                {
                    page = await store.ReadLogAsync(new LogFilter(newest, Together), closing.Token);
                    Keep(page);
                }
                while (page.HasMore);
            }
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            // Disposed of.
        }
    }

    private void Keep(LogPage page)
    {
        if (page.Through <= newest)
            return;
        Heard?.Invoke(page.Events);
        var sent = page.Events.Select(SentEvent.Of).ToList();
        TaskCompletionSource told;
        lock (gate)
        {
            foreach (var each in sent)
                Keep_NeedsLock(each);
            newest = page.Through;
            (told, news) = (news, New());
        }

        told.SetResult();
    }

    private void Keep_NeedsLock(SentEvent sent)
    {
        while (count > 0 && (count == ring.Length || bytes + sent.Frame.Length > options.Bytes))
        {
            floor = ring[first].Sequence;
            bytes -= ring[first].Frame.Length;
            ring[first] = null!;
            (first, count) = ((first + 1) % ring.Length, count - 1);
        }

        ring[(first + count) % ring.Length] = sent;
        count++;
        bytes += sent.Frame.Length;
    }

    private int IndexBehind_NeedsLock(long after)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ring[(first + middle) % ring.Length].Sequence <= after)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
