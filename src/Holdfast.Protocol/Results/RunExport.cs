using System.Text.Json;
using Holdfast.Protocol.Runs;

namespace Holdfast.Protocol.Results;

/// <summary>Everything about one run: what <c>runs export</c> writes, and the data within its page.</summary>
public sealed record RunExport
{
    /// <summary>Goes up when a field changes its meaning or goes away; new fields do not count.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    public required RunDocument Run { get; init; }

    public required RunStats Stats { get; init; }

    /// <summary>In the order of the run's atoms.</summary>
    public required IReadOnlyList<AtomDetail> Details { get; init; }

    /// <summary>Each different error once, most frequent first.</summary>
    public required IReadOnlyList<CollectedError> Errors { get; init; }

    /// <summary>The plan as it was run, in its canonical form.</summary>
    public required JsonElement Plan { get; init; }
}

/// <summary>What the run's own document does not say of an atom.</summary>
public sealed record AtomDetail
{
    public required string Key { get; init; }

    public required AtomKind Kind { get; init; }

    /// <summary>The keys of the atoms it needs.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>The code of the last attempt, or the plan's before the first; null for a command.</summary>
    public required string? Code { get; init; }

    /// <summary>Program and arguments; empty unless it is a command.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<AttemptDocument> Attempts { get; init; }

    public required IReadOnlyList<RevisionDocument> Revisions { get; init; }
}
