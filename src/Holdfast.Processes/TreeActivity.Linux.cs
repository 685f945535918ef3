using System.Globalization;
using Holdfast.Core.Executions;

namespace Holdfast.Processes;

/// <summary>What all processes below one have used so far.</summary>
public static class TreeActivity
{
    private const int TicksPerSecond = 100; // USER_HZ, the same on every Linux there is

    /// <param name="shim">Who owns the tree, and is not of it. All that its processes leave comes to it.</param>
    /// <returns>Processor time (of children that were waited for, too), bytes read and written as far as we may know, and how many live.</returns>
    public static (TimeSpan Cpu, long IoBytes, int Processes) Below(ProcessIdentity shim)
    {
        var all = ProcessTable.Read();
        var (cpu, bytes, count) = (TimeSpan.Zero, 0L, 0);
        foreach (var row in all.Values.Where(row => row.IsAlive && IsBelow(all, row, shim.Pid)))
        {
            cpu += CpuTimeOf(row.Pid);
            bytes += IoBytes(row.Pid);
            count++;
        }

        return (cpu, bytes, count);
    }

    /// <summary>The same of known processes; nothing is said of their output.</summary>
    internal static Activity Of(IReadOnlyCollection<ProcessRow> processes)
    {
        var (cpu, bytes) = (TimeSpan.Zero, 0L);
        foreach (var row in processes)
        {
            cpu += CpuTimeOf(row.Pid);
            bytes += IoBytes(row.Pid);
        }

        return new Activity(OutputBytes: 0, cpu, bytes, processes.Count);
    }

    private static bool IsBelow(Dictionary<int, ProcessRow> all, ProcessRow row, int root)
    {
        // The table is read while it changes, so that a circle cannot be excluded.
        for (var depth = 0; depth < all.Count && row.Parent > 1; depth++)
        {
            if (row.Parent == root)
                return true;
            if (!all.TryGetValue(row.Parent, out row!))
                return false;
        }

        return false;
    }

    // Fields 14 to 17 of /proc/PID/stat; the name may hold anything, so that they count from behind it.
    internal static TimeSpan CpuTimeOf(int pid)
    {
        var stat = TryRead($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 14 ? TimeSpan.FromSeconds(fields[11..15].Sum(Number) / (double)TicksPerSecond) : TimeSpan.Zero;
    }

    // The second number of /proc/PID/statm: pages in memory.
    internal static long MemoryBytesOf(int pid) =>
        TryRead($"/proc/{pid}/statm").Split(' ') is [_, var pages, ..] ? Number(pages) * Environment.SystemPageSize : 0;

    private static long IoBytes(int pid) =>
        TryRead($"/proc/{pid}/io").Split('\n').Where(line => line.StartsWith("rchar:", StringComparison.Ordinal) || line.StartsWith("wchar:", StringComparison.Ordinal))
            .Sum(line => Number(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()));

    private static long Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // It ended, or is not ours to look into: it has used nothing that we know of.
    private static string TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
