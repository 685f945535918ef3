using System.Collections.Immutable;

namespace Holdfast.Core.Plans;

/// <summary>The shape of a plan, for drawing: its waves, its longest chain, its counts.</summary>
/// <param name="Waves">Wave 1 first.</param>
/// <param name="CriticalPath">The longest chain of atoms, each needing the one before; indices into <see cref="Plan.Atoms"/>.</param>
/// <param name="AtomsByKind">Kinds that are there, in the order of the enum.</param>
/// <param name="Components">In the plan's order; one without a name for a flat list.</param>
/// <param name="Edges">Needs of all atoms together.</param>
/// <param name="Widest">Atoms of the largest wave: what more jobs than that cannot speed up.</param>
public sealed record PlanOverview(
    ImmutableArray<PlanOverview.Wave> Waves,
    ImmutableArray<int> CriticalPath,
    ImmutableArray<PlanOverview.KindCount> AtomsByKind,
    ImmutableArray<PlanOverview.Component> Components,
    int Edges,
    int Widest)
{
    /// <param name="Number">From 1.</param>
    /// <param name="Atoms">In the plan's order.</param>
    public sealed record Wave(int Number, ImmutableArray<int> Atoms);

    public sealed record KindCount(AtomKind Kind, int Atoms);

    public sealed record Component(string Name, ImmutableArray<Module> Modules);

    public sealed record Module(string Name, int Atoms);

    public static PlanOverview Of(Plan plan)
    {
        var waves = Enumerable.Range(1, plan.Graph.WaveCount)
            .Select(number => new Wave(number, [.. plan.Graph.AtomsOfWave(number)]))
            .ToImmutableArray();
        return new PlanOverview(
            waves,
            FindCriticalPath(plan),
            [.. plan.Atoms.GroupBy(atom => atom.Kind).OrderBy(group => group.Key).Select(group => new KindCount(group.Key, group.Count()))],
            [.. plan.Atoms.GroupBy(atom => atom.Component).Select(ToComponent)],
            plan.Atoms.Sum(atom => atom.Needs.Length),
            waves.Select(wave => wave.Atoms.Length).DefaultIfEmpty().Max());
    }

    private static Component ToComponent(IGrouping<string, Atom> component) =>
        new(component.Key, [.. component.GroupBy(atom => atom.Module).Select(module => new Module(module.Key, module.Count()))]);

    // An atom's wave is the length of the longest chain that ends in it, so a chain through one need of each lower wave is longest.
    private static ImmutableArray<int> FindCriticalPath(Plan plan)
    {
        var graph = plan.Graph;
        if (graph.WaveCount == 0)
            return [];

        var path = ImmutableArray.CreateBuilder<int>(graph.WaveCount);
        var atom = graph.AtomsOfWave(graph.WaveCount)[0];
        path.Add(atom);
        while (graph.WaveOf(atom) > 1)
        {
            atom = NeedInWave(graph, atom, graph.WaveOf(atom) - 1);
            path.Add(atom);
        }

        path.Reverse();
        return path.MoveToImmutable();
    }

    private static int NeedInWave(AtomGraph graph, int atom, int wave)
    {
        foreach (var need in graph.NeedsOf(atom))
        {
            if (graph.WaveOf(need) == wave)
                return need;
        }

        throw new InvalidOperationException($"Atom {atom} of wave {wave + 1} needs nothing of wave {wave}.");
    }
}
