using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Daemons;

internal static partial class DaemonLogMessages
{
    [LoggerMessage(1, LogLevel.Information, "daemon {Version} (pid {Pid}) serves {Home} on {Socket}", EventName = "daemon_serving")]
    public static partial void Serving(this ILogger logger, string version, int pid, string home, string socket);

    [LoggerMessage(2, LogLevel.Information, "stopping, asked by {Who}; {Executions} executions go on without it, and {Runs} runs with the next", EventName = "daemon_stopping")]
    public static partial void Stopping(this ILogger logger, string who, int executions, int runs);

    [LoggerMessage(3, LogLevel.Information, "draining, asked by {Who}: nothing more is taken, and {Executions} executions and {Runs} runs have to end", EventName = "daemon_draining")]
    public static partial void Draining(this ILogger logger, string who, int executions, int runs);

    [LoggerMessage(4, LogLevel.Warning, "ending {Executions} executions and {Runs} runs, asked by {Who}", EventName = "daemon_killing")]
    public static partial void Killing(this ILogger logger, string who, int executions, int runs);

    [LoggerMessage(5, LogLevel.Error, "the home {Home} was removed or moved: there is nothing left to serve, and the daemon ends", EventName = "home_removed")]
    public static partial void HomeRemoved(this ILogger logger, string home);

    [LoggerMessage(6, LogLevel.Error, "the daemon ends rather than go on with what it cannot trust: {Why}", EventName = "daemon_failed")]
    public static partial void Failed(this ILogger logger, string why, Exception fault);

    [LoggerMessage(7, LogLevel.Warning, "others may look into {Home}: it holds files that are not Holdfast's, so it was not closed to them", EventName = "home_open")]
    public static partial void HomeIsOpen(this ILogger logger, string home);

    [LoggerMessage(8, LogLevel.Information, "ended", EventName = "daemon_ended")]
    public static partial void Ended(this ILogger logger);

    [LoggerMessage(9, LogLevel.Error, "{Method} {Path} failed (request {Request})", EventName = "request_failed")]
    public static partial void RequestFailed(this ILogger logger, string method, string path, string request, Exception fault);

    [LoggerMessage(11, LogLevel.Information, "{Part} paused by {Who}", EventName = "queue_paused")]
    public static partial void QueuePaused(this ILogger logger, string part, string who);

    [LoggerMessage(12, LogLevel.Information, "{Part} resumed by {Who}", EventName = "queue_resumed")]
    public static partial void QueueResumed(this ILogger logger, string part, string who);

    [LoggerMessage(13, LogLevel.Warning, "key '{Key}' is held back until {Until:u}: {Failures} in a row failed, the last: {Why}", EventName = "circuit_opened")]
    public static partial void CircuitOpened(this ILogger logger, string key, DateTimeOffset until, int failures, string why);

    [LoggerMessage(14, LogLevel.Information, "key '{Key}': one is let through on trial", EventName = "circuit_half_opened")]
    public static partial void CircuitHalfOpened(this ILogger logger, string key);

    [LoggerMessage(15, LogLevel.Information, "key '{Key}': the trial went well, nothing is held back any more", EventName = "circuit_closed")]
    public static partial void CircuitClosed(this ILogger logger, string key);

    [LoggerMessage(17, LogLevel.Information, "setting {Setting} is {Value} now, no longer {Before} ({Place}), asked by {Who}", EventName = "setting_changed")]
    public static partial void SettingChanged(this ILogger logger, string setting, string value, string before, string place, string who);

    [LoggerMessage(10, LogLevel.Debug, "{Method} {Path} refused (request {Request}): {Code}: {Why}", EventName = "request_refused")]
    public static partial void RequestRefused(this ILogger logger, string method, string path, string request, string code, string why);

    [LoggerMessage(18, LogLevel.Debug, "{Method} {Path} answered {Status} in {DurationMs} ms (request {Request}, {Route})", EventName = "request_answered")]
    public static partial void RequestAnswered(this ILogger logger, string method, string path, int status, double durationMs, string request, string? route);

    [LoggerMessage(16, LogLevel.Warning, "the activity of session {Session} could not be recorded to its end: {Why}", EventName = "activity_unrecorded")]
    public static partial void Unfollowed(this ILogger logger, string session, string why, Exception fault);
}
