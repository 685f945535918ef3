using Holdfast.Engine.Executions;
using Holdfast.Engine.Maintenance;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Protocol.Executions;
using Holdfast.Server.Wire;
using Holdfast.Server.Wire.Executions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Endpoints;

/// <summary>How executions are doing, how they ended, and what a person does about one that is stuck.</summary>
internal sealed class HealthEndpoints(ExecutionDesk desk, IStore store, TimeProvider time)
{
    private const string Root = "/api/v2/executions";
    internal const int UsualDays = 7;
    internal const int MostDays = 36_500;

    private readonly Rescue rescue = new(desk);

    public static void Map(IEndpointRouteBuilder routes, ExecutionDesk desk, IStore store, TimeProvider time)
    {
        var endpoints = new HealthEndpoints(desk, store, time);
        routes.MapGet($"{Root}/health", endpoints.HealthAsync);
        routes.MapGet($"{Root}/stats", endpoints.StatsAsync);
        routes.MapPost($"{Root}/{{id}}/reset", endpoints.ResetAsync);
        routes.MapPost($"{Root}/{{id}}/kill-zombie", endpoints.KillZombieAsync);
    }

    private async Task HealthAsync(HttpContext context) =>
        await context.AnswerAsync(HealthDocuments.Of(desk.TakeVitals(), time.GetUtcNow()), ProtocolJson.Compact.HealthDocument);

    private async Task StatsAsync(HttpContext context)
    {
        var days = new Query(context.Request).Number("days", 1, MostDays) ?? UsualDays;
        var since = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date.AddDays(1 - days), TimeSpan.Zero);
        await context.AnswerAsync(HealthDocuments.Of(await store.TallyExecutionsAsync(since, context.RequestAborted), days), ProtocolJson.Compact.ExecutionStatsDocument);
    }

    private async Task ResetAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ProtocolJson.Compact.ResetRequest);
        var execution = await ExecutionEndpoints.FindAsync(context, desk);
        var closed = RepeatedRequests.IsMade(context)
            ? execution
            : await rescue.ResetAsync(execution, Given.Who(request.Who), request.Force, Asking(context, execution), context.RequestAborted)
            ?? throw await NotDoneAsync(context, $"holdfast recover reset {execution.Number} --force, or holdfast exec kill {execution.Number}");
        await context.AnswerAsync(ExecutionDocuments.Of(closed), ProtocolJson.Compact.ExecutionDocument);
    }

    private async Task KillZombieAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ProtocolJson.Compact.ResetRequest);
        var execution = await ExecutionEndpoints.FindAsync(context, desk);
        var swept = RepeatedRequests.IsMade(context)
            ? Rescue.SweptOf(execution)
            : await rescue.KillZombieAsync(execution, Given.Who(request.Who), Asking(context, execution), context.RequestAborted)
            ?? throw await NotDoneAsync(context, $"holdfast exec kill {execution.Number}");
        var now = (await desk.FindAsync(execution.Id.ToString(), context.RequestAborted)).Execution ?? execution;
        await context.AnswerAsync(
            new KilledZombieDocument(ExecutionDocuments.Of(now), swept.Ended, swept.Left, swept.Proof.ToWire()), ProtocolJson.Compact.KilledZombieDocument);
    }

    private static Asking Asking(HttpContext context, StoredExecution execution) => RepeatedRequests.AskingOf(context, VersionIn(context, execution));

    private static long? VersionIn(HttpContext context, StoredExecution execution) => context.Request.RequireVersion(execution.Version, $"Execution {execution.Number}");

    private async Task<RefusedException> NotDoneAsync(HttpContext context, string advice)
    {
        var now = await ExecutionEndpoints.FindAsync(context, desk);
        // Changed between its being looked at and its turn.
        VersionIn(context, now);
        return new RefusedException(new Error(ErrorCode.ExecutionNotStuck, $"Execution {now.Number} is not stuck: {desk.TakeVitals(now.Id)?.Health.Detail ?? "it is over."}", advice));
    }
}
