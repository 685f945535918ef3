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
                Suspected(logger, execution.Number, suspicion.Seen);
                break;
            case ExecutionState.Processing { Finished: { } finished }:
                RunsOn(logger, execution.Number, finished.Reason);
                break;
            case ExecutionState.TimingOut timingOut:
                TimesOut(logger, execution.Number, EndSentences.Of(timingOut.Why));
                break;
            case ExecutionState.Cancelling cancelling:
                IsCancelled(logger, execution.Number, cancelling.Who);
                break;
            case ExecutionState.Zombie zombie:
                FoundDead(logger, execution.Number, zombie.Why);
                break;
            case ExecutionState.Completed completed:
                HasEnded(logger, execution.Number, execution.StateWord, execution.ExitCode, Why(completed.Ending, completed.Verdict));
                break;
            case ExecutionState.Failed failed:
                HasEnded(logger, execution.Number, execution.StateWord, execution.ExitCode, Why(failed.Ending, failed.Verdict));
                break;
            case ExecutionState.Cancelled cancelled:
                HasEnded(logger, execution.Number, execution.StateWord, execution.ExitCode, $"{cancelled.Who} cancelled it.");
                break;
        }
    }

    private static string Why(ExecutionEnding ending, Core.Completion.Verdict? verdict) =>
        verdict is null ? EndSentences.Of(ending.Cause) : $"{EndSentences.Of(ending.Cause)} {verdict.Reason}";

    [LoggerMessage(50, LogLevel.Information, "execution {Number} is {State}, exit code {Code}: {Why}")]
    private static partial void HasEnded(ILogger logger, long number, string state, int? code, string why);

    [LoggerMessage(51, LogLevel.Information, "execution {Number} is suspected of being stalled: {Seen}")]
    private static partial void Suspected(ILogger logger, long number, string seen);

    [LoggerMessage(52, LogLevel.Information, "execution {Number} has completed and runs on, so it is being ended: {Why}")]
    private static partial void RunsOn(ILogger logger, long number, string why);

    [LoggerMessage(53, LogLevel.Information, "execution {Number} is being ended: {Why}")]
    private static partial void TimesOut(ILogger logger, long number, string why);

    [LoggerMessage(54, LogLevel.Information, "execution {Number} was cancelled by {Who} and is being ended")]
    private static partial void IsCancelled(ILogger logger, long number, string who);

    [LoggerMessage(55, LogLevel.Warning, "execution {Number} lost its shim: {Why}")]
    private static partial void FoundDead(ILogger logger, long number, string why);
}
