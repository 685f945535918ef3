using System.Collections.Concurrent;
using System.Diagnostics;
using Holdfast.Core.Executions;
using Holdfast.Core.Runs;

namespace Holdfast.Engine.Runs;

/// <summary>
/// Shares the room for processes between the runs. A run reserves room before it stores a start, so nothing is started that
/// has no place; a little more than there is room for is stored ahead, so that a free place never waits for a commit. Places that
/// come free go round among the runs that wait. No run has more under way than its own limit (<see cref="RunTurns"/>).
/// </summary>
public sealed class Dispatcher : IAsyncDisposable
{
    /// <summary>What is stored for each place: what is under way there and one ahead. Where the attempts of a run are short, it has more ahead (<see cref="StartsAhead"/>).</summary>
    private const int StoredPerPlace = 2;

    private readonly Func<Launch, Task> run;
    private readonly Queue<Launch> launches = new();
    private readonly LinkedList<RunWriter> waiting = new();
    private readonly Dictionary<RunWriter, int> kept = [];
    private readonly HashSet<Task> workers = [];
    private readonly ConcurrentDictionary<Launch, bool> underWay = [];
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private EndCause? closed;
    private int jobs;
    private int room;
    private Task? failed;

    /// <param name="jobs">Processes at a time; at least 1.</param>
    /// <param name="run">Runs one launch from its preparation to its report.</param>
    public Dispatcher(int jobs, Func<Launch, Task> run)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(jobs, 1);
        this.run = run;
        this.jobs = jobs;
        room = jobs * StoredPerPlace;
    }

    /// <summary>Processes at a time.</summary>
    public int Jobs
    {
        get
        {
            lock (gate)
                return jobs;
        }
    }

    /// <summary>From here on so many at a time. What has begun goes on, also where that is more.</summary>
    /// <param name="most">At least 1.</param>
    public void LimitTo(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        lock (gate)
        {
            room += (most - jobs) * StoredPerPlace;
            jobs = most;
            Begin_NeedsLock();
        }

        ShareOut();
    }

    /// <summary>Launches that have begun, or wait for their turn, and are not over.</summary>
    public IReadOnlyCollection<Launch> UnderWay => [.. underWay.Keys];

    /// <summary>Takes a place for one launch of the run. When there is none, the run waits: it is nudged when one is kept for it, until it has no use for any.</summary>
    public bool TryReserve(RunWriter run)
    {
        lock (gate)
        {
            if (closed is not null)
                return false;
            if (kept.Remove(run, out var places))
            {
                if (places > 1)
                    kept.Add(run, places - 1);
                return true;
            }

            if (HasRoom_NeedsLock(run))
            {
                room--;
                return true;
            }

            if (!waiting.Contains(run))
                waiting.AddLast(run);
            return false;
        }
    }

    /// <summary>Takes a place for a launch that is under way already, whether there is room or not.</summary>
    public void Occupy(Launch launch)
    {
        lock (gate)
            room--;
        Enqueue(launch);
    }

    /// <summary>Gives a place back. It is kept for the run whose turn it is: whoever ends an attempt would else take its place again before the others wake.</summary>
    public void Release() => ShareOut(freed: 1);

    /// <summary>The run waits for no place any more; what was kept for it is the others'.</summary>
    public void Leave(RunWriter run)
    {
        int freed;
        lock (gate)
        {
            waiting.Remove(run);
            kept.Remove(run, out freed);
        }

        ShareOut(freed);
    }

    private void ShareOut(int freed = 0)
    {
        var nudged = new List<RunWriter>();
        lock (gate)
        {
            room += freed;
            while (waiting.First is { } first && HasRoom_NeedsLock(first.Value))
            {
                room--;
                if (kept.TryAdd(first.Value, 1))
                    nudged.Add(first.Value);
                else
                    kept[first.Value]++;
                waiting.RemoveFirst();
                waiting.AddLast(first);
            }
        }

        foreach (var run in nudged)
        {
            if (!run.TryNudge())
                Leave(run);
        }
    }

    // No more is stored ahead than each that waits would store: a run of short attempts keeps out none of long ones.
    private bool HasRoom_NeedsLock(RunWriter run)
    {
        var ahead = run.AheadPerPlace;
        foreach (var other in waiting)
            ahead = Math.Min(ahead, other.AheadPerPlace);
        return room + (jobs * (ahead - 1)) > 0;
    }

    public void Enqueue(Launch launch)
    {
        EndCause? why;
        lock (gate)
        {
            underWay.TryAdd(launch, true);
            why = closed;
        }

        if (why is not null)
            launch.TryGiveUp(why);
        if (launch.Turns.TryTake(launch))
            Pass(launch);
    }

    /// <summary>Starts nothing more: what has not begun is given up, and what has goes on.</summary>
    /// <param name="why">How launches that are given up end.</param>
    /// <returns>Completes when nothing is under way any more.</returns>
    public Task CloseAsync(EndCause why)
    {
        lock (gate)
            closed ??= why;
        foreach (var launch in underWay.Keys)
            launch.TryGiveUp(why);
        EndIfIdle();
        return idle.Task;
    }

    /// <summary>Returns when nothing that has begun runs any more. Nothing may be enqueued after. Throws what a launch threw, which none should.</summary>
    public async ValueTask DisposeAsync()
    {
        while (Workers() is { Length: > 0 } working)
            await Task.WhenAll(working);
        if (failed is not null)
            await failed;

        Task[] Workers()
        {
            lock (gate)
                return [.. workers];
        }
    }

    private void Pass(Launch launch)
    {
        lock (gate)
        {
            launches.Enqueue(launch);
            Begin_NeedsLock();
        }
    }

    private void Begin_NeedsLock()
    {
        while (workers.Count < jobs && launches.TryDequeue(out var launch))
        {
            // It needs the lock to leave, so it is known before it does.
            Task? worker = null;
            worker = Task.Run(() => WorkAsync(launch, () => worker!));
            workers.Add(worker);
        }
    }

    private async Task WorkAsync(Launch first, Func<Task> self)
    {
        try
        {
            for (var launch = first; launch is not null; launch = NextOrLeave(self))
                await RunAsync(launch);
        }
        catch
        {
            // Whoever disposes of this is told; until then the others have the place.
            lock (gate)
            {
                failed ??= self();
                workers.Remove(self());
                Begin_NeedsLock();
            }

            throw;
        }
    }

    private async Task RunAsync(Launch launch)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await run(launch);
            if (launch.HasRun)
                NoteTaken(launch.Turns, Stopwatch.GetElapsedTime(began));
        }
        finally
        {
            if (launch.Turns.PassOn() is { } next)
                Pass(next);
            underWay.TryRemove(launch, out _);
            EndIfIdle();
        }
    }

    private void NoteTaken(RunTurns turns, TimeSpan taken)
    {
        var before = turns.AheadPerPlace;
        turns.NoteTaken(taken);
        if (turns.AheadPerPlace > before)
            ShareOut();
    }

    private Launch? NextOrLeave(Func<Task> self)
    {
        lock (gate)
        {
            if (workers.Count <= jobs && launches.TryDequeue(out var next))
                return next;
            workers.Remove(self());
            return null;
        }
    }

    private void EndIfIdle()
    {
        lock (gate)
        {
            if (closed is not null && underWay.IsEmpty)
                idle.TrySetResult();
        }
    }
}
