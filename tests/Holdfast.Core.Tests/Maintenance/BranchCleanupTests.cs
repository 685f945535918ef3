using Holdfast.Core.Maintenance;

namespace Holdfast.Core.Tests.Maintenance;

public sealed class BranchCleanupTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);
    private static readonly BranchFacts Old = new("holdfast/1", "1a2b3c4d5e6f7890", Now.AddDays(-8), null, IsMerged: true, null);

    public static readonly TheoryData<BranchFacts, bool, bool> Cases = new()
    {
        { Old, false, true },
        { Old with { IsMerged = false }, false, false },
        { Old with { IsMerged = false }, true, true },
        { Old with { Worktree = "/w" }, true, false },
        { Old with { Execution = 4 }, true, false },
        { Old with { ChangedAt = Now.AddDays(-6) }, true, false },
        { Old with { Name = "feature" }, true, false },
        { Old with { Name = "holdfasty/1" }, true, false },
        { Old with { Name = "holdfast/default" }, true, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decide_ABranch_DeletesOnlyWhatIsOursAndNotNeeded(BranchFacts branch, bool force, bool goes) =>
        Assert.Equal(goes, BranchCleanup.Decide(branch, "holdfast/default", new BranchRule(force, TimeSpan.FromDays(7)), Now).Acts);

    [Fact]
    public void Decide_OneThatGoes_SaysWhereItWas() =>
        Assert.Equal("delete it (was 1a2b3c4d5e)", BranchCleanup.Decide(Old, "main", new BranchRule(false, TimeSpan.FromDays(7)), Now).Does);
}
