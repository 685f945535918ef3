namespace Holdfast.Engine.Workspaces;

/// <summary>A folder of its own, empty at first.</summary>
internal sealed class FolderWorkspace(string path) : IWorkspace
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Path => path;

    public Task<WorkspaceFault?> PrepareAsync(CancellationToken cancellationToken) => Task.FromResult(Try(() => Directory.CreateDirectory(path, OwnerOnly)));

    public Task<bool> HoldsWorkAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any());

    public Task<WorkspaceFault?> RemoveAsync(CancellationToken cancellationToken) => Task.FromResult(Try(() =>
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }));

    private WorkspaceFault? Try(Action change)
    {
        try
        {
            change();
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return new WorkspaceFault("workspace_failed", $"The workspace '{path}' cannot be made or removed: {refused.Message}");
        }
    }
}
