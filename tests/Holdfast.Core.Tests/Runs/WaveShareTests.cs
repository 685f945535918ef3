using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Core.Tests.Runs;

/// <summary>Rule 4: a wave with too few successes stops the run, once it is over.</summary>
public class WaveShareTests
{
    // a -> c,   b -> d
    [Fact]
    public void Report_ShareBelow_StopsWhenTheWaveIsOver()
    {
        var game = Game.Begun(Schedule.Waves, "a b c:a d:b", stopBelow: 0.6);
        game.StartAll();

        Assert.Equal(["a#1 failed", "a -> manual", "a failed(manual)", "c skipped(no a)"], game.Fail("a"));
        Assert.Equal(["b#1 succeeded", "b succeeded", "wave 1 ended 1/2", "stopping WaveBelow", "d skipped(wave 1)", "ended stopped"], game.Succeed("b"));
        Assert.Equal(new StopReason.WaveBelow(1, 0.5, 0.6), game.Run.StopReason);
    }

    // a -> c,   b -> d
    [Fact]
    public void Report_ShareIsExactlyTheLimit_GoesOn()
    {
        var game = Game.Begun(Schedule.Waves, "a b c:a d:b", stopBelow: 0.5);
        game.StartAll();
        game.Fail("a");

        Assert.Equal(["b#1 succeeded", "b succeeded", "wave 1 ended 1/2", "wave 2 started", "d ready"], game.Succeed("b"));
    }

    // Wave 1: a, b, x.  Wave 2: c:a, d:a, e:b.  Wave 3: f:e.   Two of wave 2 were skipped before it began.
    [Fact]
    public void Report_SkippedAtomsOfTheWave_CountAgainstItsShare()
    {
        var game = Game.Begun(Schedule.Waves, "a b x c:a d:a e:b f:e", stopBelow: 0.5);
        game.StartAll();
        game.Succeed("b");
        game.Succeed("x");
        game.Fail("a");
        game.StartAll();

        Assert.Equal(["e#1 succeeded", "e succeeded", "wave 2 ended 1/3", "stopping WaveBelow", "f skipped(wave 2)", "ended stopped"], game.Succeed("e"));
    }

    // Nothing follows the last wave, so nothing is stopped: the run failed.
    [Fact]
    public void Report_ShareBelowInTheLastWave_FailsRatherThanStops()
    {
        var game = Game.Begun(Schedule.Waves, "a b", stopBelow: 1);
        game.StartAll();
        game.Succeed("a");

        Assert.Equal(["b#1 failed", "b -> manual", "b failed(manual)", "wave 1 ended 1/2", "ended failed"], game.Fail("b"));
    }

    // a? and b?  are not critical: the run completes although the last wave had no success.
    [Fact]
    public void Report_NothingCriticalInTheLastWave_Completes()
    {
        var game = Game.Begun(Schedule.Waves, "a b", _ => Game.NotCritical, stopBelow: 1);
        game.StartAll();
        game.Fail("a");
        game.Fail("b");

        Assert.Equal("completed: a skipped(skip), b skipped(skip)", game.Standing);
    }

    // a,   b -> c
    [Theory]
    [InlineData(Schedule.Eager)]
    [InlineData(Schedule.Sequential)]
    public void Report_ShareBelowWithoutWaves_DoesNotMatter(Schedule schedule)
    {
        var game = Game.Begun(schedule, "a b c:b", stopBelow: 1);
        game.StartAll();
        game.Fail("a");
        game.StartAll();
        game.Succeed("b");
        game.StartAll();
        game.Succeed("c");

        Assert.Equal("failed: a failed(manual), b succeeded, c succeeded", game.Standing);
    }

    [Fact]
    public void Report_AtomOfTheWaveBacksOff_TheWaveIsNotOver()
    {
        var game = Game.Begun(Schedule.Waves, "a b c:b", key => Game.Retries(key == "a" ? 1 : 0), stopBelow: 1);
        game.StartAll();
        game.FailForAWhile("a");

        Assert.Equal(["b#1 succeeded", "b succeeded"], game.Succeed("b"));
        game.WakeUp("a");
        game.StartAll();
        Assert.Equal(["a#2 succeeded", "a succeeded", "wave 1 ended 2/2", "wave 2 started", "c ready"], game.Succeed("a"));
    }
}
