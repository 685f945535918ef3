using Holdfast.Core.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;

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
    public async Task Check_AStoreWithADamagedPage_SaysSo()
    {
        await using (var store = SqliteStore.Open(Home))
            await CreateAsync(store, 500);
        using (var file = File.OpenHandle(Home, FileMode.Open, FileAccess.ReadWrite))
            RandomAccess.Write(file, new byte[8192], RandomAccess.GetLength(file) / 2 / 4096 * 4096);

        Assert.NotEmpty(StoreCare.Check(Home).Problems);
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
