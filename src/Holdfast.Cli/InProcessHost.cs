using System.Runtime.CompilerServices;
using System.Text.Json;
using Holdfast.Cli.Settings;
using Holdfast.Core.Atoms;
using Holdfast.Core.Failures.Repairs;
using Holdfast.Core.Plans;
using Holdfast.Core.Results;
using Holdfast.Core.Runs;
using Holdfast.Engine.Plans;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Processes;
using Holdfast.Protocol;
using Holdfast.Protocol.Plans;
using Holdfast.Protocol.Results;
using Holdfast.Protocol.Runs;
using Holdfast.Server.Wire;
using Holdfast.Server.Wire.Results;
using AtomHistory = Holdfast.Protocol.Runs.AtomHistory;
using PlanFault = Holdfast.Protocol.Plans.PlanFault;
using PlanOverview = Holdfast.Protocol.Plans.PlanOverview;
using RunRequest = Holdfast.Protocol.Runs.RunRequest;
using RunStatus = Holdfast.Protocol.Runs.RunStatus;

namespace Holdfast.Cli;

/// <summary>
/// The engine inside this process, seen through Protocol only. Everything else here talks to this, so that a daemon can take
/// its place.
/// </summary>
internal sealed class InProcessHost : IAsyncDisposable
{
    /// <summary>Runs that were cut off and are taken up together.</summary>
    private const int MostCutOff = 10_000;

    /// <summary>Runs that are looked through for a plan, the newest.</summary>
    private const int MostListed = 10_000;

    private readonly HoldfastHome home;
    private readonly IStore store;
    private readonly RunHistories histories;
    private readonly int jobs;
    private RunEngine? engine;

    private InProcessHost(HoldfastHome home, IStore store, int jobs)
    {
        this.home = home;
        this.store = store;
        histories = new RunHistories(store);
        this.jobs = jobs;
    }

    // Who only looks at runs needs none.
    private RunEngine Engine => engine ??=
        new RunEngine(new RunEngineOptions(home.Path, jobs), store, RuntimeSet.Create(home.Path, TimeProvider.System), TimeProvider.System);

    public static string PlanSchema => Holdfast.Engine.Plans.PlanSchema.Text;

    /// <param name="jobs">Atoms at a time; null: as the settings say.</param>
    public static InProcessHost Open(int? jobs)
    {
        try
        {
            var settings = SettingSet.Load();
            var home = HoldfastHome.OpenAt(settings.Home);
            return new InProcessHost(home, SqliteStore.Open(home.Store), jobs ?? settings.Jobs);
        }
        catch (StoreUnavailableException unavailable)
        {
            throw new RefusedException(new Error(ErrorCode.StoreUnavailable, unavailable.Message));
        }
    }

    /// <summary>What somebody probably meant; null when nothing is near.</summary>
    public static string? NearestName(string name, IEnumerable<string> known) => Core.NearestName.Of(name, known);

    /// <summary>The folder for the details of unexpected faults.</summary>
    public static string FaultFolder() => Path.Combine(SettingSet.Load().Home, "faults");

    public static async Task<PlanCheck> CheckPlanAsync(string file, bool strict, CancellationToken cancellationToken)
    {
        var (reading, faults) = await ReadPlanAsync(file, checkSyntax: true, strict, cancellationToken);
        return new PlanCheck(IsUsable(faults, strict), file, reading.Plan?.Name, reading.Plan?.Atoms.Length, faults);
    }

    public static async Task<PlanOverview> ShowPlanAsync(string file, CancellationToken cancellationToken)
    {
        var (reading, faults) = await ReadPlanAsync(file, checkSyntax: false, strict: false, cancellationToken);
        return PlanOverviews.Of(UsablePlan(file, reading, faults, strict: false), reading.Source);
    }

    /// <param name="onUpdate">Told what happens, from the run's own loop: it must be quick.</param>
    public async Task<RunUnderWay> StartAsync(RunRequest request, Action<RunUpdate> onUpdate, CancellationToken cancellationToken)
    {
        var (reading, faults) = await ReadPlanAsync(request.PlanFile, checkSyntax: request.Strict, request.Strict, cancellationToken);
        var plan = UsablePlan(request.PlanFile, reading, faults, request.Strict);
        foreach (var fault in faults)
            onUpdate(new RunUpdate.Warning(TimeProvider.System.GetUtcNow(), $"{fault.File}:{fault.Line}:{fault.Column}: {fault.Message}"));

        var updates = new RunUpdates(onUpdate);
        var asked = new Holdfast.Engine.Runs.RunRequest(plan, PlanDocument.From(plan, reading.Source))
        {
            Part = PartOf(request),
            WithNeeds = request.WithNeeds,
            Schedule = request.Schedule?.ToCore(),
            InputJson = request.Input.Count == 0 ? null : JsonSerializer.Serialize(request.Input, ProtocolJson.Compact.IReadOnlyDictionaryStringJsonElement),
        };
        return Follow(await Engine.StartAsync(asked, updates.Take, cancellationToken), updates, resumed: false);
    }

    /// <param name="reference">A number, an id, or an unambiguous part of one.</param>
    /// <param name="onUpdate">As for <see cref="StartAsync"/>.</param>
    public async Task<RunUnderWay> ResumeAsync(string reference, Action<RunUpdate> onUpdate, CancellationToken cancellationToken)
    {
        var run = await FindAsync(reference, cancellationToken);
        var updates = new RunUpdates(onUpdate);
        return Follow(await Engine.ResumeAsync(run, updates.Take, cancellationToken), updates, resumed: true);
    }

    /// <summary>Runs that have not ended and that no living process drives, oldest first.</summary>
    public async Task<IReadOnlyList<RunRow>> CutOffAsync(CancellationToken cancellationToken)
    {
        var unfinished = await store.ListRunsAsync(new RunFilter(MostCutOff, Unfinished: true), cancellationToken);
        return [.. unfinished.Where(run => !ProcessIdentities.IsAlive(run.Owner.Process)).Reverse().Select(RunRows.Of)];
    }

    /// <summary>Removes what dead processes left behind. For when no run is cut off.</summary>
    public void RemoveLeftovers() => RunEngine.RemoveLeftovers(home.Path);

    /// <param name="status">Null: of any.</param>
    public async Task<RunList> ListAsync(int limit, RunStatus? status, CancellationToken cancellationToken)
    {
        var runs = await store.ListRunsAsync(new RunFilter(limit, Status: status?.ToCore()), cancellationToken);
        return new RunList([.. runs.Select(RunRows.Of)]);
    }

    /// <param name="everything">Whether all results and outputs are wanted, and not only the results nobody needed.</param>
    public async Task<RunDocument> ShowAsync(string reference, bool everything, CancellationToken cancellationToken)
    {
        var history = await LoadAsync(reference, cancellationToken);
        return await new RunDocuments(store, home.Path).OfAsync(history, everything ? RunContent.Everything : RunContent.FinalResults, cancellationToken);
    }

    public async Task<AtomHistory> ShowAtomAsync(string reference, string key, CancellationToken cancellationToken)
    {
        var history = await LoadAsync(reference, cancellationToken);
        return await new AtomHistories(store, home.Path).OfAsync(history, FindAtom(history, key), cancellationToken);
    }

    public async Task<RunStats> StatsAsync(string reference, CancellationToken cancellationToken)
    {
        var run = await FindAsync(reference, cancellationToken);
        return RunStatsDocuments.Of(run, await RecordAsync(run, cancellationToken));
    }

    public async Task<LevelReport> LevelsAsync(string reference, Protocol.Results.ResultLevel level, CancellationToken cancellationToken)
    {
        var run = await FindAsync(reference, cancellationToken);
        return new LevelReports(home.Path).Of(run, await RecordAsync(run, cancellationToken), level.ToCore());
    }

    public async Task<RunExport> ExportAsync(string reference, CancellationToken cancellationToken) =>
        await new RunExports(store, home.Path).OfAsync(await LoadAsync(reference, cancellationToken), cancellationToken);

    /// <summary>The run as one page that needs nothing else.</summary>
    public static void WritePage(Stream destination, RunExport export) => RunPage.Write(destination, export);

    /// <param name="reference">The plan's file, or the name or id of a plan that was run.</param>
    /// <param name="last">At most so many runs, the newest.</param>
    public async Task<Protocol.Results.PlanTrends> TrendsAsync(string reference, int last, CancellationToken cancellationToken)
    {
        var plan = await FindPlanAsync(reference, cancellationToken);
        var newest = await store.ListRunsAsync(new RunFilter(MostListed, Plan: plan), cancellationToken);
        var records = new List<(StoredRun, RunRecord)>();
        foreach (var run in newest.Where(run => run.EndedAt is not null).Take(last).Reverse())
            records.Add((run, await RecordAsync(run, cancellationToken)));
        return records.Count > 0
            ? PlanTrendsDocuments.Of(records)
            : throw new RefusedException(new Error(ErrorCode.PlanNotFound, $"No run of plan '{reference}' has ended yet.", $"holdfast run {reference}"));
    }

    /// <param name="second">A run to compare it with, or an atom of it; null when <paramref name="key"/> names the atom.</param>
    /// <returns>Either how the two runs differ or how the atom's code was changed.</returns>
    public async Task<(RunDiff? Runs, AtomRevisions? Revisions)> DiffAsync(string reference, string? second, string? key, CancellationToken cancellationToken)
    {
        if (second is null == key is null)
            throw new RefusedException(new Error(ErrorCode.Usage, "Name a run to compare it with, or one atom of it.", "holdfast runs diff --help"));
        var run = await FindAsync(reference, cancellationToken);
        var history = await histories.LoadAsync(run, cancellationToken);
        if (key is not null)
            return (null, RevisionDocuments.Of(history, FindAtom(history, key)));

        var other = await store.FindRunAsync(second!, cancellationToken);
        var isAtom = history.Plan.TryFind(second!, out var atom) && history.State.StateOf(atom) is not null;
        if (isAtom && other is not { Run: null, Candidates.Count: 0 })
        {
            throw new RefusedException(new Error(
                ErrorCode.RunOrAtom, $"'{second}' is an atom of run {run.Number}, and may also be a run.", $"holdfast runs diff {run.Number} --atom {second}, or write the run's id"));
        }

        if (isAtom)
            return (null, RevisionDocuments.Of(history, atom));
        if (other is { Run: null, Candidates.Count: 0 })
            throw new RefusedException(new Error(ErrorCode.RunNotFound, $"'{second}' is neither a run nor an atom of run {run.Number}.", "holdfast runs list"));
        var after = await FindAsync(second!, cancellationToken);
        if (after.PlanId != run.PlanId)
            throw new RefusedException(new Error(ErrorCode.DifferentPlans, $"Run {run.Number} is of plan '{run.PlanName}' and run {after.Number} of plan '{after.PlanName}': only runs of one plan compare."));
        return (await new RunDiffs(store, histories).OfAsync(history, await histories.LoadAsync(after, cancellationToken), cancellationToken), null);
    }

    /// <summary>Starts a new run that takes over every success of an ended one.</summary>
    /// <param name="onUpdate">As for <see cref="StartAsync"/>.</param>
    public async Task<RunUnderWay> RetryAsync(RetryOrder retry, Action<RunUpdate> onUpdate, CancellationToken cancellationToken)
    {
        var run = await FindAsync(retry.Run, cancellationToken);
        var revisions = new Dictionary<string, CodeRevision>();
        if (retry.Code is { } code)
            revisions.Add(code.Key, await RevisionAsync(run, code, cancellationToken));
        var updates = new RunUpdates(onUpdate);
        var request = new RetryRequest(run, [.. retry.Keys], revisions) { OnlyFailed = retry.OnlyFailed };
        return Follow(await Engine.RetryAsync(request, updates.Take, cancellationToken), updates, resumed: false);
    }

    private async Task<CodeRevision> RevisionAsync(StoredRun run, NewCode code, CancellationToken cancellationToken)
    {
        var history = await histories.LoadAsync(run, cancellationToken);
        var atom = history.Plan.Atoms[FindAtom(history, code.Key)];
        return atom.Code is { } before
            ? new CodeRevision(code.Text, "person", $"From {code.File}.", UnifiedDiff.Of(before, code.Text))
            : throw new RefusedException(new Error(ErrorCode.Usage, $"Atom '{code.Key}' is a command; it has no code to replace.", "holdfast runs retry --help"));
    }

    /// <param name="key">Null: of every atom, in the plan's order.</param>
    /// <param name="attempt">Null: the last.</param>
    public async IAsyncEnumerable<LogLine> LogsAsync(
        string reference, string? key, int? attempt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var history = await LoadAsync(reference, cancellationToken);
        var atoms = key is null ? Enumerable.Range(0, history.Plan.Atoms.Length) : [FindAtom(history, key)];
        foreach (var atom in atoms)
        {
            var (from, tries) = await WhoseLogsAsync(history, atom, cancellationToken);
            if (FindAttempt(from, tries, history.Plan.Atoms[atom].Key, attempt, isNamed: key is not null) is not { } found)
                continue;
            var log = AttemptFolder.Of(home.Path, found.Execution).OutputLog;
            foreach (var line in LogLines.Read(log, found.AtomKey, found.Number, found.Ending?.StartedAt ?? found.StartedAt, history.Mask))
                yield return line;
        }
    }

    public async Task<DeletedRun> DeleteAsync(string reference, CancellationToken cancellationToken)
    {
        var run = await FindAsync(reference, cancellationToken);
        if (run.EndedAt is null)
            throw new RefusedException(new Error(ErrorCode.RunNotEnded, $"Run {run.Number} has not ended and is not deleted.", $"holdfast resume {run.Number}"));
        await RefuseIfInheritedAsync(run, cancellationToken);
        await foreach (var attempt in store.ReadAttemptsAsync(run.Id, cancellationToken))
        {
            var folder = AttemptFolder.Of(home.Path, attempt.Execution).Path;
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }

        // Somebody may have started a run on its results, or deleted it, meanwhile.
        if (!await store.DeleteRunAsync(run.Id, cancellationToken))
            await RefuseIfInheritedAsync(run, cancellationToken);
        return new DeletedRun(run.Id.Value, run.Number);
    }

    private async Task RefuseIfInheritedAsync(StoredRun run, CancellationToken cancellationToken)
    {
        const int MostNamed = 10;
        var inheritors = await store.ListInheritorsAsync(run.Id, cancellationToken);
        if (inheritors.Count == 0)
            return;
        var named = string.Join(", ", inheritors.Take(MostNamed)) + (inheritors.Count > MostNamed ? $" and {inheritors.Count - MostNamed} more" : "");
        throw new RefusedException(new Error(
            ErrorCode.RunInheritedFrom,
            $"Run {run.Number} is not deleted: {(inheritors.Count == 1 ? "run" : "runs")} {named} took over results of it.",
            $"first: holdfast runs delete {inheritors[^1]}"));
    }

    public async ValueTask DisposeAsync()
    {
        if (engine is not null)
            await engine.DisposeAsync();
        await store.DisposeAsync();
    }

    private static async Task<(PlanReading Reading, IReadOnlyList<PlanFault> Faults)> ReadPlanAsync(
        string file, bool checkSyntax, bool strict, CancellationToken cancellationToken)
    {
        var options = file == PlanReader.StandardInput ? PlanReadOptions.Default with { StandardInput = Console.OpenStandardInput() } : PlanReadOptions.Default;
        var reading = await PlanReader.ReadFileAsync(file, options, cancellationToken);
        IReadOnlyList<Core.Plans.PlanFault> syntax = checkSyntax
            ? await PlanSyntaxCheck.CheckAsync(reading.Codes, RuntimeSet.Create(HoldfastHome.OpenAt(SettingSet.Load().Home).Path, TimeProvider.System), strict, cancellationToken)
            : [];
        return (reading, [.. reading.Faults.Concat(syntax).Select(PlanFaults.ToWire)]);
    }

    private static bool IsUsable(IReadOnlyList<PlanFault> faults, bool strict) =>
        strict ? faults.Count == 0 : faults.All(fault => fault.Severity != FaultSeverity.Error);

    private static Plan UsablePlan(string file, PlanReading reading, IReadOnlyList<PlanFault> faults, bool strict)
    {
        if (reading.Plan is { } plan && IsUsable(faults, strict))
            return plan;
        var count = faults.Count == 1 ? "1 fault" : $"{faults.Count} faults";
        throw new RefusedException(new Error(ErrorCode.PlanInvalid, $"The plan '{file}' has {count}; nothing was run.", null, faults));
    }

    private static RunPart PartOf(RunRequest request) => request switch
    {
        { Wave: { } wave } => new RunPart.Wave(wave),
        { Atoms.Count: > 0 } => new RunPart.Batch([.. request.Atoms]),
        { Module: { } module } => new RunPart.Module(module),
        { Component: { } component } => new RunPart.Component(component),
        _ => new RunPart.Whole(),
    };

    private RunUnderWay Follow(RunStart start, RunUpdates updates, bool resumed)
    {
        if (start is not RunStart.Started { Handle: var handle })
        {
            var fault = ((RunStart.Refused)start).Fault;
            throw new RefusedException(new Error(fault.Code, fault.Message));
        }

        // Which atoms are part of a run never changes, so this may be asked while its writer works.
        updates.Begin(handle.Run, handle.State.Plan, atom => handle.State.StateOf(atom) is not null, jobs, resumed);
        return new RunUnderWay(handle.Run.Id.Value, handle.Stop, handle.Cancel, EndOfAsync(handle));
    }

    private static async Task EndOfAsync(RunHandle handle)
    {
        try
        {
            await handle.Completion;
        }
        catch (StoreFailedException failed)
        {
            throw new RefusedException(new Error(
                ErrorCode.StoreFailed, $"Run {handle.Run.Number} was left where it is, because the store failed: {failed.Message}", $"then: holdfast resume {handle.Run.Number}"));
        }
        catch (StaleEpochException stale)
        {
            throw new RefusedException(new Error(ErrorCode.RunIsDriven, stale.Message));
        }
    }

    private async Task<RunHistory> LoadAsync(string reference, CancellationToken cancellationToken) =>
        await LoadAsync(await FindAsync(reference, cancellationToken), cancellationToken);

    private async Task<RunHistory> LoadAsync(StoredRun run, CancellationToken cancellationToken) =>
        await RunHistory.LoadAsync(store, run, await histories.PlanOfAsync(run, cancellationToken), cancellationToken);

    private async Task<RunRecord> RecordAsync(StoredRun run, CancellationToken cancellationToken) =>
        await RunRecords.LoadAsync(store, run, await histories.PlanOfAsync(run, cancellationToken), cancellationToken);

    private async Task<PlanId> FindPlanAsync(string reference, CancellationToken cancellationToken)
    {
        if (reference == PlanReader.StandardInput || File.Exists(reference))
        {
            var (reading, faults) = await ReadPlanAsync(reference, checkSyntax: false, strict: false, cancellationToken);
            return UsablePlan(reference, reading, faults, strict: false).Id;
        }

        var runs = await store.ListRunsAsync(new RunFilter(MostListed), cancellationToken);
        var found = runs.Where(run => run.PlanName == reference || run.PlanId.ToString() == reference).DistinctBy(run => run.PlanId).ToList();
        if (found is [var only])
            return only.PlanId;
        var nearest = NearestName(reference, runs.Select(run => run.PlanName).Distinct());
        throw new RefusedException(found.Count == 0
            ? new Error(ErrorCode.PlanNotFound, $"There is no file '{reference}', and no plan of that name or id was run.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}", "holdfast runs list")
            : new Error(ErrorCode.PlanAmbiguous, $"'{reference}' may mean {string.Join(" or ", found.Select(run => $"{run.PlanSource} ({run.PlanId})"))}.", "name the file or the id"));
    }

    private async Task<StoredRun> FindAsync(string reference, CancellationToken cancellationToken)
    {
        var found = await store.FindRunAsync(reference, cancellationToken);
        if (found.Run is { } run)
            return run;
        throw new RefusedException(found.Candidates.Count == 0
            ? new Error(ErrorCode.RunNotFound, $"There is no run '{reference}'.", "holdfast runs list")
            : new Error(
                ErrorCode.RunAmbiguous,
                $"'{reference}' may mean {string.Join(" or ", found.Candidates.Select(candidate => $"run {candidate.Number} ({candidate.Id})"))}.",
                "name the number"));
    }

    private static int FindAtom(RunHistory history, string key)
    {
        if (history.Plan.TryFind(key, out var atom) && history.State.StateOf(atom) is not null)
            return atom;
        var nearest = NearestName(key, history.Plan.Atoms.Select(each => each.Key));
        throw new RefusedException(new Error(
            ErrorCode.UnknownAtom, $"Run {history.Run.Number} has no atom '{key}'.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}", $"holdfast runs show {history.Run.Number}"));
    }

    /// <summary>An atom that was taken over has its tries in the run it was taken over from.</summary>
    private async Task<(StoredRun Run, IReadOnlyList<StoredAttempt> Attempts)> WhoseLogsAsync(RunHistory history, int atom, CancellationToken cancellationToken)
    {
        if (history.State.StateOf(atom) is not AtomState.Concluded { Because: Because.InheritedFrom from })
            return (history.Run, history.AttemptsOf(atom));
        var origin = await store.FindRunAsync(from.Run.ToString(), cancellationToken);
        return origin.Run is { } run ? (run, (await LoadAsync(run, cancellationToken)).AttemptsOf(atom)) : (history.Run, []);
    }

    private static StoredAttempt? FindAttempt(StoredRun run, IReadOnlyList<StoredAttempt> attempts, string key, int? number, bool isNamed)
    {
        var found = number is null ? (attempts.Count > 0 ? attempts[^1] : null) : attempts.FirstOrDefault(attempt => attempt.Number == number);
        if (found is not null || !isNamed)
            return found;
        throw new RefusedException(new Error(
            ErrorCode.AttemptNotFound,
            number is null ? $"Atom '{key}' of run {run.Number} was never started." : $"Atom '{key}' of run {run.Number} has no try {number}; it has {attempts.Count}.",
            $"holdfast runs show {run.Number} --atom {key}"));
    }
}

/// <summary>A run that goes on.</summary>
/// <param name="Stop">Lets what runs finish and starts nothing more; takes who asked.</param>
/// <param name="Cancel">Ends what runs; takes who asked.</param>
/// <param name="Completion">Completes when the run has ended and that is durable.</param>
internal sealed record RunUnderWay(Guid RunId, Action<string> Stop, Action<string> Cancel, Task Completion);
