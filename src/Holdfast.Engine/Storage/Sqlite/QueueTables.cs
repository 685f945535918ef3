using System.Text.Json;
using Holdfast.Core.Queueing;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>What holds back the queue, changed within the writer's transaction and read on any connection.</summary>
/// <param name="takeNumbers">Gives the last of so many new numbers of a counter.</param>
internal sealed class QueueTables(Database database, Func<string, int, long> takeNumbers)
{
    /// <summary>Of the row that stands for the whole queue. No key is empty.</summary>
    private const string Whole = "";

    /// <summary>There is one.</summary>
    private const long TheQueue = 1;

    private const string Put =
        """
        INSERT INTO queue_holds (key, paused_by, paused_at_us, circuit, until_us, times, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (key) DO UPDATE SET paused_by = excluded.paused_by, paused_at_us = excluded.paused_at_us, circuit = excluded.circuit,
            until_us = excluded.until_us, times = excluded.times, why = excluded.why
        """;

    private const string Select = "SELECT key, paused_by, paused_at_us, circuit, until_us, times, why FROM queue_holds ";

    public void Append(QueueEvent happened)
    {
        var key = happened.Key ?? Whole;
        var hold = QueueDecider.After(HoldOf(key), happened);
        if (hold.IsNothing)
            database.Prepare("DELETE FROM queue_holds WHERE key = ?1").Bind(1, key).Run();
        else
            PutHold(key, hold);
        EventBatch.Append(database, EventBatch.OfQueue, TheQueue, takeNumbers("event", 1), [happened], QueueEventJson.Write);
    }

    public static StoredQueue Load(Database database)
    {
        var whole = QueueHold.None;
        var keys = new Dictionary<string, QueueHold>(StringComparer.Ordinal);
        var row = database.Prepare(Select);
        while (row.Step())
        {
            if (row.GetString(0) is { Length: > 0 } key)
                keys.Add(key, ReadHold(row));
            else
                whole = ReadHold(row);
        }

        return new StoredQueue(whole, keys);
    }

    public static List<StoredQueueEvent> Events(Database database, int newest)
    {
        var events = new List<StoredQueueEvent>();
        var row = database.Prepare("SELECT last_sequence, events FROM event_batches WHERE queue IS NOT NULL ORDER BY last_sequence DESC LIMIT ?1").Bind(1, newest);
        while (row.Step())
        {
            var json = new Utf8JsonReader(row.GetBytes(1));
            json.Read();
            json.Read();
            events.Add(new StoredQueueEvent(row.GetInt64(0), QueueEventJson.Read(ref json)));
        }

        events.Reverse();
        return events;
    }

    /// <summary>Removes what happened before a moment. What holds the queue back now is not told by events.</summary>
    public void Trim(DateTimeOffset before)
    {
        var last = 0L;
        var row = database.Prepare("SELECT last_sequence, events FROM event_batches WHERE queue IS NOT NULL ORDER BY last_sequence");
        while (row.Step())
        {
            var json = new Utf8JsonReader(row.GetBytes(1));
            json.Read();
            json.Read();
            if (QueueEventJson.Read(ref json).At >= before)
                break;
            last = row.GetInt64(0);
        }

        row.Reset();
        if (last == 0)
            return;
        database.Prepare(LogQueries.TrimQueue).Bind(1, last).Run();
        database.Prepare("DELETE FROM event_batches WHERE queue IS NOT NULL AND last_sequence <= ?1").Bind(1, last).Run();
    }

    private QueueHold HoldOf(string key)
    {
        var row = database.Prepare(Select + "WHERE key = ?1").Bind(1, key);
        if (!row.Step())
            return QueueHold.None;
        var hold = ReadHold(row);
        row.Reset();
        return hold;
    }

    private void PutHold(string key, QueueHold hold)
    {
        (long? Until, long? Times, string? Why) circuit = hold.Circuit switch
        {
            Circuit.Open open => (StoredTime.Of(open.Until), open.Times, open.Why),
            Circuit.HalfOpen trial => (null, trial.Times, trial.Why),
            _ => (null, null, null),
        };
        database.Prepare(Put)
            .Bind(1, key)
            .Bind(2, hold.PausedBy)
            .Bind(3, hold.PausedAt is { } at ? StoredTime.Of(at) : (long?)null)
            .Bind(4, hold.Circuit is Circuit.Closed ? null : StoredNames.Circuits[hold.Circuit.Status])
            .Bind(5, circuit.Until)
            .Bind(6, circuit.Times)
            .Bind(7, circuit.Why)
            .Run();
    }

    private static QueueHold ReadHold(Statement row) => new(
        row.GetStringOrNull(1),
        row.IsNull(2) ? null : StoredTime.ToTime(row.GetInt64(2)),
        row.IsNull(3) ? Circuit.Closed.Sound : StoredNames.Circuits.Parse(row.GetString(3)) switch
        {
            CircuitStatus.Open => new Circuit.Open(StoredTime.ToTime(row.GetInt64(4)), row.GetInt32(5), row.GetString(6)),
            CircuitStatus.HalfOpen => new Circuit.HalfOpen(row.GetInt32(5), row.GetString(6)),
            CircuitStatus.Closed => Circuit.Closed.Sound,
        });
}
