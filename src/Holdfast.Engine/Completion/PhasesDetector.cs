using Holdfast.Core.Completion;

namespace Holdfast.Engine.Completion;

/// <summary>The file that an execution is told of in <see cref="CompletionFiles.PhasesVariable"/>, and keeps its phases in.</summary>
internal sealed class PhasesDetector : ICompletionDetector
{
    public EvidenceKind Kind => EvidenceKind.Phases;

    public IReadOnlyList<WatchedPlace> PlacesOf(CompletionScene scene) => [CompletionFiles.PlaceOf(CompletionFiles.PhasesOf(scene.Folder))];

    public Task<IReadOnlyList<Evidence>> LookAsync(CompletionScene scene, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Evidence>>(CompletionFiles.TryRead(CompletionFiles.PhasesOf(scene.Folder)) switch
        {
            CompletionFile.Text text when PhaseReading.Read(scene.Mask.Apply(text.Content), text.Written) is { } said => [said],
            CompletionFile.Unreadable unreadable => [new Evidence(Kind, EvidenceLeaning.Against, 0.5, unreadable.Seen, $"Its phases cannot be read: {unreadable.Why}")],
            _ => [],
        });
}
