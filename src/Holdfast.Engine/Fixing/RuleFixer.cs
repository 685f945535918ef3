using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Failures.Repairs;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Fixing;

/// <summary>Repairs by the table of rules. Every candidate is parsed by the language's own parser before it is believed.</summary>
public sealed class RuleFixer(IReadOnlyDictionary<AtomKind, IRuntime> runtimes) : IFixer
{
    /// <summary>Parsers are processes that compute; more of them than cores would only delay each other, however many atoms fail at once.</summary>
    private static readonly SemaphoreSlim Parsers = new(Environment.ProcessorCount);

    public string Name => "rules";

    public async Task<FixProposal> ProposeAsync(FixRequest request, CancellationToken cancellationToken)
    {
        if (request.Strategy != Strategy.Fix)
            return new FixProposal.Declined("Rules mend code; they do not write other code.");
        if (request.Exception is not { } exception || request.Kind is not (AtomKind.Python or AtomKind.JavaScript or AtomKind.TypeScript))
            return new FixProposal.Declined("No rule knows how to mend this without an exception to go by.");

        var parser = runtimes[request.Kind];
        var search = RepairSearch.Begin(request.Kind, request.Code, exception, request.InputJson);
        if (exception.WhileParsing)
        {
            // The parser that judges the candidates must find this code wrong too, and says where. Starting it is what takes the time of a repair, so it is
            // asked about the first candidates along with the code; where it finds another fault than was reported, the search begins anew with that one.
            var answers = await ParseAsync(parser, [request.Code, .. search.Pending], cancellationToken);
            if (answers[0] is not { } error)
                return new FixProposal.Declined("The code parses, so there is nothing a rule could mend.");
            if (RepairSearch.IsSameError(exception, error))
                search.Take([.. answers.Skip(1)]);
            else
                search = RepairSearch.Begin(request.Kind, request.Code, exception = error, request.InputJson);
        }

        while (search.Pending.Count > 0)
            search.Take(await ParseAsync(parser, search.Pending, cancellationToken));

        if (search.Found is not { } repair)
            return new FixProposal.Declined($"No rule mends this {Describe(exception)}.");
        return request.Earlier.Any(tried => tried.Code == repair.Code)
            ? new FixProposal.Declined("What the rules would make of it was tried before.")
            : new FixProposal.Proposed(Revision(request.Code, repair));
    }

    private static async Task<IReadOnlyList<ReportedException?>> ParseAsync(IRuntime parser, IReadOnlyList<string> codes, CancellationToken cancellationToken)
    {
        await Parsers.WaitAsync(cancellationToken);
        try
        {
            return await parser.CheckSyntaxAsync(codes, cancellationToken);
        }
        finally
        {
            Parsers.Release();
        }
    }

    private static CodeRevision Revision(string before, Repair repair) => new(
        repair.Code,
        "rule " + string.Join(", ", repair.Steps.Select(step => step.Rule).Distinct()),
        string.Join(" ", repair.Steps.Select(step => step.Explanation)),
        UnifiedDiff.Of(before, repair.Code, "before", "after"));

    private static string Describe(ReportedException exception) => exception.Line is { } line ? $"{exception.Type} at line {line}" : exception.Type;
}
