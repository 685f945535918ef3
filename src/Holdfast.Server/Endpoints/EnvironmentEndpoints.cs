using Holdfast.Protocol;
using Holdfast.Protocol.Environments;
using Holdfast.Server.Wire.Environments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Endpoints;

/// <summary>What the daemon finds of the machine it runs on.</summary>
internal static class EnvironmentEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, string home) => routes.MapGet("/api/v2/environment", async context =>
    {
        var agent = new Query(context.Request).Text("agent");
        var found = await EnvironmentDocuments.LookAsync(home, agent, SeenBy.Daemon, context.RequestAborted);
        await context.AnswerAsync(found, ProtocolJson.Compact.EnvironmentDocument);
    });
}
