using Holdfast.Core.Tasks;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>Changes of tasks and their sessions, made within the writer's transaction.</summary>
/// <param name="takeNumbers">Gives the last of so many new numbers of a counter.</param>
internal sealed class TaskTables(Database database, Func<string, int, long> takeNumbers)
{
    private const string Insert =
        """
        INSERT INTO tasks (number, id, version, title, prompt, priority, agent, workspace, status, sessions, created_at_us, updated_at_us)
        VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6, ?7, 'todo', 0, ?8, ?8)
        """;

    /// <returns>As it stands now when it was there already.</returns>
    public StoredTask Create(NewTask task)
    {
        if (TaskQueries.ById(database, task.Id) is { } there)
            return there;
        var number = takeNumbers("task", 1);
        BindOrder(database.Prepare(Insert).Bind(1, number).Bind(2, task.Id.Value).Bind(8, StoredTime.Of(task.CreatedAt)), task.Order).Run();
        Log(number, [new TaskEvent.Created(task.CreatedAt, task.Order)]);
        return Known(task.Id);
    }

    /// <returns>Null when it is not at <paramref name="expectedVersion"/>; then nothing was changed. Deleted, it is told as it last was.</returns>
    public StoredTask? Append(TaskId id, long expectedVersion, IReadOnlyList<TaskEvent> events)
    {
        if (TaskQueries.ById(database, id) is not { } before || before.Version != expectedVersion)
            return null;
        TaskState? state = before.State;
        foreach (var happened in events)
        {
            state = TaskDecider.Apply(id, state, happened);
            Project(before.Number, happened);
            if (state is not null)
                Put(before.Number, state, happened.At);
        }

        Log(before.Number, events);
        return state is null ? before : Known(id);
    }

    /// <summary>Keeps events of a session's activity, unless they are kept already. They move nothing.</summary>
    public void LogActivity(SessionId session, IReadOnlyList<TaskEvent> events, long upTo)
    {
        if (TaskQueries.SessionById(database, session) is not { } stored || stored.ActivityLogged >= upTo)
            return;
        var fresh = events.Where(happened => ActivityOf(happened) > stored.ActivityLogged).ToList();
        database.Prepare("UPDATE sessions SET activity_logged = ?2, events_logged = events_logged + ?3 WHERE number = ?1")
            .Bind(1, stored.Number)
            .Bind(2, upTo)
            .Bind(3, fresh.Count)
            .Run();
        if (fresh.Count > 0)
            Log(stored.TaskNumber, fresh);
    }

    private const string SetOrder =
        "UPDATE tasks SET title = ?3, prompt = ?4, priority = ?5, agent = ?6, workspace = ?7 WHERE number = ?1";

    private const string InsertSession =
        """
        INSERT INTO sessions (number, id, task, ordinal, phase, execution, workspace, status, activity_logged, events_logged, started_at_us, trace)
        VALUES (?1, ?2, ?3, (SELECT sessions + 1 FROM tasks WHERE number = ?3), ?4, ?5, ?6, 'running', 0, 0, ?7, ?8)
        """;

    private const string EndSession = "UPDATE sessions SET status = ?2, cause = ?3, ended_at_us = ?4 WHERE id = ?1";

    private void Project(long number, TaskEvent happened)
    {
        switch (happened)
        {
            case TaskEvent.Updated updated:
                BindOrder(database.Prepare(SetOrder).Bind(1, number), updated.Order).Run();
                break;
            case TaskEvent.StatusChanged:
                break;
            case TaskEvent.SessionStarted started:
                var session = takeNumbers("session", 1);
                database.Prepare(InsertSession)
                    .Bind(1, session)
                    .Bind(2, started.Session.Value)
                    .Bind(3, number)
                    .Bind(4, StoredNames.TaskPhases[started.Phase])
                    .Bind(5, started.Execution.Value)
                    .Bind(6, started.Workspace)
                    .Bind(7, StoredTime.Of(started.At))
                    .Bind(8, started.Trace?.ToString())
                    .Run();
                database.Prepare("UPDATE tasks SET session = ?2, sessions = sessions + 1 WHERE number = ?1").Bind(1, number).Bind(2, session).Run();
                break;
            case TaskEvent.SessionCancelRequested cancel:
                database.Prepare("UPDATE sessions SET cancelled_by = ?2 WHERE id = ?1").Bind(1, cancel.Session.Value).Bind(2, cancel.Who).Run();
                break;
            case TaskEvent.SessionEnded ended:
                database.Prepare(EndSession)
                    .Bind(1, ended.Session.Value)
                    .Bind(2, StoredNames.SessionOutcomes[ended.Ending.Outcome])
                    .Bind(3, RowJson.Of(json => StoredJson.Write(json, ended.Ending.Cause)))
                    .Bind(4, StoredTime.Of(ended.At))
                    .Run();
                database.Prepare("UPDATE tasks SET session = NULL WHERE number = ?1").Bind(1, number).Run();
                break;
            case TaskEvent.Deleted:
                database.Prepare("DELETE FROM sessions WHERE task = ?1").Bind(1, number).Run();
                database.Prepare("DELETE FROM tasks WHERE number = ?1").Bind(1, number).Run();
                break;
            default:
                throw new InvalidOperationException($"Unplaced event {happened.GetType().Name}.");
        }
    }

    private const string SetState =
        "UPDATE tasks SET status = ?2, stopped_from = ?3, stopped_by = ?4, version = version + 1, updated_at_us = ?5 WHERE number = ?1";

    private void Put(long number, TaskState state, DateTimeOffset at)
    {
        var (from, by) = state switch
        {
            TaskState.Failed failed => (failed.From, failed.Why),
            TaskState.Cancelled cancelled => (cancelled.From, cancelled.Who),
            _ => ((TaskPhase?)null, (string?)null),
        };
        database.Prepare(SetState)
            .Bind(1, number)
            .Bind(2, StoredNames.TaskPhases[state.Phase])
            .Bind(3, from is { } phase ? StoredNames.TaskPhases[phase] : null)
            .Bind(4, by)
            .Bind(5, StoredTime.Of(at))
            .Run();
    }

    private static Statement BindOrder(Statement statement, TaskOrder order) => statement
        .Bind(3, order.Title)
        .Bind(4, order.Prompt)
        .Bind(5, order.Priority)
        .Bind(6, order.Agent is { } agent ? RowJson.Of(json => TaskOrderJson.Write(json, agent)) : null)
        .Bind(7, RowJson.Of(json => TaskOrderJson.Write(json, order.Workspace)));

    private static long ActivityOf(TaskEvent happened) => happened switch
    {
        TaskEvent.AgentSpoke spoke => spoke.Activity,
        TaskEvent.ToolUsed used => used.Activity,
        _ => throw new ArgumentException($"{happened.GetType().Name} is not of a session's activity.", nameof(happened)),
    };

    private void Log(long number, IReadOnlyList<TaskEvent> events) =>
        EventBatch.Append(database, EventBatch.OfTask, number, takeNumbers("event", events.Count), events, TaskEventJson.Write);

    private StoredTask Known(TaskId id) =>
        TaskQueries.ById(database, id) ?? throw new InvalidOperationException($"Task {id} is not there after it was stored.");
}
