namespace Holdfast.Protocol.Runs;

/// <summary>The declared outputs of a run's atoms that are kept.</summary>
/// <param name="Artifacts">In the plan's order.</param>
public sealed record ArtifactList(Guid RunId, IReadOnlyList<ArtifactDocument> Artifacts);

/// <param name="Atom">Its key.</param>
/// <param name="Path">As the plan names it.</param>
public sealed record ArtifactDocument(string Atom, string Path, long Bytes);

/// <summary>Every try of one atom.</summary>
/// <param name="Attempts">Oldest first.</param>
public sealed record AttemptList(Guid RunId, string Atom, IReadOnlyList<AttemptDocument> Attempts);
