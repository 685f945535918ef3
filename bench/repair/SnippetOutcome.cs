using System.Diagnostics;
using Holdfast.Core.Failures;
using Holdfast.Core.Failures.Repairs;
using Holdfast.Engine.Fixing;

namespace Holdfast.RepairBench;

/// <summary>A broken snippet, run by its real interpreter, classified and repaired.</summary>
/// <param name="Failure">Null when it did not fail.</param>
/// <param name="Repair">Null where there was no exception for a rule to go by.</param>
/// <param name="RuleTime">Of the rules alone, for one round of candidates.</param>
public sealed record SnippetOutcome(Snippet Snippet, Failure? Failure, TimeSpan ClassifyTime, RepairedRun? Repair, TimeSpan RuleTime)
{
    /// <summary>Whether rules are judged by it.</summary>
    public bool IsInScope => Snippet.Category is FailureCategory.Syntax or FailureCategory.Import or FailureCategory.Type;

    public bool IsClassifiedRight => Snippet.IsClassifiedRight(Failure);

    public bool IsRepaired => Repair?.IsRight(Snippet) ?? false;

    public static async Task<SnippetOutcome> OfAsync(Snippet snippet, SnippetRunner runner, CancellationToken cancellationToken)
    {
        var report = await runner.RunAsync(snippet, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var failure = FailureTable.Classify(snippet.Kind, report);
        var classified = Stopwatch.GetElapsedTime(started);
        if (report.Exception is null)
            return new SnippetOutcome(snippet, failure, classified, null, TimeSpan.Zero);

        started = Stopwatch.GetTimestamp();
        RepairRules.Propose(snippet.Kind, snippet.Code, report.Exception, snippet.InputJson);
        var proposed = Stopwatch.GetElapsedTime(started);
        var repair = await RepairedRun.OfAsync(snippet, report, runner, new RuleFixer(runner.Runtimes), cancellationToken);
        return new SnippetOutcome(snippet, failure, classified, repair, proposed);
    }
}
