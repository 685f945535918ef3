using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Maintenance;

[JsonConverter(typeof(WordConverter<CleanupKind>))]
public enum CleanupKind
{
    [JsonStringEnumMemberName("branch")] Branch,
    [JsonStringEnumMemberName("process")] Process,
    [JsonStringEnumMemberName("execution")] Execution,
    [JsonStringEnumMemberName("folder")] Folder,
    [JsonStringEnumMemberName("log")] Log,
    [JsonStringEnumMemberName("session")] Session,
}

public enum CleanupOutcome
{
    [JsonStringEnumMemberName("done")] Done,

    /// <summary>When its turn came, it was gone, or there was no reason any more.</summary>
    [JsonStringEnumMemberName("not_needed")] NotNeeded,

    [JsonStringEnumMemberName("failed")] Failed,
}

/// <param name="Repository">The full path of a folder in it.</param>
/// <param name="Force">Also what the default branch does not have.</param>
/// <param name="DefaultBranch">Null to find out.</param>
public sealed record BranchCleanupRequest(string Repository, bool Force, long AgeMs, string? DefaultBranch = null);

/// <summary>What is to be cleaned up; null for what is not.</summary>
public sealed record CleanupRequest
{
    public BranchCleanupRequest? Branches { get; init; }

    /// <summary>The longest an execution may run that did not ask for a time-out of its own.</summary>
    public long? ProcessesMaxRuntimeMs { get; init; }

    public ExecutionCleanupRequest? Executions { get; init; }

    /// <summary>Sessions of tmux that belong to nothing that lives.</summary>
    public bool Sessions { get; init; }

    /// <summary>Folders of executions that ended longer ago.</summary>
    public long? FoldersAgeMs { get; init; }

    /// <summary>Of each kind of log so many are kept.</summary>
    public int? LogsKeep { get; init; }
}

/// <param name="TimeoutMs">Without a heartbeat for so long.</param>
/// <param name="EndsLongRunning">Whether one that runs longer, and did not ask for a time-out of its own, is ended too.</param>
public sealed record ExecutionCleanupRequest(long TimeoutMs, bool EndsLongRunning);

/// <param name="Subject">Names it among its kind.</param>
/// <param name="Title">For people.</param>
/// <param name="Does">What is done; null when it is left alone.</param>
/// <param name="Why">A sentence.</param>
/// <param name="Bytes">Of disk or memory; null when nobody measured.</param>
public sealed record CleanupStep(CleanupKind Kind, string Subject, string Title, string? Does, string Why, long? Bytes);

/// <summary>Everything that was looked at, with what is decided about it.</summary>
public sealed record CleanupPlan(IReadOnlyList<CleanupStep> Steps);

/// <param name="Agreed">Steps of the plan for the same request.</param>
public sealed record CleanupOrder(CleanupRequest Request, IReadOnlyList<CleanupStep> Agreed);

/// <param name="Detail">Why, unless it was done.</param>
public sealed record CleanupResult(CleanupStep Step, CleanupOutcome Outcome, string? Detail);

/// <summary>What <c>maintain cleanup --json</c> prints.</summary>
/// <param name="DryRun">Whether nothing was to be done.</param>
/// <param name="Results">Of the steps that were carried out; empty with <paramref name="DryRun"/>.</param>
public sealed record CleanupDocument(bool DryRun, IReadOnlyList<CleanupStep> Steps, IReadOnlyList<CleanupResult> Results);
