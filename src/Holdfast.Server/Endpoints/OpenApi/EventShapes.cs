using System.Text.Json.Nodes;
using Holdfast.Protocol;
using Holdfast.Protocol.Events;
using static Holdfast.Server.Endpoints.OpenApi.Shape;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>Every event by its name, with the data that it has.</summary>
internal static class EventShapes
{
    private static readonly ProtocolJsonContext Json = ProtocolJson.Compact;

    private static readonly (string Name, JsonObject Schema)[] OfOrder =
    [
        ("title", Text), ("prompt", Text), ("priority?", Whole),
        ("agent?", Of(
            ("arguments", List(Text)), ("prompt_by", Words(Json.PromptBy)), ("environment?", TextByName), ("secrets?", List(To("secret"))), ("allowance?", To("allowance")), ("stall_us?", DurationUs))),
        ("workspace", Kinds(("folder", []), ("worktree", [("repository", Text), ("base?", Text)]))),
    ];

    private static readonly (string Name, JsonObject Schema)[] OfAttempt = [("atom", Text), ("attempt", Whole)];

    /// <summary>By the event's name, which is the name of its shape.</summary>
    public static readonly IReadOnlyDictionary<string, JsonObject> All = Describe(
        ("task.created", Copy(OfOrder)),
        ("task.updated", Copy(OfOrder)),
        ("task.status_changed", [("from", Words(Json.TaskPhase)), ("to", Words(Json.TaskPhase)), ("who", Text), ("why?", Text)]),
        ("task.deleted", [("who", Text)]),
        ("session.started", [("session", Id), ("execution", Id), ("phase", Words(Json.TaskPhase)), ("workspace", Text), ("trace?", Text)]),
        ("session.cancel_requested", [("session", Id), ("who", Text)]),
        ("session.ended", [("session", Id), ("outcome", Words("completed", "failed", "cancelled")), ("cause", To("cause"))]),
        ("agent.message", [("session", Id), ("activity", Whole), ("text", Text)]),
        ("tool.execution", [("session", Id), ("activity", Whole), ("tool", Text)]),

        ("execution.queued",
            [
                ("kind", Words("command", "session")), ("name?", Text), ("arguments", List(Text)), ("working_directory", Text), ("host?", Words(Json.ExecutionHost)), ("priority?", Whole), ("key?", Text),
                ("allowance", To("allowance")), ("stall_us?", DurationUs), ("secrets?", List(To("secret"))),
                ("completion?", Of(
                    ("kinds?", List(Words(Json.EvidenceKind))), ("patterns?", List(Text)), ("message_patterns?", List(Text)),
                    ("git?", Of(("commit?", Text), ("branch?", Text), ("folder", Text))))),
                ("trace?", Text),
            ]),
        ("execution.started", [("shim?", To("process")), ("process", To("process")), ("started_at_us", TimeUs)]),
        ("execution.suspected", [("quiet_us", DurationUs), ("seen", Text)]),
        ("execution.progress_made", []),
        ("execution.found_completed", [("verdict", To("verdict"))]),
        ("execution.timed_out", [("limit_us?", DurationUs), ("silence_us?", DurationUs)]),
        ("execution.cancel_requested", [("who", Text)]),
        ("execution.found_dead", [("why", Text)]),
        ("execution.completed", [("ending", To("ending")), ("verdict?", To("verdict"))]),
        ("execution.failed", [("ending", To("ending")), ("verdict?", To("verdict"))]),
        ("execution.cancelled", [("who", Text), ("ending?", To("ending"))]),

        ("run.created",
            [
                ("schedule", Words(Json.Schedule)), ("selected?", List(Text)), ("inherited?", List(Of(("atom", Text), ("run", Id), ("attempt", Whole)))),
                ("input?", Text), ("retry_of?", Id), ("jobs?", Whole), ("trace?", Text),
            ]),
        ("run.started", []),
        ("run.stopping", [("reason", To("stop_reason"))]),
        ("run.ended", [("status", Words("completed", "failed", "stopped", "cancelled"))]),
        ("wave.started", [("wave", Whole)]),
        ("wave.ended", [("wave", Whole), ("total", Whole), ("succeeded", Whole)]),
        ("atom.attempt_started", [.. Copy(OfAttempt), ("revision?", Whole)]),
        ("atom.process_started",
            [
                .. Copy(OfAttempt), ("pid", Whole), ("start_ticks", Whole), ("boot_id", Id), ("tier", Words(Json.SandboxTier)), ("memory?", Words(Json.LimitStatus)), ("cpu?", Words(Json.LimitStatus)),
                ("network?", Words(Json.LimitStatus)),
            ]),
        ("atom.attempt_adopted", Copy(OfAttempt)),
        ("atom.attempt_ended", [.. Copy(OfAttempt), ("outcome", Words(Json.AttemptOutcome)), ("ending", To("ending")), ("failure?", To("failure")), ("exception?", To("exception"))]),
        ("atom.strategy_chosen",
            [.. Copy(OfAttempt), ("strategy", Words(Json.Strategy)), ("confidence", Share), ("reason", Text), ("tried_before?", List(Words(Json.Strategy)))]),
        ("atom.backed_off", [("atom", Text), ("retry_at_us", TimeUs)]),
        ("atom.fix_requested", [.. Copy(OfAttempt), ("strategy", Words(Json.Strategy))]),
        ("atom.fix_declined", [.. Copy(OfAttempt), ("why", Text)]),
        ("atom.code_revised", [("atom", Text), ("revision", Whole), ("code", Text), ("origin", Text), ("explanation", Text), ("diff", Text)]),
        ("atom.made_ready", [("atom", Text)]),
        ("atom.concluded", [("atom", Text), ("conclusion", Words(Json.Conclusion)), ("because?", To("because"))]),

        ("queue.paused", [("key?", Text), ("who", Text)]),
        ("queue.resumed", [("key?", Text), ("who", Text)]),
        ("queue.circuit_opened", [("key", Text), ("failures", Whole), ("until_us", TimeUs), ("times", Whole), ("why", Text)]),
        ("queue.circuit_half_opened", [("key", Text)]),
        ("queue.circuit_closed", [("key", Text)]));

    /// <summary>What a stream sends, by the name of the event, and the name of its shape.</summary>
    public static readonly IReadOnlyDictionary<string, string> Stream = new Dictionary<string, string>(All.Keys.ToDictionary(name => name, name => name), StringComparer.Ordinal)
    {
        [EventLag.EventName] = nameof(EventLag),
        [EventEnd.EventName] = nameof(EventEnd),
    };

    private static Dictionary<string, JsonObject> Describe(params IEnumerable<(string Name, (string Name, JsonObject Schema)[] Data)> events) =>
        events.ToDictionary(each => each.Name, each => Of([("id", Whole), ("type", Const(each.Name)), ("v", Whole), ("at", At), .. OwnerOf(each.Name), ("data", Of(each.Data))]), StringComparer.Ordinal);

    // The id of a task that is deleted is not known any more; its number is.
    private static (string Name, JsonObject Schema)[] OwnerOf(string name) => name.Split('.')[0] switch
    {
        "task" or "session" or "agent" or "tool" => [("task?", Id), ("task_number", Whole)],
        "execution" => [("execution", Id), ("execution_number", Whole)],
        "queue" => [],
        _ => [("run", Id), ("run_number", Whole)],
    };

    // A node of JSON stands in one place only.
    private static (string Name, JsonObject Schema)[] Copy((string Name, JsonObject Schema)[] members) => [.. members.Select(each => (each.Name, (JsonObject)each.Schema.DeepClone()))];

    private static JsonObject To(string part) => ApiSchemas.To($"data.{part}");
}
