using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Daemons;

/// <summary>One event of the daemon's diary, as a line for people or as one JSON object for programs.</summary>
/// <param name="Event">Its name, for programs.</param>
/// <param name="Message">For people.</param>
/// <param name="Values">What the message is about, by the names in it.</param>
internal readonly record struct DiaryLine(
    DateTimeOffset At, LogLevel Level, string Logger, string? Event, string Message, IReadOnlyList<KeyValuePair<string, object?>> Values, Exception? Exception)
{
    /// <summary>Under which a logged state keeps its message's template.</summary>
    private const string Template = "{OriginalFormat}";

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Members that every line has; a value of the same name stands beside as <c>value_…</c>.</summary>
    private static readonly string[] Own = ["at", "level", "logger", "event", "message", "exception", "trace_id"];

    public byte[] ToText()
    {
        var text = new StringBuilder().Append(Time(At)).Append(' ').Append(Word(Level).PadRight(5)).Append(' ').Append(OneLine(Message));
        if (Exception is not null)
            text.Append(": ").AppendJoin("\n    ", Exception.ToString().ReplaceLineEndings("\n").Split('\n').Select(OneLine));
        return Encoding.UTF8.GetBytes(text.Append('\n').ToString());
    }

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("at", Time(At));
            json.WriteString("level", Word(Level));
            json.WriteString("logger", Logger);
            if (Event is not null)
                json.WriteString("event", Event);
            json.WriteString("message", Message);
            foreach (var (name, value) in Values)
            {
                if (name != Template)
                    Write(json, NameOf(name), value);
            }

            if (Exception is not null)
                json.WriteString("exception", Exception.ToString());
            // The web server makes activities of its own, in traces that nobody else knows.
            if (Activity.Current is { Source.Name: SpanWriter.SourceName } trace)
                json.WriteString("trace_id", trace.TraceId.ToHexString());
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>As a programmer names it, as documents do.</summary>
    public static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static string NameOf(string name) => Snake(name) is var snake && Own.Contains(snake) ? $"value_{snake}" : snake;

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            case DateTimeOffset at:
                json.WriteString(name, Time(at));
                break;
            default:
                json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    // What others named (a path, a plan) neither breaks the line nor moves the cursor of who reads it.
    private static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.ReplaceLineEndings(" ").Select(each => char.IsControl(each) ? ' ' : each)) : text;

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error or LogLevel.Critical or LogLevel.None => "error",
    };
}
