using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Tasks;

/// <summary>A piece of work for an agent.</summary>
public sealed record TaskDocument
{
    public required Guid Id { get; init; }

    /// <summary>For people; from 1.</summary>
    public required long Number { get; init; }

    public required string Title { get; init; }

    public required string Prompt { get; init; }

    public required TaskPhase Status { get; init; }

    /// <summary>Where it may go from here.</summary>
    public required IReadOnlyList<TaskPhase> Allowed { get; init; }

    /// <summary>Of one that failed or was cancelled: where it goes on. Else null.</summary>
    public required TaskPhase? StoppedFrom { get; init; }

    /// <summary>Why it failed, or who cancelled it. Else null.</summary>
    public required string? Reason { get; init; }

    public required int Priority { get; init; }

    public required AgentDocument? Agent { get; init; }

    public required WorkspaceDocument Workspace { get; init; }

    /// <summary>The one that is open; null when none is.</summary>
    public required Guid? SessionId { get; init; }

    /// <summary>Of the session that is open.</summary>
    public required Guid? ExecutionId { get; init; }

    /// <summary>Sessions so far.</summary>
    public required int Sessions { get; init; }

    /// <summary>Changes so far; also the ETag.</summary>
    public required long Version { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <param name="Branch">Of a worktree, the branch it works on; else null.</param>
public sealed record WorkspaceDocument(WorkspaceKind Kind, string? Repository, string? Base, string? Branch);

/// <param name="NextCursor">Asks for the next page; null when this is the last.</param>
public sealed record TaskList(IReadOnlyList<TaskDocument> Tasks, string? NextCursor);

/// <summary>What asking for an execution is answered with.</summary>
/// <param name="Status"><see cref="Started"/>.</param>
public sealed record TaskExecution(Guid TaskId, Guid SessionId, Guid ExecutionId, string Status, string Message)
{
    public const string Started = "execution_started";
}

/// <param name="KeptWorkspace">Where its work is still; null when nothing is left.</param>
public sealed record DeletedTask(Guid Id, long Number, string? KeptWorkspace);

/// <summary>One working phase of a task.</summary>
public sealed record SessionDocument
{
    public required Guid Id { get; init; }

    /// <summary>For people; from 1, over all tasks.</summary>
    public required long Number { get; init; }

    public required Guid TaskId { get; init; }

    public required long TaskNumber { get; init; }

    /// <summary>Within its task; from 1.</summary>
    public required int Ordinal { get; init; }

    public required TaskPhase Phase { get; init; }

    public required SessionStatus Status { get; init; }

    public required Guid ExecutionId { get; init; }

    /// <summary>The folder it works in.</summary>
    public required string Workspace { get; init; }

    /// <summary>Who asked for its end; null when nobody did.</summary>
    public required string? CancelledBy { get; init; }

    /// <summary>Why it ended, as of an execution; null while it is open.</summary>
    public required string? Cause { get; init; }

    /// <summary>The cause as a sentence.</summary>
    public required string? Reason { get; init; }

    /// <summary>As a shell would report it; null while it is open.</summary>
    public required int? ExitCode { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>The trace it is in, in hex: by it the spans are found wherever they are collected. Left out by earlier releases.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }
}

/// <summary>Newest first.</summary>
/// <param name="NextCursor">As of <see cref="TaskList"/>.</param>
public sealed record SessionList(IReadOnlyList<SessionDocument> Sessions, string? NextCursor);
