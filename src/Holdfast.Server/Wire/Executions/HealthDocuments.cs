using System.Globalization;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Protocol.Executions;
using HealthCondition = Holdfast.Core.Maintenance.HealthCondition;
using Told = Holdfast.Protocol.Executions;

namespace Holdfast.Server.Wire.Executions;

/// <summary>How executions are doing, as documents.</summary>
public static class HealthDocuments
{
    public static HealthDocument Of(IReadOnlyList<ExecutionVitals> vitals, DateTimeOffset now) =>
        new(now, !vitals.Any(one => one.Health.IsUnhealthy), [.. vitals.Select(Of)]);

    public static ExecutionStatsDocument Of(IReadOnlyList<ExecutionTally> tally, int days) => new(days, [.. tally.Select(row => new ExecutionStatsRow(
        row.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), row.Kind?.ToString().ToLowerInvariant() ?? "attempt", row.Status.ToWire(), row.Cause, row.Count,
        (long)row.Duration.TotalMilliseconds, (long)row.CpuTime.TotalMilliseconds))]);

    public static ExecutionHealthDocument Of(ExecutionVitals vitals) => new()
    {
        Id = vitals.Execution.Id.Value,
        Number = vitals.Execution.Number,
        Name = vitals.Execution.Order.Name,
        Command = vitals.Execution.Order.Arguments,
        State = vitals.Execution.State.Status.ToWire(),
        Condition = vitals.Health.Condition.ToWire(),
        Unhealthy = vitals.Health.IsUnhealthy,
        Detail = vitals.Health.Detail,
        RunningMs = Milliseconds(vitals.Facts.Running),
        HeartbeatAgeMs = Milliseconds(vitals.Facts.HeartbeatAge),
        OutputAgeMs = Milliseconds(vitals.OutputAge),
        OutputBytes = vitals.OutputBytes,
        Processes = vitals.Usage.Processes,
        Zombies = vitals.Usage.Zombies,
        CpuMs = (long)vitals.Usage.CpuTime.TotalMilliseconds,
        MemoryBytes = vitals.Usage.MemoryBytes,
    };

    private static long? Milliseconds(TimeSpan? time) => time is { } known ? (long)known.TotalMilliseconds : null;

    private static Told.HealthCondition ToWire(this HealthCondition condition) => condition switch
    {
        HealthCondition.Waiting => Told.HealthCondition.Waiting,
        HealthCondition.Healthy => Told.HealthCondition.Healthy,
        HealthCondition.Ending => Told.HealthCondition.Ending,
        HealthCondition.Suspected => Told.HealthCondition.Suspected,
        HealthCondition.Silent => Told.HealthCondition.Silent,
        HealthCondition.Zombie => Told.HealthCondition.Zombie,
        HealthCondition.Phantom => Told.HealthCondition.Phantom,
        HealthCondition.Overdue => Told.HealthCondition.Overdue,
    };
}
