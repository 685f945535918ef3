using Holdfast.Core.Maintenance;

namespace Holdfast.Core.Tests.Maintenance;

public sealed class RetentionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(31, false, false, false, true)]
    [InlineData(29, false, false, false, false)]
    [InlineData(31, true, false, false, false)]
    [InlineData(31, false, true, false, false)]
    [InlineData(31, false, false, true, false)]
    public void Goes_ARunThatIsOver_OnlyWhereNobodyNeedsIt(int daysAgo, bool isNewest, bool hasInheritors, bool holdsLatest, bool goes) =>
        Assert.Equal(goes, Retention.Goes(new EndedRun(Now.AddDays(-daysAgo), isNewest, hasInheritors, holdsLatest), RetentionRule.Default, Now));
}
