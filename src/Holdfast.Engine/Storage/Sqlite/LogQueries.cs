using System.Text.Json;
using static Holdfast.Engine.Storage.StoredJson;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>The global log, read across all runs, executions, tasks and the queue. Works on any connection.</summary>
internal static class LogQueries
{
    /// <summary>Of the events of one page, so that its reader's memory stays the same however large they are.</summary>
    private const int MostBytes = 4 << 20;

    private const string Select =
        """
        SELECT last_sequence, count, events, run, event_batches.execution, task, runs.id, executions.id, tasks.id
        FROM event_batches
        LEFT JOIN runs ON runs.number = event_batches.run
        LEFT JOIN executions ON executions.number = event_batches.execution
        LEFT JOIN tasks ON tasks.number = event_batches.task
        WHERE last_sequence > ?1
        """;

    private const string InOrder = " ORDER BY last_sequence";

    private const string Skip =
        "INSERT INTO counters (name, last) VALUES ('event', ?1), ('trimmed_event', ?1) ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)";

    private const string LastOf = "SELECT last FROM counters WHERE name = ?1";

    /// <summary>Before the events of a run are removed: who has not read them yet is told.</summary>
    public const string TrimRun = RememberTrimmed + " WHERE run = ?1 GROUP BY run" + IfLater;

    /// <summary>Before those of a free-standing execution are.</summary>
    public const string TrimExecution = RememberTrimmed + " WHERE execution = ?1 GROUP BY execution" + IfLater;

    /// <summary>Before the queue's up to one of them are.</summary>
    public const string TrimQueue = RememberTrimmed + " WHERE queue IS NOT NULL AND last_sequence <= ?1 GROUP BY queue" + IfLater;

    private const string RememberTrimmed = "INSERT INTO counters (name, last) SELECT 'trimmed_event', max(last_sequence) FROM event_batches";

    private const string IfLater = " ON CONFLICT (name) DO UPDATE SET last = max(last, excluded.last)";

    public static LogPage Read(Database database, LogFilter filter)
    {
        // Before the rows: what is stored in between is then read, not passed over.
        var last = Last(database, "event");
        var events = new List<LoggedEvent>();
        var bytes = 0L;
        var hasMore = false;
        var row = Rows(database, filter);
        while (!hasMore && row.Step())
        {
            var batch = row.GetBytes(2).ToArray();
            hasMore = !Add(events, filter, batch, row.GetInt64(0) - row.GetInt64(1), OwnerOf(row), IdOf(row)) || (bytes += batch.Length) >= MostBytes;
        }

        row.Reset();
        var through = hasMore || (events.Count > 0 && events[^1].Sequence > last) ? events[^1].Sequence : last;
        // After the rows: what was removed while they were read is told.
        return new LogPage(events, through, hasMore, Last(database, "trimmed_event"));
    }

    private static Statement Rows(Database database, LogFilter filter)
    {
        if (filter.Of is not { } one)
            return database.Prepare(Select + InOrder).Bind(1, filter.After);
        var condition = one.Subject switch
        {
            LogSubject.Run => " AND run = ?2",
            LogSubject.Execution => " AND event_batches.execution = ?2",
            LogSubject.Task => " AND task = ?2",
            // It has no number.
            LogSubject.Queue => " AND queue IS NOT NULL AND ?2 = 0",
        };
        return database.Prepare(Select + condition + InOrder).Bind(1, filter.After).Bind(2, one.Number);
    }

    /// <returns>False when it was cut off at the limit.</returns>
    private static bool Add(List<LoggedEvent> events, LogFilter filter, byte[] batch, long sequence, LogOwner owner, Guid? id)
    {
        var json = new Utf8JsonReader(batch);
        json.Read();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (++sequence <= filter.After)
                json.Skip();
            else if (events.Count == filter.Limit)
                return false;
            else
                events.Add(Read(ref json, batch, sequence, owner, id));
        }

        return true;
    }

    private static LoggedEvent Read(ref Utf8JsonReader json, byte[] batch, long sequence, LogOwner owner, Guid? id)
    {
        var type = NextField(ref json) && json.ValueTextEquals("type"u8) ? ReadString(ref json) : throw NotLeading(sequence);
        var version = NextField(ref json) && json.ValueTextEquals("v"u8) ? ReadInt32(ref json) : throw NotLeading(sequence);
        var at = NextField(ref json) && json.ValueTextEquals("at_us"u8) ? ReadTime(ref json) : throw NotLeading(sequence);
        var start = (int)json.BytesConsumed;
        while (NextField(ref json))
            json.Skip();
        var fields = batch.AsMemory(start..((int)json.BytesConsumed - 1));
        return new LoggedEvent(sequence, owner, id, type, version, at, fields.Span is [(byte)',', ..] ? fields[1..] : fields);
    }

    private static LogOwner OwnerOf(Statement row) => row switch
    {
        _ when row.GetInt64OrNull(4) is { } execution => new LogOwner(LogSubject.Execution, execution),
        _ when row.GetInt64OrNull(5) is { } task => new LogOwner(LogSubject.Task, task),
        _ when row.GetInt64(3) is > 0 and var run => new LogOwner(LogSubject.Run, run),
        _ => new LogOwner(LogSubject.Queue, 0),
    };

    private static Guid? IdOf(Statement row) => row switch
    {
        _ when row.GetStringOrNull(6) is { } run => Guid.Parse(run),
        _ when !row.IsNull(7) => row.GetGuid(7),
        _ when !row.IsNull(8) => row.GetGuid(8),
        _ => null,
    };

    /// <summary>The last id that was given to an event, whether or not it is there still.</summary>
    public static long LastEvent(Database database) => Last(database, "event");

    /// <summary>Gives no id up to this one to an event any more, and has those who have read up to it told that some are gone. Nothing where ids are beyond it.</summary>
    public static void SkipTo(Database database, long sequence)
    {
        if (LastEvent(database) >= sequence)
            return;
        database.Prepare(Skip).Bind(1, sequence).Run();
    }

    private static long Last(Database database, string counter)
    {
        var row = database.Prepare(LastOf).Bind(1, counter);
        var last = row.Step() ? row.GetInt64(0) : 0;
        row.Reset();
        return last;
    }

    private static InvalidDataException NotLeading(long sequence) => new($"Stored event {sequence} does not begin with type, v and at_us.");
}
