using System.Text;
using System.Text.Json;

namespace Holdfast.Engine.Runs;

/// <summary>What code sees as its input: the plan's, overlaid by the atom's, overlaid by what the run was started with.</summary>
/// <remarks>The overlay replaces whole members. <c>needs</c> and <c>artifacts</c> are added last and always there.</remarks>
internal sealed class RunInput
{
    /// <summary>Deeper than anything that is let in.</summary>
    private const int DeepestJson = 1024;

    private readonly Dictionary<string, string> plan;
    private readonly Dictionary<string, string> run;
    private readonly string bare;

    /// <param name="planJson">A JSON object.</param>
    /// <param name="runJson">A JSON object; null for none.</param>
    public RunInput(string planJson, string? runJson)
    {
        plan = MembersOf(planJson);
        run = runJson is null ? [] : MembersOf(runJson);
        bare = Write(null, [], []);
    }

    /// <param name="atomJson">A JSON object; null for none.</param>
    /// <param name="needs">The result of each need as JSON, in the order the atom names them; null for none.</param>
    /// <param name="artifacts">For each need that has outputs, their full paths.</param>
    public string For(
        string? atomJson, IReadOnlyList<(string Key, string? ResultJson)> needs, IReadOnlyList<(string Key, IReadOnlyList<string> Paths)> artifacts) =>
        atomJson is null && needs.Count == 0 ? bare : Write(atomJson, needs, artifacts);

    private string Write(
        string? atomJson, IReadOnlyList<(string Key, string? ResultJson)> needs, IReadOnlyList<(string Key, IReadOnlyList<string> Paths)> artifacts)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, json) in Overlay(atomJson))
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(json, skipInputValidation: true);
            }

            WriteNeeds(writer, needs);
            WriteArtifacts(writer, artifacts);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private Dictionary<string, string> Overlay(string? atomJson)
    {
        var members = new Dictionary<string, string>(plan);
        foreach (var (name, json) in atomJson is null ? [] : MembersOf(atomJson))
            members[name] = json;
        foreach (var (name, json) in run)
            members[name] = json;
        members.Remove("needs");
        members.Remove("artifacts");
        return members;
    }

    private static void WriteNeeds(Utf8JsonWriter writer, IReadOnlyList<(string Key, string? ResultJson)> needs)
    {
        writer.WriteStartObject("needs");
        foreach (var (key, json) in needs)
        {
            writer.WritePropertyName(key);
            writer.WriteRawValue(json ?? "null", skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    private static void WriteArtifacts(Utf8JsonWriter writer, IReadOnlyList<(string Key, IReadOnlyList<string> Paths)> artifacts)
    {
        writer.WriteStartObject("artifacts");
        foreach (var (key, paths) in artifacts)
        {
            writer.WriteStartArray(key);
            foreach (var path in paths)
                writer.WriteStringValue(path);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static Dictionary<string, string> MembersOf(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = DeepestJson });
        return document.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetRawText());
    }
}
