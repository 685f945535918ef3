using System.Collections.Concurrent;
using System.Diagnostics;
using Holdfast.Core.Executions;
using Holdfast.Core.Runs;

namespace Holdfast.Engine.Runs;

/// <summary>
/// Shares the room for processes between the runs. A run reserves room before it stores a start, so nothing is started that
/// has no place; a little more than there is room for is stored ahead, so that a free place never waits for a commit. No run has
/// more under way than its own limit (<see cref="RunTurns"/>).
/// </summary>
public sealed class Dispatcher : IAsyncDisposable
{
    /// <summary>What is stored for each place: what is under way there and one ahead. Where attempts are short, there are more ahead (<see cref="StartsAhead"/>).</summary>
    private const int StoredPerPlace = 2;

    private readonly Func<Launch, Task> run;
    private readonly Queue<Launch> launches = new();
    private readonly Queue<RunWriter> waiting = new();
    private readonly HashSet<Task> workers = [];
    private readonly ConcurrentDictionary<Launch, bool> underWay = [];
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private EndCause? closed;
    private int jobs;
    private int room;
    private StartsAhead ahead = StartsAhead.Unknown;

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

        PassOn();
    }

    /// <summary>Launches that have begun, or wait for their turn, and are not over.</summary>
    public IReadOnlyCollection<Launch> UnderWay => [.. underWay.Keys];

    /// <summary>How many starts are stored for each place beside what is under way there.</summary>
    public StartsAhead Ahead
    {
        get
        {
            lock (gate)
                return ahead;
        }
    }

    /// <summary>Takes a place for one launch of the run; when there is none, the run is nudged as soon as there is.</summary>
    public bool TryReserve(RunWriter run)
    {
        lock (gate)
        {
            if (closed is not null)
                return false;
            if (HasRoom_NeedsLock)
            {
                room--;
                return true;
            }

            if (!waiting.Contains(run))
                waiting.Enqueue(run);
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

    /// <summary>Gives a place back and nudges the run that has waited longest.</summary>
    public void Release()
    {
        lock (gate)
            room++;
        PassOn();
    }

    /// <summary>Nudges the run that has waited longest, if there is room. Called by one that was nudged and had no use for it.</summary>
    public void PassOn()
    {
        while (TakeWaiting() is { } next && !next.TryNudge())
        {
            // It has ended meanwhile; the nudge goes to the one behind it.
        }
    }

    private RunWriter? TakeWaiting()
    {
        lock (gate)
            return HasRoom_NeedsLock && waiting.TryDequeue(out var next) ? next : null;
    }

    private bool HasRoom_NeedsLock => room + (jobs * (ahead.PerPlace - 1)) > 0;

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

    /// <summary>Returns when nothing that has begun runs any more. Nothing may be enqueued after.</summary>
    public async ValueTask DisposeAsync()
    {
        while (Workers() is { Length: > 0 } working)
            await Task.WhenAll(working);

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
        for (var launch = first; launch is not null; launch = NextOrLeave(self))
        {
            var began = Stopwatch.GetTimestamp();
            await run(launch);
            NoteTaken(Stopwatch.GetElapsedTime(began));
            if (launch.Turns.PassOn() is { } next)
                Pass(next);
            underWay.TryRemove(launch, out _);
            EndIfIdle();
        }
    }

    private void NoteTaken(TimeSpan taken)
    {
        lock (gate)
            ahead = ahead.After(taken);
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
