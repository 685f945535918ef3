using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Core.Tests.Runs;

public class RunStateTests
{
    private static readonly ExecutionEnding Well = Game.Ending(new EndCause.Exited(0));

    // a -> b      (b waits)
    public static readonly TheoryData<string, RunEvent> Impossible = new()
    {
        { "created twice", new RunEvent.Created(Game.Noon, Schedule.Eager, null, [], null, null) },
        { "started twice", new RunEvent.Started(Game.Noon) },
        { "start of what is not ready", new RunEvent.AttemptStarted(Game.Noon, 1, 1, 0) },
        { "second start", new RunEvent.AttemptStarted(Game.Noon, 0, 2, 0) },
        { "process of another attempt", new RunEvent.ProcessStarted(Game.Noon, 0, 2, new ProcessIdentity(1, 1, Guid.Empty), new Confinement(default, default, default, default)) },
        { "adoption of another attempt", new RunEvent.AttemptAdopted(Game.Noon, 0, 2) },
        { "end of another attempt", new RunEvent.AttemptEnded(Game.Noon, 0, 2, AttemptOutcome.Succeeded, Well, null, null, null) },
        { "end of what does not run", new RunEvent.AttemptEnded(Game.Noon, 1, 0, AttemptOutcome.Succeeded, Well, null, null, null) },
        { "back-off of what waits", new RunEvent.BackedOff(Game.Noon, 1, Game.Noon) },
        { "fix for what waits", new RunEvent.FixRequested(Game.Noon, 1, 1, Strategy.Fix) },
        { "answer without a question", new RunEvent.FixDeclined(Game.Noon, 0, 1, "") },
        { "code for what runs", new RunEvent.CodeRevised(Game.Noon, 0, 1, new CodeRevision("", "", "", "")) },
        { "end with atoms open", new RunEvent.Ended(Game.Noon, RunStatus.Completed) },
        { "end of another wave", new RunEvent.WaveEnded(Game.Noon, 1, 1, 1) },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Apply_WhatCannotFollow_Throws(string what, RunEvent happened)
    {
        var game = Game.Begun(Schedule.Eager, "a b:a");
        game.StartAll();

        var refused = Assert.Throws<InvalidOperationException>(() => game.Run.Apply(happened));

        Assert.False(string.IsNullOrEmpty(refused.Message), what);
    }

    [Fact]
    public void Apply_SecondConclusion_NamesBoth()
    {
        var game = Game.Begun(Schedule.Eager, "a b");
        game.StartAll();
        game.Succeed("a");

        var refused = Assert.Throws<InvalidOperationException>(
            () => game.Run.Apply(new RunEvent.AtomConcluded(Game.Noon, 0, Conclusion.Failed, null)));

        Assert.Contains("Atom 'a'", refused.Message);
        Assert.Contains("Succeeded", refused.Message);
        Assert.Contains("Failed", refused.Message);
    }

    [Fact]
    public void Apply_AfterTheEnd_Throws()
    {
        var game = Game.Begun(Schedule.Eager, "a");
        game.StartAll();
        game.Succeed("a");

        Assert.Throws<InvalidOperationException>(() => game.Run.Apply(new RunEvent.Started(Game.Noon)));
    }

    // a -> b, c -> d
    [Fact]
    public void Replay_AtAnyMoment_GivesTheSameState()
    {
        var game = Game.Of(Schedule.Waves, "a b:a c:a d:b,c", _ => Game.Retries(2));
        Action[] moves =
        [
            () => game.Tell(RunCommand.Begin.Instance), () => game.StartAll(), () => game.Spawn("a"), () => game.Interrupt("a"), () => game.StartAll(), () => game.Succeed("a"),
            () => game.StartAll(), () => game.FailForAWhile("b"), () => game.FailInCode("c"), () => game.WakeUp("b"), () => game.Repair("c", 1, Strategy.Fix),
            () => game.StartAll(), () => game.Succeed("b"), () => game.Succeed("c"), () => game.StartAll(), () => game.Tell(new RunCommand.Stop("me")), () => game.Succeed("d"),
        ];
        foreach (var move in moves)
        {
            move();

            Assert.Equivalent(game.Run, game.Replay(), strict: true);
        }

        Assert.Equal("completed: a succeeded, b succeeded, c succeeded, d succeeded", game.Standing);
    }

    [Fact]
    public void Recover_AfterARestart_RepeatsWhatIsUnderWay()
    {
        var game = Game.Begun(Schedule.Eager, "a b c d:c", _ => Game.Retries(1));
        game.StartAll();
        game.FailForAWhile("a");
        game.FailInCode("b");
        var retryAt = ((AtomState.BackingOff)game.Run.StateOf(0)!).RetryAt;

        var effects = RunDecider.Recover(game.Replay());

        Assert.Equal(2, effects.Count);
        Assert.Equal(new RunEffect.WakeAt(0, retryAt), effects[0]);
        var ask = Assert.IsType<RunEffect.AskForFix>(effects[1]);
        Assert.Equal((1, 1, Strategy.Fix, 1), (ask.Atom, ask.Attempt, ask.Strategy, ask.History.Failures.Length));
    }

    [Fact]
    public void Recover_CancelledRun_EndsAgainWhatMayHaveSurvived()
    {
        var game = Game.Begun(Schedule.Eager, "a b");
        game.StartAll();
        game.Tell(new RunCommand.Cancel("me"));

        Assert.Equal([new RunEffect.End(0, 1, "me"), new RunEffect.End(1, 1, "me")], RunDecider.Recover(game.Replay()));
    }

    [Fact]
    public void Execution_OfAnAttempt_IsAlwaysTheSameAndNeverAnothers()
    {
        var run = new RunId(new Guid("018f0000-0000-7000-8000-000000000000"));

        Assert.Equal(new AttemptId(run, "a", 1).Execution, new AttemptId(run, "a", 1).Execution);
        Assert.Equal(
            4,
            new[] { new AttemptId(run, "a", 1), new AttemptId(run, "a", 2), new AttemptId(run, "b", 1), new AttemptId(default, "a", 1) }
                .Select(attempt => attempt.Execution).Distinct().Count());
    }
}
