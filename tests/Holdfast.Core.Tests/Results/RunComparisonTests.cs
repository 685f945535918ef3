using Holdfast.Core.Atoms;
using Holdfast.Core.Results;

namespace Holdfast.Core.Tests.Results;

public sealed class RunComparisonTests
{
    private static readonly ComparedAtom Sum = new("sum", Conclusion.Succeeded, """{"a":1,"b":2}""", "result = 1", TimeSpan.FromSeconds(1));

    [Fact]
    public void Of_SameRun_HasNoChanges() => Assert.Equal((0, 1), Counts(RunComparison.Of([Sum], [Sum])));

    [Fact]
    public void Of_ResultWrittenOtherwise_IsTheSame() =>
        Assert.Equal((0, 1), Counts(RunComparison.Of([Sum], [Sum with { ResultJson = """{ "b": 2, "a": 1 }""" }])));

    [Fact]
    public void Of_EachKindOfChange_IsToldApart()
    {
        Assert.Equal("conclusion", Kinds(Sum with { Conclusion = Conclusion.Failed }));
        Assert.Equal("result", Kinds(Sum with { ResultJson = """{"a":1,"b":3}""" }));
        Assert.Equal("result", Kinds(Sum with { ResultJson = null }));
        Assert.Equal("code", Kinds(Sum with { Code = "result = 2" }));
        Assert.Equal("duration", Kinds(Sum with { Duration = TimeSpan.FromSeconds(2) }));
        Assert.Equal("conclusion result", Kinds(Sum with { Conclusion = null, ResultJson = null, Duration = null }));
    }

    [Theory]
    [InlineData(10, 105, false)]
    [InlineData(10, 115, true)]
    [InlineData(1000, 1200, false)]
    [InlineData(1000, 1400, true)]
    [InlineData(1400, 1000, true)]
    public void Differs_SmallTimesOrSmallShares_AreNoise(int before, int after, bool expected) =>
        Assert.Equal(expected, RunComparison.Differs(TimeSpan.FromMilliseconds(before), TimeSpan.FromMilliseconds(after)));

    [Fact]
    public void Of_AtomsOfOnlyOneRun_ComeWithTheOtherSideEmpty()
    {
        var comparison = RunComparison.Of([Sum, Sum with { Key = "gone" }], [Sum with { Key = "new" }, Sum]);

        Assert.Equal([("gone", true, false), ("new", false, true)], comparison.Changes.Select(change => (change.Key, change.Before is not null, change.After is not null)));
        Assert.Equal(1, comparison.Same);
    }

    private static (int, int) Counts(RunComparison comparison) => (comparison.Changes.Length, comparison.Same);

    private static string Kinds(ComparedAtom after)
    {
        var change = Assert.Single(RunComparison.Of([Sum], [after]).Changes);
        return string.Join(' ', new[]
        {
            change.ConclusionChanged ? "conclusion" : null, change.ResultChanged ? "result" : null, change.CodeChanged ? "code" : null, change.DurationChanged ? "duration" : null,
        }.Where(kind => kind is not null));
    }
}
