using Holdfast.Protocol;
using Holdfast.Server.Daemons;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Endpoints;

/// <summary>The daemon itself: what it is, and how it is ended.</summary>
internal static class DaemonEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Daemon daemon)
    {
        routes.MapGet("/api/v2/daemon", context => context.AnswerAsync(daemon.Document, ProtocolJson.Compact.DaemonDocument));
        routes.MapPost("/api/v2/daemon/stop", async context =>
        {
            var request = await context.ReadAsync(ProtocolJson.Compact.DaemonStopRequest);
            daemon.Stop(request.Mode, "a request");
            await context.AnswerAsync(daemon.Document, ProtocolJson.Compact.DaemonDocument, StatusCodes.Status202Accepted);
        });
    }
}
