using Holdfast.Protocol.Runs;

namespace Holdfast.Protocol.Results;

/// <summary>What was measured in a run: what <c>runs stats --json</c> prints.</summary>
public sealed record RunStats
{
    public required Guid RunId { get; init; }

    public required long Number { get; init; }

    /// <summary>The plan's name.</summary>
    public required string Plan { get; init; }

    public required RunStatus Status { get; init; }

    public required Schedule Schedule { get; init; }

    /// <summary>Atoms at a time; null where it was not noted.</summary>
    public required int? Jobs { get; init; }

    public required SystemStats System { get; init; }

    /// <summary>Ascending; every depth that has atoms in this run, whatever its schedule.</summary>
    public required IReadOnlyList<WaveStats> Waves { get; init; }

    /// <summary>In the plan's order.</summary>
    public required IReadOnlyList<AtomStats> Atoms { get; init; }
}

public sealed record SystemStats
{
    public required LevelNumbers Numbers { get; init; }

    /// <summary>The most attempts that ran at the same time.</summary>
    public required int PeakParallelism { get; init; }

    /// <summary>Errors that differ only in numbers and quoted words, as one; most frequent first.</summary>
    public required IReadOnlyList<ErrorPattern> ErrorPatterns { get; init; }

    /// <summary>At most 10, slowest first.</summary>
    public required IReadOnlyList<SlowAtom> SlowestAtoms { get; init; }

    public required RunTimeline Timeline { get; init; }
}

/// <param name="StartedAt">Null when the schedule has no waves or this one has not started.</param>
/// <param name="PossibleParallelism">Its atoms, or the run's jobs where they are fewer.</param>
public sealed record WaveStats(int Number, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, int PossibleParallelism, LevelNumbers Numbers);

public sealed record AtomStats
{
    public required string Key { get; init; }

    public required string Component { get; init; }

    public required string Module { get; init; }

    /// <summary>From 1.</summary>
    public required int Wave { get; init; }

    /// <summary>Null while it has none.</summary>
    public required Conclusion? Conclusion { get; init; }

    /// <summary>Interrupted ones included.</summary>
    public required int Attempts { get; init; }

    public required int Retries { get; init; }

    public required int Interruptions { get; init; }

    /// <summary>Code revisions made for it during the run.</summary>
    public required int Repairs { get; init; }

    /// <summary>Time an attempt took; null until one finished.</summary>
    public required MinAvgMax? AttemptMs { get; init; }

    /// <summary>Processor time of an attempt; null until one finished.</summary>
    public required MinAvgMax? CpuMs { get; init; }

    public required MemoryUse? Memory { get; init; }

    public required IReadOnlyList<CategoryCount> ErrorsByCategory { get; init; }
}

/// <param name="Pattern">The message, with <c>#</c> for every number and <c>…</c> for what was in quotes.</param>
/// <param name="Count">Attempts that failed so.</param>
/// <param name="Atoms">How many atoms they were of.</param>
/// <param name="AtomKeys">The first of them, at most 20.</param>
public sealed record ErrorPattern(FailureCategory Category, string Pattern, int Count, int Atoms, IReadOnlyList<string> AtomKeys);

/// <param name="TotalMs">All its attempts together.</param>
/// <param name="SlowestMs">Its slowest attempt.</param>
public sealed record SlowAtom(string Key, int Attempts, long TotalMs, long SlowestMs);

/// <summary>The run's time in at most 60 slices of equal length.</summary>
/// <param name="Start">Null when nothing ran.</param>
public sealed record RunTimeline(DateTimeOffset? Start, double SliceMs, IReadOnlyList<TimelineSlice> Slices);

/// <param name="Running">Attempts that ran, on average over the slice.</param>
/// <param name="Succeeded">Attempts that ended well in it.</param>
/// <param name="Missed">Attempts that ended otherwise in it.</param>
public sealed record TimelineSlice(double Running, int Succeeded, int Missed);
