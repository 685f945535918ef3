using Holdfast.Protocol;
using Holdfast.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Endpoints;

/// <summary>The tokens of the home: made anew, never told. Who may read the home reads them there.</summary>
internal static class TokenEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, AccessTokens tokens) =>
        routes.MapPost("/api/v2/token/rotate", async context =>
        {
            var request = await context.ReadAsync(ProtocolJson.Compact.TokenRotation);
            tokens.Rotate(request.ReadOnly);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
}
