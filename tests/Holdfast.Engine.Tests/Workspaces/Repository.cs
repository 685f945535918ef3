using Holdfast.Engine.Workspaces;

namespace Holdfast.Engine.Tests.Workspaces;

/// <summary>A real git repository with one commit, and something in its checkout that is not committed.</summary>
internal sealed class Repository : IDisposable
{
    private readonly Git git = new(TimeProvider.System);

    private Repository()
    {
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("holdfast-repo-").FullName;

    public static async Task<Repository> CreateAsync()
    {
        var repository = new Repository();
        await repository.GitAsync("init", "--quiet", "--initial-branch=main");
        await File.WriteAllTextAsync(Path.Combine(repository.Folder, "file"), "one\n");
        await repository.GitAsync("add", "file");
        await repository.GitAsync("-c", "user.name=n", "-c", "user.email=e@x", "commit", "--quiet", "-m", "one");
        await File.WriteAllTextAsync(Path.Combine(repository.Folder, "file"), "not committed\n");
        await File.WriteAllTextAsync(Path.Combine(repository.Folder, "new"), "not known\n");
        return repository;
    }

    /// <summary>Everything of the checkout that a person would miss, and where its branch stands.</summary>
    public async Task<string> CheckoutAsync() => string.Join(
        '\n',
        await GitAsync("status", "--porcelain"),
        await GitAsync("symbolic-ref", "HEAD"),
        await GitAsync("rev-parse", "HEAD"),
        await File.ReadAllTextAsync(Path.Combine(Folder, "file")),
        await File.ReadAllTextAsync(Path.Combine(Folder, "new")));

    public async Task<string> GitAsync(params string[] arguments)
    {
        var answer = await git.AskAsync(Folder, TestContext.Current.CancellationToken, arguments);
        Assert.True(answer.IsGood, $"git {string.Join(' ', arguments)}: {answer.Error}");
        return answer.Output.Trim();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
