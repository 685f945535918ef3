using System.Collections.Immutable;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Core.Retries;

/// <summary>What is done about a failure: the category gives the order, the history says how far along it we are.</summary>
public static class StrategyTable
{
    /// <summary>How much the confidence shrinks each time the same error comes again.</summary>
    private const double RepeatDiscount = 0.7;

    /// <param name="Reason">A sentence for people.</param>
    public readonly record struct Choice(Strategy Strategy, double Confidence, string Reason);

    /// <summary>Decides after a failure. <paramref name="history"/> ends with that failure.</summary>
    public static Choice AfterFailure(AtomSettings settings, AtomHistory history)
    {
        var failure = history.Failures[^1];
        var repeats = CountRepeats(history.Failures);
        var confidence = failure.Confidence * Math.Pow(RepeatDiscount, repeats);

        if (history.Failures.Length > settings.Retries)
            return GiveUp(settings, confidence, settings.Retries == 0 ? "No retries are allowed." : $"All {settings.Retries} retries are used up.");

        var order = OrderOf(failure.Category);
        // A plain retry stays a retry however often it comes: the back-off grows instead.
        var step = order[0] == Strategy.Retry ? 0 : Math.Min(repeats, order.Length - 1);
        return order[step] == Strategy.Manual
            ? GiveUp(settings, confidence, repeats > 0 ? "The same error came again and nothing else is left to try." : ManualReason(failure.Category))
            : new Choice(order[step], confidence, Explain(order[step], failure.Category, repeats));
    }

    /// <summary>Decides when no fixer had an answer to <paramref name="declined"/>.</summary>
    public static Choice AfterDeclined(AtomSettings settings, AtomHistory history, Strategy declined, string why)
    {
        var failure = history.Failures[^1];
        var confidence = failure.Confidence * Math.Pow(RepeatDiscount, CountRepeats(history.Failures));
        var order = OrderOf(failure.Category);
        var next = order.IndexOf(declined) + 1;
        return next >= order.Length || order[next] == Strategy.Manual
            ? GiveUp(settings, confidence, why)
            : new Choice(order[next], confidence, $"{why} Next: {order[next].ToString().ToLowerInvariant()}.");
    }

    private static ImmutableArray<Strategy> OrderOf(FailureCategory category) => category switch
    {
        FailureCategory.Syntax => [Strategy.Fix, Strategy.Regenerate, Strategy.Manual],
        FailureCategory.Import => [Strategy.Fix, Strategy.Manual],
        FailureCategory.Type => [Strategy.Fix, Strategy.Manual],
        FailureCategory.Runtime => [Strategy.Fix, Strategy.Regenerate, Strategy.Manual],
        FailureCategory.Timeout or FailureCategory.OutOfMemory => [Strategy.Regenerate, Strategy.Manual],
        FailureCategory.Network or FailureCategory.RateLimited or FailureCategory.Killed => [Strategy.Retry],
        FailureCategory.Permission or FailureCategory.Environment or FailureCategory.OutputLimit => [Strategy.Manual],
    };

    private static Choice GiveUp(AtomSettings settings, double confidence, string reason) =>
        settings.Critical
            ? new Choice(Strategy.Manual, confidence, reason)
            : new Choice(Strategy.Skip, confidence, reason + " It is not critical, so the run goes on without it.");

    /// <summary>How often in a row the last failure had come before.</summary>
    private static int CountRepeats(ImmutableArray<Failure> failures)
    {
        var repeats = 0;
        while (repeats < failures.Length - 1 && SameError(failures[^1], failures[^(repeats + 2)]))
            repeats++;
        return repeats;
    }

    private static bool SameError(Failure one, Failure other) =>
        one.Category == other.Category && one.Code == other.Code && one.Line == other.Line && one.ExceptionType == other.ExceptionType;

    private static string Explain(Strategy strategy, FailureCategory category, int repeats)
    {
        var again = repeats > 0 ? "The same error came again: " : "";
        return strategy switch
        {
            Strategy.Fix => again + $"a {Name(category)} error may be repaired.",
            Strategy.Regenerate => again + (category is FailureCategory.Timeout or FailureCategory.OutOfMemory
                ? "the same code under the same limits would end the same way; cheaper code is asked for."
                : "new code is asked for."),
            Strategy.Retry => again + $"a {Name(category)} failure may pass by itself; the same code is tried again after a pause.",
            Strategy.Skip or Strategy.Manual => throw new InvalidOperationException($"{strategy} is explained where it is chosen."),
        };
    }

    private static string ManualReason(FailureCategory category) => $"A {Name(category)} failure is not mended by trying again; it needs a person.";

    private static string Name(FailureCategory category) => category switch
    {
        FailureCategory.Syntax => "syntax",
        FailureCategory.Import => "import",
        FailureCategory.Type => "type",
        FailureCategory.Runtime => "runtime",
        FailureCategory.Timeout => "time-out",
        FailureCategory.OutOfMemory => "memory",
        FailureCategory.Killed => "kill",
        FailureCategory.OutputLimit => "output limit",
        FailureCategory.Network => "network",
        FailureCategory.RateLimited => "rate limit",
        FailureCategory.Permission => "permission",
        FailureCategory.Environment => "environment",
    };
}
