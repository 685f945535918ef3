using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Cli.Settings;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;

namespace Holdfast.Cli.Commands;

internal static class DaemonVerbs
{
    public static Command Create() => new("daemon", "Look at the daemon, turn it down or up, stop it, or start it anew.")
    {
        Status(), DaemonLimitsVerb.Create(), DaemonReloadVerb.Create(), Stop(), Restart(), DaemonLogsVerb.Create(),
    };

    private static Command Status() => new Command("status", "Whether a daemon serves the home, and which. Exits 1 when there is none.")
    {
        CommandAction.JsonOption(), CommandAction.NoColorOption(),
    }.WithExamples(
        """
        holdfast daemon status
        curl --unix-socket "$(holdfast daemon status --json | jq -r .socket)" http://localhost/api/v2/executions
        """).Does(async (_, terminal, cancellationToken) =>
    {
        var home = SettingSet.Load().Home;
        using var client = DaemonDoor.Find(home);
        if (client is null)
        {
            terminal.Refuse(NotRunning(home));
            return ExitCode.Failed;
        }

        var daemon = await client.GetDaemonAsync(cancellationToken);
        if (terminal.Json)
            terminal.Print(daemon, json => json.DaemonDocument);
        else
            DaemonScreen.Write(terminal.Out, terminal.Paint, daemon);
        return ExitCode.Completed;
    });

    /// <summary>Where one that runs is meant, and none is to be started.</summary>
    /// <exception cref="RefusedException">None serves the home.</exception>
    public static HoldfastClient Require(string home) => DaemonDoor.Find(home) ?? throw new RefusedException(NotRunning(home));

    private static Error NotRunning(string home) => new(ErrorCode.DaemonNotRunning, $"No daemon serves '{home}'. The next command that needs one starts it.");

    private static Command Stop()
    {
        var drain = new Option<bool>("--drain") { Description = "Start nothing more, and wait until every execution and run has ended." };
        var kill = new Option<bool>("--kill") { Description = "End every execution and cancel every run first." };
        return new Command("stop", "Stop the daemon. Executions go on, and the next daemon takes them over and goes on with the runs, unless told otherwise.")
        {
            drain, kill, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast daemon stop
            holdfast daemon stop --drain
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            if (parsed.GetValue(drain) && parsed.GetValue(kill))
                throw new RefusedException(new Error(ErrorCode.Usage, "--drain and --kill cannot be used together: executions end by themselves, or are ended.", "holdfast daemon stop --help"));
            var mode = parsed.GetValue(drain) ? StopMode.Drain : parsed.GetValue(kill) ? StopMode.Kill : StopMode.Leave;
            var pid = await StopAsync(terminal, SettingSet.Load().Home, mode, cancellationToken);
            if (terminal.Json)
                terminal.Print(new StoppedDaemon(pid, mode), json => json.StoppedDaemon);
            else
                terminal.Out.WriteLine(pid is null ? "No daemon was running." : $"The daemon (pid {pid}) has stopped.{(mode == StopMode.Leave ? " What it started goes on." : "")}");
            return ExitCode.Completed;
        });
    }

    private static Command Restart() => new Command("restart", "Stop the daemon and start the one of this version. Executions go on meanwhile.")
    {
        CommandAction.JsonOption(), CommandAction.NoColorOption(),
    }.WithExamples("holdfast daemon restart").Does(async (_, terminal, cancellationToken) =>
    {
        var home = SettingSet.Load().Home;
        await StopAsync(terminal, home, StopMode.Leave, cancellationToken);
        using var client = await DaemonDoor.StartAsync(home, cancellationToken);
        var daemon = await client.GetDaemonAsync(cancellationToken);
        if (terminal.Json)
            terminal.Print(daemon, json => json.DaemonDocument);
        else
            terminal.Out.WriteLine($"The daemon runs (pid {daemon.Pid}, version {daemon.Version}).");
        return ExitCode.Completed;
    });

    /// <returns>The pid of the daemon that has ended; null when none ran.</returns>
    private static async Task<int?> StopAsync(Terminal terminal, string home, StopMode mode, CancellationToken cancellationToken)
    {
        if (DaemonFile.TryRead(home) is not { } file)
            return null;
        using var process = DaemonProcess.TryOpen(file);
        if (process is null)
            return null;
        if (mode == StopMode.Leave)
        {
            await SayWhatRunsAsync(file, terminal, cancellationToken);
            // By signal, which also reaches one of another protocol, and one that does not answer.
            process.Terminate();
        }
        else
        {
            using var client = new HoldfastClient(file.Socket, ProductVersion.Text);
            await client.StopDaemonAsync(mode, cancellationToken);
        }

        await process.WaitAsync().WaitAsync(cancellationToken);
        return file.Pid;
    }

    /// <summary>Why it may take a while.</summary>
    private static async Task SayWhatRunsAsync(DaemonFile file, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new HoldfastClient(file.Socket, ProductVersion.Text);
            var daemon = await client.GetDaemonAsync(cancellationToken);
            if (daemon.Atoms == 0)
                return;
            terminal.Error.WriteLine(
                $"{Text.Count(daemon.Atoms, "atom")} of {Text.Count(daemon.Runs, "run")} may finish for {StoppedDaemon.AtomsMayFinish.TotalSeconds:0} s; what is left is interrupted, and the next daemon goes on with it.");
            terminal.Error.Flush();
        }
        catch (RefusedException)
        {
            // One of another protocol, or one that does not answer, is stopped all the same.
        }
    }
}
