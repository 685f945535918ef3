using Holdfast.EndToEnd;
using Holdfast.Protocol;
using Holdfast.Protocol.Executions;

namespace Holdfast.Survival.Hardships;

/// <summary>What a daemon depends on fails it: it ends and says why, what runs goes on, and the next daemon takes that up.</summary>
public sealed class HardshipTests : IAsyncLifetime
{
    private const int StoreFailed = 70;

    private readonly ServedHome home = new();

    private Desk Desk => home.Desk;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => home.DisposeAsync();

    [Fact]
    public async Task Store_LockedByAnotherProgramForLong_EndsTheDaemonAndTheNextGoesOn()
    {
        Assert.True(await home.ServeAsync());
        var running = await StartOneThatWaitsAsync();
        await using var locker = RunningProgram.Start("python3", ["-c", $"""
            import sqlite3
            store = sqlite3.connect("{Desk.Home}/store.db", isolation_level=None)
            store.execute("BEGIN EXCLUSIVE")
            print("locked", flush=True)
            open("unlock").read()
            """], Desk.Folder, Desk.Environment);
        await locker.HasSaidAsync("locked");

        var refused = await Assert.ThrowsAsync<RefusedException>(() => home.Client.StartExecutionAsync(Shell("true"), CancellationToken.None));
        var ended = await home.GivesUpAsync();
        await File.WriteAllTextAsync(Path.Combine(Desk.Folder, "unlock"), "");
        Assert.Equal(0, (await locker.EndAsync()).ExitCode);

        Assert.True(refused.Error.Code is ErrorCode.StoreFailed or ErrorCode.StoreUnavailable or ErrorCode.DaemonUnreachable, refused.Error.ToString());
        Assert.Equal(StoreFailed, ended.ExitCode);
        Assert.Contains("locked", ended.Error, StringComparison.OrdinalIgnoreCase);
        await GoesOnAsync(running);
    }

    [Fact]
    public async Task Home_OnADiskThatFills_LosesNothing()
    {
        Directory.CreateDirectory(Desk.Home);
        var mounted = await Desk.ShellAsync($"mount -t tmpfs -o size=96m,mode=0700 none '{Desk.Home}'");
        Assert.SkipUnless(mounted.ExitCode == 0, $"A small disk cannot be mounted here: {mounted.Error}");
        try
        {
            Assert.True(await home.ServeAsync());
            var running = await StartOneThatWaitsAsync();
            await Desk.ShellAsync($"dd if=/dev/zero of='{Desk.Home}/filler' bs=64k; dd if=/dev/zero of='{Desk.Home}/filler2' bs=1k");

            // Refused for want of room, or the store has none: never taken and forgotten.
            var refused = await Assert.ThrowsAsync<RefusedException>(() => StartUntilRefusedAsync());
            await Desk.ShellAsync($"rm '{Desk.Home}/filler' '{Desk.Home}/filler2'");
            if (home.Serves)
                await home.KillAsync();
            else
                Assert.Equal(StoreFailed, (await home.GivesUpAsync()).ExitCode);

            Assert.NotEqual(ErrorCode.Unexpected, refused.Error.Code);
            await GoesOnAsync(running);
        }
        finally
        {
            await home.KillAsync();
            await Desk.HoldfastAsync("exec", "killall", "--yes", "--now");
            await Desk.HoldfastAsync("daemon", "stop");
            Assert.Equal("", (await Desk.ShellAsync($"umount '{Desk.Home}'")).Error);
        }
    }

    [Fact]
    public async Task Home_RemovedUnderADaemonWithExecutions_EndsItAndLeavesNobodyForEver()
    {
        Assert.True(await home.ServeAsync());
        await StartOneThatWaitsAsync();

        Directory.Delete(Desk.Home, recursive: true);
        var ended = await home.GivesUpAsync();
        await LetGoAsync();

        Assert.Equal(StoreFailed, ended.ExitCode);
        Assert.Contains("was removed or moved", ended.Error, StringComparison.Ordinal);
        // Its command comes to its end, and its shim, which cannot write that down, goes with it.
        await Desk.ShellAsync($"while pgrep -f '[h]oldfast-shim {Desk.Home}' >/dev/null; do sleep 0.05; done");
        Assert.Equal("start\nend\n", await File.ReadAllTextAsync(Path.Combine(Desk.Folder, "ran")));
        Assert.Empty(Scan.LivingWith(Desk.Home));
    }

    private ExecutionRequest Shell(string script) => new() { Command = ["sh", "-c", script], WorkingDirectory = Desk.Folder, NoTimeout = true };

    /// <summary>Returns once it has come to where it waits for <see cref="LetGoAsync"/>.</summary>
    private async Task<StartedExecution> StartOneThatWaitsAsync()
    {
        Assert.Equal("", (await Desk.ShellAsync("mkfifo here go unlock")).Error);
        var started = await home.Client.StartExecutionAsync(Shell("echo start >> ran; echo here > here; cat go > /dev/null; echo end >> ran; exit 7"), CancellationToken.None);
        await File.ReadAllTextAsync(Path.Combine(Desk.Folder, "here")).WaitAsync(TimeSpan.FromMinutes(2));
        return started;
    }

    private async Task LetGoAsync() => await File.WriteAllTextAsync(Path.Combine(Desk.Folder, "go"), "").WaitAsync(TimeSpan.FromMinutes(2));

    // A few rows still fit into what the store has reserved.
    private async Task StartUntilRefusedAsync()
    {
        const int far = 2_000;
        for (var number = 0; number < far; number++)
            await home.Client.StartExecutionAsync(Shell("true"), CancellationToken.None);
    }

    private async Task GoesOnAsync(StartedExecution running)
    {
        Assert.True(await home.ServeAsync());
        await LetGoAsync();
        var ended = await home.Client.WaitExecutionAsync(running.Id.ToString(), CancellationToken.None);
        var after = await home.Client.StartExecutionAsync(Shell("exit 3"), CancellationToken.None);

        Assert.Equal((7, "exited"), (ended.ExitCode, ended.End!.Cause));
        Assert.Equal("start\nend\n", await File.ReadAllTextAsync(Path.Combine(Desk.Folder, "ran")));
        Assert.Equal(3, (await home.Client.WaitExecutionAsync(after.Id.ToString(), CancellationToken.None)).ExitCode);
    }
}
