using System.Collections.Immutable;
using System.Text.Json;
using Holdfast.Core.Executions;
using Holdfast.Core.Tasks;
using static Holdfast.Engine.Storage.StoredJson;

namespace Holdfast.Engine.Storage;

/// <summary>The JSON of what is asked of a task's agent, and where.</summary>
internal static class TaskOrderJson
{
    public static void WriteFields(Utf8JsonWriter json, TaskOrder order)
    {
        json.WriteString("title"u8, order.Title);
        json.WriteString("prompt"u8, order.Prompt);
        WriteUnlessDefault(json, "priority"u8, order.Priority);
        if (order.Agent is { } agent)
        {
            json.WritePropertyName("agent"u8);
            Write(json, agent);
        }

        json.WritePropertyName("workspace"u8);
        Write(json, order.Workspace);
    }

    /// <summary>The rest of an object whose first fields were read.</summary>
    public static TaskOrder ReadFields(ref Utf8JsonReader json)
    {
        string? title = null, prompt = null;
        var priority = 0;
        AgentCommand? agent = null;
        WorkspaceOrder? workspace = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("title"u8)) title = ReadString(ref json);
            else if (json.ValueTextEquals("prompt"u8)) prompt = ReadString(ref json);
            else if (json.ValueTextEquals("priority"u8)) priority = ReadInt32(ref json);
            else if (json.ValueTextEquals("agent"u8)) agent = ReadNested(ref json, ReadAgent);
            else if (json.ValueTextEquals("workspace"u8)) workspace = ReadNested(ref json, ReadWorkspace);
            else json.Skip();
        }

        return new TaskOrder
        {
            Title = Required(title, "title"), Prompt = Required(prompt, "prompt"), Priority = priority, Agent = agent, Workspace = Required(workspace, "workspace"),
        };
    }

    public static void Write(Utf8JsonWriter json, AgentCommand agent)
    {
        json.WriteStartObject();
        json.WritePropertyName("arguments"u8);
        StoredOrderJson.WriteArguments(json, agent.Arguments);
        json.WriteString("prompt_by"u8, StoredNames.PromptWays[agent.PromptBy]);
        if (agent.Environment.Count > 0)
        {
            json.WritePropertyName("environment"u8);
            StoredOrderJson.Write(json, agent.Environment);
        }

        if (agent.Secrets.Length > 0)
        {
            json.WritePropertyName("secrets"u8);
            StoredOrderJson.Write(json, agent.Secrets);
        }

        if (agent.Timeout is { } timeout)
        {
            json.WritePropertyName("allowance"u8);
            StoredOrderJson.Write(json, timeout);
        }

        if (agent.Stall is { } stall)
            json.WriteNumber("stall_us"u8, StoredTime.Of(stall));
        json.WriteEndObject();
    }

    public static AgentCommand ReadAgent(ref Utf8JsonReader json)
    {
        ImmutableArray<string>? arguments = null;
        string? way = null;
        IReadOnlyDictionary<string, string>? environment = null;
        ImmutableArray<SecretVariable> secrets = [];
        TimeAllowance? timeout = null;
        TimeSpan? stall = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("arguments"u8)) arguments = ReadNested(ref json, StoredOrderJson.ReadArguments);
            else if (json.ValueTextEquals("prompt_by"u8)) way = ReadString(ref json);
            else if (json.ValueTextEquals("environment"u8)) environment = ReadNested(ref json, StoredOrderJson.ReadEnvironment);
            else if (json.ValueTextEquals("secrets"u8)) secrets = ReadNested(ref json, StoredOrderJson.ReadSecrets);
            else if (json.ValueTextEquals("allowance"u8)) timeout = ReadNested(ref json, StoredOrderJson.ReadAllowance);
            else if (json.ValueTextEquals("stall_us"u8)) stall = ReadDuration(ref json);
            else json.Skip();
        }

        return new AgentCommand
        {
            Arguments = Required(arguments, "arguments"),
            PromptBy = StoredNames.PromptWays.Parse(Required(way, "prompt_by")),
            Environment = environment?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty,
            Secrets = secrets,
            Timeout = timeout,
            Stall = stall,
        };
    }

    public static void Write(Utf8JsonWriter json, WorkspaceOrder workspace)
    {
        json.WriteStartObject();
        switch (workspace)
        {
            case WorkspaceOrder.Folder:
                json.WriteString("kind"u8, "folder"u8);
                break;
            case WorkspaceOrder.Worktree worktree:
                json.WriteString("kind"u8, "worktree"u8);
                json.WriteString("repository"u8, worktree.Repository);
                WriteUnlessNull(json, "base"u8, worktree.Base);
                break;
            default:
                throw new InvalidOperationException($"Unplaced workspace {workspace.GetType().Name}.");
        }

        json.WriteEndObject();
    }

    public static WorkspaceOrder ReadWorkspace(ref Utf8JsonReader json)
    {
        string? kind = null, repository = null, start = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("kind"u8)) kind = ReadString(ref json);
            else if (json.ValueTextEquals("repository"u8)) repository = ReadString(ref json);
            else if (json.ValueTextEquals("base"u8)) start = ReadString(ref json);
            else json.Skip();
        }

        return kind switch
        {
            "folder" => new WorkspaceOrder.Folder(),
            "worktree" => new WorkspaceOrder.Worktree(Required(repository, "repository"), start),
            _ => throw new InvalidDataException($"The store says workspace '{kind}', which this version does not know."),
        };
    }
}
