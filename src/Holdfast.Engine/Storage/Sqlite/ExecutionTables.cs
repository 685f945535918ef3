using Holdfast.Core.Completion;
using Holdfast.Core.Executions;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>Changes of free-standing executions, made within the writer's transaction.</summary>
/// <param name="takeNumbers">Gives the last of so many new numbers of a counter.</param>
internal sealed class ExecutionTables(Database database, Func<string, int, long> takeNumbers)
{
    private const string Insert =
        """
        INSERT INTO executions (number, id, state, created_at_us, kind, version, name, arguments, working_directory, host, priority,
                                concurrency_key, allowance, stall_us, secrets, environment, completion, trace)
        VALUES (?1, ?2, 'queued', ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
        """;

    public StoredExecution Create(NewExecution execution)
    {
        if (ExecutionQueries.ById(database, execution.Id) is { } there)
            return there;
        var order = execution.Order;
        var number = takeNumbers("execution", 1);
        database.Prepare(Insert)
            .Bind(1, number)
            .Bind(2, execution.Id.Value)
            .Bind(3, StoredTime.Of(execution.CreatedAt))
            .Bind(4, StoredNames.ExecutionKinds[order.Kind])
            .Bind(5, order.Name)
            .Bind(6, RowJson.Of(json => StoredOrderJson.WriteArguments(json, order.Arguments)))
            .Bind(7, order.WorkingDirectory)
            .Bind(8, StoredNames.Hosts[order.Host])
            .Bind(9, order.Priority)
            .Bind(10, StoredOrderJson.JoinKeys(order.Keys))
            .Bind(11, RowJson.Of(json => StoredOrderJson.Write(json, order.Allowance)))
            .Bind(12, order.Stall is { } stall ? StoredTime.Of(stall) : (long?)null)
            .Bind(13, RowJson.Of(json => StoredOrderJson.Write(json, order.Secrets)))
            .Bind(14, RowJson.Of(json => StoredOrderJson.Write(json, execution.Environment)))
            .Bind(15, order.Completion == CompletionOrder.ExitCode ? null : RowJson.Of(json => StoredCompletionJson.Write(json, order.Completion)))
            .Bind(16, order.Trace?.ToString())
            .Run();
        Log(number, [new ExecutionEvent.Queued(execution.CreatedAt, order)]);
        return Known(execution.Id);
    }

    /// <returns>Null when it is not at <paramref name="expectedVersion"/>; then nothing was changed.</returns>
    public StoredExecution? Append(ExecutionId id, long expectedVersion, IReadOnlyList<ExecutionEvent> events)
    {
        if (ExecutionQueries.ById(database, id) is not { } before || before.Version != expectedVersion)
            return null;
        var state = before.State;
        foreach (var happened in events)
        {
            state = ExecutionDecider.Apply(id, state, happened);
            Project(before.Number, state, happened);
        }

        Log(before.Number, events);
        return Known(id);
    }

    /// <returns>False when there is none of that id that is over.</returns>
    public bool Delete(ExecutionId id)
    {
        if (ExecutionQueries.ById(database, id) is not { IsOver: true } ended)
            return false;
        database.Prepare(LogQueries.TrimExecution).Bind(1, ended.Number).Run();
        database.Prepare("DELETE FROM event_batches WHERE execution = ?1").Bind(1, ended.Number).Run();
        database.Prepare("DELETE FROM executions WHERE number = ?1").Bind(1, ended.Number).Run();
        return true;
    }

    private const string SetStarted =
        """
        UPDATE executions
        SET shim_pid = ?2, shim_start_ticks = ?3, shim_boot_id = ?4, pid = ?5, start_ticks = ?6, boot_id = ?7, started_at_us = ?8
        WHERE number = ?1
        """;

    private const string SetEnding =
        """
        UPDATE executions
        SET cause = ?2, cause_detail = ?3, exit_code = ?4, signal = ?5, stop_step = ?6, survivor_proof = ?7, survivors_ended = ?8,
            survivors_left = ?9, cpu_us = ?10, peak_memory_bytes = ?11, output_bytes = ?12, output_truncated = ?13, duration_us = ?14,
            started_at_us = ?15, ended_at_us = ?16, user_us = ?17
        WHERE number = ?1
        """;

    private void Project(long number, ExecutionState state, ExecutionEvent happened)
    {
        switch (happened)
        {
            case ExecutionEvent.Started started:
                var put = database.Prepare(SetStarted)
                    .Bind(1, number)
                    .Bind(2, started.Shim?.Pid)
                    .Bind(3, started.Shim?.StartTicks);
                (started.Shim is { } shim ? put.Bind(4, shim.BootId) : put.BindNull(4))
                    .Bind(5, started.Process.Pid)
                    .Bind(6, started.Process.StartTicks)
                    .Bind(7, started.Process.BootId)
                    .Bind(8, StoredTime.Of(started.StartedAt))
                    .Run();
                break;
            case ExecutionEvent.Suspected suspected:
                PutSuspicion(number, suspected);
                break;
            case ExecutionEvent.ProgressMade:
                PutSuspicion(number, suspected: null);
                break;
            case ExecutionEvent.FoundCompleted found:
                PutVerdict(number, found.Verdict);
                break;
            case ExecutionEvent.TimedOut timedOut:
                PutTimingOut(number, timedOut.Why);
                break;
            case ExecutionEvent.CancelRequested requested:
                database.Prepare(SetCancelledBy).Bind(1, number).Bind(2, requested.Who).Run();
                break;
            case ExecutionEvent.FoundDead dead:
                database.Prepare("UPDATE executions SET zombie_why = ?2 WHERE number = ?1").Bind(1, number).Bind(2, dead.Why).Run();
                break;
            case ExecutionEvent.Completed completed:
                PutEnding(number, completed.Ending);
                PutVerdict(number, completed.Verdict);
                break;
            case ExecutionEvent.Failed failed:
                PutEnding(number, failed.Ending);
                PutVerdict(number, failed.Verdict);
                break;
            case ExecutionEvent.Cancelled cancelled:
                database.Prepare(SetCancelledBy).Bind(1, number).Bind(2, cancelled.Who).Run();
                if (cancelled.Ending is { } ending)
                    PutEnding(number, ending);
                else
                    Set(number, "UPDATE executions SET ended_at_us = ?2 WHERE number = ?1", StoredTime.Of(cancelled.At));
                break;
            default:
                throw new InvalidOperationException($"Unplaced event {happened.GetType().Name}.");
        }

        database.Prepare("UPDATE executions SET state = ?2, version = version + 1, environment = NULL WHERE number = ?1")
            .Bind(1, number)
            .Bind(2, StoredNames.ExecutionStates[state.Status])
            .Run();
    }

    private const string SetCancelledBy = "UPDATE executions SET cancelled_by = ?2 WHERE number = ?1";

    private void Set(long number, string sql, long value) => database.Prepare(sql).Bind(1, number).Bind(2, value).Run();

    private void PutEnding(long number, ExecutionEnding ending) =>
        database.Prepare(SetEnding)
            .Bind(1, number)
            .Bind(2, ending.Cause.Kind)
            .Bind(3, RowJson.Of(json => StoredJson.Write(json, ending.Cause)))
            .Bind(4, ending.Cause.ExitCode)
            .Bind(5, ending.Cause is EndCause.Signalled signalled ? signalled.Signal : (long?)null)
            .Bind(6, StoredNames.StopSteps[ending.StopStep])
            .Bind(7, StoredNames.Proofs[ending.Proof])
            .Bind(8, ending.SurvivorsEnded)
            .Bind(9, ending.SurvivorsLeft)
            .Bind(10, StoredTime.Of(ending.CpuTime))
            .Bind(11, ending.PeakMemoryBytes)
            .Bind(12, ending.OutputBytes)
            .Bind(13, ending.OutputTruncated ? 1 : 0)
            .Bind(14, StoredTime.Of(ending.Duration))
            .Bind(15, StoredTime.Of(ending.StartedAt))
            .Bind(16, StoredTime.Of(ending.EndedAt))
            .Bind(17, ending.UserTime is { } user ? StoredTime.Of(user) : null)
            .Run();

    private void PutTimingOut(long number, EndCause why) =>
        database.Prepare("UPDATE executions SET limit_us = ?2, silence_us = ?3 WHERE number = ?1")
            .Bind(1, number)
            .Bind(2, why is EndCause.WallTime wall ? StoredTime.Of(wall.Limit) : null)
            .Bind(3, why is EndCause.Stalled stalled ? StoredTime.Of(stalled.Silence) : null)
            .Run();

    private void PutSuspicion(long number, ExecutionEvent.Suspected? suspected) =>
        database.Prepare("UPDATE executions SET suspected_at_us = ?2, suspected_quiet_us = ?3, suspected_seen = ?4 WHERE number = ?1")
            .Bind(1, number)
            .Bind(2, suspected is null ? null : StoredTime.Of(suspected.At))
            .Bind(3, suspected is null ? null : StoredTime.Of(suspected.Quiet))
            .Bind(4, suspected?.Seen)
            .Run();

    private void PutVerdict(long number, Verdict? verdict) =>
        database.Prepare("UPDATE executions SET verdict = ?2 WHERE number = ?1")
            .Bind(1, number)
            .Bind(2, verdict is null ? null : RowJson.Of(json => StoredCompletionJson.Write(json, verdict)))
            .Run();

    private void Log(long number, IReadOnlyList<ExecutionEvent> events) =>
        EventBatch.Append(database, EventBatch.OfExecution, number, takeNumbers("event", events.Count), events, ExecutionEventJson.Write);

    private StoredExecution Known(ExecutionId id) =>
        ExecutionQueries.ById(database, id) ?? throw new InvalidOperationException($"Execution {id} is not there after it was stored.");
}
