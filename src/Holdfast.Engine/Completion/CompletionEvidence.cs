using Holdfast.Core.Completion;

namespace Holdfast.Engine.Completion;

/// <summary>All detectors, and what they see together.</summary>
internal sealed class CompletionEvidence(GitQuestions git)
{
    private readonly IReadOnlyList<ICompletionDetector> detectors =
        [new ExitRecordDetector(), new MarkerDetector(), new GitDetector(git), new PhasesDetector(), new PatternDetector()];

    /// <summary>The verdict on what has ended.</summary>
    public async Task<Verdict> AtEndAsync(CompletionScene scene, CancellationToken cancellationToken) =>
        CompletionRules.AtEnd(scene.Order.Completion, await LookAsync(scene, cancellationToken));

    /// <returns>Null as long as it is not verifiably completed.</returns>
    public async Task<Verdict?> WhileRunningAsync(CompletionScene scene, CancellationToken cancellationToken) =>
        CompletionRules.WhileRunning(scene.Order.Completion, await LookAsync(scene, cancellationToken));

    /// <summary>Where a change may be news.</summary>
    public IReadOnlyList<WatchedPlace> PlacesOf(CompletionScene scene) =>
        [.. Asked(scene).SelectMany(detector => detector.PlacesOf(scene)).Distinct().Where(place => Directory.Exists(place.Folder))];

    private async Task<IReadOnlyList<Evidence>> LookAsync(CompletionScene scene, CancellationToken cancellationToken)
    {
        var seen = new List<Evidence>();
        foreach (var detector in Asked(scene))
            seen.AddRange(await LookAsync(detector, scene, cancellationToken));
        return seen;
    }

    // What it reads was written by whoever is judged: nothing in it may stop the others, or whoever asks.
    private static async Task<IReadOnlyList<Evidence>> LookAsync(ICompletionDetector detector, CompletionScene scene, CancellationToken cancellationToken)
    {
        try
        {
            return await detector.LookAsync(scene, cancellationToken);
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException && detector.Kind != EvidenceKind.Exit)
        {
            return [new Evidence(detector.Kind, EvidenceLeaning.Against, 0.1, scene.StartedAt, $"It could not be read: {unreadable.Message}")];
        }
    }

    // How it ended is looked at in any case.
    private IEnumerable<ICompletionDetector> Asked(CompletionScene scene) =>
        detectors.Where(detector => detector.Kind == EvidenceKind.Exit || scene.Order.Completion.Asks(detector.Kind));
}
