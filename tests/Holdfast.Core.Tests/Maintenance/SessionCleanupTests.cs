using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;

namespace Holdfast.Core.Tests.Maintenance;

public sealed class SessionCleanupTests
{
    private static readonly SessionFacts Orphan = new("holdfast-1", new ExecutionId(Guid.NewGuid()), IsMarked: true, RecordStanding.Over, ShimLives: false);

    public static readonly TheoryData<SessionFacts, bool> Cases = new()
    {
        { Orphan, true },
        // Of an earlier release, whose sessions have a name only.
        { Orphan with { IsMarked = false }, true },
        { Orphan with { Standing = RecordStanding.OpenExecution }, false },
        { Orphan with { Standing = RecordStanding.OpenAttempt }, false },
        { Orphan with { Standing = RecordStanding.Unknown }, true },
        { Orphan with { Standing = RecordStanding.Unknown, ShimLives = true }, false },
        { Orphan with { Standing = RecordStanding.Unknown, IsMarked = false }, false },
        { Orphan with { Execution = null, Name = "work" }, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decide_OneSession_ClosesWhatBelongsToNothingThatLives(SessionFacts session, bool closes)
    {
        var step = SessionCleanup.Decide(session);

        Assert.Equal((closes, session.Name, CleanupKind.Session), (step.Acts, step.Subject, step.Kind));
        Assert.EndsWith(".", step.Why, StringComparison.Ordinal);
    }
}
