using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Processes.Shims;

namespace Holdfast.Processes;

/// <summary>All there is to know to start one process.</summary>
public sealed record ProcessSpec
{
    public required ExecutionId Execution { get; init; }

    /// <summary>The program's full path, then its arguments. No shell reads them.</summary>
    public required ImmutableArray<string> Arguments { get; init; }

    /// <summary>The whole environment; nothing is inherited. The mark of the execution is added where it is missing.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>Where its output goes, framed. The file is made when the first byte comes.</summary>
    public required string OutputLog { get; init; }

    public required long OutputLimitBytes { get; init; }

    public bool FailOnOutputLimit { get; init; }

    /// <summary>Past the limit the middle of the output is discarded instead of its end. Not where more than the limit ends the process. Default false.</summary>
    public bool RotateOutput { get; init; }

    /// <summary>Wall time that progress does not extend; null for <see cref="Deadline"/>, or none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Counts where there is no <see cref="Timeout"/>. Null for none.</summary>
    public DeadlinePolicy? Deadline { get; init; }

    /// <summary>Between SIGTERM and SIGKILL. Default 5 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);
}
