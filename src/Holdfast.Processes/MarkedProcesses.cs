using System.Globalization;
using Holdfast.Core.Executions;

namespace Holdfast.Processes;

/// <summary>A process that bears the mark of an execution, or is a child of one that does and has ended.</summary>
/// <param name="IsZombie">It has ended, and its parent has not reaped it.</param>
/// <param name="Name">Of its program, as the kernel has it: 15 characters at most.</param>
/// <param name="MemoryBytes">In memory now, what it shares with others included.</param>
/// <param name="CpuTime">Used so far.</param>
/// <param name="Age">Since it was started.</param>
public sealed record MarkedProcess(
    ExecutionId Execution, ProcessIdentity Process, int Parent, bool IsZombie, string Name, long MemoryBytes, TimeSpan CpuTime, TimeSpan Age);

/// <summary>Finds every process of Holdfast's on this machine, whoever started it, by the mark in its environment. Shims bear none.</summary>
public static class MarkedProcesses
{
    private const long TicksPerSecond = 100;

    public static IReadOnlyList<MarkedProcess> Scan()
    {
        var table = ProcessTable.Read();
        var found = new List<MarkedProcess>();
        foreach (var row in table.Values)
        {
            // What has ended has no environment any more: it is its parent's execution's.
            var mark = row.IsAlive ? row.Mark : table.GetValueOrDefault(row.Parent)?.Mark;
            if (mark is { } execution && Describe(execution, row) is { } described)
                found.Add(described);
        }

        return found;
    }

    private static MarkedProcess? Describe(ExecutionId execution, ProcessRow row)
    {
        try
        {
            // The name stands in parentheses and may itself contain any of "() ".
            var stat = File.ReadAllText($"/proc/{row.Pid}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            var cpuTicks = Number(fields[11]) + Number(fields[12]);
            return new MarkedProcess(
                execution, new ProcessIdentity(row.Pid, row.StartTicks, ProcessIdentities.BootId), row.Parent, !row.IsAlive,
                stat[(stat.IndexOf('(') + 1)..stat.LastIndexOf(')')], Number(fields[21]) * Environment.SystemPageSize, FromTicks(cpuTicks),
                FromTicks(ProcessIdentities.NowTicks - row.StartTicks));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile.
            return null;
        }
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);

    private static TimeSpan FromTicks(long ticks) => TimeSpan.FromSeconds(Math.Max(0, ticks) / (double)TicksPerSecond);
}
