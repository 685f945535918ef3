using System.Globalization;
using Holdfast.Core.Executions;
using Holdfast.Engine.Runs;
using Holdfast.Processes;

namespace Holdfast.Engine.Storage.Sqlite;

/// <param name="Problems">In SQLite's words; empty when all is well.</param>
public sealed record StoreCheck(string Path, long Bytes, int SchemaVersion, IReadOnlyList<string> Problems);

/// <summary>A file that is not put in place, because it is not a sound store, or because something uses the one it would replace.</summary>
/// <param name="code">Stable snake_case: backup_unusable, home_in_use.</param>
public sealed class RestoreRefusedException(string code, string message, string advice) : Exception(message)
{
    public string Code => code;

    public string Advice => advice;
}

/// <summary>Looks after a store's file from outside, whether or not somebody uses it, and whether or not it can be opened as a store.</summary>
public static class StoreCare
{
    /// <summary>What stores are called in a home that a restore replaced.</summary>
    public const string Replaced = "store.db.replaced-*";

    private const int MostProblems = 100;

    /// <summary>Events that may have been read since a copy was made, of a store that cannot be asked any more.</summary>
    private const long BeyondAnyRead = 1_000_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Reads all of it, and checks every index and reference. Changes nothing.</summary>
    /// <exception cref="StoreUnavailableException">There is none, or it is no SQLite database at all.</exception>
    public static StoreCheck Check(string path)
    {
        if (!File.Exists(path))
            throw new StoreUnavailableException($"There is no store '{path}'.");
        try
        {
            using var database = Database.Open(path, create: false, Patience);
            database.Execute("PRAGMA query_only = ON");
            var problems = Texts(database, $"PRAGMA integrity_check({MostProblems})").Where(line => line != "ok")
                .Concat(Texts(database, "PRAGMA foreign_key_check").Select(table => $"a row of table {table} refers to one that is not there")).ToList();
            var version = Texts(database, "SELECT value FROM meta WHERE key = 'schema_version'").FirstOrDefault();
            return new StoreCheck(path, new FileInfo(path).Length, int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0, problems);
        }
        catch (SqliteException broken)
        {
            return new StoreCheck(path, new FileInfo(path).Length, 0, [broken.Message]);
        }
    }

    /// <summary>Writes a whole, compact copy as it was at one moment, while others read and write. It appears at once or not at all.</summary>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    /// <exception cref="StoreUnavailableException">There is no store, or it cannot be read.</exception>
    public static StoreCheck BackUp(string path, string destination)
    {
        if (!File.Exists(path))
            throw new StoreUnavailableException($"There is no store '{path}'.");
        if (Path.Exists(destination))
            throw new IOException($"'{destination}' is there already; a backup replaces nothing.");
        var temporary = $"{destination}.{System.Environment.ProcessId}.part";
        try
        {
            using (var database = Database.Open(path, create: false, Patience))
            {
                database.Prepare("VACUUM INTO ?1").Bind(1, temporary).Run();
            }

            var check = Check(temporary);
            if (check.Problems.Count > 0)
                throw new StoreUnavailableException($"The copy of '{path}' is not sound: {check.Problems[0]}");
            using (var file = File.OpenHandle(temporary, FileMode.Open, FileAccess.ReadWrite))
                RandomAccess.FlushToDisk(file);
            File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.Move(temporary, destination, overwrite: false);
            return check with { Path = destination };
        }
        catch (SqliteException refused)
        {
            throw new StoreUnavailableException($"The store '{path}' cannot be copied to '{destination}': {refused.Message}", refused);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Puts a copy in the place of a home's store. What is replaced stays beside it. The caller holds the home's lock, so that no daemon serves it.</summary>
    /// <returns>The check of the new store, and where the old one is now; null when there was none.</returns>
    /// <exception cref="RestoreRefusedException">It is not sound, or what lives belongs to the store it would replace.</exception>
    public static Task<(StoreCheck Check, string? Replaced)> RestoreAsync(string store, string copy, DateTimeOffset now, CancellationToken cancellationToken) =>
        RestoreAsync(store, copy, now, Patience, cancellationToken);

    /// <param name="patience">How long somebody else may keep writing to the store that is replaced.</param>
    internal static async Task<(StoreCheck Check, string? Replaced)> RestoreAsync(
        string store, string copy, DateTimeOffset now, TimeSpan patience, CancellationToken cancellationToken)
    {
        RefuseUnsound(copy);
        var incoming = store + ".incoming";
        var replaced = $"{store}.replaced-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}";
        bool moved;
        try
        {
            File.Copy(copy, incoming, overwrite: true);
            using (var file = File.OpenHandle(incoming, FileMode.Open, FileAccess.ReadWrite))
                RandomAccess.FlushToDisk(file);
            File.SetUnixFileMode(incoming, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            moved = await PutInPlaceAsync(store, incoming, replaced, patience, cancellationToken);
        }
        catch
        {
            File.Delete(incoming);
            throw;
        }

        try
        {
            // Opening brings an older one up to date; what that cannot do, the old one is put back for.
            await SqliteStore.Open(store).DisposeAsync();
            if (moved)
                SkipEvents(store, replaced);
            return (Check(store), moved ? replaced : null);
        }
        catch
        {
            foreach (var part in Parts)
                File.Delete(store + part);
            if (moved)
                Move(replaced, store);
            throw;
        }
    }

    /// <summary>
    /// Whoever read the events of the store that was replaced goes on behind the last of them: what happens from now on has later ids, and
    /// that some of what was read is gone is told.
    /// </summary>
    private static void SkipEvents(string store, string replaced)
    {
        using var database = Database.Open(store, create: false, Patience);
        LogQueries.SkipTo(database, LastEventOf(replaced) ?? LogQueries.LastEvent(database) + BeyondAnyRead);
    }

    private static long? LastEventOf(string store)
    {
        try
        {
            using var database = Database.Open(store, create: false, Patience);
            return LogQueries.LastEvent(database);
        }
        catch (Exception unreadable) when (unreadable is SqliteException or StoreUnavailableException)
        {
            // That it cannot be read may be why it was replaced.
            return null;
        }
    }

    // While the copy was made somebody may have begun something. From the look at what lives to the rename nobody writes to the store that goes.
    private static async Task<bool> PutInPlaceAsync(string store, string incoming, string replaced, TimeSpan patience, CancellationToken cancellationToken)
    {
        // Opened before the turn is taken: opening takes one, too.
        var current = OpenIfSound(store);
        using var turn = new WriteTurn(store);
        try
        {
            turn.Take(patience);
            if (current is not null)
                await RefuseInUseAsync(store, current, cancellationToken);
        }
        catch (TimeoutException busy)
        {
            throw new RestoreRefusedException("home_in_use", busy.Message, "stop it, or wait for it");
        }
        finally
        {
            if (current is not null)
                await current.DisposeAsync();
        }

        var moved = Move(store, replaced);
        try
        {
            File.Move(incoming, store, overwrite: false);
            return moved;
        }
        catch when (moved)
        {
            Move(replaced, store);
            throw;
        }
    }

    private static readonly string[] Parts = ["", "-wal", "-shm"];

    // Its log belongs to it: without it, what was committed last would be lost.
    private static bool Move(string from, string to)
    {
        if (!File.Exists(from))
            return false;
        foreach (var part in Parts.Where(part => File.Exists(from + part)))
            File.Move(from + part, to + part, overwrite: false);
        return true;
    }

    private static void RefuseUnsound(string copy)
    {
        StoreCheck check;
        try
        {
            check = Check(copy);
        }
        catch (StoreUnavailableException missing)
        {
            throw new RestoreRefusedException("backup_unusable", missing.Message, "name a file that 'holdfast maintain backup' wrote");
        }

        if (check.Problems.Count > 0)
            throw new RestoreRefusedException("backup_unusable", $"'{copy}' is not a sound store: {check.Problems[0]}", "use another backup");
        if (check.SchemaVersion is 0 || check.SchemaVersion > Migrations.Newest)
            throw new RestoreRefusedException("backup_unusable", $"'{copy}' is no store that this release knows (schema {check.SchemaVersion}, known up to {Migrations.Newest}).", "use the release that wrote it");
    }

    // One that cannot be read cannot say, and is what a restore is for.
    private static SqliteStore? OpenIfSound(string store) => File.Exists(store) && Check(store).Problems.Count == 0 ? SqliteStore.Open(store) : null;

    private static async Task RefuseInUseAsync(string store, SqliteStore current, CancellationToken cancellationToken)
    {
        var executions = await current.ListExecutionsAsync(
            new ExecutionFilter(int.MaxValue, [ExecutionStatus.Processing, ExecutionStatus.TimingOut, ExecutionStatus.Zombie, ExecutionStatus.Cancelling]), cancellationToken);
        if (executions.FirstOrDefault(execution => execution.Shim is { } shim && ProcessIdentities.IsAlive(shim)) is { } living)
            throw new RestoreRefusedException("home_in_use", $"Execution {living.Number} runs, and the store that would be replaced is the one that knows it.", "holdfast daemon stop --kill, or wait for it");
        var runs = await current.ListRunsAsync(new RunFilter(int.MaxValue, Unfinished: true), cancellationToken);
        if (runs.FirstOrDefault(run => ProcessIdentities.IsAlive(run.Owner.Process)) is { } driven)
            throw new RestoreRefusedException("home_in_use", $"Process {driven.Owner.Process.Pid} drives run {driven.Number} and writes to the store that would be replaced.", "stop it, or wait for it");
        var marked = runs.Count == 0 ? [] : MarkedProcesses.Scan().Where(process => !process.IsZombie).Select(process => process.Execution).ToHashSet();
        foreach (var run in runs)
            await RefuseLivingAttemptsAsync(Path.GetDirectoryName(store)!, current, run, marked, cancellationToken);
    }

    // Whoever drove the run was killed. What survives has a shim, and what does not lives on until the run is resumed; a store that knows
    // nothing of the run would leave them to nobody.
    private static async Task RefuseLivingAttemptsAsync(
        string home, SqliteStore current, StoredRun run, HashSet<ExecutionId> marked, CancellationToken cancellationToken)
    {
        await foreach (var attempt in current.ReadAttemptsAsync(run.Id, cancellationToken))
        {
            if (attempt.Outcome is null && (marked.Contains(attempt.Execution) || AttemptFolder.Of(home, attempt.Execution).Shim.IsLocked))
            {
                throw new RestoreRefusedException(
                    "home_in_use", $"Attempt {attempt.Number} of atom '{attempt.AtomKey}' of run {run.Number} is alive, and the store that would be replaced is the one that knows it.",
                    $"holdfast runs cancel {run.Number}, or wait for it; then holdfast daemon stop");
            }
        }
    }

    private static List<string> Texts(Database database, string sql)
    {
        var row = database.Prepare(sql);
        var texts = new List<string>();
        while (row.Step())
            texts.Add(row.GetStringOrNull(0) ?? "");
        return texts;
    }
}
