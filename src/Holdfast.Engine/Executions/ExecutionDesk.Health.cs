using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Executions;

/// <summary>How each execution that is not over is doing.</summary>
public sealed partial class ExecutionDesk
{
    /// <summary>Looks at all that are not over; oldest first.</summary>
    public IReadOnlyList<ExecutionVitals> TakeVitals() => TakeVitals([.. seats.Values.Select(seat => seat.Stored)]);

    /// <summary>Looks at one; null when it is over, or there is none.</summary>
    public ExecutionVitals? TakeVitals(ExecutionId execution) =>
        seats.TryGetValue(execution, out var seat) ? TakeVitals([seat.Stored])[0] : null;

    /// <summary>How long what cannot be proven dead is believed.</summary>
    public LivenessPolicy Liveness => options.Liveness;

    private IReadOnlyList<ExecutionVitals> TakeVitals(IReadOnlyList<StoredExecution> open) =>
        ExecutionLook.VitalsOf(open, launcher.FolderOf, FactsOf, options.Liveness, time);
}
