using Holdfast.Core.Tasks;

namespace Holdfast.Engine.Workspaces;

/// <summary>
/// A working tree of its own on a branch of its own. Of the repository only the branch and git's note of the tree are new: its
/// checkout, its index and what is not committed there are neither read nor changed.
/// </summary>
internal sealed class GitWorktree(string path, string branch, WorkspaceOrder.Worktree order, Git git) : IWorkspace
{
    public string Path => path;

    public async Task<WorkspaceFault?> PrepareAsync(CancellationToken cancellationToken)
    {
        var common = await git.AskAsync(order.Repository, cancellationToken, "rev-parse", "--path-format=absolute", "--git-common-dir");
        if (common.IsMissing)
            return new WorkspaceFault("git_missing", common.Error);
        if (!common.IsGood)
            return new WorkspaceFault("repository_missing", $"'{order.Repository}' is not in a git repository: {common.Error}");
        return await git.AloneAsync(common.Output.Trim(), () => AddAsync(cancellationToken), cancellationToken);
    }

    public async Task<bool> HoldsWorkAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
            return false;
        var status = await git.AskAsync(path, cancellationToken, "status", "--porcelain", "--ignored");
        // What git cannot tell may be work.
        return !status.IsGood || status.Output.Length > 0;
    }

    // The branch stays: it holds what was committed.
    public async Task<WorkspaceFault?> RemoveAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
            return null;
        var removed = await git.AskAsync(order.Repository, cancellationToken, "worktree", "remove", "--force", "--force", path);
        return removed.IsGood ? null : new WorkspaceFault("workspace_failed", $"The working tree '{path}' cannot be removed: {removed.Error}");
    }

    private async Task<WorkspaceFault?> AddAsync(CancellationToken cancellationToken)
    {
        switch (await LookAsync(cancellationToken))
        {
            case Found.Whole:
                return null;
            case Found.Foreign:
                return new WorkspaceFault("workspace_broken", $"'{path}' is there, but git does not know it as a working tree. Save what you need of it, and remove it.");
            case Found.HalfMade:
                // A crash cut git off; nobody has worked in it yet.
                await git.AskAsync(order.Repository, cancellationToken, "worktree", "remove", "--force", "--force", path);
                if (Directory.Exists(path))
                    Directory.Delete(path, recursive: true);
                await git.AskAsync(order.Repository, cancellationToken, "worktree", "prune");
                break;
            case Found.Nothing:
                break;
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var known = await git.AskAsync(order.Repository, cancellationToken, "show-ref", "--verify", "--quiet", $"refs/heads/{branch}");
        if (known.IsGood)
            return Fault(await git.AskAsync(order.Repository, cancellationToken, "worktree", "add", path, branch));
        var start = await git.AskAsync(order.Repository, cancellationToken, "rev-parse", "--verify", "--quiet", "--end-of-options", $"{order.Base ?? "HEAD"}^{{commit}}");
        if (!start.IsGood)
        {
            return new WorkspaceFault(
                "base_unknown", order.Base is { } named ? $"'{order.Repository}' has no commit '{named}'." : $"'{order.Repository}' has no commit yet to begin at.");
        }

        return Fault(await git.AskAsync(order.Repository, cancellationToken, "worktree", "add", "--no-track", "-b", branch, path, start.Output.Trim()));
    }

    private enum Found { Nothing, HalfMade, Whole, Foreign }

    private async Task<Found> LookAsync(CancellationToken cancellationToken)
    {
        var trees = await git.AskAsync(order.Repository, cancellationToken, "worktree", "list", "--porcelain");
        var entry = trees.Output.Split("\n\n").FirstOrDefault(entry => entry.Split('\n')[0] == $"worktree {path}");
        // Git locks a tree with this word while it makes it.
        if (entry is not null && (!Directory.Exists(path) || entry.Split('\n').Contains("locked initializing")))
            return Found.HalfMade;
        if (entry is not null)
            return Found.Whole;
        if (!Directory.Exists(path))
            return Found.Nothing;
        return Directory.EnumerateFileSystemEntries(path).Any() ? Found.Foreign : Found.HalfMade;
    }

    private WorkspaceFault? Fault(Git.Answer added) =>
        added.IsGood ? null : new WorkspaceFault("workspace_failed", $"The working tree '{path}' of '{order.Repository}' cannot be made: {added.Error}");
}
