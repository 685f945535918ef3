using System.Collections.Immutable;
using Holdfast.Core.Executions;

namespace Holdfast.Processes.Shims;

/// <summary>
/// What a shim is asked to run. The environment is no part of it: it may hold secrets, and goes to the shim by a descriptor
/// (<see cref="ShimStart"/>).
/// </summary>
public sealed record ShimRequest
{
    public required ExecutionId Execution { get; init; }

    /// <summary>The program's full path, then its arguments. No shell reads them.</summary>
    public required ImmutableArray<string> Arguments { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>Of output kept; the rest, its end or (<see cref="RotateOutput"/>) its middle, is read and discarded. Default 64 MiB.</summary>
    public long OutputLimitBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Ends the process when it writes more.</summary>
    public bool FailOnOutputLimit { get; init; }

    /// <summary>Past the limit the middle of the output is discarded instead of its end. Default false.</summary>
    public bool RotateOutput { get; init; }

    /// <summary>Wall time that nothing extends but a command; null for <see cref="Deadline"/>, or none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Counts where there is no <see cref="Timeout"/>. Null for none.</summary>
    public DeadlinePolicy? Deadline { get; init; }

    /// <summary>Between SIGTERM and SIGKILL. Default 5 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two heartbeats. Default 30 s.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A cgroup of its own, where one can be had. Default true.</summary>
    public bool UseCgroup { get; init; } = true;

    /// <summary>The process gets a terminal, which the shim shows in its own. Default false.</summary>
    public bool Terminal { get; init; }

    public bool Equals(ShimRequest? other) =>
        other is not null && Execution == other.Execution && Arguments.AsSpan().SequenceEqual(other.Arguments.AsSpan()) &&
        WorkingDirectory == other.WorkingDirectory && OutputLimitBytes == other.OutputLimitBytes && FailOnOutputLimit == other.FailOnOutputLimit && RotateOutput == other.RotateOutput &&
        Timeout == other.Timeout && Deadline == other.Deadline && Grace == other.Grace && HeartbeatInterval == other.HeartbeatInterval &&
        UseCgroup == other.UseCgroup && Terminal == other.Terminal;

    public override int GetHashCode() => Execution.GetHashCode();
}

/// <summary>A deadline that progress puts off. The shim alone keeps it, whoever has died.</summary>
/// <param name="First">Since the start of the process.</param>
/// <param name="HeartbeatTimeout">Output this recent, when the deadline comes, is progress; so is work done over that time.</param>
/// <param name="Extension">What progress buys.</param>
/// <param name="MaxExtensions">How often. A command that extends does not count.</param>
public sealed record DeadlinePolicy(TimeSpan First, TimeSpan HeartbeatTimeout, TimeSpan Extension, int MaxExtensions);
