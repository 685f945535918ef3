using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Core.Tests.Runs;

/// <summary>A stop lets finish what runs; a cancellation ends it.</summary>
public class StopTests
{
    // a -> b,   c, d
    private static Game WithTwoRunning(Schedule schedule = Schedule.Eager)
    {
        var game = Game.Begun(schedule, "a b:a c d", _ => Game.Retries(1));
        game.Tell(RunCommand.Grant.Instance);
        game.Tell(RunCommand.Grant.Instance);
        game.Spawn("a");
        return game;
    }

    [Fact]
    public void Stop_SomeRun_CancelsTheRestAndWithdrawsWhatIsNotSpawned()
    {
        var game = WithTwoRunning();

        Assert.Equal(["stopping StopRequested", "b cancelled(by me)", "d cancelled(by me)"], game.Tell(new RunCommand.Stop("me")));
        Assert.Equal(["withdraw c#1"], game.Effects);
        Assert.Equal("stopping: a running#1, b cancelled(by me), c running#1, d cancelled(by me)", game.Standing);

        game.Report("c", new EndCause.CancelledBy("me"));
        Assert.Equal(["a#1 succeeded", "a succeeded", "ended stopped"], game.Succeed("a"));
    }

    [Fact]
    public void Stop_Waves_EndsTheWaveThatWasUnderWay()
    {
        var game = WithTwoRunning(Schedule.Waves);
        game.Tell(new RunCommand.Stop("me"));
        game.Succeed("c");

        Assert.Equal(["a#1 succeeded", "a succeeded", "wave 1 ended 2/3", "ended stopped"], game.Succeed("a"));
    }

    [Fact]
    public void Stop_LastOnesFail_AreNotTriedAgain()
    {
        var game = WithTwoRunning();
        game.Tell(new RunCommand.Stop("me"));

        Assert.Equal(["c#1 failed", "c -> manual", "c failed(manual)"], game.FailForAWhile("c"));
        Assert.Equal(["a#1 interrupted", "a cancelled(by me)", "ended stopped"], game.Interrupt("a"));
    }

    // The stop came while the last atom ran and there was nothing left to hold back.
    [Fact]
    public void Stop_TooLateToMatter_TheRunEndsByItself()
    {
        var game = Game.Begun(Schedule.Eager, "a b", key => key == "a" ? Game.NotCritical : Game.Retries(0));
        game.StartAll();
        game.Fail("a");
        game.Spawn("b");
        game.Tell(new RunCommand.Stop("me"));

        Assert.Equal(["b#1 succeeded", "b succeeded", "ended completed"], game.Succeed("b"));
    }

    [Fact]
    public void Stop_TooLateToMatterAndTheLastOneFails_TheRunFailed()
    {
        var game = Game.Begun(Schedule.Eager, "a");
        game.StartAll();
        game.Tell(new RunCommand.Cancel("me"));

        game.Fail("a");

        Assert.Equal("failed: a failed(manual)", game.Standing);
    }

    [Fact]
    public void Cancel_SomeRun_EndsThemSpawnedOrNot()
    {
        var game = WithTwoRunning();

        Assert.Equal(["stopping CancelRequested", "b cancelled(by me)", "d cancelled(by me)"], game.Tell(new RunCommand.Cancel("me")));
        Assert.Equal(["end a#1", "end c#1"], game.Effects);

        game.Report("a", new EndCause.CancelledBy("me"));
        Assert.Equal(["c#1 cancelled", "c cancelled(by me)", "ended cancelled"], game.Report("c", new EndCause.CancelledBy("me")));
    }

    // The process ended well before the first signal reached it.
    [Fact]
    public void Cancel_OneSucceedsAllTheSame_KeepsItsSuccess()
    {
        var game = WithTwoRunning();
        game.Tell(new RunCommand.Cancel("me"));
        game.Report("c", new EndCause.CancelledBy("me"));
        game.Succeed("a");

        Assert.Equal("cancelled: a succeeded, b cancelled(by me), c cancelled(by me), d cancelled(by me)", game.Standing);
    }

    [Fact]
    public void Cancel_AfterStop_OvertakesIt()
    {
        var game = WithTwoRunning();
        game.Tell(new RunCommand.Stop("first"));

        Assert.Equal(["stopping CancelRequested"], game.Tell(new RunCommand.Cancel("second")));
        Assert.Equal(["end a#1", "end c#1"], game.Effects);
        game.Interrupt("a");
        game.Interrupt("c");
        Assert.Equal("cancelled: a cancelled(by second), b cancelled(by first), c cancelled(by second), d cancelled(by first)", game.Standing);
    }

    [Fact]
    public void Stop_AfterCancel_ChangesNothing()
    {
        var game = WithTwoRunning();
        game.Tell(new RunCommand.Cancel("me"));

        Assert.Empty(game.Tell(new RunCommand.Stop("me")));
        Assert.Empty(game.Tell(new RunCommand.Cancel("me")));
        Assert.Empty(game.LastEffects);
    }

    [Theory]
    [InlineData(false, "stopped: a cancelled(by me), b cancelled(by me)")]
    [InlineData(true, "cancelled: a cancelled(by me), b cancelled(by me)")]
    public void StopOrCancel_BeforeTheRunBegan_EndsIt(bool cancel, string expected)
    {
        var game = Game.Of(Schedule.Waves, "a b:a");

        game.Tell(cancel ? new RunCommand.Cancel("me") : new RunCommand.Stop("me"));

        Assert.Equal(expected, game.Standing);
        Assert.Empty(game.Tell(RunCommand.Begin.Instance));
    }

    [Fact]
    public void Cancel_AtomsBackOffOrAwaitAFix_AreCancelled()
    {
        var game = Game.Begun(Schedule.Eager, "a b c", _ => Game.Retries(1));
        game.StartAll();
        game.FailForAWhile("a");
        game.FailInCode("b");

        game.Tell(new RunCommand.Cancel("me"));

        Assert.Equal("stopping: a cancelled(by me), b cancelled(by me), c running#1", game.Standing);
    }

    [Fact]
    public void Grant_Stopping_StartsNothing()
    {
        var game = WithTwoRunning();
        game.Tell(new RunCommand.Stop("me"));

        Assert.Empty(game.Tell(RunCommand.Grant.Instance));
    }
}
