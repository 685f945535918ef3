using Holdfast.Core.Results;
using Holdfast.Engine.Runtimes;
using Holdfast.Protocol.Results;
using FailureCategory = Holdfast.Core.Failures.FailureCategory;

namespace Holdfast.Server.Wire.Results;

/// <summary>Sums and spreads as the wire tells them.</summary>
internal static class Numbers
{
    public static LevelNumbers Of(LevelSummary level) => new()
    {
        Total = level.Total,
        Succeeded = level.Succeeded,
        Failed = level.Failed,
        Skipped = level.Skipped,
        Cancelled = level.Cancelled,
        Open = level.Open,
        SuccessRate = Math.Round(level.SuccessRate, 4),
        Attempts = level.Attempts,
        Retries = level.Retries,
        Repairs = level.Repairs,
        FirstStart = level.FirstStart,
        LastEnd = level.LastEnd,
        SpanMs = (long)level.Span.TotalMilliseconds,
        AttemptMs = Milliseconds(level.DurationSeconds),
        CpuMs = (long)(level.CpuSeconds.Total * 1000),
        Memory = Memory(level.PeakMemoryBytes),
        Parallelism = Math.Round(level.Parallelism, 2),
        ErrorsByCategory = Categories(level.FailuresByCategory),
    };

    public static MinAvgMax? Milliseconds(Spread seconds) =>
        seconds.Count == 0 ? null : new MinAvgMax(ToMilliseconds(seconds.Min), ToMilliseconds(seconds.Average), ToMilliseconds(seconds.Max));

    public static MemoryUse? Memory(Spread bytes) => bytes.Count == 0 ? null : new MemoryUse((long)bytes.Average, (long)bytes.Max);

    public static IReadOnlyList<CategoryCount> Categories(IReadOnlyCollection<KeyValuePair<FailureCategory, int>> counts) =>
        counts.Count == 0 ? [] : [.. counts.Select(count => new CategoryCount(count.Key.ToWire(), count.Value))];

    public static IReadOnlyList<CollectedError> Errors(LevelSummary level, SecretMask mask) => level.Errors.IsEmpty
        ? []
        : [.. level.Errors.Select(error => new CollectedError(error.Category.ToWire(), error.Code, mask.Apply(error.Message), error.Count, error.Atoms, error.AtomKeys))];

    // To the microsecond, which is as fine as it is measured.
    private static double ToMilliseconds(double seconds) => Math.Round(seconds * 1000, 3);
}
