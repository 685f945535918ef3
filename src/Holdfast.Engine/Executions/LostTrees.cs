using Holdfast.Core.Executions;
using Holdfast.Processes;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Executions;

/// <summary>Ends what is left of executions whose shims died, and says what that rests on.</summary>
internal static class LostTrees
{
    // The kernel kills a whole group in milliseconds; what it holds in a disk operation takes longer.
    private static readonly TimeSpan GroupIsEmptyWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(5);

    /// <param name="lost">None of them has a living shim. With the process each was started as, where known, and its group.</param>
    public static async Task<IReadOnlyDictionary<ExecutionId, SweepResult>> EndAsync(
        IReadOnlyDictionary<ExecutionId, (ProcessIdentity? Process, string? Cgroup)> lost, TimeSpan grace, CancellationToken cancellationToken)
    {
        var recorded = lost.Where(one => one.Value.Process is not null).ToDictionary(one => one.Key, one => one.Value.Process!);
        // By mark first: it asks before it kills.
        var swept = await Task.Factory.StartNew(
            () => ProcessSweep.EndMarked(lost.Keys.ToHashSet(), grace, recorded, cancellationToken),
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var proven = new Dictionary<ExecutionId, SweepResult>();
        foreach (var (id, result) in swept)
        {
            var isEmpty = lost[id].Cgroup is { } group && await EmptyAsync(group, cancellationToken);
            proven.Add(id, isEmpty && result.Left == 0 ? result with { Proof = SurvivorProof.Cgroup } : result);
        }

        return proven;
    }

    /// <returns>Whether the group was there, and nothing lives in it any more.</returns>
    private static async Task<bool> EmptyAsync(string group, CancellationToken cancellationToken)
    {
        var waited = TimeSpan.Zero;
        try
        {
            while (IsPopulated(group) && waited < GroupIsEmptyWithin)
            {
                await File.WriteAllTextAsync(Path.Combine(group, "cgroup.kill"), "1", cancellationToken);
                await Task.Delay(LookAgainAfter, TimeProvider.System, cancellationToken);
                waited += LookAgainAfter;
            }

            if (IsPopulated(group))
                return false;
            Directory.Delete(group);
            return true;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // A group that is not there, or that may not be looked into, proves nothing.
            return false;
        }
    }

    private static bool IsPopulated(string group) =>
        File.ReadAllText(Path.Combine(group, "cgroup.events")).Contains("populated 1", StringComparison.Ordinal);

    /// <summary>Why nobody knows how an execution ended whose shim is gone.</summary>
    /// <param name="shim">As it was stored; what the folder says goes first.</param>
    /// <param name="process">As it was stored; null when that is not known.</param>
    public static string WhyLost(ShimFolder folder, ProcessIdentity? shim, ProcessIdentity? process)
    {
        if ((folder.TryReadShim()?.Process ?? shim) is not { } known)
            return $"It was never started: '{folder.Path}' does not say that anything ran.";
        if (known.BootId != ProcessIdentities.BootId)
            return "The machine was restarted while it ran.";
        if (!Directory.Exists(folder.Path))
            return $"Its folder '{folder.Path}' was removed, and its shim (process {known.Pid}) is gone: nobody knows how it ended.";
        return folder.TryReadProcess() is null && process is null
            ? $"Its shim (process {known.Pid}) was killed before it said that it had started anything."
            : $"Its shim (process {known.Pid}) was killed before it wrote how the process ended.";
    }

    /// <summary>The group is the shim's to name; without its word there is none.</summary>
    public static (ProcessIdentity? Process, string? Cgroup) EvidenceOf(ShimFolder folder, ProcessIdentity? stored)
    {
        var process = folder.TryReadProcess();
        return (process?.Process ?? stored, process?.Cgroup ?? folder.TryReadShim()?.Cgroup);
    }
}
