using Holdfast.Core.Results;
using Holdfast.Engine.Storage;
using Holdfast.Protocol.Results;
using AtomTrend = Holdfast.Protocol.Results.AtomTrend;
using PlanTrends = Holdfast.Protocol.Results.PlanTrends;
using Trend = Holdfast.Protocol.Results.Trend;

namespace Holdfast.Server.Wire.Results;

/// <summary>How runs of one plan compare over time, as the wire tells it.</summary>
public static class PlanTrendsDocuments
{
    /// <param name="runs">Ended runs of one plan, oldest first; at least one.</param>
    public static PlanTrends Of(IReadOnlyList<(StoredRun Run, RunRecord Record)> runs)
    {
        var trends = Core.Results.PlanTrends.Of([.. runs.Select(run => (RunPoint.Of(run.Run.Id, run.Run.Number, run.Record), run.Record))]);
        var plan = runs[^1].Run;
        return new PlanTrends
        {
            PlanId = plan.PlanId.Value,
            Plan = plan.PlanName,
            PlanFile = plan.PlanSource,
            Speed = trends.Speed.ToWire(),
            Reliability = trends.Reliability.ToWire(),
            Runs = [.. trends.Runs.Zip(runs, (point, run) => new TrendRun(
                point.Run.Value, point.Number, run.Run.Status.ToWire(), point.StartedAt, (long)(point.DurationSeconds * 1000), Math.Round(point.SuccessRate, 4), point.Comparable))],
            Atoms = [.. trends.Atoms.Select(Atom)],
        };
    }

    private static AtomTrend Atom(Core.Results.AtomTrend atom) => new(
        atom.Key, atom.Runs, Math.Round(atom.SuccessRate, 4), Math.Round(atom.AverageTries, 2), Math.Round(atom.AverageSeconds * 1000, 3), atom.Speed.ToWire(), atom.Flaky);

    internal static Trend ToWire(this Core.Results.Trend trend) => trend switch
    {
        Core.Results.Trend.Steady => Trend.Steady,
        Core.Results.Trend.Better => Trend.Better,
        Core.Results.Trend.Worse => Trend.Worse,
        Core.Results.Trend.TooFew => Trend.TooFew,
    };
}
