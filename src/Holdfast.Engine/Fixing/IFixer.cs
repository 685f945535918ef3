using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Engine.Fixing;

/// <summary>Repairs the code of a failed attempt, or writes it anew. Rules are one, each model is another; they are asked in order.</summary>
public interface IFixer
{
    /// <summary>For people: who repaired it, or could not.</summary>
    string Name { get; }

    /// <summary>Never changes anything by itself. That it has no answer is an answer; exceptions are for what nobody could expect.</summary>
    Task<FixProposal> ProposeAsync(FixRequest request, CancellationToken cancellationToken);
}

/// <summary>All a fixer may go by.</summary>
public sealed record FixRequest
{
    public required AtomKind Kind { get; init; }

    /// <summary>The revision that failed.</summary>
    public required string Code { get; init; }

    public required Failure Failure { get; init; }

    /// <summary>Null when the failure came without one.</summary>
    public ReportedException? Exception { get; init; }

    /// <summary><see cref="Core.Failures.Strategy.Fix"/> mends this code; <see cref="Core.Failures.Strategy.Regenerate"/> asks for other code.</summary>
    public required Strategy Strategy { get; init; }

    /// <summary>What it ran with, a JSON object.</summary>
    public required string InputJson { get; init; }

    /// <summary>What was tried before, oldest first, this failure not among it.</summary>
    public ImmutableArray<FixTry> Earlier { get; init; } = [];

    /// <summary>Time, memory and processor it may use.</summary>
    public AtomSettings Settings { get; init; } = AtomSettings.Default;
}

/// <summary>One earlier try and how it ended.</summary>
/// <param name="Code">The revision that ran.</param>
public sealed record FixTry(string Code, Failure Failure);

public abstract record FixProposal
{
    private FixProposal() { }

    /// <summary>Code to try next; it parses.</summary>
    public sealed record Proposed(CodeRevision Revision) : FixProposal;

    /// <param name="Why">A sentence for people.</param>
    public sealed record Declined(string Why) : FixProposal;
}
