namespace Holdfast.Core.Maintenance;

/// <summary>How much of what is over is kept.</summary>
/// <param name="Age">What ended longer ago goes. Default 30 days.</param>
/// <param name="Executions">Of free-standing executions that are over, so many stay at the most. Default 200,000.</param>
public sealed record RetentionRule(TimeSpan Age, int Executions)
{
    public static RetentionRule Default { get; } = new(TimeSpan.FromDays(30), 200_000);
}

/// <summary>A run that is over.</summary>
/// <param name="IsNewestOfItsPlan">Whether no run of its plan ended later.</param>
/// <param name="HasInheritors">Whether other runs took over results of it.</param>
/// <param name="HoldsLatest">Whether it has the newest success of any atom of its plan.</param>
public sealed record EndedRun(DateTimeOffset EndedAt, bool IsNewestOfItsPlan, bool HasInheritors, bool HoldsLatest);

public static class Retention
{
    /// <summary>Space in the store that nothing uses is given back once it is this share of the file.</summary>
    public const double LargestUnusedShare = 0.15;

    /// <summary>
    /// A store that holds more is not written anew unless somebody asks for it: everyone who writes waits as long as that takes, and gives up
    /// after 30 s. On a slow disk this much takes ten.
    /// </summary>
    public const long LargestCompactedBytes = 256L << 20;

    /// <summary>
    /// The newest run of a plan stays however old, and so does each that has the newest success of an atom: these are what the plan's
    /// results are, and what a run of a part of it is given.
    /// </summary>
    public static bool Goes(EndedRun run, RetentionRule rule, DateTimeOffset now) =>
        !run.IsNewestOfItsPlan && !run.HasInheritors && !run.HoldsLatest && now - run.EndedAt > rule.Age;
}
