using System.Globalization;
using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Workspaces;

namespace Holdfast.Engine.Maintenance;

/// <summary>The branches of one repository, asked of git itself.</summary>
internal sealed class GitRepository
{
    private const string Heads = "refs/heads/";

    private readonly OneShot oneShot;
    private readonly ProcessEnvironment environment = ProcessEnvironment.OfThisProcess();
    private readonly string folder;

    private GitRepository(OneShot oneShot, string folder) => (this.oneShot, this.folder) = (oneShot, folder);

    /// <exception cref="CleanupRefusedException">It is none, or there is no git.</exception>
    public static async Task<GitRepository> OpenAsync(OneShot oneShot, string folder, CancellationToken cancellationToken)
    {
        var repository = new GitRepository(oneShot, folder);
        var (isGood, said) = await repository.TryAsync(cancellationToken, "rev-parse", "--git-dir");
        return isGood ? repository : throw new CleanupRefusedException("not_a_repository", $"'{folder}' is in no git repository that can be used: {said}", "go into the repository, or leave --branches out");
    }

    /// <exception cref="CleanupRefusedException">Nothing tells which it is.</exception>
    public async Task<string> DefaultBranchAsync(string? named, CancellationToken cancellationToken)
    {
        var local = await LinesAsync(cancellationToken, "for-each-ref", "--format=%(refname:lstrip=2)", Heads);
        if (named is not null)
        {
            return local.Contains(named) || (await TryAsync(cancellationToken, "rev-parse", "--verify", "--quiet", $"refs/remotes/origin/{named}")).IsGood
                ? named
                : throw new CleanupRefusedException("default_branch_unknown", $"The repository of '{folder}' has no branch '{named}'.", "name one it has with --default-branch");
        }

        var facts = new DefaultBranchFacts(await RemoteHeadAsync(cancellationToken), await WordAsync(cancellationToken, "config", "--get", "init.defaultBranch"), await MainHeadAsync(cancellationToken), local);
        return DefaultBranch.Of(facts)
            ?? throw new CleanupRefusedException("default_branch_unknown", $"Nothing tells which of the branches of the repository of '{folder}' is the default one.", "name it with --default-branch, or: git remote set-head origin --auto");
    }

    /// <param name="only">One of them; null for all that Holdfast made.</param>
    /// <param name="open">Living executions by the branches named after them.</param>
    public async Task<IReadOnlyList<BranchFacts>> BranchesAsync(
        string defaultBranch, string? only, IReadOnlyDictionary<string, long> open, CancellationToken cancellationToken)
    {
        var pattern = Heads + (only ?? BranchCleanup.Prefix);
        var merged = new HashSet<string>();
        foreach (var target in new[] { $"{Heads}{defaultBranch}", $"refs/remotes/origin/{defaultBranch}" })
        {
            var (isThere, names) = await TryAsync(cancellationToken, "for-each-ref", $"--merged={target}", "--format=%(refname:lstrip=2)", pattern);
            if (isThere)
                merged.UnionWith(Lines(names));
        }

        var branches = new List<BranchFacts>();
        foreach (var line in await LinesAsync(cancellationToken, "for-each-ref", "--format=%(objectname)%09%(committerdate:unix)%09%(refname:lstrip=2)%09%(worktreepath)", pattern))
        {
            if (line.Split('\t', 4) is not [var tip, var committed, var name, var worktree])
                continue;
            // A branch made yesterday at a commit of last year is a day old.
            var moved = await WordAsync(cancellationToken, "log", "--walk-reflogs", "-1", "--date=unix", "--format=%gd", Heads + name, "--");
            var changed = Math.Max(Seconds(committed), Seconds(moved is not null && moved.IndexOf('{') is var at and > 0 ? moved[(at + 1)..^1] : ""));
            branches.Add(new BranchFacts(
                name, tip, DateTimeOffset.FromUnixTimeSeconds(changed), worktree.Length == 0 ? null : worktree, merged.Contains(name), open.TryGetValue(name, out var number) ? number : null));
        }

        return branches;
    }

    /// <summary>Git itself refuses one that is checked out.</summary>
    public async Task<(bool IsGood, string Said)> DeleteAsync(string branch, CancellationToken cancellationToken) =>
        await TryAsync(cancellationToken, "branch", "--delete", "--force", "--", branch);

    private async Task<string?> RemoteHeadAsync(CancellationToken cancellationToken)
    {
        const string Origin = "refs/remotes/origin/";
        return await WordAsync(cancellationToken, "symbolic-ref", "--quiet", Origin + "HEAD") is { } head && head.StartsWith(Origin, StringComparison.Ordinal) ? head[Origin.Length..] : null;
    }

    // The first worktree listed is the main one.
    private async Task<string?> MainHeadAsync(CancellationToken cancellationToken)
    {
        foreach (var line in await LinesAsync(cancellationToken, "worktree", "list", "--porcelain"))
        {
            if (line.StartsWith($"branch {Heads}", StringComparison.Ordinal))
                return line[$"branch {Heads}".Length..];
            if (line is "detached" or "bare")
                return null;
        }

        return null;
    }

    private static long Seconds(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private async Task<string?> WordAsync(CancellationToken cancellationToken, params string[] arguments) =>
        await TryAsync(cancellationToken, arguments) is (true, var said) && said.Trim() is { Length: > 0 } word ? word : null;

    private async Task<string[]> LinesAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        var (isGood, said) = await TryAsync(cancellationToken, arguments);
        return isGood ? Lines(said) : throw new CleanupRefusedException("git_failed", $"git {arguments[0]} failed in '{folder}': {said}", "mend what git complains of");
    }

    private async Task<(bool IsGood, string Said)> TryAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        if (ProgramSearch.OnPath("git", environment.Base["PATH"]).FirstOrDefault() is not { } git)
            throw new CleanupRefusedException("tool_missing", "There is no program 'git' on the PATH.", "holdfast check-env");
        using var output = new TemporaryFolder();
        var answer = await oneShot.RunAsync([git, .. GitSettings.Options, "-C", folder, .. arguments], GitSettings.OfflineIn(environment), output.Path, cancellationToken);
        return (answer.Cause is EndCause.Exited { Code: 0 }, answer.IsGood ? answer.Output : answer.Errors.Trim());
    }
}
