using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Diagnostics;

/// <summary>What the store knows about the execution that something bears the mark of.</summary>
public enum RecordStanding
{
    /// <summary>This home has none of it.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,

    /// <summary>An attempt of a run that is not over.</summary>
    [JsonStringEnumMemberName("open_attempt")] OpenAttempt,

    /// <summary>A free-standing execution that is not over.</summary>
    [JsonStringEnumMemberName("open_execution")] OpenExecution,

    [JsonStringEnumMemberName("over")] Over,
}
