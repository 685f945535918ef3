using System.Text.Json;
using Holdfast.Engine.Maintenance;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Protocol.Maintenance;
using Holdfast.Server.Wire.Maintenance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Endpoints;

/// <summary>Clean-up: what would be done, and doing it. And what is done with the store as a whole, as far as it needs the daemon.</summary>
internal sealed class MaintenanceEndpoints(Cleanup cleanup, GarbageCollection garbage, IStore store)
{
    public static void Map(IEndpointRouteBuilder routes, Cleanup cleanup, GarbageCollection garbage, IStore store)
    {
        var endpoints = new MaintenanceEndpoints(cleanup, garbage, store);
        routes.MapPost("/api/v2/maintenance/cleanup/plan", endpoints.PlanAsync);
        routes.MapPost("/api/v2/maintenance/cleanup", endpoints.CarryOutAsync);
        routes.MapPost("/api/v2/maintenance/gc", endpoints.CollectAsync);
        routes.MapPost("/api/v2/maintenance/vacuum", endpoints.VacuumAsync);
    }

    private async Task CollectAsync(HttpContext context)
    {
        try
        {
            await context.AnswerAsync(StoreDocuments.Of(await garbage.RunAsync(context.RequestAborted)), ProtocolJson.Compact.GarbageDocument);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Error(ErrorCode.StoreUnavailable, refused.Message));
        }
    }

    private async Task VacuumAsync(HttpContext context)
    {
        try
        {
            var before = await store.MeasureAsync(context.RequestAborted);
            await store.CompactAsync(fromUnusedShare: 0, upToBytes: long.MaxValue, context.RequestAborted);
            await context.AnswerAsync(new VacuumDocument(before.FileBytes, (await store.MeasureAsync(context.RequestAborted)).FileBytes), ProtocolJson.Compact.VacuumDocument);
        }
        catch (IOException refused)
        {
            throw new RefusedException(new Error(ErrorCode.StoreUnavailable, refused.Message));
        }
    }

    private async Task PlanAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ProtocolJson.Compact.CleanupRequest);
        try
        {
            var steps = await cleanup.PlanAsync(CleanupDocuments.ToEngine(request), context.RequestAborted);
            await context.AnswerAsync(new CleanupPlan([.. steps.Select(CleanupDocuments.ToWire)]), ProtocolJson.Compact.CleanupPlan);
        }
        catch (CleanupRefusedException refused)
        {
            throw new RefusedException(new Error(refused.Code, refused.Message, refused.Advice));
        }
    }

    /// <summary>One line of JSON a step, as soon as it is done.</summary>
    private async Task CarryOutAsync(HttpContext context)
    {
        var order = await context.ReadAsync(ProtocolJson.Compact.CleanupOrder);
        try
        {
            // Once: behind the first result there are no headers to be written any more. A refusal comes before it, and has its own.
            context.Response.ContentType = "application/x-ndjson";
            var results = cleanup.CarryOutAsync(CleanupDocuments.ToEngine(order.Request), [.. order.Agreed.Select(CleanupDocuments.ToCore)], context.RequestAborted);
            await foreach (var result in results)
            {
                byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(CleanupDocuments.ToWire(result), ProtocolJson.Compact.CleanupResult), (byte)'\n'];
                await context.Response.Body.WriteAsync(line, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (CleanupRefusedException refused)
        {
            throw new RefusedException(new Error(refused.Code, refused.Message, refused.Advice));
        }
    }
}
