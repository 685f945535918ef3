using System.Text;
using Holdfast.Engine.Plans;
using Holdfast.Protocol;
using Holdfast.Server.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Endpoints;

/// <summary>Plans, before they are run and over all their runs.</summary>
internal sealed class PlanEndpoints(PlanDesk plans)
{
    private const string Root = "/api/v2/plans";

    public static void Map(IEndpointRouteBuilder routes, PlanDesk plans)
    {
        var endpoints = new PlanEndpoints(plans);
        routes.MapPost($"{Root}/check", endpoints.CheckAsync);
        routes.MapPost($"{Root}/show", endpoints.ShowAsync);
        routes.MapPost($"{Root}/trends", endpoints.TrendsAsync);
        routes.MapGet($"{Root}/schema", SchemaAsync);
    }

    private async Task CheckAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ProtocolJson.Compact.PlanCheckRequest);
        await context.AnswerAsync(await plans.CheckAsync(request, context.RequestAborted), ProtocolJson.Compact.PlanCheck);
    }

    private async Task ShowAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ProtocolJson.Compact.PlanShowRequest);
        await context.AnswerAsync(await plans.ShowAsync(request.Plan, context.RequestAborted), ProtocolJson.Compact.PlanOverview);
    }

    private async Task TrendsAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ProtocolJson.Compact.PlanTrendsRequest);
        if (request.Last < 1)
            throw new RefusedException(new Error(ErrorCode.Usage, $"Trends look at 1 run at least, not at {request.Last}."));
        await context.AnswerAsync(await plans.TrendsAsync(request, context.RequestAborted), ProtocolJson.Compact.PlanTrends);
    }

    private static async Task SchemaAsync(HttpContext context)
    {
        context.Response.ContentType = "application/schema+json";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(PlanSchema.Text), context.RequestAborted);
    }
}
