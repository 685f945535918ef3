using Holdfast.Core.Maintenance;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Maintenance;

/// <summary>Branches that Holdfast made in one repository.</summary>
internal static class BranchRoom
{
    public static async Task<CleanupPart> PartAsync(
        OneShot oneShot, ExecutionDesk desk, BranchCleanupRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        var repository = await GitRepository.OpenAsync(oneShot, request.Repository, cancellationToken);
        var defaultBranch = await repository.DefaultBranchAsync(request.DefaultBranch, cancellationToken);
        return new CleanupPart(CleanupKind.Branch, LookAsync, DeleteAsync);

        async Task<IReadOnlyList<CleanupStep>> LookAsync(string? only, CancellationToken ct)
        {
            var open = desk.Open.Where(execution => !execution.IsOver).ToDictionary(execution => execution.Names.Branch, execution => execution.Number);
            var found = await repository.BranchesAsync(defaultBranch, only, open, ct);
            return [.. found.Select(branch => BranchCleanup.Decide(branch, defaultBranch, request.Rule, time.GetUtcNow()))];
        }

        async Task<string?> DeleteAsync(CleanupStep step, CancellationToken ct) =>
            await repository.DeleteAsync(step.Subject, ct) is (false, var said) ? said : null;
    }
}
