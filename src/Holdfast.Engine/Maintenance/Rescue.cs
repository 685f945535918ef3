using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Processes;

namespace Holdfast.Engine.Maintenance;

/// <summary>What a person does by hand about one execution that is stuck.</summary>
public sealed class Rescue(ExecutionDesk desk)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>Closes it, whatever it waits for: ends its processes and its shim, then writes its end. An end that is there already is believed.</summary>
    /// <param name="force">Also if it is as it should be.</param>
    /// <param name="asking">As for <see cref="ExecutionDesk.CloseAsync"/>.</param>
    /// <returns>As it is now; null, and nothing was done, when it is as it should be, or at another version.</returns>
    public async Task<StoredExecution?> ResetAsync(StoredExecution execution, string who, bool force, Asking asking, CancellationToken cancellationToken)
    {
        if (execution.IsOver)
            return execution;
        // Asked at each look: it may have come to itself meanwhile.
        var closed = await desk.CloseAsync(
            execution.Id,
            asking,
            facts => HealthRules.Judge(facts, suspicion: null, desk.Liveness).IsUnhealthy || force ? new EndCause.Lost($"It was reset by {who}.", Begun: facts.WasStarted) : null,
            cancellationToken);
        return await EndedAsync(closed, execution, asking, cancellationToken);
    }

    /// <summary>Ends processes that nobody owns: its shim is dead, or the execution is over.</summary>
    /// <param name="asking">As for <see cref="ExecutionDesk.CloseAsync"/>.</param>
    /// <returns>Null, and nothing was done, when its shim lives and owns them, or it is at another version.</returns>
    public async Task<SweepResult?> KillZombieAsync(StoredExecution execution, string who, Asking asking, CancellationToken cancellationToken)
    {
        if (execution.IsOver)
            return (await LostTrees.EndAsync(new Dictionary<ExecutionId, (ProcessIdentity?, string?)> { [execution.Id] = (execution.Process, null) }, Grace, cancellationToken))[execution.Id];
        var closed = await desk.CloseAsync(
            execution.Id,
            asking,
            facts => HealthRules.Judge(facts, suspicion: null, desk.Liveness).Condition is HealthCondition.Zombie or HealthCondition.Phantom ? new EndCause.Lost($"Its shim was dead, and {who} had its processes ended.") : null,
            cancellationToken);
        return await EndedAsync(closed, execution, asking, cancellationToken) is { } over ? SweptOf(over) : null;
    }

    /// <summary>What its own end says was ended with it.</summary>
    public static SweepResult SweptOf(StoredExecution over) =>
        new(over.Ending?.SurvivorsEnded ?? 0, over.Ending?.SurvivorsLeft ?? 0, over.Ending?.Proof ?? SurvivorProof.NotAudited);

    // One that ended by itself while it was looked at is another version than was seen: who cares for that is not told of an end it did not ask for.
    private async Task<StoredExecution?> EndedAsync(StoredExecution? closed, StoredExecution execution, Asking asking, CancellationToken cancellationToken) => closed switch
    {
        { IsOver: true } => closed,
        null when asking.Version is null => await desk.WaitAsync(execution.Id, cancellationToken),
        _ => null,
    };
}
