using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;

namespace Holdfast.Server.Wire;

/// <summary>How much work some attempts were and how far side by side they ran.</summary>
internal sealed class Workload
{
    private TimeSpan busy;
    private DateTimeOffset? from;
    private DateTimeOffset? to;

    public int Attempts { get; private set; }

    public int Interruptions { get; private set; }

    public TimeSpan CpuTime { get; private set; }

    /// <summary>Null when not measured.</summary>
    public long? PeakMemoryBytes { get; private set; }

    /// <summary>Time the attempts took together ÷ time from the first start to the last end; 0 when nothing ran.</summary>
    public double Parallelism => from is null ? 0 : to > from ? Math.Round(busy / (to.Value - from.Value), 2) : 1;

    public void Add(StoredAttempt attempt)
    {
        Attempts++;
        if (attempt.Outcome == AttemptOutcome.Interrupted)
            Interruptions++;
        // How long an interrupted one ran is not known.
        if (attempt.Ending is not { } ending || attempt.Outcome == AttemptOutcome.Interrupted)
            return;

        busy += ending.Duration;
        CpuTime += ending.CpuTime;
        from = from < ending.StartedAt ? from : ending.StartedAt;
        to = to > ending.EndedAt ? to : ending.EndedAt;
        if (ending.PeakMemoryBytes > 0)
            PeakMemoryBytes = Math.Max(PeakMemoryBytes ?? 0, ending.PeakMemoryBytes);
    }
}
