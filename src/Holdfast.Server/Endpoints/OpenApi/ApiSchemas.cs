using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Protocol;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>Shapes, each under its name and referred to. They are exported from the wire records themselves, so that they are what is sent.</summary>
internal sealed class ApiSchemas
{
    private const string Place = "#/components/schemas/";

    private readonly Dictionary<string, Type> owners = new(StringComparer.Ordinal);

    private readonly JsonObject all = [];

    public ApiSchemas()
    {
        Refer(ProtocolJson.Compact.Problem);
        ((JsonObject)all["Problem"]!["properties"]!)["code"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. ErrorCode.All.Select(code => (JsonNode)code)]) };
        // What these hold depends on their type.
        OneOf(ProtocolJson.Compact.EventDocument, EventShapes.All);
        OneOf(ProtocolJson.Compact.ActivityDocument, ActivityShapes.All);
        foreach (var (name, schema) in SharedShapes.All)
            all[name] = schema.DeepClone();
        Refer(ProtocolJson.Compact.EventLag);
        Refer(ProtocolJson.Compact.EventEnd);
        Refer(ProtocolJson.Compact.ActivityEnd);
    }

    public JsonObject All => all;

    public JsonObject Refer(JsonTypeInfo type)
    {
        if (Claim(type.Type))
        {
            var schema = (JsonObject)type.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Named });
            TakeNull(schema);
            all[type.Type.Name] = schema;
        }

        return To(type.Type.Name);
    }

    public static JsonObject To(string name) => new() { ["$ref"] = Place + name };

    /// <returns>Whether nobody has described it yet.</returns>
    private bool Claim(Type type) => owners.TryAdd(type.Name, type) || (owners[type.Name] == type ? false : throw new InvalidOperationException($"{type} and {owners[type.Name]} have one name."));

    /// <summary>Records and words stand under their names, wherever they are used; the rest stands where it is used.</summary>
    private JsonObject Named(JsonSchemaExporterContext context, JsonNode node)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        // Times are written by a converter, whose form the exporter cannot know.
        if (type == typeof(DateTimeOffset))
            return new JsonObject { ["type"] = context.TypeInfo.Type == type ? "string" : new JsonArray("string", "null"), ["format"] = "date-time" };
        // So are words.
        if (context.TypeInfo.Options.GetTypeInfo(type).Converter is IWords known)
            node = new JsonObject { ["enum"] = new JsonArray([.. known.Words.Select(word => (JsonNode)word), .. context.TypeInfo.Type == type ? (JsonNode?[])[] : [null]]) };
        if (node is not JsonObject schema)
            return new JsonObject();
        var isNamed = context.Path.Length > 0 && context.BaseTypeInfo is null && (type.IsEnum || (context.TypeInfo.Kind == JsonTypeInfoKind.Object && type.Namespace!.StartsWith("Holdfast.", StringComparison.Ordinal)));
        if (!isNamed)
            return schema;
        // By itself, so that one that is in itself refers to its own beginning.
        var named = Refer(context.TypeInfo.Options.GetTypeInfo(type));
        return TakeNull(schema) ? new JsonObject { ["anyOf"] = new JsonArray(named, new JsonObject { ["type"] = "null" }) } : named;
    }

    private static bool TakeNull(JsonObject schema)
    {
        var wasNullable = false;
        if (schema["enum"] is JsonArray words)
        {
            schema["type"] = "string";
            wasNullable = words.RemoveAll(word => word is null) > 0;
        }

        if (schema["type"] is JsonArray kinds)
        {
            wasNullable |= kinds.RemoveAll(kind => kind!.GetValue<string>() == "null") > 0;
            if (kinds is [var only])
                schema["type"] = only!.DeepClone();
        }

        return wasNullable;
    }

    private void OneOf(JsonTypeInfo type, IReadOnlyDictionary<string, JsonObject> shapes)
    {
        Claim(type.Type);
        foreach (var (name, schema) in shapes)
            all[name] = schema.DeepClone();
        all[type.Type.Name] = new JsonObject
        {
            ["oneOf"] = new JsonArray([.. shapes.Keys.Select(To)]),
            ["discriminator"] = new JsonObject
            {
                ["propertyName"] = "type",
                ["mapping"] = new JsonObject(shapes.Select(shape => KeyValuePair.Create(shape.Value["properties"]!["type"]!["const"]!.GetValue<string>(), (JsonNode?)(Place + shape.Key)))),
            },
        };
    }
}
