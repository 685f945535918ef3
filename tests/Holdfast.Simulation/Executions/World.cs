using Holdfast.Core.Executions;

namespace Holdfast.Simulation.Executions;

/// <summary>One machine: its clocks, its process table, and the folders on its disk. Pids are few, so that they are soon reused.</summary>
internal sealed class World(Random random)
{
    private const int Pids = 60;

    private readonly Dictionary<int, ProcessIdentity> table = [];
    private readonly List<ProcessIdentity> strangers = [];
    private Guid boot = RandomPlan.RandomGuid(random);
    private long ticks;

    /// <summary>As people set it.</summary>
    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public List<Folder> Folders { get; } = [];

    public void Pass()
    {
        ticks++;
        Now += TimeSpan.FromMilliseconds(random.Next(500));
    }

    public void JumpInTime() => Now += TimeSpan.FromHours(random.Next(-30, 31));

    /// <summary>With a pid that somebody had before, as a rule.</summary>
    public ProcessIdentity Spawn()
    {
        int pid;
        do
            pid = random.Next(1, Pids);
        while (table.ContainsKey(pid));
        var spawned = new ProcessIdentity(pid, ++ticks, boot);
        table.Add(pid, spawned);
        return spawned;
    }

    public void End(ProcessIdentity process)
    {
        if (IsAlive(process))
            table.Remove(process.Pid);
    }

    /// <summary>Pid, start time and boot: any other process of that pid is a stranger.</summary>
    public bool IsAlive(ProcessIdentity process) => table.TryGetValue(process.Pid, out var there) && there == process;

    public bool IsOfThisBoot(ProcessIdentity process) => process.BootId == boot;

    /// <summary>Somebody else's process comes or goes, and takes or frees a pid.</summary>
    public void DisturbTable()
    {
        if (table.Count < Pids / 2)
            strangers.Add(Spawn());
        else if (strangers.Count > 0)
            End(strangers[random.Next(strangers.Count)]);
    }

    /// <summary>Nothing lives any more, and the ticks begin again: only the boot tells the processes before from those after.</summary>
    public void Reboot()
    {
        table.Clear();
        strangers.Clear();
        boot = RandomPlan.RandomGuid(random);
        ticks = 0;
        foreach (var folder in Folders)
            folder.PowerIsGone();
    }
}
