using System.Text.Json.Serialization;
using Holdfast.Protocol.Runs;

namespace Holdfast.Protocol.Executions;

/// <summary>One supervised process: what was asked for, where it stands, and how it ended.</summary>
public sealed record ExecutionDocument
{
    public required Guid Id { get; init; }

    /// <summary>For people; from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Null when it was given none.</summary>
    public required string? Name { get; init; }

    public required ExecutionStatus State { get; init; }

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    public required string WorkingDirectory { get; init; }

    public required ExecutionHost Host { get; init; }

    /// <summary>The session of tmux it is in; null for one that tmux does not host, that has ended, or (where one is asked for alone) whose session was closed.</summary>
    public required string? Session { get; init; }

    /// <summary>Higher starts sooner; 0 unless asked for.</summary>
    public required int Priority { get; init; }

    /// <summary>What it shares limits and circuits by.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset? StartedAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Of the process, by the monotonic clock; null until it has ended.</summary>
    public required long? DurationMs { get; init; }

    /// <summary>Null until it has a process, and after.</summary>
    public required int? Pid { get; init; }

    /// <summary>As a shell would report it, and in agreement with the verdict; null until it has ended.</summary>
    public required int? ExitCode { get; init; }

    /// <summary>What shows that it has completed, as it was asked for: <c>exit</c>, <c>marker</c>, <c>git</c>, <c>git:REGEX</c>, <c>phases</c>, <c>pattern:REGEX</c>.</summary>
    public required IReadOnlyList<string> Completion { get; init; }

    /// <summary>Null until there is one, and when it was cancelled. While it still runs: it has completed, and is being ended.</summary>
    public required VerdictDocument? Verdict { get; init; }

    /// <summary>It makes no progress, and may be stalled: since when that is said, and what was seen. Null as long as all is well.</summary>
    public required SuspicionDocument? Suspected { get; init; }

    /// <summary>Why it ended; null until it has.</summary>
    public required ExecutionEndDocument? End { get; init; }

    /// <summary>The trace it is in, in hex: by it the spans are found wherever they are collected. Left out by earlier releases.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }
}

/// <param name="Since">When that was first said.</param>
/// <param name="QuietMs">For how long it had made no progress then.</param>
/// <param name="Seen">A sentence.</param>
public sealed record SuspicionDocument(DateTimeOffset Since, long QuietMs, string Seen);

public sealed record ExecutionEndDocument
{
    public const string LostCause = "lost";

    /// <summary><c>exited</c>, <c>signalled</c>, <c>wall_time</c>, <c>cancelled_by</c>, <c>lost</c> … as for an attempt.</summary>
    public required string Cause { get; init; }

    /// <summary>The cause as a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>User and system time together.</summary>
    public required long CpuMs { get; init; }

    /// <summary>What its own code took of that; null where it was not told apart, as by an earlier release.</summary>
    public long? UserMs { get; init; }

    /// <summary>What the kernel took of it for the process; null as <see cref="UserMs"/> is.</summary>
    public long? SystemMs { get; init; }

    /// <summary>Null when it was not measured.</summary>
    public required long? PeakMemoryBytes { get; init; }

    /// <summary>Kept or not.</summary>
    public required long OutputBytes { get; init; }

    public required bool OutputTruncated { get; init; }

    public required StopStep StopStep { get; init; }

    public required SurvivorProof Proof { get; init; }

    public required int SurvivorsEnded { get; init; }

    public required int SurvivorsLeft { get; init; }
}

/// <summary>Newest first.</summary>
/// <param name="NextCursor">Asks for the next page; left out when this is the last.</param>
public sealed record ExecutionList(
    IReadOnlyList<ExecutionDocument> Executions, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextCursor = null);

/// <summary>What <c>exec start --json</c> prints.</summary>
public sealed record StartedExecution(Guid Id, long Number, ExecutionStatus State);

/// <summary>One line of an execution's output.</summary>
/// <param name="At">When its last bytes were read.</param>
/// <param name="Text">Without the line's end; bytes that are not UTF-8 are replaced.</param>
public sealed record ExecutionLogLine(DateTimeOffset At, OutputStream Stream, string Text);

/// <summary>How to look into the terminal of an execution.</summary>
/// <param name="Socket">Of the tmux server of the home.</param>
/// <param name="Command">What a terminal is given to: a program and its arguments.</param>
public sealed record AttachDocument(Guid Id, long Number, string Session, string Socket, IReadOnlyList<string> Command);

/// <summary>A piece of a log.</summary>
/// <param name="Place">Opaque: what to ask for to get what follows, from whichever daemon.</param>
/// <param name="Bytes">As written, or whole lines of JSON.</param>
public sealed record LogPageDocument(string Place, ReadOnlyMemory<byte> Bytes);
