using System.Text.Json;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>Appends events to the log, those of one change as one row. Of runs alone <see cref="RunTables"/> does, which groups those of a whole transaction.</summary>
internal static class EventBatch
{
    public const string OfExecution =
        "INSERT INTO event_batches (last_sequence, run, execution, epoch, count, events) VALUES (?1, 0, ?2, 0, ?3, ?4)";

    public const string OfTask =
        "INSERT INTO event_batches (last_sequence, run, task, epoch, count, events) VALUES (?1, 0, ?2, 0, ?3, ?4)";

    public const string OfQueue =
        "INSERT INTO event_batches (last_sequence, run, queue, epoch, count, events) VALUES (?1, 0, ?2, 0, ?3, ?4)";

    /// <param name="insert">One of the above.</param>
    /// <param name="subject">The number of what they happened to.</param>
    /// <param name="lastSequence">The number of the last of them.</param>
    public static void Append<T>(Database database, string insert, long subject, long lastSequence, IReadOnlyList<T> events, Action<Utf8JsonWriter, T> write) =>
        database.Prepare(insert)
            .Bind(1, lastSequence)
            .Bind(2, subject)
            .Bind(3, events.Count)
            .Bind(4, RowJson.Of(json =>
            {
                json.WriteStartArray();
                foreach (var happened in events)
                    write(json, happened);
                json.WriteEndArray();
            }))
            .Run();
}
