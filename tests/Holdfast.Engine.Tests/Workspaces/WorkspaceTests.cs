using Holdfast.Core.Tasks;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Workspaces;

namespace Holdfast.Engine.Tests.Workspaces;

public sealed class WorkspaceTests : IAsyncLifetime
{
    private readonly string home = Directory.CreateTempSubdirectory("holdfast-workspaces-").FullName;
    private readonly TaskId task = new(Guid.CreateVersion7());
    private readonly WorkspaceSet workspaces;
    private Repository repository = null!;

    public WorkspaceTests() => workspaces = new WorkspaceSet(HoldfastHome.OpenAt(home), TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => repository = await Repository.CreateAsync();

    public ValueTask DisposeAsync()
    {
        repository.Dispose();
        Directory.Delete(home, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Worktree_Prepared_IsOnItsOwnBranchAndTouchesNothingElse()
    {
        var before = await repository.CheckoutAsync();
        var workspace = Worktree();

        Assert.Null(await workspace.PrepareAsync(Ct));

        Assert.Equal("one\n", File.ReadAllText(Path.Combine(workspace.Path, "file")));
        Assert.Equal(before, await repository.CheckoutAsync());
        Assert.Contains($"branch refs/heads/{task.Branch}", await repository.GitAsync("worktree", "list", "--porcelain"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worktree_PreparedAgain_KeepsTheWorkInIt()
    {
        await Worktree().PrepareAsync(Ct);
        File.WriteAllText(Path.Combine(Worktree().Path, "file"), "work\n");

        Assert.Null(await Worktree().PrepareAsync(Ct));

        Assert.Equal("work\n", File.ReadAllText(Path.Combine(Worktree().Path, "file")));
        Assert.True(await Worktree().HoldsWorkAsync(Ct));
    }

    [Fact]
    public async Task Worktree_CutOffWhileGitMadeIt_IsMadeAnew()
    {
        await Worktree().PrepareAsync(Ct);
        // As git leaves it when it is killed: locked with this word, and not checked out.
        await repository.GitAsync("worktree", "lock", "--reason", "initializing", Worktree().Path);
        File.Delete(Path.Combine(Worktree().Path, "file"));

        Assert.Null(await Worktree().PrepareAsync(Ct));

        Assert.Equal("one\n", File.ReadAllText(Path.Combine(Worktree().Path, "file")));
    }

    [Fact]
    public async Task Worktree_WhoseFolderWasRemoved_ComesBackOnItsBranch()
    {
        await Worktree().PrepareAsync(Ct);
        Directory.Delete(Worktree().Path, recursive: true);

        Assert.Null(await Worktree().PrepareAsync(Ct));

        Assert.False(await Worktree().HoldsWorkAsync(Ct));
    }

    [Fact]
    public async Task Worktree_RepositoryHasHooks_RunsNone()
    {
        var trace = Path.Combine(home, "trace");
        var hook = Path.Combine(repository.Folder, ".git", "hooks", "post-checkout");
        File.WriteAllText(hook, $"#!/bin/sh\necho ran > {trace}\n");
        File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        Assert.Null(await Worktree().PrepareAsync(Ct));

        Assert.False(File.Exists(trace));
    }

    [Fact]
    public async Task Worktree_Removed_LeavesItsBranch()
    {
        await Worktree().PrepareAsync(Ct);

        Assert.Null(await Worktree().RemoveAsync(Ct));

        Assert.False(Directory.Exists(Worktree().Path));
        Assert.NotEmpty(await repository.GitAsync("rev-parse", "--verify", task.Branch));
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("--detach")]
    public async Task Worktree_OfAnUnknownBase_IsRefused(string start) =>
        Assert.Equal("base_unknown", (await Worktree(start).PrepareAsync(Ct))?.Code);

    [Fact]
    public async Task Worktree_WithoutARepository_IsRefused() =>
        Assert.Equal("repository_missing", (await workspaces.Of(task, new WorkspaceOrder.Worktree(home, null)).PrepareAsync(Ct))?.Code);

    [Fact]
    public async Task Worktree_ManyAtOnce_AreAllMade()
    {
        var all = Enumerable.Range(0, 8).Select(_ => workspaces.Of(new TaskId(Guid.CreateVersion7()), new WorkspaceOrder.Worktree(repository.Folder, "main"))).ToList();

        var faults = await Task.WhenAll(all.Select(workspace => workspace.PrepareAsync(Ct)));

        Assert.All(faults, Assert.Null);
        Assert.All(all, workspace => Assert.True(File.Exists(Path.Combine(workspace.Path, "file"))));
    }

    [Fact]
    public async Task Folder_PreparedFilledAndRemoved_IsGone()
    {
        var workspace = workspaces.Of(task, new WorkspaceOrder.Folder());
        Assert.Null(await workspace.PrepareAsync(Ct));
        Assert.False(await workspace.HoldsWorkAsync(Ct));
        File.WriteAllText(Path.Combine(workspace.Path, "work"), "");
        Assert.True(await workspace.HoldsWorkAsync(Ct));

        Assert.Null(await workspace.RemoveAsync(Ct));

        Assert.False(Directory.Exists(workspace.Path));
    }

    private IWorkspace Worktree(string? start = null) => workspaces.Of(task, new WorkspaceOrder.Worktree(repository.Folder, start));
}
