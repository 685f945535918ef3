using System.Text.Json.Nodes;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>Requests, answers and events as they were: a test records them from a daemon, and checks that they still are what is described.</summary>
internal sealed class ApiExamples
{
    private readonly JsonObject recorded = Read();

    public JsonNode? Body(ApiOperation operation) => At("bodies", operation.Name);

    public JsonNode? Answer(ApiOperation operation, int status, string mediaType) => At("answers", operation.Name, $"{status} {mediaType}");

    public JsonNode? Problem(string code) => At("problems", code);

    /// <param name="kind">events or activity.</param>
    public JsonNode? Sent(string kind, string name) => At(kind, name);

    private JsonNode? At(params ReadOnlySpan<string> path)
    {
        JsonNode? node = recorded;
        foreach (var name in path)
            node = node?[name];
        return node?.DeepClone();
    }

    private static JsonObject Read()
    {
        using var file = typeof(ApiExamples).Assembly.GetManifestResourceStream("OpenApi/examples.json")!;
        return (JsonObject)JsonNode.Parse(file)!;
    }
}
