using Holdfast.Protocol.Runs;

namespace Holdfast.Protocol.Results;

/// <summary>Atoms added up: a wave, a module, a component or a whole run.</summary>
public sealed record LevelNumbers
{
    public required int Total { get; init; }

    public required int Succeeded { get; init; }

    public required int Failed { get; init; }

    public required int Skipped { get; init; }

    public required int Cancelled { get; init; }

    /// <summary>Atoms without a conclusion.</summary>
    public required int Open { get; init; }

    /// <summary>Succeeded ÷ concluded, in [0, 1]; 1 while nothing has concluded.</summary>
    public required double SuccessRate { get; init; }

    /// <summary>Interrupted ones included.</summary>
    public required int Attempts { get; init; }

    /// <summary>Tries after the first of each atom.</summary>
    public required int Retries { get; init; }

    /// <summary>Code revisions made during the run.</summary>
    public required int Repairs { get; init; }

    /// <summary>Null until something started.</summary>
    public required DateTimeOffset? FirstStart { get; init; }

    public required DateTimeOffset? LastEnd { get; init; }

    /// <summary>From the first start to the last end.</summary>
    public required long SpanMs { get; init; }

    /// <summary>Time an attempt took; null until one finished.</summary>
    public required MinAvgMax? AttemptMs { get; init; }

    /// <summary>Processor time of all attempts.</summary>
    public required long CpuMs { get; init; }

    public required MemoryUse? Memory { get; init; }

    /// <summary>Attempts that ran at once, on average over the span.</summary>
    public required double Parallelism { get; init; }

    /// <summary>Failed attempts; categories without one are left out.</summary>
    public required IReadOnlyList<CategoryCount> ErrorsByCategory { get; init; }
}

public sealed record MinAvgMax(double Min, double Avg, double Max);

/// <summary>The largest resident memory of each attempt. Null where it stands when nothing was measured.</summary>
/// <param name="AvgBytes">On average over the attempts.</param>
/// <param name="PeakBytes">The largest of them.</param>
public sealed record MemoryUse(long AvgBytes, long PeakBytes);

public sealed record CategoryCount(FailureCategory Category, int Count);

/// <summary>One error, however often it came.</summary>
/// <param name="Code">Stable snake_case, for programs.</param>
/// <param name="Count">Attempts that failed with it.</param>
/// <param name="Atoms">How many atoms they were of.</param>
/// <param name="AtomKeys">The first of them, at most 20.</param>
public sealed record CollectedError(FailureCategory Category, string Code, string Message, int Count, int Atoms, IReadOnlyList<string> AtomKeys);
