using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Runs;

/// <summary>One run, whole: what <c>run --json</c>, <c>resume --json</c> and <c>runs show --json</c> print.</summary>
public sealed record RunDocument
{
    /// <summary>Stdout and stderr of an atom are cut at this many bytes here; <c>runs logs</c> has all of it.</summary>
    public const int OutputLimitBytes = 64 << 10;

    /// <summary>Time-ordered, for machines.</summary>
    public required Guid RunId { get; init; }

    /// <summary>From 1, for people.</summary>
    public required long Number { get; init; }

    /// <summary>The plan's name.</summary>
    public required string Plan { get; init; }

    public required RunStatus Status { get; init; }

    public required Schedule Schedule { get; init; }

    /// <summary>Null for a run that is still queued.</summary>
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>Null for a run that has not ended.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Null for a run that has not ended.</summary>
    public required long? DurationMs { get; init; }

    /// <summary>Every depth that has atoms in this run, whatever its schedule.</summary>
    public required IReadOnlyList<WaveDocument> Waves { get; init; }

    /// <summary>In the plan's order.</summary>
    public required IReadOnlyList<AtomDocument> Atoms { get; init; }

    public required RunSummary Summary { get; init; }

    /// <summary>Only of a run that was cut off and that the daemon does not take up by itself: a sentence that says why.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CutOff { get; init; }

    /// <summary>The trace it is in, in hex: by it the spans are found wherever they are collected. Left out by earlier releases.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }
}

/// <param name="Number">From 1.</param>
/// <param name="Skipped">Skipped or cancelled.</param>
/// <param name="Parallelism">Time its attempts took together ÷ time from the first start to the last end; 0 when nothing ran.</param>
public sealed record WaveDocument(int Number, int Total, int Succeeded, int Failed, int Skipped, double Parallelism);

public sealed record AtomDocument
{
    public required string Key { get; init; }

    /// <summary>Derived from the plan's id and the key, so the same in every run of the plan.</summary>
    public required Guid Id { get; init; }

    /// <summary>Empty when the plan is a flat list of atoms.</summary>
    public required string Component { get; init; }

    /// <summary>Empty when the plan is a flat list of atoms.</summary>
    public required string Module { get; init; }

    /// <summary>From 1.</summary>
    public required int Wave { get; init; }

    /// <summary>Null while it has none.</summary>
    public required Conclusion? Conclusion { get; init; }

    /// <summary>Only while it has no conclusion.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AtomProgress? Progress { get; init; }

    /// <summary>A sentence: why it concluded so, when that does not speak for itself.</summary>
    public required string? Because { get; init; }

    /// <summary>Tries, interrupted ones included; 0 for one that never started or was taken over from an earlier run.</summary>
    public required int Attempts { get; init; }

    /// <summary>The result value; null when it set none.</summary>
    public required JsonElement? Result { get; init; }

    /// <summary>Of the last attempt; null where the document was asked for without.</summary>
    public required string? Stdout { get; init; }

    public required bool StdoutTruncated { get; init; }

    /// <summary>Of the last attempt; null where the document was asked for without.</summary>
    public required string? Stderr { get; init; }

    public required bool StderrTruncated { get; init; }

    /// <summary>The declared outputs that are kept, as full paths.</summary>
    public required IReadOnlyList<string> Artifacts { get; init; }

    /// <summary>Of the last attempt that ended; null when none did.</summary>
    public required long? DurationMs { get; init; }

    /// <summary>The largest of all attempts; null when not measured.</summary>
    public required long? PeakMemoryBytes { get; init; }

    /// <summary>The last failure, also of an atom that succeeded after it; null when nothing failed.</summary>
    public required FailureDocument? Failure { get; init; }

    /// <summary>Whether the last attempt ran other code than the plan's.</summary>
    public required bool CodeChanged { get; init; }
}

public sealed record FailureDocument
{
    public required FailureCategory Category { get; init; }

    /// <summary>Stable snake_case, for programs.</summary>
    public required string Code { get; init; }

    public required string Message { get; init; }

    /// <summary>Line in the atom's code, from 1; null when not known.</summary>
    public required int? Line { get; init; }

    /// <summary>In (0, 1].</summary>
    public required double Confidence { get; init; }

    /// <summary>What was done about it; null while that is not decided.</summary>
    public required Strategy? Strategy { get; init; }
}

public sealed record RunSummary
{
    public required int Total { get; init; }

    public required int Succeeded { get; init; }

    public required int Failed { get; init; }

    public required int Skipped { get; init; }

    public required int Cancelled { get; init; }

    /// <summary>Atoms without a conclusion.</summary>
    public required int Open { get; init; }

    /// <summary>Succeeded ÷ total, in [0, 1]; 1 for an empty run.</summary>
    public required double SuccessRate { get; init; }

    public required int Attempts { get; init; }

    /// <summary>Attempts their host cut short.</summary>
    public required int Interruptions { get; init; }

    /// <summary>Successes taken over from earlier runs.</summary>
    public required int Inherited { get; init; }

    /// <summary>Time all attempts took together ÷ time from the first start to the last end.</summary>
    public required double Parallelism { get; init; }

    /// <summary>Processor time of all attempts.</summary>
    public required long CpuMs { get; init; }

    /// <summary>The largest of any atom; null when not measured.</summary>
    public required long? PeakMemoryBytes { get; init; }

    /// <summary>A sentence: why the run went no further; null when it went to its end.</summary>
    public required string? StopReason { get; init; }
}
