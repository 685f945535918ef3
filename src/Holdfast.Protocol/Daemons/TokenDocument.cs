namespace Holdfast.Protocol.Daemons;

/// <summary>By which a request that comes over the network is let in.</summary>
/// <param name="ReadOnly">For GET only.</param>
/// <param name="File">Where it is kept.</param>
/// <param name="Url">Where the daemon listens; null when it does not listen on the network, or does not run.</param>
public sealed record TokenDocument(string Token, bool ReadOnly, string File, string? Url);

/// <param name="ReadOnly">The one for reading only; else the one for everything.</param>
public sealed record TokenRotation(bool ReadOnly);
