using Holdfast.Core.Executions;

namespace Holdfast.Processes;

/// <summary>What a sweep did to one execution.</summary>
/// <param name="Ended">Processes that lived and are gone.</param>
/// <param name="Left">Processes that live still.</param>
/// <param name="Proof">What the claim rests on. It is a mark at best: no subreaper was there when their owner died.</param>
public sealed record SweepResult(int Ended, int Left, SurvivorProof Proof);

/// <summary>Ends what a program that died left running.</summary>
public static unsafe class ProcessSweep
{
    private static readonly TimeSpan KillingEndsAfter = TimeSpan.FromSeconds(15);
    private const int EmptyScansNeeded = 2;
    private const int LongestScanPauseMilliseconds = 50;

    /// <summary>
    /// Finds every living process of the executions — by mark, by session, by descent — and ends it: SIGTERM, the grace,
    /// SIGKILL until two scans in a row find nothing. Returns when that is so, or after 15 s of killing. Blocks.
    /// </summary>
    /// <param name="executions">Must not be running in any <see cref="ProcessHost"/> of this program.</param>
    /// <param name="grace">Not waited for when there is nothing to end.</param>
    /// <param name="recorded">
    /// Which process each execution was started as, where known. It tells the session; one of an earlier boot, or one whose number is
    /// a stranger's by now, tells nothing.
    /// </param>
    /// <returns>A result for every execution asked for.</returns>
    public static IReadOnlyDictionary<ExecutionId, SweepResult> EndMarked(
        ISet<ExecutionId> executions, TimeSpan grace, IReadOnlyDictionary<ExecutionId, ProcessIdentity>? recorded = null,
        CancellationToken cancellationToken = default)
    {
        var found = executions.ToDictionary(id => id, _ => new HashSet<(int Pid, long StartTicks)>());
        var trees = executions.ToDictionary(id => id, id => TreeOf(id, recorded?.GetValueOrDefault(id)));
        var living = Scan(trees, found, out _);
        Signals.Terminate(living.Values.SelectMany(rows => rows));
        AwaitEnds(living.Values.SelectMany(rows => rows), grace, cancellationToken);
        var left = Kill(trees, found, cancellationToken);
        return executions.ToDictionary(id => id, id =>
        {
            var leftOfIt = left.GetValueOrDefault(id)?.Count ?? 0;
            return new SweepResult(found[id].Count - leftOfIt, leftOfIt, SurvivorProof.Mark);
        });
    }

    private static ProcessTree TreeOf(ExecutionId execution, ProcessIdentity? recorded) =>
        recorded is null || recorded.BootId != ProcessIdentities.BootId || !IsItsSession(execution, recorded)
            ? new ProcessTree(execution, session: 0, notBefore: 0)
            : new ProcessTree(execution, recorded.Pid, recorded.StartTicks);

    // Once all of a session has ended its number is given away, and the stranger who got it may have made a session of it and gone. The
    // number of a session that somebody is in is not: it is the execution's if its leader is there still, or if one of it bears the mark.
    private static bool IsItsSession(ExecutionId execution, ProcessIdentity recorded) =>
        ProcessTable.ReadRow(recorded.Pid) is { } leader
            ? leader.StartTicks == recorded.StartTicks
            : ProcessTable.Read().Values.Any(row => row.Session == recorded.Pid && row.Mark == execution);

    private static Dictionary<ExecutionId, List<ProcessRow>> Scan(
        Dictionary<ExecutionId, ProcessTree> trees, Dictionary<ExecutionId, HashSet<(int Pid, long StartTicks)>> found, out bool mayHaveMissed)
    {
        mayHaveMissed = !Children.Look();
        var table = ProcessTable.Read();
        var living = new Dictionary<ExecutionId, List<ProcessRow>>();
        foreach (var (execution, tree) in trees)
        {
            var rows = tree.Find(table);
            mayHaveMissed |= tree.MayHaveMissed;
            if (rows.Count == 0)
                continue;
            living.Add(execution, rows);
            found[execution].UnionWith(rows.Select(row => (row.Pid, row.StartTicks)));
        }
        return living;
    }

    private static void AwaitEnds(IEnumerable<ProcessRow> rows, TimeSpan grace, CancellationToken cancellationToken)
    {
        var deadline = RunningProcess.After(Libc.BootTimeNanoseconds(), grace);
        foreach (var row in rows)
        {
            var pidfd = Signals.Open(row);
            if (pidfd < 0)
                continue;
            var wait = new Libc.PollFd { Fd = pidfd, Events = Libc.POLLIN };
            while (RemainingMilliseconds(deadline) is > 0 and var remaining && wait.Returned == 0 && !cancellationToken.IsCancellationRequested)
                _ = Libc.poll(&wait, 1, Math.Min(remaining, LongestScanPauseMilliseconds));
            Libc.close(pidfd);
        }
    }

    private static int RemainingMilliseconds(long deadline) =>
        (int)Math.Clamp((deadline - Libc.BootTimeNanoseconds() + 999_999) / 1_000_000, 0, int.MaxValue);

    private static Dictionary<ExecutionId, List<ProcessRow>> Kill(
        Dictionary<ExecutionId, ProcessTree> trees, Dictionary<ExecutionId, HashSet<(int Pid, long StartTicks)>> found, CancellationToken cancellationToken)
    {
        var deadline = RunningProcess.After(Libc.BootTimeNanoseconds(), KillingEndsAfter);
        var emptyScans = 0;
        var pauseMilliseconds = 1;
        while (true)
        {
            var living = Scan(trees, found, out var mayHaveMissed);
            emptyScans = living.Count == 0 && !mayHaveMissed ? emptyScans + 1 : 0;
            if (emptyScans == EmptyScansNeeded || RemainingMilliseconds(deadline) == 0)
                return living;
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var (execution, rows) in living)
                Signals.Kill(trees[execution], rows);
            _ = Libc.poll(null, 0, pauseMilliseconds);
            pauseMilliseconds = Math.Min(pauseMilliseconds * 2, LongestScanPauseMilliseconds);
        }
    }
}
