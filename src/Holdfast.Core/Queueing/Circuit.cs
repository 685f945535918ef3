namespace Holdfast.Core.Queueing;

public enum CircuitStatus { Closed, Open, HalfOpen }

/// <summary>Whether what shares a key is let through. It opens when too much failed in a row, and one trial decides about closing it again.</summary>
public abstract record Circuit(CircuitStatus Status)
{
    /// <param name="Failures">In a row, without a success between them.</param>
    public sealed record Closed(int Failures) : Circuit(CircuitStatus.Closed)
    {
        public static Closed Sound { get; } = new(0);
    }

    /// <param name="Until">Then one is let through on trial.</param>
    /// <param name="Times">How often it opened without closing, from 1.</param>
    /// <param name="Why">How the last one failed.</param>
    public sealed record Open(DateTimeOffset Until, int Times, string Why) : Circuit(CircuitStatus.Open);

    /// <summary>One is let through; its end decides.</summary>
    public sealed record HalfOpen(int Times, string Why) : Circuit(CircuitStatus.HalfOpen);
}

/// <summary>When a circuit opens, and for how long.</summary>
/// <param name="Failures">In a row that open it; 0: nothing does.</param>
public sealed record CircuitPolicy(int Failures, TimeSpan FirstPause, TimeSpan LongestPause)
{
    public static CircuitPolicy Default { get; } = new(5, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15));

    /// <param name="times">How often it opened without closing, from 1.</param>
    /// <param name="jitter">In [0, 1); scales the pause by 0.75 to 1.25, so that keys that broke together are not tried together.</param>
    public TimeSpan PauseOf(int times, double jitter)
    {
        var doubled = FirstPause * Math.Pow(2, Math.Min(times - 1, 30));
        return (doubled < LongestPause ? doubled : LongestPause) * (0.75 + (jitter / 2));
    }
}
