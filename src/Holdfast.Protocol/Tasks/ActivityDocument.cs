using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Tasks;

/// <summary>One thing an agent did. What does not belong to its type is left out.</summary>
public sealed record ActivityDocument
{
    /// <summary>Within its session; from 1, without gaps. Also the id of its event in a stream.</summary>
    public required long Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ActivityType Type { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    /// <summary>A message that goes on in the next.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Partial { get; init; }

    /// <summary>Of a tool or a step.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CallId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Input { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? IsError { get; init; }

    /// <summary>Of output: stdout or stderr.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Stream { get; init; }

    /// <summary>Only of the last, which Holdfast itself writes: completed, failed, cancelled.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Outcome { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExitCode { get; init; }

    /// <summary>Bytes of this one's text or input that are not kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long OmittedBytes { get; init; }

    /// <summary>Records directly before this one that are not kept; of the last one, all that are not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long OmittedRecords { get; init; }
}

/// <param name="Next">Ask again behind this id.</param>
/// <param name="Ended">The session is over and this is the last of it.</param>
public sealed record ActivityPage(Guid SessionId, IReadOnlyList<ActivityDocument> Activity, long Next, bool Ended);

/// <summary>The last event of a stream of activity.</summary>
public sealed record ActivityEnd(Guid SessionId, SessionStatus Status, TaskPhase Task)
{
    public const string EventName = "end";
}
