using Holdfast.Protocol.Daemons;
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
    public async Task Signal_WhileADetachedRunWaitsForItsDaemon_EndsTheCommandAtOnce(int signal, int exitCode)
    {
        Directory.CreateDirectory(desk.Home);
        using var starting = HomeLock.TryTake(DaemonFile.StartLockIn(desk.Home));
        Assert.NotNull(starting);
        await using var program = desk.Start("run", "plan.yaml", "--detach");
        // The kernel's list of who waits for a lock: "1: -> FLOCK ADVISORY WRITE PID …".
        var waits = await desk.ShellAsync($"until grep -q -- '-> FLOCK.* {program.Pid} ' /proc/locks; do [ -e /proc/{program.Pid} ] || exit 1; sleep 0.02; done");
        Assert.Equal(0, waits.ExitCode);

        program.Signal(signal);
        var ended = await program.EndAsync();

        Assert.Equal((exitCode, "", ""), (ended.ExitCode, ended.Out, ended.Error));
        Assert.Null(DaemonFile.TryRead(desk.Home));
    }

    [Theory]
    [InlineData(SigInt, "Ctrl-C", 130)]
    [InlineData(SigTerm, "SIGTERM", 143)]
    public async Task Signal_Once_LetsWhatRunsFinishAndStartsNothingMore(int signal, string name, int exitCode)
    {
        var gate = await Gate.OpenAsync(desk);
        await using var program = desk.Start("run", "plan.yaml");
        await gate.SomebodyComesAsync();

        program.Signal(signal);
        await program.HasSaidAsync("Stopping after what runs now");
        // The daemon's word: the order has arrived.
        await program.HasSaidAsync($"Stopped by {name}.");
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
    public async Task CtrlC_OnATerminal_AsksAndLeavesTheRunAloneIfThatIsWanted()
    {
        var gate = await Gate.OpenAsync(desk);

        var left = desk.ShellAsync(
            $"set -m; mkfifo keys; script -qec 'exec {Desk.Program} run plan.yaml' /dev/null < keys > said & exec 3> keys; until grep -q gated said; do sleep 0.05; done; "
            + "printf '\\003' >&3; until grep -q 'd: detach' said; do sleep 0.05; done; printf d >&3; wait $!");
        await gate.SomebodyComesAsync();
        Assert.Equal(0, (await left).ExitCode);
        Assert.Contains("Run 1 ", await File.ReadAllTextAsync(Path.Combine(desk.Folder, "said")), StringComparison.Ordinal);

        await using var watch = desk.Start("runs", "watch", "1");
        await gate.LetThroughAsync();
        Assert.Equal(0, (await watch.EndAsync()).ExitCode);
        Assert.Equal((RunStatus.Completed, "first Succeeded, gated Succeeded, last Succeeded"), await ConclusionsAsync());
    }

    [Fact]
    public async Task CtrlC_OnATerminalTwice_EndsWhatRuns()
    {
        var gate = await Gate.OpenAsync(desk);

        var ending = desk.ShellAsync(
            $"set -m; mkfifo keys; script -qec 'exec {Desk.Program} run plan.yaml' /dev/null < keys > said & exec 3> keys; until grep -q gated said; do sleep 0.05; done; "
            + "printf '\\003' >&3; until grep -q 'd: detach' said; do sleep 0.05; done; printf '\\003' >&3; wait $!");
        await gate.SomebodyComesAsync();

        Assert.Equal(130, (await ending).ExitCode);
        Assert.Equal((RunStatus.Cancelled, "first Succeeded, gated Cancelled, last Cancelled"), await ConclusionsAsync());
    }

    [Fact]
    public async Task Kill9_OfTheCommand_LeavesTheRunGoingOn()
    {
        var gate = await Gate.OpenAsync(desk);
        await using var killed = desk.Start("run", "plan.yaml");
        await gate.SomebodyComesAsync();
        killed.Signal(SigKill);
        Assert.Equal(137, (await killed.EndAsync()).ExitCode);

        await using var watch = desk.Start("runs", "watch", "1", "--json");
        await gate.LetThroughAsync();
        var ended = await watch.EndAsync();

        var run = Desk.Read(ended.Out, json => json.RunDocument);
        Assert.Equal((0, RunStatus.Completed, 0), (ended.ExitCode, run.Status, run.Summary.Interruptions));
        Assert.Equal("first\nlast\n", await File.ReadAllTextAsync(Path.Combine(desk.Folder, "ran")));
    }

    [Fact]
    public async Task Kill9_OfTheDaemon_IsSaidAndWhoeverWatchesGoesOnWithTheNext()
    {
        var gate = await Gate.OpenAsync(desk);
        await using var program = desk.Start("run", "plan.yaml");
        var orphan = await gate.SomebodyComesAsync();

        // A daemon that dies before it answered is not missed: whoever asked asks the next for the same run.
        await program.HasSaidAsync("run 1 of gated");
        await desk.KillDaemonAsync();
        await program.HasSaidAsync("The daemon has ended. Run 1 goes on with the next one.");
        await gate.SomebodyComesAsync();
        Assert.False(IsAlive(orphan), $"The process {orphan} of the first try is still there beside the second.");
        await gate.LetThroughAsync();
        var ended = await program.EndAsync();

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        var run = await desk.DocumentAsync(json => json.RunDocument, "runs", "show", "1");
        Assert.Equal(
            [("first", 1, Conclusion.Succeeded), ("gated", 2, Conclusion.Succeeded), ("last", 1, (Conclusion?)Conclusion.Succeeded)],
            run.Atoms.Select(atom => (atom.Key, atom.Attempts, atom.Conclusion)));
        Assert.Equal((RunStatus.Completed, 1), (run.Status, run.Summary.Interruptions));
        Assert.Equal("first\nlast\n", await File.ReadAllTextAsync(Path.Combine(desk.Folder, "ran")));
    }

    [Fact]
    public async Task Detach_ReturnsAtOnceAndTheRunIsStoppedOrCancelledFromElsewhere()
    {
        var gate = await Gate.OpenAsync(desk);
        var stopped = await DetachAsync(gate, "plan.yaml");
        Assert.Equal(0, (await desk.HoldfastAsync("runs", "stop", "1")).ExitCode);
        await gate.LetThroughAsync();
        Assert.Equal(3, (await desk.HoldfastAsync("runs", "watch", "1")).ExitCode);
        Assert.Equal((RunStatus.Stopped, "first Succeeded, gated Succeeded, last Cancelled"), await ConclusionsAsync());

        var cancelled = await DetachAsync(gate, "plan.yaml");
        Assert.Equal(0, (await desk.HoldfastAsync("runs", "cancel", "2")).ExitCode);
        Assert.Equal(4, (await desk.HoldfastAsync("runs", "watch", "2")).ExitCode);
        var again = await desk.HoldfastAsync("runs", "cancel", "2", "--json");

        Assert.Equal((1, 2), (stopped.Number, cancelled.Number));
        Assert.Equal((2, "run_ended"), (again.ExitCode, Desk.Read(again.Out, json => json.ErrorDocument).Error.Code));
    }

    [Fact]
    public async Task DaemonStop_WhileAtomsRun_LetsThemFinishAndTheNextOneGoesOn()
    {
        var gate = await Gate.OpenAsync(desk);
        await DetachAsync(gate, "plan.yaml");

        await using var stop = desk.Start("daemon", "stop");
        await stop.HasSaidAsync("1 atom of 1 run may finish for 10 s");
        // Out of sight, it starts nothing more.
        await desk.ShellAsync($"while [ -e {DaemonFile.PathIn(desk.Home)} ]; do sleep 0.02; done");
        await gate.LetThroughAsync();
        Assert.Equal(0, (await stop.EndAsync()).ExitCode);
        Assert.Equal("first\n", await File.ReadAllTextAsync(Path.Combine(desk.Folder, "ran")));
        var resumed = await desk.HoldfastAsync("resume", "--json");

        var run = Desk.Read(resumed.Out, json => json.RunDocument);
        Assert.Equal((0, RunStatus.Completed, 0), (resumed.ExitCode, run.Status, run.Summary.Interruptions));
        Assert.Equal("first\nlast\n", await File.ReadAllTextAsync(Path.Combine(desk.Folder, "ran")));
    }

    [Fact]
    public async Task DaemonStop_AtomThatDoesNotFinish_IsInterruptedAndRunsAgain()
    {
        var gate = await Gate.OpenAsync(desk);
        await DetachAsync(gate, "plan.yaml");

        Assert.Equal(0, (await desk.HoldfastAsync("daemon", "stop")).ExitCode);
        await using var resume = desk.Start("resume", "1", "--json");
        await gate.SomebodyComesAsync();
        await gate.LetThroughAsync();
        var ended = await resume.EndAsync();

        var run = Desk.Read(ended.Out, json => json.RunDocument);
        Assert.Equal((0, RunStatus.Completed, 1), (ended.ExitCode, run.Status, run.Summary.Interruptions));
        var gated = await desk.DocumentAsync(json => json.AtomHistory, "runs", "show", "1", "--atom", "gated");
        Assert.Equal(
            [(AttemptOutcome.Interrupted, "The daemon was stopped before it had finished."), ((AttemptOutcome?)AttemptOutcome.Succeeded, null)],
            gated.Attempts.Select(attempt => (attempt.Outcome, attempt.Outcome == AttemptOutcome.Interrupted ? attempt.CauseText : null)));
    }

    [Fact]
    public async Task DaemonStop_WithDrain_WaitsForTheRunAndWithKillCancelsIt()
    {
        var gate = await Gate.OpenAsync(desk);
        await DetachAsync(gate, "plan.yaml");
        await using var drain = desk.Start("daemon", "stop", "--drain");
        await desk.ShellAsync($"until {Desk.Program} daemon status --json | grep -q draining; do :; done");
        var refused = await desk.HoldfastAsync("run", "plan.yaml");
        await gate.LetThroughAsync();
        Assert.Equal(0, (await drain.EndAsync()).ExitCode);
        Assert.StartsWith("error[daemon_stopping]: ", refused.Error, StringComparison.Ordinal);
        Assert.Equal(RunStatus.Completed, (await ConclusionsAsync()).Item1);

        await DetachAsync(gate, "plan.yaml");
        Assert.Equal(0, (await desk.HoldfastAsync("daemon", "stop", "--kill")).ExitCode);
        Assert.Equal(RunStatus.Cancelled, (await desk.DocumentAsync(json => json.RunDocument, "runs", "show", "2")).Status);
    }

    [Fact]
    public async Task Resume_RunWhoseSecretTheNextDaemonLacks_IsLeftAloneUntilSomebodyBringsIt()
    {
        desk.Write(
            "secret.yaml",
            $$"""
            name: secret
            atoms:
              - { key: gated, kind: shell, working_directory: ., code: '{{Gate.Code}}' }
              - { key: open, kind: shell, working_directory: ., needs: [gated], secrets: { TOKEN: { from: env, name: HF_TOKEN } }, code: 'echo "$TOKEN"; echo "$TOKEN" > token' }
            """);
        var gate = await Gate.OpenAsync(desk);
        Assert.Equal(0, (await desk.HoldfastAsync("daemon", "restart")).ExitCode);
        desk.Environment["HF_TOKEN"] = "hush-hush";
        await DetachAsync(gate, "secret.yaml");
        desk.Environment["HF_TOKEN"] = null;
        await desk.KillDaemonAsync();

        var left = await LeftAloneAsync();
        desk.Environment["HF_TOKEN"] = "hush-hush";
        await using var resume = desk.Start("resume", "--json");
        await gate.SomebodyComesAsync();
        await gate.LetThroughAsync();
        var ended = await resume.EndAsync();

        Assert.Equal(RunStatus.Running, left.Status);
        Assert.Contains("atom 'open' needs the environment variable HF_TOKEN, which the daemon does not have", left.CutOff, StringComparison.Ordinal);
        Assert.Equal((0, "***\n"), (ended.ExitCode, Desk.Read(ended.Out, json => json.RunDocument).Atoms[1].Stdout));
        Assert.Equal("hush-hush\n", await File.ReadAllTextAsync(Path.Combine(desk.Folder, "token")));
    }

    [Fact]
    public async Task Resume_SeveralThatWereCutOff_StaysWithAllOfThem()
    {
        var gate = await Gate.OpenAsync(desk);
        await DetachAsync(gate, "plan.yaml");
        await DetachAsync(gate, WriteOncePlan());
        await desk.KillDaemonAsync();

        await using var all = desk.Start("resume");
        await gate.SomebodyComesAsync();
        // Once it says so both are taken up, and nothing of their first tries stands at the gate any more.
        await all.HasSaidAsync("run 1 of gated resumed");
        await gate.LetThroughAsync();
        var ended = await all.EndAsync();

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        var runs = await desk.DocumentAsync(json => json.RunList, "runs", "list");
        Assert.Equal([(2, RunStatus.Completed), (1, RunStatus.Completed)], runs.Runs.Select(run => (run.Number, run.Status)));
        Assert.Equal("There is nothing to resume.\n", (await desk.HoldfastAsync("resume")).Out);
    }

    [Fact]
    public async Task Resume_NothingCutOff_SaysSoAndSucceeds()
    {
        var ended = await desk.HoldfastAsync("resume");

        Assert.Equal((0, "There is nothing to resume.\n", ""), (ended.ExitCode, ended.Out, ended.Error));
    }

    [Fact]
    public async Task Resume_RunThatGoesOn_StaysWithItAndExitsWithItsCode()
    {
        var gate = await Gate.OpenAsync(desk);
        await using var program = desk.Start("run", "plan.yaml");
        await gate.SomebodyComesAsync();

        await using var one = desk.Start("resume", "1");
        await one.HasSaidAsync("run 1 of gated: 3 atoms (1 concluded before)");
        var all = await desk.HoldfastAsync("resume");
        await gate.LetThroughAsync();

        Assert.Equal((0, 0), ((await one.EndAsync()).ExitCode, (await program.EndAsync()).ExitCode));
        Assert.Equal((0, "There is nothing to resume.\n"), (all.ExitCode, all.Out));
    }

    /// <summary>The run once the daemon has looked at it: who watches a run waits for that.</summary>
    private async Task<RunDocument> LeftAloneAsync()
    {
        var watch = await desk.HoldfastAsync("runs", "watch", "1", "--json");
        Assert.Equal((2, "run_cut_off"), (watch.ExitCode, Desk.Read(watch.Out, json => json.ErrorDocument).Error.Code));
        return await desk.DocumentAsync(json => json.RunDocument, "runs", "show", "1");
    }

    /// <summary>One atom that waits at the gate the first time and not again.</summary>
    private string WriteOncePlan() => desk.Write(
        "once.yaml",
        $"{{ name: once, atoms: [{{ key: once, kind: shell, working_directory: ., code: 'if [ ! -e came ]; then touch came; {Gate.Code}; fi' }}] }}");

    /// <summary>Starts a run, leaves it alone, and waits until an atom of it is at the gate.</summary>
    private async Task<StartedRun> DetachAsync(Gate gate, string plan)
    {
        var run = await desk.DocumentAsync(json => json.StartedRun, "run", plan, "--detach");
        await gate.SomebodyComesAsync();
        return run;
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
