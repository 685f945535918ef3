using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Events;

/// <summary>Something that happened, as it is stored for good. What does not belong to it is left out.</summary>
public sealed record EventDocument
{
    /// <summary>Ascends over everything in the order it was stored; with everything asked for and nothing removed, without gaps. Also the id in a stream.</summary>
    public required long Id { get; init; }

    /// <summary>As in docs/reference/events.md: <c>task.created</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Of the shape of <see cref="Data"/>; a changed shape has the next.</summary>
    public required int V { get; init; }

    public required DateTimeOffset At { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? Run { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? RunNumber { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? Execution { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ExecutionNumber { get; init; }

    /// <summary>Null of a task that is deleted; its number stays.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? Task { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? TaskNumber { get; init; }

    /// <summary>What its type adds: an object.</summary>
    public required JsonElement Data { get; init; }
}

/// <param name="Next">Ask again behind this id.</param>
/// <param name="More">There is more already.</param>
/// <param name="Ended">What is followed is over, and this is the last of it.</param>
public sealed record EventPage(IReadOnlyList<EventDocument> Events, long Next, bool More, bool Ended);

/// <summary>Tells one who follows that it read too slowly, and is served from the log until it has caught up. Nothing is lost.</summary>
/// <param name="After">The last id it was sent, or that did not concern it.</param>
/// <param name="Newest">The newest there is.</param>
public sealed record EventLag(long After, long Newest)
{
    public const string EventName = "lag";
}

/// <summary>The last event of a stream that follows one thing.</summary>
/// <param name="Status">How it ended.</param>
public sealed record EventEnd(string Status)
{
    public const string EventName = "end";
}

/// <param name="Run">A reference to one; at most one of <paramref name="Run"/>, <paramref name="Execution"/> and <paramref name="Task"/>.</param>
/// <param name="Types">Names, or beginnings with a star behind the dot: <c>run.*</c>; null for all.</param>
/// <param name="After">Only what is behind this id; null for all there is.</param>
public sealed record EventFilter(string? Run = null, string? Execution = null, string? Task = null, IReadOnlyList<string>? Types = null, long? After = null);
