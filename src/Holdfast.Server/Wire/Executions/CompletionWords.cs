using System.Collections.Immutable;
using Holdfast.Core.Completion;
using Holdfast.Protocol;
using Holdfast.Protocol.Executions;
using EvidenceKind = Holdfast.Core.Completion.EvidenceKind;
using EvidenceLeaning = Holdfast.Core.Completion.EvidenceLeaning;
using Told = Holdfast.Protocol.Executions;
using VerdictDecision = Holdfast.Core.Completion.VerdictDecision;

namespace Holdfast.Server.Wire.Executions;

/// <summary>What shows a completion, and what was made of it, as on the wire.</summary>
public static class CompletionWords
{
    private const string Pattern = "pattern:";
    private const string Message = "git:";

    /// <exception cref="RefusedException">A word means nothing.</exception>
    public static CompletionOrder ToCore(IReadOnlyList<string> words)
    {
        if (words.Count == 0)
            return CompletionOrder.ExitCode;
        return new CompletionOrder
        {
            Kinds = [.. words.Select(KindOf).Distinct().Order()],
            Patterns = After(words, Pattern),
            MessagePatterns = After(words, Message),
        };
    }

    public static IReadOnlyList<string> Of(CompletionOrder order) =>
    [
        .. order.Kinds.Where(kind => kind != EvidenceKind.Pattern).Select(WordOf),
        .. order.MessagePatterns.Select(pattern => Message + pattern),
        .. order.Patterns.Select(pattern => Pattern + pattern),
    ];

    public static VerdictDocument Of(Verdict verdict) => new(
        verdict.Decision.ToWire(), verdict.Confidence, verdict.Rule, verdict.Reason,
        [.. verdict.Evidence.Select(seen => new EvidenceDocument(seen.Kind.ToWire(), seen.Leaning.ToWire(), seen.Confidence, seen.At, seen.Detail))]);

    private static ImmutableArray<string> After(IReadOnlyList<string> words, string prefix) =>
        [.. words.Where(word => word.StartsWith(prefix, StringComparison.Ordinal)).Select(word => word[prefix.Length..]).Distinct()];

    private static string WordOf(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Exit => "exit",
        EvidenceKind.Marker => "marker",
        EvidenceKind.Git => "git",
        EvidenceKind.Phases => "phases",
        EvidenceKind.Pattern => "pattern",
    };

    private static EvidenceKind KindOf(string word) => word switch
    {
        "exit" => EvidenceKind.Exit,
        "marker" => EvidenceKind.Marker,
        "git" => EvidenceKind.Git,
        "phases" => EvidenceKind.Phases,
        _ when word.StartsWith(Message, StringComparison.Ordinal) => EvidenceKind.Git,
        _ when word.StartsWith(Pattern, StringComparison.Ordinal) => EvidenceKind.Pattern,
        _ => throw new RefusedException(new Error(
            ErrorCode.Usage, $"Completion is shown by exit, marker, git, git:REGEX, phases or pattern:REGEX, not by '{word}'.", "holdfast exec start --help")),
    };

    private static Told.VerdictDecision ToWire(this VerdictDecision decision) => decision switch
    {
        VerdictDecision.Completed => Told.VerdictDecision.Completed,
        VerdictDecision.NotCompleted => Told.VerdictDecision.NotCompleted,
        VerdictDecision.Undecided => Told.VerdictDecision.Undecided,
    };

    private static Told.EvidenceKind ToWire(this EvidenceKind kind) => kind switch
    {
        EvidenceKind.Exit => Told.EvidenceKind.Exit,
        EvidenceKind.Marker => Told.EvidenceKind.Marker,
        EvidenceKind.Git => Told.EvidenceKind.Git,
        EvidenceKind.Phases => Told.EvidenceKind.Phases,
        EvidenceKind.Pattern => Told.EvidenceKind.Pattern,
    };

    private static Told.EvidenceLeaning ToWire(this EvidenceLeaning leaning) => leaning switch
    {
        EvidenceLeaning.For => Told.EvidenceLeaning.For,
        EvidenceLeaning.Against => Told.EvidenceLeaning.Against,
    };
}
