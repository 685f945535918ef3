using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Protocol.Runs;
using Holdfast.Tests;

namespace Holdfast.EndToEnd;

public sealed class RunTests : IDisposable
{
    private const string OrdersPlan =
        """
        name: orders
        stop_below: 0
        defaults: { retries: 0 }
        input: { year: 2026, region: north }
        components:
          - name: api
            modules:
              - name: totals
                atoms:
                  - { key: sum, kind: shell, input: { region: south }, code: 'echo adding; echo careful >&2; cp "$HOLDFAST_INPUT" "$HOLDFAST_RESULT"' }
                  - { key: broken, kind: shell, code: "exit 7" }
                  - { key: optional, kind: shell, critical: false, code: "exit 8" }
              - name: shipping
                atoms:
                  - { key: ship, kind: command, command: ["true"], needs: [broken] }
                  - { key: report, kind: shell, needs: [sum, optional], code: 'cp "$HOLDFAST_INPUT" "$HOLDFAST_RESULT"' }
        """;

    private readonly Desk desk = new();

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task Run_Quickstart_CompletesWithFourWaysToPi()
    {
        var run = await desk.DocumentAsync(json => json.RunDocument, "run", Path.Combine(Desk.Repository, "examples", "quickstart.yaml"));

        Assert.Equal(RunStatus.Completed, run.Status);
        Assert.Equal(
            ["machin Succeeded", "leibniz Succeeded", "polygons Succeeded", "throws Succeeded", "compare Succeeded", "pack Succeeded"],
            run.Atoms.Select(atom => $"{atom.Key} {atom.Conclusion}"));
        Assert.StartsWith("3.14159265358979", run.Atoms[0].Result!.Value.GetProperty("pi").GetString(), StringComparison.Ordinal);
        Assert.Equal([4, 1, 1], run.Waves.Select(wave => wave.Total));
    }

    [Fact]
    public async Task Run_WithJson_PrintsTheWholeDocumentAndRunsShowPrintsTheSame()
    {
        desk.Write("orders.yaml", OrdersPlan);

        var ran = await desk.HoldfastAsync("run", "orders.yaml", "--json", "--input", "year=2027", "--input", "note=hello", "--input", "tags=[1,2]");
        var shown = await desk.HoldfastAsync("runs", "show", "1", "--json");

        Assert.Equal((1, ""), (ran.ExitCode, ran.Error));
        Assert.Equal((0, ran.Out), (shown.ExitCode, shown.Out));
        Snapshot.Match("run.json", Settled(ran.Out));
    }

    [Fact]
    public async Task Run_Piped_SaysItInPlainLines()
    {
        desk.Write("orders.yaml", OrdersPlan);

        var ran = await desk.HoldfastAsync("run", "orders.yaml");

        Assert.Equal((1, ""), (ran.ExitCode, ran.Error));
        Assert.DoesNotContain('\e', ran.Out);
        var lines = ran.Out.Split('\n');
        Assert.StartsWith("run 1 of orders: 5 atoms, schedule waves, ", lines[0], StringComparison.Ordinal);
        Assert.Single(lines, line => line.StartsWith("run 1 of orders failed in ", StringComparison.Ordinal)
            && line.Contains(": 2 succeeded, 1 failed, 2 skipped", StringComparison.Ordinal));
        Assert.Contains("next: holdfast runs show 1 --atom broken", lines);
    }

    [Fact]
    public async Task Run_OnATerminal_DrawsInPlaceAndInColour()
    {
        desk.Write("orders.yaml", OrdersPlan);

        var ran = await desk.ShellAsync($"script -qec 'exec {Desk.Program} run orders.yaml' /dev/null");

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("\e[1mrun 1\e[0m of orders \e[31mfailed\e[0m in ", ran.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("run 1 of orders: 5 atoms", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NO_COLOR=1")]
    [InlineData("TERM=dumb")]
    public async Task Run_OnATerminalThatWantsNoColour_HasNone(string setting)
    {
        desk.Write("orders.yaml", OrdersPlan);

        var ran = await desk.ShellAsync($"{setting} script -qec 'exec {Desk.Program} run orders.yaml' /dev/null");

        Assert.Equal(1, ran.ExitCode);
        Assert.DoesNotContain("\e[31m", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Quiet_SaysOnlyTheEnd()
    {
        desk.Write("orders.yaml", OrdersPlan);

        var ran = await desk.HoldfastAsync("run", "orders.yaml", "--quiet");

        Assert.StartsWith("run 1 of orders failed in ", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WaveBelowTheLimit_StopsWithItsOwnCode()
    {
        desk.Write("plan.yaml",
            """
            name: half
            stop_below: 0.6
            atoms:
              - { key: good, kind: shell, code: "true" }
              - { key: bad, kind: shell, code: "false", retries: 0 }
              - { key: after, kind: shell, code: "true", needs: [good] }
            """);

        var ran = await desk.HoldfastAsync("run", "plan.yaml", "--json");

        var run = Desk.Read(ran.Out, json => json.RunDocument);
        Assert.Equal((3, RunStatus.Stopped, Conclusion.Skipped), (ran.ExitCode, run.Status, run.Atoms[2].Conclusion));
        Assert.Equal("Stopped: 50 % of wave 1 succeeded, and stop_below asks for 60 %.", run.Summary.StopReason);
    }

    [Fact]
    public async Task Run_PartThatNeedsWhatNeverRan_IsRefusedUntilItMayRunThatToo()
    {
        desk.Write("orders.yaml", OrdersPlan);

        var refused = await desk.HoldfastAsync("run", "orders.yaml", "--atom", "report", "--json");
        var withNeeds = await desk.HoldfastAsync("run", "orders.yaml", "--atom", "report", "--with-needs", "--json");
        var inherited = await desk.HoldfastAsync("run", "orders.yaml", "--atom", "report", "--json");

        Assert.Equal((2, "needs_not_met"), (refused.ExitCode, Desk.Read(refused.Out, json => json.ErrorDocument).Error.Code));
        Assert.Equal(["sum", "optional", "report"], Desk.Read(withNeeds.Out, json => json.RunDocument).Atoms.Select(atom => atom.Key));
        var run = Desk.Read(inherited.Out, json => json.RunDocument);
        Assert.Equal((0, 1, 2), (inherited.ExitCode, run.Summary.Inherited, run.Summary.Total));
        Assert.Equal([("sum", 0, "adding\n"), ("report", 1, "")], run.Atoms.Select(atom => (atom.Key, atom.Attempts, atom.Stdout)));
    }

    /// <summary>What differs from run to run, and from machine to machine, is replaced.</summary>
    private static string Settled(string json)
    {
        var document = JsonNode.Parse(json)!;
        Settle(document);
        return document.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    private static void Settle(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                Settle(item);
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (value is not null && name is "run_id" or "id" or "trace_id")
                    members[name] = "ID";
                else if (value is not null && name is "started_at" or "ended_at")
                    members[name] = "TIME";
                else if (value is not null && name is "duration_ms" or "cpu_ms" or "peak_memory_bytes" or "parallelism")
                    members[name] = value!.GetValue<double>() >= 0 ? 0 : -1;
                else
                    Settle(value);
            }
        }
    }
}
