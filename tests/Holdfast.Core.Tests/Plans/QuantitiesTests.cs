using Holdfast.Core.Plans;

namespace Holdfast.Core.Tests.Plans;

public sealed class QuantitiesTests
{
    [Theory]
    [InlineData("30s", 30_000)]
    [InlineData("5m", 300_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("250ms", 250)]
    [InlineData("1d2h3m4s5ms", 93_784_005)]
    [InlineData("1.5s", 1500)]
    [InlineData("90", 90_000)]
    [InlineData("0.25", 250)]
    [InlineData(" 2s ", 2000)]
    [InlineData("365d", 31_536_000_000)]
    public void TryParseDuration_AllowedForm_GivesTheTime(string text, long milliseconds)
    {
        Assert.True(Quantities.TryParseDuration(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("0")]
    [InlineData("0s")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("5S")]
    [InlineData("5min")]
    [InlineData("30m1h")]
    [InlineData("1s1s")]
    [InlineData("1s5")]
    [InlineData("366d")]
    [InlineData("1e400")]
    [InlineData("NaN")]
    [InlineData("soon")]
    public void TryParseDuration_AnythingElse_IsRefused(string text) => Assert.False(Quantities.TryParseDuration(text, out _));

    [Theory]
    [InlineData("512MB", 512_000_000)]
    [InlineData("1GiB", 1L << 30)]
    [InlineData("1.5 KiB", 1536)]
    [InlineData("10kB", 10_000)]
    [InlineData("7", 7)]
    [InlineData("7B", 7)]
    [InlineData("2TiB", 2L << 40)]
    public void TryParseSize_AllowedForm_GivesTheBytes(string text, long expected)
    {
        Assert.True(Quantities.TryParseSize(text, out var bytes));
        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0.4B")]
    [InlineData("-1MB")]
    [InlineData("1M")]
    [InlineData("1mb")]
    [InlineData("1XB")]
    [InlineData("MB")]
    [InlineData("1.2.3MB")]
    [InlineData("9999TiB")]
    public void TryParseSize_AnythingElse_IsRefused(string text) => Assert.False(Quantities.TryParseSize(text, out _));
}
