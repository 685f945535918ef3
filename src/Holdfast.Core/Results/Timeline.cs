using System.Collections.Immutable;
using Holdfast.Core.Runs;

namespace Holdfast.Core.Results;

/// <summary>A run's time in slices of equal length.</summary>
/// <param name="Slices">At most <see cref="MaxSlices"/>; none when nothing ran.</param>
/// <param name="Peak">The most attempts that ran at the same time.</param>
public sealed record Timeline(DateTimeOffset? Start, TimeSpan SliceLength, ImmutableArray<TimelineSlice> Slices, int Peak)
{
    public const int MaxSlices = 60;

    private static readonly TimeSpan ShortestSlice = TimeSpan.FromMilliseconds(1);

    internal static Timeline Of(IReadOnlyList<AttemptSpan> spans)
    {
        if (spans.Count == 0)
            return new Timeline(null, TimeSpan.Zero, [], 0);
        var start = spans.Min(span => span.Start);
        // What is still under way reaches to the last thing known.
        var end = spans.Max(span => span.End ?? span.Start);
        var length = TimeSpan.FromTicks(Math.Max(ShortestSlice.Ticks, ((end - start).Ticks + MaxSlices - 1) / MaxSlices));
        var count = (int)Math.Max(1, ((end - start).Ticks + length.Ticks - 1) / length.Ticks);
        var (busy, succeeded, missed) = (new long[count], new int[count], new int[count]);
        foreach (var span in spans)
        {
            AddBusy(busy, length.Ticks, (span.Start - start).Ticks, ((span.End ?? end) - start).Ticks);
            if (span.End is not { } ended)
                continue;
            var slice = Math.Clamp((int)((ended - start).Ticks / length.Ticks), 0, count - 1);
            if (span.Outcome == AttemptOutcome.Succeeded)
                succeeded[slice]++;
            else
                missed[slice]++;
        }

        return new Timeline(
            start, length, [.. Enumerable.Range(0, count).Select(i => new TimelineSlice((double)busy[i] / length.Ticks, succeeded[i], missed[i]))], PeakOf(spans, end));
    }

    private static void AddBusy(long[] busy, long length, long from, long to)
    {
        for (var slice = from / length; slice < busy.Length && slice * length < to; slice++)
            busy[slice] += Math.Min(to, (slice + 1) * length) - Math.Max(from, slice * length);
    }

    // Where one ends as another starts, they did not run at the same time.
    private static int PeakOf(IReadOnlyList<AttemptSpan> spans, DateTimeOffset end)
    {
        var starts = spans.Select(span => span.Start).Order().ToArray();
        var ends = spans.Select(span => span.End ?? end).Order().ToArray();
        var (peak, ended) = (0, 0);
        for (var started = 0; started < starts.Length; started++)
        {
            while (ended < ends.Length && ends[ended] <= starts[started])
                ended++;
            peak = Math.Max(peak, started + 1 - ended);
        }

        return peak;
    }
}

/// <param name="Running">Attempts that ran, on average over the slice.</param>
/// <param name="Succeeded">Attempts that ended well in it.</param>
/// <param name="Missed">Attempts that ended otherwise in it.</param>
public readonly record struct TimelineSlice(double Running, int Succeeded, int Missed);
