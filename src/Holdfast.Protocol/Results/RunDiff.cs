using System.Text.Json;
using Holdfast.Protocol.Runs;

namespace Holdfast.Protocol.Results;

/// <summary>How one run of a plan differs from another: what <c>runs diff A B --json</c> prints.</summary>
public sealed record RunDiff
{
    /// <summary>The plan's name.</summary>
    public required string Plan { get; init; }

    public required ComparedRun Before { get; init; }

    public required ComparedRun After { get; init; }

    /// <summary>Atoms without a change.</summary>
    public required int Same { get; init; }

    /// <summary>In the plan's order; last, what only the second run has.</summary>
    public required IReadOnlyList<AtomDiff> Atoms { get; init; }
}

public sealed record ComparedRun(Guid RunId, long Number, RunStatus Status, DateTimeOffset? StartedAt, long? DurationMs);

public sealed record AtomDiff
{
    public required string Key { get; init; }

    /// <summary>What of it changed: <c>conclusion</c>, <c>result</c>, <c>code</c>, <c>duration</c>; or <c>added</c> or <c>removed</c>.</summary>
    public required IReadOnlyList<string> Changed { get; init; }

    /// <summary>Null when the first run does not have it.</summary>
    public required AtomSide? Before { get; init; }

    /// <summary>Null when the second run does not have it.</summary>
    public required AtomSide? After { get; init; }

    /// <summary>Unified; null when the code is the same.</summary>
    public required string? CodeDiff { get; init; }
}

/// <param name="Conclusion">Null while it has none.</param>
/// <param name="Result">Null when it has none.</param>
public sealed record AtomSide(Conclusion? Conclusion, JsonElement? Result, long? DurationMs);

/// <summary>The code that was made for an atom during a run: what <c>runs diff RUN KEY --json</c> prints.</summary>
public sealed record AtomRevisions
{
    public required Guid RunId { get; init; }

    public required long Number { get; init; }

    /// <summary>The plan's name.</summary>
    public required string Plan { get; init; }

    public required string Key { get; init; }

    /// <summary>Oldest first; empty when only the plan's own code ran.</summary>
    public required IReadOnlyList<RevisionDocument> Revisions { get; init; }
}

/// <param name="Revision">From 1; 0 is the plan's own code.</param>
/// <param name="Origin">The rule or model that made it, or <c>person</c>.</param>
/// <param name="Diff">Unified, against the code before.</param>
/// <param name="Attempts">The attempts that ran it.</param>
public sealed record RevisionDocument(int Revision, DateTimeOffset At, string Origin, string Explanation, string Diff, IReadOnlyList<int> Attempts);
