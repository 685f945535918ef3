using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
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
    private readonly Channel<Launch> launches = Channel.CreateUnbounded<Launch>(new UnboundedChannelOptions { SingleReader = false });
    private readonly Queue<RunWriter> waiting = new();
    private readonly Task[] workers;
    private readonly ConcurrentDictionary<Launch, bool> underWay = [];
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private EndCause? closed;
    private int room;
    private StartsAhead ahead = StartsAhead.Unknown;

    /// <param name="jobs">Processes at a time; at least 1.</param>
    /// <param name="run">Runs one launch from its preparation to its report.</param>
    public Dispatcher(int jobs, Func<Launch, Task> run)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(jobs, 1);
        Jobs = jobs;
        // One stored ahead per place, and more where they are short.
        room = jobs * 2;
        workers = [.. Enumerable.Range(0, jobs).Select(_ => Task.Run(() => WorkAsync(run)))];
    }

    public int Jobs { get; }

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

    private bool HasRoom_NeedsLock => room + Jobs * (ahead.PerPlace - 1) > 0;

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

    public async ValueTask DisposeAsync()
    {
        launches.Writer.TryComplete();
        await Task.WhenAll(workers);
    }

    private async Task WorkAsync(Func<Launch, Task> run)
    {
        await foreach (var launch in launches.Reader.ReadAllAsync())
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

    private void Pass(Launch launch)
    {
        if (!launches.Writer.TryWrite(launch))
            throw new InvalidOperationException($"The dispatcher is closed and cannot take {launch.Execution}.");
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
