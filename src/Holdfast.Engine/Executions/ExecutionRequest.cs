using System.Collections.Immutable;
using Holdfast.Core.Completion;
using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Core.Queueing;
using Holdfast.Engine.Storage;

namespace Holdfast.Engine.Executions;

/// <summary>A command that somebody wants executed.</summary>
public sealed record ExecutionRequest
{
    /// <summary>The caller's own, when it may have to ask again without starting twice; null for a new one.</summary>
    public ExecutionId? Id { get; init; }

    public ExecutionKind Kind { get; init; } = ExecutionKind.Command;

    /// <summary>The program — by path, or by a name that is looked for on PATH — then its arguments. No shell reads them.</summary>
    public required ImmutableArray<string> Arguments { get; init; }

    public string? Name { get; init; }

    /// <summary>Absolute.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Added to the few variables every process gets. Stored as long as the execution is queued; secrets do not belong here.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Resolved when the process is started.</summary>
    public ImmutableArray<SecretVariable> Secrets { get; init; } = [];

    /// <summary>Null for <see cref="ExecutionDeskOptions.Allowance"/>.</summary>
    public TimeAllowance? Timeout { get; init; }

    /// <summary>Ended after so long without progress; null for never.</summary>
    public TimeSpan? Stall { get; init; }

    /// <summary>Higher goes first; default 0.</summary>
    public int Priority { get; init; }

    /// <summary>What it shares limits and circuits by (<see cref="ExecutionDeskOptions.LimitPerKey"/>): an agent, a repository, a provider.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    public ExecutionHost Host { get; init; }

    /// <summary>What shows that it has completed; where git is asked, the desk finds out where the repository stands. Default: its exit code.</summary>
    public CompletionOrder Completion { get; init; } = CompletionOrder.ExitCode;

    /// <summary>The place in a trace that it is asked for in; null when nobody said. One in <see cref="Environment"/> counts more.</summary>
    public TraceContext? Trace { get; init; }
}

/// <summary>What came of asking.</summary>
public abstract record ExecutionStart
{
    private ExecutionStart() { }

    /// <summary>It is durable, and will start as soon as there is room.</summary>
    public sealed record Started(StoredExecution Execution) : ExecutionStart;

    /// <summary>Nothing is stored.</summary>
    /// <param name="Code">Stable snake_case: command_missing, working_directory_missing, environment_invalid, timeout_invalid, pattern_invalid, repository_missing, shim_missing …</param>
    public sealed record Refused(string Code, string Message, string? Advice) : ExecutionStart;
}

public sealed record ExecutionDeskOptions
{
    /// <summary>Executions under way at the same time; more wait. Default: four a processor.</summary>
    public int Limit { get; init; } = System.Environment.ProcessorCount * 4;

    /// <summary>Of one key. Default 1.</summary>
    public int LimitPerKey { get; init; } = 1;

    /// <summary>Of keys that <see cref="LimitPerKey"/> does not hold for.</summary>
    public ImmutableDictionary<string, int> LimitOfKey { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>When what fails again and again under a key is held back.</summary>
    public CircuitPolicy Circuit { get; init; } = CircuitPolicy.Default;

    /// <summary>Of the machine's memory, that must be available for another to start beside what runs. Default 256 MiB; 0: whatever there is.</summary>
    public long LeastFreeMemoryBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>Time for who did not ask for another.</summary>
    public TimeAllowance Allowance { get; init; } = TimeAllowance.Extended.Default;

    /// <summary>How long what cannot be proven dead is believed.</summary>
    public LivenessPolicy Liveness { get; init; } = LivenessPolicy.Default;

    /// <summary>Between SIGTERM and SIGKILL. Default 5 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Of output kept from one execution. Default 64 MiB.</summary>
    public long OutputLimitBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The kernel tells of endings; so often they are looked for all the same. Default 30 s.</summary>
    public TimeSpan Backstop { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of memory that a new process could have; null when that is not known, which holds nobody back.</summary>
    public Func<long?> AvailableMemory { get; init; } = MemoryRoom.ReadAvailable;

    /// <summary>How long an execution may run on after it has verifiably completed. Default 10 s.</summary>
    public TimeSpan RunOn { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The shim's full path; null for the one that comes with the program.</summary>
    public string? ShimProgram { get; init; }

    /// <summary>Told as <see cref="ExecutionDesk.Changes"/> tells, from the first: what is taken up when the desk is opened changes, too.</summary>
    public Action<StoredExecution>? Changed { get; init; }

    /// <summary>Likewise of <see cref="ExecutionDesk.QueueChanges"/>.</summary>
    public Action<QueueEvent>? QueueChanged { get; init; }
}
