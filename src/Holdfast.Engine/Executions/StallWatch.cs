using Holdfast.Core.Executions;
using Holdfast.Processes;
using Holdfast.Processes.Shims;

namespace Holdfast.Engine.Executions;

/// <summary>Tells what becomes of an execution that makes no progress. Measured by a clock that nobody sets, from when it is first looked at.</summary>
internal sealed class StallWatch : IDisposable
{
    private const int LooksWithinStall = 8;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ShimFolder folder;
    private readonly ProcessIdentity shim;
    private readonly TimeSpan stall;
    private readonly TimeProvider time;
    private readonly Action<ProgressJudgement, TimeSpan, string> changed;
    private readonly ITimer timer;
    private Activity last;
    private Activity atProgress;
    private long lastLook;
    private long lastProgress;
    // What an earlier watch had seen of it: the time between the two says nothing.
    private TimeSpan quietBefore;
    private ProgressJudgement told;

    /// <param name="suspicion">What was said of it last by an earlier watch; it goes on from there.</param>
    /// <param name="changed">Told of each change of the judgement, with how long it has been quiet and what was seen; of the last, stalled, once.</param>
    public StallWatch(ShimFolder folder, ProcessIdentity shim, TimeSpan stall, Suspicion? suspicion, TimeProvider time, Action<ProgressJudgement, TimeSpan, string> changed)
    {
        (this.folder, this.shim, this.stall, this.time, this.changed) = (folder, shim, stall, time, changed);
        (told, quietBefore) = suspicion is null ? (ProgressJudgement.Fine, TimeSpan.Zero) : (ProgressJudgement.Suspected, suspicion.Quiet);
        last = atProgress = Look();
        lastLook = lastProgress = time.GetTimestamp();
        timer = time.CreateTimer(_ => Check(), null, Pause, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => timer.Dispose();

    private TimeSpan Pause => TimeSpan.FromTicks(Math.Clamp(stall.Ticks / LooksWithinStall, ShortestPause.Ticks, LongestPause.Ticks));

    private void Check()
    {
        var now = Look();
        if (ProgressRules.IsProgress(last, now, time.GetElapsedTime(lastLook)))
            (atProgress, lastProgress, quietBefore) = (now, time.GetTimestamp(), TimeSpan.Zero);
        (last, lastLook) = (now, time.GetTimestamp());
        var quiet = quietBefore + time.GetElapsedTime(lastProgress);
        var judged = ProgressRules.Judge(stall, quiet);
        if (judged != told)
            changed(told = judged, quiet, ProgressRules.Describe(atProgress, now, quiet));
        if (judged != ProgressJudgement.Stalled)
            timer.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    private Activity Look()
    {
        var (cpu, bytes, processes) = TreeActivity.Below(shim);
        return new Activity(OutputLog.Growth(folder.OutputLog), cpu, bytes, processes);
    }
}
