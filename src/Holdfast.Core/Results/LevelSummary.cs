using System.Collections.Immutable;
using Holdfast.Core.Atoms;
using Holdfast.Core.Failures;

namespace Holdfast.Core.Results;

/// <summary>Atoms added up: a module, a component, or the whole run.</summary>
public sealed record LevelSummary
{
    public readonly record struct Member(int Atom, string Key, AtomRecord Record);

    /// <summary>Empty for the whole run.</summary>
    public required string Name { get; init; }

    public required int Total { get; init; }

    public required int Succeeded { get; init; }

    public required int Failed { get; init; }

    public required int Skipped { get; init; }

    public required int Cancelled { get; init; }

    /// <summary>Not concluded yet.</summary>
    public required int Open { get; init; }

    public required int Attempts { get; init; }

    /// <summary>Tries after the first, interrupted ones not counted.</summary>
    public required int Retries { get; init; }

    public required int Repairs { get; init; }

    /// <summary>Null until something started.</summary>
    public required DateTimeOffset? FirstStart { get; init; }

    public required DateTimeOffset? LastEnd { get; init; }

    public required Spread DurationSeconds { get; init; }

    public required Spread CpuSeconds { get; init; }

    public required Spread PeakMemoryBytes { get; init; }

    public required ImmutableSortedDictionary<FailureCategory, int> FailuresByCategory { get; init; }

    /// <summary>Each different error once, most frequent first.</summary>
    public required ImmutableArray<ErrorSummary> Errors { get; init; }

    /// <summary>In [0, 1], of the atoms that have concluded; 1 when none has.</summary>
    public double SuccessRate => Total == Open ? 1 : (double)Succeeded / (Total - Open);

    /// <summary>Wall time from the first start to the last end.</summary>
    public TimeSpan Span => FirstStart is { } start && LastEnd is { } end && end > start ? end - start : TimeSpan.Zero;

    /// <summary>How many attempts ran at once on average.</summary>
    public double Parallelism => Span > TimeSpan.Zero ? DurationSeconds.Total / Span.TotalSeconds : 0;

    internal static LevelSummary Of(string name, IEnumerable<Member> members)
    {
        int total = 0, succeeded = 0, failed = 0, skipped = 0, cancelled = 0, attempts = 0, retries = 0, repairs = 0;
        DateTimeOffset? first = null, last = null;
        Spread duration = default, cpu = default, memory = default;
        // Made with the first failure: a large run asks for the sums of many atoms without any.
        SortedDictionary<FailureCategory, int>? categories = null;
        ErrorTally? errors = null;
        foreach (var (_, key, atom) in members)
        {
            total++;
            switch (atom.Conclusion)
            {
                case Conclusion.Succeeded: succeeded++; break;
                case Conclusion.Failed: failed++; break;
                case Conclusion.Skipped: skipped++; break;
                case Conclusion.Cancelled: cancelled++; break;
                case null: break;
            }

            attempts += atom.Attempts;
            retries += atom.Retries;
            repairs += atom.Repairs;
            first = Earlier(first, atom.FirstStart);
            last = Later(last, atom.LastEnd);
            duration = duration.With(atom.DurationSeconds);
            cpu = cpu.With(atom.CpuSeconds);
            memory = memory.With(atom.PeakMemoryBytes);
            foreach (var failure in atom.Failures)
            {
                categories ??= [];
                categories[failure.Category] = categories.GetValueOrDefault(failure.Category) + 1;
                (errors ??= new ErrorTally()).Add(failure, key);
            }
        }

        return new LevelSummary
        {
            Name = name, Total = total, Succeeded = succeeded, Failed = failed, Skipped = skipped, Cancelled = cancelled,
            Open = total - succeeded - failed - skipped - cancelled, Attempts = attempts, Retries = retries, Repairs = repairs,
            FirstStart = first, LastEnd = last, DurationSeconds = duration, CpuSeconds = cpu, PeakMemoryBytes = memory,
            FailuresByCategory = categories?.ToImmutableSortedDictionary() ?? ImmutableSortedDictionary<FailureCategory, int>.Empty,
            Errors = errors?.ToSummaries() ?? [],
        };
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => other is null || one < other ? one : other;

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => other is null || one > other ? one : other;
}

/// <summary>One wave, added up.</summary>
/// <param name="StartedAt">Null when the schedule has no waves or this one has not started.</param>
/// <param name="Parallelism">How many attempts ran at once on average.</param>
/// <param name="PossibleParallelism">How many could have: the atoms of the wave, or the jobs of the run where they are fewer.</param>
public sealed record WaveSummary(
    int Number, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, LevelSummary Level, double Parallelism, int PossibleParallelism)
{
    internal static WaveSummary Of(int number, (DateTimeOffset? Start, DateTimeOffset? End) times, int? jobs, IEnumerable<LevelSummary.Member> members)
    {
        var level = LevelSummary.Of($"wave {number}", members);
        return new WaveSummary(number, times.Start, times.End, level, level.Parallelism, Math.Min(jobs ?? level.Total, level.Total));
    }
}
