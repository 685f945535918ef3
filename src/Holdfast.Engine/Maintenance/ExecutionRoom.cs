using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Executions;

namespace Holdfast.Engine.Maintenance;

/// <summary>Records of executions that are not over.</summary>
internal static class ExecutionRoom
{
    public static CleanupPart Part(ExecutionDesk desk, ExecutionRule rule) => new(
        CleanupKind.Execution,
        (only, _) => Task.FromResult<IReadOnlyList<CleanupStep>>(
            [.. desk.LookAtOpen().Where(facts => only is null || facts.Id.ToString() == only).Select(facts => ExecutionCleanup.Decide(facts, rule))]),
        (step, cancellationToken) => CloseAsync(desk, new ExecutionId(Guid.Parse(step.Subject)), rule, cancellationToken));

    /// <returns>Why it could not be closed; null when it was, or need not be.</returns>
    public static async Task<string?> CloseAsync(ExecutionDesk desk, ExecutionId execution, ExecutionRule rule, CancellationToken cancellationToken)
    {
        var closed = await desk.CloseAsync(execution, asking: default, facts => ExecutionCleanup.CauseOf(facts, rule), cancellationToken);
        if (closed is { IsOver: false })
            return $"It is {closed.StateWord} still.";
        return closed?.Ending is { SurvivorsLeft: > 0 and var left } ? $"Its record is closed, but {left} of its processes could not be ended." : null;
    }
}
