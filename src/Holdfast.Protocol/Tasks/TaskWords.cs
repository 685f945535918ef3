using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Tasks;

// What these are called on the wire is fixed: other programs and stored documents depend on it.

/// <summary>Where a task stands.</summary>
[JsonConverter(typeof(WordConverter<TaskPhase>))]
public enum TaskPhase
{
    [JsonStringEnumMemberName("todo")] Todo,
    [JsonStringEnumMemberName("planning")] Planning,
    [JsonStringEnumMemberName("planning_review")] PlanningReview,
    [JsonStringEnumMemberName("in_progress")] InProgress,
    [JsonStringEnumMemberName("ai_review")] AiReview,
    [JsonStringEnumMemberName("fix")] Fix,
    [JsonStringEnumMemberName("review")] Review,
    [JsonStringEnumMemberName("done")] Done,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

[JsonConverter(typeof(WordConverter<SessionStatus>))]
public enum SessionStatus
{
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("completed")] Completed,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

/// <summary>How an agent is told what to do.</summary>
[JsonConverter(typeof(WordConverter<PromptBy>))]
public enum PromptBy
{
    /// <summary>In place of <c>{prompt}</c> in an argument, or as the last one.</summary>
    [JsonStringEnumMemberName("argument")] Argument,

    /// <summary>In a file, whose path stands in place of <c>{prompt}</c> or is the last argument.</summary>
    [JsonStringEnumMemberName("file")] File,

    [JsonStringEnumMemberName("stdin")] Stdin,
}

[JsonConverter(typeof(WordConverter<WorkspaceKind>))]
public enum WorkspaceKind
{
    /// <summary>A folder of its own, empty at first.</summary>
    [JsonStringEnumMemberName("folder")] Folder,

    /// <summary>A git working tree of its own, on a branch of its own.</summary>
    [JsonStringEnumMemberName("worktree")] Worktree,
}

[JsonConverter(typeof(WordConverter<TaskSort>))]
public enum TaskSort
{
    [JsonStringEnumMemberName("created")] Created,
    [JsonStringEnumMemberName("updated")] Updated,
    [JsonStringEnumMemberName("priority")] Priority,
    [JsonStringEnumMemberName("title")] Title,
}

public enum ActivityType
{
    [JsonStringEnumMemberName("tool_call")] ToolCall,
    [JsonStringEnumMemberName("tool_result")] ToolResult,
    [JsonStringEnumMemberName("agent_message")] AgentMessage,
    [JsonStringEnumMemberName("reasoning")] Reasoning,
    [JsonStringEnumMemberName("step_start")] StepStart,
    [JsonStringEnumMemberName("output")] Output,
    [JsonStringEnumMemberName("finished")] Finished,
}
