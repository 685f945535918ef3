using System.Diagnostics;
using System.Text.RegularExpressions;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Failures.Repairs;
using Holdfast.Engine.Fixing;

namespace Holdfast.RepairBench;

internal sealed class Bench(SnippetRunner runner)
{
    /// <summary>Snippets run at once; the machine's cores.</summary>
    private static readonly int Jobs = Environment.ProcessorCount;

    private static readonly FailureCategory[] Repairable = [FailureCategory.Syntax, FailureCategory.Import, FailureCategory.Type];

    private readonly TextWriter console = Console.Out;

    public async Task<int> MeasureAsync(string[] halves, string part, bool verbose)
    {
        foreach (var half in halves)
        {
            var snippets = RepairCorpus.Load(half).Where(snippet => snippet.File.Contains(part, StringComparison.Ordinal)).ToList();
            var outcomes = await RunAllAsync(snippets, OutcomeOfAsync);
            Print(half, outcomes, verbose);
        }

        return 0;
    }

    /// <summary>
    /// Gives every working program to the rules with reports of failures that did not happen: one that it does not parse, to the fixer with the real parser;
    /// and many of exceptions of all categories, to the rules alone, which must not even consider a change.
    /// </summary>
    public async Task<int> WorkingAsync()
    {
        var snippets = RepairCorpus.Load("working");
        var reports = RepairCorpus.Load("seen").Concat(RepairCorpus.Load("unseen")).Where(snippet => snippet.Recorded?.Exception is not null).ToLookup(snippet => snippet.Kind, snippet => snippet.Recorded!.Exception!);
        var fixer = new RuleFixer(runner.Runtimes);
        var changed = await RunAllAsync(snippets, async snippet =>
        {
            var count = 0;
            foreach (var exception in Adversary.RaisedReportsFor(snippet, reports[snippet.Kind]))
            {
                foreach (var candidate in RepairRules.Propose(snippet.Kind, snippet.Code, exception, snippet.InputJson))
                {
                    count++;
                    await console.WriteLineAsync($"{snippet} was changed by {candidate.Rule} for {exception.Type}: {exception.Message} @{exception.Line}\n{UnifiedDiff.Of(snippet.Code, candidate.Code)}");
                }
            }

            var report = Adversary.ParseReportFor(snippet, reports[snippet.Kind]);
            var request = new FixRequest { Kind = snippet.Kind, Code = snippet.Code, Failure = FailureTable.Classify(snippet.Kind, new ExecutionReport(Adversary.Ended, Exception: report))!, Exception = report, Strategy = Strategy.Fix, InputJson = snippet.InputJson };
            if (await fixer.ProposeAsync(request, CancellationToken.None) is FixProposal.Proposed { Revision: var revision })
            {
                count++;
                await console.WriteLineAsync($"{snippet} was changed by {revision.Origin} for {report.Message}\n{revision.Diff}");
            }

            return count;
        });
        await console.WriteLineAsync($"{snippets.Count} working programs, each with {Adversary.RaisedPerProgram} false reports of exceptions and one of a syntax error: {changed.Count(count => count > 0)} changed.");
        return changed.Any(count => count > 0) ? 1 : 0;
    }

    public async Task<int> RecordWorkingAsync()
    {
        var snippets = RepairCorpus.Load("working");
        var reports = await RunAllAsync(snippets, async snippet => (Snippet: snippet, Report: await runner.RunAsync(snippet, CancellationToken.None)));
        foreach (var (snippet, report) in reports.Where(pair => FailureTable.Classify(pair.Snippet.Kind, pair.Report) is not null || pair.Report.ResultJson is null))
            await console.WriteLineAsync($"{snippet} does not work: {report.Ending.Cause} {report.Exception?.Type}: {report.Exception?.Message}");
        RepairCorpus.SaveResults("working", [.. reports.Select(pair => (pair.Snippet, pair.Report.ResultJson))]);
        return 0;
    }

    public async Task<int> RecordAsync(string half)
    {
        var snippets = RepairCorpus.Load(half);
        var reports = await RunAllAsync(snippets, async snippet => (Snippet: snippet, Report: await runner.RunAsync(snippet, CancellationToken.None)));
        var kept = reports.Where(pair => FailsAsMeant(pair.Snippet, pair.Report)).ToList();
        RepairCorpus.SaveReports(half, kept);
        foreach (var group in kept.GroupBy(pair => pair.Snippet.Category))
            await console.WriteLineAsync($"{group.Key}: {group.Count()}");
        await console.WriteLineAsync($"{kept.Count} of {snippets.Count} fail as they are meant to and are kept.");
        foreach (var (snippet, report) in reports.Except(kept).Where(_ => half == "seen"))
            await console.WriteLineAsync($"dropped {snippet}: {report.Ending.Cause} {report.Exception?.Type}: {report.Exception?.Message}");
        return 0;
    }

    /// <summary>A mutation may do no harm, or other harm than it is meant to. What it is meant to do is known from how it was made, not from how it is classified.</summary>
    private static bool FailsAsMeant(Snippet snippet, ExecutionReport report) => snippet switch
    {
        _ when report is { Ending.Cause: EndCause.Exited { Code: 0 }, Exception: null } => false,
        { Category: FailureCategory.Syntax } => report.Exception is { WhileParsing: true },
        { Category: FailureCategory.Timeout } => report.Ending.Cause is EndCause.WallTime,
        { Category: FailureCategory.OutputLimit } => report.Ending.Cause is EndCause.OutputLimit,
        { Category: FailureCategory.Killed } => report.Ending.Cause is EndCause.Signalled,
        { Raises: { } types } => report.Exception is { WhileParsing: false } exception && Regex.IsMatch(exception.Type, $"^(?:{types})$"),
        _ => report.Exception is not { WhileParsing: true },
    };

    private sealed record Outcome(Snippet Snippet, Failure? Failure, double ClassifyMilliseconds, RepairedRun? Repair, double RuleMilliseconds)
    {
        public bool IsClassifiedRight => Failure?.Category == Snippet.Category && (Snippet.Line is null || Snippet.Line == Failure?.Line);

        public bool IsRepaired => Repair?.IsRight(Snippet) ?? false;
    }

    private async Task<Outcome> OutcomeOfAsync(Snippet snippet)
    {
        var report = await runner.RunAsync(snippet, CancellationToken.None);
        var started = Stopwatch.GetTimestamp();
        var failure = FailureTable.Classify(snippet.Kind, report);
        var classified = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        if (report.Exception is null)
            return new Outcome(snippet, failure, classified, null, 0);

        started = Stopwatch.GetTimestamp();
        RepairRules.Propose(snippet.Kind, snippet.Code, report.Exception, snippet.InputJson);
        var proposed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var repair = await RepairedRun.OfAsync(snippet, report, runner, new RuleFixer(runner.Runtimes), CancellationToken.None);
        return new Outcome(snippet, failure, classified, repair, proposed);
    }

    private void Print(string half, IReadOnlyList<Outcome> outcomes, bool verbose)
    {
        if (verbose)
        {
            foreach (var wrong in outcomes.Where(outcome => !outcome.IsClassifiedRight))
                console.WriteLine($"  classified {wrong.Failure?.Category} at line {wrong.Failure?.Line} by {wrong.Failure?.Rule}, not {wrong.Snippet.Category} at {wrong.Snippet.Line}: {wrong.Snippet}");
            foreach (var wrong in outcomes.Where(outcome => outcome is { IsRepaired: false, Snippet.ResultJson: not null, Repair: not null }))
            {
                var told = wrong.Repair!.Succeeded ? $"gives {wrong.Repair.Report.ResultJson}" : $"{wrong.Repair.Report.Exception?.Type}: {wrong.Repair.Report.Exception?.Message}";
                console.WriteLine($"  not repaired: {wrong.Snippet} [{string.Join("; ", wrong.Repair.Rules)}] {told}");
            }
        }

        console.WriteLine($"{half}: {outcomes.Count} snippets");
        console.WriteLine($"  classified right      {Share(outcomes, outcome => outcome.IsClassifiedRight)}");
        foreach (var category in outcomes.Where(outcome => outcome.Repair is not null).GroupBy(outcome => outcome.Snippet.Category).OrderBy(group => group.Key))
            console.WriteLine($"  repaired {category.Key,-12} {Share([.. category], outcome => outcome.IsRepaired)}");
        foreach (var kind in outcomes.Where(InScope).GroupBy(outcome => outcome.Snippet.Kind))
            console.WriteLine($"  repaired {kind.Key,-12} {Share([.. kind], outcome => outcome.IsRepaired)}  (syntax, import and type)");
        console.WriteLine($"  repaired syntax, import and type: {Share([.. outcomes.Where(InScope)], outcome => outcome.IsRepaired)}");
        console.WriteLine($"  analysis, ms: {Times(outcomes.Select(outcome => outcome.ClassifyMilliseconds))}");
        console.WriteLine($"  rules, ms: {Times(outcomes.Where(outcome => outcome.Repair is not null).Select(outcome => outcome.RuleMilliseconds))}");
        console.WriteLine($"  repair with the interpreter's parsing, ms: {Times(outcomes.Where(outcome => outcome.Repair is { Rules.Length: > 0 }).Select(outcome => outcome.Repair!.RepairTime.TotalMilliseconds))}");
    }

    private static bool InScope(Outcome outcome) => outcome.Snippet.Category is { } category && Repairable.Contains(category);

    private static string Share(IReadOnlyCollection<Outcome> outcomes, Func<Outcome, bool> test) =>
        outcomes.Count == 0 ? "none" : $"{outcomes.Count(test)} of {outcomes.Count} ({100.0 * outcomes.Count(test) / outcomes.Count:0.0} %)";

    private static string Times(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToList();
        return sorted.Count == 0 ? "none" : $"median {sorted[sorted.Count / 2]:0.00}, 95 % {sorted[(int)(sorted.Count * 0.95)]:0.00}, most {sorted[^1]:0.00}";
    }

    /// <summary>In the order given.</summary>
    private static async Task<IReadOnlyList<T>> RunAllAsync<T>(IReadOnlyList<Snippet> snippets, Func<Snippet, Task<T>> run)
    {
        var results = new T[snippets.Count];
        await Parallel.ForAsync(0, snippets.Count, new ParallelOptions { MaxDegreeOfParallelism = Jobs }, async (i, _) => results[i] = await run(snippets[i]));
        return results;
    }
}
