using Holdfast.Core.Executions;

namespace Holdfast.RepairBench;

/// <summary>Reports of failures that did not happen, about programs that work: nothing may come of them.</summary>
public static class Adversary
{
    /// <summary>How many reports of exceptions are put to each program.</summary>
    public const int RaisedPerProgram = 40;

    public static readonly ExecutionEnding Ended = new() { Cause = new EndCause.Exited(1), StartedAt = default, EndedAt = default, Duration = default };

    /// <summary>
    /// Real reports of other programs, spread evenly over all there are, each made to point into this one: a third of them as they are, a third at a line with
    /// an operator or call such as they are about, a third at such a line and with no columns, as older interpreters report them.
    /// </summary>
    public static IEnumerable<ReportedException> RaisedReportsFor(Snippet snippet, IEnumerable<ReportedException> others)
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

    public static ReportedException ParseReportFor(Snippet snippet, IEnumerable<ReportedException> others)
    {
        var all = others.Where(report => report.WhileParsing).ToList();
        return all[Turn(snippet) % all.Count];
    }

    /// <summary>Another place in the reports for each program, the same one each time.</summary>
    private static int Turn(Snippet snippet) => snippet.File.Sum(letter => letter);
}
