namespace Holdfast.Engine.Storage;

/// <summary>A request that came with a key of its own.</summary>
/// <param name="Digest">Of all that it asks for: another request with the same key has another one.</param>
/// <param name="Intent">The id that what it makes is to have, so that it is made once.</param>
public sealed record NewRequestKey(string Key, ReadOnlyMemory<byte> Digest, Guid Intent, DateTimeOffset At);

/// <param name="At">When it came first.</param>
/// <param name="Answer">Null while it has none: it is being carried out, or whoever did so died.</param>
/// <param name="IsMade">Whether a change that the request asked for is stored under its intent.</param>
public sealed record RequestKey(ReadOnlyMemory<byte> Digest, Guid Intent, DateTimeOffset At, StoredAnswer? Answer, bool IsMade = false);

/// <param name="Status">Of HTTP.</param>
/// <param name="Headers">Those that belong to the answer; a JSON object.</param>
public sealed record StoredAnswer(int Status, string Headers, ReadOnlyMemory<byte> Body);
