using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.Engine.Sessions;

/// <summary>Activity as it is kept: one JSON object a record, what is not set left out. A field this version does not know is passed over.</summary>
public static class ActivityJson
{
    private static readonly JsonWriterOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string WordOf(ActivityKind kind) => kind switch
    {
        ActivityKind.ToolCall => "tool_call",
        ActivityKind.ToolResult => "tool_result",
        ActivityKind.AgentMessage => "agent_message",
        ActivityKind.Reasoning => "reasoning",
        ActivityKind.StepStart => "step_start",
        ActivityKind.Output => "output",
        ActivityKind.Finished => "finished",
    };

    public static ActivityKind? KindOf(string? word)
    {
        foreach (var kind in Enum.GetValues<ActivityKind>())
        {
            if (WordOf(kind) == word)
                return kind;
        }

        return null;
    }

    internal static ReadOnlyMemory<byte> Write(ActivityRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plainly))
        {
            json.WriteStartObject();
            json.WriteNumber("seq"u8, record.Sequence);
            json.WriteNumber("at_us"u8, (record.At - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
            json.WriteString("type"u8, WordOf(record.Kind));
            Put(json, "text"u8, record.Text);
            if (record.Partial)
                json.WriteBoolean("partial"u8, true);
            Put(json, "name"u8, record.Name);
            Put(json, "call_id"u8, record.CallId);
            if (record.InputJson is { } input)
            {
                json.WritePropertyName("input"u8);
                json.WriteRawValue(input);
            }

            if (record.IsError is { } isError)
                json.WriteBoolean("is_error"u8, isError);
            Put(json, "stream"u8, record.Stream);
            Put(json, "outcome"u8, record.Outcome);
            if (record.ExitCode is { } code)
                json.WriteNumber("exit_code"u8, code);
            if (record.OmittedBytes > 0)
                json.WriteNumber("omitted_bytes"u8, record.OmittedBytes);
            if (record.OmittedRecords > 0)
                json.WriteNumber("omitted_records"u8, record.OmittedRecords);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <exception cref="JsonException">It is not a record.</exception>
    internal static ActivityRecord Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        var root = document.RootElement;
        return new ActivityRecord
        {
            Sequence = root.GetProperty("seq").GetInt64(),
            At = DateTimeOffset.UnixEpoch.AddTicks(root.GetProperty("at_us").GetInt64() * TimeSpan.TicksPerMicrosecond),
            Kind = KindOf(root.GetProperty("type").GetString()) ?? throw new JsonException("Its type is unknown."),
            Text = Text(root, "text"),
            Partial = root.TryGetProperty("partial", out var partial) && partial.GetBoolean(),
            Name = Text(root, "name"),
            CallId = Text(root, "call_id"),
            InputJson = root.TryGetProperty("input", out var input) ? input.GetRawText() : null,
            IsError = root.TryGetProperty("is_error", out var isError) ? isError.GetBoolean() : null,
            Stream = Text(root, "stream"),
            Outcome = Text(root, "outcome"),
            ExitCode = root.TryGetProperty("exit_code", out var code) ? code.GetInt32() : null,
            OmittedBytes = root.TryGetProperty("omitted_bytes", out var bytes) ? bytes.GetInt64() : 0,
            OmittedRecords = root.TryGetProperty("omitted_records", out var records) ? records.GetInt64() : 0,
        };
    }

    private static void Put(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
