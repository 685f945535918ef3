namespace Holdfast.Core.Executions;

/// <summary>One supervised process, from queued to its end.</summary>
public readonly record struct ExecutionId(Guid Value)
{
    public override string ToString() => Value.ToString();
}

/// <summary>
/// Which process it is, beyond doubt: a pid is reused, a pid with its start time within one boot is not.
/// </summary>
/// <param name="StartTicks">Field 22 of /proc/PID/stat, in clock ticks since boot.</param>
/// <param name="BootId">/proc/sys/kernel/random/boot_id.</param>
public sealed record ProcessIdentity(int Pid, long StartTicks, Guid BootId);
