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
            meter.TakeRequest(MethodOf(context.Request.Method), RouteOf(context), context.Response.StatusCode, time.GetElapsedTime(since));
        }
    }

    // A caller may make up both: labels are closed sets.
    private static string MethodOf(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsPost(method) || HttpMethods.IsPatch(method) || HttpMethods.IsDelete(method) || HttpMethods.IsHead(method) ? method : "other";

    private static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";
}
