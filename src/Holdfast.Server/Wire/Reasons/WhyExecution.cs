using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Core.Queueing;
using Holdfast.Protocol;
using Holdfast.Server.Wire.Queueing;
using Told = Holdfast.Protocol.Queueing;

namespace Holdfast.Server.Wire.Reasons;

/// <summary>A reason and what to do about it, before it is said of whom.</summary>
/// <param name="Next">Null where nothing needs to be done.</param>
public sealed record Why(WhyReason Reason, string Detail, string? Next = null);

/// <summary>Why a free-standing execution is not moving: one reason for each state there is.</summary>
public static class WhyExecution
{
    /// <param name="health">As it was seen just now; null for one that is over.</param>
    /// <param name="waiting">What holds it back in the queue; null for one that does not wait.</param>
    public static Why Of(long number, ExecutionState state, ExecutionHealth? health, WaitReason? waiting) => state switch
    {
        ExecutionState.Queued when waiting is not null => Waiting(waiting),
        // Its turn came; its shim is being started.
        ExecutionState.Queued => new(WhyReason.Starting, "Its turn has come, and its process is being started."),
        ExecutionState.Processing when Wrong(number, health) is { } wrong => wrong,
        ExecutionState.Processing { Finished: { } finished } => new(WhyReason.CompletedRunsOn, $"It has completed ({finished.Reason}) and runs on, so it is being ended."),
        ExecutionState.Processing when health is { Condition: HealthCondition.Ending } => new(WhyReason.Ending, health.Detail),
        ExecutionState.Processing => new(WhyReason.Running, "It runs as it should."),
        ExecutionState.TimingOut or ExecutionState.Cancelling when Wrong(number, health) is { } wrong => wrong,
        ExecutionState.TimingOut timingOut => new(WhyReason.TimingOut, $"{Sentences.Of(timingOut.Why).Sentence} It was asked to end, and has its grace period for it."),
        ExecutionState.Cancelling cancelling => new(WhyReason.Cancelling, $"{cancelling.Who} cancelled it; its tree is being ended.", $"holdfast exec kill {number} --now leaves the grace period out"),
        ExecutionState.Zombie zombie => new(WhyReason.Zombie, $"{zombie.Why} What is left of it is being ended.", $"holdfast recover kill-zombie {number}"),
        ExecutionState.Completed completed => new(WhyReason.Succeeded, completed.Verdict is { IsCompleted: true } verdict ? verdict.Reason : Sentences.Of(completed.Ending.Cause).Sentence),
        ExecutionState.Failed failed => new(WhyReason.Failed, failed.Verdict is { } verdict ? verdict.Reason : Sentences.Of(failed.Ending.Cause).Sentence, $"holdfast exec show {number}"),
        ExecutionState.Cancelled cancelled => new(WhyReason.Cancelled, $"{cancelled.Who} cancelled it."),
        _ => throw new InvalidOperationException($"Unplaced state {state.GetType().Name}."),
    };

    private static Why Waiting(WaitReason waiting)
    {
        var (word, sentence) = QueueDocuments.Of(waiting);
        return word switch
        {
            Told.WaitReason.QueuePaused => new(WhyReason.QueuePaused, sentence, "holdfast queue resume"),
            Told.WaitReason.KeyPaused => new(WhyReason.KeyPaused, sentence, "holdfast queue show"),
            Told.WaitReason.CircuitOpen => new(WhyReason.CircuitOpen, sentence, "holdfast queue show"),
            Told.WaitReason.OnTrial => new(WhyReason.OnTrial, sentence),
            Told.WaitReason.KeyFull => new(WhyReason.KeyFull, sentence),
            Told.WaitReason.QueueFull => new(WhyReason.QueueFull, sentence),
            Told.WaitReason.MemoryShort => new(WhyReason.MemoryShort, sentence),
            Told.WaitReason.Behind => new(WhyReason.Behind, sentence),
        };
    }

    private static Why? Wrong(long number, ExecutionHealth? health) => health is null ? null : health.Condition switch
    {
        HealthCondition.Waiting or HealthCondition.Healthy or HealthCondition.Ending => null,
        HealthCondition.Suspected => new(WhyReason.Suspected, health.Detail, $"holdfast exec logs {number} --follow"),
        HealthCondition.Silent => new(WhyReason.Silent, health.Detail, $"holdfast recover reset {number}"),
        HealthCondition.Zombie => new(WhyReason.Zombie, health.Detail, $"holdfast recover kill-zombie {number}"),
        HealthCondition.Phantom => new(WhyReason.Phantom, health.Detail, $"holdfast recover reset {number}"),
        HealthCondition.Overdue => new(WhyReason.Overdue, health.Detail, $"holdfast recover reset {number}"),
    };
}
