using System.Text.Json.Nodes;
using Holdfast.Protocol;
using static Holdfast.Server.Endpoints.OpenApi.Shape;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>Parts that the data of several events have.</summary>
internal static class SharedShapes
{
    private static readonly ProtocolJsonContext Json = ProtocolJson.Compact;

    public static readonly IReadOnlyDictionary<string, JsonObject> All = new Dictionary<string, JsonObject>(StringComparer.Ordinal)
    {
        ["data.cause"] = Kinds(
            ("exited", [("exit_code?", Whole)]),
            ("signalled", [("signal", Whole)]),
            ("wall_time", [("limit_us", DurationUs)]),
            ("stalled", [("silence_us", DurationUs)]),
            ("out_of_memory", [("limit_bytes?", Whole)]),
            ("too_many_processes", []),
            ("output_limit", [("limit_bytes", Whole)]),
            ("disk_full", [("path", Text)]),
            ("cancelled_by", [("who", Text)]),
            ("lost", [("why", Text), ("begun?", Flag)]),
            ("could_not_start", [("code", Text), ("why", Text)]),
            ("agent_reported", [("error", Text)])),
        ["data.ending"] = Of(
            ("cause", ApiSchemas.To("data.cause")), ("started_at_us", TimeUs), ("ended_at_us", TimeUs), ("duration_us", DurationUs), ("cpu_us?", DurationUs), ("user_us?", DurationUs),
            ("peak_memory_bytes?", Whole), ("output_bytes?", Whole), ("output_truncated?", Flag), ("stop_step?", Words(Json.StopStep)), ("proof?", Words(Json.SurvivorProof)),
            ("survivors_ended?", Whole), ("survivors_left?", Whole)),
        ["data.verdict"] = Of(
            ("decision", Words(Json.VerdictDecision)), ("confidence", Share), ("rule", Text), ("reason", Text),
            ("evidence?", List(Of(("kind", Words(Json.EvidenceKind)), ("leaning", Words(Json.EvidenceLeaning)), ("confidence", Share), ("at_us", TimeUs), ("detail", Text))))),
        ["data.failure"] = Of(
            ("category", Words(Json.FailureCategory)), ("code", Text), ("message", Text), ("line?", Whole), ("confidence", Share), ("rule", Text), ("exception_type?", Text),
            ("retry_after_us?", DurationUs)),
        ["data.exception"] = Of(
            ("type", Text), ("message?", Text), ("while_parsing?", Flag), ("line?", Whole), ("column?", Whole), ("end_column?", Whole), ("module?", Text), ("name?", Text), ("code?", Text),
            ("system_call?", Text), ("http_status?", Whole), ("retry_after_s?", Number), ("bases?", List(Text)),
            ("causes?", List(Of(("type", Text), ("message", Text), ("code?", Text)))),
            ("frames?", List(Of(("file", Text), ("line", Whole), ("function", Text), ("in_user_code?", Flag))))),
        ["data.because"] = Kinds(
            ("own_failure", [("strategy", Words(Json.Strategy)), ("failure", ApiSchemas.To("data.failure"))]),
            ("need_failed", [("key", Text)]),
            ("wave_below", WaveBelow),
            ("stopped_by", [("who", Text)]),
            ("interrupted_too_often", [("times", Whole)]),
            ("inherited_from", [("run", Id), ("attempt", Whole)])),
        ["data.stop_reason"] = Kinds(("stop_requested", [("who", Text)]), ("cancel_requested", [("who", Text)]), ("wave_below", WaveBelow)),
        ["data.allowance"] = Kinds(
            ("unlimited", []),
            ("exactly", [("limit_us", DurationUs)]),
            ("extended", [("limit_us", DurationUs), ("extension_us", DurationUs), ("most_extensions", Whole), ("progress_within_us", DurationUs)])),
        ["data.process"] = Of(("pid", Whole), ("start_ticks", Whole), ("boot_id", Id)),
        ["data.secret"] = Of(("variable", Text), ("env?", Text), ("file?", Text)),
    };

    private static (string Name, JsonObject Schema)[] WaveBelow => [("wave", Whole), ("share", Share), ("stop_below", Share)];
}
