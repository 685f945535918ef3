using Holdfast.Engine.Storage;

namespace Holdfast.Server.Events;

/// <summary>The one thing whose events are asked for.</summary>
/// <param name="FindStatusAsync">How it ended; null as long as it has not.</param>
internal sealed record Followed(LogOwner Owner, Func<CancellationToken, Task<string?>> FindStatusAsync);

/// <param name="Followed">Null for everything.</param>
/// <param name="Names">Null for all.</param>
internal sealed record EventChoice(Followed? Followed, HashSet<string>? Names)
{
    public bool Takes(SentEvent sent) => Concerns(sent) && (Names is null || Names.Contains(sent.Name));

    /// <summary>Whether it is about what is followed, whatever its name.</summary>
    public bool Concerns(SentEvent sent) => Followed is null || sent.Owner == Followed.Owner;

    public LogFilter Behind(long after, int limit) => new(after, limit, Followed?.Owner);
}
