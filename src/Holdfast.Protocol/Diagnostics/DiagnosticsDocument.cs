using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Environments;
using Holdfast.Protocol.Executions;
using Holdfast.Protocol.Queueing;
using Holdfast.Protocol.Settings;

namespace Holdfast.Protocol.Diagnostics;

/// <summary>What <c>recover diagnostics --json</c> prints: all that whoever mends a fault asks for. Secrets in it are masked.</summary>
public sealed record DiagnosticsReport(AskerDocument Command, DiagnosticsDocument Found);

/// <summary>The command that asked.</summary>
/// <param name="Version">Of the program, with the commit it was built from where that is known.</param>
/// <param name="Settings">As they are in the folder it was given in.</param>
/// <param name="Environment">Variables that matter to Holdfast, by name.</param>
public sealed record AskerDocument(string Version, SettingsDocument Settings, IReadOnlyDictionary<string, string> Environment);

/// <summary>What is found of one home and of the machine it is on.</summary>
public sealed record DiagnosticsDocument
{
    public required DateTimeOffset At { get; init; }

    /// <summary>By whom it was looked at: without a daemon, what only a daemon knows is missing.</summary>
    public required SeenBy SeenBy { get; init; }

    public required string Home { get; init; }

    public required MachineDocument Machine { get; init; }

    /// <summary>Null when no daemon answers.</summary>
    public required DaemonDocument? Daemon { get; init; }

    /// <summary>Variables that matter to Holdfast, as whoever looked has them; by name.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What the daemon was started with; null without one.</summary>
    public required SettingsDocument? Settings { get; init; }

    /// <summary>Programs and parts, each with its version and what is wrong with it.</summary>
    public required IReadOnlyList<EnvironmentFinding> Versions { get; init; }

    /// <summary>On this machine, with the mark of an execution, of this home or of another.</summary>
    public required IReadOnlyList<ProcessDocument> Processes { get; init; }

    /// <summary>In the tmux server of the home.</summary>
    public required IReadOnlyList<TmuxSessionDocument> Sessions { get; init; }

    /// <summary>Null when the store cannot be read.</summary>
    public required RecordsDocument? Records { get; init; }

    /// <summary>Executions that are not over and unhealthy.</summary>
    public required IReadOnlyList<ExecutionHealthDocument> Stuck { get; init; }

    /// <summary>Who holds which lock of the home.</summary>
    public required IReadOnlyList<HeldLockDocument> Locks { get; init; }

    /// <summary>Null when it cannot be measured.</summary>
    public required DiskDocument? Disk { get; init; }

    /// <summary>Null without a daemon, which alone knows who waits for what.</summary>
    public required QueueDocument? Queue { get; init; }

    /// <summary>The newest warnings and errors that the daemon logged, the oldest first.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The newest files with details of faults, the newest first, each with its first lines.</summary>
    public required IReadOnlyList<FaultDocument> Faults { get; init; }

    /// <summary>What could not be looked at, and why.</summary>
    public required IReadOnlyList<string> Missing { get; init; }
}

/// <param name="System">Of the distribution.</param>
/// <param name="AvailableMemoryBytes">That a new process could have; null when that is not known.</param>
public sealed record MachineDocument(string System, string Kernel, string Architecture, int Processors, long MemoryBytes, long? AvailableMemoryBytes, long UptimeMs);

/// <param name="Number">Of the execution; null when this home knows none of that id.</param>
/// <param name="Standing">What the store says of it.</param>
/// <param name="Zombie">It has ended, and its parent has not reaped it.</param>
/// <param name="Name">Of its program; arguments are not told.</param>
public sealed record ProcessDocument(
    Guid Execution, long? Number, RecordStanding Standing, int Pid, int Parent, bool Zombie, string Name, long MemoryBytes, long CpuMs, long AgeMs);

/// <param name="Execution">Null for a session that Holdfast did not make.</param>
/// <param name="Number">As for a process.</param>
/// <param name="Marked">Whether it bears Holdfast's mark; those of earlier releases have a name only.</param>
public sealed record TmuxSessionDocument(string Name, Guid? Execution, long? Number, RecordStanding Standing, bool Marked);

/// <summary>How many there are, by state.</summary>
/// <param name="OpenAttempts">Of runs, that are not over.</param>
public sealed record RecordsDocument(
    int SchemaVersion, IReadOnlyDictionary<string, long> Executions, IReadOnlyDictionary<string, long> Runs, IReadOnlyDictionary<string, long> Tasks,
    IReadOnlyDictionary<string, long> Sessions, long OpenAttempts, long Events);

/// <param name="Path">The file that is locked.</param>
/// <param name="Pid">Who holds it.</param>
/// <param name="Program">Its name; empty when it is gone by now.</param>
/// <param name="Kind">In the kernel's words: <c>FLOCK WRITE</c>, <c>OFDLCK WRITE 0-0</c>.</param>
public sealed record HeldLockDocument(string Path, int Pid, string Program, string Kind);

/// <param name="StoreLogBytes">What is committed and not yet in the store's file.</param>
/// <param name="Folders">Of executions.</param>
public sealed record DiskDocument(string FileSystem, long TotalBytes, long FreeBytes, long StoreBytes, long StoreLogBytes, long LogsBytes, int Folders);

public sealed record FaultDocument(string Path, IReadOnlyList<string> FirstLines);
