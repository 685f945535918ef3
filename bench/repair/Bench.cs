using System.Diagnostics;
using System.Text.RegularExpressions;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Engine.Fixing;

namespace Holdfast.RepairBench;

internal sealed class Bench(SnippetRunner runner)
{
    /// <summary>Snippets run at once; the machine's cores.</summary>
    private static readonly int Jobs = Environment.ProcessorCount;

    private readonly TextWriter console = Console.Out;

    public async Task<int> MeasureAsync(string[] halves, string part, bool verbose)
    {
        foreach (var half in halves)
        {
            var snippets = RepairCorpus.Load(half).Where(snippet => snippet.File.Contains(part, StringComparison.Ordinal)).ToList();
            var outcomes = await RunAllAsync(snippets, snippet => SnippetOutcome.OfAsync(snippet, runner, CancellationToken.None));
            Print(half, outcomes, verbose);
        }

        return 0;
    }

    /// <summary>One repair after the other, from the recorded reports: what it takes where nothing else runs.</summary>
    public async Task<int> TimesAsync()
    {
        var fixer = new RuleFixer(runner.Runtimes);
        var snippets = RepairCorpus.Load("seen").Where(snippet => snippet.Recorded?.Exception is not null).ToList();
        var times = new List<double>();
        var processorBefore = ProcessorTime();
        foreach (var snippet in snippets)
        {
            var started = Stopwatch.GetTimestamp();
            var failure = FailureTable.Classify(snippet.Kind, snippet.Recorded!)!;
            await fixer.ProposeAsync(
                new FixRequest { Kind = snippet.Kind, Code = snippet.Code, Failure = failure, Exception = snippet.Recorded!.Exception, Strategy = Strategy.Fix, InputJson = snippet.InputJson },
                CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        await console.WriteLineAsync($"{times.Count} analyses and repairs one after the other, ms: first {times[0]:0.0}, {Times(times)}; at most 100 ms: {100.0 * times.Count(time => time <= 100) / times.Count:0.0} %");
        await console.WriteLineAsync($"  processor time of each, the parser's included, ms: {(ProcessorTime() - processorBefore).TotalMilliseconds / times.Count:0.0}");
        return 0;
    }

    /// <summary>Of this process and of the children it waited for.</summary>
    private static TimeSpan ProcessorTime()
    {
        // The fields behind the command's name, which may have blanks: utime, stime, cutime and cstime are the 14th to 17th of all, in ticks of 10 ms.
        var stat = File.ReadAllText("/proc/self/stat");
        return TimeSpan.FromMilliseconds(10 * stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[11..15].Sum(long.Parse));
    }

    public async Task<int> WorkingAsync()
    {
        var snippets = RepairCorpus.Load("working");
        var reports = RepairCorpus.Load("seen").Concat(RepairCorpus.Load("unseen")).Where(snippet => snippet.Recorded?.Exception is not null).ToLookup(snippet => snippet.Kind, snippet => snippet.Recorded!.Exception!);
        var fixer = new RuleFixer(runner.Runtimes);
        var changes = await RunAllAsync(snippets, snippet => Adversary.ChangesAsync(snippet, reports[snippet.Kind], fixer, CancellationToken.None));
        foreach (var change in changes.SelectMany(change => change))
            await console.WriteLineAsync(change);
        await console.WriteLineAsync($"{snippets.Count} working programs, each with {Adversary.RaisedPerProgram} false reports of exceptions and one of a syntax error: {changes.Count(change => change.Count > 0)} changed.");
        return changes.Any(change => change.Count > 0) ? 1 : 0;
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

    private void Print(string half, IReadOnlyList<SnippetOutcome> outcomes, bool verbose)
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
        foreach (var kind in outcomes.Where(outcome => outcome.IsInScope).GroupBy(outcome => outcome.Snippet.Kind))
            console.WriteLine($"  repaired {kind.Key,-12} {Share([.. kind], outcome => outcome.IsRepaired)}  (syntax, import and type)");
        console.WriteLine($"  repaired syntax, import and type: {Share([.. outcomes.Where(outcome => outcome.IsInScope)], outcome => outcome.IsRepaired)}");
        console.WriteLine($"  analysis, ms: {Times(outcomes.Select(outcome => outcome.ClassifyTime.TotalMilliseconds))}");
        console.WriteLine($"  rules, ms: {Times(outcomes.Where(outcome => outcome.Repair is not null).Select(outcome => outcome.RuleTime.TotalMilliseconds))}");
        console.WriteLine($"  repair with the interpreter's parsing, ms: {Times(outcomes.Where(outcome => outcome.Repair is { Rules.Length: > 0 }).Select(outcome => outcome.Repair!.RepairTime.TotalMilliseconds))}");
    }

    private static string Share(IReadOnlyCollection<SnippetOutcome> outcomes, Func<SnippetOutcome, bool> test) =>
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
