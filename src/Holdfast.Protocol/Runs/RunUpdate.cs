using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Runs;

/// <summary>What happens in a run, told while it happens, after it was stored.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RunStarted), "run_started")]
[JsonDerivedType(typeof(WaveStarted), "wave_started")]
[JsonDerivedType(typeof(WaveEnded), "wave_ended")]
[JsonDerivedType(typeof(AtomStarted), "atom_started")]
[JsonDerivedType(typeof(AttemptMissed), "attempt_missed")]
[JsonDerivedType(typeof(AtomBackingOff), "atom_backing_off")]
[JsonDerivedType(typeof(AtomAwaitingFix), "atom_awaiting_fix")]
[JsonDerivedType(typeof(CodeRevised), "code_revised")]
[JsonDerivedType(typeof(AtomConcluded), "atom_concluded")]
[JsonDerivedType(typeof(RunStopping), "run_stopping")]
[JsonDerivedType(typeof(Warning), "warning")]
[JsonDerivedType(typeof(RunEnded), "run_ended")]
public abstract record RunUpdate(DateTimeOffset At)
{
    /// <summary>
    /// How a run stands: the first update whoever watches is told, and told again to one who could not follow. Atoms that run or wait to
    /// try again are told behind it.
    /// </summary>
    /// <param name="At">When it was started, or taken up by this daemon.</param>
    /// <param name="Concluded">Atoms that have concluded: taken over from other runs, before the run was cut off, or before somebody watched.</param>
    /// <param name="Waves">How many atoms of the run each wave has, from wave 1.</param>
    /// <param name="Resumed">Whether it was cut off before, and this daemon took it up.</param>
    /// <param name="Wave">The wave that is under way; 0 before the first, and for schedules without waves.</param>
    /// <param name="WaveConcluded">Atoms of that wave that have concluded.</param>
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
        bool Resumed,
        int Wave,
        int WaveConcluded) : RunUpdate(At);

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
