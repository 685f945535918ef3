using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Queueing;
using Holdfast.Core.Runs;
using Holdfast.Core.Tasks;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>A store in one SQLite file, which several processes may use at the same time.</summary>
public sealed class SqliteStore : IStore
{
    /// <summary>Documents above it are kept compressed: below, a page is used up either way.</summary>
    private const int CompressAbove = 4096;

    /// <summary>Rows read at once, so that no query keeps the log from being worked off for long.</summary>
    private const int PageOfRows = 8192;

    /// <summary>Fewer, because one result may be large.</summary>
    private const int PageOfResults = 512;

    // Others write for milliseconds; deleting a run of 100,000 atoms takes seconds.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(30);

    private readonly StoreHealth health;
    private readonly GroupCommit writer;
    private readonly Readers readers;

    private SqliteStore(string path, Database database, WriteTurn turn, TimeSpan patience)
    {
        health = new StoreHealth(path);
        readers = new Readers(path, health, patience);
        writer = new GroupCommit(database, turn, health, patience, took =>
        {
            CommitTook?.Invoke(took);
            Committed?.Invoke();
        });
    }

    public event Action? Committed;

    /// <summary>Told how long each commit took, on the store's own thread: a handler must be quick, and not throw.</summary>
    [SuppressMessage("Design", "MA0046", Justification = "Who is told of a commit knows whose it is.")]
    public event Action<TimeSpan>? CommitTook;

    /// <summary>Opens the store, makes it when it is missing, and brings an older one up to date.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <exception cref="StoreUnavailableException">It cannot be opened.</exception>
    public static SqliteStore Open(string path) => Open(path, LongestTurn);

    /// <param name="patience">How long other processes may keep this one from writing.</param>
    internal static SqliteStore Open(string path, TimeSpan patience)
    {
        try
        {
            RequireLibrary();
            var turn = new WriteTurn(path);
            try
            {
                return new SqliteStore(path, OpenDatabase(path, turn, patience), turn, patience);
            }
            catch
            {
                turn.Dispose();
                throw;
            }
        }
        catch (SqliteException refused)
        {
            throw new StoreUnavailableException($"The store '{path}' cannot be opened: {Explain(refused)}", refused);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw new StoreUnavailableException($"The store '{path}' cannot be opened: {refused.Message}", refused);
        }
    }

    public async Task SavePlanAsync(PlanRevision plan, CancellationToken cancellationToken)
    {
        var (encoding, document) = Pack(plan.Document);
        await writer.MakeAsync(tables => tables.SavePlan(plan, encoding, document.Span), cancellationToken);
    }

    public async Task<bool> TrySavePlanAsync(PlanRevision plan, string? seen, CancellationToken cancellationToken)
    {
        var (encoding, document) = Pack(plan.Document);
        return await writer.MakeAsync(tables => tables.TrySavePlan(plan, seen, encoding, document.Span), cancellationToken);
    }

    public Task<StoredRun> CreateRunAsync(NewRun run, RunOwner owner, CancellationToken cancellationToken) =>
        writer.MakeAsync(tables => tables.CreateRun(run, owner), cancellationToken);

    public Task<StoredRun?> ClaimRunAsync(RunId run, long expectedEpoch, RunOwner owner, CancellationToken cancellationToken) =>
        writer.MakeAsync(tables => tables.ClaimRun(run, expectedEpoch, owner), cancellationToken);

    public Task AppendAsync(RunAppend append, CancellationToken cancellationToken) =>
        writer.MakeAsync(tables => tables.Append(append), cancellationToken, new GroupCommit.Succession(append.Run, append.Epoch));

    public Task<RunLookup> FindRunAsync(string reference, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => RunQueries.Find(database, reference), cancellationToken);

    public async Task<IReadOnlyList<StoredRun>> ListRunsAsync(RunFilter filter, CancellationToken cancellationToken) =>
        await readers.ReadAsync(database => RunQueries.List(database, filter), cancellationToken);

    public async Task<PlanRevision?> LoadPlanAsync(string revisionHash, CancellationToken cancellationToken) =>
        await readers.ReadAsync(database => RunQueries.Plan(database, revisionHash), cancellationToken) is var (plan, encoding)
            ? plan with { Document = Unpack(encoding, plan.Document) }
            : null;

    public async Task<PlanRevision?> FindPlanAsync(PlanId plan, CancellationToken cancellationToken) =>
        await readers.ReadAsync(database => RunQueries.RevisionOf(database, plan), cancellationToken) is { } hash ? await LoadPlanAsync(hash, cancellationToken) : null;

    public async Task<IReadOnlyList<StoredPlan>> ListPlansAsync(int limit, CancellationToken cancellationToken) =>
        await readers.ReadAsync(database => RunQueries.Plans(database, limit), cancellationToken);

    public async IAsyncEnumerable<StoredEvent> ReadEventsAsync(
        RunId run, Plan plan, long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = ReadPageAsync(afterSequence);
        while (true)
        {
            var page = await next;
            // The next page is decoded while the caller works on this one.
            var more = page.Count >= PageOfRows;
            if (more)
                next = ReadPageAsync(page[^1].Sequence);
            foreach (var stored in page)
                yield return stored;
            if (!more)
                yield break;
        }

        Task<List<StoredEvent>> ReadPageAsync(long after) =>
            readers.ReadAsync(database => RunQueries.Events(database, run, plan, after, PageOfRows), cancellationToken);
    }

    public Task<long> CountEventsAsync(RunId run, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => RunQueries.CountEvents(database, run), cancellationToken);

    public async IAsyncEnumerable<StoredAttempt> ReadAttemptsAsync(RunId run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (afterKey, afterNumber) = ("", 0);
        while (true)
        {
            var page = await readers.ReadAsync(database => RunQueries.Attempts(database, run, afterKey, afterNumber, PageOfRows), cancellationToken);
            foreach (var attempt in page)
                yield return attempt;
            if (page.Count < PageOfRows)
                yield break;
            (afterKey, afterNumber) = (page[^1].AtomKey, page[^1].Number);
        }
    }

    public Task<string?> LoadResultAsync(RunId run, string atomKey, int attempt, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => RunQueries.Result(database, run, atomKey, attempt), cancellationToken);

    public async IAsyncEnumerable<StoredResult> ReadResultsAsync(RunId run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (afterKey, afterNumber) = ("", 0);
        while (true)
        {
            var page = await readers.ReadAsync(database => RunQueries.Results(database, run, afterKey, afterNumber, PageOfResults), cancellationToken);
            foreach (var result in page)
                yield return result;
            if (page.Count < PageOfResults)
                yield break;
            (afterKey, afterNumber) = (page[^1].AtomKey, page[^1].Attempt);
        }
    }

    public Task<AtomState.Concluded?> FindConclusionAsync(RunId run, string atomKey, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => RunQueries.Conclusion(database, run, atomKey), cancellationToken);

    public Task<Because?> FindStopAsync(RunId run, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => RunQueries.Stop(database, run), cancellationToken);

    public Task<StoredRevision?> LoadRevisionAsync(RunId run, string atomKey, int revision, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => RunQueries.Revision(database, run, atomKey, revision), cancellationToken);

    public async Task<IReadOnlyDictionary<string, AttemptReference>> LatestSuccessesAsync(
        PlanId plan, IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        await readers.ReadAsync(database => RunQueries.LatestSuccesses(database, plan, keys), cancellationToken);

    public Task<bool> HoldsLatestSuccessAsync(RunId run, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => RunQueries.HoldsLatestSuccess(database, run), cancellationToken);

    public async Task<IReadOnlyList<long>> ListInheritorsAsync(RunId run, CancellationToken cancellationToken) =>
        await readers.ReadAsync(database => RunQueries.Inheritors(database, run), cancellationToken);

    public Task<bool> DeleteRunAsync(RunId run, CancellationToken cancellationToken) =>
        writer.MakeAsync(tables => tables.DeleteRun(run), cancellationToken);

    public Task<StoredExecution> CreateExecutionAsync(NewExecution execution, CancellationToken cancellationToken) =>
        writer.MakeAsync(tables => tables.Executions.Create(execution), cancellationToken);

    public Task<StoredExecution?> AppendExecutionAsync(
        ExecutionId execution, long expectedVersion, IReadOnlyList<ExecutionEvent> events, Guid? intent, CancellationToken cancellationToken) =>
        writer.MakeAsync(tables => Made(tables, tables.Executions.Append(execution, expectedVersion, events), intent), cancellationToken);

    public Task AppendQueueAsync(QueueEvent happened, Guid? intent, CancellationToken cancellationToken) =>
        writer.MakeAsync(
            tables =>
            {
                tables.Queue.Append(happened);
                tables.RequestKeys.NoteMade(intent);
            },
            cancellationToken);

    public Task TrimQueueEventsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        writer.MakeAsync(tables => tables.Queue.Trim(before), cancellationToken);

    public async Task<StoredQueue> LoadQueueAsync(CancellationToken cancellationToken) =>
        await readers.ReadAsync(QueueTables.Load, cancellationToken);

    public async Task<IReadOnlyList<StoredQueueEvent>> ReadQueueEventsAsync(int newest, CancellationToken cancellationToken) =>
        await readers.ReadAsync(database => QueueTables.Events(database, newest), cancellationToken);

    public Task<ExecutionLookup> FindExecutionAsync(string reference, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => ExecutionQueries.Find(database, reference), cancellationToken);

    public async Task<ListPage<StoredExecution>> ListExecutionsAsync(ExecutionFilter filter, CancellationToken cancellationToken) =>
        await readers.ReadAsync(database => ExecutionQueries.List(database, filter), cancellationToken);

    public async Task<IReadOnlyList<StoredExecutionEvent>> ReadExecutionEventsAsync(ExecutionId execution, CancellationToken cancellationToken) =>
        await readers.ReadAsync(database => ExecutionQueries.Events(database, execution), cancellationToken);

    public async Task<IReadOnlyDictionary<ExecutionId, ExecutionRecord>> ListRecordsAsync(CancellationToken cancellationToken) =>
        await readers.ReadAsync(ExecutionQueries.Records, cancellationToken);

    public Task<ExecutionRecord?> FindRecordAsync(ExecutionId execution, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => ExecutionQueries.Record(database, execution), cancellationToken);

    public async Task<IReadOnlyList<ExecutionTally>> TallyExecutionsAsync(DateTimeOffset endedSince, CancellationToken cancellationToken) =>
        await readers.ReadAsync(database => ExecutionQueries.Tally(database, endedSince), cancellationToken);

    public Task<StoreCounts> CountAsync(CancellationToken cancellationToken) => readers.ReadAsync(CountQueries.All, cancellationToken);

    public async Task<IReadOnlyList<ExecutionId>> ListEndedExecutionsAsync(DateTimeOffset endedBefore, int keep, int most, CancellationToken cancellationToken) =>
        await readers.ReadAsync(database => ExecutionQueries.Ended(database, endedBefore, keep, most), cancellationToken);

    public Task<int> DeleteExecutionsAsync(IReadOnlyList<ExecutionId> executions, CancellationToken cancellationToken) =>
        writer.MakeAsync(tables => executions.Count(execution => tables.Executions.Delete(execution)), cancellationToken);

    public Task<StoreSize> MeasureAsync(CancellationToken cancellationToken) => readers.ReadAsync(SizeOf, cancellationToken);

    public async Task CompactAsync(double fromUnusedShare, long upToBytes, CancellationToken cancellationToken)
    {
        try
        {
            await writer.DoAloneAsync(
                database =>
                {
                    var size = SizeOf(database);
                    if (size.UnusedShare >= fromUnusedShare && size.LiveBytes <= upToBytes)
                        database.Execute("VACUUM");
                },
                cancellationToken);
        }
        catch (Exception refused) when (refused is SqliteException or TimeoutException)
        {
            throw new IOException($"The store could not be written anew, and is as it was: {refused.Message}", refused);
        }
    }

    /// <param name="changed">Null: nothing was.</param>
    private static T? Made<T>(RunTables tables, T? changed, Guid? intent) where T : class
    {
        if (changed is not null)
            tables.RequestKeys.NoteMade(intent);
        return changed;
    }

    private static StoreSize SizeOf(Database database)
    {
        var row = database.Prepare("SELECT page_count, page_count - freelist_count, page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size");
        row.Step();
        var size = new StoreSize(row.GetInt64(0) * row.GetInt64(2), row.GetInt64(1) * row.GetInt64(2));
        row.Reset();
        return size;
    }

    public async Task<IReadOnlyDictionary<string, string>?> LoadEnvironmentAsync(ExecutionId execution, CancellationToken cancellationToken) =>
        await readers.ReadAsync(database => ExecutionQueries.Environment(database, execution), cancellationToken);

    public Task NoteMadeAsync(Guid intent, CancellationToken cancellationToken) =>
        writer.MakeAsync(tables => tables.RequestKeys.NoteMade(intent), cancellationToken);

    public Task<StoredTask> CreateTaskAsync(NewTask task, CancellationToken cancellationToken) =>
        writer.MakeAsync(tables => tables.Tasks.Create(task), cancellationToken);

    public Task<StoredTask?> AppendTaskAsync(TaskId task, long expectedVersion, IReadOnlyList<TaskEvent> events, Guid? intent, CancellationToken cancellationToken) =>
        writer.MakeAsync(tables => Made(tables, tables.Tasks.Append(task, expectedVersion, events), intent), cancellationToken);

    public Task LogActivityAsync(SessionId session, IReadOnlyList<TaskEvent> events, long upTo, CancellationToken cancellationToken) =>
        writer.MakeAsync(tables => tables.Tasks.LogActivity(session, events, upTo), cancellationToken);

    public Task<TaskLookup> FindTaskAsync(string reference, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => TaskQueries.Find(database, reference), cancellationToken);

    public async Task<ListPage<StoredTask>> ListTasksAsync(TaskFilter filter, CancellationToken cancellationToken) =>
        await readers.ReadAsync(database => TaskQueries.List(database, filter), cancellationToken);

    public Task<SessionLookup> FindSessionAsync(string reference, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => TaskQueries.FindSession(database, reference), cancellationToken);

    public async Task<IReadOnlyList<StoredSession>> ListSessionsAsync(SessionFilter filter, CancellationToken cancellationToken) =>
        await readers.ReadAsync(database => TaskQueries.ListSessions(database, filter), cancellationToken);

    public Task<RequestKey> ReserveKeyAsync(NewRequestKey request, DateTimeOffset keptSince, CancellationToken cancellationToken) =>
        writer.MakeAsync(tables => tables.RequestKeys.Reserve(request, keptSince), cancellationToken);

    public Task KeepAnswerAsync(string key, StoredAnswer answer, CancellationToken cancellationToken) =>
        writer.MakeAsync(tables => tables.RequestKeys.Keep(key, answer), cancellationToken);

    public Task<LogPage> ReadLogAsync(LogFilter filter, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => LogQueries.Read(database, filter), cancellationToken);

    public async Task<IReadOnlyList<StoredTaskEvent>> ReadTaskEventsAsync(long task, CancellationToken cancellationToken) =>
        await readers.ReadAsync(database => TaskQueries.Events(database, task), cancellationToken);

    /// <summary>Stores what was handed in, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await readers.DisposeAsync();
        await writer.DisposeAsync();
    }

    private static void RequireLibrary()
    {
        try
        {
            if (Sqlite3.Version() < Sqlite3.OldestVersion)
                throw new StoreUnavailableException($"The installed SQLite (version number {Sqlite3.Version()}) is too old; Holdfast needs 3.37 or later.");

            // Counting every allocation costs SQLite a global lock each time. It refuses once it is in use, which does no harm.
            _ = Sqlite3.ConfigureLibrary(Sqlite3.ConfigMemoryStatus, 0);
        }
        catch (DllNotFoundException missing)
        {
            throw new StoreUnavailableException(
                "SQLite is not installed: libsqlite3.so.0 was not found. Install it with 'apt-get install libsqlite3-0' (Debian, Ubuntu) or 'dnf install sqlite-libs' (Fedora).",
                missing);
        }
    }

    private static Database OpenDatabase(string path, WriteTurn turn, TimeSpan patience)
    {
        turn.Take(patience);
        try
        {
            var database = Database.Open(path, create: true, patience);
            try
            {
                // Without WAL a reader would hold the writer up, and a commit would cost two fsyncs.
                database.Execute("PRAGMA journal_mode = WAL");
                // NORMAL may lose commits when the power fails.
                database.Execute("PRAGMA synchronous = FULL");
                database.Execute("PRAGMA foreign_keys = ON");
                database.Execute("PRAGMA wal_autocheckpoint = 0");
                database.Execute("PRAGMA journal_size_limit = 67108864");
                database.Execute("PRAGMA cache_size = -32768");
                Migrations.Run(database, path);
                return database;
            }
            catch
            {
                database.Dispose();
                throw;
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private static string Explain(SqliteException refused) => refused.PrimaryCode switch
    {
        Sqlite3.NotADatabase => "it is not an SQLite database, or its beginning is damaged.",
        Sqlite3.CannotOpen or Sqlite3.Permission or Sqlite3.ReadOnly => $"{refused.Message}. Its folder and files must be writable.",
        _ => $"{refused.Message}.",
    };

    private static (string Encoding, ReadOnlyMemory<byte> Document) Pack(ReadOnlyMemory<byte> document)
    {
        if (document.Length <= CompressAbove)
            return ("identity", document);
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(document.Span);
        return ("br", packed.ToArray());
    }

    private static ReadOnlyMemory<byte> Unpack(string encoding, ReadOnlyMemory<byte> document)
    {
        switch (encoding)
        {
            case "identity":
                return document;
            case "br":
                using (var unpacked = new MemoryStream())
                using (var brotli = new BrotliStream(new MemoryStream(document.ToArray()), CompressionMode.Decompress))
                {
                    brotli.CopyTo(unpacked);
                    return unpacked.ToArray();
                }

            default:
                throw new InvalidDataException($"A stored plan is encoded as '{encoding}', which this version does not know.");
        }
    }
}
