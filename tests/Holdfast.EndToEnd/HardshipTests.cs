using Holdfast.Protocol.Runs;

namespace Holdfast.EndToEnd;

/// <summary>What a machine and generated code do to a program that runs unattended.</summary>
public sealed class HardshipTests : IDisposable
{
    private readonly Desk desk = new();

    public void Dispose() => desk.Dispose();

    private static int ManyRuns => Environment.GetEnvironmentVariable("HOLDFAST_FULL") == "1" ? 100 : 12;

    [Fact]
    public async Task Run_ManyAtOnceOnOneHome_AllCompleteUnderNumbersOfTheirOwn()
    {
        desk.Write("plan.yaml", "name: many\natoms:\n  - { key: a, kind: shell, code: 'true' }\n  - { key: b, kind: shell, needs: [a], code: 'true' }\n");

        var ended = await Task.WhenAll(Enumerable.Range(0, ManyRuns).Select(_ => desk.HoldfastAsync("run", "plan.yaml", "--json")));

        Assert.All(ended, run => Assert.True(run.ExitCode == 0, run.Out + run.Error));
        Assert.Equal(
            Enumerable.Range(1, ManyRuns).Select(number => (long)number), ended.Select(run => Desk.Read(run.Out, json => json.RunDocument).Number).Order());
    }

    [Fact]
    public async Task Run_OutputOfEveryKind_EndsWithWhatItIsWorth()
    {
        desk.Write(
            "plan.yaml",
            """
            name: output
            stop_below: 0
            defaults: { retries: 0, output_limit: 1MB }
            atoms:
              - { key: flood, kind: shell, code: "yes flood | head -c 50000000" }
              - { key: fatal_flood, kind: shell, on_output_limit: fail, code: "yes flood" }
              - { key: binary, kind: shell, code: "head -c 100000 /dev/urandom" }
              - { key: long_line, kind: shell, output_limit: 16MB, code: "head -c 10000000 /dev/zero | tr '\\0' x" }
              - { key: unicode, kind: python, code: "print('héllo wörld ✓ 日本語 🎉'); result = '日本語 🎉'" }
              - { key: empty_python, kind: python, code: "" }
              - { key: empty_javascript, kind: javascript, code: "" }
              - { key: empty_shell, kind: shell, code: "" }
            """);

        var ended = await desk.HoldfastAsync("run", "plan.yaml", "--json");

        var run = Desk.Read(ended.Out, json => json.RunDocument);
        Assert.Equal(["fatal_flood"], run.Atoms.Where(atom => atom.Conclusion != Conclusion.Succeeded).Select(atom => atom.Key));
        Assert.Equal("output_limit", run.Atoms.Single(atom => atom.Key == "fatal_flood").Failure!.Code);
        Assert.Equal("日本語 🎉", run.Atoms.Single(atom => atom.Key == "unicode").Result!.Value.GetString());
        var logs = Directory.GetFiles(Path.Combine(desk.Home, "executions"), "output.log", SearchOption.AllDirectories).Sum(log => new FileInfo(log).Length);
        Assert.InRange(logs, 10_000_000, 16_000_000);
    }

    [Fact]
    public async Task Run_InterpreterThatIsMissing_FailsOnceAndSaysWhatToInstall()
    {
        desk.Write("plan.yaml", "name: none\natoms:\n  - { key: lost, kind: python, code: 'result = 1' }\n");
        desk.Environment["HOLDFAST_PYTHON"] = "/nowhere/python3";

        var ended = await desk.HoldfastAsync("run", "plan.yaml", "--json");

        var lost = Assert.Single(Desk.Read(ended.Out, json => json.RunDocument).Atoms);
        Assert.Equal((Conclusion.Failed, FailureCategory.Environment, 1), (lost.Conclusion, lost.Failure!.Category, lost.Attempts));
        Assert.Contains("/nowhere/python3", lost.Failure.Message);
    }

    [Fact]
    public async Task Run_CodeFileThatVanishesAfterTheCheck_RunsWhatWasChecked()
    {
        desk.Write("code.py", "result = 'kept'");
        desk.Write(
            "plan.yaml",
            "name: vanish\natoms:\n  - { key: remove, kind: shell, working_directory: ., code: 'rm code.py' }\n  - { key: late, kind: python, needs: [remove], file: code.py }\n");

        var run = await desk.DocumentAsync(json => json.RunDocument, "run", "plan.yaml");

        Assert.Equal("kept", run.Atoms[1].Result!.Value.GetString());
    }

    [Fact]
    public async Task Run_HomeOnAFullDisk_FailsClearlyAndResumesOnceThereIsRoom()
    {
        Directory.CreateDirectory(desk.Home);
        var mounted = await desk.ShellAsync($"mount -t tmpfs -o size=6m,mode=0700 none '{desk.Home}'");
        Assert.SkipUnless(mounted.ExitCode == 0, $"A small disk cannot be mounted here: {mounted.Error}");
        try
        {
            desk.Write("plan.yaml", "name: full\ndefaults: { retries: 0 }\natoms:\n  - { key: flood, kind: shell, code: 'yes | head -c 12000000' }\n  - { key: after, kind: shell, needs: [flood], code: 'true' }\n");

            var ended = await desk.HoldfastAsync("run", "plan.yaml");

            Assert.NotEqual(0, ended.ExitCode);
            Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
            Assert.Matches("(?i)space|full", ended.Out + ended.Error);

            var grown = await desk.ShellAsync($"mount -o remount,size=64m '{desk.Home}'");
            Assert.True(grown.ExitCode == 0, grown.Error);
            var resumed = await desk.HoldfastAsync("resume");
            Assert.True(resumed.ExitCode is 0 or 1, resumed.Out + resumed.Error);
            var check = await desk.DocumentAsync(json => json.RunDocument, "runs", "show", "1");
            Assert.NotNull(check.EndedAt);
        }
        finally
        {
            await desk.HoldfastAsync("daemon", "stop", "--kill");
            Assert.Equal("", (await desk.ShellAsync($"umount '{desk.Home}'")).Error);
        }
    }
}
