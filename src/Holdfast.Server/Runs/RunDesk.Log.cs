using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Runs;

internal static partial class RunDeskLogMessages
{
    [LoggerMessage(101, LogLevel.Information, "run {RunNumber} ({Run}) was cut off, and goes on", EventName = "run_taken_up")]
    public static partial void RunTakenUp(this ILogger logger, long runNumber, Guid run);

    [LoggerMessage(102, LogLevel.Warning, "run {RunNumber} ({Run}) was cut off, and is left alone: {Why}", EventName = "run_left_alone")]
    public static partial void RunLeftAlone(this ILogger logger, long runNumber, Guid run, string why);

    [LoggerMessage(103, LogLevel.Error, "run {RunNumber} ({Run}) cannot go on; the others do", EventName = "run_failed")]
    public static partial void RunFailed(this ILogger logger, long runNumber, Guid run, Exception fault);

    [LoggerMessage(104, LogLevel.Information, "{Atoms} atoms run; they may finish for {Seconds} s, then they are interrupted", EventName = "atoms_awaited")]
    public static partial void WaitingForAtoms(this ILogger logger, int atoms, double seconds);
}
