using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Executions;

// What these are called on the wire is fixed: other programs and stored documents depend on it.

[JsonConverter(typeof(WordConverter<ExecutionStatus>))]
public enum ExecutionStatus
{
    [JsonStringEnumMemberName("queued")] Queued,
    [JsonStringEnumMemberName("processing")] Processing,
    [JsonStringEnumMemberName("timing_out")] TimingOut,
    [JsonStringEnumMemberName("zombie")] Zombie,
    [JsonStringEnumMemberName("cancelling")] Cancelling,
    [JsonStringEnumMemberName("completed")] Completed,
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

/// <summary>Where an execution's process lives.</summary>
[JsonConverter(typeof(WordConverter<ExecutionHost>))]
public enum ExecutionHost
{
    [JsonStringEnumMemberName("process")] Process,

    /// <summary>In a pane of tmux, to which a person can attach.</summary>
    [JsonStringEnumMemberName("tmux")] Tmux,
}
