using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>
/// Every change of the store, made within the writer's transaction. What several appends of one transaction say about a run is
/// gathered and written once, by <see cref="Flush()"/>; an event and the rows that say its outcome become durable together.
/// </summary>
internal sealed class RunTables : IDisposable
{
    private readonly Database database;
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter json;

    /// <summary>The runs this transaction has touched.</summary>
    private readonly Dictionary<RunId, PendingRun> pending = [];
    private readonly Stack<PendingRun> spare = [];

    // Compiled once: these run for every attempt or every commit.
    private readonly Statement insertBatch;
    private readonly Statement putAtom;
    private readonly Statement insertExecution;
    private readonly Statement insertAttempt;
    private readonly Statement startExecution;
    private readonly Statement endAttempt;
    private readonly Statement endExecution;
    private readonly Statement insertResult;
    private readonly Statement selectRun;
    private readonly Statement moveRun;
    private readonly Statement count;

    public RunTables(Database database)
    {
        this.database = database;
        Executions = new ExecutionTables(database, TakeNumbers);
        Queue = new QueueTables(database, TakeNumbers);
        Tasks = new TaskTables(database, TakeNumbers);
        RequestKeys = new RequestKeyTables(database);
        json = NewJson(buffer);
        insertBatch = database.Prepare(InsertBatch);
        putAtom = database.Prepare(PutAtom);
        insertExecution = database.Prepare(InsertExecution);
        insertAttempt = database.Prepare(InsertAttempt);
        startExecution = database.Prepare(StartExecution);
        endAttempt = database.Prepare(EndAttempt);
        endExecution = database.Prepare(EndExecution);
        insertResult = database.Prepare(InsertResult);
        selectRun = database.Prepare(SelectRun);
        moveRun = database.Prepare(MoveRun);
        count = database.Prepare(Count);
    }

    public ExecutionTables Executions { get; }

    public QueueTables Queue { get; }

    public TaskTables Tasks { get; }

    public RequestKeyTables RequestKeys { get; }

    /// <summary>Writes what was gathered. Before every commit.</summary>
    public void Flush()
    {
        foreach (var run in pending.Values)
            Flush(run);
        Forget();
    }

    /// <summary>Drops what was gathered. After every rollback.</summary>
    public void Forget()
    {
        foreach (var run in pending.Values)
            spare.Push(run);
        pending.Clear();
    }

    public void Dispose()
    {
        Forget();
        foreach (var run in spare)
            run.Dispose();
        json.Dispose();
    }

    private const string InsertPlan =
        "INSERT INTO plans (id, name, source, revision) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET revision = excluded.revision";

    // What is there differs only where it was damaged: it is mended by being stored again.
    private const string InsertRevision =
        """
        INSERT INTO plan_revisions (hash, plan, encoding, document) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (hash) DO UPDATE SET encoding = excluded.encoding, document = excluded.document
        WHERE encoding IS NOT excluded.encoding OR document IS NOT excluded.document
        """;

    public void SavePlan(PlanRevision plan, string encoding, ReadOnlySpan<byte> document)
    {
        database.Prepare(InsertPlan).Bind(1, plan.Id.ToString()).Bind(2, plan.Name).Bind(3, plan.Source).Bind(4, plan.Hash).Run();
        database.Prepare(InsertRevision).Bind(1, plan.Hash).Bind(2, plan.Id.ToString()).Bind(3, encoding).BindBlob(4, document).Run();
    }

    /// <param name="seen">The hash that its id means, as the caller knows; null for none.</param>
    /// <returns>False when it means another; then nothing was changed.</returns>
    public bool TrySavePlan(PlanRevision plan, string? seen, string encoding, ReadOnlySpan<byte> document)
    {
        if (RunQueries.RevisionOf(database, plan.Id) != seen)
            return false;
        SavePlan(plan, encoding, document);
        return true;
    }

    private const string InsertRun =
        """
        INSERT INTO runs (id, plan, revision, status, schedule, epoch, owner_pid, owner_start_ticks, owner_boot_id,
                          total, succeeded, failed, skipped, cancelled, retry_of, input, created_at_us, number, trace)
        VALUES (?1, ?2, ?3, 'queued', ?4, 1, ?5, ?6, ?7, ?8, 0, 0, 0, 0, ?9, ?10, ?11, ?12, ?13)
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
            .Bind(12, TakeNumbers("run", 1))
            .Bind(13, created.Trace?.ToString())
            .Run();
        Append(new RunAppend(run.Id, Epoch: 1, run.Plan, run.Events));
        FlushAndForget(run.Id);
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
        FlushAndForget(run);
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
        // The guard comes first: a writer that lost its run changes nothing.
        var run = Touch(append.Run, append.Plan);
        if (run is null || run.Epoch != append.Epoch)
            throw Stale(append, run);
        foreach (var happened in append.Events)
        {
            run.AddEvent(happened);
            Project(run, happened);
            if (run.HoldsMuch)
                InsertEvents(run);
        }

        foreach (var intent in append.Intents)
            RequestKeys.NoteMade(intent);
    }

    private const string SelectRun = "SELECT number, epoch, owner_pid FROM runs WHERE id = ?1";

    private PendingRun? Touch(RunId id, Plan plan)
    {
        if (pending.TryGetValue(id, out var touched))
            return touched;
        if (!selectRun.Bind(1, id.ToString()).Step())
            return null;
        var run = spare.TryPop(out var reused) ? reused : new PendingRun();
        run.Begin(id, plan, selectRun.GetInt64(0), selectRun.GetInt64(1), selectRun.GetInt32(2));
        selectRun.Reset();
        pending.Add(id, run);
        return run;
    }

    private static StaleEpochException Stale(RunAppend append, PendingRun? run) => new(
        run is null
            ? $"Run {append.Run} is not in the store; it was deleted."
            : $"Run {append.Run} is written under epoch {run.Epoch} by process {run.OwnerPid}; epoch {append.Epoch} can change nothing any more.");

    private void Project(PendingRun run, RunEvent happened)
    {
        switch (happened)
        {
            case RunEvent.Created created:
                run.Succeeded += created.Inherited.Length;
                foreach (var inherited in created.Inherited)
                    run.Atoms[inherited.Atom] = new AtomRow("concluded", Conclusion: Conclusion.Succeeded, Because: new Because.InheritedFrom(inherited.Run, inherited.Attempt));
                break;
            case RunEvent.Started started:
                (run.Status, run.StartedAt) = (RunStatus.Running, started.At);
                break;
            case RunEvent.AttemptStarted started:
                run.Starts.Add((started.Atom, started.Number), (started, null));
                run.Atoms[started.Atom] = new AtomRow("running", started.Number);
                break;
            case RunEvent.ProcessStarted started:
                NoteProcess(run, started);
                break;
            case RunEvent.AttemptEnded ended:
                // Where the atom goes from here, a later event of the same append says.
                EndAttemptOf(run, ended);
                break;
            case RunEvent.BackedOff backedOff:
                run.Atoms[backedOff.Atom] = new AtomRow("backing_off", RetryAt: backedOff.RetryAt);
                break;
            case RunEvent.FixRequested requested:
                run.Atoms[requested.Atom] = new AtomRow("awaiting_fix", requested.Number, requested.Strategy);
                break;
            case RunEvent.CodeRevised revised:
                KeepRevision(run, revised);
                break;
            case RunEvent.MadeReady made:
                run.Atoms[made.Atom] = new AtomRow("ready");
                break;
            case RunEvent.AtomConcluded concluded:
                run.Count(concluded.Conclusion);
                run.Atoms[concluded.Atom] = new AtomRow("concluded", Conclusion: concluded.Conclusion, Because: concluded.Because);
                break;
            case RunEvent.Stopping:
                run.Status = RunStatus.Stopping;
                break;
            case RunEvent.Ended ended:
                (run.Status, run.EndedAt) = (ended.Status, ended.At);
                break;
            case RunEvent.WaveStarted or RunEvent.WaveEnded or RunEvent.AttemptAdopted or RunEvent.StrategyChosen or RunEvent.FixDeclined:
                break;
            default:
                throw new InvalidOperationException($"Unplaced event {happened.GetType().Name}.");
        }
    }

    private void NoteProcess(PendingRun run, RunEvent.ProcessStarted started)
    {
        if (run.Starts.TryGetValue((started.Atom, started.Number), out var start))
            run.Starts[(started.Atom, started.Number)] = (start.Started, started);
        else
            UpdateStarted(run, started);
    }

    private const string InsertExecution =
        """
        INSERT INTO executions (number, id, state, created_at_us, pid, start_ticks, boot_id, tier, memory_limit, cpu_limit, network_limit, started_at_us)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        """;

    private const string InsertAttempt =
        "INSERT INTO attempts (run, atom, number, execution, revision, started_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

    private void InsertStarted(PendingRun run, long execution, RunEvent.AttemptStarted started, RunEvent.ProcessStarted? process)
    {
        var key = run.KeyOf(started.Atom);
        insertExecution
            .Bind(1, execution)
            .Bind(2, new AttemptId(run.Id, key, started.Number).Execution.Value)
            .Bind(3, process is null ? "queued" : "processing")
            .Bind(4, StoredTime.Of(started.At));
        BindProcess(insertExecution, 5, process);
        insertExecution.Run();
        insertAttempt
            .Bind(1, run.Number)
            .Bind(2, key)
            .Bind(3, started.Number)
            .Bind(4, execution)
            .Bind(5, started.Revision)
            .Bind(6, StoredTime.Of(started.At))
            .Run();
    }

    private const string StartExecution =
        """
        UPDATE executions
        SET state = 'processing', pid = ?4, start_ticks = ?5, boot_id = ?6, tier = ?7, memory_limit = ?8, cpu_limit = ?9, network_limit = ?10, started_at_us = ?11
        WHERE number = (SELECT execution FROM attempts WHERE run = ?1 AND atom = ?2 AND number = ?3)
        """;

    private void UpdateStarted(PendingRun run, RunEvent.ProcessStarted started)
    {
        var key = run.KeyOf(started.Atom);
        startExecution.Bind(1, run.Number).Bind(2, key).Bind(3, started.Number);
        BindProcess(startExecution, 4, started);
        startExecution.Run();
        if (database.Changes != 1)
            throw NoSuchAttempt(key, started.Number);
    }

    /// <summary>Eight parameters from <paramref name="first"/> on.</summary>
    private static void BindProcess(Statement statement, int first, RunEvent.ProcessStarted? started)
    {
        if (started is null)
        {
            for (var parameter = first; parameter < first + 8; parameter++)
                statement.BindNull(parameter);
            return;
        }

        statement
            .Bind(first, started.Process.Pid)
            .Bind(first + 1, started.Process.StartTicks)
            .Bind(first + 2, started.Process.BootId)
            .Bind(first + 3, StoredNames.Tiers[started.Confinement.Tier])
            .Bind(first + 4, StoredNames.Limits[started.Confinement.Memory])
            .Bind(first + 5, StoredNames.Limits[started.Confinement.Cpu])
            .Bind(first + 6, StoredNames.Limits[started.Confinement.Network])
            .Bind(first + 7, StoredTime.Of(started.At));
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
            started_at_us = ?16, ended_at_us = ?17, user_us = ?18
        WHERE number = ?1
        """;

    private const string InsertResult = "INSERT INTO results (execution, json) VALUES (?1, ?2)";

    private void EndAttemptOf(PendingRun run, RunEvent.AttemptEnded ended)
    {
        if (run.Starts.Remove((ended.Atom, ended.Number), out var start))
            InsertStarted(run, TakeNumbers("execution", 1), start.Started, start.Process);

        var key = run.KeyOf(ended.Atom);
        var ending = ended.Ending;
        endAttempt
            .Bind(1, run.Number)
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
            .Bind(3, ending.Cause.Kind)
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
            .Bind(18, ending.UserTime is { } user ? StoredTime.Of(user) : null)
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

    private void KeepRevision(PendingRun run, RunEvent.CodeRevised revised) =>
        database.Prepare(InsertCodeRevision)
            .Bind(1, run.Number)
            .Bind(2, run.KeyOf(revised.Atom))
            .Bind(3, revised.Revision)
            .Bind(4, revised.Code.Code)
            .Bind(5, revised.Code.Origin)
            .Bind(6, revised.Code.Explanation)
            .Bind(7, revised.Code.Diff)
            .Bind(8, StoredTime.Of(revised.At))
            .Run();

    private void FlushAndForget(RunId id)
    {
        if (!pending.Remove(id, out var run))
            return;
        Flush(run);
        spare.Push(run);
    }

    private void Flush(PendingRun run)
    {
        InsertEvents(run);
        InsertStarts(run);
        foreach (var (atom, row) in run.Atoms)
            Put(run.Number, run.KeyOf(atom), row);
        Move(run);
    }

    private const string InsertBatch =
        "INSERT INTO event_batches (last_sequence, run, epoch, count, events) VALUES (?1, ?2, ?3, ?4, ?5)";

    private void InsertEvents(PendingRun run)
    {
        if (run.EventCount == 0)
            return;
        insertBatch
            .Bind(1, TakeNumbers("event", run.EventCount))
            .Bind(2, run.Number)
            .Bind(3, run.Epoch)
            .Bind(4, run.EventCount)
            .BindText(5, run.TakeEvents())
            .Run();
    }

    private void InsertStarts(PendingRun run)
    {
        if (run.Starts.Count == 0)
            return;
        var execution = TakeNumbers("execution", run.Starts.Count) - run.Starts.Count;
        foreach (var (started, process) in run.Starts.Values)
            InsertStarted(run, ++execution, started, process);
    }

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

    private const string MoveRun =
        """
        UPDATE runs
        SET status = coalesce(?3, status), started_at_us = coalesce(?4, started_at_us), ended_at_us = coalesce(?5, ended_at_us),
            succeeded = succeeded + ?6, failed = failed + ?7, skipped = skipped + ?8, cancelled = cancelled + ?9
        WHERE number = ?1 AND epoch = ?2
        """;

    private void Move(PendingRun run)
    {
        if (!run.Moved)
            return;
        moveRun
            .Bind(1, run.Number)
            .Bind(2, run.Epoch)
            .Bind(3, run.Status is { } status ? StoredNames.Statuses[status] : null)
            .Bind(4, run.StartedAt is { } start ? StoredTime.Of(start) : (long?)null)
            .Bind(5, run.EndedAt is { } end ? StoredTime.Of(end) : (long?)null)
            .Bind(6, run.Succeeded)
            .Bind(7, run.Failed)
            .Bind(8, run.Skipped)
            .Bind(9, run.Cancelled)
            .Run();
    }

    // A counter instead of AUTOINCREMENT, which would look its table up for every row.
    private const string Count = "UPDATE counters SET last = last + ?2 WHERE name = ?1 RETURNING last";

    /// <returns>The last of as many consecutive numbers, all of them new.</returns>
    private long TakeNumbers(string counter, int many)
    {
        count.Bind(1, counter).Bind(2, many).Step();
        var last = count.GetInt64(0);
        count.Reset();
        return last;
    }

    /// <summary>Children first; the plan and its revisions stay.</summary>
    private static readonly string[] DeleteRows =
    [
        LogQueries.TrimRun,
        "DELETE FROM results WHERE execution IN (SELECT execution FROM attempts WHERE run = ?1)",
        "DELETE FROM executions WHERE number IN (SELECT execution FROM attempts WHERE run = ?1)",
        "DELETE FROM attempts WHERE run = ?1",
        "DELETE FROM atoms WHERE run = ?1",
        "DELETE FROM code_revisions WHERE run = ?1",
        "DELETE FROM event_batches WHERE run = ?1",
        "DELETE FROM runs WHERE number = ?1",
    ];

    /// <returns>False when the run does not exist, has not ended, or another run took over results of it.</returns>
    public bool DeleteRun(RunId run)
    {
        FlushAndForget(run);
        if (RunQueries.ById(database, run) is not { EndedAt: not null } ended || RunQueries.Inheritors(database, run).Count > 0)
            return false;
        foreach (var delete in DeleteRows)
            database.Prepare(delete).Bind(1, ended.Number).Run();
        return true;
    }

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

    // Read by programs and people, never by a browser. Written only by code whose output the tests read back.
    private static Utf8JsonWriter NewJson(ArrayBufferWriter<byte> to) =>
        new(to, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    private static InvalidOperationException NoSuchAttempt(string key, int attempt) =>
        new($"Attempt {attempt} of atom '{key}' is not under way in the store.");

    /// <summary>Only what the state has is set.</summary>
    private readonly record struct AtomRow(
        string State, int? Attempt = null, Strategy? Strategy = null, DateTimeOffset? RetryAt = null, Conclusion? Conclusion = null, Because? Because = null);

    /// <summary>What one transaction changes about one run, as far as it is not written yet.</summary>
    private sealed class PendingRun : IDisposable
    {
        /// <summary>A row of events is written at once when it has grown to this.</summary>
        private const int MuchBytes = 64 * 1024;

        private readonly ArrayBufferWriter<byte> events = new();
        private readonly Utf8JsonWriter json;
        private Plan plan = null!;

        public PendingRun() => json = NewJson(events);

        public RunId Id { get; private set; }

        public long Number { get; private set; }

        public long Epoch { get; private set; }

        public int OwnerPid { get; private set; }

        public int EventCount { get; private set; }

        public bool HoldsMuch => json.BytesCommitted + json.BytesPending > MuchBytes;

        /// <summary>Attempts started by this transaction, with their processes if those are known.</summary>
        public Dictionary<(int Atom, int Attempt), (RunEvent.AttemptStarted Started, RunEvent.ProcessStarted? Process)> Starts { get; } = [];

        /// <summary>Where each atom that moved stands now.</summary>
        public Dictionary<int, AtomRow> Atoms { get; } = [];

        public RunStatus? Status { get; set; }

        public DateTimeOffset? StartedAt { get; set; }

        public DateTimeOffset? EndedAt { get; set; }

        public int Succeeded { get; set; }

        public int Failed { get; private set; }

        public int Skipped { get; private set; }

        public int Cancelled { get; private set; }

        public bool Moved => Status is not null || Succeeded + Failed + Skipped + Cancelled > 0;

        public void Begin(RunId id, Plan of, long number, long epoch, int ownerPid)
        {
            (Id, plan, Number, Epoch, OwnerPid) = (id, of, number, epoch, ownerPid);
            (Status, StartedAt, EndedAt) = (null, null, null);
            (Succeeded, Failed, Skipped, Cancelled) = (0, 0, 0, 0);
            Starts.Clear();
            Atoms.Clear();
            EventCount = 0;
        }

        public string KeyOf(int atom) => plan.Atoms[atom].Key;

        public void Count(Conclusion conclusion) => _ = conclusion switch
        {
            Conclusion.Succeeded => Succeeded++,
            Conclusion.Failed => Failed++,
            Conclusion.Skipped => Skipped++,
            Conclusion.Cancelled => Cancelled++,
        };

        public void AddEvent(RunEvent happened)
        {
            if (EventCount == 0)
            {
                events.ResetWrittenCount();
                json.Reset(events);
                json.WriteStartArray();
            }

            RunEventJson.Write(json, happened, plan);
            EventCount++;
        }

        /// <summary>As one JSON array; valid until the next event.</summary>
        public ReadOnlySpan<byte> TakeEvents()
        {
            json.WriteEndArray();
            json.Flush();
            EventCount = 0;
            return events.WrittenSpan;
        }

        public void Dispose() => json.Dispose();
    }
}
