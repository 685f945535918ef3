namespace Holdfast.Protocol.Runs;

/// <summary>One atom of one run with every try: what <c>runs show RUN --atom KEY --json</c> prints.</summary>
public sealed record AtomHistory
{
    public required Guid RunId { get; init; }

    public required long Number { get; init; }

    public required string Plan { get; init; }

    public required AtomKind Kind { get; init; }

    /// <summary>The keys of the atoms it needs.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>The code of the last attempt, or the plan's before the first; null for a command.</summary>
    public required string? Code { get; init; }

    /// <summary>Program and arguments; empty unless it is a command.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    public required AtomDocument Atom { get; init; }

    /// <summary>Oldest first.</summary>
    public required IReadOnlyList<AttemptDocument> Attempts { get; init; }
}

public sealed record AttemptDocument
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    public required Guid ExecutionId { get; init; }

    /// <summary>Which code ran; 0 is the plan's own.</summary>
    public required int Revision { get; init; }

    /// <summary>Null while it is under way.</summary>
    public required AttemptOutcome? Outcome { get; init; }

    /// <summary>How the process ended: a stable snake_case word; null while it runs.</summary>
    public required string? Cause { get; init; }

    /// <summary>The same as a sentence.</summary>
    public required string? CauseText { get; init; }

    /// <summary>As a shell would report it.</summary>
    public required int? ExitCode { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    public required long? DurationMs { get; init; }

    public required long? CpuMs { get; init; }

    public required long? PeakMemoryBytes { get; init; }

    /// <summary>Output read, kept or not.</summary>
    public required long? OutputBytes { get; init; }

    public required bool OutputTruncated { get; init; }

    /// <summary>Null until its process is known.</summary>
    public required int? Pid { get; init; }

    /// <summary>Null until its process is known.</summary>
    public required ConfinementDocument? Confinement { get; init; }

    public required StopStep StopStep { get; init; }

    public required SurvivorProof Proof { get; init; }

    /// <summary>Processes of its tree that were still alive after the whole stop sequence.</summary>
    public required int SurvivorsLeft { get; init; }

    public required FailureDocument? Failure { get; init; }

    public required ExceptionDocument? Exception { get; init; }

    /// <summary>What was decided about its failure; more than one where a fixer had no answer.</summary>
    public required IReadOnlyList<DecisionDocument> Decisions { get; init; }

    /// <summary>What changed in the code before it, as a unified diff; null when nothing did.</summary>
    public required string? Diff { get; init; }

    /// <summary>Who changed the code before it, and why; null when nobody did.</summary>
    public required string? DiffOrigin { get; init; }
}

public sealed record ConfinementDocument(SandboxTier Tier, LimitStatus Memory, LimitStatus Cpu, LimitStatus Network);

/// <param name="Frames">Innermost last.</param>
public sealed record ExceptionDocument(string Type, string Message, int? Line, int? Column, IReadOnlyList<FrameDocument> Frames);

public sealed record FrameDocument(string File, int Line, string Function, bool InUserCode);

/// <summary>One decision about a failed attempt, with all it was made from and what came of it.</summary>
/// <param name="Category">What kind of failure it was.</param>
/// <param name="Rule">The rule that said so.</param>
/// <param name="Confidence">In (0, 1]: lowered when the same error comes again.</param>
/// <param name="TriedBefore">What earlier failures of this atom led to, oldest first.</param>
/// <param name="Declined">Why no code could be made, where that was asked for and failed; else null.</param>
/// <param name="Revision">The code revision that came of it; null when none did.</param>
public sealed record DecisionDocument(
    FailureCategory Category,
    string Rule,
    Strategy Strategy,
    double Confidence,
    string Reason,
    IReadOnlyList<Strategy> TriedBefore,
    string? Declined,
    int? Revision);
