using Holdfast.Engine.Executions;
using Holdfast.Protocol;
using Holdfast.Server.Daemons;
using Holdfast.Server.Wire.Diagnostics;
using Holdfast.Server.Wire.Queueing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Endpoints;

/// <summary>All that whoever mends a fault asks for.</summary>
internal static class DiagnosticsEndpoints
{
    private const int MostWaiting = 20;

    public static void Map(IEndpointRouteBuilder routes, Daemon daemon, LiveSettings settings, string home, ExecutionDesk desk, TimeProvider time) => routes.MapGet("/api/v2/diagnostics", async context =>
    {
        var knowledge = new DaemonKnowledge(daemon.Document, settings.Document, () => QueueDocuments.Of(desk.ShowQueue(MostWaiting)), () => desk.TakeVitals(), () => [.. desk.Open.SelectMany(desk.SecretsOf)]);
        var found = await DiagnosticsDocuments.LookAsync(home, knowledge, time, context.RequestAborted);
        await context.AnswerAsync(found, ProtocolJson.Compact.DiagnosticsDocument);
    });
}
