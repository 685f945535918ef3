using System.Diagnostics;

namespace Holdfast.Bench.Serving;

/// <summary>Counts how long things took, in steps of 10 µs up to 60 s; may be told by many at once.</summary>
internal sealed class Latencies
{
    private const int StepsPerMillisecond = 100;

    private readonly long[] counts = new long[60_000 * StepsPerMillisecond];
    private long total;

    public long Total => Interlocked.Read(ref total);

    /// <param name="since">Of <see cref="Stopwatch"/>.</param>
    public void Add(long since) => Add(Stopwatch.GetElapsedTime(since));

    public void Add(TimeSpan took)
    {
        var step = (int)Math.Clamp(took.TotalMilliseconds * StepsPerMillisecond, 0, counts.Length - 1);
        Interlocked.Increment(ref counts[step]);
        Interlocked.Increment(ref total);
    }

    /// <returns>Milliseconds, under which that share of all is.</returns>
    public double Quantile(double share)
    {
        var rank = (long)Math.Ceiling(Total * share);
        long seen = 0;
        for (var step = 0; step < counts.Length; step++)
        {
            seen += counts[step];
            if (seen >= rank)
                return (step + 1.0) / StepsPerMillisecond;
        }

        return double.NaN;
    }

    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"p50 {Quantile(0.5):0.00} ms, p99 {Quantile(0.99):0.00} ms, slowest {Quantile(1):0.0} ms");
}
