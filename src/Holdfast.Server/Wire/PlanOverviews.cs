using Holdfast.Core.Plans;
using Holdfast.Protocol.Plans;
using PlanOverview = Holdfast.Protocol.Plans.PlanOverview;

namespace Holdfast.Server.Wire;

/// <summary>The shape of a plan as the wire tells it.</summary>
public static class PlanOverviews
{
    /// <param name="source">The full path of its file; empty when it came another way.</param>
    public static PlanOverview Of(Plan plan, string source)
    {
        var shape = Core.Plans.PlanOverview.Of(plan);
        return new PlanOverview
        {
            PlanId = plan.Id.Value,
            Name = plan.Name,
            File = source,
            Schedule = plan.Schedule.ToWire(),
            StopBelow = plan.StopBelow,
            Atoms = plan.Atoms.Length,
            Needs = shape.Edges,
            Kinds = [.. shape.AtomsByKind.Select(kind => new KindCount(kind.Kind.ToWire(), kind.Atoms))],
            Components = [.. shape.Components.Select(component =>
                new ComponentOverview(component.Name, [.. component.Modules.Select(module => new ModuleOverview(module.Name, module.Atoms))]))],
            Waves = [.. shape.Waves.Select(wave => new WaveOverview(wave.Number, [.. wave.Atoms.Select(atom => Atom(plan, plan.Atoms[atom]))]))],
            CriticalPath = [.. shape.CriticalPath.Select(atom => plan.Atoms[atom].Key)],
            PossibleParallelism = shape.CriticalPath.Length == 0 ? 0 : Math.Round((double)plan.Atoms.Length / shape.CriticalPath.Length, 2),
        };
    }

    private static AtomOverview Atom(Plan plan, Atom atom) => new(
        atom.Key, atom.Kind.ToWire(), atom.Component, atom.Module, atom.Settings.Critical, [.. atom.Needs.Select(need => plan.Atoms[need].Key)]);
}
