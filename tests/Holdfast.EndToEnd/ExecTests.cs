using Holdfast.Protocol.Executions;

namespace Holdfast.EndToEnd;

public sealed class ExecTests : IAsyncLifetime
{
    private readonly DaemonDesk daemon = new();

    private Desk Desk => daemon.Desk;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => daemon.DisposeAsync();

    [Fact]
    public async Task Start_WithEverything_IsWhatTheProcessGetsAndShowTells()
    {
        Desk.Write("token", "hunter2hunter2\n");
        Directory.CreateDirectory(Path.Combine(Desk.Folder, "there"));

        var started = await daemon.StartAsync(
            "--name", "probe", "--workdir", "there", "--env", "A=1", "--secret", "TOKEN=file:token", "--priority", "5", "--key", "k", "--timeout", "1m",
            "--", "sh", "-c", "pwd; echo $A ${#TOKEN} $TOKEN $1", "sh", "--json");
        var waited = await Desk.HoldfastAsync("exec", "wait", "1");
        var shown = await Desk.DocumentAsync(json => json.ExecutionDocument, "exec", "show", started.Id.ToString()[..18]);

        Assert.Equal((1L, 0), (started.Number, waited.ExitCode));
        Assert.Equal($"{Desk.Folder}/there\n1 14 *** --json\n", (await Desk.HoldfastAsync("exec", "logs", "#1")).Out);
        Assert.Equal(
            (started.Id, "probe", Path.Combine(Desk.Folder, "there"), 5, "k", 0, "exited"),
            (shown.Id, shown.Name, shown.WorkingDirectory, shown.Priority, string.Join(",", shown.Keys), shown.ExitCode, shown.End!.Cause));
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("kill -KILL $$", 137)]
    public async Task Wait_ForAnExecution_ExitsWithItsCode(string code, int expected)
    {
        await daemon.StartAsync("--", "sh", "-c", code);

        Assert.Equal(expected, (await Desk.HoldfastAsync("exec", "wait", "1")).ExitCode);
    }

    [Fact]
    public async Task Show_OfOneThatCrashedAfterItsMarker_TellsTheVerdictAndAllEvidence()
    {
        await daemon.StartAsync("--completion", "marker", "--", "sh", "-c", """echo '{"status":"done"}' > "$HOLDFAST_MARKER"; exit 9""");
        var waited = await Desk.HoldfastAsync("exec", "wait", "1");
        var shown = await Desk.DocumentAsync(json => json.ExecutionDocument, "exec", "show", "1");
        var screen = await Desk.HoldfastAsync("exec", "show", "1");

        Assert.Equal((0, ExecutionStatus.Completed, 0), (waited.ExitCode, shown.State, shown.ExitCode));
        Assert.Equal((VerdictDecision.Completed, "deed", 2), (shown.Verdict!.Decision, shown.Verdict.Rule, shown.Verdict.Evidence.Count));
        Assert.Contains("Its marker says 'done'.", screen.Out, StringComparison.Ordinal);
        Assert.Contains("It exited with code 9.", screen.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("marker:x", "usage")]
    [InlineData("pattern:(", "could_not_start")]
    [InlineData("git", "could_not_start")]
    public async Task Start_WithACompletionThatCannotBe_IsRefused(string completion, string code)
    {
        await daemon.StartAsync("--", "true");
        var refused = await Desk.HoldfastAsync("exec", "start", "--completion", completion, "--", "true");

        Assert.StartsWith($"error[{code}]", refused.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, refused.ExitCode);
    }

    [Fact]
    public async Task Wait_ForNothing_ExitsWithHoldfastsOwnCode()
    {
        var ended = await Desk.HoldfastAsync("exec", "wait", "99");

        Assert.Equal((125, "error[execution_not_found]: There is no execution '99'. (holdfast exec list)\n"), (ended.ExitCode, ended.Error));
    }

    [Fact]
    public async Task Wait_ForOneThatTimedOut_Exits124()
    {
        await daemon.StartAsync("--timeout", "200ms", "--", "sleep", "1000");

        Assert.Equal(124, (await Desk.HoldfastAsync("exec", "wait", "1")).ExitCode);
    }

    [Fact]
    public async Task Kill_WithoutATerminal_NeedsYes()
    {
        await daemon.StartAsync("--", "sleep", "1000");

        var refused = await Desk.HoldfastAsync("exec", "kill", "1");
        var killed = await Desk.HoldfastAsync("exec", "kill", "1", "--yes", "--json");

        Assert.Equal((2, "error[usage]: There is no terminal to ask on; --yes says that it is meant. (holdfast exec kill --help)\n"), (refused.ExitCode, refused.Error));
        Assert.Equal((0, "cancelled_by"), (killed.ExitCode, Desk.Read(killed.Out, json => json.ExecutionDocument).End!.Cause));
    }

    [Fact]
    public async Task KillAll_OfTwo_EndsBoth()
    {
        await daemon.StartAsync("--", "sleep", "1000");
        await daemon.StartAsync("--", "sleep", "1000");

        var killed = await Desk.HoldfastAsync("exec", "killall", "--yes");

        Assert.Equal((0, "2 executions ended.\n"), (killed.ExitCode, killed.Out));
        Assert.Empty((await Desk.DocumentAsync(json => json.ExecutionList, "exec", "running")).Executions);
    }

    [Fact]
    public async Task Tail_OfALog_IsItsLastLines()
    {
        await daemon.StartAsync("--", "sh", "-c", "seq 100");
        Assert.Equal(0, (await Desk.HoldfastAsync("exec", "wait", "1")).ExitCode);

        Assert.Equal("99\n100\n", (await Desk.HoldfastAsync("exec", "tail", "-n", "2", "1")).Out);
        Assert.Equal(10, (await Desk.HoldfastAsync("exec", "tail", "1")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Attach_ToOneWithoutATerminal_IsRefused()
    {
        await daemon.StartAsync("--", "true");

        var ended = await Desk.HoldfastAsync("exec", "attach", "1");

        Assert.Equal((2, "error[execution_not_attachable]: Execution 1 has no terminal: it was not started with --host tmux. (holdfast exec logs -f 1)\n"), (ended.ExitCode, ended.Error));
    }

    // The log is cut in its middle meanwhile, and the daemon is killed meanwhile: each follower is told what it would have been told anyway.
    [Fact]
    public async Task Follow_AcrossRotationsAndDaemons_HasNoGapAndNoRepeat()
    {
        const int batches = 8;
        Desk.Environment["HOLDFAST_MAX_OUTPUT_MB"] = "1";
        await daemon.StartAsync("--", "sh", "-c", $"echo begin; i=0; while [ $i -lt {batches} ]; do until [ -e go$i ]; do sleep 0.05; done; seq $((i*40000)) $((i*40000+39999)); i=$((i+1)); done; until [ -e end ]; do sleep 0.05; done");
        await using var logs = Follow("logs -f 1 > logs");
        await using var json = Follow("logs -f --json 1 > json");
        await using var tail = Follow("tail -n 3 -f 1 > tail");

        // All of them follow before there is more.
        await Desk.ShellAsync("for file in logs json tail; do until grep -q begin $file; do sleep 0.05; done; done");
        for (var batch = 0; batch < batches; batch++)
        {
            Desk.Write($"go{batch}", "");
            await Desk.ShellAsync($"for file in logs json tail; do until tail -n 1 $file | grep -q '\\b{batch * 40_000 + 39_999}\\b'; do sleep 0.05; done; done");
            if (batch % 3 == 1)
                await daemon.KillDaemonAsync();
        }

        Desk.Write("end", "");
        await Task.WhenAll(logs.EndAsync(), json.EndAsync(), tail.EndAsync());
        var expected = "begin\n" + string.Concat(Enumerable.Range(0, batches * 40_000).Select(number => $"{number}\n"));
        Assert.True(expected == Read("logs"), "logs -f is not all of the output once.");
        Assert.True(expected == Read("tail"), "tail -f is not all of the output once.");
        var lines = Read("json").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Desk.Read(line, types => types.ExecutionLogLine).Text);
        Assert.True(expected == string.Concat(lines.Select(line => line + '\n')), "logs -f --json is not all of the output once.");

        var now = (await Desk.HoldfastAsync("exec", "logs", "1")).Out;
        Assert.InRange(now.Length, 700_000, 1_048_576 + 200);
        Assert.StartsWith(expected[..390_000], now, StringComparison.Ordinal);
        Assert.EndsWith(expected[^300_000..], now, StringComparison.Ordinal);
        Assert.Contains(" bytes were discarded, because they went past the output limit.]\n", now, StringComparison.Ordinal);
        Assert.Contains("\"output_truncated\":true", (await Desk.HoldfastAsync("exec", "show", "1", "--json")).Out, StringComparison.Ordinal);

        RunningProgram Follow(string how) => RunningProgram.Start("/bin/bash", ["-c", $"exec {Desk.Program} exec {how}"], Desk.Folder, Desk.Environment);
        string Read(string name) => File.ReadAllText(Path.Combine(Desk.Folder, name));
    }
}
