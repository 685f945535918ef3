using System.Buffers.Text;
using Holdfast.Core.Executions;

namespace Holdfast.Processes;

/// <summary>
/// All children of this process, for all hosts in it. This process is a subreaper: what an execution's process leaves behind
/// becomes our child the moment its parent ends, before that end can be seen. So what is left of an execution is found by one
/// look at our own children, without a scan of the machine, and nothing double-forked escapes it.
/// A child is one of four: the main process of an execution; a shim, which owns a tree of its own; an orphan that came to us; or it
/// was there before us (left by the shell that became this program), which is none of our business.
/// </summary>
internal static unsafe class Children
{
    private const int FirstListBytes = 4 * 1024;
    private const int EndedRemembered = 1024;
    private const int MostPasses = 32;

    private sealed record Main(ExecutionId Execution, long StartTicks);

    private sealed class Orphan(ProcessRow row, ExecutionId? owner)
    {
        public ProcessRow Row => row;

        /// <summary>Null: no evidence whose it is.</summary>
        public ExecutionId? Owner { get; set; } = owner;

        public bool Seen { get; set; }
    }

    // Taken before the gate by whoever needs both.
    private static readonly Lock MainThreadSpawn = new();
    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, Main> Mains = [];
    private static readonly Dictionary<int, Orphan> Orphans = [];
    private static readonly HashSet<int> Foreign = [];

    private static readonly HashSet<int> Shims = [];

    // Shims that came to us when their starter died.
    private static readonly HashSet<int> AdoptedShims = [];
    private static long lastShimEndedTicks = -1;
    private static ExecutionId? only;
    private static readonly HashSet<ExecutionId> Ended = [];
    private static readonly Queue<ExecutionId> EndedInOrder = [];
    private static readonly List<int> Pids = [];
    private static byte[] list = new byte[FirstListBytes];
    private static int listFd = -1;
    private static readonly List<long> Spawning = [];

    [ThreadStatic]
    private static int threadId;

    static Children()
    {
        // Without it a child's exit status would be thrown away: some shells and supervisors start their children so.
        ResetIgnoredChildSignal();
        OpenStandardDescriptors();
        IsSubreaper = Libc.prctl(Libc.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0 && OpenList();
        foreach (var pid in Read())
            Foreign.Add(pid);
    }

    /// <summary>False where the kernel does not list children: then only marks and sessions tell.</summary>
    public static bool IsSubreaper { get; }

    private static void ResetIgnoredChildSignal()
    {
        var action = stackalloc byte[Libc.SignalActionBytes];
        Libc.Require(Libc.sigaction(Libc.SIGCHLD, null, action), "sigaction");
        const nint ignore = 1;
        if (*(nint*)action != ignore)
            return;
        new Span<byte>(action, Libc.SignalActionBytes).Clear();
        Libc.Require(Libc.sigaction(Libc.SIGCHLD, action, null), "sigaction");
    }

    // Descriptors 0 to 2 are what the child's own are made of: a pipe of ours must never get one of these numbers.
    private static void OpenStandardDescriptors()
    {
        fixed (byte* devNull = "/dev/null\0"u8)
        {
            for (var fd = 0; fd <= 2; fd++)
            {
                if (Libc.fcntl(fd, Libc.F_GETFD, 0) < 0)
                    Libc.Require(Libc.open(devNull, Libc.O_RDONLY, 0), "open /dev/null");
            }
        }
    }

    // Orphans come to the first living thread of a subreaper, which is the main thread.
    private static bool OpenList()
    {
        fixed (byte* path = System.Text.Encoding.UTF8.GetBytes($"/proc/self/task/{Environment.ProcessId}/children\0"))
            listFd = Libc.open(path, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
        return listFd >= 0;
    }

    /// <summary>
    /// To be called around every spawn, on the thread that spawns. A child being started is not known yet, but it is on the list of
    /// the thread that starts it: on the main thread it would be taken for an orphan, so nobody may look meanwhile.
    /// </summary>
    /// <param name="nanoseconds">When, by <see cref="Libc.BootTimeNanoseconds"/>.</param>
    public static void SpawnBegins(long nanoseconds)
    {
        if (IsMainThread)
            MainThreadSpawn.Enter();
        lock (Gate)
            Spawning.Add(nanoseconds);
    }

    public static void SpawnFailed(long nanoseconds)
    {
        lock (Gate)
            Spawning.Remove(nanoseconds);
        if (IsMainThread)
            MainThreadSpawn.Exit();
    }

    public static void SpawnSucceeded(long nanoseconds, int pid, ExecutionId execution, long startTicks)
    {
        lock (Gate)
        {
            Spawning.Remove(nanoseconds);
            Mains.Add(pid, new Main(execution, startTicks));
        }
        if (IsMainThread)
            MainThreadSpawn.Exit();
    }

    /// <inheritdoc cref="SpawnSucceeded"/>
    public static void ShimSpawned(long nanoseconds, int pid)
    {
        lock (Gate)
        {
            Spawning.Remove(nanoseconds);
            Shims.Add(pid);
        }
        if (IsMainThread)
            MainThreadSpawn.Exit();
    }

    /// <summary>Collects the exit status of a shim, if it is a child of ours and has ended.</summary>
    public static void ReapShim(int pid, int pidfd)
    {
        lock (Gate)
        {
            Libc.ChildInfo info;
            var error = Libc.WaitId(Libc.P_PIDFD, pidfd, Libc.WEXITED | Libc.WNOHANG, &info, null);
            if ((error != 0 || info.Pid != 0) && (Shims.Remove(pid) || AdoptedShims.Remove(pid)))
                lastShimEndedTicks = ProcessIdentities.NowTicks;
        }
    }

    /// <summary>Waits for the end of a shim that we started and that will end now.</summary>
    public static void AwaitShim(int pid)
    {
        // Without the lock: nobody else reaps a shim of ours, and while it is not reaped its pid is its own.
        Libc.ChildInfo info;
        _ = Libc.WaitId(Libc.P_PID, pid, Libc.WEXITED, &info, null);
        lock (Gate)
        {
            if (Shims.Remove(pid))
                lastShimEndedTicks = ProcessIdentities.NowTicks;
        }
    }

    /// <summary>To be called by a program that will own this one execution and no other: whatever comes to it is of that one.</summary>
    public static void OwnOnly(ExecutionId execution)
    {
        lock (Gate)
            only = execution;
    }

    /// <summary>Whether a child that was being started at that moment, or before, still is.</summary>
    public static bool IsSpawningSince(long nanoseconds)
    {
        lock (Gate)
        {
            foreach (var began in Spawning)
            {
                if (began <= nanoseconds)
                    return true;
            }
            return false;
        }
    }

    private static bool IsMainThread
    {
        get
        {
            if (threadId == 0)
                threadId = Libc.gettid();
            return threadId == Environment.ProcessId;
        }
    }

    /// <summary>Collects the exit status of a main process, after which its pid may be anybody's.</summary>
    /// <returns>0, or an errno; <c>info.Pid</c> stays 0 while it runs.</returns>
    public static int Reap(int pid, int pidfd, Libc.ChildInfo* info, Libc.ResourceUsage* usage)
    {
        lock (Gate)
        {
            var error = Libc.WaitId(Libc.P_PIDFD, pidfd, Libc.WEXITED | Libc.WNOHANG, info, usage);
            if ((error != 0 || info->Pid != 0) && Mains.Remove(pid, out var main))
                RememberEnded_NeedsLock(main.Execution);
            return error;
        }
    }

    private static void RememberEnded_NeedsLock(ExecutionId execution)
    {
        if (Ended.Add(execution))
            EndedInOrder.Enqueue(execution);
        if (EndedInOrder.Count > EndedRemembered)
            Ended.Remove(EndedInOrder.Dequeue());
    }

    /// <summary>Gives up a main process that cannot be killed. When it ends at last, it is reaped like an orphan.</summary>
    public static void Forget(int pid)
    {
        lock (Gate)
            Mains.Remove(pid);
    }

    /// <summary>
    /// Reads which orphans there are, reaps those that have ended, and finds out whose the new ones are; again and again as long as
    /// some end, as what they started just before came to us after we read.
    /// </summary>
    /// <returns>False when they ended faster than we looked: then there may be one that was not seen.</returns>
    public static bool Look()
    {
        if (!IsSubreaper)
            return true;
        lock (MainThreadSpawn)
        lock (Gate)
        {
            for (var pass = 0; pass < MostPasses; pass++)
            {
                if (!LookOnce_NeedsLock())
                    return true;
            }

            return false;
        }
    }

    /// <returns>Whether any was reaped.</returns>
    private static bool LookOnce_NeedsLock()
    {
        var reaped = false;
        foreach (var orphan in Orphans.Values)
            orphan.Seen = false;
        foreach (var pid in Read())
        {
            // Who waits for a shim that we started reaps it, too.
            if (Mains.ContainsKey(pid) || Foreign.Contains(pid) || Shims.Contains(pid))
                continue;
            if (HasEnded_NeedsLock(pid))
            {
                reaped = true;
                continue;
            }

            if (IsAdoptedShim_NeedsLock(pid))
                continue;

            if (!Orphans.TryGetValue(pid, out var orphan) && ProcessTable.ReadRow(pid) is { } row)
                Orphans[pid] = orphan = new Orphan(row, OwnerOf_NeedsLock(row));
            if (orphan is null)
                continue;
            orphan.Seen = true;
            orphan.Owner ??= MarkedOwner_NeedsLock(orphan.Row);
            // It came to light after its execution was told ended.
            if (orphan.Owner is null && orphan.Row.Mark is { } mark && Ended.Contains(mark))
                _ = Libc.kill(pid, Libc.SIGKILL);
        }

        foreach (var (pid, orphan) in Orphans)
        {
            if (!orphan.Seen)
                Orphans.Remove(pid);
        }

        return reaped;
    }

    // We are its parent: until we reap it, its pid is its own.
    private static bool HasEnded_NeedsLock(int pid)
    {
        Libc.ChildInfo info;
        var hasEnded = Libc.WaitId(Libc.P_PID, pid, Libc.WEXITED | Libc.WNOHANG, &info, null) != 0 || info.Pid != 0;
        if (hasEnded && AdoptedShims.Remove(pid))
            lastShimEndedTicks = ProcessIdentities.NowTicks;
        return hasEnded;
    }

    private static bool IsAdoptedShim_NeedsLock(int pid)
    {
        if (only is not null || Orphans.ContainsKey(pid))
            return false;
        return AdoptedShims.Contains(pid) || (ProcessTable.IsShim(pid) && AdoptedShims.Add(pid));
    }

    private static ExecutionId? OwnerOf_NeedsLock(ProcessRow orphan)
    {
        if (only is not null)
            return only;
        // The number of a session belongs to its first process until that is reaped, and it is not while it is in Mains.
        if (Mains.TryGetValue(orphan.Session, out var main))
            return main.Execution;
        if (MarkedOwner_NeedsLock(orphan) is { } marked)
            return marked;
        // It erased its mark and left its session. If only one execution has been here since it was started, it is that one's.
        // One that is being started counts, too: its processes may be here before it is known.
        // And what a shim leaves that was killed comes to us as well.
        var isOthers = Spawning.Count > 0 || Shims.Count > 0 || AdoptedShims.Count > 0 || orphan.StartTicks <= lastShimEndedTicks || (orphan.Mark is { } mark && Ended.Contains(mark));
        if (!isOthers && Mains.Count == 1 && Orphans.Values.All(other => other.Owner is not null))
        {
            var alone = Mains.Values.First();
            if (orphan.StartTicks >= alone.StartTicks)
                return alone.Execution;
        }
        return null;
    }

    private static ExecutionId? MarkedOwner_NeedsLock(ProcessRow orphan) =>
        orphan.Mark is { } mark && Mains.Values.Any(main => main.Execution == mark) ? mark : null;

    /// <summary>The orphans of one execution.</summary>
    public static void AddOrphansOf(ExecutionId execution, ICollection<int> pids)
    {
        lock (Gate)
        {
            foreach (var (pid, orphan) in Orphans)
            {
                if (orphan.Owner == execution)
                    pids.Add(pid);
            }
        }
    }

    public static bool HasOrphans(ExecutionId execution)
    {
        lock (Gate)
        {
            foreach (var orphan in Orphans.Values)
            {
                if (orphan.Owner == execution)
                    return true;
            }
            return false;
        }
    }

    /// <summary>Gives orphans without an owner to the execution whose output pipe they hold: they can have it from nobody else.</summary>
    public static void AttributeByPipe(ExecutionId execution, string pipe)
    {
        lock (Gate)
        {
            foreach (var (pid, orphan) in Orphans)
            {
                if (orphan.Owner is null && ProcessTable.HoldsPipe(pid, pipe))
                    orphan.Owner = execution;
            }
        }
    }

    /// <summary>Whether an orphan nobody can be named for might be of a process started then.</summary>
    public static bool HasUnexplainedSince(long startTicks)
    {
        lock (Gate)
            return Orphans.Values.Any(orphan => orphan.Owner is null && orphan.Row.StartTicks >= startTicks);
    }

    /// <summary>
    /// Once no execution runs, every orphan is left by one that ended, whichever: kills them. Nothing to be told about it,
    /// as whose they were is not known.
    /// </summary>
    public static void KillIfNobodyRuns()
    {
        lock (Gate)
        {
            if (Mains.Count > 0)
                return;
            foreach (var pid in Orphans.Keys)
                _ = Libc.kill(pid, Libc.SIGKILL);
        }
    }

    /// <summary>Whether orphans are there, of anybody.</summary>
    public static bool HasAnyOrphan
    {
        get
        {
            lock (Gate)
                return Orphans.Count > 0;
        }
    }

    private static List<int> Read()
    {
        Pids.Clear();
        if (listFd < 0)
            return Pids;
        // First: reading may take a larger list.
        var length = ReadList();
        ReadOnlySpan<byte> text = list.AsSpan(0, length);
        while (!text.IsEmpty && Utf8Parser.TryParse(text, out int pid, out var used))
        {
            Pids.Add(pid);
            text = text[Math.Min(used + 1, text.Length)..];
        }
        return Pids;
    }

    private static int ReadList()
    {
        var total = 0;
        while (true)
        {
            nint count;
            fixed (byte* start = list)
                count = Libc.pread(listFd, start + total, list.Length - total, total);
            if (count < 0 && Libc.Errno == Libc.EINTR)
                continue;
            if (Libc.Require((int)count, "read /proc/self/task/children") == 0)
                return total;
            total += (int)count;
            if (total == list.Length)
                Array.Resize(ref list, total * 2);
        }
    }
}
