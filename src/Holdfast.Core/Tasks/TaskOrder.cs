using System.Collections.Immutable;
using Holdfast.Core.Executions;

namespace Holdfast.Core.Tasks;

/// <summary>What is to be done, by whom, and where.</summary>
public sealed record TaskOrder
{
    public required string Title { get; init; }

    /// <summary>What the agent is told.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>Higher goes first; default 0.</summary>
    public int Priority { get; init; }

    /// <summary>Null as long as nobody is to do it.</summary>
    public AgentCommand? Agent { get; init; }

    public WorkspaceOrder Workspace { get; init; } = new WorkspaceOrder.Folder();
}

/// <summary>How an agent is told what to do.</summary>
public enum PromptBy { Argument, File, Stdin }

/// <summary>A command that works as a task's agent.</summary>
public sealed record AgentCommand
{
    /// <summary>
    /// The program, then its arguments. <see cref="PromptPlace"/> in one of them stands for the prompt, or for the file with it;
    /// where it stands nowhere, that is the last argument.
    /// </summary>
    public required ImmutableArray<string> Arguments { get; init; }

    public PromptBy PromptBy { get; init; }

    /// <summary>Added to what every process gets. Stored; secrets do not belong here.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableArray<SecretVariable> Secrets { get; init; } = [];

    /// <summary>Null for what executions usually get.</summary>
    public TimeAllowance? Timeout { get; init; }

    /// <summary>Ended after so long without output; null for never.</summary>
    public TimeSpan? Stall { get; init; }

    public const string PromptPlace = "{prompt}";

    public bool Equals(AgentCommand? other) =>
        other is not null
        && (PromptBy, Timeout, Stall) == (other.PromptBy, other.Timeout, other.Stall)
        && Arguments.AsSpan().SequenceEqual(other.Arguments.AsSpan())
        && Secrets.AsSpan().SequenceEqual(other.Secrets.AsSpan())
        && Environment.SequenceEqual(other.Environment);

    public override int GetHashCode() => HashCode.Combine(PromptBy, Timeout, Stall, Arguments.Length, Secrets.Length, Environment.Count);
}

/// <summary>Where a task's work happens. All its sessions share it, so that the next sees what the one before has made.</summary>
public abstract record WorkspaceOrder
{
    private WorkspaceOrder() { }

    /// <summary>A folder of its own, empty at first.</summary>
    public sealed record Folder : WorkspaceOrder;

    /// <summary>A working tree of its own on a branch of its own; the checkout of whoever asks is not touched.</summary>
    /// <param name="Repository">Full path of a folder in the repository.</param>
    /// <param name="Base">What the branch begins at: any commit git knows by that name. Null for what is checked out.</param>
    public sealed record Worktree(string Repository, string? Base) : WorkspaceOrder;
}
