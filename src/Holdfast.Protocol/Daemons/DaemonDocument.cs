using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Daemons;

public enum DaemonState
{
    [JsonStringEnumMemberName("serving")] Serving,

    /// <summary>Starts nothing more, and ends when nothing runs any more.</summary>
    [JsonStringEnumMemberName("draining")] Draining,
}

/// <summary>What <c>daemon status --json</c> prints.</summary>
public sealed record DaemonDocument
{
    public required int Pid { get; init; }

    /// <summary>The unix socket it listens on.</summary>
    public required string Socket { get; init; }

    /// <summary>What addresses begin with, over that socket.</summary>
    public required string Url { get; init; }

    public required string Home { get; init; }

    public required string Version { get; init; }

    /// <summary>Major and minor version of what it speaks.</summary>
    public required string Protocol { get; init; }

    public required DaemonState State { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Executions that have not ended.</summary>
    public required int Executions { get; init; }

    /// <summary>Runs that it drives.</summary>
    public int Runs { get; init; }

    /// <summary>Atoms of them that run, or are about to.</summary>
    public int Atoms { get; init; }

    /// <summary>The file it logs to; null when it logs to its standard error.</summary>
    public required string? Log { get; init; }
}

/// <summary>What becomes of executions and runs when their daemon stops.</summary>
[JsonConverter(typeof(WordConverter<StopMode>))]
public enum StopMode
{
    /// <summary>
    /// They go on, and the next daemon takes them over. What atoms of runs start are the daemon's own children: they may finish for
    /// <see cref="StoppedDaemon.AtomsMayFinish"/>; what is left then is interrupted, and runs again.
    /// </summary>
    [JsonStringEnumMemberName("leave")] Leave,

    /// <summary>The daemon waits until they have ended.</summary>
    [JsonStringEnumMemberName("drain")] Drain,

    /// <summary>They are ended.</summary>
    [JsonStringEnumMemberName("kill")] Kill,
}

public sealed record DaemonStopRequest(StopMode Mode);

/// <summary>What <c>daemon stop --json</c> prints.</summary>
/// <param name="Pid">Null when none ran.</param>
public sealed record StoppedDaemon(int? Pid, StopMode Mode)
{
    /// <summary>How long atoms that run may take to finish when the daemon stops.</summary>
    public static readonly TimeSpan AtomsMayFinish = TimeSpan.FromSeconds(10);
}
