using Holdfast.Protocol.Runs;

namespace Holdfast.Server.Runs;

/// <summary>
/// What happens in one run, for those who watch it. The run only adds up and queues: a watcher that cannot follow loses what is queued
/// for it, and is told anew how the run stands.
/// </summary>
internal sealed class RunFeed
{
    /// <summary>Updates queued for one watcher; a run of short commands makes about three thousand a second.</summary>
    private const int MostQueued = 16_384;

    /// <summary>First updates kept for whoever asked for the run, and comes to watch it a moment later; after more than these it is told how the run stands.</summary>
    private const int MostEarly = 1_024;

    private readonly Lock gate = new();
    private readonly RunPicture picture = new();
    private readonly HashSet<Watcher> watchers = [];
    // Completes when nothing more will be told: the run has ended, or nobody here drives it any more.
    private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // Null once somebody has been told them, or there were too many.
    private List<RunUpdate>? early = [];
    private bool isBroken;

    private sealed class Watcher
    {
        public Queue<RunUpdate> Queue { get; } = new();

        /// <summary>Whether it has to be told first how the run stands.</summary>
        public bool IsBehind { get; set; } = true;

        /// <summary>Whether it wants to hear first what has happened, and not only how the run stands.</summary>
        public bool WantsBeginning { get; set; }

        /// <summary>Completes when there is something to tell.</summary>
        public TaskCompletionSource News { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Whether everything that has happened can still be told.</summary>
    public bool HasBeginning
    {
        get
        {
            lock (gate)
                return early is not null;
        }
    }

    /// <summary>Whether somebody watched when it ended.</summary>
    public bool EndIsWatched { get; private set; }

    /// <summary>Called from the run's own loop.</summary>
    public void Take(RunUpdate update)
    {
        lock (gate)
        {
            picture.Take(update);
            if (early?.Count == MostEarly)
                early = null;
            early?.Add(update);
            foreach (var watcher in watchers)
                Queue_NeedsLock(watcher, update);
            if (!picture.IsOver)
                return;
            EndIsWatched = watchers.Count > 0;
            over.TrySetResult();
        }
    }

    /// <summary>Nobody drives the run here any more, although it has not ended.</summary>
    public void Break()
    {
        lock (gate)
        {
            isBroken = true;
            foreach (var watcher in watchers)
                watcher.News.TrySetResult();
            over.TrySetResult();
        }
    }

    /// <summary>Tells how the run stands, then what happens, until it is over.</summary>
    /// <param name="fromStart">Whether to tell everything that has happened instead of how the run stands: to the first who wants it, while it is little.</param>
    /// <param name="tell">Told a few updates at a time, at most every <paramref name="pace"/>; the last ones at once.</param>
    /// <returns>False when nobody drives the run any more, although it has not ended.</returns>
    public async Task<bool> WatchAsync(bool fromStart, Func<IReadOnlyList<RunUpdate>, Task> tell, TimeSpan pace, TimeProvider time, CancellationToken cancellationToken)
    {
        var watcher = new Watcher { WantsBeginning = fromStart };
        watcher.News.TrySetResult();
        lock (gate)
            watchers.Add(watcher);
        try
        {
            while (true)
            {
                await watcher.News.Task.WaitAsync(cancellationToken);
                var (news, isOver) = TakeNews(watcher);
                if (news.Count > 0)
                    await tell(news);
                if (isOver)
                    return !isBroken;
                // A run of short atoms would else be told in thousands of pieces a second.
                await Task.WhenAny(over.Task, Task.Delay(pace, time, cancellationToken));
            }
        }
        finally
        {
            lock (gate)
                watchers.Remove(watcher);
        }
    }

    private (IReadOnlyList<RunUpdate> News, bool IsOver) TakeNews(Watcher watcher)
    {
        lock (gate)
        {
            IReadOnlyList<RunUpdate> news = watcher switch
            {
                { IsBehind: false } => [.. watcher.Queue],
                { WantsBeginning: true } when early is { } all => all,
                _ => picture.Describe(),
            };
            if (watcher.WantsBeginning)
                early = null;
            watcher.WantsBeginning = false;
            watcher.Queue.Clear();
            // Nothing is known of a run that has not been begun yet: its first update tells how it stands.
            watcher.IsBehind = false;
            watcher.News = new(TaskCreationOptions.RunContinuationsAsynchronously);
            var isOver = picture.IsOver || isBroken;
            if (isOver)
                watcher.News.TrySetResult();
            return (news, isOver);
        }
    }

    private static void Queue_NeedsLock(Watcher watcher, RunUpdate update)
    {
        if (!watcher.IsBehind && watcher.Queue.Count == MostQueued)
        {
            watcher.Queue.Clear();
            watcher.IsBehind = true;
        }

        if (!watcher.IsBehind)
            watcher.Queue.Enqueue(update);
        watcher.News.TrySetResult();
    }
}
