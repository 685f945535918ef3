using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Core.Tests.Runs;

/// <summary>Rules 3 and 5: runs of a part of a plan, and runs that take over earlier successes.</summary>
public class PartRunTests
{
    // a -> b -> c -> d      (only c and d run, without what they need)
    [Fact]
    public void Begin_Selection_PassesOverWavesWithoutItsAtoms()
    {
        var game = Game.Of(Schedule.Waves, "a b:a c:b d:c", selected: [2, 3]);

        Assert.Equal(["started", "wave 3 started", "c ready"], game.Tell(RunCommand.Begin.Instance));
        game.StartAll();
        Assert.Equal(["c#1 succeeded", "c succeeded", "wave 3 ended 1/1", "wave 4 started", "d ready"], game.Succeed("c"));
        game.StartAll();
        Assert.Equal(["d#1 succeeded", "d succeeded", "wave 4 ended 1/1", "ended completed"], game.Succeed("d"));
    }

    [Theory]
    [InlineData(Schedule.Waves)]
    [InlineData(Schedule.Eager)]
    public void Begin_EmptySelection_CompletesAtOnce(Schedule schedule)
    {
        var game = Game.Of(schedule, "a b:a", selected: []);

        Assert.Equal(["started", "ended completed"], game.Tell(RunCommand.Begin.Instance));
    }

    // a -> b -> c      (b was a success before)
    [Fact]
    public void Begin_Inherited_NeverRunsAgainAndMeetsNeeds()
    {
        var game = Game.Of(Schedule.Eager, "a b:a c:b", inherited: "b");

        Assert.Equal(["started", "a ready", "c ready"], game.Tell(RunCommand.Begin.Instance));
        game.StartAll();
        game.Succeed("a");
        game.Succeed("c");
        Assert.Equal("completed: a succeeded, b succeeded(inherited), c succeeded", game.Standing);
    }

    // a -> b      (the whole first wave is inherited)
    [Fact]
    public void Begin_InheritedWave_IsOverAsSoonAsItBegins()
    {
        var game = Game.Of(Schedule.Waves, "a b:a", stopBelow: 1, inherited: "a");

        Assert.Equal(["started", "wave 1 started", "wave 1 ended 1/1", "wave 2 started", "b ready"], game.Tell(RunCommand.Begin.Instance));
    }

    [Fact]
    public void Begin_AllInherited_CompletesAtOnce()
    {
        var game = Game.Of(Schedule.Eager, "a b:a", inherited: "a b");

        Assert.Equal(["started", "ended completed"], game.Tell(RunCommand.Begin.Instance));
    }

    // a -> b -> c,   d
    [Fact]
    public void Selection_OfEachPart_NamesItsAtomsAndWhatTheyNeedFromOutside()
    {
        var plan = Game.Draw(Schedule.Waves, "a b:a c:b d");

        Assert.Equal(("all", ""), Of(new RunPart.Whole(), withNeeds: false));
        Assert.Equal(("1", "0"), Of(new RunPart.Wave(2), withNeeds: false));
        Assert.Equal(("2 3", "1"), Of(new RunPart.Batch(["d", "c"]), withNeeds: false));
        Assert.Equal(("0 1 2 3", ""), Of(new RunPart.Batch(["d", "c"]), withNeeds: true));

        (string Selected, string Outside) Of(RunPart part, bool withNeeds)
        {
            var selection = RunSelection.Of(plan, part, withNeeds);
            Assert.Null(selection.Fault);
            return (selection.Selected is { } atoms ? string.Join(' ', atoms) : "all", string.Join(' ', selection.OutsideNeeds));
        }
    }

    [Fact]
    public void Selection_OfWhatDoesNotExist_SaysWhatWasMeant()
    {
        var plan = Game.Draw(Schedule.Waves, "totals b:totals");

        Assert.Equal(
            new RunFault("unknown_atom", "Plan 'drawn' has no atom 'totas'. Did you mean 'totals'?"),
            RunSelection.Of(plan, new RunPart.Batch(["totas"]), withNeeds: false).Fault);
        Assert.Equal(
            new RunFault("unknown_wave", "Plan 'drawn' has no wave 3; its waves are 1 to 2."),
            RunSelection.Of(plan, new RunPart.Wave(3), withNeeds: false).Fault);
        Assert.Equal("unknown_module", RunSelection.Of(plan, new RunPart.Module("m"), withNeeds: false).Fault?.Code);
        Assert.Equal("unknown_component", RunSelection.Of(plan, new RunPart.Component("c"), withNeeds: false).Fault?.Code);
    }

    // a -> b,   c -> d
    [Fact]
    public void Retry_FailedRun_InheritsEverySuccess()
    {
        var before = Game.Begun(Schedule.Eager, "a b:a c d:c");
        before.StartAll();
        before.Succeed("a");
        before.Fail("c");
        before.StartAll();
        before.Succeed("b");
        Assert.Equal("failed: a succeeded, b succeeded, c failed(manual), d skipped(no c)", before.Standing);

        var (created, fault) = RunRetry.Of(before.Run, [], onlyFailed: false, Game.Noon);

        Assert.Null(fault);
        var again = Game.OfCreated(before.Plan, created!);
        Assert.Equal(before.Run.Id, created!.RetryOf);
        Assert.Equal(["started", "c ready"], again.Tell(RunCommand.Begin.Instance));
        again.StartAll();
        again.Succeed("c");
        again.StartAll();
        again.Succeed("d");
        Assert.Equal("completed: a succeeded(inherited), b succeeded(inherited), c succeeded, d succeeded", again.Standing);
    }

    // a -> b,   c
    [Fact]
    public void Retry_NamedAtom_RunsAgainWithAllThatNeedsIt()
    {
        var before = Game.Begun(Schedule.Eager, "a b:a c");
        before.StartAll();
        before.Succeed("a");
        before.Succeed("c");
        before.StartAll();
        before.Succeed("b");

        Assert.Equal("nothing_to_retry", RunRetry.Of(before.Run, [], onlyFailed: false, Game.Noon).Fault?.Code);
        Assert.Equal("unknown_atom", RunRetry.Of(before.Run, ["x"], onlyFailed: false, Game.Noon).Fault?.Code);
        var again = Game.OfCreated(before.Plan, RunRetry.Of(before.Run, ["a"], onlyFailed: false, Game.Noon).Created!);
        Assert.Equal("queued: a waiting, b waiting, c succeeded(inherited)", again.Standing);
    }

    // a -> b,   c -> d,   e: c fails, then the run is cancelled while a runs
    [Fact]
    public void Retry_OnlyWhatFailed_LeavesOutWhatWasCancelled()
    {
        var before = Game.Begun(Schedule.Eager, "a b:a c d:c e");
        before.StartAll();
        before.Succeed("e");
        before.Fail("c");
        before.Tell(new RunCommand.Cancel("me"));
        before.Report("a", new EndCause.CancelledBy("me"));
        Assert.Equal("cancelled: a cancelled(by me), b cancelled(by me), c failed(manual), d skipped(no c), e succeeded", before.Standing);

        var created = RunRetry.Of(before.Run, [], onlyFailed: true, Game.Noon).Created!;

        Assert.Equal("queued: c waiting, d waiting, e succeeded(inherited)", Game.OfCreated(before.Plan, created).Standing);
        var all = RunRetry.Of(before.Run, [], onlyFailed: false, Game.Noon).Created!;
        Assert.Equal("queued: a waiting, b waiting, c waiting, d waiting, e succeeded(inherited)", Game.OfCreated(before.Plan, all).Standing);
    }

    // a, c -> d: d needs both, so a, which was cancelled, runs too
    [Fact]
    public void Retry_OnlyWhatFailed_TakesAlongWhatItsDependantsNeed()
    {
        var before = Game.Begun(Schedule.Eager, "a c d:a,c");
        before.StartAll();
        before.Fail("c");
        before.Tell(new RunCommand.Cancel("me"));
        before.Report("a", new EndCause.CancelledBy("me"));

        var created = RunRetry.Of(before.Run, [], onlyFailed: true, Game.Noon).Created!;

        Assert.Equal("queued: a waiting, c waiting, d waiting", Game.OfCreated(before.Plan, created).Standing);
    }

    // a: stopped before it began
    [Fact]
    public void Retry_OnlyWhatFailedOfARunWithoutFailures_IsRefused()
    {
        var before = Game.Begun(Schedule.Eager, "a");
        before.Tell(new RunCommand.Stop("me"));

        Assert.Equal("nothing_to_retry", RunRetry.Of(before.Run, [], onlyFailed: true, Game.Noon).Fault?.Code);
    }
}
