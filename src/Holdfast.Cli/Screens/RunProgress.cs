using Holdfast.Protocol.Runs;

namespace Holdfast.Cli.Screens;

internal enum NoticeKind { Failure, Trouble, Good }

/// <summary>One line worth keeping, to be shown once.</summary>
internal sealed record Notice(NoticeKind Kind, string Text)
{
    public string In(Paint paint) => Kind switch
    {
        NoticeKind.Failure => paint.Red(Text),
        NoticeKind.Trouble => paint.Yellow(Text),
        NoticeKind.Good => paint.Green(Text),
    };
}

internal sealed record RunningAtom(string Key, int Attempt, DateTimeOffset Since);

/// <summary>How a run stood at one moment.</summary>
/// <param name="Elapsed">Since it was started or resumed.</param>
/// <param name="TimeLeft">Null while it cannot be told.</param>
internal sealed record ProgressView(
    RunUpdate.RunStarted Run,
    int Succeeded,
    int Failed,
    int Skipped,
    int Waiting,
    int Wave,
    int WaveConcluded,
    IReadOnlyList<RunningAtom> Running,
    int RunningCount,
    DateTimeOffset Now,
    TimeSpan Elapsed,
    TimeSpan? TimeLeft)
{
    public int Concluded => Succeeded + Failed + Skipped;

    public int WaveTotal => Wave == 0 ? 0 : Run.Waves[Wave - 1];
}

/// <summary>
/// Adds up what happens. Updates come from the run's own loop and cost a dictionary entry each; screens look at it when they draw.
/// </summary>
internal sealed class RunProgress(TimeProvider time)
{
    /// <summary>Failures and repairs told one by one; after that only their number goes up.</summary>
    public const int MostNotices = 25;

    /// <summary>Running atoms a screen can want.</summary>
    private const int MostRunning = 16;

    private readonly Lock gate = new();
    private readonly Dictionary<string, RunningAtom> running = [];
    private readonly HashSet<string> paused = [];
    private readonly Dictionary<string, FailureDocument> lastFailures = [];
    private readonly List<Notice> notices = [];
    private RunUpdate.RunStarted? run;
    private DateTimeOffset watchedFrom;
    private int concludedBefore;
    private int succeeded;
    private int failed;
    private int skipped;
    private int wave;
    private int waveConcluded;
    private int told;

    public void Take(RunUpdate update)
    {
        lock (gate)
        {
            switch (update)
            {
                case RunUpdate.RunStarted started:
                    Start(started);
                    break;
                case RunUpdate.WaveStarted started:
                    (wave, waveConcluded) = (started.Wave, 0);
                    break;
                case RunUpdate.AtomStarted started:
                    paused.Remove(started.Key);
                    running[started.Key] = new RunningAtom(started.Key, started.Attempt, started.At);
                    break;
                case RunUpdate.AttemptMissed missed:
                    Miss(missed);
                    break;
                case RunUpdate.AtomBackingOff backingOff:
                    BackOff(backingOff);
                    break;
                case RunUpdate.AtomAwaitingFix awaiting:
                    paused.Add(awaiting.Key);
                    break;
                case RunUpdate.CodeRevised revised:
                    Tell(new Notice(NoticeKind.Good, $"repaired {revised.Key} by {Text.OneLine(revised.Origin)}: {Text.OneLine(revised.Explanation)}"));
                    break;
                case RunUpdate.AtomConcluded concluded:
                    Conclude(concluded);
                    break;
                case RunUpdate.RunStopping stopping:
                    notices.Add(new Notice(NoticeKind.Trouble, Text.OneLine(stopping.Reason)));
                    break;
                case RunUpdate.Warning warning:
                    notices.Add(new Notice(NoticeKind.Trouble, $"warning: {Text.OneLine(warning.Message)}"));
                    break;
            }
        }
    }

    public void Say(string message)
    {
        lock (gate)
            notices.Add(new Notice(NoticeKind.Trouble, message));
    }

    /// <summary>What has not been shown yet.</summary>
    public IReadOnlyList<Notice> TakeNotices()
    {
        lock (gate)
        {
            if (notices.Count == 0)
                return [];
            Notice[] taken = [.. notices];
            notices.Clear();
            return taken;
        }
    }

    /// <summary>Null before the run has started.</summary>
    public ProgressView? Look()
    {
        lock (gate)
        {
            if (run is null)
                return null;
            var now = time.GetUtcNow();
            return new ProgressView(
                run, succeeded, failed, skipped, paused.Count, wave, waveConcluded, [.. running.Values.OrderBy(atom => atom.Since).Take(MostRunning)], running.Count,
                now, now > run.At ? now - run.At : TimeSpan.Zero, TimeLeft(now));
        }
    }

    // Told again when we could not follow, or by the next daemon: then it says how the run stands now.
    private void Start(RunUpdate.RunStarted started)
    {
        run = started;
        watchedFrom = time.GetUtcNow();
        (succeeded, failed, skipped) = (started.Concluded.Succeeded, started.Concluded.Failed, started.Concluded.Skipped + started.Concluded.Cancelled);
        concludedBefore = succeeded + failed + skipped;
        (wave, waveConcluded) = (started.Wave, started.WaveConcluded);
        running.Clear();
        paused.Clear();
    }

    // Whether it is told depends on what is done about it, which follows.
    private void Miss(RunUpdate.AttemptMissed missed)
    {
        running.Remove(missed.Key);
        if (missed.Failure is { } failure)
            lastFailures[missed.Key] = failure;
    }

    private void BackOff(RunUpdate.AtomBackingOff backingOff)
    {
        paused.Add(backingOff.Key);
        if (lastFailures.Remove(backingOff.Key, out var failure))
            Tell(new Notice(NoticeKind.Trouble, $"{backingOff.Key} is tried again in {Text.Duration(backingOff.RetryAt - backingOff.At)}: {Text.Failure(failure)}"));
    }

    private void Conclude(RunUpdate.AtomConcluded concluded)
    {
        running.Remove(concluded.Key);
        paused.Remove(concluded.Key);
        lastFailures.Remove(concluded.Key);
        if (concluded.Wave == wave)
            waveConcluded++;
        switch (concluded.Conclusion)
        {
            case Conclusion.Succeeded:
                succeeded++;
                break;
            case Conclusion.Failed:
                failed++;
                Tell(new Notice(NoticeKind.Failure, $"failed {concluded.Key}: {Reason(concluded)}"));
                break;
            case Conclusion.Skipped or Conclusion.Cancelled:
                skipped++;
                if (concluded.Failure is not null)
                    Tell(new Notice(NoticeKind.Trouble, $"skipped {concluded.Key}, which is not critical: {Reason(concluded)}"));
                break;
        }
    }

    private static string Reason(RunUpdate.AtomConcluded concluded) =>
        concluded.Failure is { } failure ? Text.Failure(failure) : Text.OneLine(concluded.Because ?? "");

    private void Tell(Notice notice)
    {
        told++;
        if (told <= MostNotices)
            notices.Add(notice);
        else if (told == MostNotices + 1)
            notices.Add(new Notice(NoticeKind.Trouble, "More failures and repairs are counted, not listed."));
    }

    // From what was done while we watched: atoms are taken to cost alike.
    private TimeSpan? TimeLeft(DateTimeOffset now)
    {
        var done = succeeded + failed + skipped - concludedBefore;
        var watched = now - watchedFrom;
        var open = run!.Total - succeeded - failed - skipped;
        return done < 3 || watched < TimeSpan.FromSeconds(1) || open == 0 ? null : watched / done * open;
    }
}
