using Holdfast.Core.Atoms;
using Holdfast.Core.Failures;

namespace Holdfast.Core.Results;

/// <summary>What one atom did in one run, from its events.</summary>
public sealed class AtomRecord
{
    private Dictionary<FailureCategory, int>? failures;

    /// <summary>Null while it has not concluded.</summary>
    public Conclusion? Conclusion { get; internal set; }

    public Because? Because { get; internal set; }

    /// <summary>Started, interrupted ones included.</summary>
    public int Attempts { get; internal set; }

    public int Interruptions { get; internal set; }

    /// <summary>Code revisions made for it during the run.</summary>
    public int Repairs { get; internal set; }

    public DateTimeOffset? FirstStart { get; internal set; }

    public DateTimeOffset? LastEnd { get; internal set; }

    /// <summary>Seconds each finished attempt took.</summary>
    public Spread DurationSeconds { get; internal set; }

    /// <summary>Seconds of cpu each finished attempt took.</summary>
    public Spread CpuSeconds { get; internal set; }

    /// <summary>Peak bytes of each finished attempt that was measured.</summary>
    public Spread PeakMemoryBytes { get; internal set; }

    /// <summary>Of the last attempt that failed; null when none did.</summary>
    public Failure? LastFailure { get; private set; }

    public IReadOnlyDictionary<FailureCategory, int> FailuresByCategory => failures ?? EmptyFailures;

    private static readonly Dictionary<FailureCategory, int> EmptyFailures = [];

    internal void Fail(Failure failure)
    {
        LastFailure = failure;
        failures ??= [];
        failures[failure.Category] = failures.GetValueOrDefault(failure.Category) + 1;
    }
}
