using Holdfast.Core.Completion;

namespace Holdfast.Engine.Completion;

/// <summary>The file that an execution is told of in <see cref="CompletionFiles.MarkerVariable"/>, and writes when it has completed.</summary>
internal sealed class MarkerDetector : ICompletionDetector
{
    public EvidenceKind Kind => EvidenceKind.Marker;

    public IReadOnlyList<WatchedPlace> PlacesOf(CompletionScene scene) => [CompletionFiles.PlaceOf(CompletionFiles.MarkerOf(scene.Folder))];

    public Task<IReadOnlyList<Evidence>> LookAsync(CompletionScene scene, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Evidence>>(CompletionFiles.TryRead(CompletionFiles.MarkerOf(scene.Folder)) switch
        {
            CompletionFile.Text text => [MarkerReading.Read(scene.Mask.Apply(text.Content), text.Written)],
            CompletionFile.Unreadable unreadable => [new Evidence(Kind, EvidenceLeaning.Against, 0.5, unreadable.Seen, $"Its marker cannot be read: {unreadable.Why}")],
            _ => [],
        });
}
