namespace Holdfast.Protocol.Runs;

/// <summary>What happens in a run, told while it happens, after it was stored.</summary>
public abstract record RunUpdate(DateTimeOffset At)
{
    /// <summary>The first update of a run, also of one that is resumed.</summary>
    /// <param name="Concluded">Atoms that had concluded before: taken over from other runs, or before the run was cut off.</param>
    /// <param name="Waves">How many atoms of the run each wave has, from wave 1.</param>
    public sealed record RunStarted(
        DateTimeOffset At,
        Guid RunId,
        long Number,
        string Plan,
        Schedule Schedule,
        int Jobs,
        int Total,
        ConclusionCounts Concluded,
        IReadOnlyList<int> Waves,
        bool Resumed) : RunUpdate(At);

    public sealed record WaveStarted(DateTimeOffset At, int Wave) : RunUpdate(At);

    public sealed record WaveEnded(DateTimeOffset At, int Wave, int Total, int Succeeded) : RunUpdate(At);

    public sealed record AtomStarted(DateTimeOffset At, string Key, int Wave, int Attempt) : RunUpdate(At);

    /// <summary>An attempt failed, or its host cut it short; what is done about it follows.</summary>
    /// <param name="Failure">Null when it was interrupted.</param>
    public sealed record AttemptMissed(DateTimeOffset At, string Key, int Attempt, FailureDocument? Failure) : RunUpdate(At);

    public sealed record AtomBackingOff(DateTimeOffset At, string Key, DateTimeOffset RetryAt) : RunUpdate(At);

    public sealed record AtomAwaitingFix(DateTimeOffset At, string Key, Strategy Strategy) : RunUpdate(At);

    /// <param name="Origin">The rule or model that repaired it.</param>
    public sealed record CodeRevised(DateTimeOffset At, string Key, int Revision, string Origin, string Explanation) : RunUpdate(At);

    /// <param name="Because">A sentence; null where the conclusion speaks for itself.</param>
    /// <param name="Failure">Set when its own failure was final.</param>
    public sealed record AtomConcluded(
        DateTimeOffset At, string Key, int Wave, Conclusion Conclusion, string? Because, FailureDocument? Failure) : RunUpdate(At);

    /// <param name="Reason">A sentence.</param>
    public sealed record RunStopping(DateTimeOffset At, string Reason) : RunUpdate(At);

    /// <summary>Something a person should know that changes nothing, such as a limit that cannot be enforced here.</summary>
    public sealed record Warning(DateTimeOffset At, string Message) : RunUpdate(At);

    public sealed record RunEnded(DateTimeOffset At, RunStatus Status) : RunUpdate(At);
}

public sealed record ConclusionCounts(int Succeeded, int Failed, int Skipped, int Cancelled)
{
    public static readonly ConclusionCounts None = new(0, 0, 0, 0);
}
