using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Runs;

internal static partial class RunDeskLogMessages
{
    [LoggerMessage(101, LogLevel.Information, "run {Number} ({Run}) was cut off, and goes on")]
    public static partial void RunTakenUp(this ILogger logger, long number, Guid run);

    [LoggerMessage(102, LogLevel.Warning, "run {Number} ({Run}) was cut off, and is left alone: {Why}")]
    public static partial void RunLeftAlone(this ILogger logger, long number, Guid run, string why);

    [LoggerMessage(103, LogLevel.Error, "run {Number} ({Run}) cannot go on; the others do")]
    public static partial void RunFailed(this ILogger logger, long number, Guid run, Exception fault);

    [LoggerMessage(104, LogLevel.Information, "{Atoms} atoms run; they may finish for {Seconds} s, then they are interrupted")]
    public static partial void WaitingForAtoms(this ILogger logger, int atoms, double seconds);
}
