using System.Diagnostics;
using System.Security.Cryptography;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;

namespace Holdfast.Storage.Conformance;

/// <summary>What every store must do. An implementation derives from it and says how to open the same store again.</summary>
public abstract partial class StoreConformance : IAsyncLifetime
{
    private IStore? store;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected IStore Store => store ?? throw new InvalidOperationException("The test has not begun.");

    /// <summary>Opens the store of this test, as another process would.</summary>
    private protected abstract IStore Open();

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        store = Open();
    }

    public async ValueTask DisposeAsync()
    {
        if (store is not null)
            await store.DisposeAsync();
        await CleanUpAsync();
        GC.SuppressFinalize(this);
    }

    protected virtual ValueTask PrepareAsync() => ValueTask.CompletedTask;

    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task FindPlan_AfterSeveralRevisions_IsTheOneSavedLast()
    {
        var (first, second) = (SamplePlans.RevisionOf(SamplePlans.Wide(1)), SamplePlans.RevisionOf(SamplePlans.Wide(1), 200));
        var other = SamplePlans.RevisionOf(SamplePlans.Wide(1, "another"));
        foreach (var revision in new[] { first, second, first, other })
            await Store.SavePlanAsync(revision, Ct);

        Assert.Equal(first.Hash, (await Store.FindPlanAsync(first.Id, Ct))!.Hash);
        Assert.Null(await Store.FindPlanAsync(new PlanId(Guid.NewGuid()), Ct));
        Assert.Equal(
            new[] { first, other }.Select(plan => new StoredPlan(plan.Id, plan.Name, plan.Source, plan.Hash)).OrderBy(plan => plan.Name, StringComparer.Ordinal),
            await Store.ListPlansAsync(10, Ct));
    }

    [Fact]
    public async Task TrySavePlan_InThePlaceOfWhatWasSeen_AndOfNothingElse()
    {
        var (first, second) = (SamplePlans.RevisionOf(SamplePlans.Wide(1)), SamplePlans.RevisionOf(SamplePlans.Wide(1), 200));

        Assert.False(await Store.TrySavePlanAsync(first, second.Hash, Ct));
        Assert.Null(await Store.FindPlanAsync(first.Id, Ct));
        Assert.True(await Store.TrySavePlanAsync(first, seen: null, Ct));
        Assert.False(await Store.TrySavePlanAsync(second, seen: null, Ct));
        Assert.False(await Store.TrySavePlanAsync(second, second.Hash, Ct));
        Assert.Equal(first.Hash, (await Store.FindPlanAsync(first.Id, Ct))!.Hash);
        Assert.True(await Store.TrySavePlanAsync(second, first.Hash, Ct));
        Assert.Equal(second.Hash, (await Store.FindPlanAsync(first.Id, Ct))!.Hash);
    }

    [Fact]
    public async Task SavePlan_Twice_IsLoadedAsItWas()
    {
        var plan = SamplePlans.RevisionOf(SamplePlans.Wide(1));

        await Store.SavePlanAsync(plan, Ct);
        await Store.SavePlanAsync(plan, Ct);

        AssertSame(plan, await Store.LoadPlanAsync(plan.Hash, Ct));
        Assert.Null(await Store.LoadPlanAsync(new string('0', 64), Ct));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4095)]
    [InlineData(5_000_000)]
    public async Task SavePlan_OfAnySize_IsLoadedAsItWas(int bytes)
    {
        var plan = SamplePlans.RevisionOf(SamplePlans.Wide(1)) with { Document = RandomNumberGenerator.GetBytes(bytes) };

        await Store.SavePlanAsync(plan, Ct);

        AssertSame(plan, await Store.LoadPlanAsync(plan.Hash, Ct));
    }

    [Fact]
    public async Task CreateRun_OfASavedPlan_IsTheNextNumberUnderEpochOne()
    {
        var plan = SamplePlans.Wide(3);
        var revision = SamplePlans.RevisionOf(plan);

        var first = await RunDriver.CreateAsync(Store, plan, Ct);
        var second = await RunDriver.CreateAsync(Store, plan, Ct);

        Assert.Equal(1, first.Stored.Number);
        Assert.Equal(
            new StoredRun
            {
                Id = second.Id,
                Number = 2,
                PlanId = plan.Id,
                PlanName = "wide",
                PlanSource = "/plans/wide.yaml",
                RevisionHash = revision.Hash,
                Status = RunStatus.Queued,
                Schedule = Schedule.Eager,
                Epoch = 1,
                Owner = RunDriver.Owner(1),
                CreatedAt = second.Events[0].At,
                Total = 3,
                Succeeded = 0,
                Failed = 0,
                Skipped = 0,
                Cancelled = 0,
            },
            second.Stored);
    }

    [Fact]
    public async Task CreateRun_OfAPlanThatIsNotSaved_StoresNothing()
    {
        var plan = SamplePlans.Wide(1);
        var created = new RunEvent.Created(DateTimeOffset.UnixEpoch, Schedule.Eager, null, [], null, null);

        await Assert.ThrowsAsync<ArgumentException>(
            () => Store.CreateRunAsync(new NewRun(new RunId(Guid.CreateVersion7()), plan, new string('0', 64), [created]), RunDriver.Owner(1), Ct));

        Assert.Empty(await Store.ListRunsAsync(new RunFilter(10), Ct));
    }

    [Fact]
    public async Task CreateRun_OfAPartWithInheritedSuccesses_CountsBoth()
    {
        var plan = SamplePlans.Wide(5);
        var before = await RunDriver.CreateAsync(Store, plan, Ct);
        var created = new RunEvent.Created(
            DateTimeOffset.UnixEpoch, Schedule.Sequential, [1, 2], [new InheritedSuccess(2, before.Id, 1), new InheritedSuccess(4, before.Id, 3)], """{"a":1}""", before.Id)
        {
            Jobs = 4,
            Trace = new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", 0, State: null),
        };

        var run = await Store.CreateRunAsync(
            new NewRun(new RunId(Guid.CreateVersion7()), plan, SamplePlans.RevisionOf(plan).Hash, [created]), RunDriver.Owner(1), Ct);

        Assert.Equal((3, 2, Schedule.Sequential, before.Id, created.Trace), (run.Total, run.Succeeded, run.Schedule, run.RetryOf, run.AskedIn));
        var stored = await ReadEventsAsync(run.Id, plan);
        var read = Assert.IsType<RunEvent.Created>(Assert.Single(stored).Event);
        Assert.Equal([1, 2], read.Selected!.Value);
        Assert.Equal(created.Inherited, read.Inherited);
        Assert.Equal(created with { Selected = null, Inherited = [] }, read with { Selected = null, Inherited = [] });
    }

    [Fact]
    public async Task Append_AWholeRun_IsReadBackInAnotherStoreAndReplaysToTheSameState()
    {
        var plan = SamplePlans.Wide(20);
        var run = await RunDriver.CreateAsync(Store, plan, Ct);
        await run.RunToEndAsync(Ct);

        await using var other = Open();
        var stored = await ReadEventsAsync(run.Id, plan, other);
        var replayed = new RunState(run.Id, plan);
        foreach (var each in stored)
            replayed.Apply(each.Event);

        Assert.Equal(RunDriver.Print(run.Events), RunDriver.Print(stored.Select(each => each.Event)));
        Assert.Equal(stored.Select(each => each.Sequence).Order(), stored.Select(each => each.Sequence));
        Assert.Equal(RunStatus.Completed, replayed.Status);
        var listed = Assert.Single(await other.ListRunsAsync(new RunFilter(10), Ct));
        Assert.Equal(
            run.Stored with { Status = RunStatus.Completed, Succeeded = 20, StartedAt = run.Events[1].At, EndedAt = run.Events[^1].At }, listed);
    }

    [Fact]
    public async Task ReadEvents_AfterASequence_GivesOnlyTheLater()
    {
        var plan = SamplePlans.Wide(4);
        var run = await RunDriver.CreateAsync(Store, plan, Ct);
        await run.RunToEndAsync(Ct);
        var all = await ReadEventsAsync(run.Id, plan);

        // Everywhere, so within what one append stored as well.
        for (var seen = 1; seen <= all.Count; seen++)
        {
            var later = new List<long>();
            await foreach (var each in Store.ReadEventsAsync(run.Id, plan, all[seen - 1].Sequence, Ct))
                later.Add(each.Sequence);
            Assert.Equal(all.Skip(seen).Select(each => each.Sequence), later);
        }
    }

    [Fact]
    public async Task ReadEvents_OfMoreThanOnePage_GivesEveryOneOnce()
    {
        const int Atoms = 20_000;
        var plan = SamplePlans.Wide(Atoms);
        var run = await RunDriver.CreateAsync(Store, plan, Ct);
        await run.TellAsync(RunCommand.Begin.Instance, Ct);

        var stored = await ReadEventsAsync(run.Id, plan);

        Assert.Equal(Atoms + 2, stored.Count);
        Assert.Equal(RunDriver.Print(run.Events), RunDriver.Print(stored.Select(each => each.Event)));
    }

    [Fact]
    public async Task Append_UnderAnOldEpoch_ChangesNothing()
    {
        var plan = SamplePlans.Wide(2);
        var run = await RunDriver.CreateAsync(Store, plan, Ct);
        var claimed = await Store.ClaimRunAsync(run.Id, 1, RunDriver.Owner(2), Ct);

        await Assert.ThrowsAsync<StaleEpochException>(() => run.TellAsync(RunCommand.Begin.Instance, Ct));

        Assert.Equal(run.Stored with { Epoch = 2, Owner = RunDriver.Owner(2) }, claimed);
        Assert.Equal(claimed, (await Store.FindRunAsync("1", Ct)).Run);
        Assert.Single(await ReadEventsAsync(run.Id, plan));
        await Store.AppendAsync(new RunAppend(run.Id, 2, plan, [run.Events[1]]), Ct);
        Assert.Equal([1L, 2L], (await ReadEventsAsync(run.Id, plan)).Select(each => each.Epoch));
    }

    [Fact]
    public async Task Append_BesideAStaleOne_IsStored()
    {
        var plan = SamplePlans.Wide(2);
        var stale = await RunDriver.CreateAsync(Store, plan, Ct);
        await Store.ClaimRunAsync(stale.Id, 1, RunDriver.Owner(2), Ct);
        var sound = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RunDriver.CreateAsync(Store, plan, Ct)));

        // Handed in together, so that they share transactions.
        var stored = sound.Select(run => run.TellAsync(RunCommand.Begin.Instance, Ct)).ToList();
        var refused = stale.TellAsync(RunCommand.Begin.Instance, Ct);
        stored.AddRange(sound.Select(run => run.TellAsync(RunCommand.Grant.Instance, Ct)));

        await Assert.ThrowsAsync<StaleEpochException>(() => refused);
        await Task.WhenAll(stored);
        foreach (var run in sound)
            Assert.Equal(RunDriver.Print(run.Events), RunDriver.Print((await ReadEventsAsync(run.Id, plan)).Select(each => each.Event)));
    }

    [Fact]
    public async Task Append_ThatContradictsTheStore_ChangesNothingAndHarmsNobodyElse()
    {
        var plan = SamplePlans.Wide(2);
        var run = await RunDriver.CreateAsync(Store, plan, Ct);
        var other = await RunDriver.CreateAsync(Store, plan, Ct);
        await run.TellAsync(RunCommand.Begin.Instance, Ct);
        await run.TellAsync(RunCommand.Grant.Instance, Ct);
        var twice = new RunAppend(run.Id, 1, plan, [new RunEvent.AttemptStarted(run.Events[0].At, 1, 1, 0), new RunEvent.AttemptStarted(run.Events[0].At, 0, 1, 0)]);

        var contradicting = Store.AppendAsync(twice, Ct);
        var sound = other.TellAsync(RunCommand.Begin.Instance, Ct);

        await Assert.ThrowsAnyAsync<Exception>(() => contradicting);
        await sound;
        Assert.Equal(RunDriver.Print(run.Events), RunDriver.Print((await ReadEventsAsync(run.Id, plan)).Select(each => each.Event)));
        Assert.Single(await ReadAttemptsAsync(run.Id));
    }

    [Fact]
    public async Task Append_AfterOneThatWasRefused_IsRefusedUntilTheRunIsClaimedAnew()
    {
        var plan = SamplePlans.Wide(2);
        var run = await RunDriver.CreateAsync(Store, plan, Ct);
        await run.TellAsync(RunCommand.Begin.Instance, Ct);
        await run.TellAsync(RunCommand.Grant.Instance, Ct);
        var stored = RunDriver.Print(run.Events);
        var next = new RunEvent.AttemptStarted(run.Events[0].At, 1, 1, 0);
        var again = new RunEvent.AttemptStarted(run.Events[0].At, 0, 1, 0);

        // Handed in before anybody knows of the refusal.
        var refused = Store.AppendAsync(new RunAppend(run.Id, 1, plan, [again]), Ct);
        var inFlight = Store.AppendAsync(new RunAppend(run.Id, 1, plan, [next]), Ct);

        await Assert.ThrowsAnyAsync<Exception>(() => refused);
        await Assert.ThrowsAnyAsync<Exception>(() => inFlight);
        await Assert.ThrowsAnyAsync<Exception>(() => Store.AppendAsync(new RunAppend(run.Id, 1, plan, [next]), Ct));
        Assert.Equal(stored, RunDriver.Print((await ReadEventsAsync(run.Id, plan)).Select(each => each.Event)));
        await Store.ClaimRunAsync(run.Id, 1, RunDriver.Owner(2), Ct);
        await Store.AppendAsync(new RunAppend(run.Id, 2, plan, [next]), Ct);
    }

    [Fact]
    public async Task Append_FromManyTasks_KeepsEachRunsOrderAndEverySequenceOnce()
    {
        var plan = SamplePlans.Wide(25);
        var runs = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => RunDriver.CreateAsync(Store, plan, Ct)));

        await Task.WhenAll(runs.Select(run => Task.Run(() => run.RunToEndAsync(Ct), Ct)));

        var sequences = new List<long>();
        foreach (var run in runs)
        {
            var stored = await ReadEventsAsync(run.Id, plan);
            Assert.Equal(RunDriver.Print(run.Events), RunDriver.Print(stored.Select(each => each.Event)));
            sequences.AddRange(stored.Select(each => each.Sequence));
        }

        Assert.Equal(sequences.Count, sequences.Distinct().Count());
    }

    [Fact]
    public async Task Append_WithoutWaitingForTheOneBefore_KeepsTheOrderOfTheCalls()
    {
        const int Atoms = 6_000;
        var plan = SamplePlans.Wide(Atoms);
        var run = await RunDriver.CreateAsync(Store, plan, Ct);
        await run.TellAsync(RunCommand.Begin.Instance, Ct);

        // More calls than may wait at once: the later ones wait for room, and keep their order all the same.
        await Task.WhenAll(Enumerable.Range(0, Atoms).Select(_ => run.TellAsync(RunCommand.Grant.Instance, Ct)));

        Assert.Equal(RunDriver.Print(run.Events), RunDriver.Print((await ReadEventsAsync(run.Id, plan)).Select(each => each.Event)));
    }

    [Fact]
    public async Task ClaimRun_ByManyAtOnce_IsWonByExactlyOne()
    {
        var run = await RunDriver.CreateAsync(Store, SamplePlans.Wide(1), Ct);
        await using var other = Open();

        var claims = await Task.WhenAll(Enumerable.Range(2, 16).Select(
            pid => Task.Run(() => (pid % 2 == 0 ? Store : other).ClaimRunAsync(run.Id, 1, RunDriver.Owner(pid), Ct), Ct)));

        var winner = Assert.Single(claims, claim => claim is not null);
        Assert.Equal(2, winner!.Epoch);
        Assert.Equal(winner, (await Store.FindRunAsync("1", Ct)).Run);
        Assert.Null(await Store.ClaimRunAsync(new RunId(Guid.CreateVersion7()), 1, RunDriver.Owner(2), Ct));
    }

    [Fact]
    public async Task CreateRun_InTwoStoresAtOnce_GivesEveryNumberOnce()
    {
        await using var other = Open();
        var plan = SamplePlans.Wide(1);

        var runs = await Task.WhenAll(Enumerable.Range(0, 40).Select(
            each => Task.Run(() => RunDriver.CreateAsync(each % 2 == 0 ? Store : other, plan, Ct), Ct)));

        Assert.Equal(Enumerable.Range(1, 40).Select(number => (long)number), runs.Select(run => run.Stored.Number).Order());
    }

    [Fact]
    public async Task ListRuns_WithFilters_GivesTheNewestThatMatch()
    {
        var (one, two) = (SamplePlans.Wide(1, "one"), SamplePlans.Wide(1, "two"));
        var ended = await RunDriver.CreateAsync(Store, one, Ct);
        await ended.RunToEndAsync(Ct);
        var running = await RunDriver.CreateAsync(Store, one, Ct);
        await running.TellAsync(RunCommand.Begin.Instance, Ct);
        await RunDriver.CreateAsync(Store, two, Ct);

        Assert.Equal([3L, 2, 1], await NumbersAsync(new RunFilter(10)));
        Assert.Equal([3L, 2], await NumbersAsync(new RunFilter(2)));
        Assert.Equal([3L, 2], await NumbersAsync(new RunFilter(10, Unfinished: true)));
        Assert.Equal([2L, 1], await NumbersAsync(new RunFilter(10, Plan: one.Id)));
        Assert.Equal([2L], await NumbersAsync(new RunFilter(10, Unfinished: true, Plan: one.Id, Statuses: [RunStatus.Running])));
        Assert.Equal([1L], await NumbersAsync(new RunFilter(10, Statuses: [RunStatus.Completed])));
        Assert.Equal([2L, 1], await NumbersAsync(new RunFilter(10, Statuses: [RunStatus.Completed, RunStatus.Running])));
        Assert.Equal([2L], await NumbersAsync(new RunFilter(10, Statuses: [RunStatus.Stopping, RunStatus.Running])));
        Assert.Equal([1L], await NumbersAsync(new RunFilter(10, Statuses: [RunStatus.Completed, RunStatus.Running], Before: 2)));

        async Task<IEnumerable<long>> NumbersAsync(RunFilter filter) => (await Store.ListRunsAsync(filter, Ct)).Select(run => run.Number);
    }

    [Fact]
    public async Task FindRun_ByEveryKindOfReference_FindsTheOneThatIsMeant()
    {
        var plan = SamplePlans.Wide(1);
        await RunDriver.CreateAsync(Store, plan, Ct, new RunId(new Guid("01990000-0000-7000-8000-00000000aaaa")));
        await RunDriver.CreateAsync(Store, plan, Ct, new RunId(new Guid("01990000-0000-7000-8000-0000000abbbb")));
        await RunDriver.CreateAsync(Store, plan, Ct, new RunId(new Guid("77770000-0000-7000-8000-00000000cccc")));

        Assert.Equal(["2"], await FindAsync("2"));
        Assert.Equal(["2"], await FindAsync(" #2 "));
        Assert.Equal(["2"], await FindAsync("01990000-0000-7000-8000-0000000abbbb"));
        Assert.Equal(["1"], await FindAsync("aaaa"));
        Assert.Equal(["2"], await FindAsync("ABBBB"));
        Assert.Equal(["3"], await FindAsync("77770000"));
        Assert.Equal(["3"], await FindAsync("7777-0000"));
        Assert.Equal(["2?", "1?"], await FindAsync("01990000"));
        Assert.Equal(["2?", "1?"], await FindAsync("01990000-0000-7000-8000"));
        Assert.Empty(await FindAsync("9"));
        // The number of no run, and how the id of one begins.
        Assert.Empty(await FindAsync("7777"));
        Assert.Empty(await FindAsync("bbb"));
        Assert.Empty(await FindAsync("#7777"));
        foreach (var garbage in new[] { "", " ", "#", "-", "%", "_", "x'; DROP TABLE runs; --", "zzz", new string('a', 33), "99999999999999999999", "ä", "\0" })
            Assert.Empty(await FindAsync(garbage));

        async Task<IEnumerable<string>> FindAsync(string reference)
        {
            var found = await Store.FindRunAsync(reference, Ct);
            Assert.True(found.Run is null || found.Candidates.Count == 0, "One run and candidates exclude each other.");
            return found.Run is { } run ? [$"{run.Number}"] : found.Candidates.Select(candidate => $"{candidate.Number}?");
        }
    }

    [Fact]
    public async Task Results_OfAttempts_AreLoadedOneByOne()
    {
        var plan = SamplePlans.Wide(2);
        var run = await RunDriver.CreateAsync(Store, plan, Ct);
        await run.TellAsync(RunCommand.Begin.Instance, Ct);
        var large = $"\"{new string('ü', 500_000)}\"";
        await run.RunAtomAsync(0, new EndCause.Exited(0), large, Ct);
        await run.RunAtomAsync(1, new EndCause.Exited(0), null, Ct);

        Assert.Equal(large, await Store.LoadResultAsync(run.Id, "a0", 1, Ct));
        Assert.Null(await Store.LoadResultAsync(run.Id, "a1", 1, Ct));
        Assert.Equal([new StoredResult("a0", 1, large)], await ReadResultsAsync(run.Id));
        Assert.Null(await Store.LoadResultAsync(run.Id, "a0", 2, Ct));
        Assert.Null(await Store.LoadResultAsync(new RunId(Guid.CreateVersion7()), "a0", 1, Ct));
        Assert.Equal([true, false], (await ReadAttemptsAsync(run.Id)).Select(attempt => attempt.HasResult));
    }

    [Fact]
    public async Task ReadAttempts_OfEveryKind_GivesWhatWasReported()
    {
        var plan = SamplePlans.Wide(3);
        var run = await RunDriver.CreateAsync(Store, plan, Ct);
        await run.TellAsync(RunCommand.Begin.Instance, Ct);
        var exception = new ReportedException
        {
            Type = "NameError", Message = "name 'x' is not defined", Line = 3, Name = "x", Bases = ["Exception"],
            Frames = [new ReportedFrame("a0.py", 3, "<module>", InUserCode: true)],
        };
        await run.StartAtomAsync(0, Ct);
        var failed = run.Ending(new EndCause.Exited(1));
        await run.TellAsync(new RunCommand.Report(0, 1, new ExecutionReport(failed, Exception: exception)), Ct);
        await run.TellAsync(RunCommand.Grant.Instance, Ct);

        var attempts = await ReadAttemptsAsync(run.Id);

        Assert.Equal(2, attempts.Count);
        var ended = run.Events.OfType<RunEvent.AttemptEnded>().Single();
        var first = attempts[0];
        Assert.Equal(
            new StoredAttempt
            {
                AtomKey = "a0",
                Number = 1,
                Execution = new AttemptId(run.Id, "a0", 1).Execution,
                Revision = 0,
                StartedAt = run.Events.OfType<RunEvent.AttemptStarted>().First().At,
                Process = run.Events.OfType<RunEvent.ProcessStarted>().First().Process,
                Confinement = run.Events.OfType<RunEvent.ProcessStarted>().First().Confinement,
                Outcome = AttemptOutcome.Failed,
                Ending = failed,
                Failure = ended.Failure,
                Exception = first.Exception,
                HasResult = false,
            },
            first);
        Assert.Equivalent(exception, first.Exception, strict: true);
        Assert.Equal(
            new StoredAttempt
            {
                AtomKey = "a1",
                Number = 1,
                Execution = new AttemptId(run.Id, "a1", 1).Execution,
                Revision = 0,
                StartedAt = run.Events.OfType<RunEvent.AttemptStarted>().Last().At,
            },
            attempts[1]);
    }

    [Fact]
    public async Task ReadAttempts_OfMoreThanOnePage_GivesEveryOneInOrder()
    {
        const int Atoms = 9_000;
        var plan = SamplePlans.Wide(Atoms);
        var run = await RunDriver.CreateAsync(Store, plan, Ct);
        await run.TellAsync(RunCommand.Begin.Instance, Ct);
        await Task.WhenAll(Enumerable.Range(0, Atoms).Select(_ => run.TellAsync(RunCommand.Grant.Instance, Ct)));

        var attempts = await ReadAttemptsAsync(run.Id);

        Assert.Equal(plan.Atoms.Select(atom => atom.Key).Order(StringComparer.Ordinal), attempts.Select(attempt => attempt.AtomKey));
    }

    [Fact]
    public async Task LoadRevision_OfRepairedCode_GivesItWithItsOrigin()
    {
        var plan = SamplePlans.Wide(1);
        var run = await RunDriver.CreateAsync(Store, plan, Ct);
        var code = new CodeRevision("print('é')\n", "rule:missing_colon", "A colon was missing.", "--- a\n+++ b\n");
        var revised = new RunEvent.CodeRevised(run.Events[0].At, 0, 1, code);

        await Store.AppendAsync(new RunAppend(run.Id, 1, plan, [revised]), Ct);

        Assert.Equal(new StoredRevision(1, code, revised.At), await Store.LoadRevisionAsync(run.Id, "a0", 1, Ct));
        Assert.Null(await Store.LoadRevisionAsync(run.Id, "a0", 2, Ct));
        Assert.Equal(revised, (await ReadEventsAsync(run.Id, plan))[^1].Event);
    }

    [Fact]
    public async Task LatestSuccesses_AmongSeveralRuns_AreTheNewestOfThePlan()
    {
        var plan = SamplePlans.Wide(3);
        var first = await RunDriver.CreateAsync(Store, plan, Ct);
        await first.RunToEndAsync(Ct);
        var second = await RunDriver.CreateAsync(Store, plan, Ct);
        await second.TellAsync(RunCommand.Begin.Instance, Ct);
        await second.RunAtomAsync(0, new EndCause.Exited(0), null, Ct);
        await second.RunAtomAsync(1, new EndCause.Signalled(9), null, Ct);
        var elsewhere = await RunDriver.CreateAsync(Store, SamplePlans.Wide(3, "elsewhere"), Ct);
        await elsewhere.RunToEndAsync(Ct);

        var found = await Store.LatestSuccessesAsync(plan.Id, ["a0", "a1", "unknown"], Ct);

        Assert.Equal(
            [KeyValuePair.Create("a0", new AttemptReference(second.Id, 1)), KeyValuePair.Create("a1", new AttemptReference(first.Id, 1))],
            found.OrderBy(each => each.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task HoldsLatestSuccess_OfARun_IsSoUntilLaterOnesHaveSucceededWithAllOfIt()
    {
        var plan = SamplePlans.Wide(2);
        var elsewhere = await RunDriver.CreateAsync(Store, SamplePlans.Wide(2, "elsewhere"), Ct);
        var whole = await RunDriver.CreateAsync(Store, plan, Ct);
        await whole.RunToEndAsync(Ct);
        var part = await RunDriver.CreateAsync(Store, plan, Ct);
        await part.TellAsync(RunCommand.Begin.Instance, Ct);
        await part.RunAtomAsync(0, new EndCause.Exited(0), null, Ct);
        await elsewhere.RunToEndAsync(Ct);

        Assert.Equal((true, true), (await Store.HoldsLatestSuccessAsync(whole.Id, Ct), await Store.HoldsLatestSuccessAsync(part.Id, Ct)));
        await part.RunAtomAsync(1, new EndCause.Exited(0), null, Ct);
        Assert.Equal((false, true), (await Store.HoldsLatestSuccessAsync(whole.Id, Ct), await Store.HoldsLatestSuccessAsync(part.Id, Ct)));
        Assert.False(await Store.HoldsLatestSuccessAsync(new RunId(Guid.NewGuid()), Ct));
    }

    [Fact]
    public async Task DeleteRun_ThatEnded_RemovesItAndNothingElse()
    {
        var plan = SamplePlans.Wide(3);
        var kept = await RunDriver.CreateAsync(Store, plan, Ct);
        await kept.RunToEndAsync(Ct);
        var ended = await RunDriver.CreateAsync(Store, plan, Ct);
        await ended.RunToEndAsync(Ct);

        Assert.True(await Store.DeleteRunAsync(ended.Id, Ct));

        Assert.False(await Store.DeleteRunAsync(ended.Id, Ct));
        Assert.Null((await Store.FindRunAsync(ended.Id.ToString(), Ct)).Run);
        Assert.Empty(await ReadEventsAsync(ended.Id, plan));
        Assert.Empty(await ReadAttemptsAsync(ended.Id));
        Assert.Null(await Store.LoadResultAsync(ended.Id, "a0", 1, Ct));
        Assert.Equal(RunDriver.Print(kept.Events), RunDriver.Print((await ReadEventsAsync(kept.Id, plan)).Select(each => each.Event)));
        Assert.Equal("\"a0\"", await Store.LoadResultAsync(kept.Id, "a0", 1, Ct));
        Assert.Equal(3, (await RunDriver.CreateAsync(Store, plan, Ct)).Stored.Number);
    }

    [Fact]
    public async Task DeleteRun_WhoseResultsAnotherTookOver_IsRefusedUntilThatOneIsGone()
    {
        var plan = SamplePlans.Wide(2);
        var origin = await RunDriver.CreateAsync(Store, plan, Ct);
        await origin.RunToEndAsync(Ct);
        var heir = await RunDriver.CreateAsync(Store, plan, Ct, inherited: [new InheritedSuccess(0, origin.Id, 1)]);
        await heir.RunToEndAsync(Ct);
        var stranger = await RunDriver.CreateAsync(Store, plan, Ct);
        await stranger.RunToEndAsync(Ct);

        Assert.Equal([heir.Stored.Number], await Store.ListInheritorsAsync(origin.Id, Ct));
        Assert.False(await Store.DeleteRunAsync(origin.Id, Ct));
        Assert.Equal("\"a0\"", await Store.LoadResultAsync(origin.Id, "a0", 1, Ct));

        Assert.Empty(await Store.ListInheritorsAsync(heir.Id, Ct));
        Assert.True(await Store.DeleteRunAsync(heir.Id, Ct));
        Assert.Empty(await Store.ListInheritorsAsync(origin.Id, Ct));
        Assert.True(await Store.DeleteRunAsync(origin.Id, Ct));
    }

    [Fact]
    public async Task DeleteRun_ThatHasNotEnded_IsRefused()
    {
        var run = await RunDriver.CreateAsync(Store, SamplePlans.Wide(1), Ct);

        Assert.False(await Store.DeleteRunAsync(run.Id, Ct));

        Assert.Equal(run.Stored, (await Store.FindRunAsync("1", Ct)).Run);
    }

    [Fact]
    public async Task Append_ToADeletedRun_IsRefused()
    {
        var plan = SamplePlans.Wide(1);
        var run = await RunDriver.CreateAsync(Store, plan, Ct);
        await run.RunToEndAsync(Ct);
        await Store.DeleteRunAsync(run.Id, Ct);

        await Assert.ThrowsAsync<StaleEpochException>(() => Store.AppendAsync(new RunAppend(run.Id, 1, plan, [run.Events[1]]), Ct));
    }

    [Fact]
    public async Task Events_AfterADeletion_NeverUseASequenceAgain()
    {
        var plan = SamplePlans.Wide(1);
        var run = await RunDriver.CreateAsync(Store, plan, Ct);
        await run.RunToEndAsync(Ct);
        var last = (await ReadEventsAsync(run.Id, plan))[^1].Sequence;
        await Store.DeleteRunAsync(run.Id, Ct);

        var next = await RunDriver.CreateAsync(Store, plan, Ct);

        Assert.True((await ReadEventsAsync(next.Id, plan))[0].Sequence > last, "A cursor behind the deleted run would miss the new one.");
    }

    [Fact]
    public async Task ListRuns_Of10000_TakesNoTimeWorthNoticing()
    {
        var plan = SamplePlans.Wide(1);
        await Task.WhenAll(Enumerable.Range(0, 10_000).Select(_ => RunDriver.CreateAsync(Store, plan, Ct)));
        await Store.ListRunsAsync(new RunFilter(1), Ct);

        var start = Stopwatch.GetTimestamp();
        var all = await Store.ListRunsAsync(new RunFilter(10_000), Ct);
        var few = await Store.ListRunsAsync(new RunFilter(20), Ct);
        var taken = Stopwatch.GetElapsedTime(start);

        Assert.Equal(10_000, all.Count);
        Assert.Equal(all.Take(20), few);
        Assert.True(taken < TimeSpan.FromSeconds(2), $"Listing 10,000 runs took {taken}.");
    }

    [Fact]
    public async Task Calls_AfterDispose_SayThatItIsClosed()
    {
        var closed = Open();
        await closed.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => closed.SavePlanAsync(SamplePlans.RevisionOf(SamplePlans.Wide(1)), Ct));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => closed.ListRunsAsync(new RunFilter(1), Ct));
    }

    [Fact]
    public async Task Append_Cancelled_IsNotStored()
    {
        var plan = SamplePlans.Wide(1);
        var run = await RunDriver.CreateAsync(Store, plan, Ct);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.TellAsync(RunCommand.Begin.Instance, new CancellationToken(canceled: true)));

        Assert.Single(await ReadEventsAsync(run.Id, plan));
    }

    private protected async Task<List<StoredEvent>> ReadEventsAsync(RunId run, Plan plan, IStore? from = null)
    {
        var events = new List<StoredEvent>();
        await foreach (var stored in (from ?? Store).ReadEventsAsync(run, plan, 0, Ct))
            events.Add(stored);
        return events;
    }

    private async Task<List<StoredResult>> ReadResultsAsync(RunId run)
    {
        var results = new List<StoredResult>();
        await foreach (var result in Store.ReadResultsAsync(run, Ct))
            results.Add(result);
        return results;
    }

    private async Task<List<StoredAttempt>> ReadAttemptsAsync(RunId run)
    {
        var attempts = new List<StoredAttempt>();
        await foreach (var attempt in Store.ReadAttemptsAsync(run, Ct))
            attempts.Add(attempt);
        return attempts;
    }

    private static void AssertSame(PlanRevision expected, PlanRevision? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected with { Document = default }, actual with { Document = default });
        Assert.Equal(expected.Document.ToArray(), actual.Document.ToArray());
    }
}
