using Holdfast.Protocol.Runs;

namespace Holdfast.EndToEnd;

/// <summary>Ctrl-C, kill -9, and what comes after.</summary>
public sealed class InterruptionTests : IDisposable
{
    private const int SigInt = 2;
    private const int SigKill = 9;
    private const int SigTerm = 15;

    private static readonly string Plan =
        $"""
        name: gated
        atoms:
          - key: first
            kind: shell
            working_directory: .
            code: echo first >> ran
          - key: gated
            kind: shell
            working_directory: .
            needs: [first]
            code: |
              {Gate.Code}
          - key: last
            kind: shell
            working_directory: .
            needs: [gated]
            code: echo last >> ran
        """;

    private readonly Desk desk = new();

    public InterruptionTests() => desk.Write("plan.yaml", Plan);

    public void Dispose() => desk.Dispose();

    [Theory]
    [InlineData(SigInt, 130)]
    [InlineData(SigTerm, 143)]
    public async Task Signal_Once_LetsWhatRunsFinishAndStartsNothingMore(int signal, int exitCode)
    {
        var gate = await Gate.OpenAsync(desk);
        await using var program = desk.Start("run", "plan.yaml");
        await gate.SomebodyComesAsync();

        program.Signal(signal);
        await program.HasSaidAsync("Stopping after what runs now");
        await gate.LetThroughAsync();
        var ended = await program.EndAsync();

        Assert.Equal(exitCode, ended.ExitCode);
        Assert.Equal((RunStatus.Stopped, "first Succeeded, gated Succeeded, last Cancelled"), await ConclusionsAsync());
    }

    [Fact]
    public async Task CtrlC_Twice_EndsWhatRuns()
    {
        var gate = await Gate.OpenAsync(desk);
        await using var program = desk.Start("run", "plan.yaml");
        var atom = await gate.SomebodyComesAsync();

        program.Signal(SigInt);
        await program.HasSaidAsync("Stopping after what runs now");
        program.Signal(SigInt);
        var ended = await program.EndAsync();

        Assert.Equal(130, ended.ExitCode);
        Assert.Contains("Ending what runs.", ended.Out, StringComparison.Ordinal);
        Assert.Equal((RunStatus.Cancelled, "first Succeeded, gated Cancelled, last Cancelled"), await ConclusionsAsync());
        Assert.False(IsAlive(atom), $"The atom's process {atom} is still there.");
    }

    [Fact]
    public async Task Resume_AfterKill9_GoesOnWhereItWasAndRunsNothingTwiceThatConcluded()
    {
        var gate = await Gate.OpenAsync(desk);
        await using var killed = desk.Start("run", "plan.yaml");
        var orphan = await gate.SomebodyComesAsync();
        killed.Signal(SigKill);
        Assert.Equal(137, (await killed.EndAsync()).ExitCode);
        Assert.Equal("running", (await desk.ShellAsync($"{Desk.Program} runs list --json | grep -o '\"status\":\"[a-z]*\"' | cut -d'\"' -f4")).Out.Trim());

        await using var resumed = desk.Start("resume", "--json");
        await gate.SomebodyComesAsync();
        Assert.False(IsAlive(orphan), $"The process {orphan} of the first try is still there beside the second.");
        await gate.LetThroughAsync();
        var ended = await resumed.EndAsync();

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        var run = Desk.Read(ended.Out, json => json.RunDocument);
        Assert.Equal(
            [("first", 1, Conclusion.Succeeded), ("gated", 2, Conclusion.Succeeded), ("last", 1, (Conclusion?)Conclusion.Succeeded)],
            run.Atoms.Select(atom => (atom.Key, atom.Attempts, atom.Conclusion)));
        Assert.Equal((RunStatus.Completed, 1), (run.Status, run.Summary.Interruptions));
        Assert.Equal("first\nlast\n", await File.ReadAllTextAsync(Path.Combine(desk.Folder, "ran")));
    }

    [Fact]
    public async Task Resume_AllWhileAnotherTakesOneOfThemUp_LeavesThatOneToIt()
    {
        var gate = await Gate.OpenAsync(desk);
        await CutOffAsync(gate, "plan.yaml");
        await CutOffAsync(gate, WriteOncePlan());

        await using var all = desk.Start("resume");
        await gate.SomebodyComesAsync();
        var second = await desk.HoldfastAsync("resume", "2");
        await gate.LetThroughAsync();
        var ended = await all.EndAsync();

        Assert.Equal((0, 0, ""), (second.ExitCode, ended.ExitCode, ended.Error));
        Assert.Equal((RunStatus.Completed, "first Succeeded, gated Succeeded, last Succeeded"), await ConclusionsAsync());
    }

    [Fact]
    public async Task Resume_AllAndCtrlC_TakesNoFurtherRunUp()
    {
        var gate = await Gate.OpenAsync(desk);
        desk.Write("only.yaml", $"{{ name: only, atoms: [{{ key: only, kind: shell, working_directory: ., code: '{Gate.Code}' }}] }}");
        await CutOffAsync(gate, "only.yaml");
        await CutOffAsync(gate, WriteOncePlan());

        await using var all = desk.Start("resume");
        await gate.SomebodyComesAsync();
        all.Signal(SigInt);
        await all.HasSaidAsync("Stopping after what runs now");
        await gate.LetThroughAsync();
        var ended = await all.EndAsync();

        var runs = await desk.DocumentAsync(json => json.RunList, "runs", "list");
        Assert.Equal(130, ended.ExitCode);
        Assert.Equal([(2, RunStatus.Running), (1, RunStatus.Completed)], runs.Runs.Select(run => (run.Number, run.Status)));
    }

    [Fact]
    public async Task Resume_NothingCutOff_SaysSoAndSucceeds()
    {
        var ended = await desk.HoldfastAsync("resume");

        Assert.Equal((0, "There is nothing to resume.\n", ""), (ended.ExitCode, ended.Out, ended.Error));
    }

    [Fact]
    public async Task Resume_RunThatIsBeingDriven_IsRefusedAndLeavesItAlone()
    {
        var gate = await Gate.OpenAsync(desk);
        await using var program = desk.Start("run", "plan.yaml");
        await gate.SomebodyComesAsync();

        var one = await desk.HoldfastAsync("resume", "1", "--json");
        var all = await desk.HoldfastAsync("resume");
        await gate.LetThroughAsync();

        Assert.Equal((2, "run_is_driven"), (one.ExitCode, Desk.Read(one.Out, json => json.ErrorDocument).Error.Code));
        Assert.Equal((0, "There is nothing to resume.\n"), (all.ExitCode, all.Out));
        Assert.Equal(0, (await program.EndAsync()).ExitCode);
    }

    /// <summary>One atom that waits at the gate the first time and not again.</summary>
    private string WriteOncePlan() => desk.Write(
        "once.yaml",
        $"{{ name: once, atoms: [{{ key: once, kind: shell, working_directory: ., code: 'if [ ! -e came ]; then touch came; {Gate.Code}; fi' }}] }}");

    private async Task CutOffAsync(Gate gate, string plan)
    {
        await using var killed = desk.Start("run", plan);
        await gate.SomebodyComesAsync();
        killed.Signal(SigKill);
        await killed.EndAsync();
    }

    // A zombie is dead; it only waits for whoever became its parent to look.
    private static bool IsAlive(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..][0] is not 'Z' and not 'X';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task<(RunStatus, string)> ConclusionsAsync()
    {
        var run = await desk.DocumentAsync(json => json.RunDocument, "runs", "show", "1");
        return (run.Status, string.Join(", ", run.Atoms.Select(atom => $"{atom.Key} {atom.Conclusion}")));
    }
}
