using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Protocol;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>Writes the operations as OpenAPI 3.1 has it. Shapes are exported from the wire records themselves, so that they are what is sent.</summary>
internal sealed class ApiDescription(string version)
{
    private const string Components = "#/components/schemas/";

    /// <summary>Examples that are made from a shape go no deeper: shapes may be recursive.</summary>
    private const int DeepestExample = 6;

    private readonly JsonObject schemas = [];

    public JsonObject Write()
    {
        var paths = new JsonObject();
        foreach (var operation in ApiOperations.All)
        {
            if (paths[operation.Pattern] is not JsonObject path)
                paths[operation.Pattern] = path = [];
            path[operation.Method.ToLowerInvariant()] = Of(operation);
        }

        var problem = SchemaOf(ProtocolJson.Compact.Problem);
        ((JsonObject)schemas[NameOf(ProtocolJson.Compact.Problem)]!)["properties"]!["code"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. ErrorCode.All.Select(code => (JsonNode)code)]) };
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Holdfast", ["version"] = version,
                ["description"] = "Runs plans of code and coding agents, and never loses track of either. Every POST takes an Idempotency-Key; over the network every request shows a bearer token.",
            },
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas,
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "holdfast token. Not over the home's own socket." } },
                ["responses"] = new JsonObject
                {
                    ["Problem"] = new JsonObject
                    {
                        ["description"] = "What went wrong (RFC 9457)",
                        ["content"] = Content(Problem.MediaType, problem, JsonNode.Parse("""{"type":"urn:holdfast:error:task_not_found","title":"task not found","status":404,"detail":"There is no task '7'.","code":"task_not_found","hint":"holdfast task list","faults":null}""")),
                    },
                },
            },
            // Which status goes with which code.
            ["x-problem-codes"] = new JsonObject(ErrorCode.All.Select(code => KeyValuePair.Create(code, (JsonNode?)Problem.StatusOf(code)))),
        };
    }

    private JsonObject Of(ApiOperation operation)
    {
        var responses = new JsonObject { [operation.Status.ToString(CultureInfo.InvariantCulture)] = Answer(operation) };
        if (operation.Finished is { } finished)
            responses["200"] = new JsonObject { ["description"] = "With ?wait: it has ended", ["content"] = Content(operation.MediaType, SchemaOf(finished), ExampleOf(finished)) };
        responses["default"] = new JsonObject { ["$ref"] = "#/components/responses/Problem" };
        var written = new JsonObject { ["summary"] = operation.Summary, ["operationId"] = IdOf(operation), ["parameters"] = Parameters(operation), ["responses"] = responses };
        if (operation.Body is { } body)
        {
            written["requestBody"] = new JsonObject
            {
                ["content"] = Content("application/json", SchemaOf(body), operation.Example is { } example ? JsonNode.Parse(example) : ExampleOf(body)),
            };
        }
        else if (operation.BodyMediaType is { } mediaType)
        {
            written["requestBody"] = new JsonObject
            {
                ["required"] = true, ["content"] = Content(mediaType, new JsonObject { ["type"] = "string" }, "name: small\natoms: [{key: a, kind: shell, code: 'true'}]"),
            };
        }

        return written;
    }

    private JsonObject Answer(ApiOperation operation) => operation switch
    {
        { Status: 204 } => new JsonObject { ["description"] = "Done" },
        { Answer: { } answer } => new JsonObject { ["description"] = operation.Summary, ["content"] = Content(operation.MediaType, SchemaOf(answer), ExampleOf(answer)) },
        _ => new JsonObject { ["description"] = operation.Summary, ["content"] = new JsonObject { [operation.MediaType] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } } } },
    };

    private static JsonArray Parameters(ApiOperation operation)
    {
        var inAddress = operation.Pattern.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => Parameter(segment.Trim('{', '}'), "path"));
        var inQuery = operation.Parameters.Select(name => Parameter(name, "query"));
        IEnumerable<JsonNode> inHeaders = operation.Method == "POST" ? [Parameter(RepeatedRequests.Header, "header")] : [];
        return new JsonArray([.. inAddress, .. inQuery, .. inHeaders]);
    }

    private static JsonObject Parameter(string name, string place) =>
        new JsonObject { ["name"] = name, ["in"] = place, ["required"] = place == "path", ["schema"] = new JsonObject { ["type"] = "string" } };

    private static JsonObject Content(string mediaType, JsonNode schema, JsonNode? example) =>
        new() { [mediaType] = new JsonObject { ["schema"] = schema, ["example"] = example } };

    private JsonObject SchemaOf(JsonTypeInfo type)
    {
        var name = NameOf(type);
        if (!schemas.ContainsKey(name))
        {
            var schema = type.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Known });
            Move(schema, $"{Components}{name}");
            schemas[name] = schema is JsonObject ? schema : new JsonObject();
        }

        return new JsonObject { ["$ref"] = Components + name };
    }

    private JsonNode? ExampleOf(JsonTypeInfo type)
    {
        SchemaOf(type);
        return ExampleOf(schemas[NameOf(type)], 0);
    }

    // Times are written by a converter, whose form the exporter cannot know.
    private static JsonNode Known(JsonSchemaExporterContext context, JsonNode schema) =>
        (Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type) == typeof(DateTimeOffset)
            ? new JsonObject { ["type"] = context.TypeInfo.Type == typeof(DateTimeOffset) ? "string" : new JsonArray("string", "null"), ["format"] = "date-time" }
            : schema;

    /// <summary>Refers from the place the schema is put at, not from its own beginning.</summary>
    private static void Move(JsonNode? node, string to)
    {
        switch (node)
        {
            case JsonObject members:
                if (members["$ref"] is JsonValue reference && reference.GetValue<string>() is ['#', .. var rest])
                    members["$ref"] = to + rest;
                foreach (var (_, member) in members.ToList())
                    Move(member, to);
                break;
            case JsonArray items:
                foreach (var item in items)
                    Move(item, to);
                break;
        }
    }

    private static JsonNode? ExampleOf(JsonNode? schema, int depth)
    {
        if (schema is not JsonObject shape || depth > DeepestExample)
            return null;
        if (shape["enum"] is JsonArray { Count: > 0 } words)
            return words[0]?.DeepClone();
        if (shape["anyOf"] is JsonArray { Count: > 0 } cases)
            return ExampleOf(cases[0], depth + 1);
        return Kind(shape) switch
        {
            "object" => new JsonObject(((shape["properties"] as JsonObject) ?? []).Select(each => KeyValuePair.Create(each.Key, (each.Value as JsonObject)?["const"]?.DeepClone() ?? ExampleOf(each.Value, depth + 1)))),
            "array" => ExampleOf(shape["items"], depth + 1) is { } item ? new JsonArray(item) : [],
            "string" => shape["format"]?.GetValue<string>() switch { "date-time" => "2026-03-01T12:00:00.123Z", "uuid" => "01a1fcb8-66e8-7e79-a10f-88770a724583", _ => "text" },
            "integer" or "number" => 1,
            "boolean" => true,
            _ => null,
        };
    }

    private static string? Kind(JsonObject shape) => shape["type"] switch
    {
        JsonValue one => one.GetValue<string>(),
        JsonArray { Count: > 0 } several => several[0]!.GetValue<string>(),
        _ => null,
    };

    private static string NameOf(JsonTypeInfo type) => type.Type.Name;

    private static string IdOf(ApiOperation operation) =>
        $"{operation.Method.ToLowerInvariant()}_{string.Join('_', operation.Pattern.Split(['/', '{', '}', '-', '.'], StringSplitOptions.RemoveEmptyEntries))}";
}
