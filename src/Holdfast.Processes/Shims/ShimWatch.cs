using Holdfast.Core.Executions;

namespace Holdfast.Processes.Shims;

/// <summary>
/// Tells when shims end: one thread for all of them, woken by the kernel, be they children of this program or not. Children are
/// reaped.
/// </summary>
public sealed unsafe class ShimWatch : IDisposable
{
    private const long WakeToken = 0;
    private const int EventsAtOnce = 64;

    private sealed record Watched(ExecutionId Execution, int Pid, int PidFd, Action Ended);

    private readonly Thread thread;
    private readonly int epoll;
    private readonly int wake;
    private readonly Lock gate = new();
    private readonly Dictionary<long, Watched> byToken = [];
    private readonly Queue<Action> gone = [];
    private long lastToken;
    private bool closing;

    public ShimWatch()
    {
        epoll = Libc.Require(Libc.epoll_create1(Libc.EPOLL_CLOEXEC), "epoll_create1");
        wake = Libc.Require(Libc.eventfd(0, Libc.O_CLOEXEC | Libc.O_NONBLOCK), "eventfd");
        Libc.Require(Libc.EpollAdd(epoll, wake, WakeToken), "epoll_ctl");
        thread = new Thread(Loop) { Name = "shim watch", IsBackground = true };
        thread.Start();
    }

    /// <summary>How many are watched just now.</summary>
    public int Watching
    {
        get
        {
            lock (gate)
                return byToken.Count;
        }
    }

    /// <summary>Watches a shim. From any thread.</summary>
    /// <param name="ended">
    /// Called exactly once, on the watch's own thread, when the shim is gone (its exit record, if it wrote one, is there by then), also
    /// when it was gone before. It must be quick, and not throw: an exception ends the program. Not called once the watch is disposed of.
    /// </param>
    /// <exception cref="IOException">The system has no descriptor left to watch with.</exception>
    public void Watch(ExecutionId execution, ProcessIdentity shim, Action ended)
    {
        var pidfd = Open(shim);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closing, this);
            if (pidfd < 0)
            {
                gone.Enqueue(ended);
                Wake();
                return;
            }
            var token = ++lastToken;
            byToken.Add(token, new Watched(execution, shim.Pid, pidfd, ended));
            if (Libc.EpollAdd(epoll, pidfd, token) >= 0)
                return;
            byToken.Remove(token);
        }
        Libc.close(pidfd);
        throw new IOException($"The shim of execution {execution} cannot be watched: the system has no descriptor left. Raise its limits.");
    }

    // -1: gone, or another process by now.
    private static int Open(ProcessIdentity shim)
    {
        if (shim.BootId != ProcessIdentities.BootId)
            return -1;
        var pidfd = Libc.pidfd_open(shim.Pid, 0);
        if (pidfd < 0)
        {
            return Libc.Errno is Libc.ESRCH or Libc.EINVAL
                ? -1
                : throw new IOException($"Process {shim.Pid} cannot be watched: {System.Runtime.InteropServices.Marshal.GetLastPInvokeErrorMessage()}.");
        }
        // The descriptor holds on to whoever has the pid now; that it is the same one, its start time says. A zombie still has it.
        if (ProcessTable.ReadRow(shim.Pid)?.StartTicks == shim.StartTicks)
            return pidfd;
        Libc.close(pidfd);
        return -1;
    }

    /// <summary>Ends no shim; none is told of any more.</summary>
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

    private void Wake()
    {
        var one = 1UL;
        // Fails only when the counter is at its limit: then it is awake.
        _ = Libc.write(wake, (byte*)&one, sizeof(ulong));
    }

    /// <summary>The loop of the watch: waits, reaps and tells of those that ended, and of those that were gone when they were handed in.</summary>
    private void Loop()
    {
        var events = stackalloc byte[EventsAtOnce * Libc.EpollEventBytes];
        while (true)
        {
            var count = Libc.EpollWait(epoll, events, EventsAtOnce, timeoutMilliseconds: -1);
            for (var i = 0; i < count; i++)
            {
                var token = Libc.EpollToken(events, i);
                if (token == WakeToken)
                    Reset();
                else
                    Ended(token);
            }
            if (TellGone())
                continue;
            Close();
            return;
        }
    }

    private void Reset()
    {
        ulong ignored;
        _ = Libc.read(wake, (byte*)&ignored, sizeof(ulong));
    }

    private void Ended(long token)
    {
        Watched? watched;
        lock (gate)
        {
            if (closing || !byToken.Remove(token, out watched))
                return;
        }
        Libc.EpollRemove(epoll, watched.PidFd);
        Children.ReapShim(watched.Pid, watched.PidFd);
        Libc.close(watched.PidFd);
        watched.Ended();
    }

    /// <returns>False when the watch is to close.</returns>
    private bool TellGone()
    {
        while (true)
        {
            Action ended;
            lock (gate)
            {
                if (closing)
                    return false;
                if (!gone.TryDequeue(out ended!))
                    return true;
            }
            ended();
        }
    }

    private void Close()
    {
        foreach (var watched in byToken.Values)
            Libc.close(watched.PidFd);
        Libc.close(epoll);
        Libc.close(wake);
    }
}
