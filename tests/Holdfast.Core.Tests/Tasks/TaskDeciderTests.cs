using System.Runtime.CompilerServices;
using System.Text;
using Holdfast.Core.Executions;
using Holdfast.Core.Tasks;

namespace Holdfast.Core.Tests.Tasks;

public class TaskDeciderTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TaskId Id = new(new Guid("01990000-0000-7000-8000-0000000000a1"));
    private static readonly SessionId First = new(new Guid("01990000-0000-7000-8000-0000000000b1"));
    private static readonly SessionId Second = new(new Guid("01990000-0000-7000-8000-0000000000b2"));
    private static readonly ExecutionId Execution = new(new Guid("01990000-0000-7000-8000-0000000000e1"));
    private static readonly TaskOrder Order = new() { Title = "Mend it", Agent = new AgentCommand { Arguments = ["agent"] } };
    private static readonly TaskCommand.Execute Execute = new(Second, Execution, "/w", "me");

    /// <summary>Every state there is: at rest, at work, and stopped wherever one can stop.</summary>
    private static IEnumerable<TaskState> States =>
    [
        .. Enum.GetValues<TaskPhase>().Where(phase => phase is not (TaskPhase.Failed or TaskPhase.Cancelled)).Select(phase => new TaskState.Resting(phase)),
        .. Enum.GetValues<TaskPhase>().Where(TaskTransitions.IsWorking).Select(phase => new TaskState.Working(phase, new OpenSession(First, Execution))),
        .. Enum.GetValues<TaskPhase>().Where(CanStop).Select(phase => new TaskState.Failed(phase, "It broke.")),
        .. Enum.GetValues<TaskPhase>().Where(CanStop).Select(phase => new TaskState.Cancelled(phase, "me")),
    ];

    [Fact]
    public void Transition_EveryPair_IsTakenOrRefusedWithWhatIsAllowed()
    {
        foreach (var from in States)
        {
            foreach (var to in Enum.GetValues<TaskPhase>())
            {
                var decision = Decide(from, new TaskCommand.Transition(to, "me", null));
                if (from is TaskState.Working)
                    Assert.Equal(to == TaskPhase.Cancelled, decision is TaskDecision.Accepted);
                else if (from.Allowed.Contains(to))
                    Assert.Equal(to, Follow(from, decision)!.Phase);
                else
                    AssertNotAllowed(from.Allowed, decision);
            }
        }
    }

    [Fact]
    public void Transition_Impossible_NamesTheAllowedOnes()
    {
        var refused = Assert.IsType<TaskDecision.Refused>(Decide(new TaskState.Resting(TaskPhase.Review), new TaskCommand.Transition(TaskPhase.Todo, "me", null)));

        Assert.Equal("It cannot become todo: it is review, from where it may become done, in_progress, fix, failed, cancelled.", refused.Message);
    }

    [Fact]
    public void Transition_OfOneThatStopped_ResumesWhereItStoppedAndNowhereElse()
    {
        foreach (var phase in Enum.GetValues<TaskPhase>().Where(CanStop))
        {
            var failed = Follow(new TaskState.Resting(phase), Decide(new TaskState.Resting(phase), new TaskCommand.Transition(TaskPhase.Failed, "me", "No.")))!;
            Assert.Equal(new TaskState.Failed(phase, "No."), failed);
            Assert.Equal([phase], failed.Allowed);
            Assert.Equal(new TaskState.Resting(phase), Follow(failed, Decide(failed, new TaskCommand.Transition(phase, "me", null))));
        }
    }

    [Fact]
    public void Execute_FromTodoToDone_ComesByProgressAndReview()
    {
        var working = Follow(new TaskState.Resting(TaskPhase.Todo), Decide(new TaskState.Resting(TaskPhase.Todo), Execute))!;
        var review = Follow(working, Decide(working, Ended(Second, SessionOutcome.Completed)))!;
        var done = Follow(review, Decide(review, new TaskCommand.Transition(TaskPhase.Done, "me", null)))!;

        Assert.Equal(new TaskState.Working(TaskPhase.InProgress, new OpenSession(Second, Execution)), working);
        Assert.Equal(new TaskState.Resting(TaskPhase.Review), review);
        Assert.Equal(new TaskState.Resting(TaskPhase.Done), done);
        Assert.Empty(done.Allowed);
    }

    [Fact]
    public void Execute_Twice_IsRefusedWithTheSessionThatIsOpen()
    {
        var working = new TaskState.Working(TaskPhase.InProgress, new OpenSession(First, Execution));

        var refused = Assert.IsType<TaskDecision.Refused>(Decide(working, Execute));

        Assert.Equal(TaskRefusal.SessionOpen, refused.Reason);
        Assert.Contains(First.ToString(), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_WhereAPersonIsAsked_IsRefusedWithWhatIsAllowed() =>
        AssertNotAllowed(TaskTransitions.From(TaskPhase.Review), Decide(new TaskState.Resting(TaskPhase.Review), Execute));

    [Fact]
    public void Execute_WithoutAnAgent_IsRefused() =>
        Assert.Equal(
            TaskRefusal.NoAgent,
            Assert.IsType<TaskDecision.Refused>(TaskDecider.Decide(new TaskState.Resting(TaskPhase.Todo), Order with { Agent = null }, false, Execute, Noon)).Reason);

    [Fact]
    public void SessionEnd_LateOrTwiceOrOfAnother_ChangesNothing()
    {
        var working = new TaskState.Working(TaskPhase.InProgress, new OpenSession(First, Execution));

        Assert.Equal([], Events(Decide(working, Ended(Second, SessionOutcome.Failed))));
        Assert.Equal([], Events(Decide(new TaskState.Resting(TaskPhase.Review), Ended(First, SessionOutcome.Failed))));
    }

    [Fact]
    public void Cancel_WithASession_IsHeardOnceAndTakesEffectWithItsEnd()
    {
        var working = new TaskState.Working(TaskPhase.InProgress, new OpenSession(First, Execution));

        var asked = Follow(working, Decide(working, new TaskCommand.Cancel("anna")))!;
        var ended = Follow(asked, Decide(asked, Ended(First, SessionOutcome.Cancelled)));

        Assert.Equal(working with { Session = working.Session with { CancelledBy = "anna" } }, asked);
        Assert.Equal([], Events(Decide(asked, new TaskCommand.Cancel("ben"))));
        Assert.Equal(new TaskState.Cancelled(TaskPhase.InProgress, "anna"), ended);
    }

    [Fact]
    public void Cancel_WhenItEndedWellFirst_IsReview()
    {
        var asked = new TaskState.Working(TaskPhase.InProgress, new OpenSession(First, Execution, "anna"));

        Assert.Equal(new TaskState.Resting(TaskPhase.Review), Follow(asked, Decide(asked, Ended(First, SessionOutcome.Completed))));
    }

    [Fact]
    public void Update_OfTheWorkspaceAfterASession_IsRefused()
    {
        var elsewhere = Order with { Workspace = new WorkspaceOrder.Worktree("/repo", null) };

        Assert.IsType<TaskDecision.Refused>(TaskDecider.Decide(new TaskState.Resting(TaskPhase.Review), Order, true, new TaskCommand.Update(elsewhere), Noon));
        Assert.IsType<TaskDecision.Accepted>(TaskDecider.Decide(new TaskState.Resting(TaskPhase.Todo), Order, false, new TaskCommand.Update(elsewhere), Noon));
    }

    [Fact]
    public void Apply_WhatCannotFollow_IsRefusedByName()
    {
        var impossible = Assert.Throws<InvalidOperationException>(
            () => TaskDecider.Apply(Id, new TaskState.Resting(TaskPhase.Todo), new TaskEvent.StatusChanged(Noon, TaskPhase.Todo, TaskPhase.Done, "me", null)));

        Assert.Equal($"Task {Id} is todo; a move from todo to done cannot happen to it.", impossible.Message);
    }

    // Anybody asks for anything in any order, reports come late, twice and of others: the state is always one its events lead to.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Decide_AnythingInAnyOrder_OnlyEverTakesLegalWaysAndCanAlwaysEnd(int seed)
    {
        var random = new Random(seed);
        for (var game = 0; game < 2_000; game++)
        {
            TaskState state = new TaskState.Resting(TaskPhase.Todo);
            var sessions = new List<SessionId>();
            for (var step = 0; step < 40; step++)
            {
                var command = AnyCommand(random, sessions);
                if (Decide(state, command) is not TaskDecision.Accepted accepted)
                    continue;
                foreach (var happened in accepted.Events)
                {
                    if (happened is TaskEvent.StatusChanged moved && moved.From is not (TaskPhase.Failed or TaskPhase.Cancelled))
                        Assert.Contains(moved.To, TaskTransitions.From(moved.From));
                    if (happened is TaskEvent.SessionStarted started)
                        sessions.Add(started.Session);
                    state = TaskDecider.Apply(Id, state, happened) ?? throw new InvalidOperationException($"Seed {seed}: deleted.");
                }
            }

            Assert.Equal(TaskPhase.Done, CalmDown(state).Phase);
        }
    }

    [Fact]
    public void Moves_All_AreTheDocumentedOnes()
    {
        var path = DocumentPath();
        var described = Describe();
        if (Environment.GetEnvironmentVariable("HOLDFAST_UPDATE") == "1")
            File.WriteAllText(path, described);

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", described);
    }

    private static TaskCommand AnyCommand(Random random, List<SessionId> sessions)
    {
        var session = sessions.Count > 0 && random.Next(4) > 0 ? sessions[^(1 + random.Next(Math.Min(2, sessions.Count)))] : First;
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return random.Next(4) switch
        {
            0 => new TaskCommand.Transition(Enum.GetValues<TaskPhase>()[random.Next(10)], "me", null),
            1 => new TaskCommand.Execute(new SessionId(new Guid(bytes)), new ExecutionId(new Guid(bytes)), "/w", "me"),
            2 => new TaskCommand.Cancel("me"),
            _ => Ended(session, Enum.GetValues<SessionOutcome>()[random.Next(3)]),
        };
    }

    // Whatever happened before: the session ends, it is resumed, and a person takes it through.
    private static TaskState CalmDown(TaskState state)
    {
        if (state is TaskState.Working working)
            state = Follow(state, Decide(state, Ended(working.Session.Id, SessionOutcome.Completed)))!;
        for (var step = 0; step < 10 && state.Phase != TaskPhase.Done; step++)
        {
            var to = state.Phase switch
            {
                TaskPhase.Todo or TaskPhase.PlanningReview => TaskPhase.InProgress,
                TaskPhase.Planning => TaskPhase.PlanningReview,
                TaskPhase.InProgress or TaskPhase.AiReview => TaskPhase.Review,
                TaskPhase.Fix => TaskPhase.AiReview,
                TaskPhase.Review => TaskPhase.Done,
                TaskPhase.Failed or TaskPhase.Cancelled => state.Allowed.Single(),
                TaskPhase.Done => throw new InvalidOperationException("It is done."),
            };
            state = Follow(state, Decide(state, new TaskCommand.Transition(to, "me", null)))!;
        }

        return state;
    }

    private static string Describe()
    {
        var moves = new SortedSet<(TaskPhase From, TaskPhase To, string By)>();
        foreach (var state in States)
        {
            TaskCommand[] commands =
            [
                .. Enum.GetValues<TaskPhase>().Select(to => new TaskCommand.Transition(to, "me", null)),
                Execute, new TaskCommand.Cancel("me"), .. Enum.GetValues<SessionOutcome>().Select(outcome => Ended(First, outcome)),
            ];
            foreach (var command in commands)
            {
                if (Decide(state, command) is TaskDecision.Accepted { Events: var events })
                    moves.UnionWith(events.OfType<TaskEvent.StatusChanged>().Select(moved => (moved.From, moved.To, NameOf(command))));
            }
        }

        var text = new StringBuilder(
            """
            # Task states

            A piece of work for an agent. Every command in every state, as a test really took them; it fails when they differ.
            `HOLDFAST_UPDATE=1` writes this file anew. What failed or was cancelled goes on where it stopped, and nowhere else.

            ```mermaid
            stateDiagram-v2
                [*] --> todo

            """);
        foreach (var (from, to) in moves.Select(move => (move.From, move.To)).Distinct())
            text.Append("    ").Append(TaskWords.Of(from)).Append(" --> ").Append(TaskWords.Of(to)).Append('\n');
        text.Append("```\n\n| from | to | by |\n|---|---|---|\n");
        foreach (var move in moves.GroupBy(move => (move.From, move.To), move => move.By))
            text.Append("| ").Append(TaskWords.Of(move.Key.From)).Append(" | ").Append(TaskWords.Of(move.Key.To)).Append(" | ").AppendJoin(", ", move).Append(" |\n");
        return text.ToString();
    }

    private static string NameOf(TaskCommand command) => command switch
    {
        TaskCommand.Transition => "a person",
        TaskCommand.Execute => "execute",
        TaskCommand.Cancel => "cancel",
        TaskCommand.SeeSessionEnded ended => $"session {ended.Ending.Outcome.ToString().ToLowerInvariant()}",
        _ => throw new InvalidOperationException($"Unplaced command {command.GetType().Name}."),
    };

    private static void AssertNotAllowed(IEnumerable<TaskPhase> allowed, TaskDecision decision)
    {
        var refused = Assert.IsType<TaskDecision.Refused>(decision);
        Assert.Equal(TaskRefusal.TransitionNotAllowed, refused.Reason);
        Assert.Equal(allowed, refused.Allowed);
    }

    private static bool CanStop(TaskPhase phase) => TaskTransitions.From(phase).Contains(TaskPhase.Failed);

    private static TaskCommand.SeeSessionEnded Ended(SessionId session, SessionOutcome outcome) =>
        new(session, new SessionEnding(outcome, new EndCause.Exited(outcome == SessionOutcome.Completed ? 0 : 1)), "It exited.");

    private static TaskDecision Decide(TaskState state, TaskCommand command) => TaskDecider.Decide(state, Order, hadSession: false, command, Noon);

    private static IReadOnlyList<TaskEvent> Events(TaskDecision decision) => Assert.IsType<TaskDecision.Accepted>(decision).Events;

    private static TaskState? Follow(TaskState state, TaskDecision decision)
    {
        TaskState? after = state;
        foreach (var happened in Events(decision))
            after = TaskDecider.Apply(Id, after, happened);
        return after;
    }

    private static string DocumentPath([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../docs/states/task.md"));
}
