using Holdfast.Core.Atoms;
using Holdfast.Core.Failures;

namespace Holdfast.Core.Results;

/// <summary>What one atom did in one run, from its events.</summary>
public sealed class AtomRecord
{
    private List<Failure>? failures;

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

    /// <summary>What its last attempt wrote, kept or not; null while that is not known.</summary>
    public long? LastOutputBytes { get; internal set; }

    /// <summary>One for each attempt that failed, oldest first.</summary>
    public IReadOnlyList<Failure> Failures => failures ?? [];

    /// <summary>Of the last attempt that failed; null when none did.</summary>
    public Failure? LastFailure => failures?[^1];

    /// <summary>Tries after the first; an interrupted attempt is none.</summary>
    public int Retries => Math.Max(0, Attempts - Interruptions - 1);

    internal void Fail(Failure failure) => (failures ??= new List<Failure>(1)).Add(failure);
}
