using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Holdfast.Engine.Fixing;

/// <summary>Describes a JSON value by its shape, with short examples, so that a model learns what it looks like without being sent all of it.</summary>
internal static class InputShape
{
    private const int MaxDepth = 5;
    private const int MaxMembers = 24;
    private const int MaxExample = 40;

    public static string Describe(string json)
    {
        using var document = JsonDocument.Parse(json);
        var text = new StringBuilder();
        Append(text, document.RootElement, "", 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement value, string indent, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AppendObject(text, value, indent, depth);
                break;
            case JsonValueKind.Array:
                AppendArray(text, value, indent, depth);
                break;
            case JsonValueKind.String:
                text.Append("text, like ").Append(JsonSerializer.Serialize(Shorten(value.GetString()!)));
                break;
            case JsonValueKind.Number:
                text.Append("number, like ").Append(Shorten(value.GetRawText()));
                break;
            case JsonValueKind.True or JsonValueKind.False:
                text.Append("boolean");
                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                text.Append("null");
                break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonElement value, string indent, int depth)
    {
        var members = value.EnumerateObject().ToList();
        if (members.Count == 0 || depth == MaxDepth)
        {
            text.Append(members.Count == 0 ? "object without members" : string.Create(CultureInfo.InvariantCulture, $"object of {members.Count} members"));
            return;
        }

        text.Append("object");
        foreach (var member in members.Take(MaxMembers))
        {
            text.Append('\n').Append(indent).Append("- ").Append(member.Name).Append(": ");
            Append(text, member.Value, indent + "  ", depth + 1);
        }

        if (members.Count > MaxMembers)
            text.Append('\n').Append(indent).Append("- and ").Append(members.Count - MaxMembers).Append(" more");
    }

    /// <summary>By its first element: those of generated data are alike.</summary>
    private static void AppendArray(StringBuilder text, JsonElement value, string indent, int depth)
    {
        var count = value.GetArrayLength();
        if (count == 0)
        {
            text.Append("empty list");
            return;
        }

        text.Append("list of ").Append(count).Append(count == 1 ? " element: " : " elements, each ");
        if (depth == MaxDepth)
            text.Append("nested deeper");
        else
            Append(text, value[0], indent, depth + 1);
    }

    private static string Shorten(string text) => text.Length <= MaxExample ? text : text[..(MaxExample - 1)] + "…";
}
