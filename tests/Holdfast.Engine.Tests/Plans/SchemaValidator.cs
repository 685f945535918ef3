using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Holdfast.Engine.Tests.Plans;

/// <summary>As much of JSON Schema 2020-12 as the plan's schema uses; a keyword it does not know is an error, not a pass.</summary>
internal static class SchemaValidator
{
    private static readonly string[] Annotations = ["$schema", "title", "description", "default", "examples", "$defs", "then", "else"];

    public static bool Fits(JsonNode? value, JsonObject schema, JsonObject root) =>
        schema.All(keyword => Fits(value, keyword.Key, keyword.Value!, schema, root));

    private static bool Fits(JsonNode? value, string keyword, JsonNode rule, JsonObject schema, JsonObject root) => keyword switch
    {
        _ when Annotations.Contains(keyword) => true,
        "$ref" => Fits(value, Resolve((string)rule!, root), root),
        "type" => rule is JsonArray types ? types.Any(type => HasType(value, (string)type!)) : HasType(value, (string)rule!),
        "enum" => rule.AsArray().Any(choice => JsonNode.DeepEquals(choice, value)),
        "const" => JsonNode.DeepEquals(rule, value),
        "allOf" => rule.AsArray().All(part => Fits(value, part!.AsObject(), root)),
        "anyOf" => rule.AsArray().Any(part => Fits(value, part!.AsObject(), root)),
        "oneOf" => rule.AsArray().Count(part => Fits(value, part!.AsObject(), root)) == 1,
        "not" => !Fits(value, rule.AsObject(), root),
        "if" => schema[Fits(value, rule.AsObject(), root) ? "then" : "else"] is not JsonObject branch || Fits(value, branch, root),
        "required" => value is not JsonObject mapping || rule.AsArray().All(name => mapping.ContainsKey((string)name!)),
        "properties" => value is not JsonObject mapping
            || rule.AsObject().All(field => !mapping.TryGetPropertyValue(field.Key, out var member) || Fits(member, field.Value!.AsObject(), root)),
        "additionalProperties" => value is not JsonObject mapping || mapping.All(field =>
            schema["properties"]?.AsObject().ContainsKey(field.Key) == true || (rule is JsonObject other && Fits(field.Value, other, root))),
        "propertyNames" => value is not JsonObject mapping || mapping.All(field => Fits(JsonValue.Create(field.Key), rule.AsObject(), root)),
        "items" => value is not JsonArray list || list.All(member => Fits(member, rule.AsObject(), root)),
        "minItems" => value is not JsonArray list || list.Count >= (int)rule,
        "pattern" => !HasType(value, "string") || Regex.IsMatch((string)value!, (string)rule!, RegexOptions.ECMAScript),
        "minLength" => !HasType(value, "string") || ((string)value!).Length >= (int)rule,
        "maxLength" => !HasType(value, "string") || ((string)value!).Length <= (int)rule,
        "minimum" => !HasType(value, "number") || (double)value! >= (double)rule,
        "exclusiveMinimum" => !HasType(value, "number") || (double)value! > (double)rule,
        "maximum" => !HasType(value, "number") || (double)value! <= (double)rule,
        _ => throw new JsonException($"The validator does not know '{keyword}'."),
    };

    private static JsonObject Resolve(string reference, JsonObject root) =>
        reference.Split('/').Skip(1).Aggregate((JsonNode)root, (node, name) => node[name] ?? throw new JsonException($"The schema has no {reference}.")).AsObject();

    private static bool HasType(JsonNode? value, string type) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && double.IsInteger((double)value),
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        _ => throw new JsonException($"The validator does not know the type '{type}'."),
    };
}
