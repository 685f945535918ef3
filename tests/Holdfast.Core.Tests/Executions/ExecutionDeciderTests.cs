using System.Runtime.CompilerServices;
using System.Text;
using Holdfast.Core.Completion;
using Holdfast.Core.Executions;

namespace Holdfast.Core.Tests.Executions;

public class ExecutionDeciderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Noon.AddMinutes(1);
    private static readonly ExecutionId Id = new(new Guid("01990000-0000-7000-8000-0000000000e1"));
    private static readonly ProcessIdentity Shim = new(6, 60, Guid.Empty);
    private static readonly ProcessIdentity Process = new(7, 70, Guid.Empty);
    private static readonly ExecutionOrder Order = new() { Arguments = ["make", "-j"], WorkingDirectory = "/src" };

    private static readonly Verdict Done = new(VerdictDecision.Completed, 0.95, "deed", "It wrote its marker, with nothing in it.");
    private static readonly Verdict NotDone = new(VerdictDecision.NotCompleted, 0.7, "deed_missing", "There is no marker.");

    private static readonly ExecutionCommand[] Commands =
    [
        new ExecutionCommand.SeeStarted(Shim, Process, Noon),
        new ExecutionCommand.GiveUpStarting(new EndCause.CouldNotStart("interpreter_missing", "There is no make.")),
        new ExecutionCommand.SeeNoProgress(TimeSpan.FromSeconds(30), "No output."),
        new ExecutionCommand.SeeProgress(),
        new ExecutionCommand.SeeCompleted(Done),
        new ExecutionCommand.SeeTimedOut(new EndCause.WallTime(TimeSpan.FromSeconds(1))),
        new ExecutionCommand.Cancel("me"),
        new ExecutionCommand.SeeEnded(Ending(new EndCause.Exited(0))),
        new ExecutionCommand.SeeEnded(Ending(new EndCause.Exited(2))),
        new ExecutionCommand.SeeEnded(Ending(new EndCause.WallTime(TimeSpan.FromSeconds(1)))),
        new ExecutionCommand.SeeEnded(Ending(new EndCause.CancelledBy("me"))),
        new ExecutionCommand.SeeEnded(Ending(new EndCause.CancelledBy("me")) with { SurvivorsLeft = 1 }),
        new ExecutionCommand.Lose("Its shim was killed before it wrote how it ended.", SurvivorProof.Mark, 2, 0),
        new ExecutionCommand.Lose("Its shim was killed before it wrote how it ended.", SurvivorProof.Mark, 0, 0, Verdict: Done),
    ];

    [Fact]
    public void Decide_AnEnd_NeverChanges()
    {
        ExecutionState[] ends =
        [
            new ExecutionState.Completed(Ending(new EndCause.Exited(0))), new ExecutionState.Failed(Ending(new EndCause.Exited(1))),
            new ExecutionState.Cancelled("me", null),
        ];

        Assert.All(ends, end => Assert.All(Commands, command => Assert.Empty(ExecutionDecider.Decide(end, command, Later))));
    }

    [Fact]
    public void Decide_StartSeenTwice_IsStoredOnce() =>
        Assert.Empty(ExecutionDecider.Decide(new ExecutionState.Processing(Process, Noon), Commands[0], Later));

    [Fact]
    public void Decide_CompletedAndRunsOn_IsCompletedHoweverItIsEnded()
    {
        var running = new ExecutionState.Processing(Process, Noon);
        var found = Assert.IsType<ExecutionEvent.FoundCompleted>(Assert.Single(ExecutionDecider.Decide(running, new ExecutionCommand.SeeCompleted(Done), Later)));
        var finished = ExecutionDecider.Apply(Id, running, found);

        Assert.Equal(new ExecutionState.Processing(Process, Noon, Done), finished);
        Assert.Empty(ExecutionDecider.Decide(finished, new ExecutionCommand.SeeCompleted(Done), Later));
        Assert.Empty(ExecutionDecider.Decide(finished, new ExecutionCommand.Cancel("me"), Later));
        Assert.Empty(ExecutionDecider.Decide(finished, new ExecutionCommand.SeeTimedOut(new EndCause.WallTime(TimeSpan.FromSeconds(1))), Later));
        EndCause[] ways = [new EndCause.CancelledBy("holdfast"), new EndCause.Signalled(9), new EndCause.WallTime(TimeSpan.FromSeconds(1)), new EndCause.Exited(1)];
        Assert.All(ways, way => Assert.Equal(
            [new ExecutionEvent.Completed(Later, Ending(way), Done)], ExecutionDecider.Decide(finished, new ExecutionCommand.SeeEnded(Ending(way), NotDone), Later)));
    }

    [Fact]
    public void Decide_NoProgress_IsSuspectedOnceUntilItGoesOn()
    {
        var quiet = new ExecutionCommand.SeeNoProgress(TimeSpan.FromSeconds(30), "No output.");
        var running = new ExecutionState.Processing(Process, Noon);
        var suspected = ExecutionDecider.Apply(Id, running, Assert.Single(ExecutionDecider.Decide(running, quiet, Later)));

        Assert.Equal(running with { Suspicion = new Suspicion(Later, TimeSpan.FromSeconds(30), "No output.") }, suspected);
        Assert.Empty(ExecutionDecider.Decide(suspected, quiet, Later));
        Assert.Empty(ExecutionDecider.Decide(running, new ExecutionCommand.SeeProgress(), Later));
        Assert.Equal(running, ExecutionDecider.Apply(Id, suspected, Assert.Single(ExecutionDecider.Decide(suspected, new ExecutionCommand.SeeProgress(), Later))));
    }

    [Fact]
    public void Decide_NotVerifiablyCompleted_RunsOn() =>
        Assert.Empty(ExecutionDecider.Decide(new ExecutionState.Processing(Process, Noon), new ExecutionCommand.SeeCompleted(NotDone), Later));

    [Fact]
    public void Decide_EndedWithAVerdict_IsWhatTheVerdictSays()
    {
        var running = new ExecutionState.Processing(Process, Noon);
        var (well, badly) = (Ending(new EndCause.Exited(0)), Ending(new EndCause.Exited(1)));

        Assert.Equal([new ExecutionEvent.Completed(Later, badly, Done)], ExecutionDecider.Decide(running, new ExecutionCommand.SeeEnded(badly, Done), Later));
        Assert.Equal([new ExecutionEvent.Failed(Later, well, NotDone)], ExecutionDecider.Decide(running, new ExecutionCommand.SeeEnded(well, NotDone), Later));
    }

    [Fact]
    public void Decide_LostAfterItHadCompleted_IsCompleted()
    {
        var lost = new ExecutionCommand.Lose("Its shim was killed.", SurvivorProof.Mark, 0, 0, Verdict: Done);

        var happened = Assert.IsType<ExecutionEvent.Completed>(Assert.Single(ExecutionDecider.Decide(new ExecutionState.Processing(Process, Noon), lost, Later)));

        Assert.Equal((new EndCause.Lost("Its shim was killed."), Done), ((EndCause.Lost)happened.Ending.Cause, happened.Verdict));
    }

    [Fact]
    public void Decide_CancelWhileQueued_NeverStarts() =>
        Assert.Equal([new ExecutionEvent.Cancelled(Later, "me", null)], ExecutionDecider.Decide(new ExecutionState.Queued(), new ExecutionCommand.Cancel("me"), Later));

    [Fact]
    public void Decide_CancelTwice_IsOfTheFirst()
    {
        var events = ExecutionDecider.Decide(new ExecutionState.Cancelling(Process, Noon, "me"), new ExecutionCommand.Cancel("you"), Later);

        Assert.Empty(events);
    }

    [Fact]
    public void Decide_EndedBeforeTheSignalOfACancel_KeepsItsOwnEnd()
    {
        var cancelling = new ExecutionState.Cancelling(Process, Noon, "me");

        Assert.Equal([new ExecutionEvent.Completed(Later, Ending(new EndCause.Exited(0)))], Decide(cancelling, new EndCause.Exited(0)));
        Assert.Equal([new ExecutionEvent.Failed(Later, Ending(new EndCause.Exited(2)))], Decide(cancelling, new EndCause.Exited(2)));
        Assert.Equal([new ExecutionEvent.Cancelled(Later, "me", Ending(new EndCause.CancelledBy("me")))], Decide(cancelling, new EndCause.CancelledBy("me")));
    }

    [Fact]
    public void Decide_CancelledButSomethingLives_Fails()
    {
        var ending = Ending(new EndCause.CancelledBy("me")) with { SurvivorsLeft = 1 };

        var events = ExecutionDecider.Decide(new ExecutionState.Cancelling(Process, Noon, "me"), new ExecutionCommand.SeeEnded(ending), Later);

        Assert.Equal([new ExecutionEvent.Failed(Later, ending)], events);
    }

    [Fact]
    public void Decide_StalledAndNobodyStoredThat_TimedOutFirst()
    {
        var stalled = new EndCause.Stalled(TimeSpan.FromSeconds(60));

        Assert.Equal(
            [new ExecutionEvent.TimedOut(Later, stalled), new ExecutionEvent.Failed(Later, Ending(stalled))],
            Decide(new ExecutionState.Processing(Process, Noon), stalled));
    }

    [Fact]
    public void Decide_TimedOutTwice_KeepsTheFirstReason()
    {
        var timingOut = new ExecutionState.TimingOut(Process, Noon, new EndCause.Stalled(TimeSpan.FromSeconds(60)));

        Assert.Empty(ExecutionDecider.Decide(timingOut, new ExecutionCommand.SeeTimedOut(new EndCause.WallTime(TimeSpan.FromSeconds(1))), Later));
    }

    [Fact]
    public void Decide_EndedWellWithinTheGrace_IsCompleted()
    {
        var timingOut = new ExecutionState.TimingOut(Process, Noon, new EndCause.WallTime(TimeSpan.FromSeconds(1)));

        Assert.Equal([new ExecutionEvent.Completed(Later, Ending(new EndCause.Exited(0)))], Decide(timingOut, new EndCause.Exited(0)));
    }

    [Fact]
    public void Decide_Lost_IsAZombieFirstThenFailed()
    {
        const string Why = "The machine restarted.";

        var events = ExecutionDecider.Decide(new ExecutionState.Processing(Process, Noon), new ExecutionCommand.Lose(Why, SurvivorProof.Mark, 2, 1), Later);

        var ending = new ExecutionEnding
        {
            Cause = new EndCause.Lost(Why), StartedAt = Noon, EndedAt = Later, Duration = Later - Noon, StopStep = StopStep.Killed,
            Proof = SurvivorProof.Mark, SurvivorsEnded = 2, SurvivorsLeft = 1,
        };
        Assert.Equal([new ExecutionEvent.FoundDead(Later, Why), new ExecutionEvent.Failed(Later, ending)], events);
    }

    [Fact]
    public void Decide_LostAfterTheClockWasSetBack_HasNoNegativeDuration()
    {
        var lost = ExecutionDecider.Decide(
            new ExecutionState.Processing(Process, Later), new ExecutionCommand.Lose("Gone.", SurvivorProof.Mark, 0, 0), Noon);

        Assert.Equal(TimeSpan.Zero, Assert.IsType<ExecutionEvent.Failed>(lost[^1]).Ending.Duration);
    }

    [Fact]
    public void Apply_AnEventThatCannotFollow_NamesBoth()
    {
        var refused = Assert.Throws<InvalidOperationException>(
            () => ExecutionDecider.Apply(Id, new ExecutionState.Queued(), new ExecutionEvent.TimedOut(Noon, new EndCause.WallTime(TimeSpan.FromSeconds(1)))));

        Assert.Equal($"Execution {Id} is Queued; TimedOut cannot happen to it.", refused.Message);
    }

    /// <summary>Every command in every state that can be reached, until nothing new is.</summary>
    [Fact]
    public void Transitions_Reached_AreTheDocumentedOnes()
    {
        var reached = new SortedSet<(ExecutionStatus From, ExecutionStatus To, string By)>();
        var open = new Queue<ExecutionState>([ExecutionDecider.Apply(Id, null, new ExecutionEvent.Queued(Noon, Order))]);
        var seen = new HashSet<(ExecutionStatus Status, bool IsFinished, bool IsSuspected)>();
        // Stored by a version that stopped between the two events of a loss.
        open.Enqueue(new ExecutionState.Zombie(Process, "Gone."));
        while (open.TryDequeue(out var state))
        {
            if (!seen.Add((state.Status, state is ExecutionState.Processing { Finished: not null }, state is ExecutionState.Processing { Suspicion: not null })))
                continue;
            foreach (var command in Commands)
            {
                var at = state;
                foreach (var happened in ExecutionDecider.Decide(state, command, Later))
                {
                    var next = ExecutionDecider.Apply(Id, at, happened);
                    reached.Add((at.Status, next.Status, command.GetType().Name));
                    at = next;
                }

                open.Enqueue(at);
            }
        }

        var path = DocumentPath();
        var described = Describe(reached);
        if (Environment.GetEnvironmentVariable("HOLDFAST_UPDATE") == "1")
            File.WriteAllText(path, described);
        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", described);
        var legal = Enum.GetValues<ExecutionStatus>().SelectMany(from => ExecutionTransitions.From(from).Select(to => (from, to)));
        // What completed and runs on is processing still.
        Assert.Equal(legal.Order(), reached.Select(arrow => (arrow.From, arrow.To)).Where(arrow => arrow.From != arrow.To).Distinct().Order());
    }

    private static string DocumentPath([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../docs/states/free-standing.md"));

    private static string Describe(IEnumerable<(ExecutionStatus From, ExecutionStatus To, string By)> reached)
    {
        var text = new StringBuilder(
            """
            # Free-standing executions: who moves them

            Every command in every state, as a test really took them; it fails when they differ. `HOLDFAST_UPDATE=1` writes this file anew.
            The legal moves of all executions are in [execution.md](execution.md).

            | from | to | by |
            |---|---|---|

            """);
        foreach (var arrow in reached.GroupBy(arrow => (arrow.From, arrow.To)))
            text.Append($"| {Name(arrow.Key.From)} | {Name(arrow.Key.To)} | {string.Join(", ", arrow.Select(one => one.By))} |\n");
        return text.ToString();
    }

    private static string Name(ExecutionStatus status) => status == ExecutionStatus.TimingOut ? "timing_out" : status.ToString().ToLowerInvariant();

    private static IReadOnlyList<ExecutionEvent> Decide(ExecutionState state, EndCause cause) =>
        ExecutionDecider.Decide(state, new ExecutionCommand.SeeEnded(Ending(cause)), Later);

    private static ExecutionEnding Ending(EndCause cause) =>
        new() { Cause = cause, StartedAt = Noon, EndedAt = Later, Duration = Later - Noon };
}
