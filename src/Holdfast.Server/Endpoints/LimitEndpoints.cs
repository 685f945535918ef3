using Holdfast.Engine.Executions;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Endpoints;

/// <summary>How much is let through, turned down and up again while the daemon runs.</summary>
internal sealed class LimitEndpoints(ExecutionDesk desk, RequestRate rate)
{
    private const string Root = "/api/v2/daemon/limits";
    private const int MostExecutions = 4_096;
    private const int MostRequests = 1_000_000;

    public static void Map(IEndpointRouteBuilder routes, ExecutionDesk desk, RequestRate rate)
    {
        var endpoints = new LimitEndpoints(desk, rate);
        routes.MapGet(Root, endpoints.ShowAsync);
        routes.MapPatch(Root, endpoints.ChangeAsync);
    }

    private Task ShowAsync(HttpContext context) =>
        context.AnswerAsync(new DaemonLimits(desk.ShowQueue(most: 0).Limit, rate.PerSecond), ProtocolJson.Compact.DaemonLimits);

    private async Task ChangeAsync(HttpContext context)
    {
        var change = await context.ReadAsync(ProtocolJson.Compact.DaemonLimitsChange);
        // Both are looked at before one is changed.
        RefuseOutside("max_executions", change.MaxExecutions, MostExecutions);
        RefuseOutside("http_requests_per_sec", change.HttpRequestsPerSec, MostRequests);
        if (change.HttpRequestsPerSec is { } requests)
            rate.PerSecond = requests;
        if (change.MaxExecutions is { } executions)
            desk.LimitTo(executions);
        await ShowAsync(context);
    }

    private static void RefuseOutside(string name, int? value, int most)
    {
        if (value is < 1 || value > most)
            throw new RefusedException(new Error(ErrorCode.Usage, $"{name} is a number from 1 to {most}, not {value}.", Pointer: $"/{name}"));
    }
}
