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

    private readonly Lock gate = new();
    private readonly RunPicture picture = new();
    private readonly HashSet<Watcher> watchers = [];
    // Completes when nothing more will be told: the run has ended, or nobody here drives it any more.
    private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isBroken;

    private sealed class Watcher
    {
        public Queue<RunUpdate> Queue { get; } = new();

        /// <summary>Whether it has to be told first how the run stands.</summary>
        public bool IsBehind { get; set; } = true;

        /// <summary>Completes when there is something to tell.</summary>
        public TaskCompletionSource News { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Called from the run's own loop.</summary>
    public void Take(RunUpdate update)
    {
        lock (gate)
        {
            picture.Take(update);
            foreach (var watcher in watchers)
                Queue_NeedsLock(watcher, update);
            if (picture.IsOver)
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
    /// <param name="tell">Told a few updates at a time, at most every <paramref name="pace"/>; the last ones at once.</param>
    /// <returns>False when nobody drives the run any more, although it has not ended.</returns>
    public async Task<bool> WatchAsync(Func<IReadOnlyList<RunUpdate>, Task> tell, TimeSpan pace, TimeProvider time, CancellationToken cancellationToken)
    {
        var watcher = new Watcher();
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
            IReadOnlyList<RunUpdate> news = watcher.IsBehind ? picture.Describe() : [.. watcher.Queue];
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
