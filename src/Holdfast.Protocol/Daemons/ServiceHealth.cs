namespace Holdfast.Protocol.Daemons;

/// <summary>Whether the daemon can do its work.</summary>
/// <param name="Live">It answers.</param>
/// <param name="Ready">All of its parts are well.</param>
public sealed record ServiceHealth(bool Live, bool Ready, IReadOnlyList<HealthPart> Parts);

/// <param name="Detail">A sentence; null while it is well.</param>
public sealed record HealthPart(string Name, bool Ok, string? Detail);

public sealed record LivenessDocument(bool Live);
