using System.Text.Json;
using Holdfast.Core.Executions;
using Holdfast.Processes;

namespace Holdfast.Engine.Executions;

/// <summary>What is broken about one execution ends that one, and neither the others nor the daemon.</summary>
public sealed partial class ExecutionDesk
{
    private async Task GuardAsync(Seat seat, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failed) when (IsItsOwn(failed) && !closing.IsCancellationRequested)
        {
            await BreakOffAsync(seat, failed);
        }
    }

    // What reading something broken throws. A store or a disk that fails is nobody's own, and what a newer release wrote (InvalidDataException)
    // is not broken: that one serves it.
    private static bool IsItsOwn(Exception failed) =>
        failed is JsonException or KeyNotFoundException or FormatException or OverflowException or ArgumentException or InvalidOperationException;

    /// <summary>Ends all of it by what is stored alone, since what is in its folder cannot be relied on.</summary>
    private async Task BreakOffAsync(Seat seat, Exception failed)
    {
        await seat.Gate.WaitAsync();
        try
        {
            if (seat.Stored.IsOver)
                return;
            if (seat.Stored.Shim is { } shim)
            {
                ProcessKill.Send(shim);
                while (ProcessIdentities.IsAlive(shim))
                    await Task.Delay(LookAgainAfter, time, closing.Token);
            }

            var id = seat.Stored.Id;
            var evidence = new Dictionary<ExecutionId, (ProcessIdentity? Process, string? Cgroup)> { [id] = (seat.Stored.Process, null) };
            var swept = (await LostTrees.EndAsync(evidence, options.Grace, CancellationToken.None))[id];
            await MoveAsync(seat, new ExecutionCommand.Lose($"Holdfast cannot make sense of it any more: {failed.Message}", swept.Proof, swept.Ended, swept.Left));
        }
        finally
        {
            seat.Gate.Release();
        }
    }
}
