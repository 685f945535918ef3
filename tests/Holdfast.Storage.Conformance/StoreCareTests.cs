using Holdfast.Core.Executions;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Processes;

namespace Holdfast.Storage.Conformance;

public sealed class StoreCareTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-care-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Home => Path.Combine(folder, "store.db");

    private string Copy => Path.Combine(folder, "copy.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task BackUp_WhileOthersWrite_IsAWholeStoreOfOneMoment()
    {
        await using var store = SqliteStore.Open(Home);
        await CreateAsync(store, 50);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                    await CreateAsync(store, 1);
            },
            Ct);

        var backup = StoreCare.BackUp(Home, Copy);
        await stop.CancelAsync();
        await writing;

        Assert.Empty(backup.Problems);
        await using var copy = SqliteStore.Open(Copy);
        var copied = await copy.ListExecutionsAsync(new ExecutionFilter(int.MaxValue), Ct);
        Assert.InRange(copied.Count, 50, (await store.ListExecutionsAsync(new ExecutionFilter(int.MaxValue), Ct)).Count);
        Assert.Equal(Enumerable.Range(1, copied.Count).Select(number => (long)number).Reverse(), copied.Select(execution => execution.Number));
    }

    [Fact]
    public async Task BackUp_OntoAFileThatIsThere_ReplacesNothing()
    {
        await SqliteStore.Open(Home).DisposeAsync();
        await File.WriteAllTextAsync(Copy, "precious", Ct);

        Assert.Throws<IOException>(() => StoreCare.BackUp(Home, Copy));

        Assert.Equal("precious", await File.ReadAllTextAsync(Copy, Ct));
    }

    [Fact]
    public async Task Restore_ABackup_BringsItBackAndKeepsWhatItReplaces()
    {
        await using (var store = SqliteStore.Open(Home))
            await CreateAsync(store, 3);
        StoreCare.BackUp(Home, Copy);
        await using (var store = SqliteStore.Open(Home))
            await CreateAsync(store, 4);

        var (check, replaced) = await StoreCare.RestoreAsync(Home, Copy, Now, Ct);

        Assert.Empty(check.Problems);
        Assert.Equal(3, await CountAsync(Home));
        Assert.Equal($"{Home}.replaced-20260301T120000", replaced);
        Assert.Equal(7, await CountAsync(replaced!));
    }

    // Ids of events are never given twice: a reader of the store that is gone would take others for those it has.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restore_BehindAReader_GivesLaterIdsAndTellsThatSomeAreGone(bool damaged)
    {
        await using (var store = SqliteStore.Open(Home))
            await CreateAsync(store, 3);
        StoreCare.BackUp(Home, Copy);
        long read;
        await using (var store = SqliteStore.Open(Home))
        {
            await CreateAsync(store, 4);
            read = (await store.ReadLogAsync(new LogFilter(0, 1000), Ct)).Through;
        }

        if (damaged)
            await File.WriteAllTextAsync(Home, "no database any more", Ct);
        await StoreCare.RestoreAsync(Home, Copy, Now, Ct);
        await using var restored = SqliteStore.Open(Home);
        var there = await restored.ReadLogAsync(new LogFilter(0, 1000), Ct);
        await CreateAsync(restored, 1);
        var since = await restored.ReadLogAsync(new LogFilter(read, 1000), Ct);

        Assert.Equal(3, there.Events.Count);
        Assert.All(there.Events, each => Assert.True(each.Sequence < read));
        Assert.True(there.Trimmed >= read, $"{there.Trimmed} is told, {read} was read.");
        Assert.True(Assert.Single(since.Events).Sequence > read);
    }

    [Fact]
    public async Task Restore_OfTheLastState_LeavesNobodyBehind()
    {
        await using (var store = SqliteStore.Open(Home))
            await CreateAsync(store, 3);
        StoreCare.BackUp(Home, Copy);

        await StoreCare.RestoreAsync(Home, Copy, Now, Ct);

        await using var restored = SqliteStore.Open(Home);
        Assert.Equal(0, (await restored.ReadLogAsync(new LogFilter(0, 1000), Ct)).Trimmed);
    }

    [Fact]
    public async Task Restore_OverAStoreThatIsDamaged_Works()
    {
        await using (var store = SqliteStore.Open(Home))
            await CreateAsync(store, 3);
        StoreCare.BackUp(Home, Copy);
        await File.WriteAllTextAsync(Home, "no database any more", Ct);

        Assert.NotEmpty(StoreCare.Check(Home).Problems);
        await StoreCare.RestoreAsync(Home, Copy, Now, Ct);

        Assert.Empty(StoreCare.Check(Home).Problems);
        Assert.Equal(3, await CountAsync(Home));
    }

    [Theory]
    [InlineData("not a database at all")]
    [InlineData(null)]
    public async Task Restore_WhatIsNoStore_IsRefusedAndChangesNothing(string? content)
    {
        await using (var store = SqliteStore.Open(Home))
            await CreateAsync(store, 3);
        if (content is not null)
            await File.WriteAllTextAsync(Copy, content, Ct);

        var refused = await Assert.ThrowsAsync<RestoreRefusedException>(() => StoreCare.RestoreAsync(Home, Copy, Now, Ct));

        Assert.Equal("backup_unusable", refused.Code);
        Assert.Equal(3, await CountAsync(Home));
    }

    [Fact]
    public async Task Restore_WhileAProcessDrivesARun_IsRefused()
    {
        await using (var store = SqliteStore.Open(Home))
        {
            StoreCare.BackUp(Home, Copy);
            var run = await RunDriver.CreateAsync(store, StoreFixture.Plan, Ct);
            await store.ClaimRunAsync(run.Id, run.Stored.Epoch, new RunOwner(Holdfast.Processes.ProcessIdentities.Current), Ct);
        }

        Assert.Equal("home_in_use", (await Assert.ThrowsAsync<RestoreRefusedException>(() => StoreCare.RestoreAsync(Home, Copy, Now, Ct))).Code);
    }

    [Fact]
    public async Task Restore_WhileAnAtomOfAKilledOwnerLives_IsRefused()
    {
        ExecutionId attempt;
        await using (var store = SqliteStore.Open(Home))
        {
            StoreCare.BackUp(Home, Copy);
            var run = await RunDriver.CreateAsync(store, StoreFixture.Plan, Ct);
            await run.TellAsync(RunCommand.Begin.Instance, Ct);
            await run.StartAtomAsync(0, Ct);
            attempt = new AttemptId(run.Id, StoreFixture.Plan.Atoms[0].Key, 1).Execution;
        }

        await using (Living.Start(folder, [ProcessMark.Of(attempt)], "/bin/sleep", "600"))
        {
            var refused = await Assert.ThrowsAsync<RestoreRefusedException>(() => StoreCare.RestoreAsync(Home, Copy, Now, Ct));
            Assert.Equal("home_in_use", refused.Code);
            Assert.Contains($"Attempt 1 of atom '{StoreFixture.Plan.Atoms[0].Key}' of run 1 is alive", refused.Message, StringComparison.Ordinal);
        }

        var shim = AttemptFolder.Of(folder, attempt).Shim;
        Directory.CreateDirectory(shim.Path);
        await using (Living.Start(folder, [], "/usr/bin/flock", shim.Lock, "sh", "-c", $"echo held > '{folder}/held'; exec sleep 600"))
        {
            Assert.True(SpinWait.SpinUntil(() => File.Exists(Path.Combine(folder, "held")), TimeSpan.FromSeconds(60)), "flock took no lock.");
            Assert.Equal("home_in_use", (await Assert.ThrowsAsync<RestoreRefusedException>(() => StoreCare.RestoreAsync(Home, Copy, Now, Ct))).Code);
        }

        await StoreCare.RestoreAsync(Home, Copy, Now, Ct);
        await using var restored = SqliteStore.Open(Home);
        Assert.Empty(await restored.ListRunsAsync(new RunFilter(1), Ct));
    }

    [Fact]
    public async Task Restore_WhileSomebodyWrites_IsRefusedAndChangesNothing()
    {
        await using (var store = SqliteStore.Open(Home))
            await CreateAsync(store, 3);
        StoreCare.BackUp(Home, Copy);
        // One that cannot be opened, so that nothing but its turn keeps the restore from it.
        await File.WriteAllTextAsync(Home, "no database any more", Ct);
        using (var writer = new WriteTurn(Home))
        {
            writer.Take(TimeSpan.FromSeconds(30));

            var refused = await Assert.ThrowsAsync<RestoreRefusedException>(() => StoreCare.RestoreAsync(Home, Copy, Now, TimeSpan.FromMilliseconds(200), Ct));

            Assert.Equal("home_in_use", refused.Code);
            Assert.Equal("no database any more", await File.ReadAllTextAsync(Home, Ct));
            Assert.Equal(["copy.db", "store.db", "store.db-turn"], Directory.GetFiles(folder).Select(Path.GetFileName).Where(name => !name!.EndsWith("-wal", StringComparison.Ordinal) && !name.EndsWith("-shm", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        }

        await StoreCare.RestoreAsync(Home, Copy, Now, Ct);
        Assert.Equal(3, await CountAsync(Home));
    }

    [Fact]
    public async Task Check_AStoreWithADamagedPage_SaysSo()
    {
        await using (var store = SqliteStore.Open(Home))
            await CreateAsync(store, 500);
        using (var file = File.OpenHandle(Home, FileMode.Open, FileAccess.ReadWrite))
            RandomAccess.Write(file, new byte[8192], RandomAccess.GetLength(file) / 2 / 4096 * 4096);

        Assert.NotEmpty(StoreCare.Check(Home).Problems);
    }

    /// <summary>A process that lives until this is disposed of.</summary>
    private sealed class Living : IAsyncDisposable
    {
        private readonly ProcessHost host = new(TimeProvider.System);
        private readonly ExecutionId id = new(Guid.NewGuid());
        private readonly TaskCompletionSource<ExecutionEnding> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static Living Start(string folder, KeyValuePair<string, string>[] environment, params string[] arguments)
        {
            var living = new Living();
            var start = living.host.Start(
                new ProcessSpec
                {
                    Execution = living.id, Arguments = [.. arguments], Environment = [new("PATH", "/usr/bin:/bin"), .. environment], WorkingDirectory = folder,
                    OutputLog = Path.Combine(folder, $"{living.id}.log"), OutputLimitBytes = 1 << 20,
                },
                living.ended.SetResult);
            Assert.IsType<ProcessStart.Started>(start);
            return living;
        }

        public async ValueTask DisposeAsync()
        {
            host.Stop(id, new EndCause.CancelledBy("the test"), immediate: true);
            await ended.Task.WaitAsync(TimeSpan.FromSeconds(60));
            host.Dispose();
        }
    }

    private static async Task CreateAsync(SqliteStore store, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await store.CreateExecutionAsync(
                new NewExecution(new ExecutionId(Guid.NewGuid()), new ExecutionOrder { Arguments = ["/bin/true"], WorkingDirectory = "/" }, new Dictionary<string, string>(), Now), Ct);
        }
    }

    private static async Task<int> CountAsync(string path)
    {
        await using var store = SqliteStore.Open(path);
        return (await store.ListExecutionsAsync(new ExecutionFilter(int.MaxValue), Ct)).Count;
    }
}
