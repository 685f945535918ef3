using Holdfast.Engine.Runs;
using Holdfast.Engine.Storage;
using Holdfast.Protocol.Plans;
using Holdfast.Protocol.Runs;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Runs;

/// <summary>A run that the daemon drives, or has driven.</summary>
/// <param name="TakenUp">Whether it was cut off before.</param>
internal sealed record LiveRun(RunHandle Handle, RunFeed Feed, bool TakenUp, IReadOnlyList<PlanFault> Warnings)
{
    public StoredRun Run => Handle.Run;

    public StartedRun Started => new(Run.Id.Value, Run.Number, Run.Status.ToWire(), Warnings);
}
