using System.Diagnostics;
using Holdfast.Core.Executions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Activity = System.Diagnostics.Activity;

namespace Holdfast.Server.Telemetry;

/// <summary>The span of each request, which what it asks for is a part of. In the pipeline only where traces are sent.</summary>
internal sealed class RequestSpans(SpanWriter spans)
{
    /// <summary>Says in an answer which span it is of, as the next level of Trace Context has it.</summary>
    public const string AnswerHeader = "traceresponse";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        using var span = spans.Begin(NameOf(RequestMethod.WordOf(context)), ActivityKind.Server, RequestTrace.OfCaller(context.Request));
        if (span is null)
        {
            await next(context);
            return;
        }

        var place = new TraceContext(span.TraceId.ToHexString(), span.SpanId.ToHexString(), (byte)(span.Recorded ? 1 : 0), span.TraceStateString);
        RequestTrace.Put(context, place);
        context.Response.Headers[AnswerHeader] = place.TraceParent;
        try
        {
            await next(context);
        }
        finally
        {
            Describe(span, context);
        }
    }

    // Of the address only what it is called by: the rest may hold anything.
    private static void Describe(Activity span, HttpContext context)
    {
        var (method, status) = (RequestMethod.WordOf(context), context.Response.StatusCode);
        if ((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } route)
        {
            span.DisplayName = $"{NameOf(method)} {route}";
            span.SetTag("http.route", route);
        }

        span.SetTag("http.request.method", method).SetTag("http.response.status_code", status).SetTag("url.scheme", context.Request.Scheme);
        if (status >= StatusCodes.Status500InternalServerError)
            span.SetTag("error.type", status.ToString(System.Globalization.CultureInfo.InvariantCulture)).SetStatus(ActivityStatusCode.Error);
    }

    // As OpenTelemetry names the span of a method that nobody knows.
    private static string NameOf(string method) => method == RequestMethod.Other ? "HTTP" : method;
}
