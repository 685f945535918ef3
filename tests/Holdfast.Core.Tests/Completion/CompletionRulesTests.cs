using Holdfast.Core.Completion;

namespace Holdfast.Core.Tests.Completion;

public class CompletionRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Evidence ExitZero = new(EvidenceKind.Exit, EvidenceLeaning.For, 0.5, Noon, "It exited with code 0.");
    private static readonly Evidence ExitOne = new(EvidenceKind.Exit, EvidenceLeaning.Against, 0.7, Noon, "It exited with code 1.");

    private static readonly EvidenceKind[][] Asks =
    [
        [EvidenceKind.Exit], [EvidenceKind.Marker], [EvidenceKind.Pattern], [EvidenceKind.Exit, EvidenceKind.Pattern], [EvidenceKind.Marker, EvidenceKind.Git],
        [EvidenceKind.Exit, EvidenceKind.Marker], [EvidenceKind.Marker, EvidenceKind.Pattern], [.. Enum.GetValues<EvidenceKind>()],
    ];

    // Deeds, endings and claims in every combination that one of each can make.
    public static IEnumerable<Evidence[]> Sights =>
        from exit in new Evidence?[] { ExitZero, ExitOne, null }
        from marker in Kinds(EvidenceKind.Marker, 0.98)
        from git in Kinds(EvidenceKind.Git, 0.95)
        from pattern in Kinds(EvidenceKind.Pattern, 0.7)
        select new[] { exit, marker, git, pattern }.OfType<Evidence>().ToArray();

    [Fact]
    public void AtEnd_EveryCombination_HasAVerdictWithAllThatWasAskedFor() => Assert.All(Asks, kinds => Assert.All(Sights, seen =>
    {
        var verdict = CompletionRules.AtEnd(Asked(kinds), seen);

        Assert.NotEqual("", verdict.Reason);
        Assert.InRange(verdict.Confidence, 0, 1);
        Assert.Equal(seen.Count(one => one.Kind == EvidenceKind.Exit || kinds.Contains(one.Kind)), verdict.Evidence.Length);
    }));

    [Fact]
    public void AtEnd_ADeedThatSaysNo_IsNeverCompleted() => Assert.All(Asks.Where(kinds => kinds.Contains(EvidenceKind.Marker)), kinds =>
        Assert.All(Sights.Where(seen => seen.Contains(Against(EvidenceKind.Marker, 0.98))), seen => Assert.False(CompletionRules.AtEnd(Asked(kinds), seen).IsCompleted)));

    [Fact]
    public void AtEnd_ClaimsOnlyOfOneThatEndedBadly_IsNeverCompleted() => Assert.All(Asks, kinds =>
        Assert.All(
            Sights.Where(seen => !seen.Contains(ExitZero) && !seen.Any(one => CompletionRules.IsDeed(one.Kind))),
            seen => Assert.False(CompletionRules.AtEnd(Asked(kinds), seen).IsCompleted)));

    [Fact]
    public void AtEnd_WhatWasNotAskedFor_ChangesNothing()
    {
        var verdict = CompletionRules.AtEnd(CompletionOrder.ExitCode, [ExitZero, Against(EvidenceKind.Marker, 0.98), Against(EvidenceKind.Pattern, 0.7)]);

        Assert.Equal(new Verdict(VerdictDecision.Completed, 1, "exit_code", "It exited with code 0.") { Evidence = [ExitZero] }, verdict);
    }

    [Theory]
    [InlineData(0.2, "too_little")]
    [InlineData(0.6, "claim_refuted")]
    public void AtEnd_NoClaimAndSomethingAgainst_IsNoCompletion(double against, string rule)
    {
        var verdict = CompletionRules.AtEnd(Asked(EvidenceKind.Pattern), [ExitZero, Against(EvidenceKind.Pattern, against)]);

        Assert.Equal((false, rule), (verdict.IsCompleted, verdict.Rule));
    }

    [Fact]
    public void AtEnd_ContraryWordsAgainstAnExitCodeThatWasAskedFor_IsUndecided() => Assert.Equal(
        VerdictDecision.Undecided, CompletionRules.AtEnd(Asked(EvidenceKind.Exit, EvidenceKind.Pattern), [ExitZero, Against(EvidenceKind.Pattern, 0.6)]).Decision);

    [Fact]
    public void WhileRunning_AClaimAlone_DecidesNothing() =>
        Assert.Null(CompletionRules.WhileRunning(Asked(EvidenceKind.Pattern), [For(EvidenceKind.Pattern, 1)]));

    [Fact]
    public void WhileRunning_ADeed_IsCompletedUnlessAnotherDisagrees()
    {
        var asked = Asked(EvidenceKind.Marker, EvidenceKind.Git);

        Assert.True(CompletionRules.WhileRunning(asked, [For(EvidenceKind.Marker, 0.95)])!.IsCompleted);
        Assert.Null(CompletionRules.WhileRunning(asked, [For(EvidenceKind.Marker, 0.95), Against(EvidenceKind.Git, 0.95)]));
        Assert.Null(CompletionRules.WhileRunning(asked, []));
    }

    private static Evidence?[] Kinds(EvidenceKind kind, double confidence) => [null, For(kind, confidence), Against(kind, confidence), Against(kind, 0.3)];

    private static Evidence For(EvidenceKind kind, double confidence) => new(kind, EvidenceLeaning.For, confidence, Noon, $"{kind} says yes.");

    private static Evidence Against(EvidenceKind kind, double confidence) => new(kind, EvidenceLeaning.Against, confidence, Noon, $"{kind} says no.");

    private static CompletionOrder Asked(params EvidenceKind[] kinds) => new() { Kinds = [.. kinds] };
}
