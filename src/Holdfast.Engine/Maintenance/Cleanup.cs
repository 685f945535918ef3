using System.Runtime.CompilerServices;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Maintenance;

public enum CleanupOutcome
{
    Done,

    /// <summary>When its turn came, it was gone, or there was no reason any more.</summary>
    NotNeeded,

    Failed,
}

/// <param name="Detail">Why, unless it was done.</param>
public sealed record CleanupResult(CleanupStep Step, CleanupOutcome Outcome, string? Detail);

/// <summary>
/// Puts a home in order: looks, decides, and carries out what somebody agreed to. Before each step it looks and decides again, so that a plan
/// that lay about for an hour does no harm, and one that is carried out twice changes nothing the second time.
/// </summary>
public sealed class Cleanup(HoldfastHome home, IStore store, ExecutionDesk desk, TimeProvider time)
{
    private readonly OneShot oneShot = new(time);

    /// <summary>Everything that was looked at, with what is decided about it.</summary>
    /// <exception cref="CleanupRefusedException">It cannot be looked at.</exception>
    public async Task<IReadOnlyList<CleanupStep>> PlanAsync(CleanupRequest request, CancellationToken cancellationToken)
    {
        var steps = new List<CleanupStep>();
        foreach (var part in await PartsAsync(request, cancellationToken))
            steps.AddRange(await part.LookAsync(null, cancellationToken));
        return steps;
    }

    /// <summary>Carries out what was agreed to, one after the other; a failure keeps none of the others from being done.</summary>
    /// <param name="agreed">Steps of a plan for the same request.</param>
    public async IAsyncEnumerable<CleanupResult> CarryOutAsync(
        CleanupRequest request, IReadOnlyCollection<CleanupStep> agreed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var part in await PartsAsync(request, cancellationToken))
        {
            foreach (var step in agreed.Where(step => step.Kind == part.Kind))
                yield return await CarryOutAsync(part, step, cancellationToken);
        }
    }

    private static async Task<CleanupResult> CarryOutAsync(CleanupPart part, CleanupStep agreed, CancellationToken cancellationToken)
    {
        var now = (await part.LookAsync(agreed.Subject, cancellationToken)).FirstOrDefault(step => step.Subject == agreed.Subject);
        if (now is not { Acts: true })
            return new CleanupResult(now ?? agreed, CleanupOutcome.NotNeeded, now?.Why ?? "It is gone.");
        try
        {
            var problem = await part.DoAsync(now, cancellationToken);
            return new CleanupResult(now, problem is null ? CleanupOutcome.Done : CleanupOutcome.Failed, problem);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new CleanupResult(now, CleanupOutcome.Failed, refused.Message);
        }
    }

    // Processes before records before sessions and folders: each leaves to the next what it has become.
    private async Task<IReadOnlyList<CleanupPart>> PartsAsync(CleanupRequest request, CancellationToken cancellationToken)
    {
        var parts = new List<CleanupPart>();
        if (request.Processes is { } processes)
            parts.Add(ProcessRoom.Part(store, desk, processes));
        if (request.Executions is { } executions)
            parts.Add(ExecutionRoom.Part(desk, executions));
        if (request.Sessions)
            parts.Add(SessionRoom.Part(home.Path, store, desk.Sessions));
        if (request.Branches is { } branches)
            parts.Add(await BranchRoom.PartAsync(oneShot, desk, branches, time, cancellationToken));
        if (request.Folders is { } age)
            parts.Add(FolderRoom.Part(home.Path, store, await store.ListRecordsAsync(cancellationToken), age, time));
        if (request.Logs is { } keep)
            parts.Add(LogRoom.Part(home.Path, keep));
        return parts;
    }
}
