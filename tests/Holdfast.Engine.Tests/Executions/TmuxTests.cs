using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Processes;
using Holdfast.Processes.Shims;
using static Holdfast.Engine.Tests.Executions.DeskHome;

namespace Holdfast.Engine.Tests.Executions;

/// <summary>Executions whose shim is in a pane of a real tmux.</summary>
public sealed class TmuxTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // A process host beside the desk, as a daemon that drives runs has: it ends what executions leave behind, and must not end tmux.
    private static readonly OneShot Asking = new(TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_InTmux_HasATerminalThatIsLoggedAndTypedInto()
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("test -t 0 && test -t 1 && test -t 2 && tty > /dev/tty; stty size; READY; read line; echo \"got $line\"; exit 5", InTmux);

        await home.OutputHasAsync(running.Id, "40 120\r\n");
        await TmuxAsync(home, "send-keys", "-t", SessionOf(running), "typed", "Enter");
        var ended = await home.EndOfAsync(running.Id);

        Assert.Equal(("failed", new EndCause.Exited(5)), (ended.StateWord, ended.Cause));
        var lines = home.OutputOf(running.Id).Split("\r\n");
        Assert.StartsWith("/dev/pts/", lines[0]);
        Assert.Equal(["40 120", "typed", "got typed", ""], lines[1..]);
        await ServerIsGoneAsync(home);
    }

    [Fact]
    public async Task Start_InTmuxWithASecret_TellsNobody()
    {
        const string secret = "hush-9c1f";
        await using var home = await OpenAsync();
        var file = Path.Combine(home.Folder, "secret");
        await File.WriteAllTextAsync(file, secret, Ct);
        var running = await home.StartUntilReadyAsync(
            "[ \"$KEY\" = \"$(cat \"$FILE\")\" ] || exit 9; READY; read line < $GATE",
            request => InTmux(home.WithGate(request)) with { Secrets = [new SecretVariable("KEY", new SecretReference(null, file))] } is var secretly
                ? secretly with { Environment = new Dictionary<string, string>(secretly.Environment) { ["FILE"] = file } }
                : request);
        File.Delete(file);

        Assert.DoesNotContain(secret, await TmuxAsync(home, "show-environment", "-g"));
        Assert.DoesNotContain(secret, await TmuxAsync(home, "show-environment", "-t", SessionOf(running)));
        Assert.DoesNotContain(secret, await TmuxAsync(home, "list-panes", "-a", "-F", "#{pane_start_command}"));
        await home.OpenGateAsync();
        Assert.Equal(new EndCause.Exited(0), (await home.EndOfAsync(running.Id)).Cause);
        foreach (var kept in Directory.EnumerateFiles(home.Folder, "*", SearchOption.AllDirectories).Where(path => !Path.GetFileName(path).StartsWith("gate", StringComparison.Ordinal) && !Path.GetFileName(path).StartsWith("ready", StringComparison.Ordinal) && !path.EndsWith(".sock", StringComparison.Ordinal)))
            Assert.DoesNotContain(secret, await ReadSharedAsync(kept));
    }

    [Fact]
    public async Task Open_WhatRunsInTmux_IsAdopted()
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("READY; read line < $GATE; echo after; exit 6", request => InTmux(home.WithGate(request)));

        await home.CloseDeskAsync();
        await home.OpenDeskAsync();
        await home.OpenGateAsync();

        Assert.Equal(new EndCause.Exited(6), (await home.EndOfAsync(running.Id)).Cause);
        Assert.Equal("after\r\n", home.OutputOf(running.Id));
    }

    // Whoever closes the session, or ends the server: what is in it goes on.
    [Theory]
    [InlineData("kill-session")]
    [InlineData("kill-server")]
    public async Task SessionClosed_WhileItRuns_GoesOnAndEndsRight(string how)
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("READY; read line < $GATE; echo after; exit 6", request => InTmux(home.WithGate(request)));

        var hint = how == "kill-session" ? HintOf(home, running) : Task.CompletedTask;
        await TmuxAsync(home, how);
        await ServerIsGoneAsync(home);
        await hint.WaitAsync(Patience, Ct);
        Assert.Null(await home.Desk.OpenSessionOfAsync(running));
        await home.OpenGateAsync();

        Assert.Equal(new EndCause.Exited(6), (await home.EndOfAsync(running.Id)).Cause);
        Assert.Equal("after\r\n", home.OutputOf(running.Id));
    }

    [Fact]
    public async Task Hint_ThatIsFalse_ChangesNothing()
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("READY; read line < $GATE; exit 6", request => InTmux(home.WithGate(request)));

        for (var i = 0; i < 20; i++)
            await File.WriteAllTextAsync(home.FolderOf(running.Id).PaneHint, "", Ct);

        Assert.Equal(running, await home.StoredAsync(running.Id));
        Assert.Equal(running.Names.Session, await home.Desk.OpenSessionOfAsync(running));
        await home.OpenGateAsync();
        Assert.Equal(new EndCause.Exited(6), (await home.EndOfAsync(running.Id)).Cause);
        Assert.Equal(["Queued", "Started", "Failed"], await home.EventsOfAsync(running.Id));
    }

    // A home may be called anything; tmux and a shell read where its hints go.
    [Theory]
    [InlineData("it's #{pid} $HOME \\ \"x\"; `id`")]
    public async Task Hint_InAFolderOfAnyName_IsFound(string name)
    {
        using var parent = new TemporaryFolder();
        var folder = parent.File(name);
        var execution = new ExecutionId(new Guid("01990000-0000-7000-8000-0000000000e1"));
        var own = Directory.CreateDirectory(Path.Combine(folder, "e1", new ExecutionNames(execution).Folder)).FullName;
        var tmux = ProgramSearch.OnPath("tmux", ProcessEnvironment.OfThisProcess().Base["PATH"]).First();
        var socket = parent.File("s");
        var server = new TmuxServer(tmux, socket);
        using var watch = new FolderWatch(FolderNews.FinishedFiles);
        var (ofThis, ofSession) = (Heard(watch, own, "this"), Heard(watch, own, "session"));

        var opened = server.Open(execution, ["/bin/sleep", "1000"], new PaneHints(Path.Combine(own, "this"), TmuxServer.OfAnySession(folder, "session")));
        try
        {
            Assert.Null(opened.Why);
            await AskAsync(socket, "set-option", "-t", $"={new ExecutionNames(execution).Session}:", "remain-on-exit", "on");
            // tmux does not fire this hook every time: one of so many deaths is told.
            for (var deaths = 0; deaths < 60 && !ofThis.IsCompleted; deaths++)
            {
                await AskAsync(socket, "respawn-pane", "-k", "-t", $"={new ExecutionNames(execution).Session}:", "true");
                await Task.WhenAny(ofThis, Task.Delay(TimeSpan.FromMilliseconds(500), Ct));
            }

            Assert.True(ofThis.IsCompleted, "tmux told of none of the deaths of its pane.");
        }
        finally
        {
            server.Close(execution);
        }

        await ofSession.WaitAsync(Patience, Ct);
    }

    // What a person opened beside it would keep the session for ever.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ended_WithMoreInItsSession_TakesTheSessionAlong(bool whileTheDeskIsOpen)
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("READY; read line < $GATE; exit 6", request => InTmux(home.WithGate(request)));
        await TmuxAsync(home, "split-window", "-t", SessionOf(running), "sleep 1000");
        await TmuxAsync(home, "set-option", "-g", "remain-on-exit", "on");
        Assert.Equal(running.Names.Session, await home.Desk.OpenSessionOfAsync(running));

        if (whileTheDeskIsOpen)
        {
            await home.OpenGateAsync();
        }
        else
        {
            await home.CloseDeskAsync();
            await home.OpenGateAsync();
            await GoneAsync(running.Shim!);
            Assert.Contains(running.Names.Session, await TmuxAsync(home, "list-sessions"));
            await home.OpenDeskAsync();
        }

        Assert.Equal(new EndCause.Exited(6), (await home.EndOfAsync(running.Id)).Cause);
        await ServerIsGoneAsync(home);
    }

    [Fact]
    public async Task CancelAsync_InTmux_EndsTheTreeAndTheSession()
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("trap '' HUP TERM; setsid sleep 1000 & READY; while true; do sleep 1000; done", InTmux);

        await home.Desk.CancelAsync(running.Id, "a test", immediate: true, Ct);
        var ended = await home.EndOfAsync(running.Id);

        Assert.IsType<ExecutionState.Cancelled>(ended.State);
        Assert.Equal([], LivingOf(running.Id));
        await ServerIsGoneAsync(home);
    }

    [Fact]
    public async Task ShimKilled_InTmux_IsLostAndSwept()
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("trap '' HUP; setsid sleep 1000 & READY; while true; do sleep 1000; done", InTmux);

        await KillAsync(running.Shim!);

        Assert.IsType<EndCause.Lost>((await home.EndOfAsync(running.Id)).Cause);
        Assert.Equal([], LivingOf(running.Id));
    }

    [Fact]
    public async Task Start_ManyAtOnce_ShareOneServerThatGoesWithTheLast()
    {
        await using var home = await OpenAsync();
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => home.StartAsync(InTmux(Shell($"echo number {i}; exit {i}")))));

        for (var i = 0; i < all.Length; i++)
        {
            Assert.Equal(new EndCause.Exited(i), (await home.EndOfAsync(all[i].Id)).Cause);
            Assert.Equal($"number {i}\r\n", home.OutputOf(all[i].Id));
        }

        await ServerIsGoneAsync(home);
    }

    private static ExecutionRequest InTmux(ExecutionRequest request) => request with { Host = ExecutionHost.Tmux };

    private static string SessionOf(StoredExecution execution) => $"={new ExecutionNames(execution.Id).Session}:";

    private static async Task HintOf(DeskHome home, StoredExecution execution)
    {
        using var watch = new FolderWatch(FolderNews.FinishedFiles);
        await Heard(watch, home.FolderOf(execution.Id).Path, ShimFolder.PaneHintName);
    }

    private static Task Heard(FolderWatch watch, string folder, string file)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.NotNull(watch.TryListen(folder, file, () => heard.TrySetResult()));
        return heard.Task;
    }

    private static Task<string> TmuxAsync(DeskHome home, params string[] arguments) => AskAsync(home.Home.TmuxSocket, arguments);

    private static async Task<string> AskAsync(string socket, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var answer = await Asking.RunAsync(["/usr/bin/env", "tmux", "-S", socket, .. arguments], ProcessEnvironment.OfThisProcess().Base, Path.GetDirectoryName(folder.File("x"))!, Ct);
        return answer.Output + answer.Errors;
    }

    // Nobody tells of its end; it comes a moment after that of its last session.
    private static async Task ServerIsGoneAsync(DeskHome home)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Patience);
        while (await TmuxAsync(home, "list-sessions") is var answer && !answer.Contains("no server running", StringComparison.Ordinal) && !answer.Contains("error connecting", StringComparison.Ordinal))
        {
            Assert.False(patience.IsCancellationRequested, $"The tmux server is still there: {answer}");
            await Task.Delay(20, Ct);
        }
    }

    private static async Task<string> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
        return await reader.ReadToEndAsync(Ct);
    }
}
