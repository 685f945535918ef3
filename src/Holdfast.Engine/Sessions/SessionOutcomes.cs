using Holdfast.Core.Executions;
using Holdfast.Core.Tasks;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Sessions;

/// <summary>What the end of an execution makes of the session it is.</summary>
internal static class SessionOutcomes
{
    public static SessionOutcome Of(StoredExecution ended) => ended.State switch
    {
        ExecutionState.Completed => SessionOutcome.Completed,
        ExecutionState.Failed => SessionOutcome.Failed,
        ExecutionState.Cancelled => SessionOutcome.Cancelled,
        _ => throw new InvalidOperationException($"Execution {ended.Id} is not over."),
    };
}
