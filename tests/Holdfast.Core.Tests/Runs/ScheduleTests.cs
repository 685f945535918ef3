using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Core.Tests.Runs;

/// <summary>Who may start when, and who goes first.</summary>
public class ScheduleTests
{
    // a -> c      b      (b is slow)
    [Fact]
    public void Report_Waves_HoldsBackTheNextWaveUntilAllOfThisOneConcluded()
    {
        var game = Game.Of(Schedule.Waves, "a b c:a");

        Assert.Equal(["started", "wave 1 started", "a ready", "b ready"], game.Tell(RunCommand.Begin.Instance));
        Assert.Equal("a#1 b#1", game.StartAll());
        Assert.Equal(["a#1 succeeded", "a succeeded"], game.Succeed("a"));
        Assert.Equal(["b#1 succeeded", "b succeeded", "wave 1 ended 2/2", "wave 2 started", "c ready"], game.Succeed("b"));
        Assert.Equal("c#1", game.StartAll());
        Assert.Equal(["c#1 succeeded", "c succeeded", "wave 2 ended 1/1", "ended completed"], game.Succeed("c"));
    }

    // a -> c      b      (b is slow, and nobody waits for it)
    [Fact]
    public void Report_Eager_StartsAnAtomWhenItsOwnNeedsAreMet()
    {
        var game = Game.Of(Schedule.Eager, "a b c:a");

        Assert.Equal(["started", "a ready", "b ready"], game.Tell(RunCommand.Begin.Instance));
        Assert.Equal("a#1 b#1", game.StartAll());
        Assert.Equal(["a#1 succeeded", "a succeeded", "c ready"], game.Succeed("a"));
        Assert.Equal("c#1", game.StartAll());
    }

    // a -> d <- b, c
    [Fact]
    public void Report_Eager_WaitsForTheLastNeed()
    {
        var game = Game.Begun(Schedule.Eager, "a b c d:a,b,c");
        game.StartAll();

        Assert.Equal(["b#1 succeeded", "b succeeded"], game.Succeed("b"));
        Assert.Equal(["a#1 succeeded", "a succeeded"], game.Succeed("a"));
        Assert.Equal(["c#1 succeeded", "c succeeded", "d ready"], game.Succeed("c"));
    }

    // a -> b, c, d      (d needs x as well)
    [Fact]
    public void Report_Eager_FreesEveryDependantThatWaitsForNothingElse()
    {
        var game = Game.Begun(Schedule.Eager, "a b:a c:a d:a,x x");
        game.StartAll();

        Assert.Equal(["a#1 succeeded", "a succeeded", "b ready", "c ready"], game.Succeed("a"));
    }

    // The plan's order is not the order of need: c -> a.
    [Fact]
    public void Grant_Sequential_StartsOneAtATimeInThePlansOrderAsNeedsAllow()
    {
        var game = Game.Begun(Schedule.Sequential, "a:c b c");
        var order = new List<string>();
        while (game.StartAll() is { Length: > 0 } started)
        {
            order.Add(started);
            Assert.Equal(1, game.Run.InFlight);
            game.Succeed(started[..1]);
        }

        Assert.Equal(["b#1", "c#1", "a#1"], order);
    }

    [Fact]
    public void Grant_Priorities_HigherGoesFirstThenThePlansOrder()
    {
        var priorities = new Dictionary<string, int> { ["a"] = 0, ["b"] = 5, ["c"] = int.MinValue, ["d"] = 5, ["e"] = int.MaxValue };
        var game = Game.Begun(Schedule.Eager, "a b c d e", key => Game.Retries(0) with { Priority = priorities[key] });

        Assert.Equal("e#1 b#1 d#1 a#1 c#1", game.StartAll());
    }

    [Fact]
    public void Grant_NothingReady_ChangesNothing()
    {
        var game = Game.Of(Schedule.Eager, "a");

        Assert.Same(Decision.Nothing, RunDecider.Decide(game.Run, RunCommand.Grant.Instance, Game.Noon));
    }

    [Fact]
    public void Begin_Twice_ChangesNothing()
    {
        var game = Game.Begun(Schedule.Waves, "a");

        Assert.Empty(game.Tell(RunCommand.Begin.Instance));
    }
}
