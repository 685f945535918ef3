using Holdfast.Core.Tasks;
using Holdfast.Engine.Sessions;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Tasks;

/// <summary>What came of asking for something of a task.</summary>
public abstract record TaskAnswer
{
    private TaskAnswer() { }

    /// <summary>It is durable.</summary>
    public sealed record Done(StoredTask Task) : TaskAnswer;

    /// <summary>Nothing changed.</summary>
    /// <param name="Code">
    /// Stable snake_case: task_not_found, task_changed, transition_not_allowed, task_busy, agent_missing, workspace_in_use,
    /// title_missing, agent_invalid, workspace_invalid, prompt_too_long.
    /// </param>
    /// <param name="Allowed">Where it may go instead; null where that is not the question.</param>
    public sealed record Refused(string Code, string Message, string? Advice = null, IReadOnlyList<TaskPhase>? Allowed = null) : TaskAnswer;
}

/// <summary>What became of the folder of a task that was deleted.</summary>
/// <param name="KeptWorkspace">Its path where it holds work that is nowhere else; null when it is gone.</param>
public sealed record TaskDeletion(TaskAnswer Answer, string? KeptWorkspace);

public sealed record TaskDeskOptions
{
    /// <summary>Asking for an execution is answered when it is durable; if its process can be asked for within so long, after that. Default 500 ms.</summary>
    public TimeSpan LaunchBeforeAnswer { get; init; } = TimeSpan.FromMilliseconds(500);

    public ActivityPolicy Activity { get; init; } = new();

    /// <summary>Told of a session whose activity could not be recorded to its end; its process is waited for all the same, and then it is tried once more. It must be quick, and not throw.</summary>
    public Action<SessionId, Exception>? Unfollowed { get; init; }
}
