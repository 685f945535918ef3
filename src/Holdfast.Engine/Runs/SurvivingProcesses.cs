using System.Collections.Concurrent;
using Holdfast.Core.Executions;
using Holdfast.Engine.Executions;
using Holdfast.Processes;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Runs;

/// <summary>
/// The processes of attempts that outlive this program: each has a shim of its own, in the attempt's folder. They are started,
/// watched, stopped and taken up here; closing it leaves them alive.
/// </summary>
internal sealed class SurvivingProcesses : IAsyncDisposable
{
    /// <summary>Between SIGTERM and SIGKILL, for what a killed shim left. Short: nobody is left to read what it would still say.</summary>
    private static readonly TimeSpan LostGrace = TimeSpan.FromSeconds(1);

    // A shim is between being started and writing who it and its process are for milliseconds; on a machine that swaps, for seconds.
    private static readonly TimeSpan ShimSpeaksWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan SweepAgainAfter = TimeSpan.FromSeconds(1);

    private readonly ShimWatch watch = new();
    private readonly ConcurrentDictionary<ExecutionId, Seat> seats = [];
    private readonly ConcurrentDictionary<Task, bool> endings = [];
    private readonly CancellationTokenSource closing = new();
    private readonly CancellationToken closed;
    private readonly TimeProvider time;

    public SurvivingProcesses(TimeProvider time)
    {
        this.time = time;
        closed = closing.Token;
    }

    /// <summary>One that is being started, or runs.</summary>
    private sealed class Seat(ExecutionId execution, ShimFolder folder, TaskCompletionSource<ExecutionEnding> ended)
    {
        private readonly Lock gate = new();
        private EndCause? asked;
        private bool isListening;

        public ExecutionId Execution => execution;

        public ShimFolder Folder => folder;

        public TaskCompletionSource<ExecutionEnding> Ended => ended;

        /// <summary>What is asked before the shim listens is said once it does.</summary>
        public void Stop(EndCause cause)
        {
            lock (gate)
            {
                asked = cause;
                if (isListening)
                    Say(cause);
            }
        }

        public void Listens()
        {
            lock (gate)
            {
                isListening = true;
                if (asked is { } cause)
                    Say(cause);
            }
        }

        // Nobody listens when it has just ended: then its end is about to be told.
        private void Say(EndCause cause) => ShimControl.Send(folder, new ShimCommand.Stop(cause, Immediate: false));
    }

    /// <summary>Those that are being started, or run.</summary>
    public int Count => seats.Count;

    /// <summary>Whether what is waited for here is not waited for any more.</summary>
    public bool IsClosed => closed.IsCancellationRequested;

    /// <param name="ended">Told the ending, or cancelled when this is closed before.</param>
    public async Task<ProcessStart> StartAsync(ProcessSpec spec, ShimFolder folder, TaskCompletionSource<ExecutionEnding> ended)
    {
        var seat = Sit(spec.Execution, folder, ended);
        if (ShimProgram.Find() is not { } program)
            return Refused(seat, new EndCause.CouldNotStart("shim_missing", ShimProgram.Missing));
        switch (await ShimStart.StartAsync(program, folder, RequestOf(spec), spec.Environment, CancellationToken.None))
        {
            case ShimStarted.Started started:
                Watch(seat, started.Shim);
                return new ProcessStart.Started(started.Process, started.StartedAt);
            case ShimStarted.Refused refused:
                return Refused(seat, refused.Why);
            case ShimStarted.AlreadyStarted:
                return await TakeUpAsync(seat) is { } process
                    ? new ProcessStart.Started(process, folder.TryReadProcess()?.StartedAt ?? time.GetUtcNow())
                    : Refused(seat, new EndCause.CouldNotStart("shim_died", $"The shim in '{folder.Path}' ended before it had started anything."));
            case var other:
                throw new InvalidOperationException($"Unplaced start {other.GetType().Name}.");
        }
    }

    /// <summary>Takes up one whose folder says that a shim is or was there (<see cref="WasStartedAsync"/>). It is not started again.</summary>
    /// <returns>The process, if it lives; null when it has ended, which is told then.</returns>
    public Task<ProcessIdentity?> AdoptAsync(ExecutionId execution, ShimFolder folder, TaskCompletionSource<ExecutionEnding> ended) =>
        TakeUpAsync(Sit(execution, folder, ended));

    /// <summary>Ends one and its whole tree. Asking again changes nothing.</summary>
    /// <returns>False when no such process is known here, or no longer.</returns>
    public bool Stop(ExecutionId execution, EndCause cause)
    {
        if (!seats.TryGetValue(execution, out var seat))
            return false;
        seat.Stop(cause);
        return true;
    }

    /// <summary>Whether anything can have run in a folder whose starter is dead.</summary>
    /// <exception cref="TimeoutException">A shim is there, and does not say who it is.</exception>
    public async Task<bool> WasStartedAsync(ShimFolder folder, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        // The starter's lock became the shim's. As long as it is held a shim is about to write who it is; the first look may have been too early.
        while (folder.IsLocked && folder.TryReadShim() is null)
        {
            if (time.GetElapsedTime(since) >= ShimSpeaksWithin)
                throw new TimeoutException($"A shim holds '{folder.Lock}', and has not said who it is for {ShimSpeaksWithin.TotalSeconds:0} s. End it, then resume.");
            await Task.Delay(LookAgainAfter, time, cancellationToken);
        }

        return folder.TryReadShim() is not null || folder.TryReadExit() is not null;
    }

    /// <summary>Leaves what runs alone: whoever waits for an end is told that nobody waits for it any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        watch.Dispose();
        foreach (var seat in seats.Values)
            seat.Ended.TrySetCanceled(closed);
        while (endings.Keys.ToArray() is { Length: > 0 } tasks)
            await Task.WhenAll(tasks);
        closing.Dispose();
    }

    private Seat Sit(ExecutionId execution, ShimFolder folder, TaskCompletionSource<ExecutionEnding> ended)
    {
        var seat = new Seat(execution, folder, ended);
        if (!seats.TryAdd(execution, seat))
            throw new ArgumentException($"Execution {execution} is running already.", nameof(execution));
        // After it is known: whoever closes this either sees it, or is seen here.
        closed.ThrowIfCancellationRequested();
        return seat;
    }

    private ProcessStart.Refused Refused(Seat seat, EndCause.CouldNotStart why)
    {
        seats.TryRemove(seat.Execution, out _);
        return new ProcessStart.Refused(why);
    }

    private static ShimRequest RequestOf(ProcessSpec spec) => new()
    {
        Execution = spec.Execution,
        Arguments = spec.Arguments,
        WorkingDirectory = spec.WorkingDirectory,
        OutputLimitBytes = spec.OutputLimitBytes,
        FailOnOutputLimit = spec.FailOnOutputLimit,
        Timeout = spec.Timeout,
        Deadline = spec.Deadline,
        Grace = spec.Grace,
    };

    private async Task<ProcessIdentity?> TakeUpAsync(Seat seat)
    {
        var process = await ProcessOfLivingShimAsync(seat.Folder);
        // One that is gone is told of at once.
        if (seat.Folder.TryReadShim() is { } shim)
            Watch(seat, shim.Process);
        else
            Begin(seat);
        return process;
    }

    /// <summary>Null when it is dead, or over.</summary>
    private async Task<ProcessIdentity?> ProcessOfLivingShimAsync(ShimFolder folder)
    {
        var since = time.GetTimestamp();
        while (folder.TryReadExit() is null && folder.TryReadShim() is { } shim && ProcessIdentities.IsAlive(shim.Process))
        {
            if (folder.TryReadProcess() is { } process)
                return process.Process;
            // It may have no room to write it. The shim is sure to be there.
            if (time.GetElapsedTime(since) >= ShimSpeaksWithin)
                return shim.Process;
            await Task.Delay(LookAgainAfter, time, closed);
        }

        return null;
    }

    private void Watch(Seat seat, ProcessIdentity shim)
    {
        try
        {
            // On the watch's thread; what follows takes its time.
            watch.Watch(seat.Execution, shim, () => Begin(seat));
        }
        catch (ObjectDisposedException) when (IsClosed)
        {
            seat.Ended.TrySetCanceled(closed);
        }

        seat.Listens();
    }

    private void Begin(Seat seat)
    {
        var ending = Task.Run(() => EndAsync(seat));
        endings.TryAdd(ending, true);
        _ = ending.ContinueWith(done => endings.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Its shim is gone: what it wrote is believed, and what it did not write is lost.</summary>
    private async Task EndAsync(Seat seat)
    {
        try
        {
            var ending = seat.Folder.TryReadExit()?.Ending ?? await LoseAsync(seat);
            seats.TryRemove(seat.Execution, out _);
            seat.Ended.TrySetResult(ending);
        }
        catch (OperationCanceledException) when (IsClosed)
        {
            seat.Ended.TrySetCanceled(closed);
        }
        // The edge of one ending: whatever it is, its attempt is told.
        catch (Exception failed)
        {
            seats.TryRemove(seat.Execution, out _);
            seat.Ended.TrySetException(failed);
        }
    }

    /// <summary>Returns once nothing of it lives: before that, its atom must not run again.</summary>
    private async Task<ExecutionEnding> LoseAsync(Seat seat)
    {
        var folder = seat.Folder;
        var evidence = new Dictionary<ExecutionId, (ProcessIdentity? Process, string? Cgroup)> { [seat.Execution] = LostTrees.EvidenceOf(folder, stored: null) };
        var ended = 0;
        while (true)
        {
            var swept = (await LostTrees.EndAsync(evidence, LostGrace, closed))[seat.Execution];
            ended += swept.Ended;
            if (swept.Left == 0)
                return LostEnding(folder, swept with { Ended = ended });
            await Task.Delay(SweepAgainAfter, time, closed);
        }
    }

    private ExecutionEnding LostEnding(ShimFolder folder, SweepResult swept)
    {
        var now = time.GetUtcNow();
        var process = folder.TryReadProcess();
        return new ExecutionEnding
        {
            Cause = new EndCause.Lost(LostTrees.WhyLost(folder, shim: null, process: null)),
            StartedAt = process?.StartedAt ?? now,
            EndedAt = now,
            Duration = process is { } known && known.StartedAt < now ? now - known.StartedAt : TimeSpan.Zero,
            StopStep = swept.Ended > 0 ? StopStep.Killed : StopStep.None,
            Proof = swept.Proof,
            SurvivorsEnded = swept.Ended,
        };
    }
}
