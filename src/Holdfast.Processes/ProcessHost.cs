using Holdfast.Core.Executions;

namespace Holdfast.Processes;

/// <summary>
/// The one way to start, watch, stop and end a process. One thread waits for everything that can happen to any of them —
/// output, an end, a deadline, a wish from outside — and acts on it; nothing is polled while nothing has to be ended.
/// A process belongs to a session of its own and carries a mark (<see cref="ProcessMark"/>); what it leaves running when it
/// ends is ended with it.
/// </summary>
/// <remarks>
/// Starting posix_spawns on the caller's thread. All children of this OS process are the hosts': it is made a subreaper, and
/// children which no host started are reaped, and killed once no execution runs.
/// </remarks>
public sealed unsafe partial class ProcessHost : IDisposable
{
    private const long Millisecond = 1_000_000;

    // Tokens of the kernel's events below this are the host's own.
    private const long WakeToken = 0, TimerToken = 1;
    // The order in which Watch takes them.
    private const int StdoutBit = 0, StderrBit = 1, PidFdBit = 2, TokenShift = 2;
    private const int EventsAtOnce = 256;

    // What is read together is written together; a follower of the log sees it this much later at most.
    private const int FlushAfterMilliseconds = 20;

    private readonly TimeProvider time;
    private readonly Thread thread;
    private readonly int epoll;
    private readonly int wake;
    private readonly int timer;

    private readonly Lock gate = new();
    private readonly Dictionary<long, RunningProcess> byToken = [];
    private readonly Dictionary<ExecutionId, RunningProcess> byExecution = [];
    private readonly Queue<Wish> wishes = [];
    private long lastToken;
    private long armedNanoseconds = long.MaxValue;
    private long nextReapNanoseconds = long.MaxValue;
    private int starting;
    private bool closing;

    // The host's thread alone uses these.
    private readonly HashSet<RunningProcess> unwritten = [];
    private readonly List<RunningProcess> due = [];
    private readonly byte[] discarded = GC.AllocateUninitializedArray<byte>(64 * 1024, pinned: true);
    private long unwrittenSinceNanoseconds;

    /// <param name="Cause">Null when it is not to be stopped, but to be let run until then.</param>
    private readonly record struct Wish(RunningProcess Process, EndCause? Cause, bool Immediate, long UntilNanoseconds);

    public ProcessHost(TimeProvider time)
    {
        this.time = time;
        epoll = Libc.Require(Libc.epoll_create1(Libc.EPOLL_CLOEXEC), "epoll_create1");
        wake = Libc.Require(Libc.eventfd(0, Libc.O_CLOEXEC | Libc.O_NONBLOCK), "eventfd");
        timer = Libc.Require(Libc.timerfd_create(Libc.CLOCK_BOOTTIME, Libc.O_CLOEXEC | Libc.O_NONBLOCK), "timerfd_create");
        Libc.Require(Libc.EpollAdd(epoll, wake, WakeToken), "epoll_ctl");
        Libc.Require(Libc.EpollAdd(epoll, timer, TimerToken), "epoll_ctl");
        thread = new Thread(Loop) { Name = "process host", IsBackground = true };
        thread.Start();
    }

    /// <summary>How many processes have been started and not yet been told ended.</summary>
    public int Running
    {
        get
        {
            lock (gate)
                return byToken.Count;
        }
    }

    /// <summary>Starts a process. From any thread.</summary>
    /// <param name="ended">
    /// Called exactly once, on the host's own thread, after its output was drained and written; possibly before this method
    /// returns. It must be quick, and not throw: an exception ends the program.
    /// </param>
    /// <exception cref="ArgumentException">The execution is running already.</exception>
    /// <exception cref="ObjectDisposedException">The host is closed.</exception>
    public ProcessStart Start(ProcessSpec spec, Action<ExecutionEnding> ended) => Start(spec, group: null, terminal: null, stopping: null, (ending, _) => ended(ending));

    /// <param name="group">
    /// Where it is to be born, which is to be its alone. This whole program goes there for the moment: only for one that starts nothing else.
    /// </param>
    /// <param name="terminal">What it reads from and writes to; null for no input, and a pipe each for output and errors.</param>
    /// <param name="stopping">Told at most once, on the host's own thread and before <paramref name="ended"/>, that it begins to be stopped, and what for.</param>
    /// <param name="ended">Told as well how often progress put off the deadline.</param>
    /// <inheritdoc cref="Start(ProcessSpec, Action{ExecutionEnding})"/>
    internal ProcessStart Start(ProcessSpec spec, ControlGroup? group, PseudoTerminal? terminal, Action<EndCause>? stopping, Action<ExecutionEnding, int> ended)
    {
        if (SpawnCall.Fault(spec) is { } fault)
            return new ProcessStart.Refused(fault);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closing, this);
            if (byExecution.ContainsKey(spec.Execution))
                throw new ArgumentException($"Execution {spec.Execution} is running already.", nameof(spec));
            starting++;
        }
        try
        {
            return Spawn(spec, group, terminal, stopping, ended);
        }
        finally
        {
            lock (gate)
            {
                starting--;
                if (closing)
                    Wake();
            }
        }
    }

    /// <summary>
    /// Begins to stop a process: SIGTERM to its whole tree, its grace, SIGKILL, again and again until nothing of it is found.
    /// </summary>
    /// <param name="cause">
    /// Becomes the cause of its ending, unless it ended before the first signal, or was being stopped already. A process stopped
    /// for time (<see cref="EndCause.WallTime"/>, <see cref="EndCause.Stalled"/>) that ends with exit code 0 within the grace has completed.
    /// </param>
    /// <param name="immediate">Skips the grace, or what is left of it.</param>
    /// <returns>False when no such process is known, or no longer.</returns>
    public bool Stop(ExecutionId execution, EndCause cause, bool immediate)
    {
        lock (gate)
        {
            if (!byExecution.TryGetValue(execution, out var process))
                return false;
            wishes.Enqueue(new Wish(process, cause, immediate, UntilNanoseconds: 0));
            Wake();
            return true;
        }
    }

    /// <summary>Puts off the deadline of a process. An earlier moment than the deadline's changes nothing, nor does any once it is over.</summary>
    /// <param name="untilNanoseconds">By the boot-time clock.</param>
    internal void Extend(ExecutionId execution, long untilNanoseconds)
    {
        lock (gate)
        {
            if (!byExecution.TryGetValue(execution, out var process))
                return;
            wishes.Enqueue(new Wish(process, Cause: null, Immediate: false, untilNanoseconds));
            Wake();
        }
    }

    /// <summary>Kills every tree at once, tells their endings (as lost: it is no fault of theirs), and waits for that.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (closing)
                return;
            closing = true;
            Wake();
        }
        if (Thread.CurrentThread != thread)
            thread.Join();
    }

    private ProcessStart Spawn(ProcessSpec spec, ControlGroup? group, PseudoTerminal? terminal, Action<EndCause>? stopping, Action<ExecutionEnding, int> ended)
    {
        var pipes = stackalloc int[4] { terminal?.Master ?? -1, terminal?.Slave ?? -1, -1, -1 };
        var error = terminal is null ? OpenPipe(pipes) : 0;
        if (error == 0 && terminal is null)
            error = OpenPipe(pipes + 2);
        if (error != 0)
        {
            CloseAll(pipes, 4);
            return new ProcessStart.Refused(SpawnCall.Explain(error, spec));
        }

        var startedAt = time.GetUtcNow();
        var startedNanoseconds = Libc.BootTimeNanoseconds();
        Children.SpawnBegins(startedNanoseconds);
        // Where we cannot get out of the group again, killing it would be killing us.
        var entered = group?.TryEnter() ?? false;
        error = terminal is null ? SpawnCall.Spawn(spec, pipes[1], pipes[3], out var pid) : SpawnCall.SpawnIn(spec, terminal.Name, out pid);
        if (!entered || !group!.TryLeave())
            group = null;
        if (error != 0)
        {
            Children.SpawnFailed(startedNanoseconds);
            CloseAll(pipes, 4);
            return new ProcessStart.Refused(SpawnCall.Explain(error, spec));
        }

        var pidfd = Libc.pidfd_open(pid, 0);
        error = pidfd < 0 ? Libc.Errno : 0;
        if (error != 0 || !ProcessIdentities.TryOfNewborn(pid, startedNanoseconds, Libc.BootTimeNanoseconds(), out var identity))
        {
            KillNewborn(pid);
            Children.SpawnFailed(startedNanoseconds);
            CloseAll(pipes, 4);
            CloseAll(&pidfd, 1);
            // /proc/PID of a child that is not reaped can be opened, unless there is no descriptor left.
            return new ProcessStart.Refused(SpawnCall.Explain(error == 0 ? Libc.EMFILE : error, spec));
        }

        Children.SpawnSucceeded(startedNanoseconds, pid, spec.Execution, identity.StartTicks);
        lock (gate)
        {
            var process = new RunningProcess(
                ++lastToken, spec, identity, pidfd, stdout: pipes[0], stderr: pipes[2], stdoutWriter: pipes[1], stderrWriter: pipes[3], startedAt, startedNanoseconds, group, ended)
            {
                Terminal = terminal,
                Stopping = stopping,
                ProgressNanoseconds = startedNanoseconds,
            };
            error = Watch(process);
            if (error == 0)
            {
                if (byToken.Count == 0)
                    nextReapNanoseconds = startedNanoseconds + ReapPauseNanoseconds;
                byToken.Add(process.Token, process);
                byExecution.Add(spec.Execution, process);
                Arm_NeedsLock(Math.Min(process.DueNanoseconds, nextReapNanoseconds));
                return new ProcessStart.Started(identity, startedAt);
            }
        }
        Children.Forget(pid);
        KillNewborn(pid);
        CloseAll(pipes, 4);
        Libc.close(pidfd);
        return new ProcessStart.Refused(SpawnCall.Explain(error, spec));
    }

    /// <returns>0, or the errno with nothing watched: the kernel bounds how much a user may watch.</returns>
    private int Watch(RunningProcess process)
    {
        var fds = stackalloc int[3] { process.Stdout, process.Stderr, process.PidFd };
        for (var bit = 0; bit < 3; bit++)
        {
            // A terminal is one descriptor for both.
            if (fds[bit] < 0 || Libc.EpollAdd(epoll, fds[bit], process.Token << TokenShift | (uint)bit) >= 0)
                continue;
            var error = Libc.Errno;
            while (--bit >= 0)
            {
                if (fds[bit] >= 0)
                    Libc.EpollRemove(epoll, fds[bit]);
            }

            return error;
        }
        return 0;
    }

    private static int OpenPipe(int* fds)
    {
        if (Libc.pipe2(fds, Libc.O_CLOEXEC) < 0)
            return Libc.Errno;
        Libc.Require(Libc.fcntl(fds[0], Libc.F_SETFL, Libc.O_NONBLOCK), "fcntl");
        return 0;
    }

    private static void CloseAll(int* fds, int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (fds[i] >= 0)
                Libc.close(fds[i]);
        }
    }

    private static void KillNewborn(int pid)
    {
        Libc.ChildInfo info;
        _ = Libc.kill(-pid, Libc.SIGKILL);
        _ = Libc.WaitId(Libc.P_PID, pid, Libc.WEXITED, &info, null);
    }

    private void Wake()
    {
        var one = 1UL;
        // Fails only when the counter is at its limit: then it is awake.
        _ = Libc.write(wake, (byte*)&one, sizeof(ulong));
    }

    private void Arm_NeedsLock(long nanoseconds)
    {
        if (nanoseconds >= armedNanoseconds)
            return;
        armedNanoseconds = nanoseconds;
        var setting = stackalloc Libc.TimeSpec[2];
        setting[0] = default;
        setting[1] = new Libc.TimeSpec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
        Libc.Require(Libc.timerfd_settime(timer, Libc.TFD_TIMER_ABSTIME, setting, null), "timerfd_settime");
    }

    /// <summary>
    /// The loop of the host. Each turn: waits for events; reads output and notices ends; begins the stops that were wished for;
    /// looks at every process whose time has come; writes buffered output when nothing more is coming in.
    /// </summary>
    private void Loop()
    {
        var events = stackalloc byte[EventsAtOnce * Libc.EpollEventBytes];
        var hits = new (RunningProcess Process, int Bit)[EventsAtOnce];
        while (true)
        {
            var count = Libc.EpollWait(epoll, events, EventsAtOnce, unwritten.Count > 0 ? FlushAfterMilliseconds : -1);
            var hitCount = Resolve(events, count, hits, out var timerFired, out var woken, out var isClosing);
            for (var i = 0; i < hitCount; i++)
                Handle(hits[i].Process, hits[i].Bit);
            Array.Clear(hits, 0, hitCount);
            if (woken)
                TakeWishes();
            if (timerFired)
                LookAtDue();
            table = null;
            if (unwritten.Count > 0 && (count == 0 || Libc.BootTimeNanoseconds() - unwrittenSinceNanoseconds > FlushAfterMilliseconds * Millisecond))
                Flush();
            if (isClosing && TryClose())
                return;
        }
    }

    private int Resolve(byte* events, int count, (RunningProcess Process, int Bit)[] hits, out bool timerFired, out bool woken, out bool isClosing)
    {
        var hitCount = 0;
        timerFired = woken = false;
        lock (gate)
        {
            for (var i = 0; i < count; i++)
            {
                var token = Libc.EpollToken(events, i);
                if (token == WakeToken)
                    woken = true;
                else if (token == TimerToken)
                    timerFired = true;
                else if (byToken.TryGetValue(token >> TokenShift, out var process))
                    hits[hitCount++] = (process, (int)token & ((1 << TokenShift) - 1));
            }
            if (woken)
                Reset(wake);
            if (timerFired)
            {
                Reset(timer);
                armedNanoseconds = long.MaxValue;
            }
            isClosing = closing;
        }
        return hitCount;
    }

    private static void Reset(int fd)
    {
        ulong ignored;
        _ = Libc.read(fd, (byte*)&ignored, sizeof(ulong));
    }

    private void Handle(RunningProcess process, int bit)
    {
        // An earlier event of this turn may have ended it, or closed this pipe.
        if (process.IsClosed)
            return;
        switch (bit)
        {
            case StdoutBit when process.Stdout >= 0:
                ReadOnce(process, OutputFrameKind.Stdout);
                break;
            case StderrBit when process.Stderr >= 0:
                ReadOnce(process, OutputFrameKind.Stderr);
                break;
            case PidFdBit when process.EndedNanoseconds is null:
                MainHasEnded(process);
                return;
        }
        if (process.Phase == ProcessPhase.Settling && process.PipesAreClosed)
            Settle(process);
        else if (process.Output.IsPastLimit && process.Spec.FailOnOutputLimit && process.Phase == ProcessPhase.Running)
            BeginStop(process, new EndCause.OutputLimit(process.Spec.OutputLimitBytes), immediate: false);
    }

    /// <returns>False when there is nothing more to read now.</returns>
    private bool ReadOnce(RunningProcess process, OutputFrameKind stream)
    {
        var fd = stream == OutputFrameKind.Stdout ? process.Stdout : process.Stderr;
        var room = process.Output.Room();
        var target = room.IsEmpty ? discarded : room;
        nint count;
        int errno;
        fixed (byte* start = target)
        {
            count = Libc.read(fd, start, target.Length);
            errno = count < 0 ? Libc.Errno : 0;
        }
        if (count > 0)
        {
            process.ProgressNanoseconds = Libc.BootTimeNanoseconds();
            process.Terminal?.Show(target[..(int)count]);
            if (room.IsEmpty)
                process.Output.Discard((int)count);
            else
                process.Output.Keep(stream, (int)count, SinceStart(process, process.ProgressNanoseconds));
            NoteUnwritten(process);
            return true;
        }
        if (errno == Libc.EINTR)
            return true;
        if (errno != Libc.EAGAIN)
            ClosePipe(process, stream);
        return false;
    }

    private void NoteUnwritten(RunningProcess process)
    {
        if (!process.Output.HasUnwritten)
            return;
        if (unwritten.Count == 0)
            unwrittenSinceNanoseconds = Libc.BootTimeNanoseconds();
        unwritten.Add(process);
    }

    private void Flush()
    {
        foreach (var process in unwritten)
            process.Output.Flush();
        unwritten.Clear();
    }

    private void ClosePipe(RunningProcess process, OutputFrameKind stream)
    {
        var fd = stream == OutputFrameKind.Stdout ? process.Stdout : process.Stderr;
        if (fd < 0)
            return;
        Libc.EpollRemove(epoll, fd);
        Libc.close(fd);
        if (stream == OutputFrameKind.Stdout)
            process.Stdout = -1;
        else
            process.Stderr = -1;
    }

    private static void CloseWriters(RunningProcess process)
    {
        if (process.StdoutWriter < 0)
            return;
        Libc.close(process.StdoutWriter);
        if (process.StderrWriter >= 0)
            Libc.close(process.StderrWriter);
        process.StdoutWriter = process.StderrWriter = -1;
    }

    /// <summary>Reads what is in the pipes now, and no more than a pipe can hold: what is left behind could write for ever.</summary>
    private void Drain(RunningProcess process)
    {
        const long pipeLimitBytes = 1024 * 1024;
        var before = process.Output.OutputBytes;
        while (process.Stdout >= 0 && process.Output.OutputBytes - before < pipeLimitBytes && ReadOnce(process, OutputFrameKind.Stdout))
        {
        }
        before = process.Output.OutputBytes;
        while (process.Stderr >= 0 && process.Output.OutputBytes - before < pipeLimitBytes && ReadOnce(process, OutputFrameKind.Stderr))
        {
        }
    }

    private static TimeSpan SinceStart(RunningProcess process, long nanoseconds) =>
        TimeSpan.FromTicks((nanoseconds - process.StartedNanoseconds) / TimeSpan.NanosecondsPerTick);

    private void TakeWishes()
    {
        while (true)
        {
            Wish wish;
            lock (gate)
            {
                if (!wishes.TryDequeue(out wish))
                    return;
            }
            if (wish.Process.IsClosed)
                continue;
            if (wish.Cause is { } cause)
                BeginStop(wish.Process, cause, wish.Immediate);
            else
                Extend(wish.Process, wish.UntilNanoseconds);
        }
    }

    private bool TryClose()
    {
        RunningProcess[] left;
        lock (gate)
            left = [.. byToken.Values];
        foreach (var process in left)
        {
            if (!process.IsClosed)
                BeginStop(process, new EndCause.Lost("The program that watched it was closed."), immediate: true);
        }
        lock (gate)
        {
            if (byToken.Count > 0 || starting > 0)
                return false;
        }
        Libc.close(epoll);
        Libc.close(timer);
        Libc.close(wake);
        return true;
    }
}
