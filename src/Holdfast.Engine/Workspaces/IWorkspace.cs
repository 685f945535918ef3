namespace Holdfast.Engine.Workspaces;

/// <summary>The isolated folder a task's work happens in.</summary>
public interface IWorkspace
{
    /// <summary>Full path. Nobody else is given it.</summary>
    string Path { get; }

    /// <summary>Makes it, or makes ready what a crash left half made; what is there already is left as it is.</summary>
    /// <returns>Why it cannot be; null when it is there.</returns>
    Task<WorkspaceFault?> PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Whether removing it would lose work that is nowhere else.</summary>
    Task<bool> HoldsWorkAsync(CancellationToken cancellationToken);

    /// <summary>Removes the folder with all that is in it. One that is not there is removed already.</summary>
    /// <returns>Why it cannot be; null when it is gone.</returns>
    Task<WorkspaceFault?> RemoveAsync(CancellationToken cancellationToken);
}

/// <param name="Code">Stable snake_case: repository_missing, base_unknown, git_missing, workspace_broken, workspace_failed.</param>
public sealed record WorkspaceFault(string Code, string Message);
