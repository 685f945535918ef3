namespace Holdfast.Core.Executions;

/// <summary>Why a process ended. A code alone never says it.</summary>
public abstract record EndCause
{
    private EndCause() { }

    public sealed record Exited(int Code) : EndCause;

    /// <summary>By a signal nobody here sent.</summary>
    public sealed record Signalled(int Signal) : EndCause;

    public sealed record WallTime(TimeSpan Limit) : EndCause;

    public sealed record Stalled(TimeSpan Silence) : EndCause;

    public sealed record OutOfMemory(long? LimitBytes) : EndCause;

    public sealed record TooManyProcesses : EndCause;

    public sealed record OutputLimit(long LimitBytes) : EndCause;

    public sealed record DiskFull(string Path) : EndCause;

    public sealed record CancelledBy(string Who) : EndCause;

    /// <summary>The host's fault: the owner died, the machine restarted, the process was nowhere to be found.</summary>
    /// <param name="Begun">False when it is known that nothing of it ever ran: then it cannot be what killed its host.</param>
    public sealed record Lost(string Why, bool Begun = true) : EndCause;

    /// <param name="Code">Stable snake_case: interpreter_missing, permission_denied, working_directory_missing, sandbox_missing …</param>
    public sealed record CouldNotStart(string Code, string Why) : EndCause;

    public sealed record AgentReported(string Error) : EndCause;

    /// <summary>What it is called wherever it is written, on disk, in documents and on screens; no other name will ever do.</summary>
    public string Kind => this switch
    {
        Exited => "exited",
        Signalled => "signalled",
        WallTime => "wall_time",
        Stalled => "stalled",
        OutOfMemory => "out_of_memory",
        TooManyProcesses => "too_many_processes",
        OutputLimit => "output_limit",
        DiskFull => "disk_full",
        CancelledBy => "cancelled_by",
        Lost => "lost",
        CouldNotStart => "could_not_start",
        AgentReported => "agent_reported",
        _ => throw new InvalidOperationException($"Unplaced cause {GetType().Name}."),
    };

    /// <summary>The exit code as a shell would report it; of what never began, 125, as a shell has none for it.</summary>
    public int ExitCode => this switch
    {
        Exited exited => exited.Code,
        Signalled signalled => 128 + signalled.Signal,
        WallTime or Stalled => 124,
        OutOfMemory or TooManyProcesses or OutputLimit => 137,
        CancelledBy => 143,
        Lost { Begun: false } => 125,
        Lost => 137,
        CouldNotStart { Code: "permission_denied" } => 126,
        CouldNotStart => 127,
        DiskFull or AgentReported => 1,
        _ => throw new InvalidOperationException($"Unplaced cause {GetType().Name}."),
    };
}
