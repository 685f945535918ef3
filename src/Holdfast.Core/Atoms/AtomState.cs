using Holdfast.Core.Failures;

namespace Holdfast.Core.Atoms;

public enum Conclusion { Succeeded, Failed, Skipped, Cancelled }

/// <summary>Where an atom stands in its run. Only <c>RunState.Apply</c> changes it.</summary>
public abstract record AtomState
{
    private AtomState() { }

    /// <summary>The legal moves. An atom that has concluded never moves again.</summary>
    public bool MayBecome(AtomState next) => (this, next) switch
    {
        (Waiting, Ready or Concluded) => true,
        (Ready, Running or Concluded) => true,
        (Running { Spawned: false } before, Running { Spawned: true } after) => before.Attempt == after.Attempt,
        (Running, Ready or BackingOff or AwaitingFix or Concluded) => true,
        (BackingOff, Ready or Concluded) => true,
        (AwaitingFix, Ready or BackingOff or AwaitingFix or Concluded) => true,
        _ => false,
    };

    /// <summary>For its needs, or for its wave.</summary>
    public sealed record Waiting : AtomState
    {
        public static readonly Waiting Instance = new();
    }

    public sealed record Ready : AtomState
    {
        public static readonly Ready Instance = new();
    }

    /// <param name="Attempt">From 1.</param>
    /// <param name="Spawned">Whether its process is known to have started.</param>
    public sealed record Running(int Attempt, bool Spawned) : AtomState;

    public sealed record BackingOff(DateTimeOffset RetryAt) : AtomState;

    /// <summary>A fixer is asked for repaired code.</summary>
    /// <param name="Attempt">The one that failed.</param>
    /// <param name="Strategy">What is asked for: an answer to an earlier question about the same attempt is a late one.</param>
    public sealed record AwaitingFix(int Attempt, Strategy Strategy) : AtomState;

    /// <param name="Because">Null where the conclusion speaks for itself.</param>
    public sealed record Concluded(Conclusion Conclusion, Because? Because) : AtomState
    {
        /// <summary>How most atoms conclude; shared, because a large run holds many.</summary>
        public static readonly Concluded Success = new(Conclusion.Succeeded, null);
    }
}

/// <summary>Why an atom concluded as it did, when it was not by its own last attempt alone.</summary>
public abstract record Because
{
    private Because() { }

    /// <summary>Its last attempt failed and nothing more is tried.</summary>
    public sealed record OwnFailure(Failure Failure, Strategy Strategy) : Because;

    /// <summary>A critical atom it needs, directly or not, failed or was cancelled.</summary>
    public sealed record NeedFailed(string Key) : Because;

    /// <summary>Its run stopped after a wave with too few successes.</summary>
    public sealed record WaveBelow(int Wave, double Share, double StopBelow) : Because;

    public sealed record StoppedBy(string Who) : Because;

    /// <summary>Its host died under it too often.</summary>
    public sealed record InterruptedTooOften(int Times) : Because;

    /// <summary>An earlier run's success, taken over.</summary>
    public sealed record InheritedFrom(Runs.RunId Run, int Attempt) : Because;
}
