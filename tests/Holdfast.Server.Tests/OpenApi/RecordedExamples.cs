using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Seen = Holdfast.Server.Tests.OpenApi.DescribedAnswers.Seen;

namespace Holdfast.Server.Tests.OpenApi;

/// <summary>Chooses of all that was seen what is shown: of each body, answer, problem and event one. What was not seen this time stays as it was.</summary>
internal sealed class RecordedExamples(IReadOnlyList<Seen> seen, PlainWords words)
{
    private const string Problem = "application/problem+json";

    /// <summary>They are too long to be shown, and can be asked for.</summary>
    private static readonly string[] AreAlwaysTheSame = ["/openapi/v1.json", "/api/v2/plans/schema"];

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void WriteTo(string file)
    {
        var recorded = (JsonObject)JsonNode.Parse(File.ReadAllText(file))!;
        foreach (var each in seen)
        {
            if (each is { Status: < 300, Asked: { Length: > 0 } asked })
                Put(recorded, ["bodies", each.Operation.Name], asked);
            if (each is { Event: { } name, Answered: { } data })
                Put(recorded, [each.Operation.Pattern == "/api/events" ? "events" : "activity", name], data);
            else if (each is { MediaType: Problem, Answered: { } problem })
                Put(recorded, ["problems", JsonNode.Parse(problem)!["code"]!.GetValue<string>()], problem);
            else if (each is { MediaType: { } media, Answered: { } answer } && !AreAlwaysTheSame.Contains(each.Operation.Pattern))
                Put(recorded, ["answers", each.Operation.Name, $"{each.Status} {media}"], answer);
            if (each is { Operation.Name: "GET /api/events", MediaType: "application/json", Answered: { } page })
                PutEvents(recorded, page);
        }

        File.WriteAllText(file, Sorted(recorded).ToJsonString(Readable) + "\n");
    }

    private void PutEvents(JsonObject recorded, string page)
    {
        foreach (var happened in JsonNode.Parse(page)!["events"]!.AsArray())
            Put(recorded, ["events", happened!["type"]!.GetValue<string>()], happened.ToJsonString());
    }

    private void Put(JsonObject recorded, ReadOnlySpan<string> path, string text)
    {
        var at = recorded;
        foreach (var name in path[..^1])
        {
            if (at[name] is not JsonObject inner)
                at[name] = inner = [];
            at = inner;
        }

        at[path[^1]] = text.StartsWith('{') ? words.Of(JsonNode.Parse(text)) : text;
    }

    private static JsonObject Sorted(JsonObject recorded) =>
        new(recorded.OrderBy(each => each.Key, StringComparer.Ordinal).Select(section => KeyValuePair.Create(section.Key, (JsonNode?)new JsonObject(
            ((JsonObject)section.Value!).OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => KeyValuePair.Create(each.Key, each.Value?.DeepClone()))))));
}
