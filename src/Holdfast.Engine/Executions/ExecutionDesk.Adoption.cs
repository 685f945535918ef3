using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Maintenance;
using Holdfast.Engine.Storage;
using Holdfast.Processes;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Executions;

/// <summary>
/// Taking up what another desk left: what lives is watched again, what was written meanwhile is believed, what waits starts, and what
/// is neither alive nor written down is swept and lost.
/// </summary>
public sealed partial class ExecutionDesk
{
    private static readonly ExecutionStatus[] NotOver =
        [ExecutionStatus.Queued, ExecutionStatus.Processing, ExecutionStatus.TimingOut, ExecutionStatus.Zombie, ExecutionStatus.Cancelling];

    // A shim is between writing who it is and starting its process for milliseconds; on a machine that swaps, for seconds.
    private static readonly TimeSpan ProcessIsKnownWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(10);

    private async Task AdoptAsync(CancellationToken cancellationToken)
    {
        await queue.LoadAsync(cancellationToken);
        var open = await store.ListExecutionsAsync(new ExecutionFilter(int.MaxValue, NotOver), cancellationToken);
        foreach (var stored in open.Reverse())
        {
            var seat = new Seat(stored);
            seats.TryAdd(stored.Id, seat);
            await GuardAsync(seat, () => AdoptAsync(seat));
        }

        Begin(() => CloseOrphanedSessionsAsync(closing.Token));
        isOpen = true;
        StartThoseWithRoom();
    }

    private async Task AdoptAsync(Seat seat)
    {
        if (seat.Stored.State is ExecutionState.Queued && !File.Exists(launcher.FolderOf(seat.Stored.Id).Shim))
        {
            queue.Add(seat.Stored);
            return;
        }

        queue.Occupy(seat.Stored);
        await TakeUpQuicklyAsync(seat);
    }

    /// <summary>Sessions of tmux that belong to nothing that lives: what ended while nobody looked may have left its own behind.</summary>
    /// <returns>What was closed, each with the reason.</returns>
    public Task<IReadOnlyList<CleanupStep>> CloseOrphanedSessionsAsync(CancellationToken cancellationToken) =>
        SessionRoom.CloseOrphansAsync(home.Path, store, launcher.Sessions, cancellationToken);

    // Opening waits for what takes no time; a tree that has to be ended is ended behind it.
    private async Task TakeUpQuicklyAsync(Seat seat)
    {
        var folder = launcher.FolderOf(seat.Stored.Id);
        if (seat.Stored.State is not ExecutionState.Queued && LivingShim(seat.Stored, folder) is { } shim)
        {
            await seat.Gate.WaitAsync();
            try
            {
                Watch(seat, shim);
                Stop(seat, immediate: false);
            }
            finally
            {
                seat.Gate.Release();
            }
        }
        else if (folder.TryReadExit() is { } exit)
            await BelieveAsync(seat, folder, exit);
        else
            Begin(seat, () => TakeUpBehindGateAsync(seat));
    }

    private async Task TakeUpBehindGateAsync(Seat seat)
    {
        await seat.Gate.WaitAsync();
        try
        {
            await TakeUpAsync(seat);
        }
        finally
        {
            seat.Gate.Release();
        }
    }

    /// <summary>Its folder has or had a shim that this desk did not start. Needs the gate.</summary>
    private async Task TakeUpAsync(Seat seat)
    {
        var folder = launcher.FolderOf(seat.Stored.Id);
        var shim = await LivingShimWhoseProcessIsKnownAsync(seat, folder);
        // Read after nobody was seen alive: what it wrote last is there by now.
        if (shim is null && folder.TryReadExit() is { } exit)
            await BelieveAsync(seat, folder, exit);
        else if (shim is null && seat.Stored.State is ExecutionState.Queued && !MayHaveStarted(folder))
            QueueAgain(seat);
        else if (shim is null)
            await LoseAsync(seat, folder);
        else
        {
            await SeeStartedAsync(seat, folder);
            Watch(seat, shim);
            Stop(seat, immediate: false);
        }
    }

    // Its shim died before it wrote who it is: nothing ran, and its folder may be used again.
    private void QueueAgain(Seat seat)
    {
        queue.Leave(seat.Stored.Id);
        seat.TurnCame = null;
        queue.Add(seat.Stored);
        StartThoseWithRoom();
    }

    /// <summary>Null when it is dead, or over.</summary>
    private async Task<ProcessIdentity?> LivingShimWhoseProcessIsKnownAsync(Seat seat, ShimFolder folder)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            // In this order, which is the reverse of the shim's: what is seen here was written before what is looked at next.
            var isLocked = folder.IsLocked;
            var isKnown = folder.TryReadProcess() is not null || folder.TryReadExit() is not null;
            var shim = LivingShim(seat.Stored, folder);
            // As long as the lock is held, somebody may be about to write who it is, and that it is a shim.
            if (isKnown || (shim is null && !isLocked) || (shim is not null && time.GetElapsedTime(since) >= ProcessIsKnownWithin))
                return shim;
            await Task.Delay(LookAgainAfter, time, closing.Token);
        }
    }

    /// <summary>Only where nothing was ever written, and nobody is about to, is it sure that nothing ran.</summary>
    private static bool MayHaveStarted(ShimFolder folder) => folder.IsLocked || File.Exists(folder.Shim) || File.Exists(folder.Exit);

    private static ProcessIdentity? LivingShim(StoredExecution stored, ShimFolder folder) =>
        (folder.TryReadShim()?.Process ?? stored.Shim) is { } shim && ProcessIdentities.IsAlive(shim) ? shim : null;
}
