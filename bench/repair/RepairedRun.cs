using System.Collections.Immutable;
using System.Diagnostics;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Engine.Fixing;

namespace Holdfast.RepairBench;

/// <summary>What became of a broken snippet that was run, repaired by rule and run again, as often as an atom is by default.</summary>
/// <param name="Report">Of the last run.</param>
/// <param name="Rules">Those that were applied, in order.</param>
/// <param name="Code">As it ran last.</param>
/// <param name="RepairTime">Of the slowest repair, its parsing included.</param>
public sealed record RepairedRun(ExecutionReport Report, ImmutableArray<string> Rules, string Code, TimeSpan RepairTime)
{
    /// <summary>Tries after the first.</summary>
    private const int Retries = 3;

    public bool Succeeded => Report is { Ending.Cause: EndCause.Exited { Code: 0 }, Exception: null };

    /// <summary>It runs and gives the result of the working program.</summary>
    public bool IsRight(Snippet snippet) => Succeeded && RepairCorpus.SameResult(Report.ResultJson, snippet.ResultJson);

    public static async Task<RepairedRun> OfAsync(Snippet snippet, ExecutionReport first, SnippetRunner runner, IFixer fixer, CancellationToken cancellationToken)
    {
        var (report, code, slowest) = (first, snippet.Code, TimeSpan.Zero);
        var rules = ImmutableArray<string>.Empty;
        var earlier = ImmutableArray<FixTry>.Empty;
        for (var retry = 0; retry < Retries && FailureTable.Classify(snippet.Kind, report) is { } failure; retry++)
        {
            var started = Stopwatch.GetTimestamp();
            var proposal = await fixer.ProposeAsync(
                new FixRequest { Kind = snippet.Kind, Code = code, Failure = failure, Exception = report.Exception, Strategy = Strategy.Fix, InputJson = snippet.InputJson, Earlier = earlier },
                cancellationToken);
            slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, Stopwatch.GetElapsedTime(started).Ticks));
            if (proposal is not FixProposal.Proposed { Revision: var revision })
                break;
            earlier = earlier.Add(new FixTry(code, failure));
            rules = rules.Add(revision.Origin["rule ".Length..]);
            code = revision.Code;
            report = await runner.RunAsync(snippet, code, cancellationToken);
        }

        return new RepairedRun(report, rules, code, slowest);
    }
}
