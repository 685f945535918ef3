using Holdfast.Core.Executions;

namespace Holdfast.Engine.Processes;

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

    /// <summary>False for a zombie, for another process that has its pid now, and for any process of an earlier boot.</summary>
    public static bool IsAlive(ProcessIdentity process) =>
        process.BootId == BootId &&
        ProcessTable.ReadRow(process.Pid) is { IsAlive: true } row &&
        row.StartTicks == process.StartTicks;
}
