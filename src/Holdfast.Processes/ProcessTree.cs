using Holdfast.Core.Executions;

namespace Holdfast.Processes;

/// <summary>
/// Everything that belongs to one execution, found again and again in views of the machine: what is in one of its sessions,
/// what descends from one of its processes, what carries its mark, what is in its control group, and what came to us as its orphan.
/// What was found once is known by pid and start time, so that it stays found after it has lost its parent.
/// </summary>
internal sealed class ProcessTree
{
    private readonly ExecutionId execution;
    private readonly long notBefore;
    private readonly int session;
    private readonly HashSet<int> sessions = [];
    private readonly Dictionary<int, long> known = [];
    private readonly List<int> orphans = [];
    private readonly ControlGroup? group;
    private readonly HashSet<int> inGroup = [];

    /// <param name="session">The session it was started in, whose number must not be anybody else's; 0 when not known.</param>
    /// <param name="notBefore">Start ticks of its first process: nothing older belongs to it. 0 when not known.</param>
    /// <param name="group">The control group that is its alone; null for none.</param>
    public ProcessTree(ExecutionId execution, int session, long notBefore, ControlGroup? group = null)
    {
        this.group = group;
        this.execution = execution;
        this.notBefore = notBefore;
        this.session = session;
    }

    /// <summary>
    /// Whether the last search may have missed one: another had ended and was not yet reaped, and what it started last may have come
    /// after the view was taken; or the view is older than an orphan.
    /// </summary>
    public bool MayHaveMissed { get; private set; }

    /// <summary>Its living processes. Never this one, nor process 1.</summary>
    public List<ProcessRow> Find(Dictionary<int, ProcessRow> table)
    {
        ForgetEmptySessions(table);
        orphans.Clear();
        Children.AddOrphansOf(execution, orphans);
        inGroup.Clear();
        group?.AddPids(inGroup);
        var members = new Dictionary<int, ProcessRow>();
        bool found;
        do
        {
            found = false;
            foreach (var row in table.Values)
            {
                if (row.StartTicks < notBefore || row.Pid is 1 || row.Pid == Environment.ProcessId || members.ContainsKey(row.Pid) || !Belongs(row, members))
                    continue;
                members.Add(row.Pid, row);
                known[row.Pid] = row.StartTicks;
                // A session that one of them leads is theirs, whoever of it is left.
                if (row.Session == row.Pid)
                    sessions.Add(row.Session);
                found = true;
            }
        }
        while (found);
        // Only those whose parent we are will be reaped for certain.
        MayHaveMissed =
            members.Values.Any(row => !row.IsAlive && row.Parent == Environment.ProcessId && row.Pid != session) ||
            orphans.Exists(pid => !table.ContainsKey(pid)) ||
            inGroup.Any(pid => !table.ContainsKey(pid));
        return [.. members.Values.Where(row => row.IsAlive)];
    }

    // The number of a session that is over may be given to a stranger.
    private void ForgetEmptySessions(Dictionary<int, ProcessRow> table)
    {
        sessions.IntersectWith(table.Values.Select(row => row.Session));
        if (session != 0)
            sessions.Add(session);
    }

    private bool Belongs(ProcessRow row, Dictionary<int, ProcessRow> members) =>
        sessions.Contains(row.Session) ||
        members.ContainsKey(row.Parent) ||
        (known.TryGetValue(row.Pid, out var startTicks) && startTicks == row.StartTicks) ||
        orphans.Contains(row.Pid) ||
        inGroup.Contains(row.Pid) ||
        row.Mark == execution;

    /// <summary>The groups within its sessions: a signal to a group reaches all of it at once, forking or not.</summary>
    public IEnumerable<int> GroupsOf(IEnumerable<ProcessRow> members) =>
        members.Where(row => sessions.Contains(row.Session) && row.Group > 1).Select(row => row.Group).Distinct();
}
