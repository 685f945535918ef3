using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Tests.Executions;
using Holdfast.Processes;

namespace Holdfast.Engine.Tests.Runs;

/// <summary>Atoms with a shim of their own: like the others as long as all is well, and alive when their engine is not.</summary>
public sealed class SurvivalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StartAsync_WhateverHost_ComesToTheSame(bool survive)
    {
        await using var home = EngineHome.Create();
        var secret = Path.Combine(home.Path, "secret");
        await File.WriteAllTextAsync(secret, "hush-hush", Ct);
        var plan = home.Plan(
            Shell("make", "echo made; mkdir out; pwd > out/where; echo '[7]' > \"$HOLDFAST_RESULT\"") with { Outputs = ["out/where"], Survive = survive },
            Shell("use", "cat out/where > /dev/null && echo >&2 used") with { Needs = ["make"], Survive = survive },
            Shell("flood", "head -c 100000 /dev/zero") with { OutputLimitBytes = 1000, Survive = survive },
            new AtomSketch("reveal", AtomKind.Python, "import os\nraise ValueError(os.environ['SECRET'])") { Secret = secret, Critical = false, Survive = survive },
            Shell("slow", "exec sleep 1000") with { Timeout = TimeSpan.FromMilliseconds(300), Critical = false, Survive = survive });

        var run = await home.RunAsync(plan);

        Assert.Equal(RunStatus.Completed, run.Status);
        Assert.Equal("[7]", await home.ResultAsync(run, "make"));
        Assert.Equal("made\n", Output(home, run, "make"));
        Assert.True(File.Exists(Path.Combine(home.FolderOf(run, "make").Artifacts, "out/where")));
        var endings = (await home.EventsAsync(run)).OfType<RunEvent.AttemptEnded>().ToDictionary(ended => plan.Atoms[ended.Atom].Key);
        Assert.Equal((true, 100_000), (endings["flood"].Ending.OutputTruncated, endings["flood"].Ending.OutputBytes));
        Assert.Equal("***", endings["reveal"].Exception!.Message);
        Assert.Equal(new EndCause.WallTime(TimeSpan.FromMilliseconds(300)), endings["slow"].Ending.Cause);
        Assert.Equal(survive, File.Exists(home.FolderOf(run, "make").Shim.Exit));
        Assert.False(Directory.Exists(home.FolderOf(run, "make").Work));
    }

    [Fact]
    public async Task Failure_WithTheSecretOfAnotherAtom_IsStoredWithoutIt()
    {
        await using var home = EngineHome.Create();
        var secret = Path.Combine(home.Path, "secret");
        await File.WriteAllTextAsync(secret, "hush-hush", Ct);
        var plan = home.Plan(
            new AtomSketch("tell", AtomKind.Python, "import os\nresult = os.environ['SECRET']") { Secret = secret },
            new AtomSketch("raise", AtomKind.Python, "raise ValueError(input_data['needs']['tell'])") { Needs = ["tell"], Critical = false },
            Shell("say", "grep -o hush-hush \"$HOLDFAST_INPUT\" >&2; exit 3") with { Needs = ["tell"], Critical = false });

        var run = await home.RunAsync(plan);

        var endings = (await home.EventsAsync(run)).OfType<RunEvent.AttemptEnded>().ToDictionary(ended => plan.Atoms[ended.Atom].Key);
        Assert.Equal("***", endings["raise"].Exception!.Message);
        Assert.DoesNotContain("hush-hush", $"{endings["say"]} {endings["raise"]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResumeAsync_AttemptThatStillRuns_IsAdoptedAndNotStartedAgain()
    {
        await using var home = EngineHome.Create(jobs: 1);
        var gate = home.Gate("go");
        var (run, started) = await StartAsync(home, Surviving(home, $"read line < '{gate.Path}'; echo end >> '{home.Path}/ran'; echo late; echo kept > kept"), Shell("after", "cat kept"));

        await home.DieAsync(run.Id);
        var adopted = new TaskCompletionSource();
        var resumed = await home.ResumeAsync(run.Id, Tell<RunEvent.AttemptAdopted>(adopted));
        await adopted.Task.WaitAsync(Patience, Ct);
        await gate.OpenAsync();
        var ended = await resumed.Completion.WaitAsync(Patience, Ct);

        Assert.Equal(RunStatus.Completed, ended.Status);
        Assert.Equal(["start", "end"], await File.ReadAllLinesAsync(Path.Combine(home.Path, "ran"), Ct));
        Assert.Equal("late\n", Output(home, ended, "long"));
        Assert.Equal("kept\n", Output(home, ended, "after"));
        Assert.Equal(
            ["AttemptStarted", "ProcessStarted", "AttemptAdopted", "AttemptEnded", "AtomConcluded"], NamesOf(await home.EventsAsync(ended), atom: 0));
        Assert.Equal(started, (await home.EventsAsync(ended)).OfType<RunEvent.ProcessStarted>().First().Process);
    }

    [Fact]
    public async Task ResumeAsync_AttemptThatEndedMeanwhile_IsBelieved()
    {
        await using var home = EngineHome.Create();
        var gate = home.Gate("go");
        var (run, _) = await StartAsync(home, Surviving(home, $"read line < '{gate.Path}'; echo late; echo kept > kept; echo '{{\"n\":1}}' > \"$HOLDFAST_RESULT\""));
        var shim = home.FolderOf(run.Id, "long", 1).Shim.TryReadShim()!.Process;

        await home.DieAsync(run.Id);
        await gate.OpenAsync();
        await DeskHome.GoneAsync(shim);
        var ended = await (await home.ResumeAsync(run.Id)).Completion.WaitAsync(Patience, Ct);

        Assert.Equal(RunStatus.Completed, ended.Status);
        Assert.Equal(["start"], await File.ReadAllLinesAsync(Path.Combine(home.Path, "ran"), Ct));
        Assert.Equal("late\n", Output(home, ended, "long"));
        Assert.Equal("""{"n":1}""", await home.ResultAsync(ended, "long"));
        Assert.Equal("kept\n", await File.ReadAllTextAsync(Path.Combine(home.FolderOf(ended, "long").Artifacts, "kept"), Ct));
    }

    [Fact]
    public async Task ResumeAsync_ShimThatWasKilledMeanwhile_IsAnInterruptionAndItsTreeIsGone()
    {
        await using var home = EngineHome.Create();
        var (run, _) = await StartAsync(home, Surviving(home, "[ -e second ] && exit; setsid sleep 1000 & exec sleep 1000"));
        var first = home.FolderOf(run.Id, "long", 1);

        await home.DieAsync(run.Id);
        await DeskHome.KillAsync(first.Shim.TryReadShim()!.Process);
        var again = new TaskCompletionSource();
        var resumed = await home.ResumeAsync(run.Id, Tell<RunEvent.ProcessStarted>(again));
        await again.Task.WaitAsync(Patience, Ct);

        Assert.Equal([], DeskHome.LivingOf(new AttemptId(run.Id, "long", 1).Execution));
        await resumed.CancelAsync("a test");
        var ended = await resumed.Completion.WaitAsync(Patience, Ct);
        Assert.Equal(RunStatus.Cancelled, ended.Status);
        Assert.Equal(
            [AttemptOutcome.Interrupted, AttemptOutcome.Cancelled], (await home.EventsAsync(ended)).OfType<RunEvent.AttemptEnded>().Select(attempt => attempt.Outcome));
        Assert.Equal([], DeskHome.LivingOf(new AttemptId(run.Id, "long", 2).Execution));
    }

    [Fact]
    public async Task ShimKilled_WhileItsEngineLives_RunsAgain()
    {
        await using var home = EngineHome.Create();
        var (run, _) = await StartAsync(home, Surviving(home, $"[ -e '{home.Path}/second' ] && exit; touch '{home.Path}/second'; setsid sleep 1000 & echo up > '{home.Path}/up'; exec sleep 1000"));
        await home.FileAppearsAsync("up");

        await DeskHome.KillAsync(home.FolderOf(run.Id, "long", 1).Shim.TryReadShim()!.Process);
        var ended = await run.Completion.WaitAsync(Patience, Ct);

        Assert.Equal(RunStatus.Completed, ended.Status);
        Assert.Equal(["start", "start"], await File.ReadAllLinesAsync(Path.Combine(home.Path, "ran"), Ct));
        var lost = (await home.EventsAsync(ended)).OfType<RunEvent.AttemptEnded>().First();
        Assert.Equal(AttemptOutcome.Interrupted, lost.Outcome);
        Assert.True(lost.Ending.SurvivorsEnded >= 2, $"{lost.Ending.SurvivorsEnded} were ended.");
        Assert.Equal([], DeskHome.LivingOf(new AttemptId(run.Id, "long", 1).Execution));
    }

    // The cancellation was stored, and its owner died before it told the shim.
    [Fact]
    public async Task ResumeAsync_RunThatWasBeingCancelled_EndsWhatSurvived()
    {
        await using var home = EngineHome.Create();
        var (run, _) = await StartAsync(home, Surviving(home, "trap '' TERM; while true; do sleep 1000; done"));
        var stopping = new TaskCompletionSource();

        await home.DieAsync(run.Id);
        var resumed = await home.ResumeAsync(run.Id, Tell<RunEvent.Stopping>(stopping));
        await resumed.CancelAsync("a test");
        await stopping.Task.WaitAsync(Patience, Ct);
        await home.DieAsync(run.Id);
        var ended = await (await home.ResumeAsync(run.Id)).Completion.WaitAsync(Patience, Ct);

        Assert.Equal(RunStatus.Cancelled, ended.Status);
        Assert.Equal([], DeskHome.LivingOf(new AttemptId(run.Id, "long", 1).Execution));
    }

    // More survived than there are places: all of them are watched, and nothing else starts.
    [Fact]
    public async Task ResumeAsync_MoreThanThereIsRoomFor_AreAllTakenUp()
    {
        await using var home = EngineHome.Create(jobs: 3);
        var gates = Enumerable.Range(0, 3).Select(i => home.Gate($"go{i}")).ToArray();
        var plan = home.Plan([
            .. gates.Select((gate, i) => Shell($"long{i}", $"echo up > '{home.Path}/up{i}'; read line < '{gate.Path}'") with { Survive = true }), Shell("next", "true")]);
        var run = await home.StartAsync(plan);
        for (var i = 0; i < gates.Length; i++)
            await home.FileAppearsAsync($"up{i}");

        await home.DieAsync(run.Run.Id);
        var ends = new Dictionary<int, TaskCompletionSource> { [0] = new(), [1] = new(), [2] = new(), [3] = new() };
        var resumed = await home.ResumeAsync(
            run.Run.Id, events => events.OfType<RunEvent.AttemptEnded>().ToList().ForEach(ended => ends[ended.Atom].TrySetResult()), jobs: 1);
        // The last of them first.
        foreach (var i in new[] { 2, 1, 0 })
        {
            await gates[i].OpenAsync();
            await ends[i].Task.WaitAsync(Patience, Ct);
        }

        Assert.Equal(RunStatus.Completed, (await resumed.Completion.WaitAsync(Patience, Ct)).Status);
    }

    private static AtomSketch Shell(string key, string code) => new(key, AtomKind.Shell, code);

    /// <summary>An atom "long" whose first act is to say that it was started.</summary>
    private static AtomSketch Surviving(EngineHome home, string code) =>
        Shell("long", $"echo start >> '{home.Path}/ran'; {code}") with { Survive = true, Outputs = code.Contains("> kept", StringComparison.Ordinal) ? ["kept"] : [] };

    /// <summary>Returns once the process of the first atom is stored as started, and has said so.</summary>
    private static async Task<(Started Run, ProcessIdentity Process)> StartAsync(EngineHome home, params AtomSketch[] atoms)
    {
        var process = new TaskCompletionSource<ProcessIdentity>();
        var plan = home.Plan([atoms[0], .. atoms[1..].Select(atom => atom with { Needs = [atoms[0].Key] })]);
        var handle = await home.StartAsync(plan, events =>
        {
            if (events.OfType<RunEvent.ProcessStarted>().FirstOrDefault() is { } started)
                process.TrySetResult(started.Process);
        });
        var identity = await process.Task.WaitAsync(Patience, Ct);
        await home.FileAppearsAsync("ran");
        return (new Started(handle.Run.Id, plan, handle.Completion), identity);
    }

    private static Action<IReadOnlyList<RunEvent>> Tell<T>(TaskCompletionSource told) where T : RunEvent => events =>
    {
        if (events.OfType<T>().Any())
            told.TrySetResult();
    };

    private static string Output(EngineHome home, RunState run, string key) =>
        OutputLog.Read(home.FolderOf(run, key).OutputLog, OutputStreams.Both, 1 << 20, fromEnd: false).Text;

    private static IEnumerable<string> NamesOf(IEnumerable<RunEvent> events, int atom) => events
        .Where(happened => happened switch
        {
            RunEvent.AttemptStarted of => of.Atom == atom,
            RunEvent.ProcessStarted of => of.Atom == atom,
            RunEvent.AttemptAdopted of => of.Atom == atom,
            RunEvent.AttemptEnded of => of.Atom == atom,
            RunEvent.AtomConcluded of => of.Atom == atom,
            _ => false,
        })
        .Select(happened => happened.GetType().Name);

    private sealed record Started(RunId Id, Plan Plan, Task<RunState> Completion);
}
