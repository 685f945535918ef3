using System.Collections.Immutable;
using System.Reflection;
using Holdfast.Core.Atoms;
using Holdfast.Core.Completion;
using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Core.Plans;
using Holdfast.Core.Queueing;
using Holdfast.Core.Runs;
using Holdfast.Core.Tasks;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Server.Wire.Reasons;

namespace Holdfast.Server.Tests;

/// <summary>Walks every state there is, and sees that each has its one reason.</summary>
public sealed class WhyTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProcessIdentity Process = new(71, 710, new Guid("0f9b3f0a-6c1d-4a58-9d0e-5f7a3c2b1a00"));
    private static readonly ExecutionEnding Ending = new() { Cause = new EndCause.Exited(3), StartedAt = Start, EndedAt = Start, Duration = TimeSpan.Zero };
    private static readonly Verdict Done = new(VerdictDecision.Completed, 0.98, "deed", "Its marker says 'done'.");
    private static readonly ExecutionState.Processing Processing = new(Process, Start);

    private static readonly ImmutableArray<(ExecutionState State, HealthCondition? Health, WaitReason? Waiting, WhyReason Expected)> Executions =
    [
        (new ExecutionState.Queued(), HealthCondition.Waiting, new WaitReason.QueuePaused("me"), WhyReason.QueuePaused),
        (new ExecutionState.Queued(), HealthCondition.Waiting, new WaitReason.KeyPaused("db", "me"), WhyReason.KeyPaused),
        (new ExecutionState.Queued(), HealthCondition.Waiting, new WaitReason.CircuitOpen("db", Start, "it failed"), WhyReason.CircuitOpen),
        (new ExecutionState.Queued(), HealthCondition.Waiting, new WaitReason.OnTrial("db"), WhyReason.OnTrial),
        (new ExecutionState.Queued(), HealthCondition.Waiting, new WaitReason.KeyFull("db", 1), WhyReason.KeyFull),
        (new ExecutionState.Queued(), HealthCondition.Waiting, new WaitReason.QueueFull(4), WhyReason.QueueFull),
        (new ExecutionState.Queued(), HealthCondition.Waiting, new WaitReason.MemoryShort(1, 2), WhyReason.MemoryShort),
        (new ExecutionState.Queued(), HealthCondition.Waiting, new WaitReason.Behind(3), WhyReason.Behind),
        (new ExecutionState.Queued(), HealthCondition.Waiting, null, WhyReason.Starting),
        (Processing, HealthCondition.Healthy, null, WhyReason.Running),
        (Processing, HealthCondition.Ending, null, WhyReason.Ending),
        (Processing with { Finished = Done }, HealthCondition.Healthy, null, WhyReason.CompletedRunsOn),
        (Processing with { Suspicion = new Suspicion(Start, TimeSpan.Zero, "Quiet.") }, HealthCondition.Suspected, null, WhyReason.Suspected),
        (Processing, HealthCondition.Silent, null, WhyReason.Silent),
        (Processing, HealthCondition.Zombie, null, WhyReason.Zombie),
        (Processing, HealthCondition.Phantom, null, WhyReason.Phantom),
        (Processing, HealthCondition.Overdue, null, WhyReason.Overdue),
        (new ExecutionState.TimingOut(Process, Start, new EndCause.WallTime(TimeSpan.FromSeconds(1))), HealthCondition.Ending, null, WhyReason.TimingOut),
        (new ExecutionState.TimingOut(Process, Start, new EndCause.WallTime(TimeSpan.FromSeconds(1))), HealthCondition.Silent, null, WhyReason.Silent),
        (new ExecutionState.Cancelling(Process, Start, "me"), HealthCondition.Ending, null, WhyReason.Cancelling),
        (new ExecutionState.Cancelling(Process, Start, "me"), HealthCondition.Zombie, null, WhyReason.Zombie),
        (new ExecutionState.Zombie(Process, "Its shim is dead."), HealthCondition.Zombie, null, WhyReason.Zombie),
        (new ExecutionState.Completed(Ending, Done), null, null, WhyReason.Succeeded),
        (new ExecutionState.Completed(Ending), null, null, WhyReason.Succeeded),
        (new ExecutionState.Failed(Ending, Done with { Decision = VerdictDecision.NotCompleted }), null, null, WhyReason.Failed),
        (new ExecutionState.Failed(Ending), null, null, WhyReason.Failed),
        (new ExecutionState.Cancelled("me", null), null, null, WhyReason.Cancelled),
    ];

    private static readonly OpenSession Open = new(new SessionId(Guid.Empty), new ExecutionId(Guid.Empty));
    private static readonly Why UnderWay = new(WhyReason.KeyFull, "Key 'agent:x' has its 1 under way.");

    private static readonly ImmutableArray<(TaskState State, bool HasAgent, Why? Session, WhyReason Expected)> Tasks =
    [
        (new TaskState.Resting(TaskPhase.Todo), true, null, WhyReason.NotBegun),
        (new TaskState.Resting(TaskPhase.Todo), false, null, WhyReason.NoAgent),
        (new TaskState.Resting(TaskPhase.Planning), true, null, WhyReason.NoSession),
        (new TaskState.Resting(TaskPhase.PlanningReview), true, null, WhyReason.AwaitingPerson),
        (new TaskState.Resting(TaskPhase.InProgress), true, null, WhyReason.NoSession),
        (new TaskState.Resting(TaskPhase.AiReview), true, null, WhyReason.NoSession),
        (new TaskState.Resting(TaskPhase.Fix), false, null, WhyReason.NoAgent),
        (new TaskState.Resting(TaskPhase.Review), false, null, WhyReason.AwaitingPerson),
        (new TaskState.Resting(TaskPhase.Done), true, null, WhyReason.Succeeded),
        (new TaskState.Working(TaskPhase.InProgress, Open), true, null, WhyReason.Starting),
        (new TaskState.Working(TaskPhase.InProgress, Open), true, UnderWay, WhyReason.KeyFull),
        (new TaskState.Failed(TaskPhase.InProgress, "It exited with code 3."), true, null, WhyReason.Failed),
        (new TaskState.Cancelled(TaskPhase.Review, "me"), true, null, WhyReason.Cancelled),
    ];

    private static readonly ImmutableArray<(StoredSession Session, Why? Execution, WhyReason Expected)> Sessions =
    [
        (Session(SessionStatus.Running), null, WhyReason.Starting),
        (Session(SessionStatus.Running), UnderWay, WhyReason.KeyFull),
        (Session(SessionStatus.Running) with { CancelledBy = "me" }, UnderWay, WhyReason.Cancelling),
        (Session(SessionStatus.Completed) with { Cause = new EndCause.Exited(0) }, null, WhyReason.Succeeded),
        (Session(SessionStatus.Failed) with { Cause = new EndCause.Exited(3) }, null, WhyReason.Failed),
        (Session(SessionStatus.Cancelled) with { CancelledBy = "me" }, null, WhyReason.Cancelled),
    ];

    private static StoredSession Session(SessionStatus status) => new()
    {
        Id = new SessionId(Guid.Empty), Number = 5, Task = new TaskId(Guid.Empty), TaskNumber = 3, Ordinal = 1, Phase = TaskPhase.InProgress, Execution = new ExecutionId(Guid.Empty),
        Workspace = "/w", Status = status, ActivityLogged = 0, EventsLogged = 0, StartedAt = Start,
    };

    [Fact]
    public void WhyExecution_InEveryState_HasItsOneReason()
    {
        foreach (var (state, condition, waiting, expected) in Executions)
        {
            var why = WhyExecution.Of(42, state, condition is { } known ? new ExecutionHealth(known, "As it was seen.") : null, waiting);

            Assert.True(expected == why.Reason, $"{state} with {condition} and {waiting} is {why}");
            Assert.EndsWith(".", why.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WhyExecution_TheCases_ShowEveryStateConditionAndHold()
    {
        Assert.Equal(Kinds<ExecutionState>(), Executions.Select(each => each.State.GetType()).Distinct().OrderBy(kind => kind.Name));
        Assert.Equal(Kinds<WaitReason>(), Executions.Where(each => each.Waiting is not null).Select(each => each.Waiting!.GetType()).Distinct().OrderBy(kind => kind.Name));
        Assert.Equal(Enum.GetValues<HealthCondition>(), Executions.Where(each => each.Health is not null).Select(each => each.Health!.Value).Distinct().Order());
    }

    [Fact]
    public void WhyTask_InEveryState_HasItsOneReason()
    {
        foreach (var (state, hasAgent, session, expected) in Tasks)
        {
            var why = WhyTask.Of(3, state, hasAgent, session);

            Assert.True(expected == why.Reason, $"{state} is {why}");
            Assert.EndsWith(".", why.Detail, StringComparison.Ordinal);
        }

        Assert.Equal(Enum.GetValues<TaskPhase>(), Tasks.Select(each => each.State.Phase).Distinct().Order());
        Assert.Equal(Kinds<TaskState>(), Tasks.Select(each => each.State.GetType()).Distinct().OrderBy(kind => kind.Name));
    }

    [Fact]
    public void WhySession_InEveryState_HasItsOneReason()
    {
        foreach (var (session, execution, expected) in Sessions)
        {
            var why = WhyTask.OfSession(session, execution);

            Assert.True(expected == why.Reason, $"{session.Status} is {why}");
            Assert.EndsWith(".", why.Detail, StringComparison.Ordinal);
        }

        Assert.Equal(Enum.GetValues<SessionStatus>(), Sessions.Select(each => each.Session.Status).Distinct().Order());
    }

    [Fact]
    public void WhyRun_ByItsRowAlone_SaysHowItEndedAndNothingOfOneThatHasNot()
    {
        var stop = new Because.StoppedBy("me");
        var told = Enum.GetValues<RunStatus>().ToDictionary(status => status, status => WhyRun.OfEnded(Row(status), stop)?.Reason);

        Assert.Equal(
            new Dictionary<RunStatus, WhyReason?>
            {
                [RunStatus.Queued] = null, [RunStatus.Running] = null, [RunStatus.Stopping] = null, [RunStatus.Completed] = WhyReason.Succeeded, [RunStatus.Failed] = WhyReason.Failed,
                [RunStatus.Stopped] = WhyReason.Stopped, [RunStatus.Cancelled] = null,
            },
            told);
        Assert.Null(WhyRun.OfEnded(Row(RunStatus.Stopped), stop: null));
    }

    private static StoredRun Row(RunStatus status) => new()
    {
        Id = new RunId(Guid.Empty), Number = 7, PlanId = PlanId.Derive("walk", "/walk.yaml"), PlanName = "walk", PlanSource = "", RevisionHash = "", Status = status, Schedule = Schedule.Eager,
        Epoch = 1, Owner = new RunOwner(Process), CreatedAt = Start, Total = 3, Succeeded = 1, Failed = 1, Skipped = 1, Cancelled = 0,
    };

    [Fact]
    public void WhyRun_InEveryState_HasItsOneReason()
    {
        var walk = new Walk();

        Assert.Equal(
            Enum.GetValues<RunStatus>(), walk.Seen.Select(each => each.Status).Distinct().Order());
        Assert.Equal(Kinds<AtomState>(), walk.AtomStates.Distinct().OrderBy(kind => kind.Name));
        Assert.All(walk.Seen, each => Assert.EndsWith(".", each.Why.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public void Why_OverAllOfThem_GivesEveryReasonThereIs()
    {
        var given = Executions.Select(each => each.Expected).Concat(Tasks.Select(each => each.Expected)).Concat(Sessions.Select(each => each.Expected)).Concat(new Walk().Seen.Select(each => each.Why.Reason)).Distinct().Order();

        Assert.Equal(Enum.GetValues<WhyReason>(), given);
    }

    [Fact]
    public void WhyRun_OfAnAtomBehindOthers_NamesTheOneItAllHangsOn()
    {
        var run = Walk.Of(Schedule.Eager, Walk.Atom("a"), Walk.Atom("b", 0), Walk.Atom("c", 1));
        RunDecider.Decide(run, RunCommand.Begin.Instance, Start);

        Assert.Equal("It needs, by way of others, 'a', which waits for room.", WhyRun.OfAtom(7, run, 2, ownerLives: true).Detail);
        Assert.Equal("It needs 'a', which waits for room.", WhyRun.OfAtom(7, run, 1, ownerLives: true).Detail);
        Assert.Equal("holdfast resume 7", WhyRun.OfAtom(7, run, 1, ownerLives: false).Next);
    }

    private static IEnumerable<Type> Kinds<T>() =>
        typeof(T).GetNestedTypes(BindingFlags.Public).Where(type => type.IsSubclassOf(typeof(T))).OrderBy(type => type.Name);

    /// <summary>Runs that are really decided, asked about after every step.</summary>
    private sealed class Walk
    {
        public List<(RunStatus Status, Why Why)> Seen { get; } = [];

        public List<Type> AtomStates { get; } = [];

        public Walk()
        {
            ToItsEnd();
            WithRetries();
            Stopped(new RunCommand.Stop("me"));
            Stopped(new RunCommand.Cancel("me"));
            Failed();
            InPart();
            CutOff();
        }

        public static Atom Atom(string key, params int[] needs) => new() { Key = key, Kind = AtomKind.Python, Code = "pass", Needs = [.. needs] };

        public static RunState Of(Schedule schedule, params Atom[] atoms) => Of(schedule, null, atoms);

        private static RunState Of(Schedule schedule, ImmutableArray<int>? selected, params Atom[] atoms)
        {
            var plan = Plan.Create(PlanId.Derive("walk", "/walk.yaml"), "walk", schedule, 0, "{}", "/", [.. atoms]);
            var run = new RunState(new RunId(new Guid("0196f0a0-0000-7000-8000-000000000001")), plan);
            RunDecider.Create(run, new RunEvent.Created(Start, schedule, selected, [], null, null), []);
            return run;
        }

        // Two of the first wave, of which one is done while the other runs.
        private void ToItsEnd()
        {
            var run = Of(Schedule.Waves, Atom("a"), Atom("b"), Atom("c", 0));
            Ask(run);
            Tell(run, RunCommand.Begin.Instance);
            Tell(run, RunCommand.Grant.Instance);
            Tell(run, RunCommand.Grant.Instance);
            Succeed(run, 0);
            Succeed(run, 1);
            Tell(run, RunCommand.Grant.Instance);
            Succeed(run, 2);
        }

        private void WithRetries()
        {
            var run = Of(Schedule.Eager, Atom("killed"));
            Tell(run, RunCommand.Begin.Instance);
            Tell(run, RunCommand.Grant.Instance);
            End(run, 0, new EndCause.Signalled(9));
            var broken = Of(Schedule.Eager, Atom("broken"));
            Tell(broken, RunCommand.Begin.Instance);
            Tell(broken, RunCommand.Grant.Instance);
            End(broken, 0, new EndCause.Exited(1), new ReportedException { Type = "NameError", Message = "name 'x' is not defined", Line = 1 });
        }

        private void Stopped(RunCommand by)
        {
            var run = Of(Schedule.Eager, Atom("a"), Atom("b", 0));
            Tell(run, RunCommand.Begin.Instance);
            Tell(run, RunCommand.Grant.Instance);
            Tell(run, by);
            End(run, 0, new EndCause.CancelledBy("me"));
        }

        private void Failed()
        {
            var once = new Atom { Key = "a", Kind = AtomKind.Python, Code = "pass", Settings = new AtomSettings { Retries = 0 } };
            var run = Of(Schedule.Eager, once, Atom("b", 0));
            Tell(run, RunCommand.Begin.Instance);
            Tell(run, RunCommand.Grant.Instance);
            End(run, 0, new EndCause.Exited(1));
        }

        private void InPart() => Ask(Of(Schedule.Eager, [0], Atom("a"), Atom("b")));

        // What followed the start was not stored any more.
        private void CutOff()
        {
            var run = Of(Schedule.Eager, Atom("a"));
            run.Apply(new RunEvent.Started(Start));
            Ask(run);
        }

        private void Succeed(RunState run, int atom)
        {
            Tell(run, new RunCommand.ProcessStarted(
                atom, run.AttemptsOf(atom), Process, new Confinement(SandboxTier.Plain, LimitStatus.Absent, LimitStatus.NotAsked, LimitStatus.NotAsked)));
            End(run, atom, new EndCause.Exited(0));
        }

        private void End(RunState run, int atom, EndCause cause, ReportedException? exception = null) =>
            Tell(run, new RunCommand.Report(atom, run.AttemptsOf(atom), new ExecutionReport(Ending with { Cause = cause }, null, exception)));

        private void Tell(RunState run, RunCommand command)
        {
            RunDecider.Decide(run, command, Start);
            Ask(run);
        }

        private void Ask(RunState run)
        {
            foreach (var ownerLives in new[] { true, false })
            {
                Seen.Add((run.Status, WhyRun.Of(7, run, ownerLives)));
                Seen.AddRange(Enumerable.Range(0, run.Plan.Atoms.Length).Select(atom => (run.Status, WhyRun.OfAtom(7, run, atom, ownerLives))));
            }

            AtomStates.AddRange(Enumerable.Range(0, run.Plan.Atoms.Length).Select(run.StateOf).OfType<AtomState>().Select(state => state.GetType()));
        }
    }
}
