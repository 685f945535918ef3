using System.Buffers.Binary;
using Holdfast.Core.Executions;

namespace Holdfast.Core.Retries;

/// <summary>Exponential back-off with jitter.</summary>
public static class BackOff
{
    /// <summary>Delay before the second try, before jitter.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>No delay grows beyond it, before jitter. A Retry-After may be longer, up to <see cref="LongestAsked"/>.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>How long another side's Retry-After is honoured at most.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(15);

    /// <param name="failures">How often it failed so far, from 1.</param>
    /// <param name="jitter">In [0, 1); scales the delay by 0.75 to 1.25.</param>
    /// <param name="asked">The other side's Retry-After: the delay is at least that long.</param>
    public static TimeSpan Delay(int failures, double jitter, TimeSpan? asked)
    {
        var doubled = First * Math.Pow(2, Math.Min(failures - 1, 30));
        var delay = (doubled < Longest ? doubled : Longest) * (0.75 + (jitter / 2));
        var floor = asked is { } time ? (time < LongestAsked ? time : LongestAsked) : TimeSpan.Zero;
        return delay > floor ? delay : floor;
    }

    /// <summary>How long to wait until <paramref name="retryAt"/>. Never longer than any delay is, however far back the clock was set since.</summary>
    public static TimeSpan Remaining(DateTimeOffset retryAt, DateTimeOffset now)
    {
        var left = retryAt - now;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < LongestAsked ? left : LongestAsked;
    }

    /// <summary>In [0, 1), from the attempt's own id: spread out like chance, the same in a replay.</summary>
    public static double Jitter(ExecutionId execution)
    {
        Span<byte> bytes = stackalloc byte[16];
        execution.Value.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes) / (uint.MaxValue + 1.0);
    }
}
