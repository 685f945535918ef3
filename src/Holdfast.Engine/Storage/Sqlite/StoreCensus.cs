using Holdfast.Core.Executions;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>How many records of each kind a store has, by state.</summary>
/// <param name="Executions">Free-standing ones.</param>
/// <param name="OpenAttempts">Of runs, that are not over.</param>
public sealed record StoreCensus(
    int SchemaVersion, IReadOnlyDictionary<string, long> Executions, IReadOnlyDictionary<string, long> Runs, IReadOnlyDictionary<string, long> Tasks,
    IReadOnlyDictionary<string, long> Sessions, long OpenAttempts, long Events)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly ExecutionStatus[] NotOver = [.. Enum.GetValues<ExecutionStatus>().Where(status => ExecutionTransitions.From(status).Length > 0)];

    /// <summary>Reads a store from outside, whether or not somebody uses it. Changes nothing, and brings none up to date.</summary>
    /// <exception cref="StoreUnavailableException">There is none, or it cannot be read.</exception>
    public static StoreCensus Take(string path)
    {
        if (!File.Exists(path))
            throw new StoreUnavailableException($"There is no store '{path}'.");
        return Read(path, database => new StoreCensus(
            (int)Number(database, "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'schema_version'"),
            Counts(database, "SELECT state, count(*) FROM executions WHERE kind IS NOT NULL GROUP BY state"),
            Counts(database, "SELECT status, count(*) FROM runs GROUP BY status"),
            Counts(database, "SELECT status, count(*) FROM tasks GROUP BY status"),
            Counts(database, "SELECT status, count(*) FROM sessions GROUP BY status"),
            Number(database, "SELECT count(*) FROM executions WHERE kind IS NULL AND ended_at_us IS NULL"),
            Number(database, "SELECT last FROM counters WHERE name = 'event'")));
    }

    /// <summary>Free-standing executions that are not over, oldest first. A store of an older release may lack what is asked of them.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    public static IReadOnlyList<StoredExecution> OpenIn(string path) =>
        Read(path, database => ExecutionQueries.List(database, new ExecutionFilter(int.MaxValue, NotOver)).OrderBy(execution => execution.Number).ToList());

    /// <summary>The number and the standing of each of these that the store knows.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    public static IReadOnlyDictionary<ExecutionId, ExecutionRecord> RecordsOf(string path, IEnumerable<ExecutionId> executions) => Read(path, database =>
    {
        var records = new Dictionary<ExecutionId, ExecutionRecord>();
        foreach (var execution in executions.Distinct())
        {
            if (ExecutionQueries.Record(database, execution) is { } record)
                records[execution] = record;
        }

        return records;
    });

    private static T Read<T>(string path, Func<Database, T> read)
    {
        try
        {
            using var database = Database.Open(path, create: false, Patience);
            database.Execute("PRAGMA query_only = ON");
            return read(database);
        }
        catch (Exception broken) when (broken is SqliteException or InvalidDataException or DllNotFoundException)
        {
            throw new StoreUnavailableException($"The store '{path}' cannot be read: {broken.Message}", broken);
        }
    }

    private static SortedDictionary<string, long> Counts(Database database, string sql)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var row = database.Prepare(sql);
        while (row.Step())
            counts[row.GetString(0)] = row.GetInt64(1);
        return counts;
    }

    private static long Number(Database database, string sql)
    {
        var row = database.Prepare(sql);
        var number = row.Step() ? row.GetInt64(0) : 0;
        row.Reset();
        return number;
    }
}
