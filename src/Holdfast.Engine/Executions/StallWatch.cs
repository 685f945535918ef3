using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Executions;

/// <summary>Tells once when an execution has written nothing for too long. Measured by a clock that nobody sets, from when it is first looked at.</summary>
internal sealed class StallWatch : IDisposable
{
    private const int LooksWithinStall = 4;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ShimFolder folder;
    private readonly TimeSpan stall;
    private readonly TimeProvider time;
    private readonly Action<TimeSpan> stalled;
    private readonly ITimer timer;
    private (long Length, DateTime Written) seen;
    private long lastActivity;

    public StallWatch(ShimFolder folder, TimeSpan stall, TimeProvider time, Action<TimeSpan> stalled)
    {
        (this.folder, this.stall, this.time, this.stalled) = (folder, stall, time, stalled);
        seen = Look();
        lastActivity = time.GetTimestamp();
        timer = time.CreateTimer(_ => Check(), null, Pause, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => timer.Dispose();

    private TimeSpan Pause => TimeSpan.FromTicks(Math.Clamp(stall.Ticks / LooksWithinStall, ShortestPause.Ticks, LongestPause.Ticks));

    private void Check()
    {
        var now = Look();
        var silence = time.GetElapsedTime(lastActivity);
        if (now != seen)
            (seen, lastActivity) = (now, time.GetTimestamp());
        else if (silence >= stall)
        {
            stalled(silence);
            return;
        }

        timer.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    private (long Length, DateTime Written) Look()
    {
        var log = new FileInfo(folder.OutputLog);
        return log.Exists ? (log.Length, log.LastWriteTimeUtc) : default;
    }
}
