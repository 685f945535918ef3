using Holdfast.Core.Completion;
using Holdfast.Core.Executions;
using Holdfast.Engine.Runtimes;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Completion;

/// <summary>What a detector may look at.</summary>
/// <param name="StartedAt">Of the process.</param>
/// <param name="Ending">Null while it runs.</param>
public sealed record CompletionScene(ExecutionId Execution, ExecutionOrder Order, ShimFolder Folder, DateTimeOffset StartedAt, ExecutionEnding? Ending)
{
    /// <summary>To be laid over whatever the execution wrote, before anything of it is quoted: what is cut out of the middle of a secret shows no mask any more.</summary>
    public SecretMask Mask { get; init; } = SecretMask.None;
}

/// <param name="Name">Of the file that matters in it; null for any.</param>
public sealed record WatchedPlace(string Folder, string? Name = null);

/// <summary>Looks for one kind of evidence. It reads and never changes anything, and what it cannot read it says as evidence.</summary>
public interface ICompletionDetector
{
    EvidenceKind Kind { get; }

    /// <summary>Where a change may be news while the execution runs; folders that are not there are passed over.</summary>
    IReadOnlyList<WatchedPlace> PlacesOf(CompletionScene scene);

    /// <returns>What there is to see now; nothing where there is nothing.</returns>
    Task<IReadOnlyList<Evidence>> LookAsync(CompletionScene scene, CancellationToken cancellationToken);
}
