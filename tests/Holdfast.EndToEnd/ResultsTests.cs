using System.Text.Json.Nodes;
using Holdfast.Protocol.Results;
using Holdfast.Protocol.Runs;

namespace Holdfast.EndToEnd;

public sealed class ResultsTests : IDisposable
{
    private readonly Desk desk = new();

    public ResultsTests() => desk.Write("orders.yaml",
        """
        name: orders
        stop_below: 0
        defaults: { retries: 0 }
        components:
          - name: api
            modules:
              - name: totals
                atoms:
                  - { key: sum, kind: shell, code: 'echo same; echo 6 > "$HOLDFAST_RESULT"' }
                  - { key: count, kind: shell, code: 'echo same; echo careful >&2' }
                  - { key: broken, kind: shell, code: 'echo "</script>"; exit 7' }
          - name: web
            modules:
              - name: pages
                atoms:
                  - { key: ship, kind: shell, needs: [broken], code: 'echo shipped; echo 1 > "$HOLDFAST_RESULT"' }
        """);

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task ShowLevel_FailedRun_PutsOutputAndErrorsTogether()
    {
        await desk.HoldfastAsync("run", "orders.yaml", "--quiet");

        var system = (await desk.DocumentAsync(json => json.LevelReport, "runs", "show", "1", "--level", "system")).System;
        var text = await desk.HoldfastAsync("runs", "show", "1", "--level", "component");

        Assert.Equal([("</script>\n", 1), ("same\n", 2)], system.Stdout!.Parts.OrderBy(part => part.Atoms).Select(part => (part.Text, part.Atoms)));
        Assert.Equal(["careful\n"], system.Stderr!.Parts.Select(part => part.Text));
        Assert.Equal([("broken", 1)], system.Errors.Select(error => (Assert.Single(error.AtomKeys), error.Count)));
        Assert.Equal((4, 2, 1, 1, 0.5), (system.Numbers.Total, system.Numbers.Succeeded, system.Numbers.Failed, system.Numbers.Skipped, system.Numbers.SuccessRate));
        Assert.Equal(["system", "├─ api", "└─ web"], text.Out.Split('\n').Where(line => line.Contains(" % of ", StringComparison.Ordinal)).Select(line => line[..line.IndexOf(' ', 3)].Trim()));
    }

    [Fact]
    public async Task ShowLevel_WhileTheRunGoesOn_TellsWhatIsSoFar()
    {
        desk.Write("gate.yaml",
            $$"""
            name: gate
            atoms:
              - { key: first, kind: shell, code: 'echo done' }
              - { key: wait, kind: shell, needs: [first], working_directory: ., code: '{{Gate.Code}}' }
            """);
        var gate = await Gate.OpenAsync(desk);
        await using var running = desk.Start("run", "gate.yaml");
        await gate.SomebodyComesAsync();

        var report = await desk.DocumentAsync(json => json.LevelReport, "runs", "show", "1", "--level", "system");
        await gate.LetThroughAsync();
        var ended = await running.EndAsync();

        Assert.Equal((RunStatus.Running, 1, 1, 0), (report.Status, report.System.Numbers.Succeeded, report.System.Numbers.Open, ended.ExitCode));
        Assert.Equal(["done\n"], report.System.Stdout!.Parts.Select(part => part.Text));
    }

    [Fact]
    public async Task Stats_FailedRun_CountsByAtomWaveAndSystem()
    {
        await desk.HoldfastAsync("run", "orders.yaml", "--quiet", "--jobs", "2");

        var stats = await desk.DocumentAsync(json => json.RunStats, "runs", "stats", "1");
        var text = await desk.HoldfastAsync("runs", "stats", "1");

        Assert.Equal(2, stats.Jobs);
        Assert.Equal([(1, 3, 2), (2, 1, 1)], stats.Waves.Select(wave => (wave.Number, wave.Numbers.Total, wave.PossibleParallelism)));
        Assert.Equal(
            [("sum", 1, ""), ("count", 1, ""), ("broken", 1, "Runtime 1"), ("ship", 0, "")],
            stats.Atoms.Select(atom => (atom.Key, atom.Attempts, string.Join(' ', atom.ErrorsByCategory.Select(error => $"{error.Category} {error.Count}")))));
        Assert.InRange(stats.System.PeakParallelism, 1, 2);
        Assert.Contains("side by side", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_WithNewCode_InheritsEverySuccessAndKeepsTheDiff()
    {
        await desk.HoldfastAsync("run", "orders.yaml", "--quiet");
        desk.Write("fixed.sh", "echo mended");

        var retried = await desk.HoldfastAsync("runs", "retry", "1", "--atom", "broken", "--code", "fixed.sh", "--json");
        var run = Desk.Read(retried.Out, json => json.RunDocument);
        var revisions = await desk.DocumentAsync(json => json.AtomRevisions, "runs", "diff", "2", "broken");
        var diff = await desk.DocumentAsync(json => json.RunDiff, "runs", "diff", "1", "2");

        Assert.Equal((0, RunStatus.Completed, 2, 2), (retried.ExitCode, run.Status, run.Summary.Inherited, run.Summary.Attempts));
        var revision = Assert.Single(revisions.Revisions);
        Assert.Equal((1, "person", "From fixed.sh.", "1"), (revision.Revision, revision.Origin, revision.Explanation, string.Join(' ', revision.Attempts)));
        Assert.Contains("+echo mended", revision.Diff, StringComparison.Ordinal);
        Assert.Equal(2, diff.Same);
        Assert.Equal(
            [("broken", "conclusion code"), ("ship", "conclusion result")],
            diff.Atoms.Select(atom => (atom.Key, string.Join(' ', atom.Changed.Where(change => change != "duration")))));
    }

    [Fact]
    public async Task Retry_WrongOrders_AreRefusedWithAReason()
    {
        await desk.HoldfastAsync("run", "orders.yaml", "--quiet");

        Assert.Contains("error[usage]: --code", (await desk.HoldfastAsync("runs", "retry", "1", "--code", "x.py")).Error, StringComparison.Ordinal);
        Assert.Contains("error[unknown_atom]", (await desk.HoldfastAsync("runs", "retry", "1", "--atom", "brokn")).Error, StringComparison.Ordinal);
        Assert.Contains("error[run_not_found]", (await desk.HoldfastAsync("runs", "retry", "99")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_NameThatIsARunAndAnAtom_AsksWhichIsMeant()
    {
        desk.Write("numbers.yaml",
            """
            name: numbers
            atoms: [{ key: "2", kind: shell, code: "true" }]
            """);
        await desk.HoldfastAsync("run", "numbers.yaml", "--quiet");
        await desk.HoldfastAsync("run", "numbers.yaml", "--quiet");

        var ambiguous = await desk.HoldfastAsync("runs", "diff", "1", "2");
        var named = await desk.HoldfastAsync("runs", "diff", "1", "--atom", "2");
        var neither = await desk.HoldfastAsync("runs", "diff", "1", "three");

        Assert.Equal(2, ambiguous.ExitCode);
        Assert.StartsWith("error[run_or_atom]: '2' is an atom of run 1, and may also be a run.", ambiguous.Error, StringComparison.Ordinal);
        Assert.Equal((0, "Atom 2 of run 1 ran the plan's own code; nobody changed it.\n"), (named.ExitCode, named.Out));
        Assert.StartsWith("error[run_not_found]: 'three' is neither a run nor an atom of run 1.", neither.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trends_ByFileAndByName_AreTheSame()
    {
        for (var i = 0; i < 2; i++)
            await desk.HoldfastAsync("run", "orders.yaml", "--quiet");

        var byFile = await desk.DocumentAsync(json => json.PlanTrends, "plan", "trends", "orders.yaml");
        var byName = await desk.DocumentAsync(json => json.PlanTrends, "plan", "trends", "orders", "--last", "1");
        var unknown = await desk.HoldfastAsync("plan", "trends", "ordrs");

        Assert.Equal([(1L, 0.5, true), (2L, 0.5, true)], byFile.Runs.Select(run => (run.Number, run.SuccessRate, run.Comparable)));
        Assert.Equal((byFile.PlanId, 2L), (byName.PlanId, Assert.Single(byName.Runs).Number));
        Assert.Equal((Trend.TooFew, Trend.TooFew), (byFile.Speed, byFile.Reliability));
        Assert.Contains("Did you mean 'orders'?", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_AsJsonAndAsAPage_HoldTheSame()
    {
        await desk.HoldfastAsync("run", "orders.yaml", "--quiet");

        var json = await desk.HoldfastAsync("runs", "export", "1");
        var toFile = await desk.HoldfastAsync("runs", "export", "1", "--format", "html", "--output", "run.html");
        var page = await File.ReadAllTextAsync(Path.Combine(desk.Folder, "run.html"), TestContext.Current.CancellationToken);

        Assert.Equal((0, "The run is written to run.html.\n", ""), (toFile.ExitCode, toFile.Out, toFile.Error));
        const string Start = "id=\"data\">";
        var from = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var data = page[from..page.IndexOf("</script>", from, StringComparison.Ordinal)];
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json.Out), JsonNode.Parse(data)));
        Assert.Equal(["orders.yaml", "run.html"], Directory.GetFiles(desk.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task ExportPage_InABrowser_DrawsEveryAttemptAndRunsNothingOfTheOutput()
    {
        const string Browser = "/usr/bin/chromium";
        Assert.SkipUnless(File.Exists(Browser), "There is no chromium here to open the page with.");
        await desk.HoldfastAsync("run", "orders.yaml", "--quiet");
        await desk.HoldfastAsync("runs", "export", "1", "--format", "html", "--output", "run.html");

        var page = await desk.ShellAsync(
            $"{Browser} --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync " +
            "--user-data-dir=\"$PWD/browser\" --dump-dom \"file://$PWD/run.html\" 2>/dev/null");

        Assert.Equal(3, page.Out.Split("class=\"attempt ").Length - 1);
        foreach (var key in (string[])["sum", "count", "broken", "ship"])
            Assert.Contains($"data-atom=\"{key}\"", page.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("[object ", page.Out, StringComparison.Ordinal);
    }
}
