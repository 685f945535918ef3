using Holdfast.Core.Executions;

namespace Holdfast.Core.Completion;

/// <summary>What the way it ended says: a code of 0 is a hint, anything else is more than one.</summary>
public static class ExitReading
{
    public static Evidence Read(ExecutionEnding ending) => ending.Cause switch
    {
        EndCause.Exited(0) => Says(EvidenceLeaning.For, 0.5, "It exited with code 0."),
        EndCause.Exited exited => Says(EvidenceLeaning.Against, 0.7, $"It exited with code {exited.Code}."),
        EndCause.Signalled signalled => Says(EvidenceLeaning.Against, 0.8, $"It was ended by signal {signalled.Signal}."),
        EndCause.WallTime => Says(EvidenceLeaning.Against, 0.8, "It had to be ended at its time-out."),
        EndCause.Stalled => Says(EvidenceLeaning.Against, 0.8, "It had to be ended as it made no progress."),
        EndCause.OutOfMemory or EndCause.TooManyProcesses or EndCause.OutputLimit or EndCause.DiskFull =>
            Says(EvidenceLeaning.Against, 0.8, "It was ended by a limit."),
        EndCause.CancelledBy by => Says(EvidenceLeaning.Against, 0.8, $"It was cancelled by {by.Who}."),
        EndCause.Lost => Says(EvidenceLeaning.Against, 0.8, "It was lost: nobody knows how it ended."),
        EndCause.CouldNotStart => Says(EvidenceLeaning.Against, 1, "It never started."),
        EndCause.AgentReported => Says(EvidenceLeaning.Against, 0.9, "It reported an error."),
        _ => throw new InvalidOperationException($"Unplaced cause {ending.Cause.GetType().Name}."),
    } with
    { At = ending.EndedAt };

    private static Evidence Says(EvidenceLeaning leaning, double confidence, string detail) => new(EvidenceKind.Exit, leaning, confidence, default, detail);
}
