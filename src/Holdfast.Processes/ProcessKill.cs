using Holdfast.Core.Executions;

namespace Holdfast.Processes;

/// <summary>Ends one process at once, as when a shim does not do its work any more.</summary>
public static class ProcessKill
{
    /// <returns>False when it is gone already, or may not be killed.</returns>
    public static bool Send(ProcessIdentity process) =>
        ProcessIdentities.IsAlive(process) && ProcessTable.ReadRow(process.Pid) is { } row && row.StartTicks == process.StartTicks && Signals.Send(row, Libc.SIGKILL);
}
