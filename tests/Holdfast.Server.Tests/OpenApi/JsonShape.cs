using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Holdfast.Server.Tests.OpenApi;

/// <summary>
/// Holds JSON against a schema of the description: as much of JSON Schema as it uses, and stricter in one thing. A member that the schema
/// does not name is wrong, for what is answered is to be described whole.
/// </summary>
internal sealed class JsonShape(JsonObject description)
{
    /// <returns>What is wrong with it, and where; null when nothing is.</returns>
    public string? FaultOf(JsonNode? node, JsonNode? schema) => Fault(node, Resolve(schema), "");

    public JsonObject Resolve(JsonNode? schema)
    {
        var shape = schema as JsonObject ?? [];
        while (shape["$ref"]?.GetValue<string>() is { } reference)
        {
            JsonNode? at = description;
            foreach (var token in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
                at = at?[token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)];
            shape = at as JsonObject ?? throw new InvalidOperationException($"{reference} leads nowhere.");
        }

        return shape;
    }

    private string? Fault(JsonNode? node, JsonObject shape, string at)
    {
        if (shape["oneOf"] is JsonArray one)
            return OneOf(node, one, shape["discriminator"]?["propertyName"]?.GetValue<string>(), at);
        if (shape["anyOf"] is JsonArray any)
            return OneOf(node, any, null, at);
        var value = node?.ToJsonString() ?? "null";
        if (shape.TryGetPropertyValue("const", out var only) && !JsonNode.DeepEquals(only, node))
            return $"{at}: {value} is not {only?.ToJsonString() ?? "null"}";
        if (shape["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, node)))
            return $"{at}: {value} is none of {words.ToJsonString()}";
        if (shape["type"] is { } type && !Kinds(type).Any(kind => IsKind(node, kind)))
            return $"{at}: {value} is not of type {type.ToJsonString()}";
        return node switch
        {
            JsonObject members => FaultOfMembers(members, shape, at),
            JsonArray items => FaultOfItems(items, shape, at),
            JsonValue leaf => FaultOfValue(leaf, shape) is { } fault ? $"{at}: {value} {fault}" : null,
            _ => null,
        };
    }

    private string? OneOf(JsonNode? node, JsonArray cases, string? toldApartBy, string at)
    {
        var faults = new List<string>();
        foreach (var shape in cases.Select(Resolve))
        {
            var word = toldApartBy is null ? null : shape["properties"]?[toldApartBy]?["const"];
            if (word is not null && !JsonNode.DeepEquals(word, (node as JsonObject)?[toldApartBy!]))
                continue;
            if (Fault(node, shape, at) is not { } fault)
                return null;
            faults.Add(fault);
        }

        return faults is [var single] ? single : $"{at}: {node?.ToJsonString() ?? "null"} is none of what it may be: {string.Join("; ", faults.Take(4))}";
    }

    private string? FaultOfMembers(JsonObject members, JsonObject shape, string at)
    {
        var parts = ((shape["allOf"] as JsonArray) ?? []).Select(Resolve).Append(shape).ToList();
        var described = parts.SelectMany(part => (part["properties"] as JsonObject) ?? []).ToLookup(each => each.Key, each => each.Value, StringComparer.Ordinal);
        foreach (var required in parts.SelectMany(part => (part["required"] as JsonArray) ?? []).Select(name => name!.GetValue<string>()))
        {
            if (!members.ContainsKey(required))
                return $"{at}: {required} is missing";
        }

        foreach (var (name, member) in members)
        {
            foreach (var each in described[name])
            {
                if (Fault(member, Resolve(each), $"{at}/{name}") is { } fault)
                    return fault;
            }

            if (described.Contains(name))
                continue;
            if (shape["additionalProperties"] is { } other)
            {
                if (Fault(member, Resolve(other), $"{at}/{name}") is { } fault)
                    return fault;
            }
            else if (described.Count > 0 || shape.ContainsKey("properties"))
                return $"{at}: {name} is not described";
        }

        return null;
    }

    private string? FaultOfItems(JsonArray items, JsonObject shape, string at)
    {
        for (var index = 0; index < items.Count; index++)
        {
            if (Fault(items[index], Resolve(shape["items"]), string.Create(CultureInfo.InvariantCulture, $"{at}/{index}")) is { } fault)
                return fault;
        }

        return null;
    }

    private static string? FaultOfValue(JsonValue leaf, JsonObject shape)
    {
        if (leaf.GetValueKind() == JsonValueKind.Number)
        {
            var number = leaf.GetValue<double>();
            return shape["minimum"] is { } least && number < least.GetValue<double>() || shape["maximum"] is { } most && number > most.GetValue<double>() ? "is out of bounds" : null;
        }

        if (leaf.GetValueKind() != JsonValueKind.String)
            return null;
        var text = leaf.GetValue<string>();
        if (shape["pattern"]?.GetValue<string>() is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(10)))
            return $"does not match {pattern}";
        return shape["format"]?.GetValue<string>() switch
        {
            "uuid" when !Guid.TryParseExact(text, "D", out _) => "is no UUID",
            "date-time" when !(text.EndsWith('Z') && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _)) => "is no time in UTC",
            _ => null,
        };
    }

    private static IEnumerable<string> Kinds(JsonNode type) => type is JsonArray several ? several.Select(kind => kind!.GetValue<string>()) : [type.GetValue<string>()];

    private static bool IsKind(JsonNode? node, string kind) => (node?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        JsonValueKind.Null => kind == "null",
        JsonValueKind.Object => kind == "object",
        JsonValueKind.Array => kind == "array",
        JsonValueKind.String => kind == "string",
        JsonValueKind.True or JsonValueKind.False => kind == "boolean",
        JsonValueKind.Number => kind == "number" || (kind == "integer" && double.IsInteger(node!.GetValue<double>())),
        _ => false,
    };
}
