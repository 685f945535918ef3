using System.Globalization;

namespace Holdfast.Core.Executions;

/// <summary>What was seen of an execution at one moment; all but the last only grow.</summary>
/// <param name="OutputBytes">Of its log.</param>
/// <param name="Cpu">Of all its processes.</param>
/// <param name="IoBytes">Read and written by all its processes.</param>
public sealed record Activity(long OutputBytes, TimeSpan Cpu, long IoBytes, int Processes);

public enum ProgressJudgement
{
    /// <summary>It wrote, worked, or read; or it is not quiet for long enough.</summary>
    Fine,

    Suspected,

    Stalled,
}

/// <summary>No progress for a good part of the time it may be without.</summary>
/// <param name="Since">When that was first said.</param>
/// <param name="Seen">What it is said by, as a sentence.</param>
public sealed record Suspicion(DateTimeOffset Since, TimeSpan Quiet, string Seen);

/// <summary>Quiet is not stalled: what works without a word goes on, and what is suspected first has time to show that it lives.</summary>
public static class ProgressRules
{
    /// <summary>Of the time it may be without progress; from here on it is suspected.</summary>
    public const double SuspectedAfter = 0.5;

    // A program that waits still turns over: timers, heartbeats, an animation. Work uses more.
    private const double WorkingShare = 0.05;
    private const long WorkingBytesPerSecond = 16 * 1024;

    /// <param name="between">How long ago <paramref name="before"/> was.</param>
    public static bool IsProgress(Activity before, Activity now, TimeSpan between) =>
        now.OutputBytes != before.OutputBytes
        || now.Cpu - before.Cpu >= between * WorkingShare && now.Cpu > before.Cpu
        || now.IoBytes - before.IoBytes >= between.TotalSeconds * WorkingBytesPerSecond && now.IoBytes > before.IoBytes;

    /// <param name="allowed">How long it may be without progress.</param>
    /// <param name="quiet">Since its last progress.</param>
    public static ProgressJudgement Judge(TimeSpan allowed, TimeSpan quiet) =>
        quiet >= allowed ? ProgressJudgement.Stalled : quiet >= allowed * SuspectedAfter ? ProgressJudgement.Suspected : ProgressJudgement.Fine;

    /// <param name="before">At its last progress.</param>
    public static string Describe(Activity before, Activity now, TimeSpan quiet) => string.Create(
        CultureInfo.InvariantCulture,
        $"No progress for {quiet.TotalSeconds:0.#} s: no output, {Math.Max(0, (now.Cpu - before.Cpu).TotalSeconds):0.##} s of processor, {Math.Max(0, now.IoBytes - before.IoBytes)} bytes read and written by {now.Processes} processes.");
}
