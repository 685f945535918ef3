using Holdfast.Core.Executions;

namespace Holdfast.Processes.Shims;

/// <summary>Who owns an execution's process.</summary>
/// <param name="Process">The shim itself.</param>
/// <param name="Cgroup">The folder of the group the process will run in, if one can be made; null for none.</param>
/// <param name="Release">Of Holdfast, that the shim is of.</param>
public sealed record ShimIdentity(ExecutionId Execution, ProcessIdentity Process, DateTimeOffset StartedAt, string? Cgroup, string Release);

/// <summary>The process of an execution.</summary>
/// <param name="Cgroup">The folder of the group it runs in; null for none.</param>
public sealed record ShimProcess(ExecutionId Execution, ProcessIdentity Process, DateTimeOffset StartedAt, string? Cgroup);

/// <summary>An execution's process is being ended.</summary>
/// <param name="Cause">What for. One stopped for time that ends well in its grace has completed all the same.</param>
public sealed record ShimStopping(ExecutionId Execution, EndCause Cause, DateTimeOffset Since);

/// <summary>How an execution's process ended.</summary>
public sealed record ShimExit
{
    public required ExecutionId Execution { get; init; }

    /// <summary>With cause <see cref="EndCause.CouldNotStart"/>, nothing ever ran.</summary>
    public required ExecutionEnding Ending { get; init; }

    /// <summary>How often progress put off the deadline.</summary>
    public int DeadlineExtensions { get; init; }

    /// <summary>Why the record could not be written at first, as when the disk was full; null as a rule.</summary>
    public string? RecordDelayedBy { get; init; }
}
