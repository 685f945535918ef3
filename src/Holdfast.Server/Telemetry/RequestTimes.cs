using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Telemetry;

/// <summary>Counts and times requests.</summary>
internal sealed class RequestTimes(DaemonMeter meter, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var since = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            meter.TakeRequest(RequestMethod.WordOf(context), RouteOf(context), context.Response.StatusCode, time.GetElapsedTime(since));
        }
    }

    // A caller may make it up: labels are closed sets.
    private static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";
}
