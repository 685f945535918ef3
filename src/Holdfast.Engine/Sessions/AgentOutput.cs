using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Holdfast.Engine.Runtimes;
using Holdfast.Processes;

namespace Holdfast.Engine.Sessions;

/// <summary>
/// From what a process wrote to what its agent did. Pure: the same output gives the same records, however it was cut into frames
/// in between and however often it is read, which is how a daemon goes on where the one before stopped.
/// </summary>
internal sealed class AgentOutput(ActivityPolicy policy, SecretMask mask)
{
    private readonly Line stdout = new(policy.LineBytes);
    private readonly Line stderr = new(policy.LineBytes);
    private readonly StreamedMessage message = new(mask, policy.TextBytes);
    private long sequence;
    private long keptBytes;
    private long omittedBefore;
    private long omittedInAll;
    private DateTimeOffset lastAt = DateTimeOffset.UnixEpoch;

    /// <param name="startedAt">Of the log the frame is from.</param>
    /// <param name="take">Given each record that is kept, with its JSON.</param>
    public void Read(OutputFrame frame, DateTimeOffset startedAt, Action<ActivityRecord, ReadOnlyMemory<byte>> take)
    {
        lastAt = startedAt + frame.At;
        switch (frame.Kind)
        {
            case OutputFrameKind.Stdout:
                Read(stdout, "stdout", frame.Bytes.Span, take);
                break;
            case OutputFrameKind.Stderr:
                Read(stderr, "stderr", frame.Bytes.Span, take);
                break;
            case OutputFrameKind.Truncated or OutputFrameKind.Lost:
                var bytes = frame.Bytes.Length >= sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(frame.Bytes.Span) : 0;
                Keep(New(ActivityKind.Output) with { Text = "", OmittedBytes = bytes }, take);
                break;
        }
    }

    /// <summary>After the last frame: what is left of lines without an end, then how it all ended.</summary>
    public void Finish(string outcome, string why, int exitCode, DateTimeOffset at, Action<ActivityRecord, ReadOnlyMemory<byte>> take)
    {
        foreach (var (line, stream) in new[] { (stdout, "stdout"), (stderr, "stderr") })
        {
            if (!line.IsEmpty)
                EndLine(line, stream, take);
        }

        EndMessage(take);
        var last = new ActivityRecord
        {
            Sequence = ++sequence, At = at, Kind = ActivityKind.Finished, Text = mask.Apply(why), Outcome = outcome, ExitCode = exitCode, OmittedRecords = omittedInAll,
        };
        take(last, ActivityJson.Write(last));
    }

    private void Read(Line line, string stream, ReadOnlySpan<byte> bytes, Action<ActivityRecord, ReadOnlyMemory<byte>> take)
    {
        while (bytes.IndexOf((byte)'\n') is var newline and >= 0)
        {
            line.Add(bytes[..newline]);
            EndLine(line, stream, take);
            bytes = bytes[(newline + 1)..];
        }

        line.Add(bytes);
    }

    private void EndLine(Line line, string stream, Action<ActivityRecord, ReadOnlyMemory<byte>> take)
    {
        var (text, omitted) = (line.Text.TrimEnd('\r'), line.Omitted);
        var record = stream == "stdout" && omitted == 0 && text.AsSpan().TrimStart(" \t").StartsWith('{') ? Understand(text) : null;
        record ??= WithText(New(ActivityKind.Output) with { Stream = stream }, text, omitted);
        line.Clear();
        // What a program says between the parts of a message does not end it.
        if (record.Kind is not (ActivityKind.AgentMessage or ActivityKind.Output))
            EndMessage(take);
        Keep(record, take);
    }

    /// <summary>Tells what of a message's last part still waited for the next.</summary>
    private void EndMessage(Action<ActivityRecord, ReadOnlyMemory<byte>> take)
    {
        if (message.End() is { Length: > 0 } rest && policy.Partial)
            Keep(WithMasked(New(ActivityKind.AgentMessage) with { Partial = true }, rest, 0), take);
    }

    /// <returns>Null when it is not a JSON object.</returns>
    private ActivityRecord? Understand(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            // What is not of our kinds is kept as it was written, but for the secrets in it, however they are written.
            return Understand(root) ?? WithText(New(ActivityKind.Output) with { Stream = "stdout" }, mask.TextOf(root), 0);
        }
        // Not JSON, or with an escape that stands for no text, such as one half of an emoji that was cut.
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <returns>Null when it has not the fields of one of our kinds.</returns>
    private ActivityRecord? Understand(JsonElement root)
    {
        if (ActivityJson.KindOf(Text(root, "type")) is not { } kind)
            return null;
        var name = Masked(Text(root, "name") ?? Text(root, "tool"));
        var text = Text(root, "text") ?? Text(root, "message");
        var callId = Masked(Text(root, "call_id") ?? Text(root, "id"));
        return kind switch
        {
            ActivityKind.ToolCall when name is not null => WithInput(New(kind) with { Name = name, CallId = callId }, root),
            ActivityKind.ToolResult when name is not null || callId is not null =>
                WithText(New(kind) with { Name = name, CallId = callId, IsError = Flag(root, "is_error") }, ResultOf(root), 0),
            ActivityKind.AgentMessage when text is not null => WithPart(New(kind) with { Partial = Flag(root, "partial") ?? false }, text),
            ActivityKind.Reasoning or ActivityKind.Output when text is not null => WithText(New(kind), text, 0),
            ActivityKind.StepStart => WithText(New(kind) with { Name = name }, text, 0),
            ActivityKind.Finished => WithText(New(kind), text ?? ResultOf(root), 0),
            _ => null,
        };
    }

    private string? Masked(string? text) => text is null ? null : mask.Apply(text);

    private ActivityRecord New(ActivityKind kind) => new() { Sequence = 0, At = lastAt, Kind = kind };

    private ActivityRecord WithText(ActivityRecord record, string? text, long omitted) => text is null ? record : WithMasked(record, mask.Apply(text), omitted);

    private ActivityRecord WithPart(ActivityRecord record, string text) => WithMasked(record, message.Take(text, isLast: !record.Partial), 0);

    private ActivityRecord WithMasked(ActivityRecord record, string masked, long omitted)
    {
        var (kept, cut) = Cut(masked);
        return record with { Text = kept, OmittedBytes = omitted + cut };
    }

    private ActivityRecord WithInput(ActivityRecord record, JsonElement root)
    {
        if (!root.TryGetProperty("input", out var input) && !root.TryGetProperty("arguments", out input))
            return record;
        var masked = mask.Apply(input);
        // As whoever shows it will: what cannot be written is not understood.
        using (var writer = new Utf8JsonWriter(Stream.Null))
            masked.WriteTo(writer);
        var json = masked.GetRawText();
        var bytes = Encoding.UTF8.GetByteCount(json);
        return bytes <= policy.TextBytes ? record with { InputJson = json } : record with { OmittedBytes = bytes };
    }

    private (string Kept, long Omitted) Cut(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes <= policy.TextBytes)
            return (text, 0);
        // Counted in characters, of which none is shorter than a byte; a pair is not torn.
        var length = policy.TextBytes / 4;
        if (char.IsHighSurrogate(text[length - 1]))
            length--;
        var kept = text[..length];
        return (kept, bytes - Encoding.UTF8.GetByteCount(kept));
    }

    private void Keep(ActivityRecord record, Action<ActivityRecord, ReadOnlyMemory<byte>> take)
    {
        var isLight = record.Kind is ActivityKind.Output or ActivityKind.Reasoning || record.Partial;
        if (keptBytes >= policy.AllBytes || (isLight && keptBytes >= policy.LightBytes) || (record.Partial && !policy.Partial))
        {
            omittedBefore++;
            omittedInAll++;
            return;
        }

        record = record with { Sequence = ++sequence, OmittedRecords = omittedBefore };
        omittedBefore = 0;
        var json = ActivityJson.Write(record);
        keptBytes += json.Length;
        take(record, json);
    }

    private string? ResultOf(JsonElement root)
    {
        foreach (var name in (string[])["text", "output", "result", "content"])
        {
            if (root.TryGetProperty(name, out var value))
                return value.ValueKind == JsonValueKind.String ? value.GetString() : mask.TextOf(value);
        }

        return null;
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool? Flag(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    /// <summary>What has come of one line so far, up to a limit.</summary>
    private sealed class Line(int limit)
    {
        private readonly ArrayBufferWriter<byte> bytes = new();

        /// <summary>Bytes beyond the limit.</summary>
        public long Omitted { get; private set; }

        public bool IsEmpty => bytes.WrittenCount == 0;

        public string Text => Encoding.UTF8.GetString(bytes.WrittenSpan);

        public void Add(ReadOnlySpan<byte> more)
        {
            var room = Math.Min(more.Length, limit - bytes.WrittenCount);
            bytes.Write(more[..room]);
            Omitted += more.Length - room;
        }

        public void Clear()
        {
            bytes.ResetWrittenCount();
            Omitted = 0;
        }
    }
}
