using Holdfast.Core.Maintenance;

namespace Holdfast.Engine.Maintenance;

/// <summary>What is to be cleaned up; null for what is not.</summary>
public sealed record CleanupRequest
{
    public BranchCleanupRequest? Branches { get; init; }

    /// <summary>The longest an execution may run; null where its own time-out is to say.</summary>
    public ExecutionRule? Processes { get; init; }

    public ExecutionRule? Executions { get; init; }

    /// <summary>Whether sessions of tmux that belong to nothing that lives go.</summary>
    public bool Sessions { get; init; }

    /// <summary>Folders of executions that ended longer ago go.</summary>
    public TimeSpan? Folders { get; init; }

    /// <summary>Of each kind of log so many are kept.</summary>
    public int? Logs { get; init; }
}

/// <param name="Repository">A folder in it; absolute.</param>
/// <param name="DefaultBranch">Null to find out.</param>
public sealed record BranchCleanupRequest(string Repository, BranchRule Rule, string? DefaultBranch = null);

/// <summary>Clean-up cannot even look: what is named is not there, or not what it would have to be.</summary>
/// <param name="code">Stable snake_case: not_a_repository, default_branch_unknown, git_failed.</param>
public sealed class CleanupRefusedException(string code, string message, string advice) : Exception(message)
{
    public string Code => code;

    public string Advice => advice;
}
