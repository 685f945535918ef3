using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Maintenance;

/// <summary>Sessions in the tmux server of the home. People's own servers are not looked at.</summary>
internal static class SessionRoom
{
    public static CleanupPart Part(string home, IStore store, HomeSessions sessions)
    {
        return new CleanupPart(CleanupKind.Session, LookAsync, CloseAsync);

        async Task<IReadOnlyList<CleanupStep>> LookAsync(string? only, CancellationToken cancellationToken)
        {
            // Sessions first: one whose record is read later has one.
            var found = (await sessions.ListAsync()).Where(session => only is null || session.Name == only).OrderBy(session => session.Name, StringComparer.Ordinal);
            var steps = new List<CleanupStep>();
            foreach (var session in found)
                steps.Add(SessionCleanup.Decide(await FactsOfAsync(home, store, session, cancellationToken)));
            return steps;
        }

        async Task<string?> CloseAsync(CleanupStep step, CancellationToken cancellationToken)
        {
            await sessions.CloseAsync(ExecutionNames.OfSession(step.Subject) ?? throw new InvalidOperationException($"'{step.Subject}' is no session of Holdfast's."));
            return (await sessions.ListAsync()).Any(session => session.Name == step.Subject) ? "tmux did not close it." : null;
        }
    }

    /// <summary>Closes those that are orphans.</summary>
    /// <returns>What was closed.</returns>
    public static async Task<IReadOnlyList<CleanupStep>> CloseOrphansAsync(string home, IStore store, HomeSessions sessions, CancellationToken cancellationToken)
    {
        var part = Part(home, store, sessions);
        var closed = new List<CleanupStep>();
        foreach (var step in (await part.LookAsync(null, cancellationToken)).Where(step => step.Acts))
        {
            if (await part.DoAsync(step, cancellationToken) is null)
                closed.Add(step);
        }

        return closed;
    }

    private static async Task<SessionFacts> FactsOfAsync(string home, IStore store, TmuxSession session, CancellationToken cancellationToken)
    {
        if (session.Execution is not { } execution)
            return new SessionFacts(session.Name, null, session.IsMarked, RecordStanding.Unknown, ShimLives: false);
        var standing = ProcessRoom.StandingOf(await store.FindRecordAsync(execution, cancellationToken));
        return new SessionFacts(session.Name, execution, session.IsMarked, standing, ExecutionFolders.Of(home, execution).IsLocked);
    }
}
