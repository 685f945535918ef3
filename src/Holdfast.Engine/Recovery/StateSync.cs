using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Maintenance;
using Holdfast.Engine.Storage;
using Holdfast.Processes;

namespace Holdfast.Engine.Recovery;

/// <summary>What one reconciliation put right.</summary>
/// <param name="Closed">Executions whose records said that they run, while nobody owned or nothing was left of them.</param>
/// <param name="Orphans">Executions that are over, of which processes were found and ended.</param>
/// <param name="Sessions">Of tmux, that belonged to nothing that lives and were closed, each with the reason.</param>
public sealed record Reconciled(
    IReadOnlyList<StoredExecution> Closed, IReadOnlyList<(ExecutionId Execution, SweepResult Swept)> Orphans, IReadOnlyList<CleanupStep> Sessions);

/// <summary>
/// Compares records, processes and sessions, and puts right what is safe. The kernel's word comes first, and this is behind it: it finds only what
/// no event told. An end that is there is never changed, and what bears the mark of a record that this home does not know is another home's.
/// </summary>
public sealed class StateSync(IStore store, ExecutionDesk desk)
{
    public async Task<Reconciled> RunAsync(CancellationToken cancellationToken)
    {
        var closed = await CloseDeadAsync(cancellationToken);
        var orphans = await EndOrphansAsync(cancellationToken);
        return new Reconciled(closed, orphans, await desk.CloseOrphanedSessionsAsync(cancellationToken));
    }

    // The desk looks once more, with nobody else changing it: what is just being ended is let end.
    private async Task<List<StoredExecution>> CloseDeadAsync(CancellationToken cancellationToken)
    {
        var closed = new List<StoredExecution>();
        foreach (var dead in desk.LookAtOpen().Where(facts => CauseOf(facts) is not null))
        {
            if (await desk.CloseAsync(dead.Id, asking: default, CauseOf, cancellationToken) is { IsOver: true } over)
                closed.Add(over);
        }

        return closed;
    }

    // A shim that lives and does nothing may come to itself, and knows the true end; what is just being started may start. Both are shown, and left to a person.
    private EndCause? CauseOf(ExecutionFacts facts) => HealthRules.Judge(facts, suspicion: null, desk.Liveness) switch
    {
        { Condition: HealthCondition.Zombie or HealthCondition.Phantom, Detail: var why } when !facts.ShimLives && (facts.WasStarted || facts.Status is not ExecutionStatus.Queued) =>
            new EndCause.Lost(desk.WhyLost(facts.Id) ?? why, Begun: facts.WasStarted),
        _ => null,
    };

    private async Task<List<(ExecutionId, SweepResult)>> EndOrphansAsync(CancellationToken cancellationToken)
    {
        // Processes first: one whose record is read later has one.
        var marked = (await Task.Run(MarkedProcesses.Scan, cancellationToken)).Where(process => !process.IsZombie).Select(process => process.Execution).ToHashSet();
        marked.ExceptWith(desk.Open.Select(execution => execution.Id));
        var ended = new List<(ExecutionId, SweepResult)>();
        if (marked.Count == 0)
            return ended;
        var records = await store.ListRecordsAsync(cancellationToken);
        foreach (var execution in marked.Where(execution => ProcessRoom.StandingOf(execution, records) is RecordStanding.Over).OrderBy(execution => execution.Value))
        {
            var swept = await desk.EndOrphansAsync(execution, cancellationToken);
            if (swept.Ended + swept.Left > 0)
                ended.Add((execution, swept));
        }

        return ended;
    }
}
