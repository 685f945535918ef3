using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>Every change of the store, made within the writer's transaction. An event and the rows that say its outcome change together.</summary>
internal sealed class RunTables : IDisposable
{
    private readonly Database database;
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter json;
    private readonly Dictionary<int, AtomRow> movedAtoms = [];

    // Compiled once: these run several times for every attempt.
    private readonly Statement insertEvent;
    private readonly Statement putAtom;
    private readonly Statement insertExecution;
    private readonly Statement insertAttempt;
    private readonly Statement startExecution;
    private readonly Statement endAttempt;
    private readonly Statement endExecution;
    private readonly Statement insertResult;
    private readonly Statement moveRun;

    public RunTables(Database database)
    {
        this.database = database;
        // The payload is read by programs and people, never by a browser; each is written by code that is tested to be valid.
        json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        insertEvent = database.Prepare(InsertEvent);
        putAtom = database.Prepare(PutAtom);
        insertExecution = database.Prepare(InsertExecution);
        insertAttempt = database.Prepare(InsertAttempt);
        startExecution = database.Prepare(StartExecution);
        endAttempt = database.Prepare(EndAttempt);
        endExecution = database.Prepare(EndExecution);
        insertResult = database.Prepare(InsertResult);
        moveRun = database.Prepare(MoveRun);
    }

    private const string InsertPlan =
        "INSERT INTO plans (id, name, source) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO NOTHING";

    private const string InsertRevision =
        "INSERT INTO plan_revisions (hash, plan, encoding, document) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (hash) DO NOTHING";

    public void SavePlan(PlanRevision plan, string encoding, ReadOnlySpan<byte> document)
    {
        database.Prepare(InsertPlan).Bind(1, plan.Id.ToString()).Bind(2, plan.Name).Bind(3, plan.Source).Run();
        database.Prepare(InsertRevision).Bind(1, plan.Hash).Bind(2, plan.Id.ToString()).Bind(3, encoding).BindBlob(4, document).Run();
    }

    private const string InsertRun =
        """
        INSERT INTO runs (id, plan, revision, status, schedule, epoch, owner_pid, owner_start_ticks, owner_boot_id,
                          total, succeeded, failed, skipped, cancelled, retry_of, input, created_at_us)
        VALUES (?1, ?2, ?3, 'queued', ?4, 1, ?5, ?6, ?7, ?8, 0, 0, 0, 0, ?9, ?10, ?11)
        """;

    public StoredRun CreateRun(NewRun run, RunOwner owner)
    {
        if (run.Events is not [RunEvent.Created created, ..])
            throw new ArgumentException($"The first event of run {run.Id} must say that it was created.", nameof(run));
        if (!Exists("SELECT 1 FROM plan_revisions WHERE hash = ?1", run.RevisionHash))
            throw new ArgumentException($"Run {run.Id} is of plan revision {run.RevisionHash}, which is not stored.", nameof(run));

        database.Prepare(InsertRun)
            .Bind(1, run.Id.ToString())
            .Bind(2, run.Plan.Id.ToString())
            .Bind(3, run.RevisionHash)
            .Bind(4, StoredNames.Schedules[created.Schedule])
            .Bind(5, owner.Process.Pid)
            .Bind(6, owner.Process.StartTicks)
            .Bind(7, owner.Process.BootId)
            .Bind(8, CountAtoms(created, run.Plan))
            .Bind(9, created.RetryOf?.ToString())
            .Bind(10, created.InputJson)
            .Bind(11, StoredTime.Of(created.At))
            .Run();
        Append(new RunAppend(run.Id, Epoch: 1, run.Plan, run.Events));
        return RunQueries.ById(database, run.Id) ?? throw new InvalidOperationException($"Run {run.Id} is not there after it was stored.");
    }

    private static int CountAtoms(RunEvent.Created created, Plan plan)
    {
        if (created.Selected is not { } selected)
            return plan.Atoms.Length;
        var atoms = new HashSet<int>(selected);
        foreach (var inherited in created.Inherited)
            atoms.Add(inherited.Atom);
        return atoms.Count;
    }

    private const string Claim =
        "UPDATE runs SET epoch = epoch + 1, owner_pid = ?3, owner_start_ticks = ?4, owner_boot_id = ?5 WHERE id = ?1 AND epoch = ?2";

    public StoredRun? ClaimRun(RunId run, long expectedEpoch, RunOwner owner)
    {
        database.Prepare(Claim)
            .Bind(1, run.ToString())
            .Bind(2, expectedEpoch)
            .Bind(3, owner.Process.Pid)
            .Bind(4, owner.Process.StartTicks)
            .Bind(5, owner.Process.BootId)
            .Run();
        return database.Changes == 1 ? RunQueries.ById(database, run) : null;
    }

    /// <exception cref="StaleEpochException">Nothing was changed.</exception>
    public void Append(RunAppend append)
    {
        var run = MoveRunForward(append);
        foreach (var happened in append.Events)
        {
            Insert(run, append.Epoch, happened, append.Plan);
            Project(run, append.Run, happened, append.Plan);
        }

        foreach (var (atom, row) in movedAtoms)
            Put(run, append.Plan.Atoms[atom].Key, row);
        movedAtoms.Clear();
    }

    // The guard comes first: a writer that lost its run changes nothing.
    private const string MoveRun =
        """
        UPDATE runs
        SET status = coalesce(?3, status), started_at_us = coalesce(?4, started_at_us), ended_at_us = coalesce(?5, ended_at_us),
            succeeded = succeeded + ?6, failed = failed + ?7, skipped = skipped + ?8, cancelled = cancelled + ?9
        WHERE id = ?1 AND epoch = ?2
        RETURNING number
        """;

    private long MoveRunForward(RunAppend append)
    {
        movedAtoms.Clear();
        RunStatus? status = null;
        DateTimeOffset? startedAt = null, endedAt = null;
        int succeeded = 0, failed = 0, skipped = 0, cancelled = 0;
        foreach (var happened in append.Events)
        {
            switch (happened)
            {
                case RunEvent.Created created:
                    succeeded += created.Inherited.Length;
                    break;
                case RunEvent.Started started:
                    (status, startedAt) = (RunStatus.Running, started.At);
                    break;
                case RunEvent.Stopping:
                    status = RunStatus.Stopping;
                    break;
                case RunEvent.Ended ended:
                    (status, endedAt) = (ended.Status, ended.At);
                    break;
                case RunEvent.AtomConcluded concluded:
                    _ = concluded.Conclusion switch
                    {
                        Conclusion.Succeeded => succeeded++,
                        Conclusion.Failed => failed++,
                        Conclusion.Skipped => skipped++,
                        Conclusion.Cancelled => cancelled++,
                    };
                    break;
            }
        }

        var found = moveRun
            .Bind(1, append.Run.ToString())
            .Bind(2, append.Epoch)
            .Bind(3, status is { } now ? StoredNames.Statuses[now] : null)
            .Bind(4, startedAt is { } start ? StoredTime.Of(start) : (long?)null)
            .Bind(5, endedAt is { } end ? StoredTime.Of(end) : (long?)null)
            .Bind(6, succeeded)
            .Bind(7, failed)
            .Bind(8, skipped)
            .Bind(9, cancelled)
            .Step();
        if (!found)
            throw Stale(append);
        var number = moveRun.GetInt64(0);
        moveRun.Reset();
        return number;
    }

    private StaleEpochException Stale(RunAppend append) =>
        RunQueries.ById(database, append.Run) is { } run
            ? new StaleEpochException($"Run {append.Run} is written under epoch {run.Epoch} by process {run.Owner.Process.Pid}; epoch {append.Epoch} can change nothing any more.")
            : new StaleEpochException($"Run {append.Run} is not in the store; it was deleted.");

    private const string InsertEvent =
        "INSERT INTO events (run, epoch, type, version, at_us, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

    private void Insert(long run, long epoch, RunEvent happened, Plan plan)
    {
        StartJson();
        RunEventJson.Write(json, happened, plan);
        insertEvent
            .Bind(1, run)
            .Bind(2, epoch)
            .Bind(3, RunEventJson.TypeOf(happened))
            .Bind(4, RunEventJson.Version)
            .Bind(5, StoredTime.Of(happened.At))
            .BindText(6, WrittenJson())
            .Run();
    }

    private void Project(long run, RunId id, RunEvent happened, Plan plan)
    {
        switch (happened)
        {
            case RunEvent.Created created:
                foreach (var inherited in created.Inherited)
                    movedAtoms[inherited.Atom] = new AtomRow("concluded", Conclusion: Conclusion.Succeeded, Because: new Because.InheritedFrom(inherited.Run, inherited.Attempt));
                break;
            case RunEvent.AttemptStarted started:
                StartAttempt(run, id, started, plan);
                movedAtoms[started.Atom] = new AtomRow("running", started.Number);
                break;
            case RunEvent.ProcessStarted started:
                NoteProcess(run, started, plan);
                break;
            case RunEvent.AttemptEnded ended:
                // Where the atom goes from here, a later event of the same append says.
                EndAttemptOf(run, ended, plan);
                break;
            case RunEvent.BackedOff backedOff:
                movedAtoms[backedOff.Atom] = new AtomRow("backing_off", RetryAt: backedOff.RetryAt);
                break;
            case RunEvent.FixRequested requested:
                movedAtoms[requested.Atom] = new AtomRow("awaiting_fix", requested.Number, requested.Strategy);
                break;
            case RunEvent.CodeRevised revised:
                KeepRevision(run, revised, plan);
                break;
            case RunEvent.MadeReady made:
                movedAtoms[made.Atom] = new AtomRow("ready");
                break;
            case RunEvent.AtomConcluded concluded:
                movedAtoms[concluded.Atom] = new AtomRow("concluded", Conclusion: concluded.Conclusion, Because: concluded.Because);
                break;
            case RunEvent.Started or RunEvent.WaveStarted or RunEvent.WaveEnded or RunEvent.StrategyChosen
                or RunEvent.FixDeclined or RunEvent.Stopping or RunEvent.Ended:
                break;
            default:
                throw new InvalidOperationException($"Unplaced event {happened.GetType().Name}.");
        }
    }

    private const string InsertExecution =
        "INSERT INTO executions (id, state, created_at_us) VALUES (?1, 'queued', ?2)";

    private const string InsertAttempt =
        "INSERT INTO attempts (run, atom, number, execution, revision, started_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

    private void StartAttempt(long run, RunId id, RunEvent.AttemptStarted started, Plan plan)
    {
        var key = plan.Atoms[started.Atom].Key;
        var at = StoredTime.Of(started.At);
        insertExecution.Bind(1, new AttemptId(id, key, started.Number).Execution.Value).Bind(2, at).Run();
        insertAttempt
            .Bind(1, run)
            .Bind(2, key)
            .Bind(3, started.Number)
            .Bind(4, database.LastInsertRowId)
            .Bind(5, started.Revision)
            .Bind(6, at)
            .Run();
    }

    private const string StartExecution =
        """
        UPDATE executions
        SET state = 'processing', pid = ?4, start_ticks = ?5, boot_id = ?6, tier = ?7, memory_limit = ?8, cpu_limit = ?9, network_limit = ?10, started_at_us = ?11
        WHERE number = (SELECT execution FROM attempts WHERE run = ?1 AND atom = ?2 AND number = ?3)
        """;

    private void NoteProcess(long run, RunEvent.ProcessStarted started, Plan plan)
    {
        var key = plan.Atoms[started.Atom].Key;
        startExecution
            .Bind(1, run)
            .Bind(2, key)
            .Bind(3, started.Number)
            .Bind(4, started.Process.Pid)
            .Bind(5, started.Process.StartTicks)
            .Bind(6, started.Process.BootId)
            .Bind(7, StoredNames.Tiers[started.Confinement.Tier])
            .Bind(8, StoredNames.Limits[started.Confinement.Memory])
            .Bind(9, StoredNames.Limits[started.Confinement.Cpu])
            .Bind(10, StoredNames.Limits[started.Confinement.Network])
            .Bind(11, StoredTime.Of(started.At))
            .Run();
        if (database.Changes != 1)
            throw NoSuchAttempt(key, started.Number);
    }

    private const string EndAttempt =
        """
        UPDATE attempts SET outcome = ?4, failure = ?5, exception = ?6, ended_at_us = ?7
        WHERE run = ?1 AND atom = ?2 AND number = ?3 AND outcome IS NULL
        RETURNING execution
        """;

    private const string EndExecution =
        """
        UPDATE executions
        SET state = ?2, cause = ?3, cause_detail = ?4, exit_code = ?5, signal = ?6, stop_step = ?7, survivor_proof = ?8, survivors_ended = ?9,
            survivors_left = ?10, cpu_us = ?11, peak_memory_bytes = ?12, output_bytes = ?13, output_truncated = ?14, duration_us = ?15,
            started_at_us = ?16, ended_at_us = ?17
        WHERE number = ?1
        """;

    private const string InsertResult = "INSERT INTO results (execution, json) VALUES (?1, ?2)";

    private void EndAttemptOf(long run, RunEvent.AttemptEnded ended, Plan plan)
    {
        var key = plan.Atoms[ended.Atom].Key;
        var ending = ended.Ending;
        endAttempt
            .Bind(1, run)
            .Bind(2, key)
            .Bind(3, ended.Number)
            .Bind(4, StoredNames.Outcomes[ended.Outcome])
            .BindNull(5)
            .BindNull(6)
            .Bind(7, StoredTime.Of(ended.At));
        if (ended.Failure is { } failure)
        {
            StartJson();
            StoredJson.Write(json, failure);
            endAttempt.BindText(5, WrittenJson());
        }

        if (ended.Exception is { } exception)
        {
            StartJson();
            StoredJson.Write(json, exception);
            endAttempt.BindText(6, WrittenJson());
        }

        if (!endAttempt.Step())
            throw NoSuchAttempt(key, ended.Number);
        var execution = endAttempt.GetInt64(0);
        endAttempt.Reset();

        StartJson();
        StoredJson.Write(json, ending.Cause);
        endExecution
            .Bind(1, execution)
            .Bind(2, StateAfter(ended.Outcome))
            .Bind(3, StoredJson.KindOf(ending.Cause))
            .BindText(4, WrittenJson())
            .Bind(5, ending.Cause.ExitCode)
            .Bind(6, ending.Cause is EndCause.Signalled signalled ? signalled.Signal : (long?)null)
            .Bind(7, StoredNames.StopSteps[ending.StopStep])
            .Bind(8, StoredNames.Proofs[ending.Proof])
            .Bind(9, ending.SurvivorsEnded)
            .Bind(10, ending.SurvivorsLeft)
            .Bind(11, StoredTime.Of(ending.CpuTime))
            .Bind(12, ending.PeakMemoryBytes)
            .Bind(13, ending.OutputBytes)
            .Bind(14, ending.OutputTruncated ? 1 : 0)
            .Bind(15, StoredTime.Of(ending.Duration))
            .Bind(16, StoredTime.Of(ending.StartedAt))
            .Bind(17, StoredTime.Of(ending.EndedAt))
            .Run();
        if (ended.ResultJson is { } result)
            insertResult.Bind(1, execution).Bind(2, result).Run();
    }

    private static string StateAfter(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Succeeded => "completed",
        AttemptOutcome.Failed or AttemptOutcome.Interrupted => "failed",
        AttemptOutcome.Cancelled => "cancelled",
    };

    private const string InsertCodeRevision =
        "INSERT INTO code_revisions (run, atom, revision, code, origin, explanation, diff, at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

    private void KeepRevision(long run, RunEvent.CodeRevised revised, Plan plan) =>
        database.Prepare(InsertCodeRevision)
            .Bind(1, run)
            .Bind(2, plan.Atoms[revised.Atom].Key)
            .Bind(3, revised.Revision)
            .Bind(4, revised.Code.Code)
            .Bind(5, revised.Code.Origin)
            .Bind(6, revised.Code.Explanation)
            .Bind(7, revised.Code.Diff)
            .Bind(8, StoredTime.Of(revised.At))
            .Run();

    private const string PutAtom =
        "INSERT OR REPLACE INTO atoms (run, key, state, attempt, strategy, retry_at_us, conclusion, because) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

    private void Put(long run, string key, AtomRow row)
    {
        putAtom
            .Bind(1, run)
            .Bind(2, key)
            .Bind(3, row.State)
            .Bind(4, row.Attempt)
            .Bind(5, row.Strategy is { } strategy ? StoredNames.Strategies[strategy] : null)
            .Bind(6, row.RetryAt is { } retryAt ? StoredTime.Of(retryAt) : (long?)null)
            .Bind(7, row.Conclusion is { } conclusion ? StoredNames.Conclusions[conclusion] : null)
            .BindNull(8);
        if (row.Because is { } because)
        {
            StartJson();
            StoredJson.Write(json, because);
            putAtom.BindText(8, WrittenJson());
        }

        putAtom.Run();
    }

    /// <summary>Children first; the plan and its revisions stay.</summary>
    private static readonly string[] DeleteRows =
    [
        "DELETE FROM results WHERE execution IN (SELECT execution FROM attempts WHERE run = ?1)",
        "DELETE FROM executions WHERE number IN (SELECT execution FROM attempts WHERE run = ?1)",
        "DELETE FROM attempts WHERE run = ?1",
        "DELETE FROM atoms WHERE run = ?1",
        "DELETE FROM code_revisions WHERE run = ?1",
        "DELETE FROM events WHERE run = ?1",
        "DELETE FROM runs WHERE number = ?1",
    ];

    /// <returns>False when the run does not exist or has not ended.</returns>
    public bool DeleteRun(RunId run)
    {
        if (RunQueries.ById(database, run) is not { EndedAt: not null } ended)
            return false;
        foreach (var delete in DeleteRows)
            database.Prepare(delete).Bind(1, ended.Number).Run();
        return true;
    }

    public void Dispose() => json.Dispose();

    private bool Exists(string sql, string key)
    {
        var statement = database.Prepare(sql).Bind(1, key);
        var found = statement.Step();
        statement.Reset();
        return found;
    }

    private void StartJson()
    {
        buffer.ResetWrittenCount();
        json.Reset(buffer);
    }

    private ReadOnlySpan<byte> WrittenJson()
    {
        json.Flush();
        return buffer.WrittenSpan;
    }

    private static InvalidOperationException NoSuchAttempt(string key, int attempt) =>
        new($"Attempt {attempt} of atom '{key}' is not under way in the store.");

    /// <summary>Only what the state has is set.</summary>
    private readonly record struct AtomRow(
        string State, int? Attempt = null, Strategy? Strategy = null, DateTimeOffset? RetryAt = null, Conclusion? Conclusion = null, Because? Because = null);
}
