using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;

namespace Holdfast.Server.Events;

/// <summary>An event as it is sent, made once for all who read it.</summary>
/// <param name="Name">Of its type.</param>
/// <param name="Frame">Of a stream of server-sent events: id, name, data and the empty line.</param>
/// <param name="Json">The document in it.</param>
internal sealed record SentEvent(long Sequence, LogOwner Owner, string Name, ReadOnlyMemory<byte> Frame, ReadOnlyMemory<byte> Json)
{
    // What is stored is well-formed, and written by us.
    private static readonly JsonWriterOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static SentEvent Of(LoggedEvent stored)
    {
        var name = EventNames.Of(stored.Type);
        var buffer = new ArrayBufferWriter<byte>(stored.Fields.Length + 256);
        // Stored JSON has no line breaks of its own, so that a document is one line of data.
        buffer.Write(Encoding.UTF8.GetBytes($"id: {stored.Sequence}\nevent: {name}\ndata: "));
        var start = buffer.WrittenCount;
        using (var json = new Utf8JsonWriter(buffer, Plainly))
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, stored.Sequence);
            json.WriteString("type"u8, name);
            json.WriteNumber("v"u8, stored.Version);
            json.WritePropertyName("at"u8);
            UtcTimeConverter.Write(json, stored.At);
            WriteOwner(json, stored);
            json.WritePropertyName("data"u8);
            json.WriteStartObject();
            json.Flush();
            buffer.Write(stored.Fields.Span);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        var end = buffer.WrittenCount;
        buffer.Write("\n\n"u8);
        return new SentEvent(stored.Sequence, stored.Owner, name, buffer.WrittenMemory, buffer.WrittenMemory[start..end]);
    }

    private static void WriteOwner(Utf8JsonWriter json, LoggedEvent stored)
    {
        var (id, number) = stored.Owner.Subject switch
        {
            LogSubject.Run => ("run", "run_number"),
            LogSubject.Execution => ("execution", "execution_number"),
            LogSubject.Task => ("task", "task_number"),
            LogSubject.Queue => ("", ""),
        };
        if (number.Length == 0)
            return;
        if (stored.Id is { } whole)
            json.WriteString(id, whole);
        json.WriteNumber(number, stored.Owner.Number);
    }
}
