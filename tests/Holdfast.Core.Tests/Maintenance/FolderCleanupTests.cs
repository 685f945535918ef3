using Holdfast.Core.Maintenance;

namespace Holdfast.Core.Tests.Maintenance;

public sealed class FolderCleanupTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero);
    private static readonly FolderFacts Old = new("/h/executions/v1/ab/ab", RecordStanding.Over, false, Now.AddDays(-31), Now.AddDays(-31), OwnerLives: false, null);

    public static readonly TheoryData<FolderFacts, bool> Cases = new()
    {
        { Old, true },
        { Old with { EndedAt = Now.AddDays(-29) }, false },
        { Old with { OwnerLives = true }, false },
        { Old with { IsAttempt = true }, false },
        { Old with { Standing = RecordStanding.OpenAttempt, EndedAt = null }, false },
        { Old with { Standing = RecordStanding.OpenExecution, EndedAt = null }, false },
        { Old with { Standing = RecordStanding.Unknown, EndedAt = null }, true },
        { Old with { Standing = RecordStanding.Unknown, EndedAt = null, ChangedAt = Now.AddMinutes(-59) }, false },
        { Old with { Standing = RecordStanding.Unknown, EndedAt = null, ReplacedStore = "/h/store.db.replaced-20260301T120000" }, false },
        { Old with { EndedAt = null }, true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decide_AFolder_RemovesOnlyWhatNobodyNeeds(FolderFacts folder, bool goes) => Assert.Equal(goes, FolderCleanup.Decide(folder, FolderCleanup.DefaultAge, Now).Acts);

    [Fact]
    public void DecideLogs_OfTwoGroups_KeepsTheNewestOfEach()
    {
        var logs = new[] { ("a1", "a", 1), ("a3", "a", 3), ("a2", "a", 2), ("b1", "b", 1) }.Select(log => new LogFacts(log.Item1, log.Item2, Now.AddDays(log.Item3), 1));

        Assert.Equal(["a1"], LogCleanup.Decide(logs, keep: 2).Where(step => step.Acts).Select(step => step.Subject));
    }
}
