using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>Writes the shapes of what is no wire record: events are sent as they were stored.</summary>
internal static class Shape
{
    public static JsonObject Text => Kind("string");

    public static JsonObject Whole => Kind("integer");

    public static JsonObject Number => Kind("number");

    public static JsonObject Flag => Kind("boolean");

    public static JsonObject Anything => [];

    public static JsonObject Id => new() { ["type"] = "string", ["format"] = "uuid" };

    public static JsonObject At => new() { ["type"] = "string", ["format"] = "date-time" };

    /// <summary>A time: microseconds since 1970-01-01 UTC.</summary>
    public static JsonObject TimeUs => new() { ["type"] = "integer", ["description"] = "Microseconds since 1970-01-01 UTC" };

    public static JsonObject DurationUs => new() { ["type"] = "integer", ["description"] = "Microseconds" };

    /// <summary>From 0 to 1.</summary>
    public static JsonObject Share => new() { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 };

    public static JsonObject Const(string word) => new() { ["const"] = word };

    public static JsonObject Words(params IEnumerable<string> words) => new() { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) };

    public static JsonObject Words<T>(JsonTypeInfo<T> type) where T : struct, Enum => Words(Query.WordsOf(type));

    public static JsonObject List(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    public static JsonObject TextByName => new() { ["type"] = "object", ["additionalProperties"] = Text };

    /// <param name="members">A name that ends in a question mark may be left out.</param>
    public static JsonObject Of(params IEnumerable<(string Name, JsonObject Schema)> members)
    {
        var (properties, required) = (new JsonObject(), new JsonArray());
        foreach (var (name, schema) in members)
        {
            properties[name.TrimEnd('?')] = schema;
            if (!name.EndsWith('?'))
                required.Add(name);
        }

        var shape = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (required.Count > 0)
            shape["required"] = required;
        return shape;
    }

    /// <summary>One of several, told apart by <c>kind</c>.</summary>
    public static JsonObject Kinds(params IEnumerable<(string Kind, (string Name, JsonObject Schema)[] Members)> kinds) => new()
    {
        ["oneOf"] = new JsonArray([.. kinds.Select(each => (JsonNode)Of([("kind", Const(each.Kind)), .. each.Members]))]),
    };

    private static JsonObject Kind(string type) => new() { ["type"] = type };
}
