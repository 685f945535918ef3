using System.Text.Json;
using Holdfast.Core.Completion;
using Holdfast.Core.Executions;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>Every question about free-standing executions. Each works on any connection.</summary>
internal static class ExecutionQueries
{
    private const string Columns =
        """
        SELECT number, id, version, kind, name, arguments, working_directory, host, priority, concurrency_key, allowance, stall_us, secrets, state,
               shim_pid, shim_start_ticks, shim_boot_id, pid, start_ticks, boot_id, limit_us, cancelled_by, zombie_why,
               created_at_us, started_at_us, ended_at_us,
               cause_detail, duration_us, cpu_us, peak_memory_bytes, output_bytes, output_truncated, stop_step, survivor_proof, survivors_ended, survivors_left,
               completion, verdict, suspected_at_us, suspected_quiet_us, suspected_seen, user_us, silence_us, trace
        FROM executions
        """;

    private const string Select = $"{Columns} WHERE kind IS NOT NULL ";

    private const int WholeIdDigits = 32;

    public static StoredExecution? ById(Database database, ExecutionId id) => All(database.Prepare(Select + "AND id = ?1").Bind(1, id.Value)).SingleOrDefault();

    public static ExecutionLookup Find(Database database, string reference)
    {
        var meant = Reference.Parse(reference);
        if (meant.Number is { } number && All(database.Prepare(Select + "AND number = ?1").Bind(1, number)) is [var numbered])
            return new ExecutionLookup(numbered, []);
        if (meant.PartOfId is not { } part)
            return new ExecutionLookup(null, []);
        // A whole id is what programs ask by, again and again; only for a part of one every id has to be looked at.
        if (part.Length == WholeIdDigits)
            return new ExecutionLookup(ById(database, new ExecutionId(Guid.ParseExact(part, "N"))), []);
        var candidates = All(database.Prepare(
            Select + "AND (hex(id) LIKE ?1 || '%' OR hex(id) LIKE '%' || ?1) ORDER BY number DESC LIMIT ?2")
            .Bind(1, part)
            .Bind(2, Reference.MaxCandidates));
        return candidates is [var only] ? new ExecutionLookup(only, []) : new ExecutionLookup(null, candidates);
    }

    public static ListPage<StoredExecution> List(Database database, ExecutionFilter filter)
    {
        var rows = PageReading.RowsFor(filter.Limit);
        if (filter.Order is { } order)
        {
            var sorted = SortedBy(order);
            return Page(sorted.Bind(database.Prepare(SortedSql(filter, sorted)).Bind(1, rows)), filter);
        }

        var before = filter.Before is null ? "" : "AND number < ?2";
        var row = database.Prepare(filter.States is null
            ? $"{Select}{before} ORDER BY number DESC LIMIT ?1"
            : $"{Select}AND number IN ({string.Join(" UNION ALL ", filter.States.Distinct().Order().Select(state => NewestOf(state, before)).DefaultIfEmpty("SELECT NULL"))}) ORDER BY number DESC LIMIT ?1");
        row.Bind(1, rows);
        if (filter.Before is { } number)
            row.Bind(2, number);
        return Page(row, filter);
    }

    internal static SortedList SortedBy(ListOrder order)
    {
        var (index, column, has) = order.Sort switch
        {
            ListSort.Created => ("executions_by_creation", "created_at_us", ""),
            ListSort.Started => ("executions_by_start", "started_at_us", "started_at_us IS NOT NULL"),
            ListSort.Ended => ("executions_by_end", "ended_at_us", "ended_at_us IS NOT NULL"),
            ListSort.Duration => ("executions_by_duration", "duration_us", "duration_us IS NOT NULL"),
            ListSort.Name => ("executions_by_name", "name", "name IS NOT NULL"),
        };
        return new SortedList(order, index, column, has, "executions", "name");
    }

    // Those that are under way are few among many: they are sorted as they are found, rather than all others passed over.
    internal static string SortedSql(ExecutionFilter filter, SortedList sorted)
    {
        var areOpen = filter.States is { } asked && asked.All(state => ExecutionTransitions.From(state).Length > 0);
        var states = filter.States is null ? "" : $" AND state IN ({string.Join(", ", filter.States.Distinct().Order().Select(state => $"'{StoredNames.ExecutionStates[state]}'"))})";
        return $"{Columns} INDEXED BY {(areOpen ? "executions_open" : sorted.Index)} WHERE kind IS NOT NULL{(areOpen ? " AND ended_at_us IS NULL" : "")}{sorted.Conditions}{states}{sorted.OrderBy} LIMIT ?1";
    }

    // Each by itself: a partial index serves those that are under way, few among many, and another each way of having ended. Of several at once
    // SQLite would read all there are, to sort them.
    private static string NewestOf(ExecutionStatus state, string before)
    {
        // Named, since without statistics SQLite prefers to look at all that are listed.
        var (index, ended) = ExecutionTransitions.From(state).Length == 0 ? ("executions_ended", "NOT NULL") : ("executions_open", "NULL");
        return $"SELECT number FROM (SELECT number FROM executions INDEXED BY {index} WHERE kind IS NOT NULL AND ended_at_us IS {ended} AND state = '{StoredNames.ExecutionStates[state]}' {before} ORDER BY number DESC LIMIT ?1)";
    }

    public static List<StoredExecutionEvent> Events(Database database, ExecutionId id)
    {
        var row = database.Prepare(
            """
            SELECT last_sequence, count, events FROM event_batches
            WHERE execution = (SELECT number FROM executions WHERE kind IS NOT NULL AND id = ?1) ORDER BY last_sequence
            """).Bind(1, id.Value);
        var events = new List<StoredExecutionEvent>();
        while (row.Step())
        {
            var sequence = row.GetInt64(0) - row.GetInt64(1);
            var json = new Utf8JsonReader(row.GetBytes(2));
            json.Read();
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                events.Add(new StoredExecutionEvent(++sequence, ExecutionEventJson.Read(ref json)));
        }

        return events;
    }

    public static IReadOnlyDictionary<string, string>? Environment(Database database, ExecutionId id)
    {
        var row = database.Prepare("SELECT environment FROM executions WHERE kind IS NOT NULL AND id = ?1").Bind(1, id.Value);
        return row.Step() && !row.IsNull(0) ? Read(row.GetBytes(0), StoredOrderJson.ReadEnvironment) : null;
    }

    public static Dictionary<ExecutionId, ExecutionRecord> Records(Database database)
    {
        var row = database.Prepare("SELECT id, number, kind IS NULL, ended_at_us FROM executions");
        var records = new Dictionary<ExecutionId, ExecutionRecord>();
        while (row.Step())
            records[new ExecutionId(row.GetGuid(0))] = new ExecutionRecord(row.GetInt64(1), row.GetInt64(2) != 0, Time(row, 3));
        return records;
    }

    // Only the free-standing ones have an index. Of all others SQLite looks at every id, which is still little beside reading them.
    public static ExecutionRecord? Record(Database database, ExecutionId id)
    {
        foreach (var kind in new[] { "kind IS NOT NULL", "kind IS NULL" })
        {
            var row = database.Prepare($"SELECT number, kind IS NULL, ended_at_us FROM executions WHERE {kind} AND id = ?1").Bind(1, id.Value);
            if (row.Step())
                return new ExecutionRecord(row.GetInt64(0), row.GetInt64(1) != 0, Time(row, 2));
        }

        return null;
    }

    // What was cancelled before it started has no cause of its own.
    public static List<ExecutionTally> Tally(Database database, DateTimeOffset endedSince)
    {
        var row = database.Prepare(
            """
            SELECT date(ended_at_us / 1000000, 'unixepoch') AS day, kind, state, coalesce(cause, 'cancelled_by') AS why,
                   count(*), coalesce(sum(duration_us), 0), coalesce(sum(cpu_us), 0)
            FROM executions WHERE ended_at_us >= ?1
            GROUP BY day, kind, state, why ORDER BY day DESC, kind, state, why
            """).Bind(1, StoredTime.Of(endedSince));
        var tally = new List<ExecutionTally>();
        while (row.Step())
        {
            tally.Add(new ExecutionTally(
                DateOnly.ParseExact(row.GetString(0), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), row.IsNull(1) ? null : StoredNames.ExecutionKinds.Parse(row.GetString(1)),
                StoredNames.ExecutionStates.Parse(row.GetString(2)), row.GetString(3), row.GetInt64(4), StoredTime.ToDuration(row.GetInt64(5)), StoredTime.ToDuration(row.GetInt64(6))));
        }

        return tally;
    }

    public static List<ExecutionId> Ended(Database database, DateTimeOffset endedBefore, int keep, int most)
    {
        var row = database.Prepare(
            """
            SELECT id FROM executions
            WHERE kind IS NOT NULL AND ended_at_us IS NOT NULL
              AND (ended_at_us < ?1
                   OR number <= (SELECT number FROM executions WHERE kind IS NOT NULL AND ended_at_us IS NOT NULL ORDER BY number DESC LIMIT 1 OFFSET ?2))
            ORDER BY number LIMIT ?3
            """).Bind(1, StoredTime.Of(endedBefore)).Bind(2, keep).Bind(3, most);
        var ended = new List<ExecutionId>();
        while (row.Step())
            ended.Add(new ExecutionId(row.GetGuid(0)));
        return ended;
    }

    private static ListPage<StoredExecution> Page(Statement row, ExecutionFilter filter) => PageReading.Page(row, filter.Limit, filter.MostBytes, ReadRow, BytesOf);

    // Its arguments, secrets and completion, the details of its end, and its verdict.
    private static long BytesOf(Statement row) =>
        (long)row.GetBytes(5).Length + row.GetBytes(12).Length + row.GetBytes(36).Length + row.GetBytes(26).Length + row.GetBytes(37).Length;

    private static List<StoredExecution> All(Statement row)
    {
        var executions = new List<StoredExecution>();
        while (row.Step())
            executions.Add(ReadRow(row));
        return executions;
    }

    private static StoredExecution ReadRow(Statement row)
    {
        var process = Process(row, 17);
        return new StoredExecution
        {
            Number = row.GetInt64(0),
            Id = new ExecutionId(row.GetGuid(1)),
            Version = row.GetInt64(2),
            Order = ReadOrder(row),
            State = ReadState(row, process),
            Shim = Process(row, 14),
            Process = process,
            CreatedAt = StoredTime.ToTime(row.GetInt64(23)),
            StartedAt = Time(row, 24),
            EndedAt = Time(row, 25),
        };
    }

    private static ExecutionOrder ReadOrder(Statement row) => new()
    {
        Kind = StoredNames.ExecutionKinds.Parse(row.GetString(3)),
        Name = row.GetStringOrNull(4),
        Arguments = Read(row.GetBytes(5), StoredOrderJson.ReadArguments),
        WorkingDirectory = row.GetString(6),
        Host = StoredNames.Hosts.Parse(row.GetString(7)),
        Priority = row.GetInt32(8),
        Keys = StoredOrderJson.SplitKeys(row.GetStringOrNull(9)),
        Allowance = Read(row.GetBytes(10), StoredOrderJson.ReadAllowance),
        Stall = Duration(row, 11),
        Secrets = Read(row.GetBytes(12), StoredOrderJson.ReadSecrets),
        Completion = row.IsNull(36) ? CompletionOrder.ExitCode : Read(row.GetBytes(36), StoredCompletionJson.ReadOrder),
        Trace = row.GetStringOrNull(43) is { } trace ? TraceContext.Parse(trace) : null,
    };

    private static ExecutionState ReadState(Statement row, ProcessIdentity? process) => StoredNames.ExecutionStates.Parse(row.GetString(13)) switch
    {
        ExecutionStatus.Queued => new ExecutionState.Queued(),
        ExecutionStatus.Processing => new ExecutionState.Processing(Known(process), Known(Time(row, 24)), VerdictOf(row), SuspicionOf(row)),
        ExecutionStatus.TimingOut => new ExecutionState.TimingOut(Known(process), Known(Time(row, 24)), WhyTimingOut(row)),
        ExecutionStatus.Zombie => new ExecutionState.Zombie(process, row.GetString(22)),
        ExecutionStatus.Cancelling => new ExecutionState.Cancelling(Known(process), Known(Time(row, 24)), row.GetString(21)),
        ExecutionStatus.Completed => new ExecutionState.Completed(ReadEnding(row), VerdictOf(row)),
        ExecutionStatus.Failed => new ExecutionState.Failed(ReadEnding(row), VerdictOf(row)),
        ExecutionStatus.Cancelled => new ExecutionState.Cancelled(row.GetString(21), row.IsNull(26) ? null : ReadEnding(row)),
    };

    private static EndCause WhyTimingOut(Statement row) =>
        Duration(row, 42) is { } silence ? new EndCause.Stalled(silence) : new EndCause.WallTime(Known(Duration(row, 20)));

    private static Suspicion? SuspicionOf(Statement row) =>
        Time(row, 38) is { } since ? new Suspicion(since, Known(Duration(row, 39)), row.GetString(40)) : null;

    private static Verdict? VerdictOf(Statement row) => row.IsNull(37) ? null : Read(row.GetBytes(37), StoredCompletionJson.ReadVerdict);

    private static ExecutionEnding ReadEnding(Statement row) => new()
    {
        Cause = Read(row.GetBytes(26), StoredJson.ReadCauseOfEnd),
        StartedAt = Known(Time(row, 24)),
        EndedAt = Known(Time(row, 25)),
        Duration = Known(Duration(row, 27)),
        CpuTime = Known(Duration(row, 28)),
        UserTime = Duration(row, 41),
        PeakMemoryBytes = row.GetInt64(29),
        OutputBytes = row.GetInt64(30),
        OutputTruncated = row.GetInt64(31) != 0,
        StopStep = StoredNames.StopSteps.Parse(row.GetString(32)),
        Proof = StoredNames.Proofs.Parse(row.GetString(33)),
        SurvivorsEnded = row.GetInt32(34),
        SurvivorsLeft = row.GetInt32(35),
    };

    /// <summary>Of three columns from <paramref name="first"/> on.</summary>
    private static ProcessIdentity? Process(Statement row, int first) =>
        row.IsNull(first) ? null : new ProcessIdentity(row.GetInt32(first), row.GetInt64(first + 1), row.GetGuid(first + 2));

    private static DateTimeOffset? Time(Statement row, int column) => row.GetInt64OrNull(column) is { } time ? StoredTime.ToTime(time) : null;

    private static TimeSpan? Duration(Statement row, int column) => row.GetInt64OrNull(column) is { } duration ? StoredTime.ToDuration(duration) : null;

    private static T Known<T>(T? value) where T : struct => value ?? throw Missing();

    private static T Known<T>(T? value) where T : class => value ?? throw Missing();

    private static InvalidDataException Missing() => new("A stored execution lacks what its state has.");

    private static T Read<T>(ReadOnlySpan<byte> utf8, StoredJson.ValueReader<T> read)
    {
        var json = new Utf8JsonReader(utf8);
        return StoredJson.ReadNested(ref json, read);
    }
}
