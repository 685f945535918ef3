using System.Text.Json.Serialization;
using Holdfast.Protocol.Runs;

namespace Holdfast.Protocol.Results;

public enum Trend
{
    [JsonStringEnumMemberName("steady")] Steady,
    [JsonStringEnumMemberName("better")] Better,
    [JsonStringEnumMemberName("worse")] Worse,
    [JsonStringEnumMemberName("too_few")] TooFew,
}

/// <summary>How the runs of a plan compare over time: what <c>plan trends --json</c> prints.</summary>
public sealed record PlanTrends
{
    public required Guid PlanId { get; init; }

    public required string Plan { get; init; }

    /// <summary>The full path of the plan's file; empty when it came another way.</summary>
    public required string PlanFile { get; init; }

    /// <summary>Better means faster. Of comparable runs only.</summary>
    public required Trend Speed { get; init; }

    /// <summary>Better means a higher success rate. Of comparable runs only.</summary>
    public required Trend Reliability { get; init; }

    /// <summary>Ended ones, oldest first.</summary>
    public required IReadOnlyList<TrendRun> Runs { get; init; }

    /// <summary>In the order of their first appearance.</summary>
    public required IReadOnlyList<AtomTrend> Atoms { get; init; }
}

/// <param name="Comparable">Whether it ran the whole plan to its own end.</param>
public sealed record TrendRun(Guid RunId, long Number, RunStatus Status, DateTimeOffset StartedAt, long DurationMs, double SuccessRate, bool Comparable);

/// <param name="Runs">In which it was started.</param>
/// <param name="AverageTries">Interrupted ones not counted.</param>
/// <param name="Flaky">Its conclusion went back and forth, or it needed more than one try to succeed.</param>
public sealed record AtomTrend(string Key, int Runs, double SuccessRate, double AverageTries, double AverageMs, Trend Speed, bool Flaky);
