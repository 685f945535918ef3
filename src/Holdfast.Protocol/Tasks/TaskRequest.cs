using Holdfast.Protocol.Executions;

namespace Holdfast.Protocol.Tasks;

/// <summary>A task to be made.</summary>
public sealed record TaskRequest
{
    /// <summary>1 to 500 characters.</summary>
    public required string Title { get; init; }

    /// <summary>What the agent is told; null for nothing.</summary>
    public string? Prompt { get; init; }

    /// <summary>Higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>Null as long as nobody is to do it.</summary>
    public AgentDocument? Agent { get; init; }

    /// <summary>Null for a folder of its own.</summary>
    public WorkspaceRequest? Workspace { get; init; }
}

/// <summary>What is to be changed of a task; what is null stays.</summary>
public sealed record TaskChange
{
    public string? Title { get; init; }

    public string? Prompt { get; init; }

    public int? Priority { get; init; }

    public AgentDocument? Agent { get; init; }

    /// <summary>Only before its first session.</summary>
    public WorkspaceRequest? Workspace { get; init; }
}

/// <summary>A command that works as a task's agent.</summary>
public sealed record AgentDocument
{
    private static readonly Dictionary<string, string> NoVariables = [];
    private static readonly Dictionary<string, SecretReference> NoSecrets = [];

    /// <summary>The program and its arguments; at least one. <c>{prompt}</c> stands for the prompt or the file with it.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    public PromptBy PromptBy { get; init; }

    /// <summary>Added to what every process gets. Stored with the task: secrets do not belong here.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init => field = value ?? NoVariables; } = NoVariables;

    /// <summary>Environment variables whose values are read at the start, never stored, and masked in what is shown.</summary>
    public IReadOnlyDictionary<string, SecretReference> Secrets { get; init => field = value ?? NoSecrets; } = NoSecrets;

    /// <summary>Ended after so long. Null: as executions usually are.</summary>
    public long? TimeoutMs { get; init; }

    /// <summary>No deadline at all; not together with <see cref="TimeoutMs"/>.</summary>
    public bool NoTimeout { get; init; }

    /// <summary>Ended after so long without output. Null: never.</summary>
    public long? StallMs { get; init; }
}

/// <param name="Repository">Of a worktree: full path of a folder in the repository.</param>
/// <param name="Base">Of a worktree: what its branch begins at. Null for what is checked out.</param>
public sealed record WorkspaceRequest(WorkspaceKind Kind = WorkspaceKind.Folder, string? Repository = null, string? Base = null);

/// <param name="Who">Told as the one who asked for it; null for the API itself.</param>
/// <param name="Why">For people.</param>
public sealed record TransitionRequest(TaskPhase To, string? Who = null, string? Why = null);

/// <param name="Who">As for <see cref="TransitionRequest"/>.</param>
public sealed record TaskExecuteRequest(string? Who = null);

/// <param name="Statuses">Null for all.</param>
/// <param name="Search">Part of the title.</param>
/// <param name="Cursor">Where the page before ended: <see cref="TaskList.NextCursor"/>.</param>
public sealed record TaskFilter(
    int Limit = 20, IReadOnlyList<TaskPhase>? Statuses = null, string? Search = null, TaskSort Sort = TaskSort.Created, bool Ascending = false, string? Cursor = null);
