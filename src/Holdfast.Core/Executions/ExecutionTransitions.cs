using System.Collections.Immutable;

namespace Holdfast.Core.Executions;

/// <summary>The legal moves of an execution. Everything else throws, and names both ends.</summary>
public static class ExecutionTransitions
{
    public static ImmutableArray<ExecutionStatus> From(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Queued => [ExecutionStatus.Processing, ExecutionStatus.Failed, ExecutionStatus.Cancelled],
        ExecutionStatus.Processing =>
            [ExecutionStatus.TimingOut, ExecutionStatus.Zombie, ExecutionStatus.Cancelling, ExecutionStatus.Completed, ExecutionStatus.Failed],
        ExecutionStatus.TimingOut => [ExecutionStatus.Completed, ExecutionStatus.Failed],
        ExecutionStatus.Zombie => [ExecutionStatus.Failed],
        ExecutionStatus.Cancelling => [ExecutionStatus.Completed, ExecutionStatus.Failed, ExecutionStatus.Cancelled],
        ExecutionStatus.Completed or ExecutionStatus.Failed or ExecutionStatus.Cancelled => [],
    };

    public static bool IsLegal(ExecutionStatus from, ExecutionStatus to) => From(from).Contains(to);

    /// <exception cref="InvalidOperationException">An execution in <paramref name="from"/> cannot become <paramref name="to"/>.</exception>
    public static ExecutionState Move(ExecutionId id, ExecutionState from, ExecutionState to) =>
        IsLegal(from.Status, to.Status)
            ? to
            : throw new InvalidOperationException($"Execution {id} is {from.Status} and cannot become {to.Status}.");
}
