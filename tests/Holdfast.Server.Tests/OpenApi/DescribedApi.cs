using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Server.Endpoints.OpenApi;

namespace Holdfast.Server.Tests.OpenApi;

/// <summary>The description as a judge: which operation a request is of, and what in an answer is not as it says.</summary>
internal sealed class DescribedApi
{
    public static readonly DescribedApi Current = new((JsonObject)JsonNode.Parse(new ApiDescription("9.9.9").Write().ToJsonString())!);

    /// <summary>Headers that mean in any answer what HTTP says of them.</summary>
    private static readonly string[] OfHttp =
        ["Allow", "Cache-Control", "Connection", "Content-Disposition", "Content-Length", "Content-Security-Policy", "Content-Type", "Date", "Server", "Transfer-Encoding", "X-Content-Type-Options"];

    /// <summary>Headers of a request that such an answer is because of.</summary>
    private static readonly Dictionary<int, string[]> Reasons = new() { [206] = ["Range"], [304] = ["If-None-Match"], [412] = ["If-Match", "If-None-Match"], [416] = ["Range"] };

    private readonly List<Operation> operations;

    private DescribedApi(JsonObject description)
    {
        Description = description;
        Shapes = new JsonShape(description);
        operations = [.. ((JsonObject)description["paths"]!).SelectMany(path => ((JsonObject)path.Value!).Select(each => new Operation(each.Key.ToUpperInvariant(), path.Key, (JsonObject)each.Value!)))];
    }

    /// <param name="Pattern">Of the address, with names in braces.</param>
    internal sealed record Operation(string Method, string Pattern, JsonObject Node)
    {
        public string Name => $"{Method} {Pattern}";
    }

    public JsonObject Description { get; }

    public JsonShape Shapes { get; }

    public IReadOnlyList<Operation> Operations => operations;

    /// <param name="path">As it is sent, without what is behind the question mark.</param>
    /// <returns>Null when there is none at that address.</returns>
    public Operation? Find(string method, string path) => operations
        .Where(operation => operation.Method == method && Fits(operation.Pattern, path))
        .MinBy(operation => operation.Pattern.Count(character => character == '{'));

    public JsonObject? Response(Operation operation, int status) =>
        operation.Node["responses"]?[status.ToString(CultureInfo.InvariantCulture)] is { } response ? Shapes.Resolve(response) : null;

    public JsonObject? Media(Operation operation, int status, string mediaType) => Response(operation, status)?["content"]?[mediaType] as JsonObject;

    public IEnumerable<JsonObject> Parameters(Operation operation, string place) =>
        ((JsonArray)operation.Node["parameters"]!).Select(Shapes.Resolve).Where(parameter => parameter["in"]!.GetValue<string>() == place);

    /// <summary>Judges what comes before the body.</summary>
    /// <param name="asked">The headers of the request.</param>
    /// <param name="answered">The headers of the answer.</param>
    public IEnumerable<string> FaultsOfHead(Operation operation, int status, string? mediaType, IEnumerable<string> asked, IEnumerable<string> answered)
    {
        if (Response(operation, status) is not { } response)
        {
            yield return $"{operation.Name} answered {status}, which is not described";
            yield break;
        }

        if (mediaType is not null && response["content"]?[mediaType] is null)
            yield return $"{operation.Name} answered {status} with {mediaType}, which is not described";
        foreach (var header in answered.Except([.. OfHttp, .. ((response["headers"] as JsonObject) ?? []).Select(described => described.Key)], StringComparer.OrdinalIgnoreCase))
            yield return $"{operation.Name} answered {status} with the header {header}, which is not described";
        var told = Parameters(operation, "header").Select(parameter => parameter["name"]!.GetValue<string>());
        foreach (var header in asked.Intersect(Reasons.GetValueOrDefault(status, []), StringComparer.OrdinalIgnoreCase).Except(told, StringComparer.OrdinalIgnoreCase))
            yield return $"{operation.Name} answered {status} to the header {header}, which is not described";
    }

    /// <summary>Judges a document of an answer: all of it, or one of its lines.</summary>
    public string? FaultOfDocument(Operation operation, int status, string mediaType, string json)
    {
        if (Media(operation, status, mediaType) is not { } media)
            return null;
        return Shapes.FaultOf(Parse(json), media["schema"]) is { } fault ? $"{operation.Name} answered {status} with {fault} in {Shown(json)}" : null;
    }

    /// <summary>Judges one event of a stream.</summary>
    public string? FaultOfEvent(Operation operation, string name, string data)
    {
        if (Media(operation, 200, "text/event-stream")?["x-events"]?[name] is not { } shape)
            return $"{operation.Name} sent an event {name}, which is not described";
        return Shapes.FaultOf(Parse(data), shape) is { } fault ? $"{operation.Name} sent {name} with {fault} in {Shown(data)}" : null;
    }

    private static JsonNode? Parse(string json) => JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 2_000 });

    private static string Shown(string json) => json.Length > 1_500 ? $"{json[..1_500]}…" : json;

    private static bool Fits(string pattern, string path)
    {
        var (named, said) = (pattern.Split('/'), path.Split('/'));
        return named.Length == said.Length && named.Zip(said).All(pair => pair.First.StartsWith('{') ? pair.Second.Length > 0 : string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));
    }
}
