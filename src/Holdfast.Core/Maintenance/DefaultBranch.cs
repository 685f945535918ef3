namespace Holdfast.Core.Maintenance;

/// <summary>What a repository says about which of its branches is the default.</summary>
/// <param name="RemoteHead">What the remote's HEAD stands for (<c>trunk</c> for <c>origin/trunk</c>); null where it is not known.</param>
/// <param name="Configured"><c>init.defaultBranch</c>; null where it is not set.</param>
/// <param name="Head">What is checked out in the main worktree; null when it is no branch.</param>
/// <param name="Local">Every local branch.</param>
public sealed record DefaultBranchFacts(string? RemoteHead, string? Configured, string? Head, IReadOnlyCollection<string> Local);

/// <summary>Finds the default branch, whatever it is called.</summary>
public static class DefaultBranch
{
    private static readonly string[] Usual = ["main", "master", "trunk", "develop"];

    /// <summary>
    /// What the remote says, for it knows. Else the only branch that is not Holdfast's; else what the user calls new ones, or others
    /// do, where just one of these is there; else what the main worktree has checked out.
    /// </summary>
    /// <returns>Null when nothing tells.</returns>
    public static string? Of(DefaultBranchFacts facts)
    {
        if (facts.RemoteHead is { } remote)
            return remote;
        var theirs = facts.Local.Where(branch => !branch.StartsWith(BranchCleanup.Prefix, StringComparison.Ordinal)).ToList();
        if (theirs is [var only])
            return only;
        if (facts.Configured is { } configured && theirs.Contains(configured))
            return configured;
        if (Usual.Intersect(theirs).ToList() is [var usual])
            return usual;
        return facts.Head is { } head && theirs.Contains(head) ? head : null;
    }
}
