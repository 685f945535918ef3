namespace Holdfast.EndToEnd;

/// <summary>Executions in tmux, as a person at a terminal has them.</summary>
public sealed class TmuxTests : IAsyncDisposable
{
    private readonly DaemonDesk daemon = new();

    public ValueTask DisposeAsync() => daemon.DisposeAsync();

    [Fact]
    public async Task Attach_ToOneInTmux_TypesAndLeavesAndItGoesOn()
    {
        var desk = daemon.Desk;
        var started = await daemon.StartAsync("--host", "tmux", "--", "sh", "-c", "read name; echo \"hello $name\"; read more; exit 7");

        // Each is typed when the one before is seen to have come: a line, then Ctrl-B d. The daemon is killed between the two attachments.
        var attached = await AttachAsync(started.Number, ("holdfast-", "anna\\r"), ("hello anna", "\\002d"), ("detached", ""));
        Assert.Contains("hello anna", attached);
        await daemon.KillDaemonAsync();
        await AttachAsync(started.Number, ("hello anna", "\\r"), ("exited", ""));

        var waited = await desk.HoldfastAsync("exec", "wait", $"{started.Number}");
        Assert.Equal(7, waited.ExitCode);
        Assert.Equal("anna\nhello anna\n\n", (await desk.HoldfastAsync("exec", "logs", $"{started.Number}")).Out.Replace("\r", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Attach_WithNothingToLookAt_SaysWhyAndWhatElse()
    {
        var desk = daemon.Desk;
        var started = await daemon.StartAsync("--host", "tmux", "--", "sleep", "1000");
        var inTmux = $"{started.Number}";
        await desk.ShellAsync($"until {Desk.Program} exec show {inTmux} | grep -q 'in tmux'; do :; done");

        var how = await desk.DocumentAsync(json => json.AttachDocument, "exec", "attach", inTmux);
        var withoutTerminal = await desk.HoldfastAsync("exec", "attach", inTmux);
        await desk.ShellAsync($"tmux -S {how.Socket} kill-server");
        var closed = await desk.HoldfastAsync("exec", "attach", inTmux);
        var plain = await desk.HoldfastAsync("exec", "attach", $"{(await daemon.StartAsync("--", "sleep", "1000")).Number}");

        Assert.Equal(["tmux", "-u", "-S", how.Socket, "attach-session", "-t", $"=holdfast-{started.Id:N}"], how.Command);
        Assert.Equal((2, $"error[usage]: A terminal can only be looked into from a terminal. (holdfast exec logs -f {inTmux})\n"), (withoutTerminal.ExitCode, withoutTerminal.Error));
        Assert.Equal(
            (2, $"error[execution_not_attachable]: The session of execution {inTmux} was closed. It goes on without a screen. (holdfast exec logs -f {inTmux})\n"),
            (closed.ExitCode, closed.Error));
        Assert.Contains("its session was closed", (await desk.HoldfastAsync("exec", "show", inTmux)).Out);
        Assert.StartsWith("error[execution_not_attachable]: ", plain.Error);
    }

    [Fact]
    public async Task Start_WithoutTmux_IsRefusedAndSaysWhatToDo()
    {
        var desk = daemon.Desk;
        var without = Directory.CreateDirectory(Path.Combine(desk.Folder, "bin")).FullName;
        await desk.ShellAsync($"IFS=:; for folder in $PATH; do for file in \"$folder\"/*; do [ \"${{file##*/}}\" = tmux ] || ln -s \"$file\" {without}/ 2> /dev/null; done; done; true");
        desk.Environment["PATH"] = without;

        var ended = await desk.HoldfastAsync("exec", "start", "--host", "tmux", "--", "true");

        Assert.Equal(2, ended.ExitCode);
        Assert.StartsWith("error[tmux_missing]: ", ended.Error);
        Assert.Contains("install tmux", ended.Error);
    }

    private async Task<string> AttachAsync(long execution, params (string Seen, string Typed)[] steps)
    {
        var typing = string.Join("; ", steps.Select(step => $"until grep -q -e '{step.Seen}' -e '^Script done' seen; do sleep 0.05; done; printf '{step.Typed}'"));
        var ended = await daemon.Desk.ShellAsync($"rm -f seen; touch seen; ({typing}) | script -qefc \"exec {Desk.Program} exec attach {execution}\" seen");
        return ended.Out;
    }
}
