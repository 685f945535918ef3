using Holdfast.Core.Atoms;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Plans;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Tests.Runs;

public sealed class RunEngineTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    // sum → double
    [Fact]
    public async Task Start_StoredAndNotBegunYet_IsNotTakenForOneThatWasCutOff()
    {
        await using var home = EngineHome.Create();
        var plan = home.Plan(new AtomSketch("a", AtomKind.Shell, "true"));
        RunStart? taken = null;
        var driven = false;
        var id = new RunId(Guid.CreateVersion7());

        var start = await home.TryStartAsync(plan, request => request with { Id = id }, _ =>
        {
            // Told first when it is stored, before anybody drives it.
            if (taken is not null)
                return;
            driven = home.Drives(id);
            taken = home.TryResumeAsync(id).GetAwaiter().GetResult();
        });
        var end = await Assert.IsType<RunStart.Started>(start).Handle.Completion;

        Assert.True(driven);
        Assert.Equal("run_is_driven", Assert.IsType<RunStart.Refused>(taken).Fault.Code);
        Assert.Equal(RunStatus.Completed, end.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StartAsync_RuntimeThatTakesLongToGetReady_IsStoredAndMayBeCancelledMeanwhile(bool cancel)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var home = EngineHome.Create(runtime: runtimes => new SlowRuntime(runtimes[AtomKind.Shell], ready.Task));
        var handle = await home.StartAsync(home.Plan(Shell("a", "true"), Shell("b", "true")));
        var stored = (await home.Store.FindRunAsync(handle.Run.Id.ToString(), Cancelled)).Run!;

        if (cancel)
            await handle.CancelAsync("me");
        ready.SetResult();
        var end = await handle.Completion;

        Assert.Equal((RunStatus.Queued, null), (stored.Status, stored.EndedAt));
        Assert.Equal(cancel ? (RunStatus.Cancelled, 0) : (RunStatus.Completed, 1), (end.Status, end.AttemptsOf(0)));
    }

    [Fact]
    public async Task StartAsync_RuntimeThatCannotGetReady_RunsAllTheSame()
    {
        await using var home = EngineHome.Create(runtime: runtimes => new SlowRuntime(runtimes[AtomKind.Shell], Task.FromException(new IOException("full"))));

        var run = await home.RunAsync(home.Plan(Shell("a", "true")));

        Assert.Equal(RunStatus.Completed, run.Status);
    }

    // Whatever let it in: a run that cannot be driven could not be ended either.
    [Fact]
    public async Task StartAsync_InputThatCannotBeRead_FailsItsAtomsAndEnds()
    {
        await using var home = EngineHome.Create();

        var run = await home.RunAsync(home.Plan(Shell("a", "true"), Shell("b", "true") with { Needs = ["a"] }), request => request with { InputJson = "{\"x\":" });

        Assert.Equal((RunStatus.Failed, 2), (run.Status, run.Total));
        Assert.Equal("internal_error", Assert.IsType<Core.Executions.EndCause.CouldNotStart>((await home.EventsAsync(run)).OfType<RunEvent.AttemptEnded>().First().Ending.Cause).Code);
    }

    [Fact]
    public async Task StartAsync_AtomWithANeed_GetsItsResult()
    {
        await using var home = EngineHome.Create();
        var plan = home.Plan(
            Python("sum", "result = sum(input_data['prices'])") with { Input = """{"prices":[1,2,3]}""" },
            Python("double", "result = input_data['needs']['sum'] * 2") with { Needs = ["sum"] });

        var run = await home.RunAsync(plan);

        Assert.Equal(RunStatus.Completed, run.Status);
        Assert.Equal("12", await home.ResultAsync(run, "double"));
    }

    // bad → after → last     beside
    [Fact]
    public async Task StartAsync_CriticalAtomFails_SkipsWhatNeedsItAndRunsTheRest()
    {
        await using var home = EngineHome.Create();
        var plan = home.Plan(
            Shell("bad", "exit 3"), Shell("after", "true") with { Needs = ["bad"] }, Shell("last", "true") with { Needs = ["after"] }, Shell("beside", "true"));

        var run = await home.RunAsync(plan);

        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal(
            [Conclusion.Failed, Conclusion.Skipped, Conclusion.Skipped, Conclusion.Succeeded],
            run.Plan.Atoms.Select((_, atom) => ((AtomState.Concluded)run.StateOf(atom)!).Conclusion));
        var because = Assert.IsType<Because.OwnFailure>(((AtomState.Concluded)run.StateOf(0)!).Because);
        Assert.Equal(("exit_code", FailureCategory.Runtime), (because.Failure.Code, because.Failure.Category));
        Assert.Equal(new Because.NeedFailed("bad"), ((AtomState.Concluded)run.StateOf(2)!).Because);
    }

    // maybe (not critical) → after
    [Fact]
    public async Task StartAsync_AtomThatIsNotCriticalFails_ItsDependantsGetNull()
    {
        await using var home = EngineHome.Create();
        var plan = home.Plan(
            Shell("maybe", "exit 1") with { Critical = false },
            Python("after", "result = input_data['needs']['maybe'] is None") with { Needs = ["maybe"] });

        var run = await home.RunAsync(plan);

        Assert.Equal((RunStatus.Completed, "true"), (run.Status, await home.ResultAsync(run, "after")));
    }

    [Fact]
    public async Task StartAsync_Outputs_AreKeptAndHandedOn()
    {
        await using var home = EngineHome.Create();
        var plan = home.Plan(
            Shell("make", "mkdir -p out && printf hello > out/a.txt") with { Outputs = ["out/a.txt"] },
            Python("use", "result = [open('out/a.txt').read(), open(input_data['artifacts']['make'][0]).read()]") with { Needs = ["make"] });

        var run = await home.RunAsync(plan);

        Assert.Equal("""["hello","hello"]""", (await home.ResultAsync(run, "use"))!.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("hello", await File.ReadAllTextAsync(Path.Combine(home.FolderOf(run, "make").Artifacts, "out/a.txt"), Cancelled));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(home.Path, "work"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task StartAsync_DeclaredOutputIsNotWritten_FailsAndSaysWhich()
    {
        await using var home = EngineHome.Create();

        var run = await home.RunAsync(home.Plan(Shell("make", "true") with { Outputs = ["missing.txt"] }));

        var because = Assert.IsType<Because.OwnFailure>(((AtomState.Concluded)run.StateOf(0)!).Because);
        Assert.Contains("'missing.txt' was not written", because.Failure.Message);
    }

    [Fact]
    public async Task Stop_WhileOneRuns_ItFinishesAndTheRestIsCancelled()
    {
        await using var home = EngineHome.Create(jobs: 1);
        var gate = home.Gate("go");
        var plan = home.Plan(Shell("first", $"echo up > '{home.Path}/up'; read line < '{gate.Path}'"), Shell("second", "true"), Shell("third", "true"));

        var stopping = new TaskCompletionSource();
        var handle = await home.StartAsync(plan, events =>
        {
            if (events.OfType<RunEvent.Stopping>().Any())
                stopping.TrySetResult();
        });
        await home.FileAppearsAsync("up");
        await handle.StopAsync("a test");
        await stopping.Task;
        await gate.OpenAsync();
        var run = await handle.Completion;

        Assert.Equal(RunStatus.Stopped, run.Status);
        Assert.Equal(
            [Conclusion.Succeeded, Conclusion.Cancelled, Conclusion.Cancelled],
            run.Plan.Atoms.Select((_, atom) => ((AtomState.Concluded)run.StateOf(atom)!).Conclusion));
    }

    [Fact]
    public async Task Orders_OfARunThatIsNotAsItWasSeen_ChangeNothing()
    {
        await using var home = EngineHome.Create(jobs: 1);
        var gate = home.Gate("go");
        var handle = await home.StartAsync(home.Plan(Shell("first", $"echo up > '{home.Path}/up'; read line < '{gate.Path}'"), Shell("second", "true")));
        await home.FileAppearsAsync("up");
        // That its process runs is stored a moment later.
        while (!await handle.LookAsync(run => run.StateOf(0) is AtomState.Running { Spawned: true }))
            await Task.Delay(5, Cancelled);
        var seen = await handle.LookAsync(run => run.Version);

        Assert.Equal(seen, await home.Store.CountEventsAsync(handle.Run.Id, CancellationToken.None));
        Assert.Equal(RunOrderAnswer.Changed, await handle.StopAsync("a test", new Asking(seen - 1)));
        Assert.Equal(RunOrderAnswer.Changed, await handle.CancelAsync("a test", new Asking(seen + 1)));
        Assert.Equal(RunStatus.Running, await handle.LookAsync(run => run.Status));
        Assert.Equal(RunOrderAnswer.Taken, await handle.StopAsync("a test", new Asking(seen)));
        Assert.Equal(RunOrderAnswer.Changed, await handle.CancelAsync("a test", new Asking(seen)));
        await gate.OpenAsync();
        var run = await handle.Completion;
        Assert.Equal((RunStatus.Stopped, run.Version), (run.Status, await home.Store.CountEventsAsync(run.Id, CancellationToken.None)));
        Assert.Equal(RunOrderAnswer.TooLate, await handle.StopAsync("a test", new Asking(seen)));
    }

    [Fact]
    public async Task Cancel_WhileOneRuns_EndsItAtOnce()
    {
        await using var home = EngineHome.Create(jobs: 1);
        var plan = home.Plan(Shell("first", $"echo up > '{home.Path}/up'; exec sleep 1000"), Shell("second", "true"));

        var handle = await home.StartAsync(plan);
        await home.FileAppearsAsync("up");
        await handle.CancelAsync("a test");
        var run = await handle.Completion;

        Assert.Equal(RunStatus.Cancelled, run.Status);
        Assert.Equal(
            [Conclusion.Cancelled, Conclusion.Cancelled],
            run.Plan.Atoms.Select((_, atom) => ((AtomState.Concluded)run.StateOf(atom)!).Conclusion));
    }

    [Fact]
    public async Task StartAsync_PartWhoseNeedsNeverRan_IsRefusedAndNamesThem()
    {
        await using var home = EngineHome.Create();
        var plan = home.Plan(Python("sum", "result = 1"), Python("double", "result = 2") with { Needs = ["sum"] });

        var start = await home.TryStartAsync(plan, request => request with { Part = new RunPart.Batch(["double"]) });

        var refused = Assert.IsType<RunStart.Refused>(start);
        Assert.Equal("needs_not_met", refused.Fault.Code);
        Assert.Contains("'sum'", refused.Fault.Message);
    }

    [Fact]
    public async Task StartAsync_PartAfterAWholeRun_TakesOverTheNewestResult()
    {
        await using var home = EngineHome.Create();
        var plan = home.Plan(
            Python("sum", "result = input_data['x']"), Python("double", "result = input_data['needs']['sum'] * 2") with { Needs = ["sum"] });
        await home.RunAsync(plan, request => request with { InputJson = """{"x":5}""" });

        var run = await home.RunAsync(plan, request => request with { Part = new RunPart.Batch(["double"]) });

        Assert.Equal((RunStatus.Completed, "10"), (run.Status, await home.ResultAsync(run, "double")));
        Assert.Equal(0, run.AttemptsOf(0));
    }

    [Fact]
    public async Task StartAsync_PartWithNeeds_RunsThemToo()
    {
        await using var home = EngineHome.Create();
        var plan = home.Plan(Python("sum", "result = 4"), Python("double", "result = input_data['needs']['sum'] * 2") with { Needs = ["sum"] }, Shell("other", "exit 1"));

        var run = await home.RunAsync(plan, request => request with { Part = new RunPart.Batch(["double"]), WithNeeds = true });

        Assert.Equal((RunStatus.Completed, 2, "8"), (run.Status, run.Total, await home.ResultAsync(run, "double")));
    }

    // ok    bad → after
    [Fact]
    public async Task RetryAsync_WithMendedCode_RunsOnlyWhatDidNotSucceed()
    {
        await using var home = EngineHome.Create();
        var plan = home.Plan(
            Shell("ok", $"echo ran >> '{home.Path}/ok.log'"),
            Shell("bad", "exit 1"),
            Shell("after", "true") with { Needs = ["bad"] });
        var before = await home.RunAsync(plan);

        var after = await home.RetryAsync(before, new Dictionary<string, CodeRevision> { ["bad"] = new("exit 0", "person", "by hand", "") });

        Assert.Equal((RunStatus.Completed, 0, 1), (after.Status, after.AttemptsOf(0), after.HistoryOf(1).Revision));
        Assert.Equal("ran\n", await File.ReadAllTextAsync(Path.Combine(home.Path, "ok.log"), Cancelled));
    }

    [Fact]
    public async Task RetryAsync_OfARunOfAnOlderPlan_DoesNotTakeThePlanBack()
    {
        await using var home = EngineHome.Create();
        var before = await home.RunAsync(home.Plan(Shell("bad", "exit 1")));
        var newer = home.Plan(Shell("bad", "exit 0"));
        await home.RunAsync(newer);

        await home.RetryAsync(before, new Dictionary<string, CodeRevision>());

        Assert.Equal(PlanDocument.From(newer, home.Path).Hash, (await home.Store.FindPlanAsync(newer.Id, Cancelled))!.Hash);
    }

    [Fact]
    public async Task CancelAsync_Returned_IsDurableAndSoIsOneThatChangesNothing()
    {
        await using var home = EngineHome.Create();
        var handle = await home.StartAsync(home.Plan(Shell("long", "sleep 1000")));

        await handle.CancelAsync("me");
        var stored = (await home.Store.FindRunAsync(handle.Run.Id.ToString(), Cancelled)).Run!;
        await handle.CancelAsync("you");
        var ended = await handle.Completion;

        Assert.Equal(RunOrderAnswer.TooLate, await handle.StopAsync("nobody"));
        Assert.True(stored.Status is RunStatus.Stopping or RunStatus.Cancelled, $"It is stored as {stored.Status}.");
        Assert.Equal(RunStatus.Cancelled, ended.Status);
    }

    [Fact]
    public async Task StartAsync_ManyRunsShareOnePlace_AllEnd()
    {
        await using var home = EngineHome.Create(jobs: 1);
        var plan = home.Plan([.. Enumerable.Range(0, 5).Select(number => Shell($"a{number}", "true"))]);

        var handles = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => home.StartAsync(plan)));
        var runs = await Task.WhenAll(handles.Select(handle => handle.Completion));

        Assert.All(runs, run => Assert.Equal(RunStatus.Completed, run.Status));
    }

    [Fact]
    public async Task StartAsync_TimedOutAtom_IsNotTriedAgainUnchanged()
    {
        await using var home = EngineHome.Create();
        var plan = home.Plan(Shell("slow", "exec sleep 1000") with { Timeout = TimeSpan.FromMilliseconds(200) });

        var run = await home.RunAsync(plan);

        var because = Assert.IsType<Because.OwnFailure>(((AtomState.Concluded)run.StateOf(0)!).Because);
        Assert.Equal((FailureCategory.Timeout, 1), (because.Failure.Category, run.AttemptsOf(0)));
    }

    [Fact]
    public async Task StartAsync_AtomKilledFromOutsideOnce_IsTriedAgainAndSucceeds()
    {
        await using var home = EngineHome.Create();
        var plan = home.Plan(Shell("shot", $"[ -e '{home.Path}/shot' ] && exit 0; touch '{home.Path}/shot'; kill -9 $$"));

        var run = await home.RunAsync(plan);

        Assert.Equal((RunStatus.Completed, 2), (run.Status, run.AttemptsOf(0)));
    }

    [Fact]
    public async Task StartAsync_HomeDiskReadOnlyForTheAttempt_IsAnEnvironmentFailureAndNotACrash()
    {
        await using var home = EngineHome.Create();
        await File.WriteAllTextAsync(Path.Combine(home.Path, "executions"), "a file where the folder should be", Cancelled);

        var run = await home.RunAsync(home.Plan(Shell("any", "true")));

        var because = Assert.IsType<Because.OwnFailure>(((AtomState.Concluded)run.StateOf(0)!).Because);
        Assert.Equal(("folder_unusable", FailureCategory.Environment), (because.Failure.Code, because.Failure.Category));
    }

    private static AtomSketch Python(string key, string code) => new(key, AtomKind.Python, code);

    private static AtomSketch Shell(string key, string code) => new(key, AtomKind.Shell, code);
}
