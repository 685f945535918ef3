using System.Collections.Immutable;
using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;

namespace Holdfast.Core.Runs;

public enum RunStatus { Queued, Running, Stopping, Completed, Failed, Stopped, Cancelled }

public enum AttemptOutcome { Succeeded, Failed, Interrupted, Cancelled }

/// <summary>What happened in a run. Atoms are indices into the plan the run was created with.</summary>
public abstract record RunEvent(DateTimeOffset At)
{
    /// <param name="Selected">The atoms of a part run, ascending; null for the whole plan.</param>
    /// <param name="Inherited">Successes taken over from earlier runs.</param>
    /// <param name="InputJson">Laid over the plan's input; null for none.</param>
    /// <param name="RetryOf">The run this one retries.</param>
    public sealed record Created(
        DateTimeOffset At,
        Schedule Schedule,
        ImmutableArray<int>? Selected,
        ImmutableArray<InheritedSuccess> Inherited,
        string? InputJson,
        RunId? RetryOf) : RunEvent(At)
    {
        /// <summary>Atoms at a time when it was started; null for runs of releases that did not note it.</summary>
        public int? Jobs { get; init; }

        /// <summary>The place in a trace that it was asked for in; null when nobody said.</summary>
        public TraceContext? Trace { get; init; }
    }

    public sealed record Started(DateTimeOffset At) : RunEvent(At);

    public sealed record WaveStarted(DateTimeOffset At, int Wave) : RunEvent(At);

    public sealed record WaveEnded(DateTimeOffset At, int Wave, int Total, int Succeeded) : RunEvent(At);

    /// <param name="Revision">Which code: 0 is the plan's own.</param>
    public sealed record AttemptStarted(DateTimeOffset At, int Atom, int Number, int Revision) : RunEvent(At);

    public sealed record ProcessStarted(
        DateTimeOffset At, int Atom, int Number, ProcessIdentity Process, Confinement Confinement) : RunEvent(At);

    /// <summary>It outlived the program that drove its run, and is watched by another one now: it was not started again.</summary>
    public sealed record AttemptAdopted(DateTimeOffset At, int Atom, int Number) : RunEvent(At);

    /// <param name="Failure">Set when <paramref name="Outcome"/> is failed.</param>
    /// <param name="ResultJson">The result value. Kept with the attempt, not in the event log, and absent in replay.</param>
    public sealed record AttemptEnded(
        DateTimeOffset At,
        int Atom,
        int Number,
        AttemptOutcome Outcome,
        ExecutionEnding Ending,
        Failure? Failure,
        ReportedException? Exception,
        string? ResultJson) : RunEvent(At);

    /// <param name="Confidence">In (0, 1]: the failure's, lowered when the same error comes again.</param>
    /// <param name="TriedBefore">What earlier failures of this atom led to, oldest first.</param>
    public sealed record StrategyChosen(
        DateTimeOffset At, int Atom, int Number, Strategy Strategy, double Confidence, string Reason, ImmutableArray<Strategy> TriedBefore) : RunEvent(At);

    public sealed record BackedOff(DateTimeOffset At, int Atom, DateTimeOffset RetryAt) : RunEvent(At);

    public sealed record FixRequested(DateTimeOffset At, int Atom, int Number, Strategy Strategy) : RunEvent(At);

    public sealed record FixDeclined(DateTimeOffset At, int Atom, int Number, string Why) : RunEvent(At);

    /// <param name="Revision">From 1, counting up in the atom.</param>
    public sealed record CodeRevised(DateTimeOffset At, int Atom, int Revision, CodeRevision Code) : RunEvent(At);

    /// <summary>It may start: its needs are met, its back-off is over, its code is repaired, or its host is back.</summary>
    public sealed record MadeReady(DateTimeOffset At, int Atom) : RunEvent(At);

    public sealed record AtomConcluded(DateTimeOffset At, int Atom, Conclusion Conclusion, Because? Because) : RunEvent(At);

    public sealed record Stopping(DateTimeOffset At, StopReason Reason) : RunEvent(At);

    public sealed record Ended(DateTimeOffset At, RunStatus Status) : RunEvent(At);
}

/// <param name="Attempt">The attempt of <paramref name="Run"/> that succeeded.</param>
public readonly record struct InheritedSuccess(int Atom, RunId Run, int Attempt);

/// <param name="Origin">The rule or model that made it, or the person.</param>
/// <param name="Diff">Unified, against the code before.</param>
public sealed record CodeRevision(string Code, string Origin, string Explanation, string Diff);

/// <summary>Why a run goes no further.</summary>
public abstract record StopReason
{
    private StopReason() { }

    /// <summary>What runs may finish; nothing new begins.</summary>
    public sealed record StopRequested(string Who) : StopReason;

    /// <summary>What runs is ended.</summary>
    public sealed record CancelRequested(string Who) : StopReason;

    public sealed record WaveBelow(int Wave, double Share, double StopBelow) : StopReason;
}
