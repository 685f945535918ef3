using Holdfast.Core.Environments;

namespace Holdfast.Core.Tests.Environments;

public sealed class EnvironmentReportTests
{
    [Theory]
    [InlineData(Need.Required, FindingState.Good, true)]
    [InlineData(Need.Required, FindingState.Limited, true)]
    [InlineData(Need.Required, FindingState.Missing, false)]
    [InlineData(Need.Required, FindingState.Unusable, false)]
    [InlineData(Need.Optional, FindingState.Missing, true)]
    [InlineData(Need.Optional, FindingState.Unusable, true)]
    public void CanWork_WithOneFindingBesideAGoodOne_DependsOnWhatIsRequired(Need need, FindingState state, bool canWork)
    {
        var good = new EnvironmentFinding("good", Need.Required, FindingState.Good, null, null, "", null);

        Assert.Equal(canWork, new EnvironmentReport([good, good with { Need = need, State = state }]).CanWork);
    }
}
