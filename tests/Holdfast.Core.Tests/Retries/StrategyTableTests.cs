using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Retries;
using Holdfast.Core.Runs;

namespace Holdfast.Core.Tests.Retries;

public class StrategyTableTests
{
    private static readonly AtomSettings Patient = AtomSettings.Default with { Retries = 10 };

    private static AtomHistory After(params Failure[] failures) =>
        failures.Aggregate(AtomHistory.Empty, (history, failure) => history.Failed(failure, null));

    private static Failure Of(FailureCategory category, int line = 1) =>
        new() { Category = category, Code = "code", Message = "It failed.", Confidence = 0.9, Rule = "test", Line = line };

    [Theory]
    [InlineData(FailureCategory.Syntax, Strategy.Fix)]
    [InlineData(FailureCategory.Import, Strategy.Fix)]
    [InlineData(FailureCategory.Type, Strategy.Fix)]
    [InlineData(FailureCategory.Runtime, Strategy.Fix)]
    [InlineData(FailureCategory.Timeout, Strategy.Regenerate)]
    [InlineData(FailureCategory.OutOfMemory, Strategy.Regenerate)]
    [InlineData(FailureCategory.Network, Strategy.Retry)]
    [InlineData(FailureCategory.RateLimited, Strategy.Retry)]
    [InlineData(FailureCategory.Killed, Strategy.Retry)]
    [InlineData(FailureCategory.Permission, Strategy.Manual)]
    [InlineData(FailureCategory.Environment, Strategy.Manual)]
    [InlineData(FailureCategory.OutputLimit, Strategy.Manual)]
    public void AfterFailure_First_BeginsWithTheCategorysOwnStrategy(FailureCategory category, Strategy expected)
    {
        var choice = StrategyTable.AfterFailure(Patient, After(Of(category)));

        Assert.Equal((expected, 0.9), (choice.Strategy, choice.Confidence));
    }

    [Theory]
    [InlineData(FailureCategory.Syntax)]
    [InlineData(FailureCategory.Runtime)]
    public void AfterFailure_SameErrorInARow_MovesOnAndIsLessSure(FailureCategory category)
    {
        var second = StrategyTable.AfterFailure(Patient, After(Of(category), Of(category)));
        var third = StrategyTable.AfterFailure(Patient, After(Of(category), Of(category), Of(category)));

        Assert.Equal((Strategy.Regenerate, Strategy.Manual), (second.Strategy, third.Strategy));
        Assert.Equal((0.63, 0.441), (Math.Round(second.Confidence, 6), Math.Round(third.Confidence, 6)));
    }

    [Fact]
    public void AfterFailure_ErrorAtAnotherLine_BeginsAnew()
    {
        var choice = StrategyTable.AfterFailure(Patient, After(Of(FailureCategory.Runtime, 1), Of(FailureCategory.Runtime, 2)));

        Assert.Equal((Strategy.Fix, 0.9), (choice.Strategy, choice.Confidence));
    }

    [Fact]
    public void AfterFailure_TransientAgain_StaysARetry()
    {
        var failures = Enumerable.Repeat(Of(FailureCategory.Network), 10).ToArray();

        Assert.Equal(Strategy.Retry, StrategyTable.AfterFailure(Patient, After(failures)).Strategy);
    }

    [Theory]
    [InlineData(true, Strategy.Manual)]
    [InlineData(false, Strategy.Skip)]
    public void AfterFailure_RetriesUsedUp_GivesUp(bool critical, Strategy expected)
    {
        var settings = AtomSettings.Default with { Retries = 1, Critical = critical };

        Assert.Equal(Strategy.Retry, StrategyTable.AfterFailure(settings, After(Of(FailureCategory.Network))).Strategy);
        Assert.Equal(expected, StrategyTable.AfterFailure(settings, After(Of(FailureCategory.Network), Of(FailureCategory.Network))).Strategy);
    }

    [Theory]
    [InlineData(FailureCategory.Syntax, Strategy.Fix, Strategy.Regenerate)]
    [InlineData(FailureCategory.Syntax, Strategy.Regenerate, Strategy.Manual)]
    [InlineData(FailureCategory.Import, Strategy.Fix, Strategy.Manual)]
    [InlineData(FailureCategory.Timeout, Strategy.Regenerate, Strategy.Manual)]
    public void AfterDeclined_NoAnswer_MovesOn(FailureCategory category, Strategy declined, Strategy expected) =>
        Assert.Equal(expected, StrategyTable.AfterDeclined(Patient, After(Of(category)), declined, "No idea.").Strategy);

    [Fact]
    public void AfterDeclined_NothingLeftAndNotCritical_Skips() =>
        Assert.Equal(
            Strategy.Skip,
            StrategyTable.AfterDeclined(Patient with { Critical = false }, After(Of(FailureCategory.Import)), Strategy.Fix, "No idea.").Strategy);
}
