using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Plans;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;

namespace Holdfast.Engine.Tests.Runs;

/// <summary>An atom as a test writes it.</summary>
internal sealed record AtomSketch(string Key, AtomKind Kind, string Code)
{
    public string[] Needs { get; init; } = [];

    public string[] Outputs { get; init; } = [];

    public string? Input { get; init; }

    public bool Critical { get; init; } = true;

    public TimeSpan? Timeout { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>A real engine in a temporary folder: real store, real processes.</summary>
internal sealed class EngineHome : IAsyncDisposable
{
    private readonly IStore store;
    private readonly RunEngine engine;

    private EngineHome(string path, IStore store, RunEngine engine)
    {
        Path = path;
        this.store = store;
        this.engine = engine;
    }

    public string Path { get; }

    public static EngineHome Create(int jobs = 2)
    {
        var path = Directory.CreateTempSubdirectory("holdfast-engine-").FullName;
        var store = SqliteStore.Open(System.IO.Path.Combine(path, "store.db"));
        var engine = new RunEngine(new RunEngineOptions(path, jobs), store, RuntimeSet.Create(path, TimeProvider.System), TimeProvider.System);
        return new EngineHome(path, store, engine);
    }

    public Plan Plan(params AtomSketch[] atoms)
    {
        var index = atoms.Select((atom, at) => (atom.Key, at)).ToDictionary(pair => pair.Key, pair => pair.at);
        return Core.Plans.Plan.Create(
            PlanId.Derive("test", Path), "test", Schedule.Waves, 0, "{}", Path, [.. atoms.Select(atom => new Atom
            {
                Key = atom.Key,
                Kind = atom.Kind,
                Code = atom.Code,
                Needs = [.. atom.Needs.Select(need => index[need])],
                Outputs = [.. atom.Outputs],
                InputJson = atom.Input,
                Settings = new AtomSettings { Critical = atom.Critical, Timeout = atom.Timeout },
            })]);
    }

    public Task<RunStart> TryStartAsync(Plan plan, Func<RunRequest, RunRequest>? change = null, Action<IReadOnlyList<RunEvent>>? observer = null)
    {
        var request = new RunRequest(plan, PlanDocument.From(plan, Path));
        return engine.StartAsync(change?.Invoke(request) ?? request, observer ?? (_ => { }), TestContext.Current.CancellationToken);
    }

    public async Task<RunHandle> StartAsync(Plan plan, Action<IReadOnlyList<RunEvent>>? observer = null) =>
        Assert.IsType<RunStart.Started>(await TryStartAsync(plan, observer: observer)).Handle;

    public async Task<RunState> RunAsync(Plan plan, Func<RunRequest, RunRequest>? change = null) =>
        await Assert.IsType<RunStart.Started>(await TryStartAsync(plan, change)).Handle.Completion;

    public async Task<RunState> RetryAsync(RunState before, IReadOnlyDictionary<string, CodeRevision> revisions)
    {
        var run = (await store.FindRunAsync(before.Id.ToString(), TestContext.Current.CancellationToken)).Run!;
        var start = await engine.RetryAsync(new RetryRequest(run, [], revisions), _ => { }, TestContext.Current.CancellationToken);
        return await Assert.IsType<RunStart.Started>(start).Handle.Completion;
    }

    public async Task<string?> ResultAsync(RunState run, string key)
    {
        Assert.True(run.Plan.TryFind(key, out var atom));
        return await store.LoadResultAsync(run.Id, key, run.AttemptsOf(atom), TestContext.Current.CancellationToken);
    }

    public AttemptFolder FolderOf(RunState run, string key)
    {
        Assert.True(run.Plan.TryFind(key, out var atom));
        return AttemptFolder.Of(Path, new AttemptId(run.Id, key, run.AttemptsOf(atom)).Execution);
    }

    /// <summary>A named pipe that a script waits on until the test opens it.</summary>
    public Gate Gate(string name) => new(System.IO.Path.Combine(Path, name));

    /// <summary>Waits until the file is there; told by the kernel.</summary>
    public async Task FileAppearsAsync(string name)
    {
        var appeared = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(Path, name);
        watcher.Created += (_, _) => appeared.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (File.Exists(System.IO.Path.Combine(Path, name)))
            return;
        await appeared.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        await store.DisposeAsync();
        Directory.Delete(Path, recursive: true);
    }
}
