using System.Collections.Immutable;

namespace Holdfast.Core.Failures.Repairs;

/// <summary>Code a rule has changed.</summary>
/// <param name="Rule">The rule's name, snake_case.</param>
/// <param name="Explanation">What it did, a sentence.</param>
/// <param name="Lines">The lines of the old code it touched, ascending, from 1.</param>
public sealed record RepairCandidate(string Code, string Rule, string Explanation, ImmutableArray<int> Lines);
