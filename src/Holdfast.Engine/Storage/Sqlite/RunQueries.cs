using System.Text.Json;
using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>Every question the store answers. Each works on any connection.</summary>
internal static class RunQueries
{
    private const string Columns =
        """
        SELECT runs.number, runs.id, runs.plan, plans.name, plans.source, runs.revision, runs.status, runs.schedule, runs.epoch,
               runs.owner_pid, runs.owner_start_ticks, runs.owner_boot_id, runs.created_at_us, runs.started_at_us, runs.ended_at_us,
               runs.total, runs.succeeded, runs.failed, runs.skipped, runs.cancelled, runs.retry_of, runs.trace
        FROM runs
        """;

    private const string WithPlans = " JOIN plans ON plans.id = runs.plan ";

    private const string SelectRun = Columns + WithPlans;

    public static StoredRun? ById(Database database, RunId run) =>
        One(database.Prepare(SelectRun + "WHERE runs.id = ?1").Bind(1, run.ToString()));

    public static RunLookup Find(Database database, string reference)
    {
        var meant = Reference.Parse(reference);
        if (meant.Number is { } number && One(database.Prepare(SelectRun + "WHERE runs.number = ?1").Bind(1, number)) is { } numbered)
            return new RunLookup(numbered, []);
        if (meant.PartOfId is not { } part)
            return new RunLookup(null, []);
        // A whole id is what programs ask by, again and again; only for a part of one every id has to be looked at.
        if (Guid.TryParseExact(part, "N", out var whole))
            return new RunLookup(ById(database, new RunId(whole)), []);
        var candidates = All(database.Prepare(
            SelectRun + "WHERE replace(runs.id, '-', '') LIKE ?1 || '%' OR replace(runs.id, '-', '') LIKE '%' || ?1 ORDER BY runs.number DESC LIMIT ?2")
            .Bind(1, part)
            .Bind(2, Reference.MaxCandidates));
        return candidates is [var only] ? new RunLookup(only, []) : new RunLookup(null, candidates);
    }

    public static List<StoredRun> List(Database database, RunFilter filter)
    {
        var row = database.Prepare(ListSql(filter))
            .Bind(1, filter.Limit)
            .BindIf(filter.Plan is not null, 2, filter.Plan?.ToString());
        if (filter.Before is { } before)
            row.Bind(3, before);
        return All(filter.Order is { } order ? SortedBy(order).Bind(row) : row);
    }

    // The plan's index serves a filter by plan; a partial index serves the unfinished, few among many, which are sorted as they are found.
    internal static string ListSql(RunFilter filter)
    {
        var sorted = filter.Order is { } order ? SortedBy(order) : null;
        var areOpen = filter.Unfinished || (filter.Statuses is { } asked && asked.All(status => status is RunStatus.Queued or RunStatus.Running or RunStatus.Stopping));
        var index = sorted is null || filter.Plan is not null ? "" : $" INDEXED BY {(areOpen ? "runs_unfinished" : sorted.Index)}";
        return Columns + index + WithPlans
            + "WHERE true"
            + (areOpen ? " AND runs.ended_at_us IS NULL" : "")
            + (filter.Plan is null ? "" : " AND runs.plan = ?2")
            + (filter.Statuses is null ? "" : $" AND runs.status IN ({string.Join(", ", filter.Statuses.Distinct().Order().Select(status => $"'{StoredNames.Statuses[status]}'"))})")
            + (filter.Before is null ? "" : " AND runs.number < ?3")
            + sorted?.Conditions
            + (sorted?.OrderBy ?? " ORDER BY runs.number DESC")
            + " LIMIT ?1";
    }

    private static SortedList SortedBy(ListOrder order)
    {
        var (index, column, has) = order.Sort switch
        {
            ListSort.Created => ("runs_by_creation", "runs.created_at_us", ""),
            ListSort.Started => ("runs_by_start", "runs.started_at_us", "runs.started_at_us IS NOT NULL"),
            ListSort.Ended => ("runs_by_end", "runs.ended_at_us", "runs.ended_at_us IS NOT NULL"),
            ListSort.Duration => ("runs_by_duration", "(runs.ended_at_us - coalesce(runs.started_at_us, runs.created_at_us))", "runs.ended_at_us IS NOT NULL"),
            ListSort.Name => throw new ArgumentOutOfRangeException(nameof(order), "Runs are not listed by name."),
        };
        return new SortedList(order, index, column, has, "runs", "plans.name");
    }

    /// <returns>The revision that was saved last; null when the plan is not known.</returns>
    public static string? RevisionOf(Database database, PlanId plan)
    {
        var row = database.Prepare("SELECT revision FROM plans WHERE id = ?1").Bind(1, plan.ToString());
        var revision = row.Step() ? row.GetStringOrNull(0) : null;
        row.Reset();
        return revision;
    }

    public static List<StoredPlan> Plans(Database database, int limit)
    {
        var row = database.Prepare("SELECT id, name, source, revision FROM plans WHERE revision IS NOT NULL ORDER BY name, id LIMIT ?1").Bind(1, limit);
        var plans = new List<StoredPlan>();
        while (row.Step())
            plans.Add(new StoredPlan(new PlanId(Guid.Parse(row.GetString(0))), row.GetString(1), row.GetString(2), row.GetString(3)));
        return plans;
    }

    public static (PlanRevision Plan, string Encoding)? Plan(Database database, string hash)
    {
        var row = database.Prepare(
            """
            SELECT plans.id, plans.name, plans.source, plan_revisions.encoding, plan_revisions.document
            FROM plan_revisions JOIN plans ON plans.id = plan_revisions.plan WHERE plan_revisions.hash = ?1
            """).Bind(1, hash);
        return row.Step()
            ? (new PlanRevision(new PlanId(Guid.Parse(row.GetString(0))), row.GetString(1), row.GetString(2), hash, row.GetBytes(4).ToArray()), row.GetString(3))
            : null;
    }

    internal const string CountOfEvents = "SELECT coalesce(sum(count), 0) FROM event_batches WHERE run = (SELECT number FROM runs WHERE id = ?1)";

    internal const string EventsBehind =
        """
        SELECT last_sequence, epoch, count, events FROM event_batches
        WHERE run = (SELECT number FROM runs WHERE id = ?1) AND last_sequence > ?2 ORDER BY last_sequence
        """;

    public static long CountEvents(Database database, RunId run)
    {
        var row = database.Prepare(CountOfEvents).Bind(1, run.ToString());
        row.Step();
        var count = row.GetInt64(0);
        row.Reset();
        return count;
    }

    /// <param name="enough">Reading ends with the row that reaches it.</param>
    /// <returns>Fewer than <paramref name="enough"/> when there are no more.</returns>
    public static List<StoredEvent> Events(Database database, RunId run, Plan plan, long afterSequence, int enough)
    {
        var row = database.Prepare(EventsBehind).Bind(1, run.ToString()).Bind(2, afterSequence);
        var events = new List<StoredEvent>();
        while (events.Count < enough && row.Step())
            ReadBatch(row, plan, afterSequence, events);
        return events;
    }

    private static void ReadBatch(Statement row, Plan plan, long afterSequence, List<StoredEvent> events)
    {
        var (last, epoch, count) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
        var json = new Utf8JsonReader(row.GetBytes(3));
        json.Read();
        var sequence = last - count;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var happened = RunEventJson.Read(ref json, plan);
            sequence++;
            if (sequence > afterSequence)
                events.Add(new StoredEvent(sequence, epoch, happened));
        }

        if (sequence != last)
            throw new InvalidDataException($"The stored events up to {last} are {sequence - last + count}, not {count}.");
    }

    /// <param name="afterKey">With <paramref name="afterNumber"/>, the last attempt already seen; empty and 0 at first.</param>
    public static List<StoredAttempt> Attempts(Database database, RunId run, string afterKey, int afterNumber, int limit)
    {
        var row = database.Prepare(
            """
            SELECT a.atom, a.number, e.id, a.revision, a.started_at_us, a.outcome, a.failure, a.exception,
                   e.pid, e.start_ticks, e.boot_id, e.tier, e.memory_limit, e.cpu_limit, e.network_limit,
                   e.cause_detail, e.started_at_us, e.ended_at_us, e.duration_us, e.cpu_us, e.peak_memory_bytes, e.output_bytes, e.output_truncated,
                   e.stop_step, e.survivor_proof, e.survivors_ended, e.survivors_left, r.execution, e.user_us
            FROM attempts AS a JOIN executions AS e ON e.number = a.execution LEFT JOIN results AS r ON r.execution = a.execution
            WHERE a.run = (SELECT number FROM runs WHERE id = ?1) AND (a.atom, a.number) > (?2, ?3)
            ORDER BY a.atom, a.number LIMIT ?4
            """).Bind(1, run.ToString()).Bind(2, afterKey).Bind(3, afterNumber).Bind(4, limit);
        var attempts = new List<StoredAttempt>();
        while (row.Step())
            attempts.Add(ReadAttempt(row));
        return attempts;
    }

    public static string? Result(Database database, RunId run, string key, int attempt)
    {
        var row = database.Prepare(
            """
            SELECT results.json FROM attempts JOIN results ON results.execution = attempts.execution
            WHERE attempts.run = (SELECT number FROM runs WHERE id = ?1) AND attempts.atom = ?2 AND attempts.number = ?3
            """).Bind(1, run.ToString()).Bind(2, key).Bind(3, attempt);
        return row.Step() ? row.GetString(0) : null;
    }

    /// <param name="afterKey">With <paramref name="afterNumber"/>, the last result already seen; empty and 0 at first.</param>
    public static List<StoredResult> Results(Database database, RunId run, string afterKey, int afterNumber, int limit)
    {
        var row = database.Prepare(
            """
            SELECT attempts.atom, attempts.number, results.json FROM attempts JOIN results ON results.execution = attempts.execution
            WHERE attempts.run = (SELECT number FROM runs WHERE id = ?1) AND (attempts.atom, attempts.number) > (?2, ?3)
            ORDER BY attempts.atom, attempts.number LIMIT ?4
            """).Bind(1, run.ToString()).Bind(2, afterKey).Bind(3, afterNumber).Bind(4, limit);
        var results = new List<StoredResult>();
        while (row.Step())
            results.Add(new StoredResult(row.GetString(0), row.GetInt32(1), row.GetString(2)));
        return results;
    }

    public static StoredRevision? Revision(Database database, RunId run, string key, int revision)
    {
        var row = database.Prepare(
            """
            SELECT code, origin, explanation, diff, at_us FROM code_revisions
            WHERE run = (SELECT number FROM runs WHERE id = ?1) AND atom = ?2 AND revision = ?3
            """).Bind(1, run.ToString()).Bind(2, key).Bind(3, revision);
        return row.Step()
            ? new StoredRevision(
                revision, new CodeRevision(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)), StoredTime.ToTime(row.GetInt64(4)))
            : null;
    }

    // Newest run first, until every key is found: mostly that is one run.
    public static Dictionary<string, AttemptReference> LatestSuccesses(Database database, PlanId plan, IReadOnlyCollection<string> keys)
    {
        var found = new Dictionary<string, AttemptReference>();
        var missing = new HashSet<string>(keys);
        var runs = database.Prepare("SELECT number, id FROM runs WHERE plan = ?1 AND succeeded > 0 ORDER BY number DESC").Bind(1, plan.ToString());
        var success = database.Prepare(
            "SELECT number FROM attempts WHERE run = ?1 AND atom = ?2 AND outcome = 'succeeded' ORDER BY number DESC LIMIT 1");
        while (missing.Count > 0 && runs.Step())
        {
            var run = new RunId(Guid.Parse(runs.GetString(1)));
            success.Bind(1, runs.GetInt64(0));
            foreach (var key in missing)
            {
                if (success.Bind(2, key).Step())
                    found.Add(key, new AttemptReference(run, success.GetInt32(0)));
                success.Reset();
            }

            missing.ExceptWith(found.Keys);
        }

        return found;
    }

    public static bool HoldsLatestSuccess(Database database, RunId run)
    {
        var row = database.Prepare(
            """
            SELECT EXISTS (
                SELECT 1 FROM runs AS own JOIN attempts AS success ON success.run = own.number AND success.outcome = 'succeeded'
                WHERE own.id = ?1 AND NOT EXISTS (
                    SELECT 1 FROM runs AS later JOIN attempts AS newer ON newer.run = later.number AND newer.atom = success.atom AND newer.outcome = 'succeeded'
                    WHERE later.plan = own.plan AND later.number > own.number))
            """).Bind(1, run.ToString());
        row.Step();
        var holds = row.GetInt64(0) != 0;
        row.Reset();
        return holds;
    }

    /// <summary>In the words of the index, or it is not used. The beginning is how StoredJson writes it.</summary>
    internal const string InheritorsOf =
        """
        SELECT DISTINCT run FROM atoms
        WHERE substr(because, 1, 32) = '{"kind":"inherited_from","run":"' AND substr(because, 33, 36) = ?1 ORDER BY run
        """;

    public static List<long> Inheritors(Database database, RunId run)
    {
        var row = database.Prepare(InheritorsOf).Bind(1, run.ToString());
        var inheritors = new List<long>();
        while (row.Step())
            inheritors.Add(row.GetInt64(0));
        return inheritors;
    }

    public static AtomState.Concluded? Conclusion(Database database, RunId run, string key)
    {
        var row = database.Prepare(
            "SELECT conclusion, because FROM atoms WHERE run = (SELECT number FROM runs WHERE id = ?1) AND key = ?2 AND conclusion IS NOT NULL").Bind(1, run.ToString()).Bind(2, key);
        var concluded = row.Step() ? new AtomState.Concluded(StoredNames.Conclusions.Parse(row.GetString(0)), row.IsNull(1) ? null : ReadBecause(row, 1)) : null;
        row.Reset();
        return concluded;
    }

    // As StoredJson writes them; the first that is met says it for all.
    public static Because? Stop(Database database, RunId run)
    {
        var row = database.Prepare(
            """
            SELECT because FROM atoms
            WHERE run = (SELECT number FROM runs WHERE id = ?1) AND (because LIKE '{"kind":"stopped_by"%' OR because LIKE '{"kind":"wave_below"%') LIMIT 1
            """).Bind(1, run.ToString());
        var because = row.Step() ? ReadBecause(row, 0) : null;
        row.Reset();
        return because;
    }

    private static Because ReadBecause(Statement row, int column)
    {
        var json = new Utf8JsonReader(row.GetBytes(column));
        return StoredJson.ReadNested(ref json, StoredJson.ReadBecause);
    }

    private static StoredRun? One(Statement row)
    {
        var run = row.Step() ? ReadRun(row) : null;
        row.Reset();
        return run;
    }

    private static List<StoredRun> All(Statement row)
    {
        var runs = new List<StoredRun>();
        while (row.Step())
            runs.Add(ReadRun(row));
        return runs;
    }

    private static StoredRun ReadRun(Statement row) => new()
    {
        Number = row.GetInt64(0),
        Id = new RunId(Guid.Parse(row.GetString(1))),
        PlanId = new PlanId(Guid.Parse(row.GetString(2))),
        PlanName = row.GetString(3),
        PlanSource = row.GetString(4),
        RevisionHash = row.GetString(5),
        Status = StoredNames.Statuses.Parse(row.GetString(6)),
        Schedule = StoredNames.Schedules.Parse(row.GetString(7)),
        Epoch = row.GetInt64(8),
        Owner = new RunOwner(new ProcessIdentity(row.GetInt32(9), row.GetInt64(10), row.GetGuid(11))),
        CreatedAt = StoredTime.ToTime(row.GetInt64(12)),
        StartedAt = TimeOrNull(row, 13),
        EndedAt = TimeOrNull(row, 14),
        Total = row.GetInt32(15),
        Succeeded = row.GetInt32(16),
        Failed = row.GetInt32(17),
        Skipped = row.GetInt32(18),
        Cancelled = row.GetInt32(19),
        RetryOf = row.IsNull(20) ? null : new RunId(Guid.Parse(row.GetString(20))),
        AskedIn = row.GetStringOrNull(21) is { } trace ? TraceContext.Parse(trace) : null,
    };

    private static StoredAttempt ReadAttempt(Statement row) => new()
    {
        AtomKey = row.GetString(0),
        Number = row.GetInt32(1),
        Execution = new ExecutionId(row.GetGuid(2)),
        Revision = row.GetInt32(3),
        StartedAt = StoredTime.ToTime(row.GetInt64(4)),
        Outcome = row.IsNull(5) ? null : StoredNames.Outcomes.Parse(row.GetString(5)),
        Failure = row.IsNull(6) ? null : ReadJson(row.GetBytes(6), StoredJson.ReadFailure),
        Exception = row.IsNull(7) ? null : ReadJson(row.GetBytes(7), StoredJson.ReadException),
        Process = row.IsNull(8) ? null : new ProcessIdentity(row.GetInt32(8), row.GetInt64(9), row.GetGuid(10)),
        Confinement = row.IsNull(11) ? null : ReadConfinement(row),
        Ending = row.IsNull(15) ? null : ReadEnding(row),
        HasResult = !row.IsNull(27),
    };

    private static Confinement ReadConfinement(Statement row) => new(
        StoredNames.Tiers.Parse(row.GetString(11)),
        StoredNames.Limits.Parse(row.GetString(12)),
        StoredNames.Limits.Parse(row.GetString(13)),
        StoredNames.Limits.Parse(row.GetString(14)));

    private static ExecutionEnding ReadEnding(Statement row) => new()
    {
        Cause = ReadJson(row.GetBytes(15), StoredJson.ReadCauseOfEnd),
        StartedAt = StoredTime.ToTime(row.GetInt64(16)),
        EndedAt = StoredTime.ToTime(row.GetInt64(17)),
        Duration = StoredTime.ToDuration(row.GetInt64(18)),
        CpuTime = StoredTime.ToDuration(row.GetInt64(19)),
        UserTime = row.IsNull(28) ? null : StoredTime.ToDuration(row.GetInt64(28)),
        PeakMemoryBytes = row.GetInt64(20),
        OutputBytes = row.GetInt64(21),
        OutputTruncated = row.GetInt64(22) != 0,
        StopStep = StoredNames.StopSteps.Parse(row.GetString(23)),
        Proof = StoredNames.Proofs.Parse(row.GetString(24)),
        SurvivorsEnded = row.GetInt32(25),
        SurvivorsLeft = row.GetInt32(26),
    };

    private static T ReadJson<T>(ReadOnlySpan<byte> utf8, StoredJson.ValueReader<T> read)
    {
        var json = new Utf8JsonReader(utf8);
        return StoredJson.ReadNested(ref json, read);
    }

    private static DateTimeOffset? TimeOrNull(Statement row, int column) => row.IsNull(column) ? null : StoredTime.ToTime(row.GetInt64(column));
}
