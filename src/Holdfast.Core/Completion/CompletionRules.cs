namespace Holdfast.Core.Completion;

/// <summary>
/// From evidence to a verdict, by precedence: what was done outranks how it ended, and how it ended outranks what was said. The
/// first rule that applies decides; docs/reference/completion.md has them as a table.
/// </summary>
public static class CompletionRules
{
    /// <summary>From this confidence on a deed decides by itself.</summary>
    public const double Decisive = 0.8;

    // What a claim must be worth once all that speaks against it is taken off.
    private const double ClaimHolds = 0.4;
    private const double ClaimIsRefuted = 0.5;

    public static bool IsDeed(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Marker or EvidenceKind.Git or EvidenceKind.Phases => true,
        EvidenceKind.Exit or EvidenceKind.Pattern => false,
    };

    /// <summary>The verdict on one that has ended. Total: there always is one.</summary>
    /// <param name="evidence">Among it the exit record's.</param>
    public static Verdict AtEnd(CompletionOrder asked, IReadOnlyList<Evidence> evidence)
    {
        var seen = Considered(asked, evidence);
        return (asked.Kinds is [EvidenceKind.Exit] ? ByExitCode(seen) : ByDeeds(seen) ?? ByEnding(seen) ?? ByExitAmongOthers(asked, seen) ?? ByMissingDeed(asked) ?? ByClaims(seen))
            with
        { Evidence = [.. seen] };
    }

    /// <summary>The verdict on one that still runs: it has completed, or nothing is decided. A claim never ends a process.</summary>
    /// <returns>Null as long as it is not verifiably completed.</returns>
    public static Verdict? WhileRunning(CompletionOrder asked, IReadOnlyList<Evidence> evidence)
    {
        var seen = Considered(asked, evidence);
        return ByDeeds(seen) is { IsCompleted: true } completed ? completed with { Evidence = [.. seen] } : null;
    }

    // How it ended is always looked at; the rest only where it was asked for.
    private static List<Evidence> Considered(CompletionOrder asked, IReadOnlyList<Evidence> evidence) =>
        [.. evidence.Where(one => one.Kind == EvidenceKind.Exit || asked.Asks(one.Kind)).OrderBy(one => Rank(one.Kind))];

    private static int Rank(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Marker => 0,
        EvidenceKind.Git => 1,
        EvidenceKind.Phases => 2,
        EvidenceKind.Exit => 3,
        EvidenceKind.Pattern => 4,
    };

    private static Verdict ByExitCode(List<Evidence> seen) => Exit(seen) switch
    {
        { Leaning: EvidenceLeaning.For } well => new Verdict(VerdictDecision.Completed, 1, "exit_code", well.Detail),
        { } badly => new Verdict(VerdictDecision.NotCompleted, 1, "exit_code", badly.Detail),
        null => new Verdict(VerdictDecision.NotCompleted, 1, "exit_code", "Nobody knows how it ended."),
    };

    private static Verdict? ByDeeds(List<Evidence> seen)
    {
        var deeds = seen.Where(one => IsDeed(one.Kind) && one.Confidence >= Decisive).ToList();
        var yes = deeds.Find(one => one.Leaning == EvidenceLeaning.For);
        var no = deeds.Find(one => one.Leaning == EvidenceLeaning.Against);
        return (yes, no) switch
        {
            ({ } done, { } open) => new Verdict(VerdictDecision.NotCompleted, open.Confidence, "deeds_disagree", $"{open.Detail} That goes against this: {done.Detail}"),
            ({ } done, null) => new Verdict(VerdictDecision.Completed, done.Confidence, "deed", done.Detail),
            (null, { } open) => new Verdict(VerdictDecision.NotCompleted, open.Confidence, "deed", open.Detail),
            (null, null) => null,
        };
    }

    private static Verdict? ByEnding(List<Evidence> seen) => Exit(seen) switch
    {
        { Leaning: EvidenceLeaning.For } => null,
        { } badly => new Verdict(VerdictDecision.NotCompleted, badly.Confidence, "ended_badly", $"{badly.Detail} Nothing that it did shows that it had completed."),
        null => new Verdict(VerdictDecision.NotCompleted, Decisive, "ended_badly", "Nobody knows how it ended, and nothing that it did shows that it had completed."),
    };

    private static Verdict? ByExitAmongOthers(CompletionOrder asked, List<Evidence> seen)
    {
        if (!asked.Asks(EvidenceKind.Exit))
            return null;
        var against = Against(seen);
        return against >= ClaimIsRefuted
            ? new Verdict(VerdictDecision.Undecided, Math.Min(1, Math.Round(against, 2)), "exit_code_doubted", $"It exited with code 0, but: {Strongest(seen, EvidenceLeaning.Against)!.Detail}")
            : new Verdict(VerdictDecision.Completed, ClaimIsRefuted, "exit_code", "It exited with code 0, and nothing says the contrary.");
    }

    private static Verdict? ByMissingDeed(CompletionOrder asked) => asked.AsksForDeeds
        ? new Verdict(VerdictDecision.NotCompleted, 0.7, "deed_missing", "It exited with code 0, but what was to show that it completed is not there. A claim does not replace it.")
        : null;

    private static Verdict ByClaims(List<Evidence> seen)
    {
        var claim = Strongest(seen.Where(one => one.Kind == EvidenceKind.Pattern), EvidenceLeaning.For);
        var worth = claim?.Confidence ?? 0;
        var against = Against(seen);
        if (claim is not null && worth - against >= ClaimHolds)
            return new Verdict(VerdictDecision.Completed, Math.Round(worth - against, 2), "claim", $"{claim.Detail} It exited with code 0.");
        return against >= ClaimIsRefuted && against >= worth
            ? new Verdict(VerdictDecision.NotCompleted, Math.Min(1, Math.Round(against, 2)), "claim_refuted", Strongest(seen, EvidenceLeaning.Against)!.Detail)
            : new Verdict(VerdictDecision.Undecided, Math.Round(1 - Math.Min(1, Math.Abs(worth - against)), 2), "too_little", "It exited with code 0, and what it wrote says too little about whether it completed.");
    }

    private static Evidence? Exit(List<Evidence> seen) => seen.Find(one => one.Kind == EvidenceKind.Exit);

    private static double Against(List<Evidence> seen) => seen.Where(one => one.Leaning == EvidenceLeaning.Against).Sum(one => one.Confidence);

    private static Evidence? Strongest(IEnumerable<Evidence> seen, EvidenceLeaning leaning) =>
        seen.Where(one => one.Leaning == leaning).MaxBy(one => one.Confidence);
}
