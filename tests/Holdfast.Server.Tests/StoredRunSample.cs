using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Tests;

/// <summary>A run that is really decided and really stored; only its processes are told of.</summary>
internal sealed class StoredRunSample : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RunId Id = new(new Guid("0196f0a0-0000-7000-8000-000000000001"));
    private static readonly Guid Boot = new("0f9b3f0a-6c1d-4a58-9d0e-5f7a3c2b1a00");
    private static readonly RunOwner Owner = new(new ProcessIdentity(1, 1, Boot));

    private readonly IStore store;
    private readonly Plan plan;
    private readonly RunState state;
    private readonly Action<IReadOnlyList<RunEvent>> observer;
    private DateTimeOffset now = Start;
    private StoredRun? run;

    private StoredRunSample(string home, IStore store, Plan plan, Action<IReadOnlyList<RunEvent>> observer)
    {
        Home = home;
        this.store = store;
        this.plan = plan;
        this.observer = observer;
        state = new RunState(Id, plan);
    }

    public string Home { get; }

    public IStore Store => store;

    public Plan Plan => plan;

    public StoredRun Run => run!;

    /// <param name="observer">Told of events as they become durable.</param>
    public static async Task<StoredRunSample> CreateAsync(ImmutableArray<Atom> atoms, Action<IReadOnlyList<RunEvent>>? observer = null)
    {
        var home = Directory.CreateTempSubdirectory("holdfast-wire-").FullName;
        var plan = Plan.Create(PlanId.Derive("orders", "/plans/orders.yaml"), "orders", Schedule.Waves, stopBelow: 0, "{}", "/plans", atoms);
        var sample = new StoredRunSample(home, SqliteStore.Open(Path.Combine(home, "store.db")), plan, observer ?? (_ => { }));
        var revision = new PlanRevision(plan.Id, plan.Name, "/plans/orders.yaml", new string('0', 64), "{}"u8.ToArray());
        await sample.store.SavePlanAsync(revision, default);
        var events = RunDecider.Create(sample.state, new RunEvent.Created(Start, plan.Schedule, null, [], null, null), []).Events;
        sample.run = await sample.store.CreateRunAsync(new NewRun(Id, plan, revision.Hash, events), Owner, default);
        sample.observer(events);
        return sample;
    }

    public async Task TellAsync(RunCommand command)
    {
        now += TimeSpan.FromMilliseconds(1);
        var events = RunDecider.Decide(state, command, now).Events;
        if (events.Count == 0)
            return;
        await store.AppendAsync(new RunAppend(Id, run!.Epoch, plan, events), default);
        observer(events);
    }

    /// <summary>Starts the next ready atom and lets it end.</summary>
    public async Task RunNextAsync(EndCause cause, TimeSpan duration, string? resultJson = null, ReportedException? exception = null)
    {
        var atom = state.NextReady!.Value;
        await TellAsync(RunCommand.Grant.Instance);
        var attempt = state.AttemptsOf(atom);
        var walls = new Confinement(SandboxTier.Plain, LimitStatus.Absent, LimitStatus.NotAsked, LimitStatus.NotAsked);
        await TellAsync(new RunCommand.ProcessStarted(atom, attempt, new ProcessIdentity(4711, 99, Boot), walls));
        var began = now;
        now += duration;
        await TellAsync(new RunCommand.Report(atom, attempt, new ExecutionReport(
            new ExecutionEnding
            {
                Cause = cause, StartedAt = began, EndedAt = now, Duration = duration, CpuTime = duration / 2, PeakMemoryBytes = 1 << 20, OutputBytes = 10,
            },
            resultJson,
            exception)));
    }

    public async Task WaitUntilDueAsync(string key)
    {
        Assert.True(plan.TryFind(key, out var atom));
        var due = Assert.IsType<Core.Atoms.AtomState.BackingOff>(state.StateOf(atom)).RetryAt;
        now = due;
        await TellAsync(new RunCommand.RetryDue(atom, due));
    }

    public AttemptFolder FolderOf(string key, int attempt) => AttemptFolder.Of(Home, new AttemptId(Id, key, attempt).Execution);

    public async Task<RunHistory> HistoryAsync() => await RunHistory.LoadAsync(store, (await store.FindRunAsync("1", default)).Run!, plan, KnownSecrets.OfThisProcess().MaskOf(plan), default);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        Directory.Delete(Home, recursive: true);
    }
}
