using System.Collections.Immutable;

namespace Holdfast.Core.Completion;

/// <summary>What may show that an execution has completed. Any one of them can; none of them may say the contrary.</summary>
public sealed record CompletionOrder
{
    /// <summary>Nothing else was asked for: the exit code is the verdict.</summary>
    public static CompletionOrder ExitCode { get; } = new() { Kinds = [EvidenceKind.Exit] };

    /// <summary>In rank, each once; at least one.</summary>
    public required ImmutableArray<EvidenceKind> Kinds { get; init; }

    /// <summary>Regular expressions for one line of output each; with <see cref="EvidenceKind.Pattern"/>, at least one.</summary>
    public ImmutableArray<string> Patterns { get; init; } = [];

    /// <summary>Regular expressions for one line of a commit's message each, beside the trailer. May be empty.</summary>
    public ImmutableArray<string> MessagePatterns { get; init; } = [];

    /// <summary>With <see cref="EvidenceKind.Git"/>: where the repository stood when the execution was asked for.</summary>
    public GitBaseline? Baseline { get; init; }

    /// <summary>What leaves traces that claims do not: a marker, commits, phases.</summary>
    public bool AsksForDeeds => Kinds.Any(CompletionRules.IsDeed);

    public bool Asks(EvidenceKind kind) => Kinds.Contains(kind);

    public bool Equals(CompletionOrder? other) =>
        other is not null
        && Baseline == other.Baseline
        && Kinds.AsSpan().SequenceEqual(other.Kinds.AsSpan())
        && Patterns.AsSpan().SequenceEqual(other.Patterns.AsSpan())
        && MessagePatterns.AsSpan().SequenceEqual(other.MessagePatterns.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Baseline, Kinds.Length, Patterns.Length, MessagePatterns.Length);
}

/// <param name="Commit">Null in a repository without commits.</param>
/// <param name="Branch">Full name of the branch that was checked out; null for none.</param>
/// <param name="Folder">Of git, for this working tree.</param>
public sealed record GitBaseline(string? Commit, string? Branch, string Folder);
