using System.Text.Json;
using Holdfast.Core.Queueing;
using static Holdfast.Engine.Storage.StoredJson;

namespace Holdfast.Engine.Storage;

/// <summary>Events of the queue as they are stored: as those of runs, and with the same promise.</summary>
internal static class QueueEventJson
{
    private const int Version = 1;

    public static void Write(Utf8JsonWriter json, QueueEvent happened)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, TypeOf(happened));
        json.WriteNumber("v"u8, Version);
        json.WriteNumber("at_us"u8, StoredTime.Of(happened.At));
        WriteUnlessNull(json, "key"u8, happened.Key);
        switch (happened)
        {
            case QueueEvent.Paused paused:
                json.WriteString("who"u8, paused.Who);
                break;
            case QueueEvent.Resumed resumed:
                json.WriteString("who"u8, resumed.Who);
                break;
            case QueueEvent.CircuitOpened opened:
                json.WriteNumber("failures"u8, opened.Failures);
                json.WriteNumber("until_us"u8, StoredTime.Of(opened.Until));
                json.WriteNumber("times"u8, opened.Times);
                json.WriteString("why"u8, opened.Why);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Reads one event; <paramref name="json"/> stands on its first token and ends on its last.</summary>
    /// <exception cref="InvalidDataException">The event is of a later version, or damaged.</exception>
    public static QueueEvent Read(ref Utf8JsonReader json)
    {
        string? type = null, key = null, who = null, why = null;
        int? version = null, failures = null, times = null;
        DateTimeOffset? at = null, until = null;
        while (NextField(ref json))
        {
            if (json.ValueTextEquals("type"u8)) type = ReadString(ref json);
            else if (json.ValueTextEquals("v"u8)) version = ReadInt32(ref json);
            else if (json.ValueTextEquals("at_us"u8)) at = ReadTime(ref json);
            else if (json.ValueTextEquals("key"u8)) key = ReadString(ref json);
            else if (json.ValueTextEquals("who"u8)) who = ReadString(ref json);
            else if (json.ValueTextEquals("failures"u8)) failures = ReadInt32(ref json);
            else if (json.ValueTextEquals("until_us"u8)) until = ReadTime(ref json);
            else if (json.ValueTextEquals("times"u8)) times = ReadInt32(ref json);
            else if (json.ValueTextEquals("why"u8)) why = ReadString(ref json);
            else json.Skip();
        }

        var when = Required(at, "at_us");
        return (type, version) switch
        {
            ("queue_paused", 1) => new QueueEvent.Paused(when, key, Required(who, "who")),
            ("queue_resumed", 1) => new QueueEvent.Resumed(when, key, Required(who, "who")),
            ("circuit_opened", 1) => new QueueEvent.CircuitOpened(
                when, Required(key, "key"), Required(failures, "failures"), Required(until, "until_us"), Required(times, "times"), Required(why, "why")),
            ("circuit_half_opened", 1) => new QueueEvent.CircuitHalfOpened(when, Required(key, "key")),
            ("circuit_closed", 1) => new QueueEvent.CircuitClosed(when, Required(key, "key")),
            _ => throw new InvalidDataException($"The store has a queue event '{type}' of version {version}, which this version of Holdfast does not know."),
        };
    }

    private static string TypeOf(QueueEvent happened) => happened switch
    {
        QueueEvent.Paused => "queue_paused",
        QueueEvent.Resumed => "queue_resumed",
        QueueEvent.CircuitOpened => "circuit_opened",
        QueueEvent.CircuitHalfOpened => "circuit_half_opened",
        QueueEvent.CircuitClosed => "circuit_closed",
        _ => throw new InvalidOperationException($"Unplaced event {happened.GetType().Name}."),
    };
}
