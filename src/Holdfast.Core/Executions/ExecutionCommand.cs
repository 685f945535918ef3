using Holdfast.Core.Completion;

namespace Holdfast.Core.Executions;

/// <summary>What is wished for or seen of a free-standing execution.</summary>
public abstract record ExecutionCommand
{
    private ExecutionCommand() { }

    /// <summary>Its process runs, or ran.</summary>
    public sealed record SeeStarted(ProcessIdentity? Shim, ProcessIdentity Process, DateTimeOffset StartedAt) : ExecutionCommand;

    /// <summary>Nothing of it ran, and nothing will.</summary>
    public sealed record GiveUpStarting(EndCause Why) : ExecutionCommand;

    /// <summary>It has made no progress for a good part of the time it may.</summary>
    public sealed record SeeNoProgress(TimeSpan Quiet, string Seen) : ExecutionCommand;

    public sealed record SeeProgress : ExecutionCommand;

    /// <summary>It runs on although it has verifiably completed.</summary>
    public sealed record SeeCompleted(Verdict Verdict) : ExecutionCommand;

    /// <summary>Its time is over, and it is ended for that.</summary>
    /// <param name="Why"><see cref="EndCause.WallTime"/> or <see cref="EndCause.Stalled"/>.</param>
    public sealed record SeeTimedOut(EndCause Why) : ExecutionCommand;

    public sealed record Cancel(string Who) : ExecutionCommand;

    /// <summary>Its exit record was read.</summary>
    /// <param name="Verdict">Null when only the exit code is to be believed.</param>
    public sealed record SeeEnded(ExecutionEnding Ending, Verdict? Verdict = null) : ExecutionCommand;

    /// <summary>Neither it nor its shim lives, there is no exit record, and its tree was swept.</summary>
    /// <param name="SurvivorsLeft">What the sweep could not end; the execution is lost all the same, and says so.</param>
    /// <param name="Cause">What it is closed with where more is known than that it is lost; null for that.</param>
    /// <param name="Verdict">What it left behind may show that it had completed all the same; null when nothing was looked at.</param>
    public sealed record Lose(string Why, SurvivorProof Proof, int SurvivorsEnded, int SurvivorsLeft, EndCause? Cause = null, Verdict? Verdict = null) : ExecutionCommand;
}
