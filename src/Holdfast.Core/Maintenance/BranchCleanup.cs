namespace Holdfast.Core.Maintenance;

/// <summary>A branch that Holdfast made, as it was found.</summary>
/// <param name="Tip">The commit it is at.</param>
/// <param name="ChangedAt">When it last moved or was made, or its last commit was: the latest of these.</param>
/// <param name="Worktree">Where it is checked out; null where it is not.</param>
/// <param name="IsMerged">Whether the default branch has all of it.</param>
/// <param name="Execution">The number of the living execution it is named after; null for none.</param>
public sealed record BranchFacts(string Name, string Tip, DateTimeOffset ChangedAt, string? Worktree, bool IsMerged, long? Execution);

/// <param name="Force">Also those that the default branch does not have.</param>
public sealed record BranchRule(bool Force, TimeSpan Age);

/// <summary>Which branches go.</summary>
public static class BranchCleanup
{
    /// <summary>What every branch is called that Holdfast made; no other is ever looked at.</summary>
    public const string Prefix = "holdfast/";

    public static CleanupStep Decide(BranchFacts branch, string defaultBranch, BranchRule rule, DateTimeOffset now)
    {
        if (!branch.Name.StartsWith(Prefix, StringComparison.Ordinal))
            return Keep("Holdfast did not make it.");
        if (branch.Name == defaultBranch)
            return Keep("It is the default branch.");
        if (branch.Worktree is { } worktree)
            return Keep($"It is checked out in '{worktree}'.");
        if (branch.Execution is { } execution)
            return Keep($"Execution {execution} works on it.");
        if (now - branch.ChangedAt < rule.Age)
            return Keep($"It changed {Ages.Say(now - branch.ChangedAt)} ago, and only those older than {Ages.Say(rule.Age)} go.");
        if (!branch.IsMerged && !rule.Force)
            return Keep($"'{defaultBranch}' does not have all of it; --force deletes it all the same.");
        return new CleanupStep(
            CleanupKind.Branch, branch.Name, branch.Name, $"delete it (was {branch.Tip[..Math.Min(10, branch.Tip.Length)]})",
            branch.IsMerged ? $"'{defaultBranch}' has all of it." : $"It changed {Ages.Say(now - branch.ChangedAt)} ago, and what '{defaultBranch}' does not have of it was given up with --force.");

        CleanupStep Keep(string why) => new(CleanupKind.Branch, branch.Name, branch.Name, null, why);
    }
}
