using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Tests.Maintenance;

/// <summary>A real repository in a folder of its own, whose commits have the dates a test wants.</summary>
internal sealed class GitSample : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("holdfast-git-").FullName;

    public GitSample(string defaultBranch)
    {
        Directory.CreateDirectory(Folder);
        Git(Folder, "init", "--quiet", $"--initial-branch={defaultBranch}");
        Commit("first", daysAgo: 30);
    }

    public string Folder => Path.Combine(root, "repository");

    public string Beside(string name) => Path.Combine(root, name);

    public void Commit(string message, int daysAgo, string? folder = null) =>
        Git(folder ?? Folder, daysAgo, "commit", "--quiet", "--allow-empty", "-m", message);

    /// <summary>A branch at the current commit, made so long ago, or with a commit of its own.</summary>
    public void Branch(string name, int daysAgo, bool merged)
    {
        var before = Git(Folder, "rev-parse", "--abbrev-ref", "HEAD").Trim();
        Git(Folder, daysAgo, "checkout", "--quiet", "-b", name);
        if (!merged)
            Commit($"of {name}", daysAgo);
        Git(Folder, "checkout", "--quiet", before);
    }

    public string[] Branches => Git(Folder, "for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads/").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string Git(string folder, params string[] arguments) => Git(folder, 0, arguments);

    private static string Git(string folder, int daysAgo, params string[] arguments)
    {
        var date = TimeProvider.System.GetUtcNow().AddDays(-daysAgo).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/bin:/bin", ["GIT_COMMITTER_DATE"] = date, ["GIT_AUTHOR_DATE"] = date, ["GIT_AUTHOR_NAME"] = "a", ["GIT_AUTHOR_EMAIL"] = "a@example.org",
            ["GIT_COMMITTER_NAME"] = "a", ["GIT_COMMITTER_EMAIL"] = "a@example.org", ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        };
        using var output = new TemporaryFolder();
        var answer = new OneShot(TimeProvider.System).RunAsync(["/usr/bin/git", "-C", folder, .. arguments], environment, output.Path, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        return answer.IsGood ? answer.Output : throw new InvalidOperationException($"git {string.Join(' ', arguments)} failed: {answer.Errors}");
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
