using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Plans;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Sandboxes;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Processes;

namespace Holdfast.Engine.Tests.Runs;

public sealed class RunWriterTests : IDisposable
{
    private const int Jobs = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string home = Directory.CreateTempSubdirectory("holdfast-writer-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public async Task DriveAsync_DecidingFails_EndsWithThatAndGivesEveryPlaceBack()
    {
        await using var store = SqliteStore.Open(Path.Combine(home, "store.db"));
        using var processes = new ProcessHost(TimeProvider.System);
        await using var surviving = new SurvivingProcesses(TimeProvider.System);
        using var folders = new WorkFolders(home, ProcessIdentities.Current);
        await using var dispatcher = new Dispatcher(Jobs, _ => Task.CompletedTask);
        var services = Services(store, processes, surviving, folders, dispatcher);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writer = await CreateAsync(services, events =>
        {
            if (events.OfType<RunEvent.AttemptStarted>().Any())
                started.TrySetResult();
        });
        writer.Post(RunCommand.Begin.Instance);
        var driven = writer.DriveAsync([], []);
        await started.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        // No atom has this number, which nobody can have expected.
        writer.Post(new RunCommand.RetryDue(Atom: 99, TimeProvider.System.GetUtcNow()));

        await Assert.ThrowsAsync<IndexOutOfRangeException>(() => driven.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.False(writer.TryNudge(), "The writer still takes commands that nobody will read.");
        var places = 0;
        while (dispatcher.TryReserve(writer))
            places++;
        Assert.Equal(2 * Jobs, places);
        // What it had passed on before comes to its end first.
        await dispatcher.CloseAsync(new EndCause.Lost("The test is over.", Begun: false)).WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Leave_SomethingUnhurriedWasToldBefore_IsStoredAllTheSame()
    {
        await using var store = SqliteStore.Open(Path.Combine(home, "store.db"));
        using var processes = new ProcessHost(TimeProvider.System);
        await using var surviving = new SurvivingProcesses(TimeProvider.System);
        using var folders = new WorkFolders(home, ProcessIdentities.Current);
        await using var dispatcher = new Dispatcher(Jobs, _ => Task.CompletedTask);
        var started = new TaskCompletionSource<RunEvent.AttemptStarted>(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new List<RunEvent.AttemptEnded>();
        var writer = await CreateAsync(Services(store, processes, surviving, folders, dispatcher), events =>
        {
            if (events.OfType<RunEvent.AttemptStarted>().FirstOrDefault() is { } first)
                started.TrySetResult(first);
            ended.AddRange(events.OfType<RunEvent.AttemptEnded>());
        });
        writer.Post(RunCommand.Begin.Instance);
        var driven = writer.DriveAsync([], []);
        var attempt = await started.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        var now = TimeProvider.System.GetUtcNow();

        writer.PostUnhurried(new RunCommand.Report(attempt.Atom, attempt.Number, new ExecutionReport(
            new ExecutionEnding { Cause = new EndCause.Exited(0), StartedAt = now, EndedAt = now, Duration = TimeSpan.Zero })));
        writer.Leave();

        await driven.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal([(attempt.Atom, attempt.Number)], ended.Select(end => (end.Atom, end.Number)));
        await dispatcher.CloseAsync(new EndCause.Lost("The test is over.", Begun: false)).WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    private RunServices Services(SqliteStore store, ProcessHost processes, SurvivingProcesses surviving, WorkFolders folders, Dispatcher dispatcher) => new()
    {
        Home = home,
        Time = TimeProvider.System,
        Store = store,
        WorkFolders = folders,
        Processes = processes,
        Surviving = surviving,
        Adopt = _ => Task.CompletedTask,
        Runtimes = new Dictionary<AtomKind, Engine.Runtimes.IRuntime>(),
        Secrets = Engine.Runtimes.KnownSecrets.OfThisProcess(),
        Sandbox = new PlainSandbox(),
        Dispatcher = dispatcher,
        Fixers = new FixDesk(home, store, []),
        Results = new ResultCache(store),
    };

    private async Task<RunWriter> CreateAsync(RunServices services, Action<IReadOnlyList<RunEvent>> observer)
    {
        var plan = Plan.Create(
            PlanId.Derive("test", home), "test", Schedule.Eager, 0, "{}", home,
            [.. Enumerable.Range(0, 4).Select(atom => new Atom { Key = $"a{atom}", Kind = AtomKind.Shell, Code = "true" })]);
        var state = new RunState(new RunId(Guid.CreateVersion7()), plan);
        var created = new RunEvent.Created(TimeProvider.System.GetUtcNow(), plan.Schedule, null, [], null, null);
        var events = RunDecider.Create(state, created, []).Events;
        var revision = PlanDocument.From(plan, home);
        await services.Store.SavePlanAsync(revision, TestContext.Current.CancellationToken);
        var run = await services.Store.CreateRunAsync(
            new NewRun(state.Id, plan, revision.Hash, events), new RunOwner(ProcessIdentities.Current), TestContext.Current.CancellationToken);
        return new RunWriter(state, run.Epoch, new RunTurns(Jobs), services, observer);
    }
}
