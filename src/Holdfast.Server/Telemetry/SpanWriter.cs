using System.Diagnostics;
using System.Runtime.CompilerServices;
using Holdfast.Core.Executions;
using Activity = System.Diagnostics.Activity;

namespace Holdfast.Server.Telemetry;

/// <summary>
/// Hands spans to whoever listens to our source. A span that was told to a process before it began, and is written when it is over, perhaps by
/// another daemon, has the id that was told then.
/// </summary>
internal sealed class SpanWriter : IDisposable
{
    /// <summary>Of everything we tell of ourselves.</summary>
    public const string SourceName = DaemonMeter.Name;

    private readonly ActivitySource source = new(SourceName);

    /// <summary>One that begins now, and ends when it is disposed of; null when nobody wants it.</summary>
    /// <param name="caller">Whom it is a part of; null at the beginning of a trace.</param>
    public Activity? Begin(string name, ActivityKind kind, TraceContext? caller)
    {
        // What the web server makes of the request on its own is not written, and must not be taken for the parent.
        Activity.Current = null;
        return source.StartActivity(name, kind, caller is null ? default : ContextOf(caller));
    }

    public void Write(Span span)
    {
        Activity.Current = null;
        using var activity = source.StartActivity(span.Name, ActivityKind.Internal, ContextOf(span.Place), startTime: span.Start);
        if (activity is null)
            return;
        SpanIdOf(activity) = TraceContext.SpanOf(span.Id);
        if (span.Place.Parent is null)
            ParentIdOf(activity) = null;
        foreach (var (name, value) in span.Attributes)
        {
            if (value is not null)
                activity.SetTag(name, value);
        }

        if (span.Error is { } error)
            activity.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error, error);
        foreach (var (name, at) in span.Moments)
            activity.AddEvent(new ActivityEvent(name, at));
        activity.SetEndTime((span.End > span.Start ? span.End : span.Start).UtcDateTime);
    }

    public void Dispose() => source.Dispose();

    // At the beginning of a trace there is no parent, but without one the trace would get another id. It is taken away again.
    private static ActivityContext ContextOf(TraceContext place) => new(
        ActivityTraceId.CreateFromString(place.TraceId), place.Parent is { } parent ? ActivitySpanId.CreateFromString(parent) : ActivitySpanId.CreateRandom(),
        place.IsSampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None, place.State, isRemote: true);

    // There is no public way to say which id a span has. A runtime without these fields is told of in the log, by a MissingFieldException.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? SpanIdOf(Activity activity);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_parentSpanId")]
    private static extern ref string? ParentIdOf(Activity activity);
}
