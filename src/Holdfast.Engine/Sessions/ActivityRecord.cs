namespace Holdfast.Engine.Sessions;

public enum ActivityKind { ToolCall, ToolResult, AgentMessage, Reasoning, StepStart, Output, Finished }

/// <summary>One thing an agent did, in the order it came. Only the fields of its kind are set.</summary>
public sealed record ActivityRecord
{
    /// <summary>Within its session; from 1, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was read from the process.</summary>
    public required DateTimeOffset At { get; init; }

    public required ActivityKind Kind { get; init; }

    /// <summary>What was said, thought, written, or came of a tool. Secrets are masked.</summary>
    public string? Text { get; init; }

    /// <summary>A message that goes on in the next.</summary>
    public bool Partial { get; init; }

    /// <summary>Of a tool's call or result; or the name of a step.</summary>
    public string? Name { get; init; }

    /// <summary>Joins the result of a tool to its call.</summary>
    public string? CallId { get; init; }

    /// <summary>What a tool was called with; JSON.</summary>
    public string? InputJson { get; init; }

    /// <summary>Whether a tool says that it failed; null where it does not say.</summary>
    public bool? IsError { get; init; }

    /// <summary>Of output: <c>stdout</c> or <c>stderr</c>.</summary>
    public string? Stream { get; init; }

    /// <summary>How the session ended: completed, failed, cancelled. Null but for the last record, which Holdfast itself writes.</summary>
    public string? Outcome { get; init; }

    /// <summary>As a shell would report it; only of the last record.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Bytes of this record's text or input that are not kept.</summary>
    public long OmittedBytes { get; init; }

    /// <summary>Records directly before this one that are not kept; of the last one, all that are not.</summary>
    public long OmittedRecords { get; init; }
}
