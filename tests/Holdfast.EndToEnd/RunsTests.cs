using Holdfast.Protocol.Runs;

namespace Holdfast.EndToEnd;

public sealed class RunsTests : IDisposable
{
    private readonly Desk desk = new();

    public RunsTests() => desk.Write("plan.yaml",
        """
        name: talk
        atoms:
          - { key: speak, kind: shell, code: 'echo one; echo two >&2; printf three' }
          - { key: answer, kind: shell, needs: [speak], code: 'echo four; echo 4 > "$HOLDFAST_RESULT"' }
        """);

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task List_TwoRuns_ShowsTheNewestFirst()
    {
        await desk.HoldfastAsync("run", "plan.yaml", "--quiet");
        await desk.HoldfastAsync("run", "plan.yaml", "--quiet", "--schedule", "eager");

        var list = await desk.DocumentAsync(json => json.RunList, "runs", "list");
        var text = await desk.HoldfastAsync("runs", "list");

        Assert.Equal(
            [(2, Schedule.Eager, RunStatus.Completed, 2), (1, Schedule.Waves, RunStatus.Completed, 2)],
            list.Runs.Select(run => (run.Number, run.Schedule, run.Status, run.Succeeded)));
        Assert.Equal(["RUN", "2", "1", ""], text.Out.Split('\n').Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task Show_ByNumberIdAndItsEnd_IsTheSameRun()
    {
        await desk.HoldfastAsync("run", "plan.yaml", "--quiet");
        var byNumber = await desk.DocumentAsync(json => json.RunDocument, "runs", "show", "1");
        var id = byNumber.RunId.ToString();

        Assert.Equal(byNumber.RunId, (await desk.DocumentAsync(json => json.RunDocument, "runs", "show", id)).RunId);
        Assert.Equal(byNumber.RunId, (await desk.DocumentAsync(json => json.RunDocument, "runs", "show", id[^8..])).RunId);
        Assert.Equal(byNumber.RunId, (await desk.DocumentAsync(json => json.RunDocument, "runs", "show", "#1")).RunId);
    }

    [Fact]
    public async Task ShowAtom_OneTry_TellsItsCodeItsNeedsAndItsEnd()
    {
        await desk.HoldfastAsync("run", "plan.yaml", "--quiet");

        var atom = await desk.DocumentAsync(json => json.AtomHistory, "runs", "show", "1", "--atom", "answer");

        Assert.Equal(("answer", AtomKind.Shell, "4"), (atom.Atom.Key, atom.Kind, atom.Atom.Result!.Value.GetRawText()));
        Assert.Equal(["speak"], atom.Needs);
        Assert.Equal([(1, (AttemptOutcome?)AttemptOutcome.Succeeded, "exited", (int?)0)], atom.Attempts.Select(each => (each.Number, each.Outcome, each.Cause, each.ExitCode)));
    }

    [Fact]
    public async Task Logs_WholeRunAndOneAtom_PrintEveryLine()
    {
        await desk.HoldfastAsync("run", "plan.yaml", "--quiet");

        var all = await desk.HoldfastAsync("runs", "logs", "1");
        var one = await desk.HoldfastAsync("runs", "logs", "1", "--atom", "answer");
        var json = await desk.HoldfastAsync("runs", "logs", "1", "--atom", "speak", "--json");

        Assert.Equal(["answer | four", "speak | one", "speak | three", "speak | two"], all.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.Equal("four\n", one.Out);
        Assert.Equal(
            [(OutputStream.Stdout, "one"), (OutputStream.Stdout, "three"), (OutputStream.Stderr, "two")],
            json.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Desk.Read(line, context => context.LogLine))
                .OrderBy(line => line.Stream).ThenBy(line => line.Text, StringComparer.Ordinal).Select(line => (line.Stream, line.Text)));
    }

    [Fact]
    public async Task Delete_EndedRun_RemovesItAndAllItsFiles()
    {
        await desk.HoldfastAsync("run", "plan.yaml", "--quiet");
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(desk.Home, "executions"), "*", SearchOption.AllDirectories));

        var deleted = await desk.HoldfastAsync("runs", "delete", "1");

        Assert.Equal((0, "Run 1 is deleted.\n", ""), (deleted.ExitCode, deleted.Out, deleted.Error));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(desk.Home, "executions"), "*", SearchOption.AllDirectories));
        Assert.Equal("There are no runs yet. Start one with: holdfast run PLAN\n", (await desk.HoldfastAsync("runs", "list")).Out);
        Assert.Equal(2, (await desk.HoldfastAsync("runs", "show", "1")).ExitCode);
    }

    [Fact]
    public async Task Delete_RunWhoseResultsAnotherTookOver_IsRefusedAndNamesIt()
    {
        await desk.HoldfastAsync("run", "plan.yaml", "--quiet");
        await desk.HoldfastAsync("run", "plan.yaml", "--quiet", "--atom", "answer");

        var refused = await desk.HoldfastAsync("runs", "delete", "1");
        var logs = await desk.HoldfastAsync("runs", "logs", "2", "--atom", "speak");

        Assert.Equal((2, ""), (refused.ExitCode, refused.Out));
        Assert.Equal("error[run_inherited_from]: Run 1 is not deleted: run 2 took over results of it. (first: holdfast runs delete 2)\n", refused.Error);
        Assert.Equal(3, logs.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(0, (await desk.HoldfastAsync("runs", "delete", "2")).ExitCode);
        Assert.Equal(0, (await desk.HoldfastAsync("runs", "delete", "1")).ExitCode);
        // "1" is the number of no run any more, and no part of an id either.
        Assert.Equal(2, (await desk.HoldfastAsync("runs", "show", "1")).ExitCode);
    }

    [Fact]
    public async Task List_ReaderThatHasSeenEnough_IsNoFault()
    {
        await desk.HoldfastAsync("run", "plan.yaml", "--quiet");

        var ended = await desk.ShellAsync($"{Desk.Program} runs logs 1 | true; echo ${{PIPESTATUS[0]}}");

        Assert.Equal("", ended.Error);
        Assert.Contains(ended.Out.Trim(), new[] { "0", "141" });
    }
}
