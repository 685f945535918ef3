using System.Collections.Immutable;
using System.Text;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;

namespace Holdfast.Storage.Conformance;

/// <summary>A run that is really decided and really stored, with processes that are only told of.</summary>
internal sealed class RunDriver
{
    private static readonly DateTimeOffset Beginning = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Boot = new("0f9b3f0a-6c1d-4a58-9d0e-5f7a3c2b1a00");

    private readonly IStore store;
    private DateTimeOffset now = Beginning;

    private RunDriver(IStore store, RunState state, StoredRun stored)
    {
        this.store = store;
        State = state;
        Stored = stored;
    }

    public RunState State { get; }

    /// <summary>As it was created.</summary>
    public StoredRun Stored { get; }

    public RunId Id => State.Id;

    /// <summary>Everything that was decided, in order.</summary>
    public List<RunEvent> Events { get; } = [];

    public static RunOwner Owner(int pid) => new(new ProcessIdentity(pid, 1000 + pid, Boot));

    public static async Task<RunDriver> CreateAsync(IStore store, Plan plan, CancellationToken cancellationToken, RunId? id = null, ImmutableArray<InheritedSuccess>? inherited = null)
    {
        var revision = SamplePlans.RevisionOf(plan);
        await store.SavePlanAsync(revision, cancellationToken);
        var state = new RunState(id ?? new RunId(Guid.CreateVersion7()), plan);
        var decision = RunDecider.Create(state, new RunEvent.Created(Beginning, plan.Schedule, null, inherited ?? [], null, null), []);
        var stored = await store.CreateRunAsync(new NewRun(state.Id, plan, revision.Hash, decision.Events), Owner(1), cancellationToken);
        var run = new RunDriver(store, state, stored);
        run.Events.AddRange(decision.Events);
        return run;
    }

    /// <summary>Decides and hands in; the task is done when it is durable.</summary>
    public Task TellAsync(RunCommand command, CancellationToken cancellationToken)
    {
        now += TimeSpan.FromMilliseconds(1);
        var decision = RunDecider.Decide(State, command, now);
        Events.AddRange(decision.Events);
        return decision.Events.Count == 0
            ? Task.CompletedTask
            : store.AppendAsync(new RunAppend(Id, Stored.Epoch, State.Plan, decision.Events), cancellationToken);
    }

    /// <summary>Runs everything that can run; every atom succeeds with a result that names it.</summary>
    public async Task RunToEndAsync(CancellationToken cancellationToken)
    {
        await TellAsync(RunCommand.Begin.Instance, cancellationToken);
        while (State.NextReady is { } atom)
            await RunAtomAsync(atom, new EndCause.Exited(0), $"\"{State.Plan.Atoms[atom].Key}\"", cancellationToken);
    }

    /// <summary>Starts the next ready atom, which must be <paramref name="atom"/>, and lets it end.</summary>
    public async Task RunAtomAsync(int atom, EndCause cause, string? resultJson, CancellationToken cancellationToken)
    {
        await StartAtomAsync(atom, cancellationToken);
        await TellAsync(new RunCommand.Report(atom, State.AttemptsOf(atom), new ExecutionReport(Ending(cause), resultJson)), cancellationToken);
    }

    public async Task StartAtomAsync(int atom, CancellationToken cancellationToken)
    {
        Assert.Equal(atom, State.NextReady);
        await TellAsync(RunCommand.Grant.Instance, cancellationToken);
        await TellAsync(
            new RunCommand.ProcessStarted(
                atom, State.AttemptsOf(atom), new ProcessIdentity(4000 + atom, 77, Boot), new Confinement(SandboxTier.Plain, LimitStatus.Absent, LimitStatus.NotAsked, LimitStatus.NotAsked)),
            cancellationToken);
    }

    public ExecutionEnding Ending(EndCause cause) => new()
    {
        Cause = cause,
        StartedAt = now,
        EndedAt = now + TimeSpan.FromMilliseconds(5),
        Duration = TimeSpan.FromMilliseconds(5),
        CpuTime = TimeSpan.FromMilliseconds(2),
        UserTime = TimeSpan.FromMilliseconds(1),
        PeakMemoryBytes = 1 << 20,
        OutputBytes = 12,
    };

    /// <summary>Compared as text: records that hold lists are equal only to themselves.</summary>
    public static string Print(IEnumerable<RunEvent> events)
    {
        var text = new StringBuilder();
        foreach (var happened in events)
            text.AppendLine(happened is RunEvent.AttemptEnded ended ? (ended with { ResultJson = null }).ToString() : happened.ToString());
        return text.ToString();
    }
}
