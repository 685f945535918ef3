using Holdfast.Core.Executions;
using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Runs;

/// <summary>Rule 1: what a failure means for the atom, for what needs it, and for the run.</summary>
public class ConclusionTests
{
    // a -> b -> c
    //      d
    [Theory]
    [InlineData(Schedule.Waves)]
    [InlineData(Schedule.Eager)]
    [InlineData(Schedule.Sequential)]
    public void Report_CriticalFails_SkipsAllThatNeedsItAndRunsTheRest(Schedule schedule)
    {
        var game = Game.Begun(schedule, "a b:a c:b d");
        game.StartAll();

        game.Fail("a");

        Assert.Equal(
            schedule == Schedule.Sequential
                ? "running: a failed(manual), b skipped(no a), c skipped(no a), d ready"
                : "running: a failed(manual), b skipped(no a), c skipped(no a), d running#1",
            game.Standing);
        game.StartAll();
        game.Succeed("d");
        Assert.Equal("failed: a failed(manual), b skipped(no a), c skipped(no a), d succeeded", game.Standing);
    }

    // a? -> b      (a is not critical)
    [Theory]
    [InlineData(Schedule.Waves)]
    [InlineData(Schedule.Eager)]
    [InlineData(Schedule.Sequential)]
    public void Report_NotCriticalFails_RunsWhatNeedsItAndCompletes(Schedule schedule)
    {
        var game = Game.Begun(schedule, "a b:a", key => key == "a" ? Game.NotCritical : Game.Retries(0));
        game.StartAll();

        game.Fail("a");

        Assert.Equal("running: a skipped(skip), b ready", game.Standing);
        game.StartAll();
        game.Succeed("b");
        Assert.Equal("completed: a skipped(skip), b succeeded", game.Standing);
    }

    // a -> b? -> c      (b is not critical, but never had a chance)
    [Fact]
    public void Report_CriticalFailsBelowANotCriticalOne_SkipsThroughIt()
    {
        var game = Game.Begun(Schedule.Eager, "a b:a c:b", key => key == "b" ? Game.NotCritical : Game.Retries(0));
        game.StartAll();

        var happened = game.Fail("a");

        Assert.Equal(["a#1 failed", "a -> manual", "a failed(manual)", "b skipped(no a)", "c skipped(no a)", "ended failed"], happened);
    }

    // a -> c <- b
    [Fact]
    public void Report_TwoNeedsFail_SkipsBecauseOfTheFirst()
    {
        var game = Game.Begun(Schedule.Eager, "a b c:a,b");
        game.StartAll();

        game.Fail("b");
        game.Fail("a");

        Assert.Equal("failed: a failed(manual), b failed(manual), c skipped(no b)", game.Standing);
    }

    // a -> b,   x? -> y     (x is not critical)
    [Fact]
    public void Report_CancelledFromOutside_SkipsOnlyWhatNeedsACriticalOne()
    {
        var game = Game.Begun(Schedule.Eager, "a b:a x y:x", key => key == "x" ? Game.NotCritical : Game.Retries(0));
        game.StartAll();

        game.Report("a", new EndCause.CancelledBy("ops"));
        game.Report("x", new EndCause.CancelledBy("ops"));

        Assert.Equal("running: a cancelled(by ops), b skipped(no a), x cancelled(by ops), y ready", game.Standing);
        game.StartAll();
        game.Succeed("y");
        Assert.Equal("failed: a cancelled(by ops), b skipped(no a), x cancelled(by ops), y succeeded", game.Standing);
    }

    [Fact]
    public void Report_ExitZeroWithAnException_Fails()
    {
        var game = Game.Begun(Schedule.Eager, "a");
        game.StartAll();

        game.Report("a", new EndCause.Exited(0), new ReportedException { Type = "KeyError" });

        Assert.Equal("failed: a failed(manual)", game.Standing);
    }

    [Fact]
    public void Begin_PlanWithoutAtoms_CompletesAtOnce()
    {
        foreach (var schedule in Enum.GetValues<Schedule>())
        {
            var game = Game.Of(schedule, "");

            Assert.Equal(["started", "ended completed"], game.Tell(Core.Runs.RunCommand.Begin.Instance));
        }
    }
}
