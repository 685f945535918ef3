using Holdfast.Protocol.Daemons;

namespace Holdfast.EndToEnd;

public sealed class DaemonTests : IAsyncLifetime
{
    private const int SigTerm = 15;

    private readonly DaemonDesk daemon = new();

    private Desk Desk => daemon.Desk;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => daemon.DisposeAsync();

    [Fact]
    public async Task Commands_ManyAtOnceWithoutADaemon_StartOne()
    {
        var racers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Desk.HoldfastAsync("exec", "running", "--json")));

        Assert.All(racers, racer => Assert.Equal((0, "{\"executions\":[]}\n", ""), (racer.ExitCode, racer.Out, racer.Error)));
        var log = await File.ReadAllTextAsync(DaemonFile.LogIn(Desk.Home));
        Assert.Single(log.Split('\n'), line => line.Contains(" serves ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Status_OfADaemon_NamesItsProcessSocketAddressHomeAndVersion()
    {
        Assert.Equal(0, (await Desk.HoldfastAsync("exec", "running")).ExitCode);

        var status = await Desk.DocumentAsync(json => json.DaemonDocument, "daemon", "status");

        var version = (await Desk.HoldfastAsync("--version")).Out.Trim();
        Assert.Equal(
            (daemon.File.Pid, Path.Combine(Desk.Home, "daemon.sock"), daemon.File.Url, Desk.Home, version),
            (status.Pid, status.Socket, status.Url, status.Home, status.Version));
        Assert.Matches("^http://127.0.0.1:[1-9][0-9]*$", status.Url);
        // Own session, nothing inherited but the log.
        var process = await Desk.ShellAsync($"ps -o sid= -p {status.Pid} | tr -d ' '; readlink /proc/{status.Pid}/fd/0 /proc/{status.Pid}/fd/1 /proc/{status.Pid}/fd/2 /proc/{status.Pid}/cwd");
        Assert.Equal($"{status.Pid}\n/dev/null\n{status.Log}\n{status.Log}\n/\n", process.Out);
    }

    [Fact]
    public async Task Status_WithoutADaemon_SaysSoAndExitsOne()
    {
        var ended = await Desk.HoldfastAsync("daemon", "status", "--json");

        Assert.Equal((1, "daemon_not_running"), (ended.ExitCode, Desk.Read(ended.Out, json => json.ErrorDocument).Error.Code));
    }

    [Fact]
    public async Task Serve_WhileADaemonServes_IsRefusedAndNamesIt()
    {
        Assert.Equal(0, (await Desk.HoldfastAsync("exec", "running")).ExitCode);

        var ended = await Desk.HoldfastAsync("serve");

        Assert.Equal((2, ""), (ended.ExitCode, ended.Out));
        Assert.StartsWith($"error[daemon_running]: The home '{Desk.Home}' is served already, by daemon ", ended.Error, StringComparison.Ordinal);
        Assert.Contains($"(pid {daemon.File.Pid})", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_InTheForeground_LogsAndStopsOnSigterm()
    {
        await using var served = Desk.Start("serve");
        await served.HasSaidAsync(" serves ");
        Assert.Equal(0, (await Desk.HoldfastAsync("exec", "running")).ExitCode);

        await Desk.ShellAsync($"kill -{SigTerm} {daemon.File.Pid}");
        var ended = await served.EndAsync();

        Assert.Equal((0, ""), (ended.ExitCode, ended.Out));
        Assert.Contains("stopping, asked by SIGTERM", ended.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(DaemonFile.PathIn(Desk.Home)));
    }

    [Fact]
    public async Task Daemon_Killed_IsReplacedByTheNextCommandAndNothingIsLost()
    {
        var gate = await Gate.OpenAsync(Desk);
        var execution = await daemon.StartAsync("--", "sh", "-c", $"echo before; {Gate.Code}; echo after; exit 7");
        await gate.SomebodyComesAsync();
        var first = daemon.File.Pid;

        await daemon.KillDaemonAsync();
        Assert.True(File.Exists(DaemonFile.SocketIn(Desk.Home)));
        var running = await Desk.DocumentAsync(json => json.ExecutionList, "exec", "running");
        await gate.LetThroughAsync();
        var waited = await Desk.HoldfastAsync("exec", "wait", execution.Id.ToString());
        var logs = await Desk.HoldfastAsync("exec", "logs", $"#{execution.Number}");

        Assert.NotEqual(first, daemon.File.Pid);
        Assert.Equal(execution.Id, Assert.Single(running.Executions).Id);
        Assert.Equal((7, "before\nafter\n"), (waited.ExitCode, logs.Out));
    }

    [Fact]
    public async Task Stop_WhileOneFollows_LeavesTheExecutionAliveAndTheFollowerGoesOn()
    {
        var gate = await Gate.OpenAsync(Desk);
        await daemon.StartAsync("--", "sh", "-c", $"echo before; {Gate.Code}; echo after");
        await using var follower = Desk.Start("exec", "logs", "-f", "1");
        await follower.HasSaidAsync("before");
        await gate.SomebodyComesAsync();

        var stopped = await Desk.HoldfastAsync("daemon", "stop");
        await gate.LetThroughAsync();
        var followed = await follower.EndAsync();

        Assert.Equal((0, 0, "before\nafter\n"), (stopped.ExitCode, followed.ExitCode, followed.Out));
    }

    [Fact]
    public async Task Kill_WhileARunIsFollowed_TheNextDaemonGoesOnWithoutAGapAndRepeatsNothing()
    {
        var gate = await Gate.OpenAsync(Desk);
        Desk.Write("plan.yaml", $"name: followed\natoms:\n  - key: a\n    kind: shell\n    working_directory: .\n    survive: true\n    code: |\n      echo before; {Gate.Code}; echo after\n");
        Assert.Equal(0, (await Desk.HoldfastAsync("run", "plan.yaml", "--detach")).ExitCode);
        await using var follower = Desk.Start("runs", "logs", "-f", "1");
        await follower.HasSaidAsync("before");
        await gate.SomebodyComesAsync();

        Assert.Equal(0, (await Desk.ShellAsync($"kill -9 {daemon.File.Pid}")).ExitCode);
        await gate.LetThroughAsync();
        var followed = await follower.EndAsync();

        Assert.Equal((0, "a | before\na | after\n"), (followed.ExitCode, followed.Out));
    }

    [Fact]
    public async Task Stop_WithDrain_WaitsForWhatRuns()
    {
        var gate = await Gate.OpenAsync(Desk);
        await daemon.StartAsync("--", "sh", "-c", Gate.Code);
        await gate.SomebodyComesAsync();

        await using var stop = Desk.Start("daemon", "stop", "--drain");
        await Desk.ShellAsync($"until {Desk.Program} daemon status --json | grep -q draining; do :; done");
        var refused = await Desk.HoldfastAsync("exec", "start", "--", "true");
        await gate.LetThroughAsync();
        var stopped = await stop.EndAsync();

        Assert.Equal((2, 0), (refused.ExitCode, stopped.ExitCode));
        Assert.StartsWith("error[daemon_stopping]: ", refused.Error, StringComparison.Ordinal);
        Assert.Equal("completed", (await Desk.DocumentAsync(json => json.ExecutionDocument, "exec", "show", "1")).State.ToString().ToLowerInvariant());
    }

    [Fact]
    public async Task Stop_WithKill_EndsWhatRuns()
    {
        var gate = await Gate.OpenAsync(Desk);
        await daemon.StartAsync("--", "sh", "-c", Gate.Code);
        var pid = await gate.SomebodyComesAsync();

        var stopped = await Desk.HoldfastAsync("daemon", "stop", "--kill");

        Assert.Equal((0, false), (stopped.ExitCode, Directory.Exists($"/proc/{pid}")));
    }

    [Fact]
    public async Task Restart_OfADaemon_StartsAnother()
    {
        Assert.Equal(0, (await Desk.HoldfastAsync("exec", "running")).ExitCode);
        var first = daemon.File.Pid;

        var restarted = await Desk.DocumentAsync(json => json.DaemonDocument, "daemon", "restart");

        Assert.NotEqual(first, restarted.Pid);
        Assert.Equal(2, (await Desk.HoldfastAsync("daemon", "logs")).Out.Split('\n').Count(line => line.Contains(" serves ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Home_Removed_EndsTheDaemonWhichSaysWhy()
    {
        await using var served = Desk.Start("serve");
        await served.HasSaidAsync(" serves ");

        Directory.Delete(Desk.Home, recursive: true);
        var ended = await served.EndAsync();

        Assert.Equal(70, ended.ExitCode);
        Assert.Contains($"the home {Desk.Home} was removed or moved", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Daemon_OfAnotherProtocol_IsToldByBothVersionsAndHowToMendIt()
    {
        await using var foreign = daemon.ServeAs("7.7.7", "9.1");

        var ended = await Desk.HoldfastAsync("exec", "running");

        Assert.Equal((2, ""), (ended.ExitCode, ended.Out));
        Assert.Matches(
            @"^error\[protocol_mismatch\]: This holdfast \d+\.\d+\.\d+ speaks protocol 2\.1, and the daemon 7\.7\.7 speaks 9\.1: they do not understand each other\. \(holdfast daemon restart\)\n$",
            ended.Error);
    }

    [Fact]
    public async Task Setting_Wrong_StopsTheStartWithItsPlace()
    {
        Desk.Write("holdfast.yaml", "jobs: 2\nmax_executions: lots\n");

        var ended = await Desk.HoldfastAsync("exec", "running");

        Assert.Equal(
            (2, $"error[setting_invalid]: The setting max_executions takes a number from 1 to 4096, not 'lots', which {Path.Combine(Desk.Folder, "holdfast.yaml")}:2 says. (holdfast config show --help)\n"),
            (ended.ExitCode, ended.Error));
    }

    [Fact]
    public async Task Unit_OfSystemd_IsFreeOfFaults()
    {
        var unit = Path.Combine(Desk.Repository, "deploy", "holdfast.service");
        Assert.SkipUnless((await Desk.ShellAsync("command -v systemd-analyze")).ExitCode == 0, "There is no systemd-analyze here, so the unit was not verified.");

        var verified = await Desk.ShellAsync($"sed 's|^\\(Exec[A-Za-z]*\\)=[^ ]*|\\1={Desk.Program}|' {unit} > holdfast.service; systemd-analyze verify ./holdfast.service");

        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));
    }
}
