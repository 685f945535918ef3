using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures.Repairs;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Plans;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Runs;
using Holdfast.Server.Endpoints;
using Holdfast.Server.Wire;
using Microsoft.Extensions.Logging;
using PlanFault = Holdfast.Protocol.Plans.PlanFault;
using RunRequest = Holdfast.Protocol.Runs.RunRequest;

namespace Holdfast.Server.Runs;

/// <param name="Jobs">Atoms at a time of a run whose request does not say, to begin with.</param>
/// <param name="MaxJobs">Atoms at a time over all runs, to begin with.</param>
public sealed record RunDeskOptions(int Jobs, int MaxJobs);

/// <summary>
/// Where runs are asked for, driven, watched and ended: one engine for all runs of a home. It is opened on a store whose last owner is
/// dead, and takes up what that one left (<see cref="TakeUpAsync()"/>); closing it leaves every run to the next.
/// </summary>
internal sealed partial class RunDesk : IAsyncDisposable
{
    /// <summary>What is told of an atom that the end of its daemon cut off.</summary>
    private const string Stopped = "The daemon was stopped before it had finished.";

    /// <summary>Runs that have just ended and that nobody has watched yet: a run of short atoms is over before whoever asked for it comes to watch.</summary>
    private const int MostJustEnded = 16;

    private readonly string home;
    private readonly IStore store;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly RunEngine engine;
    private readonly PlanDesk plans;
    private readonly ConcurrentDictionary<RunId, LiveRun> live = [];
    private readonly KeyedTurns<Guid> starting = new();
    // Oldest first; guarded by itself.
    private readonly List<(RunId Run, RunFeed Feed)> justEnded = [];
    private readonly TaskCompletionSource fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource closing = new();

    public RunDesk(string home, IStore store, RunDeskOptions options, KnownSecrets secrets, PlanDesk plans, TimeProvider time, ILogger logger)
    {
        (this.home, this.store, this.plans, this.time, this.logger) = (home, store, plans, time, logger);
        Jobs = options.Jobs;
        Secrets = secrets;
        engine = new RunEngine(new RunEngineOptions(home, options.MaxJobs), store, RuntimeSet.Create(home, time), time);
    }

    /// <summary>Told whenever a run is begun or over. A handler must be quick.</summary>
    [SuppressMessage("Design", "MA0046", Justification = "Who is told of a change knows whose desk it is.")]
    public event Action? Changes;

    /// <summary>Never completes as long as all is well; fails when the store does. The daemon must end then.</summary>
    public Task Fault => fault.Task;

    /// <summary>Of everybody who asked for a run, to hide them in what is shown.</summary>
    public KnownSecrets Secrets { get; }

    /// <summary>Atoms at a time of a run that begins from here on, and whose request does not say.</summary>
    public int Jobs { get; set; }

    /// <summary>Runs that are driven.</summary>
    public int UnderWay => live.Count;

    /// <summary>From here on so many atoms at a time, over all runs. What runs goes on, also where that is more.</summary>
    public void LimitTo(int maxJobs) => engine.LimitTo(maxJobs);

    /// <summary>Whether it is known which runs are driven: those that were cut off are being taken up until then.</summary>
    public bool IsSettled => TakenUp.IsCompleted;

    /// <summary>Their atoms that run, or are about to.</summary>
    public int Atoms => engine.Atoms;

    /// <param name="trace">The place in a trace that it is asked for in; null when nobody said.</param>
    public Task<StartedRun> StartAsync(RunRequest request, TraceContext? trace, CancellationToken cancellationToken) =>
        StartOnceAsync(request.RunId, () => StartNowAsync(request, trace, cancellationToken), cancellationToken);

    private async Task<StartedRun> StartNowAsync(RunRequest request, TraceContext? trace, CancellationToken cancellationToken)
    {
        var usable = request.Strict
            ? await plans.UseStrictlyAsync(request.Plan, request.Environment, cancellationToken)
            : await plans.UseAsync(request.Plan, cancellationToken);
        var order = new Engine.Runs.RunRequest(usable.Plan, PlanDocument.From(usable.Plan, usable.Source))
        {
            Id = request.RunId is { } id ? new RunId(id) : null,
            Part = PartOf(request),
            WithNeeds = request.WithNeeds,
            Schedule = request.Schedule?.ToCore(),
            InputJson = InputOf(request.Input),
            Terms = TermsOf(request.Jobs, request.Environment, trace),
        };
        return await StartAsync(usable, order, cancellationToken);
    }

    /// <summary>Starts a plan that is kept here, or a part of it.</summary>
    /// <param name="id">The one the run is to have, where the caller may have to ask again; null for a new one.</param>
    /// <param name="schedule">Null: as the plan says.</param>
    /// <param name="input">Laid over the plan's.</param>
    /// <param name="trace">The place in a trace that it is asked for in; null when nobody said.</param>
    public Task<StartedRun> StartAsync(
        UsablePlan usable, Guid? id, RunPart part, Core.Plans.Schedule? schedule, bool withNeeds, IReadOnlyDictionary<string, JsonElement> input, TraceContext? trace,
        CancellationToken cancellationToken)
    {
        var order = new Engine.Runs.RunRequest(usable.Plan, PlanDocument.From(usable.Plan, usable.Source))
        {
            Id = id is { } own ? new RunId(own) : null,
            Part = part,
            Schedule = schedule,
            WithNeeds = withNeeds,
            InputJson = InputOf(input),
            Terms = TermsOf(jobs: null, environment: null, trace),
        };
        return StartOnceAsync(id, () => StartAsync(usable, order, cancellationToken), cancellationToken);
    }

    private async Task<StartedRun> StartAsync(UsablePlan usable, Engine.Runs.RunRequest order, CancellationToken cancellationToken)
    {
        Remember(usable.Plan, order.Terms);
        var feed = new RunFeed();
        var updates = new RunUpdates(feed.Take);
        return Begin(await engine.StartAsync(order, updates.Take, cancellationToken), feed, updates, order.Terms, takenUp: false, usable.Warnings).Started;
    }

    /// <summary>Starts a new run that takes over every success of an ended one.</summary>
    public Task<StartedRun> RetryAsync(string reference, RunRetryRequest request, RunAsking asking, TraceContext? trace, CancellationToken cancellationToken) =>
        StartOnceAsync(request.RunId, () => RetryNowAsync(reference, request, asking, trace, cancellationToken), cancellationToken);

    private async Task<StartedRun> RetryNowAsync(string reference, RunRetryRequest request, RunAsking asking, TraceContext? trace, CancellationToken cancellationToken)
    {
        var run = await store.RequireRunAsync(reference, cancellationToken);
        // Once it has ended it never changes again, and before that it is not retried.
        await asking.SeenVersionAsync(run);
        var histories = new RunHistories(store, Secrets);
        var plan = await histories.PlanOfAsync(run, cancellationToken);
        var revisions = new Dictionary<string, CodeRevision>();
        if (request.Code is { } code)
            revisions.Add(code.Key, Revision(await histories.LoadAsync(run, cancellationToken), code));
        var terms = TermsOf(request.Jobs, request.Environment, trace);
        Remember(plan, terms);
        var feed = new RunFeed();
        var updates = new RunUpdates(feed.Take);
        var order = new RetryRequest(run, [.. Given.Texts("atoms", request.Atoms)], revisions) { Id = request.RunId is { } id ? new RunId(id) : null, OnlyFailed = request.OnlyFailed, Terms = terms };
        return Begin(await engine.RetryAsync(order, updates.Take, cancellationToken), feed, updates, terms, takenUp: false, []).Started;
    }

    /// <summary>Asked for again, because the answer got lost, or by two at once: it is begun once, and what it has become is told.</summary>
    private async Task<StartedRun> StartOnceAsync(Guid? id, Func<Task<StartedRun>> start, CancellationToken cancellationToken)
    {
        if (id is not { } asked)
            return await start();
        using var turn = await starting.TakeAsync(asked, cancellationToken);
        return await FindStartedAsync(asked, cancellationToken) ?? await start();
    }

    private async Task<StartedRun?> FindStartedAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await store.FindRunAsync(new RunId(id).ToString(), cancellationToken);
        return found.Run is { } run ? new StartedRun(run.Id.Value, run.Number, run.Status.ToWire(), []) : null;
    }

    /// <summary>Lets what runs finish and starts nothing more. Durable when this returns; the run need not have ended.</summary>
    public async Task<RunRow> StopAsync(string reference, string who, RunAsking asking, CancellationToken cancellationToken) =>
        await OrderAsync(reference, asking, (run, terms) => run.Handle.StopAsync(who, terms), cancellationToken);

    /// <summary>Ends what runs. Durable when this returns.</summary>
    public async Task<RunRow> CancelAsync(string reference, string who, RunAsking asking, CancellationToken cancellationToken) =>
        await OrderAsync(reference, asking, (run, terms) => run.Handle.CancelAsync(who, terms), cancellationToken);

    /// <summary>Waits until the run has ended, or is left to the next daemon.</summary>
    /// <param name="cancellationToken">Ends waiting; the run goes on.</param>
    /// <returns>Whether it has ended.</returns>
    public async Task<bool> WaitAsync(Guid run, TimeSpan longest, CancellationToken cancellationToken)
    {
        if (live.TryGetValue(new RunId(run), out var driven))
            await ((Task)driven.Handle.Completion).WaitAsync(longest, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await store.FindRunAsync(new RunId(run).ToString(), CancellationToken.None) is { Run.EndedAt: not null };
    }

    public async Task CancelAllAsync(string who, CancellationToken cancellationToken)
    {
        await TakenUp.WaitAsync(cancellationToken);
        await Task.WhenAll(live.Values.Select(run => run.Handle.CancelAsync(who))).WaitAsync(cancellationToken);
    }

    /// <summary>Whose updates are to be told: null for a run that has ended, unless its beginning is wanted and known.</summary>
    /// <exception cref="RefusedException">There is no such run, or nobody drives it.</exception>
    public async Task<(StoredRun Run, RunFeed? Feed)> FindFeedAsync(string reference, bool fromStart, CancellationToken cancellationToken)
    {
        var (run, driven) = await FindAsync(reference, cancellationToken);
        if (driven is null && run.EndedAt is null)
            throw NotDriven(run);
        return (run, driven?.Feed ?? (fromStart ? FindEnded(run.Id) : null));
    }

    /// <summary>Starts nothing more, since the daemon is about to end. What runs goes on.</summary>
    public void StartNothingMore() => _ = engine.StartNothingMoreAsync(Stopped);

    /// <summary>Leaves every run to the next daemon.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        if (Atoms > 0)
            logger.WaitingForAtoms(Atoms, StoppedDaemon.AtomsMayFinish.TotalSeconds);
        // With a store that failed nothing that they do could be kept.
        await engine.SuspendAsync(fault.Task.IsFaulted ? TimeSpan.Zero : StoppedDaemon.AtomsMayFinish, Stopped);
        await engine.DisposeAsync();
        closing.Dispose();
    }

    private async Task<RunRow> OrderAsync(string reference, RunAsking asking, Func<LiveRun, Asking, Task<RunOrderAnswer>> order, CancellationToken cancellationToken)
    {
        var (run, driven) = await FindAsync(reference, cancellationToken);
        if (asking.IsMade)
            return RunRows.Of(run);
        var terms = await asking.OfAsync(run);
        if (driven is null)
            throw NotDrivenAnyMore(run);
        var answer = await order(driven, terms).WaitAsync(cancellationToken);
        var now = await store.RequireRunAsync(run.Id.ToString(), cancellationToken);
        return answer switch
        {
            RunOrderAnswer.Taken => RunRows.Of(now),
            // Whoever cares what the run is has not seen its end.
            RunOrderAnswer.TooLate when now.EndedAt is null || terms.Version is null => throw NotDrivenAnyMore(now),
            RunOrderAnswer.TooLate or RunOrderAnswer.Changed => throw Preconditions.Changed($"Run {run.Number} is not as it was seen any more"),
        };
    }

    private RefusedException NotDrivenAnyMore(StoredRun run) =>
        run.EndedAt is null ? NotDriven(run) : new RefusedException(new Error(ErrorCode.RunEnded, $"Run {run.Number} has ended as {run.Status.ToString().ToLowerInvariant()}."));

    /// <summary>The run, and who drives it; of one that has just ended, what is stored.</summary>
    private async Task<(StoredRun Run, LiveRun? Driven)> FindAsync(string reference, CancellationToken cancellationToken)
    {
        await TakenUp.WaitAsync(cancellationToken);
        var run = await store.RequireRunAsync(reference, cancellationToken);
        if (run.EndedAt is not null)
            return (run, null);
        if (live.TryGetValue(run.Id, out var driven))
            return (run, driven);
        // It may have ended in between: it is stored as ended before it is driven no more.
        return (await store.RequireRunAsync(run.Id.ToString(), cancellationToken), null);
    }

    /// <exception cref="RefusedException">It was not begun.</exception>
    private LiveRun Begin(RunStart start, RunFeed feed, RunUpdates updates, RunTerms terms, bool takenUp, IReadOnlyList<PlanFault> warnings)
    {
        if (start is not RunStart.Started { Handle: var handle })
        {
            var refused = ((RunStart.Refused)start).Fault;
            throw new RefusedException(new Error(refused.Code, refused.Message));
        }

        var now = time.GetUtcNow();
        var jobs = Math.Min(terms.Jobs!.Value, engine.Jobs);
        // Which atoms are part of a run never changes, so this may be asked while its writer works.
        updates.Begin(handle.Run, handle.State.Plan, Secrets.MaskOf(handle.State.Plan), atom => handle.State.StateOf(atom) is not null, jobs, takenUp, now);
        if (jobs < terms.Jobs)
            feed.Take(new RunUpdate.Warning(now, $"It runs {jobs} atoms at a time, not {terms.Jobs}: the setting max_jobs allows no more of all runs together."));
        var run = new LiveRun(handle, feed, takenUp, warnings);
        live[handle.Run.Id] = run;
        _ = FollowAsync(run);
        Changes?.Invoke();
        return run;
    }

    private async Task FollowAsync(LiveRun run)
    {
        try
        {
            var end = await run.Handle.Completion;
            if (end.Ended)
                KeepEnded(run);
            else
                run.Feed.Break();
        }
        catch (StoreFailedException failed)
        {
            run.Feed.Break();
            fault.TrySetException(failed);
        }
        // The edge of one run: whatever it is, the others go on, and a person may take this one up again.
        catch (Exception failed)
        {
            leftAlone[run.Run.Id] = $"Holdfast failed with it: {failed.GetType().Name}: {failed.Message}";
            logger.RunFailed(run.Run.Number, run.Run.Id.Value, failed);
            run.Feed.Break();
        }

        live.TryRemove(run.Run.Id, out _);
        Forget(run);
        Changes?.Invoke();
    }

    private void KeepEnded(LiveRun run)
    {
        if (!run.Feed.HasBeginning)
            return;
        lock (justEnded)
        {
            if (justEnded.Count == MostJustEnded)
                justEnded.RemoveAt(0);
            justEnded.Add((run.Run.Id, run.Feed));
        }
    }

    /// <summary>Null for one that this daemon does not drive.</summary>
    internal RunHandle? FindDriven(RunId run) => live.TryGetValue(run, out var driven) ? driven.Handle : null;

    private RunFeed? FindEnded(RunId run)
    {
        // It is stored as ended before it is driven no more.
        if (live.TryGetValue(run, out var driven))
            return driven.Feed;
        lock (justEnded)
            return justEnded.Find(each => each.Run == run).Feed;
    }

    private static string? InputOf(IReadOnlyDictionary<string, JsonElement> input) =>
        input.Count == 0 ? null : JsonSerializer.Serialize(input, ProtocolJson.Compact.IReadOnlyDictionaryStringJsonElement);

    private RunTerms TermsOf(int? jobs, IReadOnlyDictionary<string, string>? environment, TraceContext? trace = null)
    {
        const int MostJobs = 4096;
        if (jobs is < 1 or > MostJobs)
            throw new RefusedException(new Error(ErrorCode.Usage, $"A run has from 1 to {MostJobs} jobs, not {jobs}."));
        return new RunTerms
        {
            Jobs = jobs ?? Jobs,
            Environment = environment is null ? null : new ProcessEnvironment(Given.Variables("environment", environment)),
            Trace = trace,
        };
    }

    private void Remember(Plan plan, RunTerms terms)
    {
        if (terms.Environment is { } environment)
            Secrets.Remember(plan, environment);
    }

    private static CodeRevision Revision(RunHistory history, NewCode code) =>
        history.Plan.Atoms[history.RequireAtom(code.Key)].Code is { } before
            ? new CodeRevision(code.Text, "person", $"From {code.File}.", UnifiedDiff.Of(before, code.Text))
            : throw new RefusedException(new Error(ErrorCode.Usage, $"Atom '{code.Key}' is a command; it has no code to replace.", "holdfast runs retry --help"));

    private static RunPart PartOf(RunRequest request)
    {
        if (new[] { request.Wave is not null, request.Atoms.Count > 0, request.Module is not null, request.Component is not null }.Count(named => named) > 1)
            throw new RefusedException(new Error(ErrorCode.Usage, "Of wave, atoms, module and component only one can be given: each names the part to run."));
        return request switch
        {
            { Wave: { } wave } => new RunPart.Wave(wave),
            { Atoms.Count: > 0 } => new RunPart.Batch([.. Given.Texts("atoms", request.Atoms)]),
            { Module: { } module } => new RunPart.Module(module),
            { Component: { } component } => new RunPart.Component(component),
            _ => new RunPart.Whole(),
        };
    }
}
