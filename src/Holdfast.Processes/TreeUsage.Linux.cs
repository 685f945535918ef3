using Holdfast.Core.Executions;

namespace Holdfast.Processes;

/// <summary>What one execution's processes use, its shim left out.</summary>
/// <param name="Processes">That live.</param>
/// <param name="CpuTime">Used so far by those that live and by children they waited for.</param>
/// <param name="MemoryBytes">In memory now. What several of them share counts for each.</param>
/// <param name="Zombies">That have ended and that their parents have not reaped.</param>
public readonly record struct TreeUsage(int Processes, TimeSpan CpuTime, long MemoryBytes, int Zombies)
{
    /// <summary>Looks once at all processes of the machine.</summary>
    /// <param name="shims">Who owns each tree; null where that is not known. What bears an execution's mark is of it as well, so that one whose shim is dead is seen.</param>
    public static IReadOnlyDictionary<ExecutionId, TreeUsage> Of(IReadOnlyDictionary<ExecutionId, ProcessIdentity?> shims)
    {
        var table = ProcessTable.Read();
        var ownerOf = shims.Where(tree => tree.Value is not null).ToDictionary(tree => tree.Value!.Pid, tree => tree.Key);
        var usage = shims.Keys.ToDictionary(id => id, _ => default(TreeUsage));
        foreach (var row in table.Values)
        {
            if (TreeOf(table, ownerOf, row) is not { } id || !usage.TryGetValue(id, out var sofar))
                continue;
            usage[id] = row.IsAlive
                ? sofar with { Processes = sofar.Processes + 1, CpuTime = sofar.CpuTime + TreeActivity.CpuTimeOf(row.Pid), MemoryBytes = sofar.MemoryBytes + TreeActivity.MemoryBytesOf(row.Pid) }
                : sofar with { Zombies = sofar.Zombies + 1 };
        }

        return usage;
    }

    private static ExecutionId? TreeOf(Dictionary<int, ProcessRow> table, Dictionary<int, ExecutionId> ownerOf, ProcessRow row)
    {
        // The table is read while it changes, so that a circle cannot be excluded.
        var above = row;
        for (var depth = 0; depth < table.Count && above.Parent > 1; depth++)
        {
            if (ownerOf.TryGetValue(above.Parent, out var id))
                return id;
            if (!table.TryGetValue(above.Parent, out var parent))
                break;
            above = parent;
        }

        // A shim that tmux hosts is below no other, and is not of its own tree.
        return ownerOf.ContainsKey(row.Pid) ? null : row.Mark;
    }
}
