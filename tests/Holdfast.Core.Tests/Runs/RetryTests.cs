using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Retries;
using Holdfast.Core.Runs;

namespace Holdfast.Core.Tests.Runs;

/// <summary>Rule 2: what counts as a try, and what is never tried again.</summary>
public class RetryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Report_FailsAgainAndAgain_IsTriedOnceMoreThanItHasRetries(int retries)
    {
        var game = Game.Begun(Schedule.Eager, "a", _ => Game.Retries(retries));
        for (var attempt = 1; attempt <= retries; attempt++)
        {
            Assert.Equal($"a#{attempt}", game.StartAll());
            Assert.Equal([$"a#{attempt} failed", "a -> retry", "a backs off"], game.FailForAWhile("a"));
            Assert.Equal(["wake a"], game.Effects);
            Assert.Equal(["a ready"], game.WakeUp("a"));
        }

        Assert.Equal($"a#{retries + 1}", game.StartAll());
        Assert.Equal([$"a#{retries + 1} failed", "a -> manual", "a failed(manual)", "ended failed"], game.FailForAWhile("a"));
    }

    [Fact]
    public void Report_WorksTheSecondTime_Completes()
    {
        var game = Game.Begun(Schedule.Waves, "a", _ => Game.Retries(1));
        game.StartAll();
        game.FailForAWhile("a");
        game.WakeUp("a");
        game.StartAll();

        Assert.Equal(["a#2 succeeded", "a succeeded", "wave 1 ended 1/1", "ended completed"], game.Succeed("a"));
    }

    [Fact]
    public void Report_BacksOff_WaitsLongerEachTime()
    {
        var game = Game.Begun(Schedule.Eager, "a", _ => Game.Retries(4));
        for (var failures = 1; failures <= 4; failures++)
        {
            game.StartAll();
            game.FailForAWhile("a");

            var execution = new AttemptId(game.Run.Id, "a", failures).Execution;
            var expected = Game.Noon + BackOff.Delay(failures, BackOff.Jitter(execution), null);
            Assert.Equal(new AtomState.BackingOff(expected), game.Run.StateOf(game["a"]));
            game.WakeUp("a");
        }
    }

    [Fact]
    public void RetryDue_ClockSaysTooEarly_IsBelieved()
    {
        var game = Game.Begun(Schedule.Eager, "a", _ => Game.Retries(1));
        game.StartAll();
        game.FailForAWhile("a");
        var retryAt = ((AtomState.BackingOff)game.Run.StateOf(0)!).RetryAt;

        Assert.Equal(["a ready"], game.Tell(new RunCommand.RetryDue(0, retryAt), at: Game.Noon.AddHours(-5)));
    }

    [Fact]
    public void RetryDue_OfAnEarlierBackOff_ChangesNothing()
    {
        var game = Game.Begun(Schedule.Eager, "a", _ => Game.Retries(2));
        game.StartAll();
        game.FailForAWhile("a");
        var first = ((AtomState.BackingOff)game.Run.StateOf(0)!).RetryAt;
        game.WakeUp("a");
        game.StartAll();
        game.FailForAWhile("a");

        Assert.Empty(game.Tell(new RunCommand.RetryDue(0, first)));
        Assert.Equal("running: a backingoff", game.Standing);
    }

    [Fact]
    public void Report_DeterministicFailure_IsNeverTriedAgainUnchanged()
    {
        var game = Game.Begun(Schedule.Eager, "a", _ => Game.Retries(3));
        game.StartAll();

        Assert.Equal(["a#1 failed", "a -> manual", "a failed(manual)", "ended failed"], game.Fail("a"));
    }

    [Fact]
    public void ReportOutcome_Interrupted_RunsAgainWithoutCountingAFailure()
    {
        var game = Game.Begun(Schedule.Eager, "a", _ => Game.Retries(0));
        game.StartAll();

        Assert.Equal(["a#1 interrupted", "a ready"], game.Interrupt("a"));
        Assert.Equal("a#2", game.StartAll());
        Assert.Equal(["a#2 succeeded", "a succeeded", "ended completed"], game.Succeed("a"));
    }

    [Fact]
    public void Report_InterruptedBeforeAFailure_StillHasAllItsRetries()
    {
        var game = Game.Begun(Schedule.Eager, "a", _ => Game.Retries(1));
        game.StartAll();
        game.Interrupt("a");
        game.StartAll();

        Assert.Equal(["a#2 failed", "a -> retry", "a backs off"], game.FailForAWhile("a"));
        game.WakeUp("a");
        game.StartAll();
        Assert.Equal(["a#3 failed", "a -> manual", "a failed(manual)", "ended failed"], game.FailForAWhile("a"));
    }

    [Theory]
    [InlineData(true, "failed: a failed(interrupted 9 times), b skipped(no a)")]
    [InlineData(false, "running: a skipped(interrupted 9 times), b ready")]
    public void Report_InterruptedNineTimes_IsTakenForWhatKillsItsHost(bool critical, string expected)
    {
        var game = Game.Begun(Schedule.Eager, "a b:a", key => Game.Retries(0) with { Critical = critical || key == "b" });
        for (var times = 1; times <= RunDecider.MaxInterruptions; times++)
        {
            game.StartAll();
            Assert.Equal([$"a#{times} interrupted", "a ready"], game.Interrupt("a"));
        }

        game.StartAll();
        game.Interrupt("a");

        Assert.Equal(expected, game.Standing);
    }

    [Fact]
    public void Report_LostBeforeItBegan_IsNeverTakenForWhatKillsItsHost()
    {
        var game = Game.Begun(Schedule.Eager, "a", _ => Game.Retries(0));
        for (var times = 1; times <= RunDecider.MaxInterruptions + 1; times++)
        {
            game.StartAll();
            Assert.Equal([$"a#{times} interrupted", "a ready"], game.Report("a", new EndCause.Lost("Its host died.", Begun: false)));
        }

        game.StartAll();
        Assert.Equal(["a#10 succeeded", "a succeeded", "ended completed"], game.Succeed("a"));
    }

    [Fact]
    public void Fixed_NewCode_IsTriedAndCountsAsATry()
    {
        var game = Game.Begun(Schedule.Eager, "a", _ => Game.Retries(1));
        game.StartAll();

        Assert.Equal(["a#1 failed", "a -> fix", "a asks fix"], game.FailInCode("a"));
        Assert.Equal(["ask a#1 fix"], game.Effects);
        Assert.Equal(["a revision 1", "a ready"], game.Repair("a", 1, Strategy.Fix));
        Assert.Equal(["a#2 started"], game.Tell(RunCommand.Grant.Instance));
        Assert.Equal(["launch a#2 revision 1"], game.Effects);
        Assert.Equal(["a#2 failed", "a -> manual", "a failed(manual)", "ended failed"], game.FailInCode("a", line: 2));
    }

    [Fact]
    public void NotFixed_AnotherStrategyIsLeft_AsksForThat()
    {
        var game = Game.Begun(Schedule.Eager, "a", _ => Game.Retries(1));
        game.StartAll();
        game.FailInCode("a");

        Assert.Equal(["a declined", "a -> regenerate", "a asks regenerate"], game.Decline("a", 1, Strategy.Fix));
        Assert.Equal(["ask a#1 regenerate"], game.Effects);
        Assert.Equal(["a declined", "a -> manual", "a failed(manual)", "ended failed"], game.Decline("a", 1, Strategy.Regenerate));
    }

    [Fact]
    public void NotFixed_NothingIsLeftAndNotCritical_IsSkipped()
    {
        var game = Game.Begun(Schedule.Waves, "a b:a", key => key == "a" ? Game.NotCritical with { Retries = 1 } : Game.Retries(0));
        game.StartAll();
        game.FailInCode("a");
        game.Decline("a", 1, Strategy.Fix);

        Assert.Equal(
            ["a declined", "a -> skip", "a skipped(skip)", "wave 1 ended 0/1", "wave 2 started", "b ready"],
            game.Decline("a", 1, Strategy.Regenerate));
    }

    [Fact]
    public void NotFixed_ToldTwice_DoesNotDeclineTheNextStrategy()
    {
        var game = Game.Begun(Schedule.Eager, "a", _ => Game.Retries(1));
        game.StartAll();
        game.FailInCode("a");
        game.Decline("a", 1, Strategy.Fix);

        Assert.Empty(game.Decline("a", 1, Strategy.Fix));
        Assert.Equal("running: a awaiting regenerate", game.Standing);
    }

    [Fact]
    public void Fixed_ForAnEarlierAttempt_ChangesNothing()
    {
        var game = Game.Begun(Schedule.Eager, "a", _ => Game.Retries(3));
        game.StartAll();
        game.FailInCode("a", line: 1);
        game.Repair("a", 1, Strategy.Fix);
        game.StartAll();
        game.FailInCode("a", line: 2);

        Assert.Empty(game.Repair("a", 1, Strategy.Fix));
        Assert.Equal("running: a awaiting fix", game.Standing);
    }

    [Fact]
    public void Fixed_AfterTheRunWasCancelled_ChangesNothing()
    {
        var game = Game.Begun(Schedule.Eager, "a b", _ => Game.Retries(1));
        game.StartAll();
        game.FailInCode("a");
        game.Tell(new RunCommand.Cancel("me"));

        Assert.Empty(game.Repair("a", 1, Strategy.Fix));
        Assert.Equal("stopping: a cancelled(by me), b running#1", game.Standing);
    }

    [Fact]
    public void Create_CodeGivenByAPerson_IsWhatStarts()
    {
        var code = new CodeRevision("better", "a person", "", "");
        var game = Game.Of(Schedule.Eager, "a", revised: [new RunEvent.CodeRevised(Game.Noon, 0, 1, code)]);
        game.Tell(RunCommand.Begin.Instance);

        game.Tell(RunCommand.Grant.Instance);

        Assert.Equal(["launch a#1 revision 1"], game.Effects);
    }
}
