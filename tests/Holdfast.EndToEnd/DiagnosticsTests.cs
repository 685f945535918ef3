using Holdfast.Protocol.Diagnostics;
using Holdfast.Protocol.Environments;

namespace Holdfast.EndToEnd;

/// <summary>The one report to attach to a fault.</summary>
public sealed class DiagnosticsTests : IAsyncDisposable
{
    private const string Secret = "hush-4f1c9a";

    private readonly DaemonDesk daemon = new();

    private Desk Desk => daemon.Desk;

    public ValueTask DisposeAsync() => daemon.DisposeAsync();

    [Fact]
    public async Task Diagnostics_OfAHomeThatIsServed_TellsAllAndNoSecret()
    {
        Desk.Environment["HOLDFAST_TEST_TOKEN"] = Secret;
        var inTmux = await daemon.StartAsync("--host", "tmux", "--name", "in-a-pane", "--", "sh", "-c", "sleep 600", "--password", Secret);
        await daemon.StartAsync("--key", "agent:x", "--", "sleep", "600");
        await Desk.ShellAsync($"until [ \"$({Desk.Program} exec health --json | grep -c '\"condition\":\"healthy\"')\" = 1 ]; do :; done");
        await Desk.ShellAsync($"until {Desk.Program} exec show {inTmux.Number} | grep -q 'in tmux'; do :; done");
        await Desk.HoldfastAsync("queue", "pause", "--key", "agent:x");

        var report = await Desk.DocumentAsync(json => json.DiagnosticsReport, "recover", "diagnostics");
        var file = Path.Combine(Desk.Folder, "report.txt");
        var written = await Desk.HoldfastAsync("recover", "diagnostics", "-o", file);
        var token = (await Desk.HoldfastAsync("token")).Out.Trim();

        var found = report.Found;
        Assert.Equal((SeenBy.Daemon, Desk.Home), (found.SeenBy, found.Home));
        Assert.Empty(found.Missing);
        Assert.Equal(daemon.File.Pid, found.Daemon!.Pid);
        Assert.Contains(found.Locks, held => held.Path == Path.Combine(Desk.Home, "daemon.lock") && held.Pid == daemon.File.Pid);
        Assert.Equal((inTmux.Id, RecordStanding.OpenExecution, true), Assert.Single(found.Sessions) is var session ? (session.Execution, session.Standing, session.Marked) : default);
        Assert.Contains(found.Processes, process => process.Execution == inTmux.Id && process is { Name: "sleep", Standing: RecordStanding.OpenExecution, Number: 1 });
        Assert.Equal(2, found.Records!.Executions["processing"]);
        Assert.Contains(found.Queue!.Keys, key => key is { Key: "agent:x", PausedBy: not null });
        Assert.Contains(found.Versions, version => version.Name == "git");
        Assert.Contains(report.Command.Settings.Settings, setting => setting.Key == "home" && setting.Source == "HOLDFAST_HOME");
        Assert.Equal("***", report.Command.Environment["HOLDFAST_TEST_TOKEN"]);
        Assert.Equal("***", found.Environment["HOLDFAST_TEST_TOKEN"]);
        Assert.True(found.Disk!.StoreBytes + found.Disk.StoreLogBytes > 0);

        Assert.Equal((0, ""), (written.ExitCode, written.Out));
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, text, StringComparison.Ordinal);
        Assert.Contains("paused by", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diagnostics_WhereNoDaemonRuns_TellsWhatIsThereAndStartsNone()
    {
        var running = await daemon.StartAsync("--", "sleep", "600");
        await Desk.ShellAsync($"until {Desk.Program} exec health | grep -q healthy; do :; done");
        await Desk.HoldfastAsync("daemon", "stop");
        await Desk.ShellAsync($"kill -KILL $(sed 's/.*\"pid\": *\\([0-9]*\\).*/\\1/' \"$(find \"$HOLDFAST_HOME/executions\" -name shim.json)\" | head -1)");

        var report = await Desk.DocumentAsync(json => json.DiagnosticsReport, "recover", "diagnostics");
        var shown = await Desk.HoldfastAsync("recover", "diagnostics");
        var status = await Desk.HoldfastAsync("daemon", "status");

        Assert.Equal((SeenBy.Command, null, null), (report.Found.SeenBy, report.Found.Daemon, report.Found.Queue));
        Assert.StartsWith("what only a daemon knows", Assert.Single(report.Found.Missing), StringComparison.Ordinal);
        Assert.Equal((1L, running.Id), Assert.Single(report.Found.Stuck) is var stuck ? (stuck.Number, stuck.Id) : default);
        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("zombie", shown.Out, StringComparison.Ordinal);
        Assert.NotEqual(0, status.ExitCode);
    }

    [Fact]
    public async Task Diagnostics_WhereTheStoreIsDamaged_TellTheRest()
    {
        Directory.CreateDirectory(Desk.Home);
        await File.WriteAllTextAsync(Path.Combine(Desk.Home, "store.db"), new string('x', 9000), TestContext.Current.CancellationToken);

        var report = await Desk.DocumentAsync(json => json.DiagnosticsReport, "recover", "diagnostics");

        Assert.Null(report.Found.Records);
        Assert.Contains(report.Found.Missing, missing => missing.StartsWith("records: ", StringComparison.Ordinal));
        Assert.NotEmpty(report.Found.Versions);
    }
}
