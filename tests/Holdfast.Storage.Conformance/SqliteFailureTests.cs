using Holdfast.Core.Executions;
using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Processes.Tests;

namespace Holdfast.Storage.Conformance;

/// <summary>What cannot be opened says why; what fails later says so for ever.</summary>
public sealed class SqliteFailureTests : IDisposable
{
    private static readonly TimeSpan Impatient = TimeSpan.FromMilliseconds(200);

    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-failure-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string StorePath => Path.Combine(folder, "store.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Open_InAFolderThatIsMissing_SaysSo()
    {
        var path = Path.Combine(folder, "missing", "store.db");

        var refused = Assert.Throws<StoreUnavailableException>(() => SqliteStore.Open(path));

        Assert.StartsWith($"The store '{path}' cannot be opened: Could not find a part of the path", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OnAReadOnlyFileSystem_SaysSo()
    {
        var refused = Assert.Throws<StoreUnavailableException>(() => SqliteStore.Open("/proc/self/store.db"));

        Assert.StartsWith("The store '/proc/self/store.db' cannot be opened: ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WhatIsNoDatabase_SaysSo()
    {
        await File.WriteAllTextAsync(StorePath, new string('x', 10_000), Ct);

        var refused = Assert.Throws<StoreUnavailableException>(() => SqliteStore.Open(StorePath));

        Assert.Equal($"The store '{StorePath}' cannot be opened: it is not an SQLite database, or its beginning is damaged.", refused.Message);
    }

    [Fact]
    public void Open_AnotherProgramsDatabase_SaysSo()
    {
        using (var database = Database.Open(StorePath, create: true, Impatient))
            database.Execute("CREATE TABLE bookmarks (url TEXT)");

        var refused = Assert.Throws<StoreUnavailableException>(() => SqliteStore.Open(StorePath));

        Assert.Equal($"'{StorePath}' is an SQLite database, but not a store of Holdfast.", refused.Message);
    }

    [Fact]
    public async Task Open_AStoreOfANewerVersion_SaysSo()
    {
        await SqliteStore.Open(StorePath).DisposeAsync();
        using (var database = Database.Open(StorePath, create: false, Impatient))
            database.Execute("UPDATE meta SET value = '999' WHERE key = 'schema_version'");

        var refused = Assert.Throws<StoreUnavailableException>(() => SqliteStore.Open(StorePath));

        Assert.Equal(
            $"The store '{StorePath}' was written by a newer Holdfast: its schema is version 999, this one knows versions up to {Migrations.Newest}. Use the newer Holdfast.",
            refused.Message);
    }

    [Fact]
    public async Task Open_ByManyAtOnce_MakesOneStore()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SqliteStore.Open(StorePath), Ct)));

        foreach (var store in stores)
        {
            await RunDriver.CreateAsync(store, SamplePlans.Wide(1), Ct);
            await store.DisposeAsync();
        }

        await using var opened = SqliteStore.Open(StorePath);
        Assert.Equal(8, (await opened.ListRunsAsync(new RunFilter(10), Ct)).Count);
    }

    [Fact]
    public void Open_WhileAnotherKeepsItsTurn_GivesUpAndSaysSo()
    {
        using var other = new WriteTurn(StorePath);
        other.Take(Impatient);

        var refused = Assert.Throws<StoreUnavailableException>(() => SqliteStore.Open(StorePath, Impatient));

        Assert.StartsWith($"The store '{StorePath}' cannot be opened: Other processes have been writing to '{StorePath}' for 0.2 s", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Append_WhileAnotherProgramLocksTheDatabase_FailsForGood()
    {
        await using var store = SqliteStore.Open(StorePath, Impatient);
        var run = await RunDriver.CreateAsync(store, SamplePlans.Wide(1), Ct);
        using var other = Database.Open(StorePath, create: false, Impatient);
        other.Execute("BEGIN IMMEDIATE");

        var failed = await Assert.ThrowsAsync<StoreFailedException>(() => run.TellAsync(RunCommand.Begin.Instance, Ct));

        Assert.Contains("database is locked", failed.Message, StringComparison.Ordinal);
        other.Execute("ROLLBACK");
        await AssertFailsForGoodAsync(store, run);
    }

    [Fact]
    public async Task Append_OnAFullDisk_FailsForGoodAndKeepsWhatWasAcknowledged()
    {
        using var disk = SmallDisk.Mount(folder);
        var path = disk.FileIn("store.db");
        var plan = WriterProgram.Plan;
        var acknowledged = 0;
        RunId id;
        await using (var store = SqliteStore.Open(path))
        {
            var run = await RunDriver.CreateAsync(store, plan, Ct);
            id = run.Id;
            await Assert.ThrowsAsync<StoreFailedException>(async () =>
            {
                while (acknowledged < 100_000)
                {
                    await store.AppendAsync(new RunAppend(id, 1, plan, [WriterProgram.EventNumber(acknowledged + 1)]), Ct);
                    acknowledged++;
                }
            });
            await AssertFailsForGoodAsync(store, run);
        }

        Assert.InRange(acknowledged, 1, 99_999);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(path)!))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        await using var rescued = SqliteStore.Open(StorePath);
        var stored = new List<RunEvent>();
        await foreach (var each in rescued.ReadEventsAsync(id, plan, 0, Ct))
            stored.Add(each.Event);
        Assert.Equal(Enumerable.Range(1, acknowledged).Select(WriterProgram.EventNumber), stored.Skip(1).Take(acknowledged));
        await rescued.AppendAsync(new RunAppend(id, 1, plan, [WriterProgram.EventNumber(1)]), Ct);
    }

    [Theory]
    [InlineData(WriterProgram.AppendUntilSyncFails)]
    [InlineData(WriterProgram.CompactWhileSyncFails)]
    public async Task Write_WhenAnFsyncFails_FailsForGood(string work)
    {
        using var processes = new Processes(folder);
        var library = await BuildFailingSyncAsync(processes);
        var trigger = Path.Combine(folder, "fail-now");

        var (ending, output) = await processes.RunMyselfAsync(
            [work, StorePath, trigger], new("LD_PRELOAD", library), new("FAIL_SYNC_WHILE", trigger));

        Assert.True(ending.Cause is EndCause.Exited { Code: 0 }, $"{ending.Cause}: {output}");
        Assert.Contains("disk I/O error", output, StringComparison.Ordinal);
        await using var opened = SqliteStore.Open(StorePath);
        Assert.Single(await opened.ListRunsAsync(new RunFilter(10), Ct));
    }

    [Fact]
    public async Task Compact_WhileAnotherKeepsItsTurn_IsRefusedAndDoesNoHarm()
    {
        await using var store = SqliteStore.Open(StorePath, Impatient);
        using (var other = new WriteTurn(StorePath))
        {
            other.Take(TimeSpan.FromSeconds(30));
            var refused = await Assert.ThrowsAsync<IOException>(() => store.CompactAsync(0, long.MaxValue, Ct));
            Assert.StartsWith("The store could not be written anew, and is as it was: Other processes have been writing", refused.Message, StringComparison.Ordinal);
        }

        await RunDriver.CreateAsync(store, SamplePlans.Wide(1), Ct);
    }

    [Fact]
    public async Task Compact_OfMoreThanAskedFor_LeavesItAsItIs()
    {
        await using var store = SqliteStore.Open(StorePath);
        var plan = SamplePlans.Wide(500);
        var run = await RunDriver.CreateAsync(store, plan, Ct);
        await run.RunToEndAsync(Ct);
        Assert.True(await store.DeleteRunAsync(run.Id, Ct));
        var before = await store.MeasureAsync(Ct);
        Assert.True(before.UnusedShare > 0.15, $"{before}");

        await store.CompactAsync(0.15, before.LiveBytes - 1, Ct);
        Assert.Equal(before, await store.MeasureAsync(Ct));
        await store.CompactAsync(0.15, before.LiveBytes, Ct);
        Assert.True((await store.MeasureAsync(Ct)).FileBytes < before.FileBytes);
    }

    [Fact]
    public async Task Read_OfADamagedPage_FailsForGood()
    {
        var plan = SamplePlans.Wide(50);
        RunDriver run;
        await using (var written = SqliteStore.Open(StorePath))
        {
            run = await RunDriver.CreateAsync(written, plan, Ct);
            await run.RunToEndAsync(Ct);
        }

        DamageTable("event_batches");
        await using var store = SqliteStore.Open(StorePath);
        Assert.Single(await store.ListRunsAsync(new RunFilter(10), Ct));

        await Assert.ThrowsAsync<StoreFailedException>(async () =>
        {
            await foreach (var _ in store.ReadEventsAsync(run.Id, plan, 0, Ct))
            {
            }
        });

        await AssertFailsForGoodAsync(store, run);
    }

    [Fact]
    public async Task Read_OfAnEventFromTheFuture_SaysWhichType()
    {
        var plan = SamplePlans.Wide(1);
        await using var store = SqliteStore.Open(StorePath);
        var run = await RunDriver.CreateAsync(store, plan, Ct);
        using (var database = Database.Open(StorePath, create: false, TimeSpan.FromSeconds(30)))
            database.Execute("""UPDATE event_batches SET events = '[{"type":"teleported","v":1,"at_us":0}]'""");

        var unknown = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var _ in store.ReadEventsAsync(run.Id, plan, 0, Ct))
            {
            }
        });

        Assert.Equal("A stored event of type 'teleported' cannot be read: this version of Holdfast does not know it; a newer one wrote it", unknown.Message);
    }

    private static async Task AssertFailsForGoodAsync(SqliteStore store, RunDriver run)
    {
        await Assert.ThrowsAsync<StoreFailedException>(() => store.AppendAsync(new RunAppend(run.Id, 1, run.State.Plan, []), Ct));
        await Assert.ThrowsAsync<StoreFailedException>(() => store.ListRunsAsync(new RunFilter(1), Ct));
        await Assert.ThrowsAsync<StoreFailedException>(() => store.DeleteRunAsync(run.Id, Ct));
    }

    private void DamageTable(string table)
    {
        long page;
        using (var database = Database.Open(StorePath, create: false, Impatient))
        {
            var root = database.Prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?1").Bind(1, table);
            Assert.True(root.Step());
            page = root.GetInt64(0);
            root.Reset();
            // What is still in the log would be read from there.
            database.CheckpointAndTruncate();
        }

        using var file = File.OpenHandle(StorePath, FileMode.Open, FileAccess.Write);
        RandomAccess.Write(file, Enumerable.Repeat((byte)0xA5, 4096).ToArray(), (page - 1) * 4096);
    }

    /// <summary>A library that lets every fsync fail while a file exists. Skips the test where no C compiler is.</summary>
    private async Task<string> BuildFailingSyncAsync(Processes processes)
    {
        const string Compiler = "/usr/bin/cc";
        if (!File.Exists(Compiler))
            Assert.Skip($"{Compiler} is not there to build a library that lets fsync fail.");
        var source = Path.Combine(folder, "failing-sync.c");
        var library = Path.Combine(folder, "failing-sync.so");
        await File.WriteAllTextAsync(
            source,
            """
            #include <errno.h>
            #include <stdlib.h>
            #include <sys/syscall.h>
            #include <unistd.h>

            static int failing(void)
            {
                const char *trigger = getenv("FAIL_SYNC_WHILE");
                return trigger && access(trigger, F_OK) == 0;
            }

            int fsync(int file)
            {
                if (failing()) { errno = EIO; return -1; }
                return syscall(SYS_fsync, file);
            }

            int fdatasync(int file)
            {
                if (failing()) { errno = EIO; return -1; }
                return syscall(SYS_fdatasync, file);
            }
            """,
            Ct);
        var (ending, output) = await processes.RunAsync([Compiler, "-shared", "-fPIC", "-o", library, source]);
        Assert.True(ending.Cause is EndCause.Exited { Code: 0 }, $"{ending.Cause}: {output}");
        return library;
    }
}
