using System.Globalization;
using System.Text.Json.Nodes;
using Holdfast.Protocol;
using Holdfast.Server.Events;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>Writes the operations as OpenAPI 3.1 has it.</summary>
internal sealed class ApiDescription(string version)
{
    private const string Introduction =
        "Runs plans of code and coding agents, and never loses track of either. Every POST takes an Idempotency-Key; over the network every request shows a bearer token. "
        + "Of an answer in application/x-ndjson the shape is that of each line. Of text/event-stream, which is asked for with the Accept header, x-events names the shape of each event's data. "
        + "HEAD is answered wherever GET is. Readers pass over members they do not know.";

    private readonly ApiExamples examples = new();
    private readonly ApiSchemas schemas = new();

    public JsonObject Write()
    {
        var problems = new ApiProblems(examples);
        var paths = new JsonObject();
        foreach (var operation in ApiOperations.All)
        {
            if (paths[operation.Pattern] is not JsonObject path)
                paths[operation.Pattern] = path = [];
            path[operation.Method.ToLowerInvariant()] = Of(operation, problems);
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Holdfast", ["version"] = version, ["description"] = Introduction },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "The address that holdfast daemon status tells, or the home's own socket" }),
            ["tags"] = new JsonArray([.. ApiOperations.All.Select(operation => operation.Group).Distinct(StringComparer.Ordinal).Select(group => new JsonObject { ["name"] = group })]),
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.All,
                ["parameters"] = ApiHeaders.WriteParameters(),
                ["headers"] = ApiHeaders.WriteHeaders(),
                ["responses"] = problems.Responses,
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "holdfast token. Not over the home's own socket." } },
            },
            // Which status goes with which code.
            ["x-problem-codes"] = new JsonObject(ErrorCode.All.Select(code => KeyValuePair.Create(code, (JsonNode?)Problem.StatusOf(code)))),
        };
    }

    private JsonObject Of(ApiOperation operation, ApiProblems problems)
    {
        var responses = new JsonObject();
        Put(responses, operation.Status, Answer(operation, operation.Summary, operation.Status));
        if (operation.OtherStatus is { } other)
            Put(responses, other, Answer(operation, $"{operation.Summary}: as {operation.Status}", other));
        if (operation.Finished is { } finished)
        {
            Put(responses, 200, new JsonObject
            {
                ["description"] = "With wait: it has ended", ["headers"] = Headers(operation),
                ["content"] = new JsonObject { [operation.MediaType] = Media(schemas.Refer(finished), examples.Answer(operation, 200, operation.MediaType)) },
            });
        }

        if (operation.IsRanged)
            Put(responses, 206, Part(operation));
        if (operation is { IsVersioned: true, Method: "GET" })
            Put(responses, 304, new JsonObject { ["description"] = "It is what If-None-Match names", ["headers"] = Headers(operation) });
        foreach (var (status, codes) in ApiProblems.Of(operation).Where(each => each.Status != operation.OtherStatus))
            responses[Word(status)] = problems.Refer(status, codes);
        var written = new JsonObject
        {
            ["tags"] = new JsonArray(operation.Group), ["summary"] = operation.Summary, ["operationId"] = IdOf(operation), ["parameters"] = Parameters(operation),
        };
        if (Body(operation) is { } body)
            written["requestBody"] = body;
        written["responses"] = responses;
        return written;
    }

    private static void Put(JsonObject responses, int status, JsonObject answer) => responses[Word(status)] = answer;

    private JsonObject? Body(ApiOperation operation) => operation switch
    {
        { Body: { } body } => new JsonObject
        {
            ["required"] = !operation.IsBodyOptional, ["content"] = new JsonObject { ["application/json"] = Media(schemas.Refer(body), examples.Body(operation)) },
        },
        { BodyMediaType: { } mediaType } => new JsonObject
        {
            ["required"] = true, ["content"] = new JsonObject { [mediaType] = Media(Shape.Text, examples.Body(operation)) },
        },
        _ => null,
    };

    private JsonObject Answer(ApiOperation operation, string said, int status)
    {
        var answer = new JsonObject { ["description"] = said, ["headers"] = Headers(operation) };
        if (status == 204)
            return answer;
        var content = new JsonObject { [operation.MediaType] = Media(operation.Answer is { } shape ? schemas.Refer(shape) : Unnamed(operation), examples.Answer(operation, status, operation.MediaType)) };
        if (operation.OtherForm is var (mediaType, other))
            content[mediaType] = Media(other is null ? Shape.Text : schemas.Refer(other), examples.Answer(operation, status, mediaType));
        if (operation.Streamed is { } streamed)
            content[EventStream.MediaType] = Stream(streamed);
        answer["content"] = content;
        // A daemon that is not well says which part is not, or that nothing can be read any more.
        if (status == Problem.StatusOf(ErrorCode.StoreFailed))
            content[Problem.MediaType] = Media(ApiSchemas.To("Problem"), examples.Problem(ErrorCode.StoreFailed));
        return answer;
    }

    private static JsonObject Unnamed(ApiOperation operation) => operation.MediaType.EndsWith("json", StringComparison.Ordinal) ? new JsonObject { ["type"] = "object" } : Shape.Text;

    private JsonObject Stream(IReadOnlyDictionary<string, string> streamed)
    {
        var kind = ReferenceEquals(streamed, EventShapes.Stream) ? "events" : "activity";
        var shown = streamed.Keys.Select(name => (Name: name, Data: examples.Sent(kind, name))).Where(each => each.Data is not null).Take(1)
            .Select(each => $"id: {each.Data!["id"]}\nevent: {each.Name}\ndata: {each.Data.ToJsonString()}\n\n");
        return new JsonObject
        {
            ["schema"] = new JsonObject { ["type"] = "string", ["description"] = "Server-sent events; the data of each is JSON, with the shape that x-events names" },
            ["example"] = EventStream.Retry + string.Concat(shown),
            ["x-events"] = new JsonObject(streamed.Select(each => KeyValuePair.Create(each.Key, (JsonNode?)ApiSchemas.To(each.Value)))),
        };
    }

    private static JsonObject Part(ApiOperation operation) => new()
    {
        ["description"] = "The part that Range names",
        ["headers"] = ApiHeaders.Refer([.. ApiHeaders.AnsweredBy(operation), ApiHeaders.ContentRange]),
        ["content"] = new JsonObject { [operation.MediaType] = Media(Shape.Text, null) },
    };

    private static JsonObject Headers(ApiOperation operation) => ApiHeaders.Refer(ApiHeaders.AnsweredBy(operation));

    private static JsonArray Parameters(ApiOperation operation)
    {
        var inAddress = operation.Pattern.Split('/').Where(segment => segment.StartsWith('{')).Select(segment => InAddress(operation, segment.Trim('{', '}')).Write("path"));
        var inQuery = operation.Parameters.Select(parameter => parameter.Write("query"));
        return new JsonArray([.. inAddress, .. inQuery, .. ApiHeaders.AskedBy(operation).Select(ApiHeaders.ReferToParameter)]);
    }

    private static ApiParameter InAddress(ApiOperation operation, string name) => (name, operation.Group) switch
    {
        ("wave", _) => ApiParameter.Number("wave", "The number of a wave", 1, int.MaxValue),
        ("name", _) => ApiParameter.Text("name", "As the plan names it", "core"),
        (_, "Plans") => ApiParameter.Id(name, operation.Pattern.Contains("/atom/", StringComparison.Ordinal) ? "The id of an atom" : "The id of a plan"),
        _ => ApiParameter.Text(name, "A number, # and a number, an id, or an unambiguous start or end of one", "3"),
    };

    private static JsonObject Media(JsonObject schema, JsonNode? example)
    {
        var media = new JsonObject { ["schema"] = schema };
        if (example is not null)
            media["example"] = example;
        return media;
    }

    private static string Word(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static string IdOf(ApiOperation operation) =>
        $"{operation.Method.ToLowerInvariant()}_{string.Join('_', operation.Pattern.Split(['/', '{', '}', '-', '.'], StringSplitOptions.RemoveEmptyEntries))}";
}
