using System.Collections.Concurrent;
using Holdfast.Core.Atoms;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Processes;
using Holdfast.Protocol;
using Holdfast.Protocol.Runs;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Runs;

/// <summary>Runs that were cut off when the daemon before died, or was stopped.</summary>
internal sealed partial class RunDesk
{
    /// <summary>Runs that are taken up together.</summary>
    private const int MostCutOff = 10_000;

    private readonly TaskCompletionSource takenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim resuming = new(1, 1);
    private readonly ConcurrentDictionary<RunId, string> leftAlone = [];
    // Guarded by itself. Whoever resumes is told of these; one that has ended, once.
    private readonly Dictionary<RunId, (StartedRun Run, bool IsTold)> resumed = [];

    /// <summary>Completes when every run that was cut off is driven again, or left alone with a reason.</summary>
    private Task TakenUp => takenUp.Task;

    /// <summary>Takes up every run that was cut off. To be called once, when the desk is opened.</summary>
    public async Task TakeUpAsync()
    {
        try
        {
            var cutOff = await CutOffAsync(closing.Token);
            // A run may have ended just before its daemon was killed: then only its folders are left.
            if (cutOff.Count == 0)
                RunEngine.RemoveLeftovers(home);
            foreach (var run in cutOff)
                await TakeUpAsync(run);
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            // The next daemon takes them up.
        }
        // Nobody waits for this.
        catch (Exception failed)
        {
            fault.TrySetException(failed);
        }
        finally
        {
            takenUp.TrySetResult();
            Changes?.Invoke();
        }
    }

    /// <summary>Runs that have not ended and that nobody drives.</summary>
    public int LeftAlone => leftAlone.Count;

    /// <summary>Why nobody drives a run that was cut off; null for any other.</summary>
    public string? WhyLeftAlone(Guid run) => leftAlone.GetValueOrDefault(new RunId(run));

    /// <summary>Takes the run up if it was cut off; one that goes on goes on.</summary>
    public async Task<StartedRun> ResumeAsync(string reference, RunResumeRequest request, RunAsking asking, CancellationToken cancellationToken)
    {
        await TakenUp.WaitAsync(cancellationToken);
        await resuming.WaitAsync(cancellationToken);
        try
        {
            var run = await store.RequireRunAsync(reference, cancellationToken);
            // One that nobody drives does not change, and of two that take it up one is refused; one that goes on, goes on.
            if (!asking.IsMade)
                await asking.SeenVersionAsync(run);
            else if (run.EndedAt is not null)
                return new StartedRun(run.Id.Value, run.Number, run.Status.ToWire(), []);
            // Before it is taken up, which is done once however often it is asked for: whoever asks again has been let in, and finds it changed by that.
            if (asking.Intent is { } intent)
                await store.NoteMadeAsync(intent, cancellationToken);
            if (live.TryGetValue(run.Id, out var driven))
                return Told(driven.Started);
            // One that ended since it was taken up is told of once more; one whose writer failed is taken up again.
            var now = await store.RequireRunAsync(run.Id.ToString(), cancellationToken);
            var ended = now.EndedAt is not null && FindResumed(run.Id) is { } found ? found with { Status = now.Status.ToWire() } : null;
            return Told(ended ?? (await ResumeAsync(run, TermsOf(request.Jobs, request.Environment), cancellationToken)).Started);
        }
        finally
        {
            resuming.Release();
        }
    }

    /// <summary>Every run that was cut off, whether it was taken up when the desk opened or is now.</summary>
    public async Task<ResumedRuns> ResumeAllAsync(RunResumeRequest request, CancellationToken cancellationToken)
    {
        await TakenUp.WaitAsync(cancellationToken);
        await resuming.WaitAsync(cancellationToken);
        try
        {
            var refused = new List<Error>();
            foreach (var run in await CutOffAsync(cancellationToken))
            {
                try
                {
                    await ResumeAsync(run, TermsOf(request.Jobs, request.Environment), cancellationToken);
                }
                catch (RefusedException unable)
                {
                    // The others can go on nevertheless.
                    refused.Add(unable.Error);
                }
            }

            List<StartedRun> all;
            lock (resumed)
                all = [.. resumed.Values.Select(each => each.Run).OrderBy(run => run.Number)];
            return new ResumedRuns([.. all.Select(Told)], refused);
        }
        finally
        {
            resuming.Release();
        }
    }

    private async Task<IReadOnlyList<StoredRun>> CutOffAsync(CancellationToken cancellationToken)
    {
        var unfinished = await store.ListRunsAsync(new RunFilter(MostCutOff, Unfinished: true), cancellationToken);
        return [.. unfinished.Where(run => !engine.Drives(run.Id) && (run.Owner.Process == ProcessIdentities.Current || !ProcessIdentities.IsAlive(run.Owner.Process))).Reverse()];
    }

    /// <summary>On nobody's order, so in the environment of the daemon: what that lacks must not fail an atom for good.</summary>
    private async Task TakeUpAsync(StoredRun run)
    {
        try
        {
            if (await FindMissingSecretAsync(run) is { } missing)
                throw new RefusedException(new Error(ErrorCode.RunCutOff, $"{missing} Whoever resumes it brings their own: holdfast resume {run.Number}"));
            await ResumeAsync(run, TermsOf(await JobsOfAsync(run), environment: null), closing.Token);
        }
        catch (Exception unable) when (unable is not (OperationCanceledException or StoreFailedException))
        {
            leftAlone[run.Id] = unable.Message;
            logger.RunLeftAlone(run.Number, run.Id.Value, unable.Message);
        }
    }

    private async Task<LiveRun> ResumeAsync(StoredRun run, RunTerms terms, CancellationToken cancellationToken)
    {
        if (terms.Environment is not null)
            Remember(await new RunHistories(store, Secrets).PlanOfAsync(run, cancellationToken), terms);
        var feed = new RunFeed();
        var updates = new RunUpdates(feed.Take);
        var start = await engine.ResumeAsync(run, terms, updates.Take, cancellationToken);
        // Before it is followed, which may find another reason at once.
        if (start is RunStart.Started)
            leftAlone.TryRemove(run.Id, out _);
        var driven = Begin(start, feed, updates, terms, takenUp: true, []);
        lock (resumed)
            resumed[run.Id] = (driven.Started, IsTold: false);
        logger.RunTakenUp(run.Number, run.Id.Value);
        return driven;
    }

    private StartedRun? FindResumed(RunId run)
    {
        lock (resumed)
            return resumed.TryGetValue(run, out var found) ? found.Run : null;
    }

    private StartedRun Told(StartedRun run)
    {
        var id = new RunId(run.RunId);
        lock (resumed)
        {
            if (!live.ContainsKey(id))
                resumed.Remove(id);
            else if (resumed.ContainsKey(id))
                resumed[id] = (run, IsTold: true);
        }

        return run;
    }

    /// <summary>It is over: who was told of it watches it, and hears of its end; so does who watched it before it was cut off.</summary>
    private void Forget(LiveRun run)
    {
        lock (resumed)
        {
            if (resumed.TryGetValue(run.Run.Id, out var known) && (known.IsTold || run.Feed.EndIsWatched))
                resumed.Remove(run.Run.Id);
        }
    }

    private async Task<int> JobsOfAsync(StoredRun run)
    {
        var plan = await new RunHistories(store, Secrets).PlanOfAsync(run, closing.Token);
        await foreach (var first in store.ReadEventsAsync(run.Id, plan, afterSequence: 0, closing.Token))
            return first.Event is RunEvent.Created { Jobs: { } jobs } ? jobs : Jobs;
        return Jobs;
    }

    /// <returns>A sentence; null when every secret that the rest of the run needs from the environment is there.</returns>
    private async Task<string?> FindMissingSecretAsync(StoredRun run)
    {
        var own = ProcessEnvironment.OfThisProcess();
        var histories = new RunHistories(store, Secrets);
        var plan = await histories.PlanOfAsync(run, closing.Token);
        var lacking = Enumerable.Range(0, plan.Atoms.Length)
            .SelectMany(atom => plan.Atoms[atom].Secrets.Values, (atom, secret) => (Atom: atom, Variable: secret.FromEnvironment))
            .Where(need => need.Variable is { } variable && !own.Host.ContainsKey(variable)).ToList();
        if (lacking.Count == 0)
            return null;
        var state = (await histories.LoadAsync(run, closing.Token)).State;
        var open = lacking.FirstOrDefault(need => state.StateOf(need.Atom) is not (null or AtomState.Concluded));
        return open.Variable is null
            ? null
            : $"Run {run.Number} was cut off and is not taken up: atom '{plan.Atoms[open.Atom].Key}' needs the environment variable {open.Variable}, which the daemon does not have.";
    }

    private RefusedException NotDriven(StoredRun run) => new(ProcessIdentities.IsAlive(run.Owner.Process) && run.Owner.Process != ProcessIdentities.Current
        ? new Error(ErrorCode.RunIsDriven, $"Run {run.Number} is being driven by process {run.Owner.Process.Pid}, which is no daemon of this home.")
        : new Error(ErrorCode.RunCutOff, leftAlone.GetValueOrDefault(run.Id, $"Run {run.Number} was cut off, and nobody drives it."), $"holdfast resume {run.Number}"));
}
