using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Plans;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Engine.Tests.Executions;
using Holdfast.Processes;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Tests.Runs;

/// <summary>An atom as a test writes it.</summary>
internal sealed record AtomSketch(string Key, AtomKind Kind, string Code)
{
    public string[] Needs { get; init; } = [];

    public string[] Outputs { get; init; } = [];

    public string? Input { get; init; }

    public bool Critical { get; init; } = true;

    public TimeSpan? Timeout { get; init; } = TimeSpan.FromMinutes(5);

    public bool? Survive { get; init; }

    public long OutputLimitBytes { get; init; } = 1 << 20;

    /// <summary>A file with the value of the variable SECRET.</summary>
    public string? Secret { get; init; }
}

/// <summary>A real engine in a temporary folder: real store, real processes.</summary>
internal sealed class EngineHome : IAsyncDisposable
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(90);

    private readonly int jobs;
    private readonly IStore store;
    private readonly Func<IReadOnlyDictionary<AtomKind, IRuntime>, IRuntime>? runtime;
    private RunEngine engine;

    private EngineHome(string path, IStore store, int jobs, Func<IReadOnlyDictionary<AtomKind, IRuntime>, IRuntime>? runtime)
    {
        Path = path;
        this.store = store;
        this.jobs = jobs;
        this.runtime = runtime;
        engine = Engine();
    }

    public string Path { get; }

    public IStore Store => store;

    /// <param name="runtime">Stands in for the runtime of its kind, which it is given; null for the real ones.</param>
    public static EngineHome Create(int jobs = 2, Func<IReadOnlyDictionary<AtomKind, IRuntime>, IRuntime>? runtime = null)
    {
        var path = Directory.CreateTempSubdirectory("holdfast-engine-").FullName;
        return new EngineHome(path, SqliteStore.Open(System.IO.Path.Combine(path, "store.db")), jobs, runtime);
    }

    private RunEngine Engine(int? others = null)
    {
        var runtimes = RuntimeSet.Create(Path, TimeProvider.System);
        if (runtime?.Invoke(runtimes) is { } other)
            runtimes = new Dictionary<AtomKind, IRuntime>(runtimes) { [other.Kind] = other };
        return new RunEngine(new RunEngineOptions(Path, others ?? jobs), store, runtimes, TimeProvider.System);
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
                Settings = new AtomSettings { Critical = atom.Critical, Timeout = atom.Timeout, Survive = atom.Survive, OutputLimitBytes = atom.OutputLimitBytes },
                Secrets = atom.Secret is { } secret
                    ? ImmutableSortedDictionary<string, SecretReference>.Empty.Add("SECRET", new SecretReference(null, secret))
                    : ImmutableSortedDictionary<string, SecretReference>.Empty,
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

    /// <summary>With the engine there is.</summary>
    public async Task<RunStart> TryResumeAsync(RunId run)
    {
        var stored = (await store.FindRunAsync(run.ToString(), TestContext.Current.CancellationToken)).Run!;
        return await engine.ResumeAsync(stored, RunTerms.Default, _ => { }, TestContext.Current.CancellationToken);
    }

    /// <summary>As after a kill: no engine is there any more, and the owner of the run is a process that is dead.</summary>
    public async Task DieAsync(RunId run)
    {
        await engine.DisposeAsync();
        var ours = ProcessIdentities.Current;
        var stored = (await store.FindRunAsync(run.ToString(), TestContext.Current.CancellationToken)).Run!;
        Assert.NotNull(await store.ClaimRunAsync(run, stored.Epoch, new RunOwner(ours with { StartTicks = ours.StartTicks - 1 }), TestContext.Current.CancellationToken));
    }

    public async Task<RunHandle> ResumeAsync(RunId run, Action<IReadOnlyList<RunEvent>>? observer = null, int? jobs = null)
    {
        engine = Engine(jobs);
        var stored = (await store.FindRunAsync(run.ToString(), TestContext.Current.CancellationToken)).Run!;
        return Assert.IsType<RunStart.Started>(await engine.ResumeAsync(stored, RunTerms.Default, observer ?? (_ => { }), TestContext.Current.CancellationToken)).Handle;
    }

    public async Task<IReadOnlyList<RunEvent>> EventsAsync(RunState run) =>
        await store.ReadEventsAsync(run.Id, run.Plan, afterSequence: 0, TestContext.Current.CancellationToken).Select(stored => stored.Event)
            .ToListAsync(TestContext.Current.CancellationToken);

    public async Task<string?> ResultAsync(RunState run, string key)
    {
        Assert.True(run.Plan.TryFind(key, out var atom));
        return await store.LoadResultAsync(run.Id, key, run.AttemptsOf(atom), TestContext.Current.CancellationToken);
    }

    public AttemptFolder FolderOf(RunId run, string key, int attempt) => AttemptFolder.Of(Path, new AttemptId(run, key, attempt).Execution);

    public AttemptFolder FolderOf(RunState run, string key)
    {
        Assert.True(run.Plan.TryFind(key, out var atom));
        return AttemptFolder.Of(Path, new AttemptId(run.Id, key, run.AttemptsOf(atom)).Execution);
    }

    public bool Drives(RunId run) => engine.Drives(run);

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
        foreach (var shim in Directory.EnumerateFiles(Path, "shim.json", SearchOption.AllDirectories))
            await EndAsync(ShimFolder.At(System.IO.Path.GetDirectoryName(shim)!));
        Directory.Delete(Path, recursive: true);
    }

    // A test that failed may have left it.
    private static async Task EndAsync(ShimFolder folder)
    {
        if (folder.TryReadShim() is not { } shim || !ProcessIdentities.IsAlive(shim.Process))
            return;
        ShimControl.Send(folder, new ShimCommand.Stop(new EndCause.CancelledBy("a test"), Immediate: true));
        await DeskHome.GoneAsync(shim.Process).WaitAsync(Safety);
    }
}
