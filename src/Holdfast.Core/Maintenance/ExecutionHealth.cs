using Holdfast.Core.Executions;

namespace Holdfast.Core.Maintenance;

/// <summary>What is to be said of an execution that is not over.</summary>
public enum HealthCondition
{
    /// <summary>It is queued, and waits for its turn.</summary>
    Waiting,

    Healthy,

    /// <summary>It has ended or is being ended, and its shim sees to that.</summary>
    Ending,

    /// <summary>It makes no progress, and may be stalled.</summary>
    Suspected,

    /// <summary>Its shim is alive and has not been heard for too long.</summary>
    Silent,

    /// <summary>Its process is alive, and the shim that owned it is dead; or it has ended, and its shim does not reap it.</summary>
    Zombie,

    /// <summary>Its record says that it runs, and nothing of it is there.</summary>
    Phantom,

    /// <summary>It runs longer than it may, and its shim has not ended it.</summary>
    Overdue,
}

/// <param name="Detail">A sentence.</param>
public sealed record ExecutionHealth(HealthCondition Condition, string Detail)
{
    /// <summary>Whether a person should look at it.</summary>
    public bool IsUnhealthy => Condition switch
    {
        HealthCondition.Waiting or HealthCondition.Healthy or HealthCondition.Ending => false,
        HealthCondition.Suspected or HealthCondition.Silent or HealthCondition.Zombie or HealthCondition.Phantom or HealthCondition.Overdue => true,
    };
}

/// <summary>How long what cannot be proven is believed. What is proven, as the death of a process, is decided at once.</summary>
/// <param name="HeartbeatTimeout">A shim that lives and has not been heard for so long is silent. It beats every 30 s.</param>
/// <param name="PhantomGrace">A record that says that it runs, while nothing says that anything was ever started, is a phantom after so long.</param>
public sealed record LivenessPolicy(TimeSpan HeartbeatTimeout, TimeSpan PhantomGrace)
{
    public static LivenessPolicy Default { get; } = new(TimeSpan.FromSeconds(600), TimeSpan.FromSeconds(900));
}

/// <summary>Tells the healthy from what is stuck, by what was seen at one moment.</summary>
public static class HealthRules
{
    /// <summary>A shim that works reaps at once, and beats every 30 s: one that did neither does not work.</summary>
    private static readonly TimeSpan ReapsWithin = TimeSpan.FromSeconds(45);

    /// <param name="suspicion">Null as long as it makes progress.</param>
    public static ExecutionHealth Judge(ExecutionFacts facts, Suspicion? suspicion, LivenessPolicy policy)
    {
        if (facts is { WasStarted: false, Unseen: { } unseen } && !facts.HasExit)
            return JudgeUnseen(facts, unseen, policy);
        if (facts.Status is ExecutionStatus.Queued && !facts.WasStarted)
            return new(HealthCondition.Waiting, "It waits for its turn.");
        if (facts.HasExit)
            return new(HealthCondition.Ending, "It has ended, and that is being written down.");
        if (!facts.ShimLives && facts.ProcessLives)
            return new(HealthCondition.Zombie, "Its process is alive, but its shim is dead: nobody owns it.");
        if (facts is { ShimLives: true, ProcessIsZombie: true })
        {
            return facts.ShimIsStopped || facts.HeartbeatAge > ReapsWithin
                ? new(HealthCondition.Zombie, $"Its process has ended and is a zombie of the kernel: its shim, which is to reap it, {(facts.ShimIsStopped ? "was stopped" : "does nothing")}.")
                : new(HealthCondition.Ending, "Its process has ended, and its shim is about to say how.");
        }

        return ExecutionCleanup.CauseOf(facts, new ExecutionRule(policy.HeartbeatTimeout, MaxRuntime: null)) switch
        {
            EndCause.Lost lost => new(HealthCondition.Phantom, lost.Why),
            EndCause.Stalled stalled => new(HealthCondition.Silent, $"Its shim is alive, but has not been heard for {Ages.Say(stalled.Silence)}."),
            EndCause.WallTime wall => new(HealthCondition.Overdue, $"It has been running for {Ages.Say(facts.Running ?? wall.Limit)}, longer than it may."),
            _ when facts.Status is ExecutionStatus.TimingOut or ExecutionStatus.Cancelling => new(HealthCondition.Ending, "It is being ended."),
            _ when suspicion is not null => new(HealthCondition.Suspected, suspicion.Seen),
            _ => new(HealthCondition.Healthy, "It runs as it should."),
        };
    }

    // Nothing proves that it is dead: it may be just being started.
    private static ExecutionHealth JudgeUnseen(ExecutionFacts facts, TimeSpan unseen, LivenessPolicy policy) => unseen > policy.PhantomGrace
        ? new(HealthCondition.Phantom, facts.Status is ExecutionStatus.Queued
            ? $"Its turn came {Ages.Say(unseen)} ago, and nothing of it was started."
            : $"Its record says for {Ages.Say(unseen)} that it runs, but nothing of it was ever started.")
        : new(HealthCondition.Healthy, "It is being started.");
}
