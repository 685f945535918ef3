using Holdfast.Core.Tasks;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Workspaces;

/// <summary>Where each task works: one workspace a task, which all its sessions share.</summary>
internal sealed class WorkspaceSet(HoldfastHome home, TimeProvider time)
{
    private readonly Git git = new(time);

    public IWorkspace Of(TaskId task, WorkspaceOrder order)
    {
        var name = task.Value.ToString("N");
        // The end of a time-ordered id is random, so that the folders spread.
        var path = Path.Combine(home.Path, "workspaces", "v1", name[^2..], name);
        return order switch
        {
            WorkspaceOrder.Folder => new FolderWorkspace(path),
            WorkspaceOrder.Worktree worktree => new GitWorktree(path, task.Branch, worktree, git),
            _ => throw new InvalidOperationException($"Unplaced workspace {order.GetType().Name}."),
        };
    }
}
