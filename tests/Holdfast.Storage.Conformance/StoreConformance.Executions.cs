using Holdfast.Core.Atoms;
using Holdfast.Core.Completion;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;

namespace Holdfast.Storage.Conformance;

public abstract partial class StoreConformance
{
    private static readonly DateTimeOffset Morning = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly Guid Boot = new("0f9b3f0a-6c1d-4a58-9d0e-5f7a3c2b1a00");
    private static readonly ProcessIdentity Shim = new(70, 700, Boot);
    private static readonly ProcessIdentity Process = new(71, 710, Boot);

    private static readonly ExecutionOrder Full = new()
    {
        Name = "nightly",
        Arguments = ["make", "-j", "ü \"quoted\""],
        WorkingDirectory = "/src",
        Host = ExecutionHost.Tmux,
        Priority = -3,
        Keys = ["agent:x", "db"],
        Allowance = new TimeAllowance.Exactly(TimeSpan.FromSeconds(5)),
        Stall = TimeSpan.FromMinutes(2),
        Secrets = [new SecretVariable("TOKEN", new SecretReference("CI_TOKEN", null)), new SecretVariable("KEY", new SecretReference(null, "/run/key"))],
        Trace = new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", 1, "a=1,b=2"),
        Completion = new CompletionOrder
        {
            Kinds = [EvidenceKind.Marker, EvidenceKind.Git, EvidenceKind.Pattern],
            Patterns = ["^READY \"ü\"$"],
            MessagePatterns = ["done"],
            Baseline = new GitBaseline("4b825dc642cb6eb9a060e54bf8d69288fbee4904", "refs/heads/main", "/src/.git"),
        },
    };

    private static readonly Verdict Done = new(VerdictDecision.Completed, 0.98, "deed", "Its marker says 'done'.")
    {
        Evidence =
        [
            new Evidence(EvidenceKind.Marker, EvidenceLeaning.For, 0.98, Morning, "Its marker says 'done'."),
            new Evidence(EvidenceKind.Exit, EvidenceLeaning.Against, 0.7, Morning.AddSeconds(1), "It exited with code 1."),
        ],
    };

    private static readonly ExecutionOrder Plain = new() { Arguments = ["true"], WorkingDirectory = "/" };

    [Fact]
    public async Task TallyExecutions_OfARun_CountsItsAttempts()
    {
        var run = await RunDriver.CreateAsync(Store, SamplePlans.Wide(3), Ct);
        await run.RunToEndAsync(Ct);

        var tally = Assert.Single(await Store.TallyExecutionsAsync(Morning, Ct));

        Assert.Equal((null, ExecutionStatus.Completed, "exited", 3L), (tally.Kind, tally.Status, tally.Cause, tally.Count));
    }

    [Fact]
    public async Task FindConclusionAndStop_OfARunThatWasStopped_SayWhoDidIt()
    {
        var run = await RunDriver.CreateAsync(Store, SamplePlans.Wide(2), Ct);
        var keys = run.State.Plan.Atoms.Select(atom => atom.Key).ToList();
        await run.TellAsync(RunCommand.Begin.Instance, Ct);
        await run.StartAtomAsync(0, Ct);
        Assert.Null(await Store.FindConclusionAsync(run.Id, keys[0], Ct));
        Assert.Null(await Store.FindStopAsync(run.Id, Ct));

        await run.TellAsync(new RunCommand.Stop("me"), Ct);
        await run.TellAsync(new RunCommand.Report(0, 1, new ExecutionReport(run.Ending(new EndCause.Exited(0)))), Ct);

        Assert.Equal(run.State.StateOf(0), await Store.FindConclusionAsync(run.Id, keys[0], Ct));
        Assert.Equal(run.State.StateOf(1), await Store.FindConclusionAsync(run.Id, keys[1], Ct));
        Assert.Equal(new Because.StoppedBy("me"), await Store.FindStopAsync(run.Id, Ct));
        Assert.Null(await Store.FindConclusionAsync(run.Id, "nobody", Ct));
    }

    [Fact]
    public async Task TallyExecutions_OfDifferentEnds_CountsByDayStateAndCauseSinceAMoment()
    {
        await EndAsync(Morning.AddDays(-2), new EndCause.Exited(0));
        await EndAsync(Morning, new EndCause.Exited(0));
        await EndAsync(Morning.AddHours(1), new EndCause.Exited(0));
        await EndAsync(Morning.AddDays(1), new EndCause.Signalled(11));
        await Store.CreateExecutionAsync(new NewExecution(NewExecutionId(), Plain, new Dictionary<string, string>(), Morning), Ct);
        var cancelled = await Store.CreateExecutionAsync(new NewExecution(NewExecutionId(), Plain, new Dictionary<string, string>(), Morning), Ct);
        await Store.AppendExecutionAsync(cancelled.Id, 0, [new ExecutionEvent.Cancelled(Morning, "me", Ending: null)], Ct);

        var tally = await Store.TallyExecutionsAsync(Morning.AddDays(-1), Ct);

        var day = new DateOnly(2026, 3, 1);
        Assert.Equal(
            [
                new ExecutionTally(day.AddDays(1), ExecutionKind.Command, ExecutionStatus.Failed, "signalled", 1, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)),
                new ExecutionTally(day, ExecutionKind.Command, ExecutionStatus.Cancelled, "cancelled_by", 1, TimeSpan.Zero, TimeSpan.Zero),
                new ExecutionTally(day, ExecutionKind.Command, ExecutionStatus.Completed, "exited", 2, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2)),
            ],
            tally);

        async Task EndAsync(DateTimeOffset at, EndCause cause)
        {
            var created = await Store.CreateExecutionAsync(new NewExecution(NewExecutionId(), Plain, new Dictionary<string, string>(), Morning), Ct);
            var ending = new ExecutionEnding { Cause = cause, StartedAt = at, EndedAt = at, Duration = TimeSpan.FromSeconds(2), CpuTime = TimeSpan.FromSeconds(1) };
            ExecutionEvent end = cause is EndCause.Exited(0) ? new ExecutionEvent.Completed(at, ending) : new ExecutionEvent.Failed(at, ending);
            Assert.NotNull(await Store.AppendExecutionAsync(created.Id, 0, [Started, end], Ct));
        }
    }

    [Fact]
    public async Task CreateExecution_WithEverything_IsFoundAsItWasAskedFor()
    {
        var id = NewExecutionId();
        var created = await Store.CreateExecutionAsync(new NewExecution(id, Full, Of("A", "1"), Morning), Ct);

        var expected = new StoredExecution
        {
            Id = id, Number = 1, Version = 0, Order = Full, State = new ExecutionState.Queued(), CreatedAt = Morning,
        };
        Assert.Equal(expected, created);
        Assert.Equal(expected, (await Store.FindExecutionAsync("#1", Ct)).Execution);
        Assert.Equal([new StoredExecutionEvent(1, new ExecutionEvent.Queued(Morning, Full))], await Store.ReadExecutionEventsAsync(id, Ct));
    }

    [Theory]
    [MemberData(nameof(Allowances))]
    public async Task CreateExecution_OfAnyAllowance_IsFoundAsItWasAskedFor(TimeAllowance allowance)
    {
        var created = await CreateAsync(Plain with { Allowance = allowance });

        Assert.Equal(allowance, created.Order.Allowance);
    }

    public static TheoryData<TimeAllowance> Allowances => [new TimeAllowance.Unlimited(), new TimeAllowance.Exactly(TimeSpan.FromSeconds(1)), TimeAllowance.Extended.Default];

    [Fact]
    public async Task CreateExecution_Twice_IsOne()
    {
        var id = NewExecutionId();
        var first = await Store.CreateExecutionAsync(new NewExecution(id, Plain, Of("A", "1"), Morning), Ct);
        var again = await Store.CreateExecutionAsync(new NewExecution(id, Full, Of("A", "2"), Morning.AddHours(1)), Ct);

        Assert.Equal(first, again);
        Assert.Equal([first], await Store.ListExecutionsAsync(new ExecutionFilter(10), Ct));
    }

    [Fact]
    public async Task LoadEnvironment_OfOneThatWaits_IsThereAndOfOneThatStartedIsGone()
    {
        var execution = await Store.CreateExecutionAsync(new NewExecution(NewExecutionId(), Plain, Of("A", "1"), Morning), Ct);
        Assert.Equal(Of("A", "1"), await Store.LoadEnvironmentAsync(execution.Id, Ct));

        await Store.AppendExecutionAsync(execution.Id, 0, [Started], Ct);

        Assert.Null(await Store.LoadEnvironmentAsync(execution.Id, Ct));
    }

    [Fact]
    public async Task ListRecords_OfBothKinds_SaysWhatIsOver()
    {
        var waiting = await Store.CreateExecutionAsync(new NewExecution(NewExecutionId(), Plain, Of("A", "1"), Morning), Ct);
        var cancelled = await MoveAsync(await CreateAsync(Plain), new ExecutionEvent.Cancelled(Morning.AddMinutes(1), "me", Ending: null));
        var run = await RunDriver.CreateAsync(Store, StoreFixture.Plan, Ct);
        await run.TellAsync(Core.Runs.RunCommand.Begin.Instance, Ct);
        await run.RunAtomAsync(0, new EndCause.Exited(0), null, Ct);
        await run.StartAtomAsync(1, Ct);

        var records = await Store.ListRecordsAsync(Ct);

        Assert.Equal(
            [(false, null), (false, Morning.AddMinutes(1))],
            new[] { waiting, cancelled }.Select(execution => (records[execution.Id].IsAttempt, records[execution.Id].EndedAt)));
        var attempts = await Store.ReadAttemptsAsync(run.Id, Ct).ToDictionaryAsync(attempt => attempt.AtomKey, attempt => records[attempt.Execution], cancellationToken: Ct);
        Assert.Equal((true, true), (attempts["fetch"].IsAttempt, attempts["fetch"].EndedAt is not null));
        Assert.Equal((true, false), (attempts["parse"].IsAttempt, attempts["parse"].EndedAt is not null));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task AppendExecution_EveryWay_IsReadAsItHappened(string way, ExecutionEvent[] events)
    {
        var execution = await CreateAsync(Full);
        var state = execution.State;
        foreach (var happened in events)
            state = ExecutionDecider.Apply(execution.Id, state, happened);

        var after = await Store.AppendExecutionAsync(execution.Id, 0, events, Ct);

        var started = events[0] as ExecutionEvent.Started;
        var over = state is ExecutionState.Completed or ExecutionState.Failed or ExecutionState.Cancelled;
        var ending = events[^1] is ExecutionEvent.Failed { Ending: var failed } ? failed : null;
        var expected = execution with
        {
            Version = events.Length,
            State = state,
            Shim = started?.Shim,
            Process = started?.Process,
            StartedAt = started?.StartedAt ?? ending?.StartedAt,
            EndedAt = over ? Morning.AddMinutes(2) : null,
        };
        Assert.Equal((way, expected), (way, after));
        await using var reopened = Open();
        Assert.Equal(expected, (await reopened.FindExecutionAsync(execution.Id.ToString(), Ct)).Execution);
        Assert.Equal(
            [new ExecutionEvent.Queued(Morning, Full), .. events],
            (await reopened.ReadExecutionEventsAsync(execution.Id, Ct)).Select(stored => stored.Event));
    }

    public static TheoryData<string, ExecutionEvent[]> Ways
    {
        get
        {
            var end = Morning.AddMinutes(2);
            return new TheoryData<string, ExecutionEvent[]>
            {
                { "started", [Started] },
                { "started, shim unknown", [Started with { Shim = null }] },
                { "completed", [Started, new ExecutionEvent.Completed(end, EndingOf(new EndCause.Exited(0)))] },
                { "failed", [Started, new ExecutionEvent.Failed(end, EndingOf(new EndCause.Signalled(11)))] },
                { "suspected", [Started, new ExecutionEvent.Suspected(Morning, TimeSpan.FromSeconds(30), "No output.")] },
                { "suspected, then lively", [Started, new ExecutionEvent.Suspected(Morning, TimeSpan.FromSeconds(30), "No output."), new ExecutionEvent.ProgressMade(Morning)] },
                { "found completed", [Started, new ExecutionEvent.FoundCompleted(Morning, Done)] },
                { "completed, then crashed", [Started, new ExecutionEvent.FoundCompleted(Morning, Done), new ExecutionEvent.Completed(end, EndingOf(new EndCause.Exited(1)), Done)] },
                { "failed by its verdict", [Started, new ExecutionEvent.Failed(end, EndingOf(new EndCause.Exited(0)), Done with { Decision = VerdictDecision.Undecided })] },
                { "could not start", [new ExecutionEvent.Failed(end, EndingOf(new EndCause.CouldNotStart("permission_denied", "No.")))] },
                { "timing out", [Started, new ExecutionEvent.TimedOut(Morning, new EndCause.WallTime(TimeSpan.FromSeconds(5)))] },
                { "stalled", [Started, new ExecutionEvent.Suspected(Morning, TimeSpan.FromSeconds(30), "No output."), new ExecutionEvent.TimedOut(Morning, new EndCause.Stalled(TimeSpan.FromSeconds(60)))] },
                { "cancelling", [Started, new ExecutionEvent.CancelRequested(Morning, "me")] },
                { "zombie", [Started, new ExecutionEvent.FoundDead(Morning, "Gone.")] },
                { "lost", [Started, new ExecutionEvent.FoundDead(Morning, "Gone."), new ExecutionEvent.Failed(end, EndingOf(new EndCause.Lost("Gone.")))] },
                { "cancelled", [Started, new ExecutionEvent.CancelRequested(Morning, "me"), new ExecutionEvent.Cancelled(end, "me", EndingOf(new EndCause.CancelledBy("me")))] },
                { "never started", [new ExecutionEvent.Cancelled(end, "me", null)] },
            };
        }
    }

    [Fact]
    public async Task AppendExecution_ByOneWhoSawLess_ChangesNothing()
    {
        var execution = await CreateAsync(Plain);
        var started = await Store.AppendExecutionAsync(execution.Id, 0, [Started], Ct);

        Assert.Null(await Store.AppendExecutionAsync(execution.Id, 0, [new ExecutionEvent.Cancelled(Morning, "me", null)], Ct));
        Assert.Null(await Store.AppendExecutionAsync(NewExecutionId(), 0, [Started], Ct));
        Assert.Equal(started, (await Store.FindExecutionAsync("1", Ct)).Execution);
    }

    [Fact]
    public async Task AppendExecution_AnImpossibleEvent_IsRefusedAlone()
    {
        var (first, second) = (await CreateAsync(Plain), await CreateAsync(Plain));

        var impossible = Store.AppendExecutionAsync(first.Id, 0, [new ExecutionEvent.FoundDead(Morning, "No.")], Ct);
        var possible = Store.AppendExecutionAsync(second.Id, 0, [Started], Ct);

        await Assert.ThrowsAsync<InvalidOperationException>(() => impossible);
        Assert.Equal(1, (await possible)!.Version);
        Assert.Equal(first, (await Store.FindExecutionAsync("1", Ct)).Execution);
    }

    [Fact]
    public async Task FindExecution_ByNumberStartOrEnd_IsFoundUnlessAmbiguous()
    {
        var first = await CreateAsync(Plain, new ExecutionId(new Guid("aaaa1111-0000-7000-8000-00000000bbbb")));
        var second = await CreateAsync(Plain, new ExecutionId(new Guid("aaaa2222-0000-7000-8000-00000000cccc")));

        Assert.Equal(second, (await Store.FindExecutionAsync("2", Ct)).Execution);
        Assert.Equal(first, (await Store.FindExecutionAsync(" #1 ", Ct)).Execution);
        Assert.Equal(first, (await Store.FindExecutionAsync("aaaa1", Ct)).Execution);
        Assert.Equal(first, (await Store.FindExecutionAsync("BBBB", Ct)).Execution);
        Assert.Equal(second, (await Store.FindExecutionAsync("aaaa2222-0000-7000-8000-00000000cccc", Ct)).Execution);
        Assert.Equal([second, first], (await Store.FindExecutionAsync("aaaa", Ct)).Candidates);
        foreach (var nobody in new[] { "3", "#aaaa1", "aaa", "dddd", "", "%%%%" })
        {
            var lookup = await Store.FindExecutionAsync(nobody, Ct);
            Assert.Null(lookup.Execution);
            Assert.Empty(lookup.Candidates);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ListExecutions_ThatAreLarge_AreReadNoFurtherThanThePageGoes(bool sorted)
    {
        var order = sorted ? new ListOrder() : null;
        for (var count = 0; count < 5; count++)
            await CreateAsync(Plain with { Arguments = ["true", new string('x', 1_000)] });

        var first = await Store.ListExecutionsAsync(new ExecutionFilter(10, Order: order, MostBytes: 2_500), Ct);
        var least = await Store.ListExecutionsAsync(new ExecutionFilter(10, Order: order, MostBytes: 1), Ct);
        var counted = await Store.ListExecutionsAsync(new ExecutionFilter(5, Order: order), Ct);

        Assert.Equal([5L, 4, 3], first.Select(execution => execution.Number));
        Assert.True(first.HasMore);
        Assert.Equal((1, true, 5, false), (least.Count, least.HasMore, counted.Count, counted.HasMore));
    }

    [Fact]
    public async Task ListExecutions_ByStateAndPage_IsNewestFirstWithoutAttempts()
    {
        var run = await RunDriver.CreateAsync(Store, SamplePlans.Wide(1), Ct);
        await run.TellAsync(RunCommand.Begin.Instance, Ct);
        await run.RunAtomAsync(0, new EndCause.Exited(0), null, Ct);
        var created = new List<StoredExecution>();
        for (var count = 0; count < 4; count++)
            created.Add(await CreateAsync(Plain));
        var running = await MoveAsync(created[1], Started);
        var done = await MoveAsync(
            created[2], Started, new ExecutionEvent.Completed(Morning, EndingOf(new EndCause.Exited(0))));

        Assert.Equal([created[3], done, running, created[0]], await Store.ListExecutionsAsync(new ExecutionFilter(10), Ct));
        Assert.Equal([created[3], done], await Store.ListExecutionsAsync(new ExecutionFilter(2), Ct));
        Assert.Equal([running, created[0]], await Store.ListExecutionsAsync(new ExecutionFilter(10, Before: done.Number), Ct));
        Assert.Equal(
            [created[3], running, created[0]],
            await Store.ListExecutionsAsync(new ExecutionFilter(10, [ExecutionStatus.Queued, ExecutionStatus.Processing]), Ct));
        Assert.Equal(
            [done, running], await Store.ListExecutionsAsync(new ExecutionFilter(10, [ExecutionStatus.Completed, ExecutionStatus.Processing]), Ct));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ListExecutions_ThatAreEqualInWhatTheyAreSortedBy_EachOnceOneByOne(bool ascending)
    {
        var created = new List<StoredExecution>();
        foreach (var name in new[] { "b", "B", "a", "A", "a", "B" })
            created.Add(await MoveAsync(await CreateAsync(Plain with { Name = name }), Started, new ExecutionEvent.Completed(Morning, EndingOf(new EndCause.Exited(0)))));

        foreach (var sort in Enum.GetValues<ListSort>())
        {
            var expected = sort == ListSort.Name ? created.OrderBy(each => each.Order.Name, StringComparer.OrdinalIgnoreCase).ThenBy(each => each.Number) : created.OrderBy(each => each.Number);
            var seen = new List<StoredExecution>();
            ListPlace? after = null;
            while (await Store.ListExecutionsAsync(new ExecutionFilter(1, Order: new ListOrder(sort, ascending, after)), Ct) is [var next])
            {
                seen.Add(next);
                after = ListPlace.Of(next, sort);
            }

            Assert.Equal(ascending ? expected : expected.Reverse(), seen);
        }
    }

    [Fact]
    public async Task Sequences_OfRunsAndExecutions_AreOneOrder()
    {
        var execution = await CreateAsync(Plain);
        var run = await RunDriver.CreateAsync(Store, SamplePlans.Wide(1), Ct);
        await Store.AppendExecutionAsync(execution.Id, 0, [Started], Ct);

        var ofRun = new List<long>();
        await foreach (var stored in Store.ReadEventsAsync(run.Id, SamplePlans.Wide(1), 0, Ct))
            ofRun.Add(stored.Sequence);
        var ofExecution = (await Store.ReadExecutionEventsAsync(execution.Id, Ct)).Select(stored => stored.Sequence).ToArray();
        Assert.Equal([1, 2 + ofRun.Count], ofExecution);
        Assert.Equal(Enumerable.Range(2, ofRun.Count).Select(number => (long)number), ofRun);
    }

    private static ExecutionEvent.Started Started { get; } = new(Morning, Shim, Process, Morning.AddMilliseconds(3));

    private static ExecutionEnding EndingOf(EndCause cause) => new()
    {
        Cause = cause,
        StartedAt = Morning.AddMilliseconds(3),
        EndedAt = Morning.AddMinutes(2),
        Duration = TimeSpan.FromMinutes(2),
        CpuTime = TimeSpan.FromMilliseconds(17),
        UserTime = TimeSpan.FromMilliseconds(11),
        PeakMemoryBytes = 4096,
        OutputBytes = 12,
        OutputTruncated = true,
        StopStep = StopStep.Terminated,
        Proof = SurvivorProof.Subreaper,
        SurvivorsEnded = 2,
        SurvivorsLeft = 1,
    };

    private static ExecutionId NewExecutionId() => new(Guid.CreateVersion7(Morning));

    private static Dictionary<string, string> Of(string name, string value) => new() { [name] = value };

    private Task<StoredExecution> CreateAsync(ExecutionOrder order, ExecutionId? id = null) =>
        Store.CreateExecutionAsync(new NewExecution(id ?? NewExecutionId(), order, new Dictionary<string, string>(), Morning), Ct);

    private async Task<StoredExecution> MoveAsync(StoredExecution execution, params ExecutionEvent[] events) =>
        await Store.AppendExecutionAsync(execution.Id, execution.Version, events, Ct) ?? throw new InvalidOperationException("Somebody else moved it.");
}
