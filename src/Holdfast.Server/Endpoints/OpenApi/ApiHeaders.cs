using System.Text.Json.Nodes;
using Holdfast.Protocol;
using Holdfast.Server.Telemetry;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>Headers: those a request may have, as parameters, and those of answers; each described once.</summary>
internal static class ApiHeaders
{
    public const string Protocol = ProtocolVersion.Header;
    public const string ETag = "ETag";
    public const string Location = "Location";
    public const string RetryAfter = "Retry-After";
    public const string ContentRange = "Content-Range";
    public const string AcceptRanges = "Accept-Ranges";
    public const string Authenticate = "WWW-Authenticate";

    /// <summary>What any answer may have, also one that is a problem.</summary>
    public static readonly string[] OfAnything = [Protocol, Gatekeeper.RequestId, RequestSpans.AnswerHeader];

    private const string RequestIdExample = "0HNQ4V1T2M8AK:00000001";
    private const string TraceExample = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static readonly ApiParameter[] Asked =
    [
        ApiParameter.Text(Protocol, "What the caller speaks; another major version is refused", ProtocolVersion.Current.ToString()),
        ApiParameter.Text(Gatekeeper.RequestId, "1 to 128 visible ASCII characters, by which the request is found in the log", RequestIdExample),
        ApiParameter.Text(RequestTrace.ParentHeader, "The place in a trace, as W3C Trace Context has it, that what is asked for belongs to", TraceExample),
        ApiParameter.Text(RequestTrace.StateHeader, "What goes with traceparent", "vendor=t61rcWkgMzE"),
        ApiParameter.Text(RepeatedRequests.Header, "Sent again within 24 hours it is carried out once, and answered the same", "\"5e0c6d0a-7e0f-4c54-9d55-4b6a2b1d8a55\""),
        ApiParameter.Text("If-Match", "Change it only if this is still its version; what has no version is not changed by who names one", "\"4\""),
        ApiParameter.Text("If-None-Match", "Of what is read: answer 304 while this is still its version. Of a plan to be kept: * keeps it only where there is none of its name", "\"4\""),
        ApiParameter.Text("Range", "One part of it, in bytes", "bytes=0-99"),
        ApiParameter.Number("Last-Event-ID", "Go on behind this id", 0),
    ];

    private static readonly ApiParameter[] Answered =
    [
        ApiParameter.Text(Protocol, "What the daemon speaks", ProtocolVersion.Current.ToString()),
        ApiParameter.Text(Gatekeeper.RequestId, "By which the request is found in the log: its own, or one that was made for it", RequestIdExample),
        ApiParameter.Text(RequestSpans.AnswerHeader, "The span of the request, where spans are sent", TraceExample),
        ApiParameter.Text(ETag, "Its version, for If-Match and If-None-Match", "\"4\""),
        ApiParameter.Text(Location, "The address of what was made", "/api/tasks/01a1fcb8-66e8-7e79-a10f-88770a724583"),
        ApiParameter.Text(RepeatedRequests.ReplayedHeader, "true where this is the answer that was given before", "true"),
        ApiParameter.Number(RetryAfter, "Ask again in so many seconds", 0),
        ApiParameter.Text(ContentRange, "Which part this is, of how much", "bytes 0-99/1234"),
        ApiParameter.Text(AcceptRanges, "Parts of it may be asked for", "bytes"),
        ApiParameter.Text(Authenticate, "How to show who asks", "Bearer"),
    ];

    /// <summary>The headers a request of this operation may have.</summary>
    public static IEnumerable<string> AskedBy(ApiOperation operation)
    {
        foreach (var name in new[] { Protocol, Gatekeeper.RequestId, RequestTrace.ParentHeader, RequestTrace.StateHeader })
            yield return name;
        if (operation.Method == "POST")
            yield return RepeatedRequests.Header;
        if (operation.IsGuarded)
            yield return "If-Match";
        if (operation is { IsVersioned: true, Method: "GET" } or { IsGuardedWhenNew: true })
            yield return "If-None-Match";
        if (operation.IsRanged)
            yield return "Range";
        if (operation.Streamed is not null)
            yield return "Last-Event-ID";
    }

    /// <summary>The headers of an answer that is no problem.</summary>
    public static IEnumerable<string> AnsweredBy(ApiOperation operation)
    {
        foreach (var name in OfAnything)
            yield return name;
        if (operation.IsVersioned)
            yield return ETag;
        if (operation.IsLocated)
            yield return Location;
        if (operation.Method == "POST")
            yield return RepeatedRequests.ReplayedHeader;
        if (operation.IsRanged)
            yield return AcceptRanges;
    }

    public static JsonObject WriteParameters() => new(Asked.Select(each => KeyValuePair.Create(each.Name, (JsonNode?)each.Write("header"))));

    public static JsonObject WriteHeaders() => new(Answered.Select(each => KeyValuePair.Create(
        each.Name, (JsonNode?)new JsonObject { ["description"] = each.Says, ["schema"] = each.Schema.DeepClone(), ["example"] = each.Example!.DeepClone() })));

    public static JsonObject ReferToParameter(string name) => new() { ["$ref"] = $"#/components/parameters/{name}" };

    public static JsonObject Refer(params IEnumerable<string> names) =>
        new(names.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["$ref"] = $"#/components/headers/{name}" })));
}
