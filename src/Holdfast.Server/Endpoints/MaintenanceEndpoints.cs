using System.Text.Json;
using Holdfast.Engine.Maintenance;
using Holdfast.Protocol;
using Holdfast.Protocol.Maintenance;
using Holdfast.Server.Wire.Maintenance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Endpoints;

/// <summary>Clean-up: what would be done, and doing it.</summary>
internal sealed class MaintenanceEndpoints(Cleanup cleanup)
{
    public static void Map(IEndpointRouteBuilder routes, Cleanup cleanup)
    {
        var endpoints = new MaintenanceEndpoints(cleanup);
        routes.MapPost("/api/v2/maintenance/cleanup/plan", endpoints.PlanAsync);
        routes.MapPost("/api/v2/maintenance/cleanup", endpoints.CarryOutAsync);
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
            var results = cleanup.CarryOutAsync(CleanupDocuments.ToEngine(order.Request), [.. order.Agreed.Select(CleanupDocuments.ToCore)], context.RequestAborted);
            await foreach (var result in results)
            {
                context.Response.ContentType = "application/x-ndjson";
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
