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

    /// <summary>Its process is alive, and the shim that owned it is dead.</summary>
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

/// <summary>Tells the healthy from what is stuck, by what was seen at one moment.</summary>
public static class HealthRules
{
    /// <summary>A shim beats every 30 s; one that missed four is stopped, or starved.</summary>
    public static TimeSpan LongestSilence { get; } = TimeSpan.FromMinutes(2);

    private static readonly ExecutionRule Rule = new(LongestSilence, MaxRuntime: null);

    /// <param name="suspicion">Null as long as it makes progress.</param>
    public static ExecutionHealth Judge(ExecutionFacts facts, Suspicion? suspicion)
    {
        if (facts.Status is ExecutionStatus.Queued && !facts.WasStarted)
            return new(HealthCondition.Waiting, "It waits for its turn.");
        if (facts.HasExit)
            return new(HealthCondition.Ending, "It has ended, and that is being written down.");
        if (!facts.ShimLives && facts.ProcessLives)
            return new(HealthCondition.Zombie, "Its process is alive, but its shim is dead: nobody owns it.");
        return ExecutionCleanup.CauseOf(facts, Rule) switch
        {
            EndCause.Lost lost => new(HealthCondition.Phantom, lost.Why),
            EndCause.Stalled stalled => new(HealthCondition.Silent, $"Its shim is alive, but has not been heard for {Ages.Say(stalled.Silence)}."),
            EndCause.WallTime wall => new(HealthCondition.Overdue, $"It has been running for {Ages.Say(facts.Running ?? wall.Limit)}, longer than it may."),
            _ when facts.Status is ExecutionStatus.TimingOut or ExecutionStatus.Cancelling => new(HealthCondition.Ending, "It is being ended."),
            _ when suspicion is not null => new(HealthCondition.Suspected, suspicion.Seen),
            _ => new(HealthCondition.Healthy, "It runs as it should."),
        };
    }
}
