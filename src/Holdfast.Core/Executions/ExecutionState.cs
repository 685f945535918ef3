using Holdfast.Core.Completion;

namespace Holdfast.Core.Executions;

public enum ExecutionStatus { Queued, Processing, TimingOut, Zombie, Cancelling, Completed, Failed, Cancelled }

/// <summary>Where one supervised process stands, with the data that exists there. <see cref="ExecutionTransitions"/> says what may follow.</summary>
public abstract record ExecutionState(ExecutionStatus Status)
{
    public sealed record Queued() : ExecutionState(ExecutionStatus.Queued);

    /// <param name="Finished">By what it had verifiably completed although it still runs; null as a rule. It is being ended then.</param>
    /// <param name="Suspicion">Null as long as it makes progress.</param>
    public sealed record Processing(ProcessIdentity Process, DateTimeOffset StartedAt, Verdict? Finished = null, Suspicion? Suspicion = null) : ExecutionState(ExecutionStatus.Processing);

    /// <summary>SIGTERM is sent and the grace runs; what ends well in it counts as completed.</summary>
    /// <param name="Why"><see cref="EndCause.WallTime"/> or <see cref="EndCause.Stalled"/>.</param>
    public sealed record TimingOut(ProcessIdentity Process, DateTimeOffset StartedAt, EndCause Why) : ExecutionState(ExecutionStatus.TimingOut);

    /// <summary>The record says that it runs, and all evidence says that it does not.</summary>
    /// <param name="Process">Null when it was never known.</param>
    public sealed record Zombie(ProcessIdentity? Process, string Why) : ExecutionState(ExecutionStatus.Zombie);

    /// <summary>Being ended. It is cancelled only once its whole tree is gone.</summary>
    public sealed record Cancelling(ProcessIdentity Process, DateTimeOffset StartedAt, string Who) : ExecutionState(ExecutionStatus.Cancelling);

    /// <param name="Verdict">Null where an earlier release judged by the exit code alone.</param>
    public sealed record Completed(ExecutionEnding Ending, Verdict? Verdict = null) : ExecutionState(ExecutionStatus.Completed);

    /// <param name="Verdict">Null where an earlier release judged by the exit code alone, and where it never started.</param>
    public sealed record Failed(ExecutionEnding Ending, Verdict? Verdict = null) : ExecutionState(ExecutionStatus.Failed);

    /// <param name="Ending">Null when it never started.</param>
    public sealed record Cancelled(string Who, ExecutionEnding? Ending) : ExecutionState(ExecutionStatus.Cancelled);
}
