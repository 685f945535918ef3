using System.Collections.Immutable;
using Holdfast.Core.Atoms;

namespace Holdfast.Core.Results;

public enum Trend { Steady, Better, Worse, TooFew }

/// <summary>How runs of one plan compare over time.</summary>
/// <param name="Runs">Oldest first.</param>
/// <param name="Speed">Better means faster.</param>
/// <param name="Reliability">Better means a higher success rate.</param>
/// <param name="Atoms">In the order of their first appearance.</param>
public sealed record PlanTrends(ImmutableArray<RunPoint> Runs, Trend Speed, Trend Reliability, ImmutableArray<AtomTrend> Atoms)
{
    /// <summary>Runs it takes before a trend is claimed.</summary>
    public const int MinRuns = 4;

    /// <summary>A change smaller than this share is noise.</summary>
    public const double Noise = 0.15;

    /// <param name="runs">Oldest first, ended ones only.</param>
    public static PlanTrends Of(IReadOnlyList<(RunPoint Point, RunRecord Record)> runs)
    {
        var atoms = new Dictionary<string, List<AtomPoint>>();
        var order = new List<string>();
        foreach (var (_, record) in runs)
        {
            for (var index = 0; index < record.Plan.Atoms.Length; index++)
            {
                if (record.Of(index) is not { Attempts: > 0 } atom)
                    continue;
                var key = record.Plan.Atoms[index].Key;
                if (!atoms.TryGetValue(key, out var points))
                {
                    atoms.Add(key, points = []);
                    order.Add(key);
                }

                points.Add(new AtomPoint(atom.Conclusion == Conclusion.Succeeded, atom.Attempts - atom.Interruptions, atom.DurationSeconds.Average));
            }
        }

        return new PlanTrends(
            [.. runs.Select(run => run.Point)],
            // Slower is worse, so the sign is turned.
            Compare([.. runs.Where(run => run.Point.Comparable).Select(run => -run.Point.DurationSeconds)]),
            Compare([.. runs.Where(run => run.Point.Comparable).Select(run => run.Point.SuccessRate)]),
            [.. order.Select(key => AtomTrend.Of(key, atoms[key]))]);
    }

    /// <summary>The median of the newer half against that of the older; more is better.</summary>
    internal static Trend Compare(IReadOnlyList<double> values)
    {
        if (values.Count < MinRuns)
            return Trend.TooFew;
        var half = values.Count / 2;
        var older = Median(values.Take(half));
        var newer = Median(values.Skip(values.Count - half));
        var change = newer - older;
        if (Math.Abs(change) <= Noise * Math.Max(Math.Abs(older), Math.Abs(newer)))
            return Trend.Steady;
        return change > 0 ? Trend.Better : Trend.Worse;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

/// <param name="SuccessRate">In [0, 1].</param>
/// <param name="Comparable">Whether it ran the whole plan to its own end: only such runs say how fast and reliable the plan is.</param>
public sealed record RunPoint(Runs.RunId Run, long Number, DateTimeOffset StartedAt, double DurationSeconds, double SuccessRate, bool Comparable)
{
    public static RunPoint Of(Runs.RunId run, long number, RunRecord record)
    {
        var system = record.System();
        var start = record.StartedAt ?? record.CreatedAt ?? DateTimeOffset.MinValue;
        var duration = record.EndedAt > start ? record.EndedAt.Value - start : TimeSpan.Zero;
        return new RunPoint(
            run, number, start, duration.TotalSeconds, system.SuccessRate, record is { IsWhole: true, Status: Runs.RunStatus.Completed or Runs.RunStatus.Failed });
    }
}

public readonly record struct AtomPoint(bool Succeeded, int Tries, double Seconds);

/// <param name="Flaky">Its conclusion went back and forth, or it needed more than one try to succeed.</param>
public sealed record AtomTrend(string Key, int Runs, double SuccessRate, double AverageTries, double AverageSeconds, Trend Speed, bool Flaky)
{
    internal static AtomTrend Of(string key, IReadOnlyList<AtomPoint> points)
    {
        var changes = 0;
        for (var i = 1; i < points.Count; i++)
            changes += points[i].Succeeded != points[i - 1].Succeeded ? 1 : 0;
        return new AtomTrend(
            key,
            points.Count,
            points.Average(point => point.Succeeded ? 1.0 : 0.0),
            points.Average(point => (double)point.Tries),
            points.Average(point => point.Seconds),
            PlanTrends.Compare([.. points.Select(point => -point.Seconds)]),
            // One change is a repair or a break; going back and forth is flaky.
            Flaky: changes >= 2 || points.Any(point => point is { Succeeded: true, Tries: > 1 }));
    }
}
