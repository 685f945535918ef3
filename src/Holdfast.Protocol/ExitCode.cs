using Holdfast.Protocol.Runs;

namespace Holdfast.Protocol;

/// <summary>What a program of ours ends with. Documented in docs/reference/cli.md.</summary>
public static class ExitCode
{
    public const int Completed = 0;
    public const int Failed = 1;

    /// <summary>A bad plan, bad usage, or something named that is not there.</summary>
    public const int Refused = 2;

    public const int Stopped = 3;
    public const int Cancelled = 4;

    /// <summary>A fault in Holdfast itself or its store.</summary>
    public const int Unexpected = 70;

    /// <summary>Of <c>exec wait</c>: Holdfast's own error, so that it is not taken for the execution's.</summary>
    public const int WaitFailed = 125;

    /// <summary>Of <c>exec wait</c>: nobody knows how the execution ended.</summary>
    public const int Lost = 126;

    /// <summary>Added to the number of a signal, as shells do: 130 for Ctrl-C.</summary>
    public const int SignalBase = 128;

    public static int Of(Error error) =>
        error.Code is ErrorCode.StoreUnavailable or ErrorCode.StoreFailed or ErrorCode.Unexpected ? Unexpected : Refused;

    public static int Of(RunStatus status) => status switch
    {
        RunStatus.Completed => Completed,
        RunStatus.Failed => Failed,
        RunStatus.Stopped => Stopped,
        RunStatus.Cancelled => Cancelled,
        RunStatus.Queued or RunStatus.Running or RunStatus.Stopping => throw new InvalidOperationException($"A run that is {status} has no exit code."),
    };
}
