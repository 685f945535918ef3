using System.Text.Json;

namespace Holdfast.Core.Completion;

/// <summary>What a marker file says: nothing in it, or a JSON object with a <c>status</c> and, if wanted, a <c>summary</c>.</summary>
public static class MarkerReading
{
    private const int LongestSummary = 200;

    /// <param name="written">When the file was last written.</param>
    public static Evidence Read(string text, DateTimeOffset written)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Says(EvidenceLeaning.For, 0.95, written, "It wrote its marker, with nothing in it.");
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement, written);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return Says(EvidenceLeaning.Against, 0.6, written, "Its marker is neither empty nor JSON: it may be half written.");
        }
    }

    private static Evidence Read(JsonElement marker, DateTimeOffset written)
    {
        if (marker.ValueKind != JsonValueKind.Object || !marker.TryGetProperty("status"u8, out var status) || status.ValueKind != JsonValueKind.String)
            return Says(EvidenceLeaning.Against, 0.5, written, "Its marker has no status.");
        var word = JsonText.Of(status);
        var summary = marker.TryGetProperty("summary"u8, out var told) && told.ValueKind == JsonValueKind.String ? $" ({Cut(JsonText.Of(told))})" : "";
        return StatusWords.Read(word) switch
        {
            StatusWord.Done => Says(EvidenceLeaning.For, 0.98, written, $"Its marker says '{word}'{summary}."),
            StatusWord.Open => Says(EvidenceLeaning.Against, 0.98, written, $"Its marker says '{word}'{summary}."),
            StatusWord.Unknown => Says(EvidenceLeaning.Against, 0.5, written, $"Its marker says '{Cut(word)}', which is no status that is known."),
        };
    }

    private static string Cut(string text) => text.Length <= LongestSummary ? text : $"{text[..LongestSummary]}…";

    private static Evidence Says(EvidenceLeaning leaning, double confidence, DateTimeOffset at, string detail) => new(EvidenceKind.Marker, leaning, confidence, at, detail);
}
