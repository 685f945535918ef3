using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Core.Tests.Runs;

/// <summary>Rule 8's everyday side: what comes late, twice or for nobody changes nothing.</summary>
public class LateReportTests
{
    [Fact]
    public void Report_Repeated_ChangesNothing()
    {
        var game = Game.Begun(Schedule.Eager, "a b");
        game.StartAll();
        game.Succeed("a");

        Assert.Empty(game.Fail("a"));
        Assert.Equal("running: a succeeded, b running#1", game.Standing);
    }

    [Fact]
    public void Report_OfAnEarlierAttempt_ChangesNothing()
    {
        var game = Game.Begun(Schedule.Eager, "a");
        game.StartAll();
        game.Interrupt("a");
        game.StartAll();

        Assert.Empty(game.Report("a", 1, new EndCause.Exited(0)));
        Assert.Equal("running: a running#2", game.Standing);
    }

    [Fact]
    public void Report_BeforeItsProcessWasKnown_IsTakenAndTheProcessIsNotNewsAnyMore()
    {
        var game = Game.Begun(Schedule.Eager, "a b");
        game.StartAll();

        Assert.Equal(["a#1 succeeded", "a succeeded"], game.Succeed("a"));
        Assert.Empty(game.Spawn("a"));
    }

    [Fact]
    public void ProcessStarted_Repeated_ChangesNothing()
    {
        var game = Game.Begun(Schedule.Eager, "a");
        game.StartAll();

        Assert.Equal(["a#1 spawned"], game.Spawn("a"));
        Assert.Empty(game.Spawn("a"));
    }

    // Each new owner adopts it anew, and says so; only the first may have to say that it runs.
    [Fact]
    public void Adopted_OneThatWasNotKnownToRun_IsKnownAndAdopted()
    {
        var game = Game.Begun(Schedule.Eager, "a");
        game.StartAll();

        Assert.Equal(["a#1 spawned", "a#1 adopted"], game.Adopt("a", 1));
        Assert.Equal(["a#1 adopted"], game.Adopt("a", 1));
        Assert.Empty(game.Adopt("a", 2));
        game.Succeed("a");
        Assert.Empty(game.Adopt("a", 1));
    }

    // b is in the plan, but not in the run.
    [Fact]
    public void Anything_ForAnAtomOutsideTheRun_ChangesNothing()
    {
        var game = Game.Of(Schedule.Eager, "a b", selected: [0]);
        game.Tell(RunCommand.Begin.Instance);

        Assert.Empty(game.Report("b", 0, new EndCause.Exited(0)));
        Assert.Empty(game.Spawn("b"));
        Assert.Empty(game.Repair("b", 0, Strategy.Fix));
        Assert.Empty(game.Decline("b", 0, Strategy.Fix));
        Assert.Empty(game.Tell(new RunCommand.RetryDue(1, Game.Noon)));
    }

    [Fact]
    public void Anything_AfterTheRunEnded_ChangesNothing()
    {
        var game = Game.Begun(Schedule.Eager, "a");
        game.StartAll();
        game.Succeed("a");
        RunCommand[] commands =
        [
            RunCommand.Begin.Instance, RunCommand.Grant.Instance, new RunCommand.Stop("me"), new RunCommand.Cancel("me"), new RunCommand.RetryDue(0, Game.Noon),
            new RunCommand.NotFixed(0, 1, Strategy.Fix, ""), new RunCommand.Report(0, 1, new ExecutionReport(Game.Ending(new EndCause.Lost("")))),
        ];

        Assert.All(commands, command => Assert.Same(Decision.Nothing, RunDecider.Decide(game.Run, command, Game.Noon)));
    }
}
