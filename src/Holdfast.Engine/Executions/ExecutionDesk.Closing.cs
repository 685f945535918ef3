using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Storage;
using Holdfast.Processes;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Executions;

/// <summary>Closing what is stuck: an execution whose record says that it runs, while what is there says otherwise.</summary>
public sealed partial class ExecutionDesk
{
    /// <summary>What a shim that works needs to end a tree, its grace aside.</summary>
    private static readonly TimeSpan ShimEndsWithin = TimeSpan.FromSeconds(30);

    /// <summary>Of all that are not over, what is really there.</summary>
    public IReadOnlyList<ExecutionFacts> LookAtOpen() => [.. seats.Values.Select(seat => FactsOf(seat.Stored)).OrderBy(facts => facts.Number)];

    /// <summary>Looks once more, with nobody else changing it, and closes it if it still has to be. What it wrote of its end is believed all the same.</summary>
    /// <param name="asking">What the caller saw: at another version it is left as it is.</param>
    /// <param name="judge">The cause it is closed with; null when it is as it should be.</param>
    /// <returns>As it is now; null when there is none of that id that is not over, or it is at another version.</returns>
    public async Task<StoredExecution?> CloseAsync(ExecutionId execution, Asking asking, Func<ExecutionFacts, EndCause?> judge, CancellationToken cancellationToken)
    {
        if (!seats.TryGetValue(execution, out var seat))
            return null;
        await seat.Gate.WaitAsync(cancellationToken);
        bool askedShim;
        try
        {
            if (!IsAsSeen(seat.Stored, asking.Version))
                return null;
            if (seat.Stored.IsOver || judge(FactsOf(seat.Stored)) is not { } cause)
                return seat.Stored;
            var folder = launcher.FolderOf(execution);
            askedShim = cause is EndCause.WallTime && ShimControl.Send(folder, new ShimCommand.Stop(cause, Immediate: false));
            if (!askedShim)
                await CloseStuckAsync(seat, folder, cause, asking.Intent);
        }
        finally
        {
            seat.Gate.Release();
        }

        return askedShim ? await EndOfAskedAsync(seat, asking.Intent, judge, cancellationToken) : seat.Stored;
    }

    // A shim that was asked and does nothing is stuck itself.
    private async Task<StoredExecution> EndOfAskedAsync(Seat seat, Guid? intent, Func<ExecutionFacts, EndCause?> judge, CancellationToken cancellationToken)
    {
        try
        {
            return await seat.Over.Task.WaitAsync(options.Grace + ShimEndsWithin, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            await seat.Gate.WaitAsync(cancellationToken);
            try
            {
                if (!seat.Stored.IsOver && judge(FactsOf(seat.Stored)) is { } cause)
                    await CloseStuckAsync(seat, launcher.FolderOf(seat.Stored.Id), cause, intent);
                return seat.Stored;
            }
            finally
            {
                seat.Gate.Release();
            }
        }
    }

    /// <summary>Ends processes that bear the mark of an execution that is over. Its end stays as it is.</summary>
    public async Task<SweepResult> EndOrphansAsync(ExecutionId over, CancellationToken cancellationToken) =>
        (await LostTrees.EndAsync(new Dictionary<ExecutionId, (ProcessIdentity?, string?)> { [over] = (null, null) }, options.Grace, cancellationToken))[over];

    /// <summary>What is told of one whose shim is gone, whoever finds that first: the same.</summary>
    /// <returns>A sentence; null for one that is over, or whose shim was never seen.</returns>
    public string? WhyLost(ExecutionId execution) =>
        seats.TryGetValue(execution, out var seat) && seat.Stored is { Shim: { } shim } stored && !ProcessIdentities.IsAlive(shim)
            ? LostTrees.WhyLost(launcher.FolderOf(execution), stored.Shim, stored.Process)
            : null;

    /// <summary>Needs the gate.</summary>
    private async Task CloseStuckAsync(Seat seat, ShimFolder folder, EndCause cause, Guid? intent)
    {
        // A shim that lives would start to work again some day, and write an end that contradicts ours.
        if (LivingShim(seat.Stored, folder) is { } shim)
        {
            ProcessKill.Send(shim);
            while (ProcessIdentities.IsAlive(shim))
                await Task.Delay(LookAgainAfter, time, closing.Token);
        }

        var evidence = new Dictionary<ExecutionId, (ProcessIdentity? Process, string? Cgroup)> { [seat.Stored.Id] = LostTrees.EvidenceOf(folder, seat.Stored.Process) };
        var swept = (await LostTrees.EndAsync(evidence, options.Grace, CancellationToken.None))[seat.Stored.Id];
        // Its last words, in case it came to them.
        if (folder.TryReadExit() is { } exit)
            await BelieveAsync(seat, folder, exit, intent);
        else
            await MoveAsync(seat, new ExecutionCommand.Lose(SayClosed(cause), swept.Proof, swept.Ended, swept.Left, cause, await VerdictOnLostAsync(seat.Stored, cause)), intent);
    }

    private static string SayClosed(EndCause cause) => cause is EndCause.Lost lost ? lost.Why : $"It was stuck, and clean-up closed it with exit code {cause.ExitCode}.";

    private ExecutionFacts FactsOf(StoredExecution stored) => ExecutionLook.FactsOf(stored, launcher.FolderOf(stored.Id), time) is var facts
        && seats.GetValueOrDefault(stored.Id)?.TurnCame is { } since && stored.State is ExecutionState.Queued
            ? facts with { Unseen = facts.WasStarted ? null : time.GetElapsedTime(since) }
            : facts;
}
