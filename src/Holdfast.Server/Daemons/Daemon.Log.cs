using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Daemons;

internal static partial class DaemonLogMessages
{
    [LoggerMessage(1, LogLevel.Information, "daemon {Version} (pid {Pid}) serves {Home} on {Socket}")]
    public static partial void Serving(this ILogger logger, string version, int pid, string home, string socket);

    [LoggerMessage(2, LogLevel.Information, "stopping, asked by {By}; {Executions} executions go on without it, and {Runs} runs with the next")]
    public static partial void Stopping(this ILogger logger, string by, int executions, int runs);

    [LoggerMessage(3, LogLevel.Information, "draining, asked by {By}: nothing more is taken, and {Executions} executions and {Runs} runs have to end")]
    public static partial void Draining(this ILogger logger, string by, int executions, int runs);

    [LoggerMessage(4, LogLevel.Warning, "ending {Executions} executions and {Runs} runs, asked by {By}")]
    public static partial void Killing(this ILogger logger, string by, int executions, int runs);

    [LoggerMessage(5, LogLevel.Error, "the home {Home} was removed or moved: there is nothing left to serve, and the daemon ends")]
    public static partial void HomeRemoved(this ILogger logger, string home);

    [LoggerMessage(6, LogLevel.Error, "the daemon ends rather than go on with what it cannot trust: {Message}")]
    public static partial void Failed(this ILogger logger, string message, Exception fault);

    [LoggerMessage(7, LogLevel.Warning, "others may look into {Home}: it holds files that are not Holdfast's, so it was not closed to them")]
    public static partial void HomeIsOpen(this ILogger logger, string home);

    [LoggerMessage(8, LogLevel.Information, "ended")]
    public static partial void Ended(this ILogger logger);

    [LoggerMessage(9, LogLevel.Error, "{Method} {Path} failed")]
    public static partial void RequestFailed(this ILogger logger, string method, string path, Exception fault);

    [LoggerMessage(11, LogLevel.Information, "{Part} paused by {Who}")]
    public static partial void QueuePaused(this ILogger logger, string part, string who);

    [LoggerMessage(12, LogLevel.Information, "{Part} resumed by {Who}")]
    public static partial void QueueResumed(this ILogger logger, string part, string who);

    [LoggerMessage(13, LogLevel.Warning, "key '{Key}' is held back until {Until:u}: {Failures} in a row failed, the last: {Why}")]
    public static partial void CircuitOpened(this ILogger logger, string key, DateTimeOffset until, int failures, string why);

    [LoggerMessage(14, LogLevel.Information, "key '{Key}': one is let through on trial")]
    public static partial void CircuitHalfOpened(this ILogger logger, string key);

    [LoggerMessage(15, LogLevel.Information, "key '{Key}': the trial went well, nothing is held back any more")]
    public static partial void CircuitClosed(this ILogger logger, string key);

    [LoggerMessage(10, LogLevel.Debug, "{Method} {Path} refused: {Code}: {Message}")]
    public static partial void RequestRefused(this ILogger logger, string method, string path, string code, string message);

    [LoggerMessage(16, LogLevel.Warning, "the activity of session {Session} cannot be recorded any further: {Message}")]
    public static partial void Unfollowed(this ILogger logger, string session, string message, Exception fault);
}
