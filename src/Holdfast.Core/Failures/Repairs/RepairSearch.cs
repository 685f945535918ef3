using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;

namespace Holdfast.Core.Failures.Repairs;

/// <summary>Code that parses, and the steps that led to it.</summary>
public sealed record Repair(string Code, ImmutableArray<RepairCandidate> Steps);

/// <summary>
/// Applies rules in sequence until the code parses. It cannot parse itself: it says what it wants to have checked (<see cref="Pending"/>) and is told
/// (<see cref="Take"/>). Every step is bounded, and the same answers lead to the same repair.
/// </summary>
public sealed class RepairSearch
{
    /// <summary>Rules in sequence.</summary>
    public const int MaxSteps = 6;

    /// <summary>Codes that are followed up at once: those that parse furthest.</summary>
    private const int MaxOpen = 4;

    /// <summary>Longer code is left to people and models.</summary>
    public const int MaxLength = 64 * 1024;

    private readonly AtomKind kind;
    private readonly string? inputJson;
    private readonly HashSet<string> seen;
    private List<Branch> open;
    private List<Branch> pending = [];
    private int steps;

    private RepairSearch(AtomKind kind, string code, ReportedException error, string? inputJson)
    {
        this.kind = kind;
        this.inputJson = inputJson;
        seen = [code];
        open = code.Length <= MaxLength ? [new Branch(code, error, [])] : [];
        Advance();
    }

    /// <summary>What is to be parsed next; empty when the search is over.</summary>
    public IReadOnlyList<string> Pending => [.. pending.Select(branch => branch.Code)];

    /// <summary>Null as long as nothing was found.</summary>
    public Repair? Found { get; private set; }

    /// <param name="error">Why the code failed. That code which failed to parse really does not parse is for the caller to make sure.</param>
    public static RepairSearch Begin(AtomKind kind, string code, ReportedException error, string? inputJson) => new(kind, code, error, inputJson);

    /// <param name="errors">For each of <see cref="Pending"/>, in order: null when it parses.</param>
    public void Take(IReadOnlyList<ReportedException?> errors)
    {
        if (errors.Count != pending.Count)
            throw new ArgumentException($"{pending.Count} codes were to be checked and {errors.Count} answers came.", nameof(errors));
        var answered = pending.Zip(errors).ToList();
        pending = [];
        if (answered.Find(pair => pair.Second is null) is { First: { } good })
        {
            Found = new Repair(good.Code, good.Steps);
            return;
        }

        // A rule for code that runs must not break its syntax, so only what did not parse before is followed up.
        open = [.. answered.Where(pair => pair.First.Error.WhileParsing && IsOtherError(pair.First.Error, pair.Second!))
            .Select((pair, order) => (Branch: pair.First with { Error = pair.Second! }, Left: Remaining(pair.First.Code, pair.Second!), Order: order))
            .OrderBy(item => item.Left).ThenBy(item => item.Order).Take(MaxOpen).Select(item => item.Branch)];
        Advance();
    }

    private void Advance()
    {
        if (steps++ >= MaxSteps)
            return;
        foreach (var branch in open)
        {
            pending.AddRange(RepairRules.Propose(kind, branch.Code, branch.Error, inputJson).Where(candidate => seen.Add(candidate.Code))
                .Select(candidate => new Branch(candidate.Code, branch.Error, branch.Steps.Add(candidate))));
        }
    }

    /// <summary>The candidate moved or changed the error; else it only added a change beside it.</summary>
    private static bool IsOtherError(ReportedException before, ReportedException after) =>
        (before.Message, before.Line, before.Column) != (after.Message, after.Line, after.Column);

    /// <summary>How much code lies behind the error: the less, the further it parses.</summary>
    private static int Remaining(string code, ReportedException error)
    {
        var source = new Source.SourceText(code);
        return error.Line is { } line && source.HasLine(line) ? code.Length - source.OffsetOf(line, error.Column ?? 1) : code.Length;
    }

    /// <param name="Error">Of the code before the last step while that is being checked; of this code afterwards.</param>
    private sealed record Branch(string Code, ReportedException Error, ImmutableArray<RepairCandidate> Steps);
}
