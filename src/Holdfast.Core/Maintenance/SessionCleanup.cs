using Holdfast.Core.Executions;

namespace Holdfast.Core.Maintenance;

/// <summary>A session in the tmux server of a home, beside what is known of its execution.</summary>
/// <param name="Execution">Whose it is by its name; null for one that somebody else made.</param>
/// <param name="IsMarked">Whether it bears the mark of that execution, too. Those of earlier releases do not.</param>
/// <param name="ShimLives">Whether the shim of that execution is alive.</param>
public sealed record SessionFacts(string Name, ExecutionId? Execution, bool IsMarked, RecordStanding Standing, bool ShimLives);

/// <summary>Which sessions are closed: those of ours that belong to nothing that lives.</summary>
public static class SessionCleanup
{
    private const string Close = "close it with all that is in it";

    public static CleanupStep Decide(SessionFacts session) => session switch
    {
        { Execution: null } => Step(session, null, "It is not named as Holdfast names its sessions."),
        { Standing: RecordStanding.OpenExecution or RecordStanding.OpenAttempt } => Step(session, null, "Its execution is not over."),
        { Standing: RecordStanding.Over } => Step(session, Close, "It is an orphan: its execution is over."),
        { IsMarked: false } => Step(session, null, "This home does not know its execution, and it does not bear the mark of Holdfast."),
        { ShimLives: true } => Step(session, null, "This home does not know its execution, which is alive."),
        _ => Step(session, Close, "It is an orphan: this home does not know its execution, and nothing of it is alive."),
    };

    private static CleanupStep Step(SessionFacts session, string? does, string why) => new(CleanupKind.Session, session.Name, $"session {session.Name}", does, why);
}
