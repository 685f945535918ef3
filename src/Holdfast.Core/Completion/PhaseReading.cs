using System.Text.Json;

namespace Holdfast.Core.Completion;

/// <summary>
/// What a file of phases says: one JSON object with <c>phases</c>, or JSON objects line by line, the list first and then an event
/// for each change. A later word about a phase replaces an earlier one.
/// </summary>
public static class PhaseReading
{
    /// <param name="written">When the file was last written.</param>
    /// <returns>Null when it says nothing.</returns>
    public static Evidence? Read(string text, DateTimeOffset written)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var phases = new Dictionary<string, string>();
        var isListed = false;
        try
        {
            foreach (var part in Parts(text))
            {
                using var document = JsonDocument.Parse(part);
                isListed |= Take(document.RootElement, phases);
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return Says(EvidenceLeaning.Against, 0.6, written, "Its phases cannot be read as JSON: they may be half written.");
        }

        return Judge(phases, isListed, written);
    }

    // One document, or one a line.
    private static string[] Parts(string text)
    {
        try
        {
            using var whole = JsonDocument.Parse(text);
            return [text];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
    }

    /// <returns>Whether it lists all phases there are.</returns>
    private static bool Take(JsonElement part, Dictionary<string, string> phases)
    {
        if (part.ValueKind != JsonValueKind.Object)
            return false;
        if (part.TryGetProperty("phase"u8, out var changed) && changed.ValueKind == JsonValueKind.String)
            phases[JsonText.Of(changed)] = StatusOf(part);
        if (!part.TryGetProperty("phases"u8, out var list) || list.ValueKind != JsonValueKind.Array)
            return false;
        foreach (var phase in list.EnumerateArray())
        {
            if (phase.ValueKind == JsonValueKind.String)
                phases.TryAdd(JsonText.Of(phase), "pending");
            else if (phase.ValueKind == JsonValueKind.Object)
                phases[phase.TryGetProperty("name"u8, out var name) && name.ValueKind == JsonValueKind.String ? JsonText.Of(name) : $"phase {phases.Count + 1}"] = StatusOf(phase);
        }

        return true;
    }

    private static string StatusOf(JsonElement phase) =>
        phase.TryGetProperty("status"u8, out var status) && status.ValueKind == JsonValueKind.String ? JsonText.Of(status) : "pending";

    private static Evidence? Judge(Dictionary<string, string> phases, bool isListed, DateTimeOffset written)
    {
        if (phases.Count == 0)
            return null;
        // What was left out on purpose is not open.
        var open = phases.Where(phase => phase.Value != "skipped" && StatusWords.Read(phase.Value) != StatusWord.Done).ToList();
        if (open.Count > 0)
        {
            return Says(
                EvidenceLeaning.Against, 0.95, written,
                $"{phases.Count - open.Count} of {phases.Count} phases are done; '{open[0].Key}' is {open[0].Value}.");
        }

        return isListed
            ? Says(EvidenceLeaning.For, 0.9, written, $"All {phases.Count} phases are done.")
            : Says(EvidenceLeaning.For, 0.5, written, $"The {phases.Count} phases it told of are done, but it never listed them all.");
    }

    private static Evidence Says(EvidenceLeaning leaning, double confidence, DateTimeOffset at, string detail) => new(EvidenceKind.Phases, leaning, confidence, at, detail);
}
