using System.Collections.Concurrent;
using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Fixing;
using Holdfast.Engine.Plans;
using Holdfast.Engine.Recovery;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Sandboxes;
using Holdfast.Engine.Storage;
using Holdfast.Processes;

namespace Holdfast.Engine.Runs;

/// <param name="Home">The folder everything is kept in.</param>
/// <param name="Jobs">Processes at a time, over all runs, to begin with; at least 1.</param>
public sealed record RunEngineOptions(string Home, int Jobs);

/// <summary>Starts runs and takes up those that were cut off. One of it drives many runs at once.</summary>
public sealed class RunEngine : IAsyncDisposable
{
    /// <summary>What was just starting when it was to be ended is told again so much later.</summary>
    private static readonly TimeSpan StopsAgainAfter = TimeSpan.FromSeconds(1);

    private readonly RunServices services;
    // Null: it is being stored or claimed, and has no handle yet.
    private readonly ConcurrentDictionary<RunId, RunHandle?> driven = [];
    private readonly CancellationTokenSource closing = new();

    public RunEngine(RunEngineOptions options, IStore store, IReadOnlyDictionary<AtomKind, IRuntime> runtimes, TimeProvider time)
    {
        Launcher? launcher = null;
        services = new RunServices
        {
            Home = options.Home,
            Time = time,
            Store = store,
            WorkFolders = new WorkFolders(options.Home, ProcessIdentities.Current),
            Processes = new ProcessHost(time),
            Surviving = new SurvivingProcesses(time),
            Runtimes = runtimes,
            Secrets = KnownSecrets.OfThisProcess(),
            Sandbox = new PlainSandbox(),
            Dispatcher = new Dispatcher(options.Jobs, launch => launcher!.RunAsync(launch)),
            Adopt = launch => launcher!.AdoptAsync(launch),
            Fixers = new FixDesk(options.Home, store, [new RuleFixer(runtimes)]),
            Results = new ResultCache(store),
        };
        launcher = new Launcher(services);
    }

    private static RunOwner Myself => new(ProcessIdentities.Current);

    /// <summary>Processes of all runs that have begun, or are about to.</summary>
    public int Atoms => services.Dispatcher.UnderWay.Count;

    /// <summary>Of <see cref="Atoms"/>, those that do not survive this program.</summary>
    public int UnderWay => Math.Max(0, Atoms - services.Surviving.Count);

    /// <summary>Processes at a time, over all runs.</summary>
    public int Jobs => services.Dispatcher.Jobs;

    /// <summary>From here on so many processes at a time, over all runs. What has begun goes on, also where that is more.</summary>
    /// <param name="jobs">At least 1.</param>
    public void LimitTo(int jobs) => services.Dispatcher.LimitTo(jobs);

    /// <summary>Whether this engine drives the run, or is about to.</summary>
    public bool Drives(RunId run) => driven.ContainsKey(run);

    /// <summary>Stores the run and begins it.</summary>
    /// <param name="observer">Told the run's events once they are durable, in order. It must be quick.</param>
    public async Task<RunStart> StartAsync(RunRequest request, Action<IReadOnlyList<RunEvent>> observer, CancellationToken cancellationToken)
    {
        var selection = RunSelection.Of(request.Plan, request.Part, request.WithNeeds);
        if (selection.Fault is { } fault)
            return new RunStart.Refused(fault);
        var (inherited, unmet) = await InheritAsync(request.Plan, selection.OutsideNeeds, cancellationToken);
        if (unmet is not null)
            return new RunStart.Refused(unmet);

        var created = new RunEvent.Created(
            services.Time.GetUtcNow(), request.Schedule ?? request.Plan.Schedule, selection.Selected, inherited, request.InputJson, RetryOf: null);
        await services.Store.SavePlanAsync(request.Revision, cancellationToken);
        return await CreateAsync(request.Id, request.Plan, request.Revision, created, [], request.Terms, observer, cancellationToken);
    }

    /// <summary>Starts a new run that inherits the successes of an ended one.</summary>
    public async Task<RunStart> RetryAsync(RetryRequest request, Action<IReadOnlyList<RunEvent>> observer, CancellationToken cancellationToken)
    {
        if (request.Run.EndedAt is null)
        {
            return new RunStart.Refused(new RunFault(
                "run_not_ended", $"Run {request.Run.Number} has not ended. Continue it with: holdfast resume {request.Run.Number}"));
        }

        var (revision, plan) = await LoadPlanAsync(request.Run, cancellationToken);
        var before = await RunReplay.LoadAsync(services.Store, request.Run, plan, cancellationToken);
        var (created, fault) = RunRetry.Of(before, request.Keys, request.OnlyFailed, services.Time.GetUtcNow());
        if (fault is not null)
            return new RunStart.Refused(fault);

        var revised = request.Revisions.Select(code => new RunEvent.CodeRevised(created!.At, IndexOf(plan, code.Key), 1, code.Value)).ToList();
        // Its revision is stored, and need not be the newest: whoever tries an old run again does not take back the plan.
        return await CreateAsync(request.Id, plan, revision, created!, revised, request.Terms, observer, cancellationToken);
    }

    /// <summary>
    /// Takes up a run whose owner died: what concluded stays, what survived is adopted, what was cut off is proven gone and runs again.
    /// </summary>
    /// <param name="observer">As for <see cref="StartAsync"/>.</param>
    public async Task<RunStart> ResumeAsync(StoredRun run, RunTerms terms, Action<IReadOnlyList<RunEvent>> observer, CancellationToken cancellationToken)
    {
        if (run.EndedAt is not null)
        {
            return new RunStart.Refused(new RunFault(
                "run_ended", $"Run {run.Number} has ended as {run.Status.ToString().ToLowerInvariant()}. Try it again with: holdfast runs retry {run.Number}"));
        }

        // One that this engine left behind, because its writer failed, is nobody's.
        if ((run.Owner != Myself && ProcessIdentities.IsAlive(run.Owner.Process)) || !driven.TryAdd(run.Id, null))
        {
            return new RunStart.Refused(new RunFault(
                "run_is_driven", $"Run {run.Number} is being driven by process {run.Owner.Process.Pid}, which is alive. Nothing was touched."));
        }

        return await ReservedAsync(run.Id, async () => await TakeUpAsync(run, terms, observer, cancellationToken));
    }

    /// <summary>Removes the working directories of engines that died. For when no run is cut off: processes of one may still use them.</summary>
    public static void RemoveLeftovers(string home) => WorkFolders.RemoveOfTheDead(home, new HashSet<ProcessIdentity>());

    /// <summary>Starts nothing more. What has not begun is given up, as an interruption that does not count; what runs goes on.</summary>
    /// <param name="why">A sentence.</param>
    /// <returns>Completes when nothing runs any more.</returns>
    public Task StartNothingMoreAsync(string why) => services.Dispatcher.CloseAsync(new EndCause.Lost(why, Begun: false));

    /// <summary>
    /// Leaves every run to the next owner: starts nothing more, lets what runs finish for a while, and ends what is left then. What was cut
    /// off is stored as an interruption: it is no fault of its own, and runs again when the run is resumed. What survives goes on, and is
    /// adopted then.
    /// </summary>
    /// <param name="patience">How long what runs may take to finish.</param>
    /// <param name="why">A sentence, told of what was cut off.</param>
    public async Task SuspendAsync(TimeSpan patience, string why)
    {
        await closing.CancelAsync();
        var idle = StartNothingMoreAsync(why);
        // They go on, and nobody waits for them here any more.
        if (!services.Surviving.IsClosed)
            await services.Surviving.DisposeAsync();
        using (var enough = new CancellationTokenSource(patience, services.Time))
            await idle.WaitAsync(enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // To be put to the host again and again: one of them may be just starting.
        while (!idle.IsCompleted)
        {
            foreach (var launch in services.Dispatcher.UnderWay)
                services.Processes.Stop(launch.Execution, new EndCause.Lost(why), immediate: false);
            await Task.WhenAny(idle, Task.Delay(StopsAgainAfter, services.Time));
        }

        var handles = driven.Values.OfType<RunHandle>().ToList();
        foreach (var handle in handles)
            handle.Leave();
        // Whoever holds the handles hears of what went wrong.
        await Task.WhenAll(handles.Select(handle => (Task)handle.Completion)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Ends every process still running, but for those that survive, and leaves the runs to the next owner.</summary>
    public async ValueTask DisposeAsync()
    {
        await SuspendAsync(TimeSpan.Zero, "The program that ran it was closed.");
        services.Processes.Dispose();
        await services.Dispatcher.DisposeAsync();
        services.WorkFolders.Dispose();
        closing.Dispose();
    }

    private async Task<RunStart> CreateAsync(
        RunId? id, Plan plan, PlanRevision revision, RunEvent.Created created, IReadOnlyList<RunEvent.CodeRevised> revised, RunTerms terms, Action<IReadOnlyList<RunEvent>> observer, CancellationToken cancellationToken)
    {
        var own = ServicesFor(terms);
        var state = new RunState(id ?? new RunId(Guid.CreateVersion7(created.At)), plan);
        var events = RunDecider.Create(state, created with { Jobs = JobsOf(terms), Trace = terms.Trace }, revised).Events;
        // Before it is stored: what is stored, and driven by nobody, is taken for a run that was cut off.
        if (!driven.TryAdd(state.Id, null))
            return new RunStart.Refused(new RunFault("run_is_driven", $"The run {state.Id} is being driven already."));
        return await ReservedAsync(state.Id, async () =>
        {
            var run = await services.Store.CreateRunAsync(new NewRun(state.Id, plan, revision.Hash, events), Myself, cancellationToken);
            CrashPoint.Pass(CrashPoint.RunStored);
            observer(events);

            var writer = new RunWriter(state, run.Epoch, TurnsOf(terms), own, observer);
            _ = BeginWhenReadyAsync(writer, own, plan, created.Selected);
            return Drive(run, state, writer, [], []);
        });
    }

    /// <summary>It is stored, and whoever asked for it is answered: what makes its attempts cheaper is done before the first of them, and not before that.</summary>
    private async Task BeginWhenReadyAsync(RunWriter writer, RunServices own, Plan plan, ImmutableArray<int>? selected)
    {
        // An attempt can do without, and tells what is wrong.
        await GetRuntimesReadyAsync(own, plan, selected, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        writer.Post(RunCommand.Begin.Instance);
    }

    /// <summary>Gives the run's place among those that are driven back, unless it is driven now.</summary>
    private async Task<RunStart> ReservedAsync(RunId run, Func<Task<RunStart>> begin)
    {
        try
        {
            return await begin();
        }
        finally
        {
            driven.TryRemove(KeyValuePair.Create(run, (RunHandle?)null));
        }
    }

    private async Task<RunStart> TakeUpAsync(StoredRun run, RunTerms terms, Action<IReadOnlyList<RunEvent>> observer, CancellationToken cancellationToken)
    {
        var claimed = await services.Store.ClaimRunAsync(run.Id, run.Epoch, Myself, cancellationToken);
        if (claimed is null)
            return new RunStart.Refused(new RunFault("run_is_driven", $"Run {run.Number} was taken up by another process just now. Nothing was touched."));
        CrashPoint.Pass(CrashPoint.RunClaimed);

        var (_, plan) = await LoadPlanAsync(claimed, cancellationToken);
        var state = await RunReplay.LoadAsync(services.Store, claimed, plan, cancellationToken);
        var interrupted = await Interruption.EndOldTreesAsync(services, state, cancellationToken);
        if (interrupted.Fault is { } fault)
            return new RunStart.Refused(fault);
        WorkFolders.RemoveOfTheDead(services.Home, await WorkFolders.NeededAsync(services.Store, cancellationToken));

        var writer = new RunWriter(state, claimed.Epoch, TurnsOf(terms), ServicesFor(terms), observer);
        foreach (var report in interrupted.Reports)
            writer.Post(report);
        if (state.Status == RunStatus.Queued)
            writer.Post(RunCommand.Begin.Instance);
        writer.TryNudge();
        return Drive(claimed, state, writer, RunDecider.Recover(state), interrupted.Adopted);
    }

    private RunStart.Started Drive(StoredRun run, RunState state, RunWriter writer, IReadOnlyList<RunEffect> unfinished, IReadOnlyList<RunEffect.Launch> adopted)
    {
        var handle = new RunHandle(run, state, writer, writer.DriveAsync(unfinished, adopted));
        driven[run.Id] = handle;
        _ = handle.Completion.ContinueWith(
            _ => driven.TryRemove(KeyValuePair.Create(run.Id, (RunHandle?)handle)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return new RunStart.Started(handle);
    }

    // Also where it is more than runs of all runs together: that may be turned up meanwhile.
    private int JobsOf(RunTerms terms) => terms.Jobs ?? services.Dispatcher.Jobs;

    private RunTurns TurnsOf(RunTerms terms) => new(JobsOf(terms));

    private RunServices ServicesFor(RunTerms terms)
    {
        if (terms.Environment is not { } environment)
            return services;
        var runtimes = RuntimeSet.Create(services.Home, environment, services.Time);
        return services with { Runtimes = runtimes, Secrets = new KnownSecrets(environment), Fixers = FixersFor(runtimes) };
    }

    private FixDesk FixersFor(IReadOnlyDictionary<AtomKind, IRuntime> runtimes) => new(services.Home, services.Store, [new RuleFixer(runtimes)]);

    private static async Task GetRuntimesReadyAsync(RunServices services, Plan plan, ImmutableArray<int>? selected, CancellationToken cancellationToken)
    {
        var atoms = selected is { } part ? part.Select(atom => plan.Atoms[atom]) : plan.Atoms;
        foreach (var codes in atoms.Where(atom => atom.Code is not null).GroupBy(atom => atom.Kind, atom => atom.Code!))
        {
            if (services.Runtimes.TryGetValue(codes.Key, out var runtime))
                await runtime.GetReadyAsync([.. codes], cancellationToken);
        }
    }

    private static int IndexOf(Plan plan, string key) =>
        plan.TryFind(key, out var atom) ? atom : throw new ArgumentException($"Plan '{plan.Name}' has no atom '{key}'.", nameof(key));

    private async Task<(PlanRevision Revision, Plan Plan)> LoadPlanAsync(StoredRun run, CancellationToken cancellationToken)
    {
        var revision = await services.Store.LoadPlanAsync(run.RevisionHash, cancellationToken)
            ?? throw new InvalidOperationException($"The plan of run {run.Number} (revision {run.RevisionHash}) is not in the store.");
        return (revision, PlanDocument.Read(revision.Document));
    }

    // What a part needs comes from the plan's newest successes; only a need that is not critical may be missing.
    private async Task<(ImmutableArray<InheritedSuccess> Inherited, RunFault? Unmet)> InheritAsync(
        Plan plan, ImmutableArray<int> needs, CancellationToken cancellationToken)
    {
        if (needs.IsEmpty)
            return ([], null);
        var successes = await services.Store.LatestSuccessesAsync(plan.Id, [.. needs.Select(need => plan.Atoms[need].Key)], cancellationToken);
        var inherited = ImmutableArray.CreateBuilder<InheritedSuccess>();
        var missing = new List<string>();
        foreach (var need in needs)
        {
            var atom = plan.Atoms[need];
            if (successes.TryGetValue(atom.Key, out var success))
                inherited.Add(new InheritedSuccess(need, success.Run, success.Attempt));
            else if (atom.Settings.Critical)
                missing.Add(atom.Key);
        }

        return missing.Count == 0
            ? (inherited.ToImmutable(), null)
            : ([], new RunFault(
                "needs_not_met",
                $"No earlier run of plan '{plan.Name}' has a result of {string.Join(", ", missing.Select(key => $"'{key}'"))}. Run what is needed too: --with-needs"));
    }
}

/// <summary>A run under way, or why there is none.</summary>
public abstract record RunStart
{
    private RunStart() { }

    public sealed record Started(RunHandle Handle) : RunStart;

    public sealed record Refused(RunFault Fault) : RunStart;
}

/// <summary>What became of an order to a run that was under way.</summary>
public enum RunOrderAnswer
{
    /// <summary>Durable.</summary>
    Taken,

    /// <summary>The run is not as it was seen, and goes on as it did.</summary>
    Changed,

    /// <summary>The run ended, or was left to the next owner, before it came to this: nothing was done.</summary>
    TooLate,
}

/// <summary>A run under way, as its starter holds it.</summary>
public sealed class RunHandle
{
    private readonly RunWriter writer;

    internal RunHandle(StoredRun run, RunState state, RunWriter writer, Task<RunState> completion)
    {
        Run = run;
        State = state;
        this.writer = writer;
        Completion = completion;
    }

    /// <summary>As it was stored when it was started or taken up.</summary>
    public StoredRun Run { get; }

    /// <summary>The writer's own; to be read only after <see cref="Completion"/>, but for the plan.</summary>
    public RunState State { get; }

    /// <summary>Completes when the run has ended and that is durable, or when it was left to the next owner.</summary>
    public Task<RunState> Completion { get; }

    /// <summary>Lets what runs finish and starts nothing more.</summary>
    public Task<RunOrderAnswer> StopAsync(string who, Asking asking = default) => TellAsync(new RunCommand.Stop(who), asking);

    /// <summary>Ends what runs.</summary>
    public Task<RunOrderAnswer> CancelAsync(string who, Asking asking = default) => TellAsync(new RunCommand.Cancel(who), asking);

    /// <summary>Looks at the run as it is now, durably. What is looked at may not be kept: it goes on changing.</summary>
    public async Task<T> LookAsync<T>(Func<RunState, T> look)
    {
        var seen = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        await Task.WhenAny(writer.LookAsync(Look), Completion);
        // Its writer ended before it read the question: nobody changes the run any more.
        if (!seen.Task.IsCompleted)
            Look(await Completion);
        return await seen.Task;

        void Look(RunState run)
        {
            try
            {
                seen.TrySetResult(look(run));
            }
            // Whoever asks is told; the run has nothing to do with it.
            catch (Exception refused)
            {
                seen.TrySetException(refused);
            }
        }
    }

    private async Task<RunOrderAnswer> TellAsync(RunCommand command, Asking asking)
    {
        var told = writer.TellAsync(command, asking);
        await Task.WhenAny(told, Completion);
        if (!told.IsCompleted)
            return RunOrderAnswer.TooLate;
        return await told ? RunOrderAnswer.Taken : RunOrderAnswer.Changed;
    }

    internal void Leave() => writer.Leave();
}
