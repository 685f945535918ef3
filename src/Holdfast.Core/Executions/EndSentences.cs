using System.Globalization;

namespace Holdfast.Core.Executions;

/// <summary>Why a process ended, as a sentence for people.</summary>
public static class EndSentences
{
    public static string Of(EndCause cause) => cause switch
    {
        EndCause.Exited exited => $"It exited with code {exited.Code}.",
        EndCause.Signalled signalled => $"It was ended by signal {signalled.Signal}.",
        EndCause.WallTime wall => $"It ran longer than its time-out of {Seconds(wall.Limit)}.",
        EndCause.Stalled stalled => $"It showed no sign of progress for {Seconds(stalled.Silence)}.",
        EndCause.OutOfMemory => "It used more memory than it may.",
        EndCause.TooManyProcesses => "It started more processes than it may.",
        EndCause.OutputLimit limit => $"It wrote more than {limit.LimitBytes} bytes of output.",
        EndCause.DiskFull full => $"No space was left at {full.Path}.",
        EndCause.CancelledBy by => $"It was cancelled by {by.Who}.",
        EndCause.Lost lost => lost.Why,
        EndCause.CouldNotStart could => could.Why,
        EndCause.AgentReported agent => agent.Error,
        _ => throw new InvalidOperationException($"Unplaced cause {cause.GetType().Name}."),
    };

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
