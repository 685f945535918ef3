using Holdfast.Core.Executions;

namespace Holdfast.Core.Tests.Executions;

public class ProgressRulesTests
{
    private static readonly Activity Before = new(100, TimeSpan.FromSeconds(1), 1000, 2);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    [Fact]
    public void IsProgress_OutputWorkOrReading_Is()
    {
        Assert.True(ProgressRules.IsProgress(Before, Before with { OutputBytes = 101 }, Between));
        Assert.True(ProgressRules.IsProgress(Before, Before with { Cpu = TimeSpan.FromSeconds(6) }, Between));
        Assert.True(ProgressRules.IsProgress(Before, Before with { IoBytes = 1_000_000 }, Between));
    }

    [Fact]
    public void IsProgress_OneThatOnlyTurnsOver_IsNot()
    {
        Assert.False(ProgressRules.IsProgress(Before, Before, Between));
        Assert.False(ProgressRules.IsProgress(Before, Before with { Cpu = TimeSpan.FromSeconds(1.1), IoBytes = 1100, Processes = 3 }, Between));
        Assert.False(ProgressRules.IsProgress(Before, Before with { Cpu = TimeSpan.Zero, IoBytes = 0 }, Between));
        Assert.False(ProgressRules.IsProgress(Before, Before, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(0, ProgressJudgement.Fine)]
    [InlineData(49, ProgressJudgement.Fine)]
    [InlineData(50, ProgressJudgement.Suspected)]
    [InlineData(99, ProgressJudgement.Suspected)]
    [InlineData(100, ProgressJudgement.Stalled)]
    public void Judge_Quiet_IsSuspectedBeforeItIsStalled(int quiet, ProgressJudgement expected) =>
        Assert.Equal(expected, ProgressRules.Judge(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(quiet)));
}
