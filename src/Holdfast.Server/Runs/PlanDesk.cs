using Holdfast.Core;
using Holdfast.Core.Plans;
using Holdfast.Core.Results;
using Holdfast.Engine.Plans;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Protocol.Plans;
using Holdfast.Server.Endpoints;
using Holdfast.Server.Wire;
using Holdfast.Server.Wire.Results;
using Microsoft.Extensions.Logging;
using PlanFault = Holdfast.Protocol.Plans.PlanFault;
using PlanOverview = Holdfast.Protocol.Plans.PlanOverview;
using PlanTrends = Holdfast.Protocol.Results.PlanTrends;

namespace Holdfast.Server.Runs;

/// <summary>A plan that can be run, and what its check found all the same.</summary>
/// <param name="Source">The full path of its file; empty when it came another way.</param>
/// <param name="Revision">The hash it is kept under; null when it was not asked of the store.</param>
internal sealed record UsablePlan(Plan Plan, string Source, IReadOnlyList<PlanFault> Warnings, string? Revision = null);

/// <summary>Reads plans and says what is wrong with them.</summary>
/// <param name="home">The folder everything is kept in.</param>
internal sealed class PlanDesk(string home, IStore store, KnownSecrets secrets, TimeProvider time, ILogger logger)
{
    /// <summary>What faults call the plan that is in the body of a request.</summary>
    public const string BodyName = "<body>";

    /// <summary>Runs that are looked through for a plan, the newest.</summary>
    private const int MostListed = 10_000;

    private readonly AtomIndex atoms = new(store, logger);

    /// <summary>Plans that an atom was looked for in and that cannot be read.</summary>
    public int Unreadable => atoms.Unreadable;

    public async Task<PlanCheck> CheckAsync(PlanCheckRequest request, CancellationToken cancellationToken)
    {
        var (reading, faults) = await ReadAsync(request.Plan, SyntaxCheck(request.Environment), request.Strict, cancellationToken);
        return new PlanCheck(IsUsable(faults, request.Strict), request.Plan.File, reading.Plan?.Name, reading.Plan?.Atoms.Length, faults);
    }

    public async Task<PlanOverview> ShowAsync(PlanSource source, CancellationToken cancellationToken)
    {
        var plan = await UseAsync(source, cancellationToken);
        return PlanOverviews.Of(plan.Plan, plan.Source);
    }

    /// <summary>Keeps a plan, so that it can be executed by its id.</summary>
    /// <param name="refuseUnlessSeen">Told the hash of the revision it takes the place of, null for none; null itself: whatever is there. Not asked where it is there already.</param>
    /// <exception cref="RefusedException">It has errors, or somebody else was quicker.</exception>
    public async Task<StoredMasterplan> StoreAsync(PlanSource source, Action<Plan, string?>? refuseUnlessSeen, CancellationToken cancellationToken)
    {
        var (plan, file, warnings, _) = await UseAsync(source, cancellationToken);
        var revision = PlanDocument.From(plan, file);
        if (refuseUnlessSeen is null)
            await store.SavePlanAsync(revision, cancellationToken);
        else
            await SaveInPlaceAsync(plan, revision, refuseUnlessSeen, cancellationToken);
        return new StoredMasterplan(plan.Id.Value, plan.Name, revision.Hash, plan.Atoms.Length, warnings);
    }

    private async Task SaveInPlaceAsync(Plan plan, PlanRevision revision, Action<Plan, string?> refuseUnlessSeen, CancellationToken cancellationToken)
    {
        var before = (await store.FindPlanAsync(plan.Id, cancellationToken))?.Hash;
        // Asked again because the answer got lost: it is in its place.
        if (before == revision.Hash)
            return;
        refuseUnlessSeen(plan, before);
        if (!await store.TrySavePlanAsync(revision, before, cancellationToken))
            throw Preconditions.Changed($"Plan '{plan.Name}' is not as it was seen any more");
    }

    /// <summary>What was stored or run last under an id; null when nothing was.</summary>
    public async Task<UsablePlan?> FindStoredAsync(PlanId id, CancellationToken cancellationToken) =>
        await store.FindPlanAsync(id, cancellationToken) is { } revision ? new UsablePlan(PlanDocument.Read(revision.Document), revision.Source, [], revision.Hash) : null;

    /// <summary>The plan of an atom, and its key there; null when no plan that is kept has such an atom.</summary>
    public async Task<(UsablePlan Plan, string Key)?> FindAtomAsync(AtomId atom, CancellationToken cancellationToken) =>
        await atoms.FindAsync(atom, cancellationToken) is var (revision, plan, key) ? (new UsablePlan(plan, revision.Source, [], revision.Hash), key) : null;

    /// <summary>The plan as it is, warnings or not.</summary>
    /// <exception cref="RefusedException">It has errors.</exception>
    public async Task<UsablePlan> UseAsync(PlanSource source, CancellationToken cancellationToken)
    {
        var (reading, faults) = await ReadAsync(source, runtimes: null, strict: false, cancellationToken);
        return Usable(source, reading, faults, strict: false);
    }

    /// <summary>The plan, unless it has errors or warnings, such as code that does not parse.</summary>
    /// <exception cref="RefusedException">It has some.</exception>
    public async Task<UsablePlan> UseStrictlyAsync(PlanSource source, IReadOnlyDictionary<string, string>? environment, CancellationToken cancellationToken)
    {
        var (reading, faults) = await ReadAsync(source, SyntaxCheck(environment), strict: true, cancellationToken);
        return Usable(source, reading, faults, strict: true);
    }

    public async Task<PlanTrends> TrendsAsync(PlanTrendsRequest request, CancellationToken cancellationToken)
    {
        var plan = await FindAsync(request.Plan, cancellationToken);
        var newest = await store.ListRunsAsync(new RunFilter(MostListed, Plan: plan), cancellationToken);
        var records = new List<(StoredRun, RunRecord)>();
        var histories = new RunHistories(store, secrets);
        foreach (var run in newest.Where(run => run.EndedAt is not null).Take(request.Last).Reverse())
            records.Add((run, await RunRecords.LoadAsync(store, run, await histories.PlanOfAsync(run, cancellationToken), cancellationToken)));
        return records.Count > 0
            ? PlanTrendsDocuments.Of(records)
            : throw new RefusedException(new Error(ErrorCode.PlanNotFound, $"No run of plan '{request.Plan.File}' has ended yet.", $"holdfast run {request.Plan.File}"));
    }

    private IReadOnlyDictionary<AtomKind, IRuntime> SyntaxCheck(IReadOnlyDictionary<string, string>? environment) =>
        RuntimeSet.Create(home, environment is null ? ProcessEnvironment.OfThisProcess() : new ProcessEnvironment(Given.Variables("environment", environment)), time);

    /// <param name="runtimes">Asked whether code parses; null: it is not asked.</param>
    private static async Task<(PlanReading Reading, IReadOnlyList<PlanFault> Faults)> ReadAsync(
        PlanSource source, IReadOnlyDictionary<AtomKind, IRuntime>? runtimes, bool strict, CancellationToken cancellationToken)
    {
        if (!Path.IsPathFullyQualified(source.WorkingDirectory))
            throw new RefusedException(new Error(ErrorCode.Usage, $"The working directory '{source.WorkingDirectory}' is not a full path."));
        if (source is { File: PlanReader.StandardInput, Content: null })
            throw new RefusedException(new Error(ErrorCode.Usage, "A plan from standard input comes with its content."));
        var options = PlanReadOptions.Default with { Folder = source.WorkingDirectory };
        var reading = source.Content is { } content
            ? ReadText(source, content, options)
            : await PlanReader.ReadFileAsync(source.File, options, cancellationToken);
        IReadOnlyList<Core.Plans.PlanFault> syntax = runtimes is null ? [] : await PlanSyntaxCheck.CheckAsync(reading.Codes, runtimes, strict, cancellationToken);
        return (reading, [.. reading.Faults.Concat(syntax).Select(PlanFaults.ToWire)]);
    }

    private static PlanReading ReadText(PlanSource source, byte[] content, PlanReadOptions options)
    {
        var name = source.File == PlanReader.StandardInput ? "<stdin>" : source.File;
        return PlanReader.Read(content, PlanReader.FormatOf(name, content), name, source: "", source.WorkingDirectory, options);
    }

    private static bool IsUsable(IReadOnlyList<PlanFault> faults, bool strict) =>
        strict ? faults.Count == 0 : faults.All(fault => fault.Severity != FaultSeverity.Error);

    private static UsablePlan Usable(PlanSource source, PlanReading reading, IReadOnlyList<PlanFault> faults, bool strict)
    {
        if (reading.Plan is { } plan && IsUsable(faults, strict))
            return new UsablePlan(plan, reading.Source, faults);
        var count = faults.Count == 1 ? "1 fault" : $"{faults.Count} faults";
        var (what, so) = source.File switch
        {
            BodyName => ("The plan that was sent", "it was not stored"),
            PlanReader.StandardInput => ("The plan from standard input", "nothing was run"),
            var file => ($"The plan '{file}'", "nothing was run"),
        };
        throw new RefusedException(new Error(ErrorCode.PlanInvalid, $"{what} has {count}; {so}.", null, faults));
    }

    private async Task<PlanId> FindAsync(PlanSource source, CancellationToken cancellationToken)
    {
        var reference = source.File;
        if (source.Content is not null || File.Exists(Path.GetFullPath(reference, source.WorkingDirectory)))
            return (await UseAsync(source, cancellationToken)).Plan.Id;

        var runs = await store.ListRunsAsync(new RunFilter(MostListed), cancellationToken);
        var found = runs.Where(run => run.PlanName == reference || run.PlanId.ToString() == reference).DistinctBy(run => run.PlanId).ToList();
        if (found is [var only])
            return only.PlanId;
        var nearest = NearestName.Of(reference, runs.Select(run => run.PlanName).Distinct());
        throw new RefusedException(found.Count == 0
            ? new Error(ErrorCode.PlanNotFound, $"There is no file '{reference}', and no plan of that name or id was run.{(nearest is null ? "" : $" Did you mean '{nearest}'?")}", "holdfast runs list")
            : new Error(ErrorCode.PlanAmbiguous, $"'{reference}' may mean {string.Join(" or ", found.Select(run => $"{run.PlanSource} ({run.PlanId})"))}.", "name the file or the id"));
    }
}
