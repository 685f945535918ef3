using System.Text;
using Holdfast.Core.Tasks;
using Holdfast.Engine.Executions;

namespace Holdfast.Engine.Tasks;

/// <summary>What cannot be asked for, told before anything is stored.</summary>
internal static class TaskChecks
{
    public const int LongestTitle = 500;

    /// <summary>Of a prompt; more is a document, and belongs in the workspace.</summary>
    public const int LongestPromptBytes = 4 << 20;

    /// <summary>The kernel takes no longer argument: 128 KiB with its end.</summary>
    private const int LongestArgumentBytes = (128 << 10) - 1;

    public static TaskAnswer.Refused? FaultOf(TaskOrder order)
    {
        if (string.IsNullOrWhiteSpace(order.Title) || order.Title.Length > LongestTitle)
            return new("title_missing", $"A task has a title of 1 to {LongestTitle} characters.", "Say in a few words what is to be done.");
        if (order.Prompt.Contains('\0', StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(order.Prompt) > LongestPromptBytes)
            return new("prompt_too_long", $"A prompt has at most {LongestPromptBytes >> 20} MiB, and no NUL in it.", "Put long documents into the workspace, and name them in the prompt.");
        return FaultOf(order.Agent, order.Prompt) ?? FaultOf(order.Workspace);
    }

    private static TaskAnswer.Refused? FaultOf(AgentCommand? agent, string prompt)
    {
        if (agent is null)
            return null;
        if (agent.Arguments is [] or ["", ..] || agent.Arguments.Any(argument => argument.Contains('\0', StringComparison.Ordinal)))
            return new("agent_invalid", "The agent's command names no program, or has a NUL in it.", "Name a program, then its arguments.");
        if (VariableFault.Of(agent.Environment, agent.Secrets) is { } unusable)
            return new("agent_invalid", unusable, VariableFault.Advice);
        if (agent.PromptBy == PromptBy.Argument && Encoding.UTF8.GetByteCount(prompt) > LongestArgumentBytes)
            return new("prompt_too_long", $"A prompt of more than {LongestArgumentBytes} bytes cannot be an argument.", "Hand it over by file or by stdin.");
        return null;
    }

    private static TaskAnswer.Refused? FaultOf(WorkspaceOrder workspace) =>
        workspace is WorkspaceOrder.Worktree worktree && !(Path.IsPathFullyQualified(worktree.Repository) && Directory.Exists(worktree.Repository))
            ? new("workspace_invalid", $"The repository '{worktree.Repository}' is not a folder that is there.", "Name it by its full path.")
            : null;
}
