using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Core.Tasks;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Tasks;

/// <summary>From a task and its session to the command that is its agent.</summary>
internal static class AgentLaunch
{
    // What has read the prompt's path replaces itself by the agent: no shell reads the agent's arguments, and none stays.
    private const string FeedStdin = "p=$1; shift; exec \"$@\" <\"$p\"";

    /// <param name="promptFile">There, with the prompt in it, unless the prompt is an argument.</param>
    public static ExecutionRequest RequestOf(StoredTask task, AgentCommand agent, StoredSession session, string promptFile) => new()
    {
        Id = session.Execution,
        Kind = ExecutionKind.Session,
        Name = $"task-{task.Number}",
        Arguments = agent.PromptBy switch
        {
            PromptBy.Argument => WithPrompt(agent.Arguments, task.Order.Prompt),
            PromptBy.File => WithPrompt(agent.Arguments, promptFile),
            PromptBy.Stdin => ["/bin/sh", "-c", FeedStdin, "sh", promptFile, .. agent.Arguments],
        },
        WorkingDirectory = session.Workspace,
        Environment = agent.Environment.SetItems(
        [
            new("HOLDFAST_TASK", task.Id.ToString()), new("HOLDFAST_SESSION", session.Id.ToString()),
            .. agent.PromptBy == PromptBy.Argument ? [] : new KeyValuePair<string, string>[] { new("HOLDFAST_PROMPT_FILE", promptFile) },
        ]),
        Secrets = agent.Secrets,
        Timeout = agent.Timeout,
        Stall = agent.Stall,
        Priority = task.Order.Priority,
        Trace = session.Trace.Within(session.Id.Value),
    };

    private static ImmutableArray<string> WithPrompt(ImmutableArray<string> arguments, string prompt)
    {
        if (arguments.Any(argument => argument.Contains(AgentCommand.PromptPlace, StringComparison.Ordinal)))
            return [.. arguments.Select(argument => argument.Replace(AgentCommand.PromptPlace, prompt, StringComparison.Ordinal))];
        return prompt.Length > 0 ? [.. arguments, prompt] : arguments;
    }
}
