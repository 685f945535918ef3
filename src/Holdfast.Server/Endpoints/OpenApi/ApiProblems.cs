using System.Text.Json.Nodes;
using Holdfast.Protocol;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>What can go wrong with an operation, by status. Codes that go together are described once, and referred to.</summary>
internal sealed class ApiProblems(ApiExamples examples)
{
    /// <summary>The whole program's, whatever is asked: what the guard, the protocol and the store refuse.</summary>
    private static readonly string[] OfAnything =
        [ErrorCode.Usage, ErrorCode.TokenMissing, ErrorCode.HostNotAllowed, ErrorCode.OriginNotAllowed, ErrorCode.TooManyRequests, ErrorCode.Unexpected, ErrorCode.StoreFailed];

    private readonly JsonObject responses = [];

    /// <summary>The responses that were referred to.</summary>
    public JsonObject Responses => responses;

    /// <summary>The codes an operation may answer, by status.</summary>
    public static IEnumerable<(int Status, IReadOnlyList<string> Codes)> Of(ApiOperation operation) =>
        CodesOf(operation).Distinct(StringComparer.Ordinal).GroupBy(Problem.StatusOf).OrderBy(group => group.Key).Select(group => (group.Key, (IReadOnlyList<string>)[.. group]));

    public JsonObject Refer(int status, IReadOnlyList<string> codes)
    {
        var name = $"{status}.{string.Join('.', codes)}";
        if (!responses.ContainsKey(name))
            responses[name] = Write(status, codes);
        return new JsonObject { ["$ref"] = $"#/components/responses/{name}" };
    }

    private static IEnumerable<string> CodesOf(ApiOperation operation)
    {
        IEnumerable<string> codes = [.. OfAnything, .. operation.Problems];
        // By these it is found out what runs here, and ended.
        if (operation.Pattern is not ("/api/v2/daemon" or "/api/v2/daemon/stop"))
            codes = codes.Append(ErrorCode.ProtocolMismatch);
        if (operation.Method != "GET")
            codes = [.. codes, ErrorCode.TokenReadOnly, ErrorCode.BodyTooLarge];
        if (operation.Method == "POST")
            codes = codes.Append(ErrorCode.KeyReused);
        return operation.IsRanged ? codes.Append(ErrorCode.RangeNotSatisfiable) : codes;
    }

    private JsonObject Write(int status, IReadOnlyList<string> codes)
    {
        var schema = new JsonObject
        {
            ["allOf"] = new JsonArray(
                new JsonObject { ["$ref"] = "#/components/schemas/Problem" },
                new JsonObject { ["properties"] = new JsonObject { ["status"] = new JsonObject { ["const"] = status }, ["code"] = new JsonObject { ["enum"] = new JsonArray([.. codes.Select(code => (JsonNode)code)]) } } }),
        };
        var shown = new JsonObject(codes.Select(code => KeyValuePair.Create(code, (JsonNode?)new JsonObject { ["value"] = examples.Problem(code) })));
        return new JsonObject
        {
            ["description"] = string.Join(", or ", codes.Select(code => code.Replace('_', ' '))),
            ["headers"] = ApiHeaders.Refer([.. ApiHeaders.OfAnything, RepeatedRequests.ReplayedHeader, .. HeadersOf(status)]),
            ["content"] = new JsonObject { [Problem.MediaType] = new JsonObject { ["schema"] = schema, ["examples"] = shown } },
        };
    }

    private static string[] HeadersOf(int status) => status switch
    {
        401 => [ApiHeaders.Authenticate],
        416 => [ApiHeaders.ContentRange, ApiHeaders.AcceptRanges],
        429 => [ApiHeaders.RetryAfter],
        _ => [],
    };
}
