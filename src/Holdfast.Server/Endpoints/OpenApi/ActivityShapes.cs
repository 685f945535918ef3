using System.Text.Json.Nodes;
using Holdfast.Protocol.Tasks;
using static Holdfast.Server.Endpoints.OpenApi.Shape;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>What an agent does, kind by kind.</summary>
internal static class ActivityShapes
{
    /// <summary>By the name of the shape: activity, a dot, the type.</summary>
    public static readonly IReadOnlyDictionary<string, JsonObject> All = Describe(
        ("tool_call", [("name", Text), ("call_id?", Text), ("input?", Anything)]),
        ("tool_result", [("name?", Text), ("call_id?", Text), ("text?", Text), ("is_error?", Flag)]),
        ("agent_message", [("text", Text), ("partial?", Flag)]),
        ("reasoning", [("text", Text)]),
        ("step_start", [("name?", Text), ("text?", Text)]),
        ("output", [("text", Text), ("stream", Words("stdout", "stderr"))]),
        ("finished", [("text?", Text), ("outcome?", Words("completed", "failed", "cancelled")), ("exit_code?", Whole)]));

    /// <summary>What a stream sends, by the name of the event, and the name of its shape.</summary>
    public static readonly IReadOnlyDictionary<string, string> Stream = new Dictionary<string, string>(All.Keys.ToDictionary(name => name["activity.".Length..], name => name), StringComparer.Ordinal)
    {
        [ActivityEnd.EventName] = nameof(ActivityEnd),
    };

    private static Dictionary<string, JsonObject> Describe(params IEnumerable<(string Type, (string Name, JsonObject Schema)[] Members)> kinds) => kinds.ToDictionary(
        each => $"activity.{each.Type}", each => Of([("id", Whole), ("at", At), ("type", Const(each.Type)), .. each.Members, ("omitted_bytes?", Whole), ("omitted_records?", Whole)]), StringComparer.Ordinal);
}
