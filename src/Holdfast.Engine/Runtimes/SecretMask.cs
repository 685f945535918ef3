using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Core.Executions;

namespace Holdfast.Engine.Runtimes;

/// <summary>Hides the values of secrets in text that is stored or shown.</summary>
public sealed class SecretMask
{
    /// <summary>Values shorter than this are left alone: hiding every "1" hides more than the secret.</summary>
    public const int ShortestHidden = 4;

    private const string Hidden = "***";

    /// <summary>More than any result has that is kept.</summary>
    private const int DeepestJson = 512;

    public static readonly SecretMask None = new([]);

    private readonly string[] values;
    // In UTF-8, the longest first, and what they begin with.
    private readonly byte[][] written;
    private readonly SearchValues<byte> beginnings;

    private SecretMask(string[] values)
    {
        this.values = values;
        written = [.. values.Select(Encoding.UTF8.GetBytes).OrderByDescending(value => value.Length)];
        beginnings = SearchValues.Create([.. written.Select(value => value[0]).Distinct()]);
    }

    /// <summary>Each value, and each line of those that have several, since output is often shown line by line; also as JSON writes them.</summary>
    public static SecretMask Of(IEnumerable<string> secrets)
    {
        var values = secrets
            .SelectMany(secret => secret.Split('\n').Select(line => line.TrimEnd('\r')).Prepend(secret))
            .Where(value => value.Length >= ShortestHidden)
            .SelectMany(value => JsonSpellings.Of(value).Prepend(value))
            .Distinct()
            // A secret may be part of another; the longer goes first, so that nothing of it is left.
            .OrderByDescending(value => value.Length)
            .ToArray();
        return values.Length == 0 ? None : new SecretMask(values);
    }

    public string Apply(string text)
    {
        foreach (var value in values)
            text = text.Replace(value, Hidden, StringComparison.Ordinal);
        return text;
    }

    /// <summary>How much of a text's beginning can be shown before the rest of it without cutting a secret in two, which neither half would hide.</summary>
    /// <param name="text">UTF-8; more of it may come.</param>
    /// <param name="most">So much at most, unless the first secret is longer.</param>
    /// <returns>0 when only more of the text tells.</returns>
    public int PieceOf(ReadOnlySpan<byte> text, int most)
    {
        var at = 0;
        while (at < most && text[at..most].IndexOfAny(beginnings) is var skipped and >= 0)
        {
            at += skipped;
            var rest = text[at..];
            var length = 0;
            foreach (var value in written)
            {
                // Nobody knows yet whether this is one, be a shorter one in it already.
                if (value.Length > rest.Length && value.AsSpan().StartsWith(rest))
                    return at;
                if (length == 0 && rest.StartsWith(value))
                    length = value.Length;
            }

            if (at + length > most)
                return at > 0 ? at : length;
            at += Math.Max(length, 1);
        }

        return most;
    }

    /// <summary>Hides them in every name and value; a number that holds one becomes text.</summary>
    /// <returns>A value that lives as long as it is needed.</returns>
    public JsonElement Apply(JsonElement json)
    {
        if (values.Length == 0)
            return json.Clone();
        using var masked = new MemoryStream();
        using (var writer = new Utf8JsonWriter(masked, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(writer, json);
        var reader = new Utf8JsonReader(masked.GetBuffer().AsSpan(0, (int)masked.Length), new JsonReaderOptions { MaxDepth = DeepestJson });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Its text, as it was written where there is nothing to hide.</summary>
    public string TextOf(JsonElement json) => Apply(json) is var masked && JsonElement.DeepEquals(masked, json) ? json.GetRawText() : masked.GetRawText();

    private void Write(Utf8JsonWriter writer, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in json.EnumerateObject())
                {
                    writer.WritePropertyName(Apply(member.Name));
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Apply(json.GetString()!));
                break;
            case JsonValueKind.Number when json.GetRawText() is var number && Apply(number) is var hidden && hidden != number:
                writer.WriteStringValue(hidden);
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }

    /// <summary>Hides them in what is told of a failure; a result is kept as it is.</summary>
    public ExecutionReport Apply(ExecutionReport report) => values.Length == 0
        ? report
        : report with { Exception = report.Exception is { } exception ? Apply(exception) : null, ErrorTail = report.ErrorTail is { } tail ? Apply(tail) : null };

    public ReportedException Apply(ReportedException exception) => values.Length == 0
        ? exception
        : exception with
        {
            Message = Apply(exception.Message),
            Causes = [.. exception.Causes.Select(cause => cause with { Message = Apply(cause.Message) })],
            SystemCall = exception.SystemCall is { } call ? Apply(call) : null,
        };
}
