using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Protocol.Plans;
using Holdfast.Protocol.Results;
using Holdfast.Protocol.Runs;
using Holdfast.Server.Daemons;
using Holdfast.Server.Runs;
using Holdfast.Server.Telemetry;
using Holdfast.Server.Wire;
using Holdfast.Server.Wire.Executions;
using Holdfast.Server.Wire.Results;
using Schedule = Holdfast.Core.Plans.Schedule;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Holdfast.Server.Endpoints;

/// <summary>Plans that are kept here: stored, looked at, executed whole or in part, and what became of them.</summary>
internal sealed class MasterplanEndpoints(Daemon daemon, PlanDesk plans, RunDesk runs, ExecutionDesk desk, IStore store, string home)
{
    private const string Plans = "/api/v2/masterplans";
    private const string Executions = "/api/v2/execution";
    internal const int MostListed = 1_000;
    internal const int UsuallyListed = 100;

    public static void Map(IEndpointRouteBuilder routes, Daemon daemon, PlanDesk plans, RunDesk runs, ExecutionDesk desk, IStore store, string home)
    {
        var endpoints = new MasterplanEndpoints(daemon, plans, runs, desk, store, home);
        routes.MapPost(Plans, endpoints.StoreAsync);
        routes.MapGet(Plans, endpoints.ListAsync);
        routes.MapGet($"{Plans}/{{id}}", endpoints.ShowAsync);
        routes.MapGet($"{Plans}/{{id}}/graph", endpoints.GraphAsync);
        routes.MapPost($"{Executions}/masterplan/{{id}}", context => endpoints.ExecuteAsync(context, new RunPart.Whole()));
        routes.MapPost($"{Executions}/wave/{{id}}/{{wave}}", context => endpoints.ExecuteAsync(context, new RunPart.Wave(WaveOf(context))));
        routes.MapPost($"{Executions}/component/{{id}}/{{name}}", context => endpoints.ExecuteAsync(context, new RunPart.Component(NameOf(context))));
        routes.MapPost($"{Executions}/module/{{id}}/{{name}}", context => endpoints.ExecuteAsync(context, new RunPart.Module(NameOf(context))));
        routes.MapPost($"{Executions}/atom/{{id}}", endpoints.ExecuteAtomAsync);
        routes.MapGet($"{Executions}/summary/{{id}}", endpoints.SummaryAsync);
        routes.MapGet($"{Executions}/metrics", endpoints.MetricsAsync);
    }

    private async Task StoreAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        // Files that it names are looked for where the caller says, and else nowhere in particular.
        var folder = new Query(context.Request).Text("working_directory") ?? "/";
        var stored = await plans.StoreAsync(new PlanSource(PlanDesk.BodyName, folder, body.ToArray()), SeenBy(context.Request), context.RequestAborted);
        context.Response.Headers.Location = $"{Plans}/{stored.PlanId}";
        context.Response.Headers.ETag = Preconditions.TagOf(stored.Revision);
        await context.AnswerAsync(stored, ProtocolJson.Compact.StoredMasterplan, StatusCodes.Status201Created);
    }

    /// <returns>Null when the caller does not say what it takes the place of.</returns>
    private static Action<Plan, string?>? SeenBy(HttpRequest request)
    {
        request.RequireTags();
        return request.Headers.IfMatch.Count + request.Headers.IfNoneMatch.Count == 0 ? null : (plan, before) =>
        {
            var what = $"Plan '{plan.Name}'";
            if (before is null && request.Headers.IfMatch.Count > 0)
                throw Preconditions.Changed($"{what} is not kept here, and {HeaderNames.IfMatch} says that it is");
            if (before is null)
                return;
            request.RequireNoMatch(Preconditions.TagOf(before), what);
            request.RequireMatch(Preconditions.TagOf(before), what);
        };
    }

    private async Task ListAsync(HttpContext context)
    {
        var found = await store.ListPlansAsync(new Query(context.Request).Number("limit", 1, MostListed) ?? UsuallyListed, context.RequestAborted);
        await context.AnswerAsync(
            new MasterplanList([.. found.Select(plan => new Masterplan(plan.Id.Value, plan.Name, plan.Source, plan.RevisionHash))]), ProtocolJson.Compact.MasterplanList);
    }

    private async Task ShowAsync(HttpContext context)
    {
        var plan = await FindAsync(context);
        if (!context.IsKnown(Preconditions.TagOf(plan.Revision!)))
            await context.AnswerAsync(PlanOverviews.Of(plan.Plan, plan.Source), ProtocolJson.Compact.PlanOverview);
    }

    private async Task GraphAsync(HttpContext context)
    {
        var plan = await FindAsync(context);
        if (context.IsKnown(Preconditions.TagOf(plan.Revision!)))
            return;
        var atoms = PlanOverviews.Of(plan.Plan, plan.Source).Waves.SelectMany(wave => wave.Atoms.Select(atom => (wave.Number, Atom: atom))).ToList();
        await context.AnswerAsync(
            new PlanGraph(
                plan.Plan.Id.Value,
                [.. atoms.Select(each => new PlanNode(each.Atom.Key, each.Atom.Kind, each.Atom.Component, each.Atom.Module, each.Number, each.Atom.Critical))],
                [.. atoms.SelectMany(each => each.Atom.Needs.Select(need => new PlanEdge(need, each.Atom.Key)))]),
            ProtocolJson.Compact.PlanGraph);
    }

    private async Task ExecuteAsync(HttpContext context, RunPart part)
    {
        var (request, wait) = await ReadAsync(context);
        var started = await StartAsync(context, await FindAsync(context), part, request);
        await new StartedRuns(daemon, runs, Reports).AnswerAsync(context, started, wait);
    }

    private async Task ExecuteAtomAsync(HttpContext context)
    {
        var (request, wait) = await ReadAsync(context);
        var reference = (string)context.Request.RouteValues["id"]!;
        var found = Guid.TryParse(reference, out var id) ? await plans.FindAtomAsync(new AtomId(id), context.RequestAborted) : null;
        if (found is not ({ } plan, { } key))
            throw new RefusedException(new Error(ErrorCode.UnknownAtom, $"No masterplan that is kept has an atom '{reference}'.", $"GET {Plans}"));
        var started = await StartAsync(context, plan, new RunPart.Batch([key]), request);
        await new StartedRuns(daemon, runs, Reports).AnswerAsync(
            context, started, wait, async () => AtomAnswers.Of(await Reports.ShowAtomAsync(started.RunId.ToString(), key, context.RequestAborted)), ProtocolJson.Compact.AtomAnswer);
    }

    private async Task<(MasterplanExecution Request, TimeSpan? Wait)> ReadAsync(HttpContext context)
    {
        var request = context.HasBody() ? await context.ReadAsync(ProtocolJson.Compact.MasterplanExecution) : new MasterplanExecution();
        if (daemon.IsDraining)
            throw new RefusedException(new Error(ErrorCode.DaemonStopping, "The daemon is about to stop and starts nothing more.", "ask again when it has"));
        if (request is { ExecuteByWaves: not null, Schedule: not null })
            throw new RefusedException(new Error(ErrorCode.Usage, "execute_by_waves and schedule say the same thing: give one of them."));
        return (request, new Query(context.Request).Wait());
    }

    private async Task<StartedRun> StartAsync(HttpContext context, UsablePlan plan, RunPart part, MasterplanExecution request)
    {
        Schedule? schedule = request.ExecuteByWaves switch
        {
            true => Schedule.Waves,
            false => Schedule.Sequential,
            null => request.Schedule?.ToCore(),
        };
        return await runs.StartAsync(plan, RepeatedRequests.IntentOf(context), part, schedule, request.WithNeeds, request.InputData, RequestTrace.Of(context), context.RequestAborted);
    }

    private async Task SummaryAsync(HttpContext context)
    {
        var plan = await FindAsync(context);
        if (await store.ListRunsAsync(new RunFilter(1, Plan: plan.Plan.Id), context.RequestAborted) is not [var run])
            throw new RefusedException(new Error(ErrorCode.RunNotFound, $"Plan '{plan.Plan.Name}' was not run yet.", $"POST {Executions}/masterplan/{plan.Plan.Id}"));
        var stats = await Reports.StatsAsync(run.Id.ToString(), context.RequestAborted);
        var levels = (await Reports.LevelsAsync(run.Id.ToString(), ResultLevel.Module, context.RequestAborted)).System;
        await context.AnswerAsync(
            new ExecutionSummary
            {
                PlanId = plan.Plan.Id.Value,
                RunId = stats.RunId,
                Number = stats.Number,
                Status = stats.Status,
                TotalAtoms = levels.Numbers.Total,
                SuccessfulAtoms = levels.Numbers.Succeeded,
                FailedAtoms = levels.Numbers.Failed,
                SuccessRate = levels.Numbers.SuccessRate,
                TotalExecutionTime = levels.Numbers.SpanMs / 1000.0,
                Waves = stats.Waves,
                Levels = levels,
                Errors = levels.Errors,
            },
            ProtocolJson.Compact.ExecutionSummary);
    }

    private async Task MetricsAsync(HttpContext context)
    {
        var counts = await store.CountAsync(context.RequestAborted);
        var atoms = counts.Atoms;
        await context.AnswerAsync(
            new ExecutionMetrics(
                counts.Runs.ToDictionary(each => Query.WordOf(each.Key.ToWire(), ProtocolJson.Compact.RunStatus), each => each.Value),
                new AtomCounts(atoms.Total, atoms.Succeeded, atoms.Failed, atoms.Skipped, atoms.Cancelled, atoms.Open),
                atoms.Concluded == 0 ? 1 : Math.Round((double)atoms.Succeeded / atoms.Concluded, 4),
                counts.Executions.ToDictionary(each => Query.WordOf(each.Key.ToWire(), ProtocolJson.Compact.ExecutionStatus), each => each.Value),
                desk.ShowQueue(most: 0).Waiting,
                runs.Atoms),
            ProtocolJson.Compact.ExecutionMetrics);
    }

    private RunReports Reports => new(store, home, runs.Secrets);

    private async Task<UsablePlan> FindAsync(HttpContext context)
    {
        var reference = (string)context.Request.RouteValues["id"]!;
        return Guid.TryParse(reference, out var id) && await plans.FindStoredAsync(new PlanId(id), context.RequestAborted) is { } plan
            ? plan
            : throw new RefusedException(new Error(ErrorCode.PlanNotFound, $"There is no masterplan '{reference}'.", $"GET {Plans}"));
    }

    private static int WaveOf(HttpContext context) => (string)context.Request.RouteValues["wave"]! is var text && int.TryParse(text, out var wave) && wave > 0
        ? wave
        : throw Query.Refused("wave", "a number from 1", text);

    private static string NameOf(HttpContext context) => (string)context.Request.RouteValues["name"]!;
}
