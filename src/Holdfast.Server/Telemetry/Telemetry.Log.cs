using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Telemetry;

internal static partial class TelemetryLogMessages
{
    [LoggerMessage(201, LogLevel.Information, "{What} are sent to {Target} over OTLP", EventName = "telemetry_sending")]
    public static partial void Sending(this ILogger logger, string what, OtlpTarget target);

    [LoggerMessage(202, LogLevel.Warning, "{What} could not be sent to {Target}: it is not there, or takes none. They are lost until it does; that is told, too", EventName = "telemetry_not_sent")]
    public static partial void NotSent(this ILogger logger, string what, OtlpTarget target);

    [LoggerMessage(203, LogLevel.Information, "{What} are sent to {Target} again", EventName = "telemetry_sent_again")]
    public static partial void SentAgain(this ILogger logger, string what, OtlpTarget target);

    [LoggerMessage(204, LogLevel.Error, "no more traces are sent until the daemon is restarted: {Message}", EventName = "spans_ended")]
    public static partial void SpansEnded(this ILogger logger, string message, Exception fault);

    [LoggerMessage(205, LogLevel.Error, "no more metrics are sent until the daemon is restarted: {Message}", EventName = "metrics_ended")]
    public static partial void MetricsEnded(this ILogger logger, string message, Exception fault);

    [LoggerMessage(206, LogLevel.Warning, "neither traces nor metrics are sent: {Message}", EventName = "nothing_sent")]
    public static partial void NothingSent(this ILogger logger, string message);

    [LoggerMessage(207, LogLevel.Error, "some events were not counted: {Message}", EventName = "events_not_counted")]
    public static partial void NotCounted(this ILogger logger, string message, Exception fault);

    [LoggerMessage(208, LogLevel.Warning, "more happens than can be told in spans: those of {Count} events are passed over, and those of later ones perhaps, which is not told again", EventName = "spans_skipped")]
    public static partial void SpansSkipped(this ILogger logger, long count);
}
