namespace Holdfast.Processes;

/// <summary>What the kernel says of one process.</summary>
public enum ProcessStanding
{
    Alive,

    /// <summary>By a signal or a tracer: it is there, and does nothing.</summary>
    Stopped,

    /// <summary>It has ended, and its parent has not reaped it.</summary>
    Zombie,

    Gone,
}
