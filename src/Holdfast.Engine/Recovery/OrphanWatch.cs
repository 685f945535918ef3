using System.Collections.Concurrent;
using Holdfast.Core.Executions;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Processes;

namespace Holdfast.Engine.Recovery;

/// <summary>
/// Looks for what an execution left behind, each time one ends: a process that bears its mark, and that neither its shim nor the sweep of a lost tree
/// met, because it was started in the same moment, or by another. Many that end together cost one look. What comes later is found by the next comparison.
/// </summary>
public sealed class OrphanWatch : IAsyncDisposable
{
    private readonly ConcurrentQueue<ExecutionId> ended = [];
    // Not disposed of: a change may be told of at any time, and it holds nothing that has to be.
    private readonly SemaphoreSlim wake = new(0);
    private readonly CancellationTokenSource closing = new();
    private readonly ExecutionDesk desk;
    private readonly TimeProvider time;
    private readonly Action<ExecutionId, SweepResult> found;
    private readonly Task work;

    /// <param name="found">Told of each that something was left of, once that was ended.</param>
    /// <param name="failed">Told when a look failed; the next one follows all the same.</param>
    public OrphanWatch(ExecutionDesk desk, TimeProvider time, Action<ExecutionId, SweepResult> found, Action<Exception> failed)
    {
        (this.desk, this.time, this.found) = (desk, time, found);
        desk.Changes += SeeChange;
        work = Task.Run(() => WorkAsync(failed));
    }

    /// <summary>Between an end and the look: what is started in the moment of the end is there by then.</summary>
    public static TimeSpan LooksAfter { get; } = TimeSpan.FromSeconds(2);

    public async ValueTask DisposeAsync()
    {
        desk.Changes -= SeeChange;
        await closing.CancelAsync();
        await work;
        closing.Dispose();
    }

    private void SeeChange(StoredExecution execution)
    {
        // What never started left nothing.
        if (!execution.IsOver || execution.StartedAt is null)
            return;
        ended.Enqueue(execution.Id);
        wake.Release();
    }

    private async Task WorkAsync(Action<Exception> failed)
    {
        try
        {
            while (true)
            {
                await wake.WaitAsync(closing.Token);
                await Task.Delay(LooksAfter, time, closing.Token);
                // One look is for all that ended meanwhile.
                while (wake.Wait(0, closing.Token))
                {
                }

                try
                {
                    await LookAsync();
                }
                // The edge of one look: processes come and go while they are read, and the next look follows.
                catch (Exception refused) when (refused is not OperationCanceledException)
                {
                    failed(refused);
                }
            }
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            // The next daemon compares everything.
        }
    }

    private async Task LookAsync()
    {
        var over = new HashSet<ExecutionId>();
        while (ended.TryDequeue(out var execution))
            over.Add(execution);
        if (over.Count == 0)
            return;
        var left = MarkedProcesses.Scan().Where(process => !process.IsZombie).Select(process => process.Execution).Where(over.Contains).Distinct().ToList();
        foreach (var execution in left)
        {
            var swept = await desk.EndOrphansAsync(execution, closing.Token);
            if (swept.Ended + swept.Left > 0)
                found(execution, swept);
        }
    }
}
