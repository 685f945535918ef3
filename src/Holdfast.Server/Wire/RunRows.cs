using Holdfast.Engine.Storage;
using Holdfast.Protocol.Runs;

namespace Holdfast.Server.Wire;

/// <summary>A stored run as a row of a list.</summary>
public static class RunRows
{
    public static RunRow Of(StoredRun run) => new()
    {
        RunId = run.Id.Value,
        Number = run.Number,
        Plan = run.PlanName,
        PlanId = run.PlanId.Value,
        PlanFile = run.PlanSource,
        Status = run.Status.ToWire(),
        Schedule = run.Schedule.ToWire(),
        CreatedAt = run.CreatedAt,
        StartedAt = run.StartedAt,
        EndedAt = run.EndedAt,
        DurationMs = DurationMs(run),
        Total = run.Total,
        Succeeded = run.Succeeded,
        Failed = run.Failed,
        Skipped = run.Skipped,
        Cancelled = run.Cancelled,
        RetryOf = run.RetryOf?.Value,
    };

    /// <summary>Null for a run that has not ended. By the wall clock, which may have been set back meanwhile: never below 0.</summary>
    public static long? DurationMs(StoredRun run) =>
        run.EndedAt is { } ended ? Math.Max(0, (long)(ended - (run.StartedAt ?? run.CreatedAt)).TotalMilliseconds) : null;
}
