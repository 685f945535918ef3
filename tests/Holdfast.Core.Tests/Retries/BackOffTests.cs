using Holdfast.Core.Executions;
using Holdfast.Core.Retries;
using Holdfast.Core.Runs;

namespace Holdfast.Core.Tests.Retries;

public class BackOffTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(1000, 60)]
    public void Delay_WithoutJitter_DoublesUpToTheLongest(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), BackOff.Delay(failures, jitter: 0.5, asked: null));

    [Fact]
    public void Delay_Jitter_ScalesByThreeToFiveQuarters()
    {
        Assert.Equal(TimeSpan.FromSeconds(0.75), BackOff.Delay(1, 0, null));
        Assert.Equal(TimeSpan.FromSeconds(1.25), BackOff.Delay(1, 1, null));
    }

    [Theory]
    [InlineData(0.1, 1)]
    [InlineData(30, 30)]
    [InlineData(86_400, 900)]
    public void Delay_OtherSideAsked_WaitsAtLeastThatLongWithinReason(double asked, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), BackOff.Delay(1, 0.5, TimeSpan.FromSeconds(asked)));

    [Theory]
    [InlineData(-10, 0)]
    [InlineData(10, 10)]
    [InlineData(864_000, 900)]
    public void Remaining_ClockWasSet_IsNeverNegativeNorLongerThanAnyDelay(int left, int seconds)
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(TimeSpan.FromSeconds(seconds), BackOff.Remaining(now.AddSeconds(left), now));
    }

    [Fact]
    public void Jitter_OfManyAttempts_IsSpreadOutAndAlwaysTheSame()
    {
        var run = new RunId(new Guid("018f0000-0000-7000-8000-000000000000"));
        var jitters = Enumerable.Range(1, 1000).Select(number => BackOff.Jitter(new AttemptId(run, "a", number).Execution)).ToArray();

        Assert.All(jitters, jitter => Assert.InRange(jitter, 0, 1 - double.Epsilon));
        Assert.InRange(jitters.Average(), 0.45, 0.55);
        Assert.Equal(jitters[0], BackOff.Jitter(new AttemptId(run, "a", 1).Execution));
        Assert.Equal(0, BackOff.Jitter(new ExecutionId(Guid.Empty)));
    }
}
