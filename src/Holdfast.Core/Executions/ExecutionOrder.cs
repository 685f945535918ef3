using System.Collections.Immutable;
using Holdfast.Core.Completion;
using Holdfast.Core.Plans;

namespace Holdfast.Core.Executions;

/// <summary>What it is for: a command that somebody asked for, or the agent of a task's session.</summary>
public enum ExecutionKind { Command, Session }

/// <summary>Where an execution's shim lives: by itself, or inside a pane of tmux that a person can look into.</summary>
public enum ExecutionHost { Process, Tmux }

/// <summary>How long an execution may take, by wall time.</summary>
public abstract record TimeAllowance
{
    private TimeAllowance() { }

    public sealed record Unlimited : TimeAllowance;

    /// <summary>Asked for; it is never extended.</summary>
    public sealed record Exactly(TimeSpan Limit) : TimeAllowance;

    /// <summary>A first limit; at each limit, progress lately buys more, so many times.</summary>
    /// <param name="ProgressWithin">How lately there must have been progress.</param>
    public sealed record Extended(TimeSpan First, TimeSpan Extension, int MostExtensions, TimeSpan ProgressWithin) : TimeAllowance
    {
        /// <summary>MAX_PROCESS_RUNTIME_SEC 1800, EXTENSION_DURATION_SEC 900, MAX_TIMEOUT_EXTENSIONS 3, HEARTBEAT_TIMEOUT_SEC 600.</summary>
        public static Extended Default { get; } = new(TimeSpan.FromSeconds(1800), TimeSpan.FromSeconds(900), 3, TimeSpan.FromSeconds(600));
    }
}

/// <summary>Where a secret is found when it is needed; never the secret.</summary>
/// <param name="Variable">The one the process gets it in.</param>
/// <param name="From">A file is named by its full path.</param>
public sealed record SecretVariable(string Variable, SecretReference From);

/// <summary>What is to be executed, and how: everything that was asked for except the environment.</summary>
public sealed record ExecutionOrder
{
    public ExecutionKind Kind { get; init; } = ExecutionKind.Command;

    /// <summary>For people; need not be unique. Null for none.</summary>
    public string? Name { get; init; }

    /// <summary>The program as it was asked for, then its arguments. No shell reads them.</summary>
    public required ImmutableArray<string> Arguments { get; init; }

    /// <summary>Absolute.</summary>
    public required string WorkingDirectory { get; init; }

    public ExecutionHost Host { get; init; }

    /// <summary>Higher goes first; default 0.</summary>
    public int Priority { get; init; }

    /// <summary>What it shares limits and circuits by: an agent, a repository, a provider. Each once; none is empty or has a line break.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    public TimeAllowance Allowance { get; init; } = TimeAllowance.Extended.Default;

    /// <summary>Ended after so long without progress; null for never.</summary>
    public TimeSpan? Stall { get; init; }

    public ImmutableArray<SecretVariable> Secrets { get; init; } = [];

    /// <summary>What shows that it has completed. Default: its exit code.</summary>
    public CompletionOrder Completion { get; init; } = CompletionOrder.ExitCode;

    /// <summary>The place in a trace that it was asked for in; null when nobody said.</summary>
    public TraceContext? Trace { get; init; }

    public bool Equals(ExecutionOrder? other) =>
        other is not null
        && (Kind, Name, WorkingDirectory, Host, Priority, Allowance, Stall, Completion, Trace)
            == (other.Kind, other.Name, other.WorkingDirectory, other.Host, other.Priority, other.Allowance, other.Stall, other.Completion, other.Trace)
        && Keys.AsSpan().SequenceEqual(other.Keys.AsSpan())
        && Arguments.AsSpan().SequenceEqual(other.Arguments.AsSpan())
        && Secrets.AsSpan().SequenceEqual(other.Secrets.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Kind, Name, WorkingDirectory, Host, Priority, Keys.Length, Arguments.Length, Secrets.Length);
}
