using Holdfast.Core.Maintenance;
using Holdfast.Core.Plans;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Maintenance;

/// <param name="FreedBytes">Of folders and logs; what the store gave back is the difference of its sizes.</param>
public sealed record GarbageCollected(int Executions, int Runs, int Folders, int Logs, long FreedBytes, StoreSize Before, StoreSize After);

/// <summary>Removes what retention lets go: records that are over, their folders, logs; and gives back what the store does not use any more.</summary>
public sealed class GarbageCollection(HoldfastHome home, IStore store, ExecutionDesk desk, RetentionRule rule, TimeProvider time) : IDisposable
{
    /// <summary>Records in one transaction: what is under way waits for it.</summary>
    private const int Together = 500;

    private readonly SemaphoreSlim one = new(1, 1);

    /// <summary>One at a time; repeating it does no harm, nor does being cut off.</summary>
    public async Task<GarbageCollected> RunAsync(CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            var before = await store.MeasureAsync(cancellationToken);
            var executions = await RemoveExecutionsAsync(cancellationToken);
            var runs = await RemoveRunsAsync(cancellationToken);
            await store.TrimQueueEventsAsync(time.GetUtcNow() - rule.Age, cancellationToken);
            var (folders, logs, bytes) = await RemoveFilesAsync(cancellationToken);
            await store.CompactAsync(Retention.LargestUnusedShare, Retention.LargestCompactedBytes, cancellationToken);
            return new GarbageCollected(executions, runs, folders, logs, bytes, before, await store.MeasureAsync(cancellationToken));
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    // Folders first: one whose record is gone would be nobody's, and found only by a scan of all.
    private async Task<int> RemoveExecutionsAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        while (true)
        {
            var old = await store.ListEndedExecutionsAsync(time.GetUtcNow() - rule.Age, rule.Executions, Together, cancellationToken);
            if (old.Count == 0)
                return removed;
            foreach (var execution in old)
                WorkFolders.RemoveIfPossible(desk.FolderOf(execution));
            removed += await store.DeleteExecutionsAsync(old, cancellationToken);
        }
    }

    private async Task<int> RemoveRunsAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var seen = new HashSet<PlanId>();
        var removed = 0;
        foreach (var run in (await store.ListRunsAsync(new RunFilter(int.MaxValue), cancellationToken)).Where(run => run.EndedAt is not null).OrderByDescending(run => run.EndedAt))
        {
            var ended = new EndedRun(run.EndedAt!.Value, IsNewestOfItsPlan: seen.Add(run.PlanId), HasInheritors: false, HoldsLatest: false);
            // The rest is asked for only where it decides.
            if (!Retention.Goes(ended, rule, now) || !Retention.Goes(await LookCloserAsync(run, ended, cancellationToken), rule, now))
                continue;
            if (await RunRemoval.RemoveAsync(home.Path, store, run.Id, cancellationToken))
                removed++;
        }

        return removed;
    }

    private async Task<EndedRun> LookCloserAsync(StoredRun run, EndedRun ended, CancellationToken cancellationToken) => ended with
    {
        HasInheritors = (await store.ListInheritorsAsync(run.Id, cancellationToken)).Count > 0,
        HoldsLatest = await store.HoldsLatestSuccessAsync(run.Id, cancellationToken),
    };

    private async Task<(int Folders, int Logs, long Bytes)> RemoveFilesAsync(CancellationToken cancellationToken)
    {
        var cleanup = new Cleanup(home, store, desk, time);
        var request = new CleanupRequest { Folders = rule.Age, Logs = LogCleanup.DefaultKeep };
        var agreed = (await cleanup.PlanAsync(request, cancellationToken)).Where(step => step.Acts).ToList();
        var (folders, logs, bytes) = (0, 0, 0L);
        await foreach (var result in cleanup.CarryOutAsync(request, agreed, cancellationToken))
        {
            if (result.Outcome is not CleanupOutcome.Done)
                continue;
            folders += result.Step.Kind is CleanupKind.Folder ? 1 : 0;
            logs += result.Step.Kind is CleanupKind.Log ? 1 : 0;
            bytes += result.Step.Bytes ?? 0;
        }

        return (folders, logs, bytes);
    }
}
