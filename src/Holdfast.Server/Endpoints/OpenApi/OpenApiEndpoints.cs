using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Endpoints.OpenApi;

/// <summary>What can be asked for, for programs and for people. Made when it is asked for: seldom, and it is large.</summary>
internal static class OpenApiEndpoints
{
    /// <param name="version">Of the program.</param>
    public static void Map(IEndpointRouteBuilder routes, string version)
    {
        routes.MapGet("/openapi/v1.json", context => context.AnswerAsync(Encoding.UTF8.GetBytes(new ApiDescription(version).Write().ToJsonString())));
        routes.MapGet("/openapi", async context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(new ApiPage(new ApiDescription(version).Write()).Write()), context.RequestAborted);
        });
    }
}
