using Holdfast.Core.Executions;
using Holdfast.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Daemons;

/// <summary>Says in the daemon's log what was decided about each execution, and why.</summary>
internal static partial class ExecutionDiary
{
    /// <param name="execution">As it is since a change.</param>
    public static void Tell(ILogger logger, StoredExecution execution)
    {
        switch (execution.State)
        {
            case ExecutionState.Processing { Suspicion: { } suspicion }:
                Suspected(logger, execution.Number, execution.Id.Value, suspicion.Seen);
                break;
            case ExecutionState.Processing { Finished: { } finished }:
                RunsOn(logger, execution.Number, execution.Id.Value, finished.Reason);
                break;
            case ExecutionState.TimingOut timingOut:
                TimesOut(logger, execution.Number, execution.Id.Value, EndSentences.Of(timingOut.Why));
                break;
            case ExecutionState.Cancelling cancelling:
                IsCancelled(logger, execution.Number, execution.Id.Value, cancelling.Who);
                break;
            case ExecutionState.Zombie zombie:
                FoundDead(logger, execution.Number, execution.Id.Value, zombie.Why);
                break;
            case ExecutionState.Completed completed:
                HasEnded(logger, execution.Number, execution.Id.Value, execution.StateWord, execution.ExitCode, Why(completed.Ending, completed.Verdict));
                break;
            case ExecutionState.Failed failed:
                HasEnded(logger, execution.Number, execution.Id.Value, execution.StateWord, execution.ExitCode, Why(failed.Ending, failed.Verdict));
                break;
            case ExecutionState.Cancelled cancelled:
                HasEnded(logger, execution.Number, execution.Id.Value, execution.StateWord, execution.ExitCode, $"{cancelled.Who} cancelled it.");
                break;
        }
    }

    // What was decided from how it ended says that itself.
    private static string Why(ExecutionEnding ending, Core.Completion.Verdict? verdict)
    {
        var end = EndSentences.Of(ending.Cause);
        if (verdict is null)
            return end;
        return verdict.Reason.Contains(end.TrimEnd('.'), StringComparison.Ordinal) ? verdict.Reason : $"{end} {verdict.Reason}";
    }

    [LoggerMessage(50, LogLevel.Information, "execution {ExecutionNumber} ({Execution}) is {State}, exit code {ExitCode}: {Why}", EventName = "execution_ended")]
    private static partial void HasEnded(ILogger logger, long executionNumber, Guid execution, string state, int? exitCode, string why);

    [LoggerMessage(51, LogLevel.Information, "execution {ExecutionNumber} ({Execution}) is suspected of being stalled: {Seen}", EventName = "execution_suspected")]
    private static partial void Suspected(ILogger logger, long executionNumber, Guid execution, string seen);

    [LoggerMessage(52, LogLevel.Information, "execution {ExecutionNumber} ({Execution}) has completed and runs on, so it is being ended: {Why}", EventName = "execution_runs_on")]
    private static partial void RunsOn(ILogger logger, long executionNumber, Guid execution, string why);

    [LoggerMessage(53, LogLevel.Information, "execution {ExecutionNumber} ({Execution}) is being ended: {Why}", EventName = "execution_timing_out")]
    private static partial void TimesOut(ILogger logger, long executionNumber, Guid execution, string why);

    [LoggerMessage(54, LogLevel.Information, "execution {ExecutionNumber} ({Execution}) was cancelled by {Who} and is being ended", EventName = "execution_cancelling")]
    private static partial void IsCancelled(ILogger logger, long executionNumber, Guid execution, string who);

    [LoggerMessage(55, LogLevel.Warning, "execution {ExecutionNumber} ({Execution}) lost its shim: {Why}", EventName = "execution_lost")]
    private static partial void FoundDead(ILogger logger, long executionNumber, Guid execution, string why);
}
