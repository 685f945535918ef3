using Holdfast.Core.Executions;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Telemetry;

/// <summary>The place in a trace that a request comes from, and that what it asks for belongs to.</summary>
internal static class RequestTrace
{
    public const string ParentHeader = "traceparent";
    public const string StateHeader = "tracestate";

    private static readonly object Own = new();

    /// <summary>Within the span of the request, where there is one; else where its caller is. Null when nobody says.</summary>
    public static TraceContext? Of(HttpContext context) =>
        context.Items.TryGetValue(Own, out var own) ? (TraceContext)own! : OfCaller(context.Request);

    /// <summary>What cannot be read is no place: the trace begins anew then.</summary>
    public static TraceContext? OfCaller(HttpRequest request) =>
        request.Headers[ParentHeader] is [{ } parent] ? TraceContext.TryParse(parent, string.Join(',', (IEnumerable<string?>)request.Headers[StateHeader])) : null;

    /// <summary>Puts what the request asks for into the request's own span.</summary>
    public static void Put(HttpContext context, TraceContext own) => context.Items[Own] = own;
}
