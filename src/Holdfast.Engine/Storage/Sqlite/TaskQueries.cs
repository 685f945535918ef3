using System.Globalization;
using System.Text.Json;
using Holdfast.Core.Executions;
using Holdfast.Core.Tasks;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>Every question about tasks and sessions. Each works on any connection.</summary>
internal static class TaskQueries
{
    private const string SelectTasks =
        """
        SELECT tasks.number, tasks.id, tasks.version, title, prompt, priority, agent, tasks.workspace, tasks.status, stopped_from, stopped_by, sessions, created_at_us,
               updated_at_us, open.id, open.execution, open.cancelled_by
        FROM tasks LEFT JOIN sessions AS open ON open.number = tasks.session

        """;

    private const string SelectSessions =
        """
        SELECT sessions.number, sessions.id, tasks.id, sessions.task, ordinal, phase, execution, sessions.workspace, sessions.status, cancelled_by, cause,
               activity_logged, events_logged, started_at_us, ended_at_us, trace
        FROM sessions JOIN tasks ON tasks.number = sessions.task

        """;

    public static StoredTask? ById(Database database, TaskId id) => Tasks(database.Prepare(SelectTasks + "WHERE tasks.id = ?1").Bind(1, id.Value)).SingleOrDefault();

    public static StoredSession? SessionById(Database database, SessionId id) =>
        Sessions(database.Prepare(SelectSessions + "WHERE sessions.id = ?1").Bind(1, id.Value)).SingleOrDefault();

    public static TaskLookup Find(Database database, string reference)
    {
        var meant = Reference.Parse(reference);
        if (meant.Number is { } number && Tasks(database.Prepare(SelectTasks + "WHERE tasks.number = ?1").Bind(1, number)) is [var numbered])
            return new TaskLookup(numbered, []);
        if (meant.PartOfId is not { } part)
            return new TaskLookup(null, []);
        if (Guid.TryParseExact(part, "N", out var whole))
            return new TaskLookup(ById(database, new TaskId(whole)), []);
        var candidates = Tasks(database.Prepare(
            SelectTasks + "WHERE hex(tasks.id) LIKE ?1 || '%' OR hex(tasks.id) LIKE '%' || ?1 ORDER BY tasks.number DESC LIMIT ?2")
            .Bind(1, part)
            .Bind(2, Reference.MaxCandidates));
        return candidates is [var only] ? new TaskLookup(only, []) : new TaskLookup(null, candidates);
    }

    public static SessionLookup FindSession(Database database, string reference)
    {
        var meant = Reference.Parse(reference);
        if (meant.Number is { } number && Sessions(database.Prepare(SelectSessions + "WHERE sessions.number = ?1").Bind(1, number)) is [var numbered])
            return new SessionLookup(numbered, []);
        if (meant.PartOfId is not { } part)
            return new SessionLookup(null, []);
        if (Guid.TryParseExact(part, "N", out var whole))
            return new SessionLookup(SessionById(database, new SessionId(whole)), []);
        var candidates = Sessions(database.Prepare(
            SelectSessions + "WHERE hex(sessions.id) LIKE ?1 || '%' OR hex(sessions.id) LIKE '%' || ?1 ORDER BY sessions.number DESC LIMIT ?2")
            .Bind(1, part)
            .Bind(2, Reference.MaxCandidates));
        return candidates is [var only] ? new SessionLookup(only, []) : new SessionLookup(null, candidates);
    }

    // Each order has an index that ends in the number, so that a page costs what it holds, wherever it is.
    public static ListPage<StoredTask> List(Database database, TaskFilter filter)
    {
        var row = database.Prepare(ListSql(filter)).Bind(1, PageReading.RowsFor(filter.Limit));
        if (filter.Search is { } search)
            row.Bind(4, search);
        if (filter.After is { } after)
        {
            _ = filter.Sort == TaskSort.Title ? row.Bind(2, after.Key) : row.Bind(2, long.Parse(after.Key, CultureInfo.InvariantCulture));
            row.Bind(3, after.Number);
        }

        return PageReading.Page(row, filter.Limit, filter.MostBytes, ReadTask, BytesOf);
    }

    internal static string ListSql(TaskFilter filter)
    {
        var (column, isText) = filter.Sort switch
        {
            TaskSort.Created => ("tasks.number", false),
            TaskSort.Updated => ("updated_at_us", false),
            TaskSort.Priority => ("priority", false),
            TaskSort.Title => ("title", true),
        };
        var conditions = new List<string>();
        if (filter.Statuses is { } statuses)
            conditions.Add($"tasks.status IN ({string.Join(", ", statuses.Distinct().Order().Select(status => $"'{StoredNames.TaskPhases[status]}'"))})");
        if (filter.Search is not null)
            conditions.Add("instr(lower(title), lower(?4)) > 0");
        if (filter.After is not null)
            conditions.Add(SortedList.After(column, "tasks.number", filter.Ascending, isText, (2, 3)));
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        return $"{SelectTasks} {where} ORDER BY {SortedList.By(column, "tasks.number", filter.Ascending, isText)} LIMIT ?1";
    }

    public static List<StoredSession> ListSessions(Database database, SessionFilter filter)
    {
        var conditions = new List<string>();
        if (filter.Task is not null)
            conditions.Add("sessions.task = (SELECT number FROM tasks WHERE id = ?2)");
        if (filter.OpenOnly)
            conditions.Add("ended_at_us IS NULL");
        if (filter.Before is not null)
            conditions.Add("sessions.number < ?3");
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        var row = database.Prepare($"{SelectSessions} {where} ORDER BY sessions.number DESC LIMIT ?1").Bind(1, filter.Limit);
        if (filter.Task is { } task)
            row.Bind(2, task.Value);
        if (filter.Before is { } before)
            row.Bind(3, before);
        return Sessions(row);
    }

    public static List<StoredTaskEvent> Events(Database database, long task)
    {
        var row = database.Prepare("SELECT last_sequence, count, events FROM event_batches WHERE task = ?1 ORDER BY last_sequence").Bind(1, task);
        var events = new List<StoredTaskEvent>();
        while (row.Step())
        {
            var sequence = row.GetInt64(0) - row.GetInt64(1);
            var json = new Utf8JsonReader(row.GetBytes(2));
            json.Read();
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                events.Add(new StoredTaskEvent(++sequence, TaskEventJson.Read(ref json)));
        }

        return events;
    }

    private static List<StoredTask> Tasks(Statement row)
    {
        var tasks = new List<StoredTask>();
        while (row.Step())
            tasks.Add(ReadTask(row));
        return tasks;
    }

    private static StoredTask ReadTask(Statement row) => new()
    {
        Number = row.GetInt64(0),
        Id = new TaskId(row.GetGuid(1)),
        Version = row.GetInt64(2),
        Order = new TaskOrder
        {
            Title = row.GetString(3),
            Prompt = row.GetString(4),
            Priority = row.GetInt32(5),
            Agent = row.IsNull(6) ? null : Read(row.GetBytes(6), TaskOrderJson.ReadAgent),
            Workspace = Read(row.GetBytes(7), TaskOrderJson.ReadWorkspace),
        },
        State = ReadState(row),
        Sessions = row.GetInt32(11),
        CreatedAt = StoredTime.ToTime(row.GetInt64(12)),
        UpdatedAt = StoredTime.ToTime(row.GetInt64(13)),
    };

    // Its title, prompt, agent and workspace.
    private static long BytesOf(Statement row) => (long)row.GetBytes(3).Length + row.GetBytes(4).Length + row.GetBytes(6).Length + row.GetBytes(7).Length;

    private static TaskState ReadState(Statement row)
    {
        var phase = StoredNames.TaskPhases.Parse(row.GetString(8));
        return phase switch
        {
            TaskPhase.Failed => new TaskState.Failed(StoredNames.TaskPhases.Parse(row.GetString(9)), row.GetString(10)),
            TaskPhase.Cancelled => new TaskState.Cancelled(StoredNames.TaskPhases.Parse(row.GetString(9)), row.GetString(10)),
            _ when !row.IsNull(14) => new TaskState.Working(
                phase, new OpenSession(new SessionId(row.GetGuid(14)), new ExecutionId(row.GetGuid(15)), row.GetStringOrNull(16))),
            _ => new TaskState.Resting(phase),
        };
    }

    private static List<StoredSession> Sessions(Statement row)
    {
        var sessions = new List<StoredSession>();
        while (row.Step())
        {
            sessions.Add(new StoredSession
            {
                Number = row.GetInt64(0),
                Id = new SessionId(row.GetGuid(1)),
                Task = new TaskId(row.GetGuid(2)),
                TaskNumber = row.GetInt64(3),
                Ordinal = row.GetInt32(4),
                Phase = StoredNames.TaskPhases.Parse(row.GetString(5)),
                Execution = new ExecutionId(row.GetGuid(6)),
                Workspace = row.GetString(7),
                Status = StoredNames.SessionStates.Parse(row.GetString(8)),
                CancelledBy = row.GetStringOrNull(9),
                Cause = row.IsNull(10) ? null : Read(row.GetBytes(10), StoredJson.ReadCauseOfEnd),
                ActivityLogged = row.GetInt64(11),
                EventsLogged = row.GetInt32(12),
                StartedAt = StoredTime.ToTime(row.GetInt64(13)),
                EndedAt = row.GetInt64OrNull(14) is { } ended ? StoredTime.ToTime(ended) : null,
                AskedIn = row.GetStringOrNull(15) is { } trace ? TraceContext.Parse(trace) : null,
            });
        }

        return sessions;
    }

    private static T Read<T>(ReadOnlySpan<byte> utf8, StoredJson.ValueReader<T> read)
    {
        var json = new Utf8JsonReader(utf8);
        return StoredJson.ReadNested(ref json, read);
    }
}
