using System.Collections.Immutable;
using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Plans;

public sealed class PlanOverviewTests
{
    // a ─→ c ─→ d
    // b ───────→ d     e alone
    [Fact]
    public void Of_SmallPlan_FindsWavesAndLongestChain()
    {
        var overview = PlanOverview.Of(PlanOf(
            Atom("a", AtomKind.Python, "x", "m"), Atom("b", AtomKind.Shell, "x", "n"), Atom("c", AtomKind.Python, "x", "m", 0),
            Atom("d", AtomKind.Command, "y", "m", 1, 2), Atom("e", AtomKind.Shell, "y", "m")));

        Assert.Equal(["1: 0,1,4", "2: 2", "3: 3"], overview.Waves.Select(wave => $"{wave.Number}: {string.Join(',', wave.Atoms)}"));
        Assert.Equal([0, 2, 3], overview.CriticalPath);
        Assert.Equal(["Python 2", "Shell 2", "Command 1"], overview.AtomsByKind.Select(count => $"{count.Kind} {count.Atoms}"));
        Assert.Equal(
            ["x m 2", "x n 1", "y m 2"],
            overview.Components.SelectMany(component => component.Modules.Select(module => $"{component.Name} {module.Name} {module.Atoms}")));
        Assert.Equal((3, 3), (overview.Edges, overview.Widest));
    }

    [Fact]
    public void Of_PlanWithoutAtoms_IsEmpty()
    {
        var overview = PlanOverview.Of(PlanOf());

        Assert.Equal((0, 0, 0, 0), (overview.Waves.Length, overview.CriticalPath.Length, overview.Edges, overview.Widest));
    }

    private static Plan PlanOf(params ImmutableArray<Atom> atoms) =>
        Plan.Create(PlanId.Derive("p", ""), "p", Schedule.Waves, 0.5, "{}", "/", atoms);

    private static Atom Atom(string key, AtomKind kind, string component, string module, params ImmutableArray<int> needs) =>
        new() { Key = key, Kind = kind, Component = component, Module = module, Needs = needs };
}
