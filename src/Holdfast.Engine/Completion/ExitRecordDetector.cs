using Holdfast.Core.Completion;

namespace Holdfast.Engine.Completion;

/// <summary>The exit record, once there is one.</summary>
internal sealed class ExitRecordDetector : ICompletionDetector
{
    public EvidenceKind Kind => EvidenceKind.Exit;

    public IReadOnlyList<WatchedPlace> PlacesOf(CompletionScene scene) => [];

    public Task<IReadOnlyList<Evidence>> LookAsync(CompletionScene scene, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Evidence>>(scene.Ending is { } ending ? [ExitReading.Read(ending)] : []);
}
