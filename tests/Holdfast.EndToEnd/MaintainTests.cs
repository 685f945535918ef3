using Holdfast.Protocol.Maintenance;

namespace Holdfast.EndToEnd;

public sealed class MaintainTests : IAsyncLifetime
{
    private readonly DaemonDesk daemon = new();

    private Desk Desk => daemon.Desk;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => daemon.DisposeAsync();

    [Fact]
    public async Task Cleanup_DryRun_ShowsWhatItWouldDoAndDoesNothing()
    {
        var folder = OldFolder();

        var shown = await Desk.HoldfastAsync("maintain", "cleanup", "--all", "--dry-run");
        var document = await Desk.DocumentAsync(json => json.CleanupDocument, "maintain", "cleanup", "--all", "--dry-run");

        Assert.Equal(0, shown.ExitCode);
        Assert.Contains($"{folder} (0 B): remove it. No record of an execution names it.", shown.Out, StringComparison.Ordinal);
        Assert.Equal((true, 0), (document.DryRun, document.Results.Count));
        Assert.Equal([folder], document.Steps.Where(step => step.Does is not null).Select(step => step.Subject));
        Assert.True(Directory.Exists(folder));
    }

    [Fact]
    public async Task Cleanup_WithoutATerminal_NeedsYesAndRepeatsSafely()
    {
        var folder = OldFolder();

        var refused = await Desk.HoldfastAsync("maintain", "cleanup", "--folders");
        var done = await Desk.DocumentAsync(json => json.CleanupDocument, "maintain", "cleanup", "--folders", "--yes");
        var again = await Desk.DocumentAsync(json => json.CleanupDocument, "maintain", "cleanup", "--folders", "--yes");

        Assert.Equal((2, "error[usage]: There is no terminal to ask on; --yes says that it is meant. (holdfast maintain cleanup --help)\n"), (refused.ExitCode, refused.Error));
        Assert.Equal([(folder, CleanupOutcome.Done)], done.Results.Select(result => (result.Step.Subject, result.Outcome)));
        Assert.False(Directory.Exists(folder));
        Assert.Empty(again.Results);
    }

    [Fact]
    public async Task Cleanup_OfBranches_FindsTheRepositoryOfThisFolder()
    {
        Assert.Equal(0, (await Desk.ShellAsync("git init -q -b stem && git -c user.name=a -c user.email=a@example.org commit -q --allow-empty -m first && git branch holdfast/1")).ExitCode);

        var done = await Desk.HoldfastAsync("maintain", "cleanup", "--branches", "--age", "1ms", "--yes");
        var left = await Desk.ShellAsync("git branch --format='%(refname:short)'");

        Assert.True(done.ExitCode == 0, done.Error);
        Assert.EndsWith("1 done, 0 not needed any more, 0 failed.\n", done.Out, StringComparison.Ordinal);
        Assert.Equal("stem\n", left.Out);
    }

    [Theory]
    [InlineData("maintain cleanup", "usage")]
    [InlineData("maintain cleanup --branches", "not_a_repository")]
    [InlineData("maintain cleanup --folders --age soon", "usage")]
    [InlineData("maintain cleanup --logs --keep -1", "usage")]
    public async Task Cleanup_OfWhatCannotBe_IsRefused(string arguments, string code)
    {
        var ended = await Desk.HoldfastAsync([.. arguments.Split(' '), "--json"]);

        Assert.Equal((2, code), (ended.ExitCode, Desk.Read(ended.Out, json => json.ErrorDocument).Error.Code));
    }

    [Fact]
    public async Task BackupAndRestore_OfAHomeThatIsServed_BringBackWhatWasThere()
    {
        await daemon.StartAsync("--", "true");
        var copy = Path.Combine(Desk.Folder, "copy.db");

        var backup = await Desk.DocumentAsync(json => json.StoreCheckDocument, "maintain", "backup", copy);
        await daemon.StartAsync("--", "true");
        var refused = await Desk.HoldfastAsync("maintain", "restore", copy, "--yes", "--json");
        await Desk.HoldfastAsync("exec", "wait", "2");
        await Desk.HoldfastAsync("daemon", "stop");
        var restored = await Desk.DocumentAsync(json => json.RestoredDocument, "maintain", "restore", copy, "--yes");
        var listed = await Desk.DocumentAsync(json => json.ExecutionList, "exec", "list");

        Assert.Equal((true, copy), (backup.Ok, backup.Path));
        Assert.Equal((2, "daemon_running"), (refused.ExitCode, Desk.Read(refused.Out, json => json.ErrorDocument).Error.Code));
        Assert.True(File.Exists(restored.Replaced));
        Assert.Equal([1L], listed.Executions.Select(execution => execution.Number));
    }

    [Fact]
    public async Task Gc_WithoutRetention_RemovesWhatIsOver()
    {
        Desk.Environment["HOLDFAST_RETENTION_EXECUTIONS"] = "0";
        await daemon.StartAsync("--", "true");
        await Desk.HoldfastAsync("exec", "wait", "1");
        var running = await daemon.StartAsync("--", "sleep", "600");

        var done = await Desk.DocumentAsync(json => json.GarbageDocument, "maintain", "gc");
        var vacuum = await Desk.DocumentAsync(json => json.VacuumDocument, "maintain", "vacuum");
        var check = await Desk.DocumentAsync(json => json.StoreCheckDocument, "maintain", "check");
        var listed = await Desk.DocumentAsync(json => json.ExecutionList, "exec", "list");

        Assert.Equal(1, done.Executions);
        Assert.InRange(vacuum.Bytes, 1, vacuum.BytesBefore);
        Assert.True(check.Ok);
        Assert.Equal([running.Id], listed.Executions.Select(execution => execution.Id));
    }

    [Fact]
    public async Task Check_WhereTheStoreIsDamaged_SaysSoThoughNoDaemonCanStart()
    {
        Directory.CreateDirectory(Desk.Home);
        await File.WriteAllTextAsync(Path.Combine(Desk.Home, "store.db"), new string('x', 9000), TestContext.Current.CancellationToken);

        var ended = await Desk.HoldfastAsync("maintain", "check", "--json");

        Assert.Equal((1, false), (ended.ExitCode, Desk.Read(ended.Out, json => json.StoreCheckDocument).Ok));
    }

    private string OldFolder()
    {
        var folder = Path.Combine(Desk.Home, "executions", "v1", "ab", "ab" + new string('1', 30));
        Directory.CreateDirectory(folder);
        Directory.SetLastWriteTimeUtc(folder, DateTime.UnixEpoch.AddYears(50));
        return folder;
    }
}
