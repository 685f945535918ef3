using Holdfast.Core.Runs;

namespace Holdfast.Core.Tests.Runs;

public sealed class StartsAheadTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void PerPlace_NothingIsKnown_IsOne() => Assert.Equal(1, StartsAhead.Unknown.PerPlace);

    [Theory]
    [InlineData(0, StartsAhead.MostPerPlace)]
    [InlineData(1, StartsAhead.MostPerPlace)]
    [InlineData(2.5, 8)]
    [InlineData(4, 5)]
    [InlineData(9, 2)]
    [InlineData(11, 1)]
    [InlineData(20, 1)]
    public void PerPlace_AttemptsTakeThatLong_CoversTwentyMilliseconds(double milliseconds, int expected) =>
        Assert.Equal(expected, new StartsAhead(TimeSpan.FromMilliseconds(milliseconds)).PerPlace);

    [Fact]
    public void After_ManyShortOnes_RisesToTheMostAndNeverFallsMeanwhile()
    {
        var ahead = StartsAhead.Unknown;
        for (var ended = 0; ended < 40; ended++)
        {
            var before = ahead.PerPlace;
            ahead = ahead.After(Short);
            Assert.InRange(ahead.PerPlace, before, StartsAhead.MostPerPlace);
        }

        Assert.Equal(StartsAhead.MostPerPlace, ahead.PerPlace);
    }

    [Fact]
    public void After_OneLongOneAmongShortOnes_IsOneAtOnce()
    {
        var ahead = new StartsAhead(Short);

        Assert.Equal(1, ahead.After(TimeSpan.FromMinutes(1)).PerPlace);
    }
}
