namespace Holdfast.Core.Executions;

public enum ExecutionStatus { Queued, Processing, TimingOut, Zombie, Cancelling, Completed, Failed, Cancelled }

/// <summary>Where one supervised process stands, with the data that exists there. <see cref="ExecutionTransitions"/> says what may follow.</summary>
public abstract record ExecutionState(ExecutionStatus Status)
{
    public sealed record Queued() : ExecutionState(ExecutionStatus.Queued);

    public sealed record Processing(ProcessIdentity Process, DateTimeOffset StartedAt) : ExecutionState(ExecutionStatus.Processing);

    /// <summary>SIGTERM is sent and the grace runs; what ends well in it counts as completed.</summary>
    public sealed record TimingOut(ProcessIdentity Process, DateTimeOffset StartedAt, TimeSpan Limit) : ExecutionState(ExecutionStatus.TimingOut);

    /// <summary>The record says that it runs, and all evidence says that it does not.</summary>
    /// <param name="Process">Null when it was never known.</param>
    public sealed record Zombie(ProcessIdentity? Process, string Why) : ExecutionState(ExecutionStatus.Zombie);

    /// <summary>Being ended. It is cancelled only once its whole tree is gone.</summary>
    public sealed record Cancelling(ProcessIdentity Process, DateTimeOffset StartedAt, string Who) : ExecutionState(ExecutionStatus.Cancelling);

    public sealed record Completed(ExecutionEnding Ending) : ExecutionState(ExecutionStatus.Completed);

    public sealed record Failed(ExecutionEnding Ending) : ExecutionState(ExecutionStatus.Failed);

    /// <param name="Ending">Null when it never started.</param>
    public sealed record Cancelled(string Who, ExecutionEnding? Ending) : ExecutionState(ExecutionStatus.Cancelled);
}
