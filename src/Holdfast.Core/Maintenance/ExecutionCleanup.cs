using Holdfast.Core.Executions;

namespace Holdfast.Core.Maintenance;

/// <summary>A record that is not over, beside what is really there.</summary>
/// <param name="Running">Since its process started; null when that is not known.</param>
/// <param name="ShimLives">Whether the shim that owns it is alive.</param>
/// <param name="ProcessLives">Whether its own process is.</param>
/// <param name="HasExit">Whether the shim wrote how it ended.</param>
/// <param name="WasStarted">Whether anything ever said that it started.</param>
/// <param name="HeartbeatAge">Null when the shim never beat, or did before the machine was started anew.</param>
/// <param name="ProcessIsZombie">Whether its own process has ended and its shim has not reaped it.</param>
/// <param name="ShimIsStopped">Whether its shim is alive and does nothing, because somebody stopped it.</param>
/// <param name="Unseen">Since its record says that it runs, or since its turn came, while nothing says that anything was started; null where something does, or it waits.</param>
public sealed record ExecutionFacts(
    ExecutionId Id, long Number, ExecutionStatus Status, TimeAllowance Allowance, TimeSpan? Running, bool ShimLives, bool ProcessLives, bool HasExit, bool WasStarted,
    TimeSpan? HeartbeatAge, bool ProcessIsZombie = false, bool ShimIsStopped = false, TimeSpan? Unseen = null);

/// <param name="Timeout">Without a heartbeat for so long, an execution is closed.</param>
/// <param name="MaxRuntime">Running longer than that, it is ended, unless it was allowed longer in so many words; null for its own allowance alone.</param>
public sealed record ExecutionRule(TimeSpan Timeout, TimeSpan? MaxRuntime)
{
    public static TimeSpan DefaultTimeout { get; } = TimeSpan.FromMinutes(30);
}

/// <summary>What is wrong with a record that is not over, and how it is closed. None of these comes about as long as the daemon works as it should.</summary>
public static class ExecutionCleanup
{
    /// <summary>How much later than allowed an execution may end before its shim is taken to have failed: the grace, and the survivors.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(2);

    /// <returns>The cause it is closed with; null when it is as it should be.</returns>
    public static EndCause? CauseOf(ExecutionFacts facts, ExecutionRule rule)
    {
        // What wrote its end is believed by the desk, not judged here; what waits has nothing that could be stuck.
        if (facts.HasExit || (facts.Status is ExecutionStatus.Queued && !facts.WasStarted))
            return null;
        if (!facts.ShimLives && !facts.WasStarted)
            return new EndCause.Lost("Its record says that it runs, but nothing of it was ever started.", Begun: false);
        if (!facts.ShimLives && !facts.ProcessLives)
            return new EndCause.Lost("Its record says that it runs, but neither its process nor its shim is alive.");
        if (facts.ShimLives && facts.HeartbeatAge is { } silence && silence > rule.Timeout)
            return new EndCause.Stalled(silence);
        return facts.Running is { } running && LongestOf(facts.Allowance, rule) is { } longest && running > longest ? new EndCause.WallTime(longest) : null;
    }

    public static CleanupStep Decide(ExecutionFacts facts, ExecutionRule rule)
    {
        var cause = CauseOf(facts, rule);
        var why = cause switch
        {
            EndCause.Lost lost => lost.Why,
            EndCause.Stalled stalled => $"Its shim is alive, but has not been heard for {Ages.Say(stalled.Silence)}.",
            EndCause.WallTime => $"It has been running for {Ages.Say(facts.Running!.Value)}, longer than it may.",
            _ => facts.Status is ExecutionStatus.Queued ? "It waits for its turn." : "It runs as it should.",
        };
        return new CleanupStep(CleanupKind.Execution, facts.Id.ToString(), $"execution {facts.Number}", cause is null ? null : $"close it with exit code {cause.ExitCode}", why);
    }

    // Who asked for a time-out, or for none, meant it.
    private static TimeSpan? LongestOf(TimeAllowance allowance, ExecutionRule rule) => allowance switch
    {
        TimeAllowance.Unlimited => null,
        TimeAllowance.Exactly exactly => exactly.Limit + Leeway,
        TimeAllowance.Extended extended => rule.MaxRuntime ?? extended.First + (extended.Extension * extended.MostExtensions) + Leeway,
        _ => throw new InvalidOperationException($"Unplaced allowance {allowance.GetType().Name}."),
    };
}
