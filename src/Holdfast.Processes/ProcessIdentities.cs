using System.Diagnostics.CodeAnalysis;
using Holdfast.Core.Executions;

namespace Holdfast.Processes;

/// <summary>Reads which process a pid is just now.</summary>
public static class ProcessIdentities
{
    /// <summary>Changes with every start of the machine.</summary>
    public static Guid BootId { get; } = Guid.Parse(File.ReadAllText("/proc/sys/kernel/random/boot_id").AsSpan().Trim());

    public static ProcessIdentity Current { get; } =
        Of(Environment.ProcessId) ?? throw new InvalidOperationException("/proc does not show this process: is it mounted?");

    /// <summary>Null when there is no such process. A zombie is one.</summary>
    public static ProcessIdentity? Of(int pid) =>
        ProcessTable.ReadRow(pid) is { } row ? new ProcessIdentity(pid, row.StartTicks, BootId) : null;

    /// <summary>
    /// Which process a child is that was started between two moments. The kernel takes its start time from the same clock, so when
    /// both moments lie in one tick that tick is it, and /proc, which costs as much as half the start, need not be read.
    /// </summary>
    internal static bool TryOfNewborn(int pid, long afterNanoseconds, long beforeNanoseconds, [NotNullWhen(true)] out ProcessIdentity? identity)
    {
        identity = afterNanoseconds / TickNanoseconds == beforeNanoseconds / TickNanoseconds
            ? new ProcessIdentity(pid, afterNanoseconds / TickNanoseconds, BootId)
            : Of(pid);
        return identity is not null;
    }

    /// <summary>What a process started at this moment has for its start time.</summary>
    internal static long NowTicks => Libc.BootTimeNanoseconds() / TickNanoseconds;

    /// <summary>How long ago it was started, by a clock that no one sets. Null for one of an earlier boot.</summary>
    public static TimeSpan? AgeOf(ProcessIdentity process) =>
        process.BootId == BootId ? TimeSpan.FromTicks((NowTicks - process.StartTicks) * (TickNanoseconds / TimeSpan.NanosecondsPerTick)) : null;

    // Of the times in /proc; the kernel's USER_HZ is 100 on every machine we run on.
    private const long TickNanoseconds = 10_000_000;

    /// <summary>What the kernel says of it just now. Gone too is what another process has the pid of, and any process of an earlier boot.</summary>
    public static ProcessStanding StandingOf(ProcessIdentity process)
    {
        if (process.BootId != BootId || ProcessTable.ReadRow(process.Pid) is not { } row || row.StartTicks != process.StartTicks)
            return ProcessStanding.Gone;
        return !row.IsAlive ? ProcessStanding.Zombie : row.IsStopped ? ProcessStanding.Stopped : ProcessStanding.Alive;
    }

    /// <summary>False for a zombie, for another process that has its pid now, and for any process of an earlier boot.</summary>
    public static bool IsAlive(ProcessIdentity process) =>
        process.BootId == BootId &&
        ProcessTable.ReadRow(process.Pid) is { IsAlive: true } row &&
        row.StartTicks == process.StartTicks;
}
