using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Plans;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Sandboxes;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Processes;

namespace Holdfast.Engine.Tests.Runs;

/// <summary>Writers of runs in a temporary folder, with a real store, for tests that run the launches themselves.</summary>
internal sealed class WriterHome : IAsyncDisposable
{
    private readonly string path;
    private readonly SqliteStore store;
    private readonly ProcessHost processes = new(TimeProvider.System);
    private readonly SurvivingProcesses surviving = new(TimeProvider.System);
    private readonly WorkFolders folders;

    public WriterHome()
    {
        path = Directory.CreateTempSubdirectory("holdfast-writer-").FullName;
        store = SqliteStore.Open(Path.Combine(path, "store.db"));
        folders = new WorkFolders(path, ProcessIdentities.Current);
    }

    public async ValueTask DisposeAsync()
    {
        folders.Dispose();
        await surviving.DisposeAsync();
        processes.Dispose();
        await store.DisposeAsync();
        Directory.Delete(path, recursive: true);
    }

    /// <summary>A run of atoms that need nothing, stored and not begun.</summary>
    /// <param name="turns">How many of its launches are under way at a time.</param>
    public async Task<RunWriter> CreateAsync(Dispatcher dispatcher, RunTurns turns, int atoms = 4, Action<IReadOnlyList<RunEvent>>? observer = null)
    {
        var state = NewState(atoms);
        var created = new RunEvent.Created(TimeProvider.System.GetUtcNow(), state.Plan.Schedule, null, [], null, null);
        var events = RunDecider.Create(state, created, []).Events;
        var revision = PlanDocument.From(state.Plan, path);
        await store.SavePlanAsync(revision, TestContext.Current.CancellationToken);
        var run = await store.CreateRunAsync(
            new NewRun(state.Id, state.Plan, revision.Hash, events), new RunOwner(ProcessIdentities.Current), TestContext.Current.CancellationToken);
        return new RunWriter(state, run.Epoch, turns, Services(dispatcher), observer ?? (_ => { }));
    }

    /// <summary>A launch that nobody decided: its writer is not driven.</summary>
    public Launch NewLaunch(Dispatcher dispatcher, RunTurns turns)
    {
        var state = NewState(atoms: 1);
        var services = Services(dispatcher);
        var writer = new RunWriter(state, epoch: 1, turns, services, _ => { });
        return new Launch(state, new(() => new RunInput("{}", null)), services.Runtimes, new(() => services.Secrets.MaskOf(state.Plan)), turns, writer, new RunEffect.Launch(Atom: 0, Attempt: 1, Revision: 1));
    }

    private RunState NewState(int atoms) => new(new RunId(Guid.CreateVersion7()), Plan.Create(
        PlanId.Derive("test", path), "test", Schedule.Eager, 0, "{}", path,
        [.. Enumerable.Range(0, atoms).Select(atom => new Atom { Key = $"a{atom}", Kind = AtomKind.Shell, Code = "true" })]));

    private RunServices Services(Dispatcher dispatcher) => new()
    {
        Home = path,
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
        Fixers = new FixDesk(path, store, []),
        Results = new ResultCache(store),
    };
}
