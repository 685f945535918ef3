using System.Collections.Immutable;

namespace Holdfast.Core.Completion;

public enum VerdictDecision { Completed, NotCompleted, Undecided }

/// <summary>What all the evidence adds up to.</summary>
/// <param name="Rule">Which rule decided; stable snake_case (docs/reference/completion.md).</param>
/// <param name="Reason">A sentence, for people.</param>
public sealed record Verdict(VerdictDecision Decision, double Confidence, string Rule, string Reason)
{
    /// <summary>All of it, for and against, in rank.</summary>
    public ImmutableArray<Evidence> Evidence { get; init; } = [];

    public bool IsCompleted => Decision == VerdictDecision.Completed;

    public bool Equals(Verdict? other) =>
        other is not null
        && (Decision, Confidence, Rule, Reason) == (other.Decision, other.Confidence, other.Rule, other.Reason)
        && Evidence.AsSpan().SequenceEqual(other.Evidence.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Decision, Confidence, Rule, Evidence.Length);
}
