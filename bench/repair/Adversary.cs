using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Failures.Repairs;
using Holdfast.Engine.Fixing;

namespace Holdfast.RepairBench;

/// <summary>Reports of failures that did not happen, about programs that work: nothing may come of them.</summary>
public static class Adversary
{
    /// <summary>How many reports of exceptions are put to each program.</summary>
    public const int RaisedPerProgram = 40;

    private static readonly ExecutionEnding Ended = new() { Cause = new EndCause.Exited(1), StartedAt = default, EndedAt = default, Duration = default };

    /// <summary>
    /// Gives a working program to the rules with reports of failures that did not happen: many of exceptions of all categories, to the rules alone, which must
    /// not even consider a change; and one that it does not parse, to the fixer with the real parser.
    /// </summary>
    /// <returns>Each change that was made or considered, for people.</returns>
    public static async Task<IReadOnlyList<string>> ChangesAsync(Snippet snippet, IEnumerable<ReportedException> others, RuleFixer fixer, CancellationToken cancellationToken)
    {
        var changes = new List<string>();
        foreach (var exception in RaisedReportsFor(snippet, others))
        {
            changes.AddRange(RepairRules.Propose(snippet.Kind, snippet.Code, exception, snippet.InputJson)
                .Select(candidate => $"{snippet} was changed by {candidate.Rule} for {exception.Type}: {exception.Message} @{exception.Line}\n{UnifiedDiff.Of(snippet.Code, candidate.Code)}"));
        }

        var report = ParseReportFor(snippet, others);
        var request = new FixRequest
        {
            Kind = snippet.Kind, Code = snippet.Code, Failure = FailureTable.Classify(snippet.Kind, new ExecutionReport(Ended, Exception: report))!, Exception = report,
            Strategy = Strategy.Fix, InputJson = snippet.InputJson,
        };
        if (await fixer.ProposeAsync(request, cancellationToken) is FixProposal.Proposed { Revision: var revision })
            changes.Add($"{snippet} was changed by {revision.Origin} for {report.Message}\n{revision.Diff}");
        return changes;
    }

    /// <summary>
    /// Real reports of other programs, spread evenly over all there are, each made to point into this one: a third of them as they are, a third at a line with
    /// an operator or call such as they are about, a third at such a line and with no columns, as older interpreters report them.
    /// </summary>
    private static IEnumerable<ReportedException> RaisedReportsFor(Snippet snippet, IEnumerable<ReportedException> others)
    {
        var all = others.Where(report => !report.WhileParsing).ToList();
        var lines = snippet.Code.Split('\n');
        var likely = Enumerable.Range(1, lines.Length).Where(line => lines[line - 1].AsSpan().IndexOfAny('+', '[', '(') >= 0).DefaultIfEmpty(1).ToList();
        for (var i = 0; i < RaisedPerProgram; i++)
        {
            var turn = Turn(snippet) + i;
            var report = all[turn * 7 % all.Count];
            yield return (i % 3) switch
            {
                0 => report with { Line = report.Line is { } line ? ((line - 1) % lines.Length) + 1 : null },
                1 => report with { Line = likely[turn % likely.Count] },
                _ => report with { Line = likely[turn % likely.Count], Column = null, EndColumn = null },
            };
        }
    }

    private static ReportedException ParseReportFor(Snippet snippet, IEnumerable<ReportedException> others)
    {
        var all = others.Where(report => report.WhileParsing).ToList();
        return all[Turn(snippet) % all.Count];
    }

    /// <summary>Another place in the reports for each program, the same one each time.</summary>
    private static int Turn(Snippet snippet) => snippet.File.Sum(letter => letter);
}
