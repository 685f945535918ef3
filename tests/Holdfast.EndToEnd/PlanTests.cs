using Holdfast.Tests;

namespace Holdfast.EndToEnd;

public sealed class PlanTests : IDisposable
{
    private readonly Desk desk = new();

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task Check_PlanFullOfFaults_TellsAllWithTheirPlaces()
    {
        desk.Write("faulty.yaml",
            """
            name: faulty
            scedule: eager
            atoms:
              - { key: a, kind: pyhton, code: "1" }
              - { key: b, kind: shell, code: "true", needs: [c], timeout: 3 parsecs }
              - { key: c, kind: shell, code: "true", needs: [b] }
              - { key: c, kind: shell, file: missing.sh }
              - { key: d, kind: shell, code: "true", needs: [aa] }
            """);

        var text = await desk.HoldfastAsync("plan", "check", "faulty.yaml");
        var json = await desk.HoldfastAsync("plan", "check", "faulty.yaml", "--json");
        var run = await desk.HoldfastAsync("run", "faulty.yaml", "--json");

        Assert.Equal((2, "", 2, 2), (text.ExitCode, text.Error, json.ExitCode, run.ExitCode));
        Snapshot.Match("faults.txt", text.Out.TrimEnd('\n'));
        var check = Desk.Read(json.Out, context => context.PlanCheck);
        Assert.Equal(text.Out.Split('\n').Length - 2, check.Faults.Count);
        var error = Desk.Read(run.Out, context => context.ErrorDocument).Error;
        Assert.Equal("plan_invalid", error.Code);
        Assert.Equal(check.Faults.Where(fault => fault.Code != "code_does_not_parse"), error.Faults);
    }

    [Fact]
    public async Task Check_CodeThatDoesNotParse_IsAWarningUnlessStrict()
    {
        desk.Write("plan.yaml", "name: p\natoms:\n  - key: a\n    kind: python\n    code: |\n      x = (1\n");

        var lenient = await desk.HoldfastAsync("plan", "check", "plan.yaml");
        var strict = await desk.HoldfastAsync("plan", "check", "plan.yaml", "--strict");

        Assert.Equal((0, 2), (lenient.ExitCode, strict.ExitCode));
        Assert.StartsWith("plan.yaml:6:", lenient.Out, StringComparison.Ordinal);
        Assert.Contains(": warning: ", lenient.Out, StringComparison.Ordinal);
        Assert.Contains(": error: ", strict.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_GoodPlan_SaysSo()
    {
        desk.Write("plan.yaml", "name: p\natoms: [{ key: a, kind: shell, code: 'true' }]");

        var ended = await desk.HoldfastAsync("plan", "check", "plan.yaml");

        Assert.Equal((0, "ok: plan.yaml (p, 1 atom)\n", ""), (ended.ExitCode, ended.Out, ended.Error));
    }

    [Fact]
    public async Task Show_Quickstart_DrawsItsWaves()
    {
        var ended = await desk.HoldfastAsync("plan", "show", Path.Combine(Desk.Repository, "examples", "quickstart.yaml"));

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Snapshot.Match("quickstart.txt", ended.Out.Replace(Desk.Repository, "REPOSITORY").TrimEnd('\n'));
    }

    [Fact]
    public async Task Schema_Printed_IsThePublishedOne()
    {
        var ended = await desk.HoldfastAsync("plan", "schema");

        Assert.Equal((await File.ReadAllTextAsync(Path.Combine(Desk.Repository, "docs", "reference", "plan.schema.json"))).TrimEnd(), ended.Out.TrimEnd());
    }
}
