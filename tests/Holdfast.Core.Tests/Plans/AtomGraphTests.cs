using System.Collections.Immutable;
using Holdfast.Core.Plans;
using Holdfast.Core.Tests.Runs;

namespace Holdfast.Core.Tests.Plans;

public class AtomGraphTests
{
    // a -> b -> d
    // a ------> d      c      (d stands first in the plan)
    [Fact]
    public void Build_Diamond_NumbersWavesByTheLongestPath()
    {
        var graph = Game.Draw(Schedule.Waves, "d:a,b a b:a c").Graph;

        Assert.Equal(3, graph.WaveCount);
        Assert.Equal([3, 1, 2, 1], Enumerable.Range(0, 4).Select(graph.WaveOf));
        Assert.Equal([1, 3], graph.AtomsOfWave(1).ToArray());
        Assert.Equal([2], graph.AtomsOfWave(2).ToArray());
        Assert.Equal([0], graph.AtomsOfWave(3).ToArray());
        Assert.Equal([0, 2], graph.DependantsOf(1).ToArray());
        Assert.Equal([1, 2], graph.NeedsOf(0).ToArray());
        Assert.Empty(graph.DependantsOf(3).ToArray());
    }

    [Fact]
    public void Build_NoAtoms_HasNoWaves() => Assert.Equal(0, AtomGraph.Build([]).WaveCount);

    [Theory]
    [InlineData("a:a")]
    [InlineData("a:c b:a c:b")]
    public void Build_Cycle_Refuses(string graph) => Assert.Throws<ArgumentException>(() => Game.Draw(Schedule.Waves, graph));

    [Fact]
    public void Build_NeedOutsideThePlan_Refuses()
    {
        ImmutableArray<Atom> atoms = [new Atom { Key = "a", Kind = AtomKind.Shell, Needs = [1] }];

        Assert.Throws<ArgumentException>(() => AtomGraph.Build(atoms));
    }

    [Fact]
    public void Build_LongChain_NeedsNoStack()
    {
        const int length = 100_000;
        var atoms = Enumerable.Range(0, length).Select(i => new Atom { Key = $"a{i}", Kind = AtomKind.Shell, Needs = i == 0 ? [] : [i - 1] });

        Assert.Equal(length, AtomGraph.Build([.. atoms]).WaveCount);
    }

    [Fact]
    public void AtomId_SamePlanAndKey_IsTheSameForEver()
    {
        var plan = PlanId.Derive("orders", "/plans/orders.yaml");

        Assert.Equal(PlanId.Derive("orders", "/plans/orders.yaml"), plan);
        Assert.NotEqual(PlanId.Derive("orders", "/elsewhere/orders.yaml"), plan);
        Assert.Equal(AtomId.Derive(plan, "sum"), AtomId.Derive(plan, "sum"));
        Assert.NotEqual(AtomId.Derive(plan, "sum"), AtomId.Derive(plan, "total"));
        Assert.Equal(5, plan.Value.Version);
    }
}
