using Holdfast.Core.Executions;

namespace Holdfast.Processes;

/// <summary>What came of asking for a process.</summary>
public abstract record ProcessStart
{
    private ProcessStart() { }

    /// <param name="At">By the wall clock.</param>
    public sealed record Started(ProcessIdentity Process, DateTimeOffset At) : ProcessStart;

    /// <summary>Nothing runs, and nobody will be told of an ending.</summary>
    public sealed record Refused(EndCause.CouldNotStart Why) : ProcessStart;
}
