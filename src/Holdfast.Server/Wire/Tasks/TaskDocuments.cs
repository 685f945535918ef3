using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.Core.Executions;
using Holdfast.Core.Tasks;
using Holdfast.Engine.Sessions;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Protocol.Executions;
using Holdfast.Protocol.Tasks;
using PromptBy = Holdfast.Core.Tasks.PromptBy;
using StoredSessionStatus = Holdfast.Engine.Storage.SessionStatus;
using StoredSort = Holdfast.Engine.Storage.TaskSort;
using TaskPhase = Holdfast.Core.Tasks.TaskPhase;
using Told = Holdfast.Protocol.Tasks;

namespace Holdfast.Server.Wire.Tasks;

/// <summary>Stored tasks, sessions and activity as documents, and requests as what the engine is asked for.</summary>
public static class TaskDocuments
{
    public static TaskDocument Of(StoredTask task) => new()
    {
        Id = task.Id.Value,
        Number = task.Number,
        Title = task.Order.Title,
        Prompt = task.Order.Prompt,
        Status = task.State.Phase.ToWire(),
        Allowed = [.. task.State.Allowed.Select(ToWire)],
        StoppedFrom = task.State switch
        {
            TaskState.Failed failed => failed.From.ToWire(),
            TaskState.Cancelled cancelled => cancelled.From.ToWire(),
            _ => null,
        },
        Reason = task.State switch
        {
            TaskState.Failed failed => failed.Why,
            TaskState.Cancelled cancelled => $"It was cancelled by {cancelled.Who}.",
            _ => null,
        },
        Priority = task.Order.Priority,
        Agent = task.Order.Agent is { } agent ? Of(agent) : null,
        Workspace = task.Order.Workspace switch
        {
            WorkspaceOrder.Worktree worktree => new WorkspaceDocument(WorkspaceKind.Worktree, worktree.Repository, worktree.Base, task.Id.Branch),
            _ => new WorkspaceDocument(WorkspaceKind.Folder, null, null, null),
        },
        SessionId = task.State.SessionUnderWay?.Id.Value,
        ExecutionId = task.State.SessionUnderWay?.Execution.Value,
        Sessions = task.Sessions,
        Version = task.Version,
        CreatedAt = task.CreatedAt,
        UpdatedAt = task.UpdatedAt,
    };

    public static SessionDocument Of(StoredSession session) => new()
    {
        Id = session.Id.Value,
        Number = session.Number,
        TaskId = session.Task.Value,
        TaskNumber = session.TaskNumber,
        Ordinal = session.Ordinal,
        Phase = session.Phase.ToWire(),
        Status = session.Status.ToWire(),
        ExecutionId = session.Execution.Value,
        Workspace = session.Workspace,
        CancelledBy = session.CancelledBy,
        Cause = session.Cause is { } cause ? Sentences.Of(cause).Word : null,
        Reason = session.Cause is { } why ? Sentences.Of(why).Sentence : null,
        ExitCode = session.Cause?.ExitCode,
        StartedAt = session.StartedAt,
        EndedAt = session.EndedAt,
        TraceId = session.Trace.TraceId,
    };

    public static ActivityDocument Of(ActivityRecord record) => new()
    {
        Id = record.Sequence,
        At = record.At,
        Type = record.Kind switch
        {
            ActivityKind.ToolCall => ActivityType.ToolCall,
            ActivityKind.ToolResult => ActivityType.ToolResult,
            ActivityKind.AgentMessage => ActivityType.AgentMessage,
            ActivityKind.Reasoning => ActivityType.Reasoning,
            ActivityKind.StepStart => ActivityType.StepStart,
            ActivityKind.Output => ActivityType.Output,
            ActivityKind.Finished => ActivityType.Finished,
        },
        Text = record.Text,
        Partial = record.Partial,
        Name = record.Name,
        CallId = record.CallId,
        Input = record.InputJson is { } input ? JsonSerializer.Deserialize(input, ProtocolJson.Compact.JsonElement) : null,
        IsError = record.IsError,
        Stream = record.Stream,
        Outcome = record.Outcome,
        ExitCode = record.ExitCode,
        OmittedBytes = record.OmittedBytes,
        OmittedRecords = record.OmittedRecords,
    };

    public static TaskOrder ToCore(TaskRequest request) => new()
    {
        Title = request.Title,
        Prompt = request.Prompt ?? "",
        Priority = request.Priority,
        Agent = request.Agent is { } agent ? ToCore(agent) : null,
        Workspace = request.Workspace is { } workspace ? ToCore(workspace) : new WorkspaceOrder.Folder(),
    };

    /// <summary>What is not said stays.</summary>
    public static TaskOrder ToCore(TaskOrder before, TaskChange change) => new()
    {
        Title = change.Title ?? before.Title,
        Prompt = change.Prompt ?? before.Prompt,
        Priority = change.Priority ?? before.Priority,
        Agent = change.Agent is { } agent ? ToCore(agent) : before.Agent,
        Workspace = change.Workspace is { } workspace ? ToCore(workspace) : before.Workspace,
    };

    public static Told.TaskPhase ToWire(this TaskPhase phase) => phase switch
    {
        TaskPhase.Todo => Told.TaskPhase.Todo,
        TaskPhase.Planning => Told.TaskPhase.Planning,
        TaskPhase.PlanningReview => Told.TaskPhase.PlanningReview,
        TaskPhase.InProgress => Told.TaskPhase.InProgress,
        TaskPhase.AiReview => Told.TaskPhase.AiReview,
        TaskPhase.Fix => Told.TaskPhase.Fix,
        TaskPhase.Review => Told.TaskPhase.Review,
        TaskPhase.Done => Told.TaskPhase.Done,
        TaskPhase.Failed => Told.TaskPhase.Failed,
        TaskPhase.Cancelled => Told.TaskPhase.Cancelled,
    };

    public static TaskPhase ToCore(this Told.TaskPhase phase) => phase switch
    {
        Told.TaskPhase.Todo => TaskPhase.Todo,
        Told.TaskPhase.Planning => TaskPhase.Planning,
        Told.TaskPhase.PlanningReview => TaskPhase.PlanningReview,
        Told.TaskPhase.InProgress => TaskPhase.InProgress,
        Told.TaskPhase.AiReview => TaskPhase.AiReview,
        Told.TaskPhase.Fix => TaskPhase.Fix,
        Told.TaskPhase.Review => TaskPhase.Review,
        Told.TaskPhase.Done => TaskPhase.Done,
        Told.TaskPhase.Failed => TaskPhase.Failed,
        Told.TaskPhase.Cancelled => TaskPhase.Cancelled,
    };

    public static Told.SessionStatus ToWire(this StoredSessionStatus status) => status switch
    {
        StoredSessionStatus.Running => Told.SessionStatus.Running,
        StoredSessionStatus.Completed => Told.SessionStatus.Completed,
        StoredSessionStatus.Failed => Told.SessionStatus.Failed,
        StoredSessionStatus.Cancelled => Told.SessionStatus.Cancelled,
    };

    public static StoredSort ToCore(this Told.TaskSort sort) => sort switch
    {
        Told.TaskSort.Created => StoredSort.Created,
        Told.TaskSort.Updated => StoredSort.Updated,
        Told.TaskSort.Priority => StoredSort.Priority,
        Told.TaskSort.Title => StoredSort.Title,
    };

    private static AgentDocument Of(AgentCommand agent) => new()
    {
        Command = agent.Arguments,
        PromptBy = agent.PromptBy switch
        {
            PromptBy.Argument => Told.PromptBy.Argument,
            PromptBy.File => Told.PromptBy.File,
            PromptBy.Stdin => Told.PromptBy.Stdin,
        },
        Environment = agent.Environment,
        Secrets = agent.Secrets.ToDictionary(secret => secret.Variable, secret => new SecretReference(secret.From.FromEnvironment, secret.From.FromFile)),
        TimeoutMs = agent.Timeout is TimeAllowance.Exactly exactly ? (long)exactly.Limit.TotalMilliseconds : null,
        NoTimeout = agent.Timeout is TimeAllowance.Unlimited,
        StallMs = agent.Stall is { } stall ? (long)stall.TotalMilliseconds : null,
    };

    private static AgentCommand ToCore(AgentDocument agent) => new()
    {
        Arguments = [.. Given.Texts("command", agent.Command)],
        PromptBy = agent.PromptBy switch
        {
            Told.PromptBy.Argument => PromptBy.Argument,
            Told.PromptBy.File => PromptBy.File,
            Told.PromptBy.Stdin => PromptBy.Stdin,
        },
        Environment = Given.Variables("environment", agent.Environment).ToImmutableSortedDictionary(StringComparer.Ordinal),
        Secrets = [.. agent.Secrets.OrderBy(secret => secret.Key, StringComparer.Ordinal).Select(secret => new SecretVariable(Given.Text("secrets", secret.Key), ToCore(secret.Key, secret.Value)))],
        Timeout = agent switch
        {
            { NoTimeout: true, TimeoutMs: not null } => throw Invalid("An agent has a time-out or none, not both: timeout_ms and no_timeout."),
            { NoTimeout: true } => new TimeAllowance.Unlimited(),
            { TimeoutMs: > 0 and < MostMilliseconds and var limit } => new TimeAllowance.Exactly(TimeSpan.FromMilliseconds(limit)),
            { TimeoutMs: not null } => throw Invalid("An agent's timeout_ms is more than 0, and at most a hundred years."),
            _ => null,
        },
        Stall = agent.StallMs switch
        {
            null => null,
            > 0 and < MostMilliseconds and var silence => TimeSpan.FromMilliseconds(silence),
            _ => throw Invalid("An agent's stall_ms is more than 0, and at most a hundred years."),
        },
    };

    private const long MostMilliseconds = 100L * 366 * 24 * 60 * 60 * 1000;

    private static WorkspaceOrder ToCore(WorkspaceRequest workspace) => workspace switch
    {
        { Kind: WorkspaceKind.Folder, Repository: null, Base: null } => new WorkspaceOrder.Folder(),
        { Kind: WorkspaceKind.Worktree, Repository: { Length: > 0 } repository } => new WorkspaceOrder.Worktree(Given.Text("repository", repository), workspace.Base),
        _ => throw Invalid("A workspace is a folder, or a worktree of a repository, which it names."),
    };

    private static Core.Plans.SecretReference ToCore(string name, SecretReference secret) => secret switch
    {
        { Env: { Length: > 0 } variable, File: null } => new Core.Plans.SecretReference(Given.Text("secrets", variable), null),
        { Env: null, File: { Length: > 0 } path } when Path.IsPathFullyQualified(path) => new Core.Plans.SecretReference(null, Given.Text("secrets", path)),
        _ => throw Invalid($"Secret '{name}' names either a variable (env) or the full path of a file (file)."),
    };

    private static RefusedException Invalid(string message) => new(new Error(ErrorCode.TaskInvalid, message));
}
