using System.Collections.Immutable;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures.Repairs.Source;
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

    /// <summary>Longer code is left to people and models.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>Codes that are parsed in one search.</summary>
    public const int MaxChecks = 96;

    /// <summary>Codes that are followed up at once: those that parse furthest.</summary>
    private const int MaxOpen = 4;

    /// <summary>
    /// Codes that are parsed at once, doubled each time, the likeliest first. Starting a parser takes far longer than parsing, so most searches should end with
    /// the first batch; but to say where an ES module is at fault takes Node a process for each.
    /// </summary>
    private const int FirstBatch = 12;

    private readonly AtomKind kind;
    private readonly string? inputJson;
    private readonly HashSet<string> seen;

    /// <summary>Candidates of this step that nobody was asked about yet, likeliest first.</summary>
    private readonly Queue<Branch> waiting = [];

    /// <summary>Candidates of this step that do not parse.</summary>
    private readonly List<Branch> failed = [];

    private List<Branch> pending = [];
    private int batch = FirstBatch;
    private int steps;
    private int checks;

    private RepairSearch(AtomKind kind, string code, ReportedException error, string? inputJson)
    {
        this.kind = kind;
        this.inputJson = inputJson;
        seen = [code];
        if (code.Length <= MaxLength)
            Follow([new Branch(code, error, [])]);
        Ask();
    }

    /// <summary>What is to be parsed next; empty when the search is over.</summary>
    public IReadOnlyList<string> Pending => [.. pending.Select(branch => branch.Code)];

    /// <summary>Null as long as nothing was found.</summary>
    public Repair? Found { get; private set; }

    /// <param name="error">Why the code failed. That code which failed to parse really does not parse is for the caller to make sure.</param>
    /// <param name="inputJson">The input it ran with, a JSON object; null when not known.</param>
    public static RepairSearch Begin(AtomKind kind, string code, ReportedException error, string? inputJson) => new(kind, code, error, inputJson);

    /// <summary>Whether two reports are of the same fault, as far as rules can tell.</summary>
    public static bool IsSameError(ReportedException one, ReportedException other) =>
        (one.Message, one.Line, one.Column) == (other.Message, other.Line, other.Column);

    /// <param name="errors">For each of <see cref="Pending"/>, in order: null when it parses.</param>
    public void Take(IReadOnlyList<ReportedException?> errors)
    {
        if (errors.Count != pending.Count)
            throw new ArgumentException($"{pending.Count} codes were to be checked and {errors.Count} answers came.", nameof(errors));
        foreach (var (branch, error) in pending.Zip(errors))
        {
            if (error is null)
            {
                Found = new Repair(branch.Code, branch.Steps);
                pending = [];
                return;
            }

            // A rule for code that parses must not break it, so only what did not parse before is followed up, and only when the error moved or changed.
            if (branch.Error.WhileParsing && !IsSameError(branch.Error, error))
                failed.Add(branch with { Error = error });
        }

        Ask();
    }

    private void Ask()
    {
        if (waiting.Count == 0 && failed.Count > 0 && steps < MaxSteps)
        {
            var next = failed.OrderBy(branch => Remaining(branch.Code, branch.Error)).Take(MaxOpen).ToList();
            failed.Clear();
            Follow(next);
        }

        pending = [];
        while (pending.Count < batch && checks < MaxChecks && waiting.TryDequeue(out var branch))
        {
            pending.Add(branch);
            checks++;
        }

        batch *= 2;
    }

    private void Follow(List<Branch> open)
    {
        steps++;
        foreach (var branch in open)
        {
            foreach (var candidate in RepairRules.Propose(kind, branch.Code, branch.Error, inputJson).Where(candidate => seen.Add(candidate.Code)))
                waiting.Enqueue(new Branch(candidate.Code, branch.Error, branch.Steps.Add(candidate)));
        }
    }

    /// <summary>How much code lies behind the error: the less, the further it parses.</summary>
    private static int Remaining(string code, ReportedException error)
    {
        var source = new SourceText(code);
        return error.Line is { } line && source.HasLine(line) ? code.Length - source.OffsetOf(line, error.Column ?? 1) : code.Length;
    }

    /// <param name="Error">Of the code before the last step until that is checked; of this code afterwards.</param>
    private sealed record Branch(string Code, ReportedException Error, ImmutableArray<RepairCandidate> Steps);
}
