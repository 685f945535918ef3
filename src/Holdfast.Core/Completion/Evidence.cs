namespace Holdfast.Core.Completion;

/// <summary>What saw it.</summary>
public enum EvidenceKind { Exit, Marker, Git, Phases, Pattern }

public enum EvidenceLeaning { For, Against }

/// <summary>One thing that was seen, and what it says about whether the work is completed.</summary>
/// <param name="Confidence">In (0, 1]; from <see cref="CompletionRules.Decisive"/> on it can decide by itself.</param>
/// <param name="At">When what was seen came to be, as far as that is known.</param>
/// <param name="Detail">A sentence, for people.</param>
public sealed record Evidence(EvidenceKind Kind, EvidenceLeaning Leaning, double Confidence, DateTimeOffset At, string Detail);
