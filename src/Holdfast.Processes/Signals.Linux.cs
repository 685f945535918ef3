namespace Holdfast.Processes;

/// <summary>Sends signals to the process that is meant, not to one that has its pid by now.</summary>
internal static unsafe class Signals
{
    /// <returns>False when it is gone, or may not be signalled.</returns>
    public static bool Send(ProcessRow row, int signal)
    {
        var pidfd = Open(row);
        if (pidfd < 0)
            return false;
        var sent = Libc.pidfd_send_signal(pidfd, signal, null, 0) == 0;
        Libc.close(pidfd);
        return sent;
    }

    /// <returns>A descriptor of exactly this process; -1 when it is gone.</returns>
    public static int Open(ProcessRow row)
    {
        var pidfd = Libc.pidfd_open(row.Pid, 0);
        // The descriptor holds on to whoever has the pid now; that it is the same one, its start time says.
        if (pidfd >= 0 && ProcessTable.ReadRow(row.Pid)?.StartTicks != row.StartTicks)
        {
            Libc.close(pidfd);
            return -1;
        }
        return pidfd;
    }

    /// <summary>To be used only while the group's number cannot be anybody else's.</summary>
    public static void TerminateGroup(int group)
    {
        _ = Libc.kill(-group, Libc.SIGTERM);
        _ = Libc.kill(-group, Libc.SIGCONT);
    }

    /// <inheritdoc cref="TerminateGroup"/>
    public static void KillGroup(int group) => _ = Libc.kill(-group, Libc.SIGKILL);

    /// <summary>Asks the tree to end. A stopped process is continued: it could not hear otherwise.</summary>
    public static void Terminate(IEnumerable<ProcessRow> members)
    {
        foreach (var row in members)
        {
            Send(row, Libc.SIGTERM);
            Send(row, Libc.SIGCONT);
        }
    }

    /// <summary>Kills group by group first, so that nothing is forked past us, then one by one.</summary>
    public static void Kill(ProcessTree tree, List<ProcessRow> members)
    {
        foreach (var group in tree.GroupsOf(members))
            KillGroup(group);
        foreach (var row in members)
            Send(row, Libc.SIGKILL);
    }
}
