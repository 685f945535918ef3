using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>JSON in a column.</summary>
internal static class RowJson
{
    // Read by programs and people, never by a browser.
    private static readonly JsonWriterOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plainly))
            write(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
