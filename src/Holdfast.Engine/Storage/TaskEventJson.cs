using System.Text.Json;
using Holdfast.Core.Executions;
using Holdfast.Core.Tasks;
using static Holdfast.Engine.Storage.StoredJson;

namespace Holdfast.Engine.Storage;

/// <summary>Events of tasks as they are stored: as those of runs, and with the same promise.</summary>
internal static class TaskEventJson
{
    private const int Version = 1;

    public static void Write(Utf8JsonWriter json, TaskEvent happened)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, TypeOf(happened));
        json.WriteNumber("v"u8, Version);
        json.WriteNumber("at_us"u8, StoredTime.Of(happened.At));
        switch (happened)
        {
            case TaskEvent.Created created:
                TaskOrderJson.WriteFields(json, created.Order);
                break;
            case TaskEvent.Updated updated:
                TaskOrderJson.WriteFields(json, updated.Order);
                break;
            case TaskEvent.StatusChanged moved:
                json.WriteString("from"u8, StoredNames.TaskPhases[moved.From]);
                json.WriteString("to"u8, StoredNames.TaskPhases[moved.To]);
                json.WriteString("who"u8, moved.Who);
                WriteUnlessNull(json, "why"u8, moved.Why);
                break;
            case TaskEvent.SessionStarted started:
                json.WriteString("session"u8, started.Session.Value);
                json.WriteString("execution"u8, started.Execution.Value);
                json.WriteString("phase"u8, StoredNames.TaskPhases[started.Phase]);
                json.WriteString("workspace"u8, started.Workspace);
                WriteUnlessNull(json, "trace"u8, started.Trace?.ToString());
                break;
            case TaskEvent.SessionCancelRequested cancel:
                json.WriteString("session"u8, cancel.Session.Value);
                json.WriteString("who"u8, cancel.Who);
                break;
            case TaskEvent.SessionEnded ended:
                json.WriteString("session"u8, ended.Session.Value);
                json.WriteString("outcome"u8, StoredNames.SessionOutcomes[ended.Ending.Outcome]);
                json.WritePropertyName("cause"u8);
                StoredJson.Write(json, ended.Ending.Cause);
                break;
            case TaskEvent.AgentSpoke spoke:
                json.WriteString("session"u8, spoke.Session.Value);
                json.WriteNumber("activity"u8, spoke.Activity);
                json.WriteString("text"u8, spoke.Text);
                break;
            case TaskEvent.ToolUsed used:
                json.WriteString("session"u8, used.Session.Value);
                json.WriteNumber("activity"u8, used.Activity);
                json.WriteString("tool"u8, used.Tool);
                break;
            case TaskEvent.Deleted deleted:
                json.WriteString("who"u8, deleted.Who);
                break;
            default:
                throw Unplaced(happened);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads one event; <paramref name="json"/> stands on its first token and ends on its last.</summary>
    /// <exception cref="InvalidDataException">The event is of a later version, or damaged.</exception>
    public static TaskEvent Read(ref Utf8JsonReader json)
    {
        var type = NextField(ref json) && json.ValueTextEquals("type"u8) ? ReadString(ref json) : throw NotLeading("type");
        var version = NextField(ref json) && json.ValueTextEquals("v"u8) ? ReadInt32(ref json) : throw NotLeading("v");
        var at = NextField(ref json) && json.ValueTextEquals("at_us"u8) ? ReadTime(ref json) : throw NotLeading("at_us");
        return (type, version) switch
        {
            ("task_created", 1) => new TaskEvent.Created(at, TaskOrderJson.ReadFields(ref json)),
            ("task_updated", 1) => new TaskEvent.Updated(at, TaskOrderJson.ReadFields(ref json)),
            _ => ReadOther(ref json, type, version, at),
        };
    }

    private static TaskEvent ReadOther(ref Utf8JsonReader json, string type, int version, DateTimeOffset at)
    {
        string? from = null, to = null, who = null, why = null, phase = null, workspace = null, outcome = null, text = null, tool = null, trace = null;
        Guid? session = null, execution = null;
        long? activity = null;
        EndCause? cause = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("from"u8)) from = ReadString(ref json);
            else if (json.ValueTextEquals("to"u8)) to = ReadString(ref json);
            else if (json.ValueTextEquals("who"u8)) who = ReadString(ref json);
            else if (json.ValueTextEquals("why"u8)) why = ReadString(ref json);
            else if (json.ValueTextEquals("phase"u8)) phase = ReadString(ref json);
            else if (json.ValueTextEquals("workspace"u8)) workspace = ReadString(ref json);
            else if (json.ValueTextEquals("outcome"u8)) outcome = ReadString(ref json);
            else if (json.ValueTextEquals("text"u8)) text = ReadString(ref json);
            else if (json.ValueTextEquals("tool"u8)) tool = ReadString(ref json);
            else if (json.ValueTextEquals("trace"u8)) trace = ReadString(ref json);
            else if (json.ValueTextEquals("session"u8)) session = ReadGuid(ref json);
            else if (json.ValueTextEquals("execution"u8)) execution = ReadGuid(ref json);
            else if (json.ValueTextEquals("activity"u8)) activity = ReadInt64(ref json);
            else if (json.ValueTextEquals("cause"u8)) cause = ReadNested(ref json, ReadCauseOfEnd);
            else json.Skip();
        }

        return (type, version) switch
        {
            ("task_status_changed", 1) => new TaskEvent.StatusChanged(at, Phase(from, "from"), Phase(to, "to"), Required(who, "who"), why),
            ("session_started", 1) => new TaskEvent.SessionStarted(
                at, Session(), new ExecutionId(Required(execution, "execution")), Phase(phase, "phase"), Required(workspace, "workspace")) { Trace = trace is null ? null : TraceContext.Parse(trace) },
            ("session_cancel_requested", 1) => new TaskEvent.SessionCancelRequested(at, Session(), Required(who, "who")),
            ("session_ended", 1) => new TaskEvent.SessionEnded(
                at, Session(), new SessionEnding(StoredNames.SessionOutcomes.Parse(Required(outcome, "outcome")), Required(cause, "cause"))),
            ("agent_message", 1) => new TaskEvent.AgentSpoke(at, Session(), Required(activity, "activity"), Required(text, "text")),
            ("tool_execution", 1) => new TaskEvent.ToolUsed(at, Session(), Required(activity, "activity"), Required(tool, "tool")),
            ("task_deleted", 1) => new TaskEvent.Deleted(at, Required(who, "who")),
            _ => throw new InvalidDataException($"A stored event of type '{type}' cannot be read: this version of Holdfast does not know it; a newer one wrote it."),
        };

        SessionId Session() => new(Required(session, "session"));

        static TaskPhase Phase(string? word, string field) => StoredNames.TaskPhases.Parse(Required(word, field));
    }

    private static string TypeOf(TaskEvent happened) => happened switch
    {
        TaskEvent.Created => "task_created",
        TaskEvent.Updated => "task_updated",
        TaskEvent.StatusChanged => "task_status_changed",
        TaskEvent.SessionStarted => "session_started",
        TaskEvent.SessionCancelRequested => "session_cancel_requested",
        TaskEvent.SessionEnded => "session_ended",
        TaskEvent.AgentSpoke => "agent_message",
        TaskEvent.ToolUsed => "tool_execution",
        TaskEvent.Deleted => "task_deleted",
        _ => throw Unplaced(happened),
    };

    private static InvalidDataException NotLeading(string field) => new($"A stored event begins with type, v and at_us; '{field}' is not in its place.");

    private static InvalidOperationException Unplaced(TaskEvent happened) => new($"Unplaced event {happened.GetType().Name}.");
}
