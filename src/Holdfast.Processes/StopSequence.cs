using System.Runtime.InteropServices;
using Holdfast.Core.Executions;

namespace Holdfast.Processes;

/// <summary>
/// The way of a process to its end, all of it on the host's thread:
/// <code>
/// Running ─ stop ─► Terminating ─ grace over ─► Killing ─ two empty scans ─► told
///    │                  │                          ▲
///    └── it ended ──────┴─► Settling ─► EndingLeftovers ─► told
/// </code>
/// When nothing is left of it as its main process ends, which is the rule, it is told at once and no scan is made.
/// </summary>
public sealed partial class ProcessHost
{
    // A process that is just ending may still hold the pipes, as may one that is being started, for a moment.
    private const long SettleNanoseconds = 2 * Millisecond;

    // What is left behind was not asked for: it gets a moment to end, not the whole grace.
    private static readonly TimeSpan LeftoverGrace = TimeSpan.FromSeconds(1);

    // A killed process may sit in the kernel for as long as a disk or network file system lets it.
    private const long KillingEndsAfterNanoseconds = 15_000 * Millisecond;

    // Orphans that end by themselves while their execution goes on send nothing but SIGCHLD, which the runtime has for itself.
    // A program may leave thousands of them in a second, and each keeps its pid until it is reaped.
    private const long ReapPauseNanoseconds = 1_000 * Millisecond;

    private const int EmptyScansNeeded = 2;
    private const long LongestScanPauseNanoseconds = 50 * Millisecond;

    private unsafe void MainHasEnded(RunningProcess process)
    {
        process.EndedNanoseconds = Libc.BootTimeNanoseconds();
        process.EndedInGrace = process.Phase != ProcessPhase.Killing;
        Libc.EpollRemove(epoll, process.PidFd);
        CloseWriters(process);
        process.WritersClosedNanoseconds = Libc.BootTimeNanoseconds();
        Drain(process);
        if (process.Phase == ProcessPhase.Killing)
        {
            LookAgain(process, 0);
            return;
        }
        process.Phase = ProcessPhase.Settling;
        Settle(process);
    }

    /// <summary>The main process has ended: decides whether anything of it may be left.</summary>
    private void Settle(RunningProcess process)
    {
        var mayHaveOrphans = !Children.Look() || Children.HasOrphans(process.Spec.Execution) || process.Group is { IsPopulated: true };
        if (process.PipesAreClosed && !mayHaveOrphans)
        {
            // All its descendants would be our children or theirs.
            process.Proof = ProofOf(process, unaudited: SurvivorProof.NotAudited);
            Tell(process);
        }
        else if (!mayHaveOrphans && MayBeSettling(process, Libc.BootTimeNanoseconds()))
        {
            LookAgain(process, Libc.BootTimeNanoseconds() + SettleNanoseconds);
        }
        else
        {
            process.Phase = ProcessPhase.EndingLeftovers;
            // A tree that was stopped has its grace running already.
            if (process.StopCause is null)
            {
                var grace = process.Spec.Grace < LeftoverGrace ? process.Spec.Grace : LeftoverGrace;
                process.PhaseEndsNanoseconds = RunningProcess.After(Libc.BootTimeNanoseconds(), grace);
            }
            LookAgain(process, 0);
        }
    }

    // Until its program starts, a child has copies of all our descriptors.
    private static bool MayBeSettling(RunningProcess process, long now) =>
        now - process.EndedNanoseconds < SettleNanoseconds || Children.IsSpawningSince(process.WritersClosedNanoseconds);

    private static SurvivorProof ProofOf(RunningProcess process, SurvivorProof unaudited) =>
        !Children.IsSubreaper ? unaudited
        : Children.HasUnexplainedSince(process.Identity.StartTicks) ? SurvivorProof.Mark
        // What left its group, as root may, came to us all the same.
        : process.Group is not null ? SurvivorProof.Cgroup
        : SurvivorProof.Subreaper;

    private void BeginStop(RunningProcess process, EndCause cause, bool immediate)
    {
        switch (process.Phase)
        {
            case ProcessPhase.Running when HasEnded(process):
                // Its own ending is on its way.
                break;
            case ProcessPhase.Running:
                process.StopCause = cause;
                process.Stopping?.Invoke(cause);
                if (immediate)
                    BeginKilling(process);
                else
                    BeginTerminating(process);
                break;
            case ProcessPhase.Terminating or ProcessPhase.EndingLeftovers or ProcessPhase.Settling when immediate:
                BeginKilling(process);
                break;
            case ProcessPhase.Terminating or ProcessPhase.EndingLeftovers or ProcessPhase.Settling or ProcessPhase.Killing:
                break;
        }
    }

    private static unsafe bool HasEnded(RunningProcess process)
    {
        Libc.ChildInfo info;
        return Libc.WaitId(Libc.P_PIDFD, process.PidFd, Libc.WEXITED | Libc.WNOHANG | Libc.WNOWAIT, &info, null) != 0 || info.Pid != 0;
    }

    private void BeginTerminating(RunningProcess process)
    {
        process.StopStep = StopStep.Terminated;
        process.Phase = ProcessPhase.Terminating;
        process.PhaseEndsNanoseconds = RunningProcess.After(Libc.BootTimeNanoseconds(), process.Spec.Grace);
        LookAgain(process, process.PhaseEndsNanoseconds);
        Children.Look();
        var members = process.Tree.Find(Table());
        // Its pid is its group's number, and nobody else's until it is reaped.
        Signals.TerminateGroup(process.Pid);
        Signals.Terminate(members.Where(row => row.Group != process.Pid));
        process.Asked.UnionWith(members.Select(row => (row.Pid, row.StartTicks)));
    }

    private void BeginKilling(RunningProcess process)
    {
        // Leftovers are not the process: that it ended by itself stays true.
        if (process.EndedNanoseconds is null)
            process.StopStep = StopStep.Killed;
        process.Phase = ProcessPhase.Killing;
        process.PhaseEndsNanoseconds = Libc.BootTimeNanoseconds() + KillingEndsAfterNanoseconds;
        process.EmptyScans = 0;
        process.Scans = 0;
        LookAgain(process, 0);
    }

    private void LookAgain(RunningProcess process, long nanoseconds)
    {
        process.DueNanoseconds = Math.Max(nanoseconds, 1);
        lock (gate)
            Arm_NeedsLock(process.DueNanoseconds);
    }

    // One view of the machine serves all processes looked at in the same turn.
    private Dictionary<int, ProcessRow> Table() => table ??= ProcessTable.Read();

    private Dictionary<int, ProcessRow>? table;

    private void LookAtDue()
    {
        var now = Libc.BootTimeNanoseconds();
        bool isTimeToReap;
        lock (gate)
        {
            isTimeToReap = now >= nextReapNanoseconds;
            if (isTimeToReap)
                nextReapNanoseconds = byToken.Count == 0 ? long.MaxValue : now + ReapPauseNanoseconds;
            var next = nextReapNanoseconds;
            foreach (var process in byToken.Values)
            {
                if (process.DueNanoseconds <= now)
                    due.Add(process);
                else
                    next = Math.Min(next, process.DueNanoseconds);
            }
            Arm_NeedsLock(next);
        }
        if (isTimeToReap)
            Children.Look();
        foreach (var process in due)
        {
            process.DueNanoseconds = long.MaxValue;
            LookAt(process, now);
        }
        due.Clear();
    }

    private void LookAt(RunningProcess process, long now)
    {
        switch (process.Phase)
        {
            case ProcessPhase.Running when now < process.DeadlineNanoseconds:
                process.Sample = (now, UsedBy(process));
                LookAgain(process, process.DeadlineNanoseconds);
                break;
            case ProcessPhase.Running:
                DeadlineHasCome(process, now);
                break;
            case ProcessPhase.Terminating:
                BeginKilling(process);
                break;
            case ProcessPhase.Settling:
                Settle(process);
                break;
            case ProcessPhase.EndingLeftovers:
                EndLeftovers(process, now);
                break;
            case ProcessPhase.Killing:
                Kill(process, now);
                break;
        }
    }

    private void DeadlineHasCome(RunningProcess process, long now)
    {
        if (process.Policy is { } policy && process.Extensions < policy.MaxExtensions
            && (now <= RunningProcess.After(process.ProgressNanoseconds, policy.HeartbeatTimeout) || HasWorked(process, now)))
        {
            process.Extensions++;
            Extend(process, RunningProcess.After(process.DeadlineNanoseconds, policy.Extension));
        }
        else
        {
            BeginStop(process, new EndCause.WallTime(SinceStart(process, process.DeadlineNanoseconds)), immediate: false);
        }
    }

    // Quiet is not idle: a compiler or a test may say nothing for an hour.
    private bool HasWorked(RunningProcess process, long now) =>
        ProgressRules.IsProgress(process.Sample.Used, UsedBy(process), TimeSpan.FromTicks((now - process.Sample.Nanoseconds) / TimeSpan.NanosecondsPerTick));

    private Activity UsedBy(RunningProcess process) => TreeActivity.Of(process.Tree.Find(Table()));

    private void Extend(RunningProcess process, long untilNanoseconds)
    {
        if (process.Phase != ProcessPhase.Running)
            return;
        process.DeadlineNanoseconds = Math.Max(process.DeadlineNanoseconds, untilNanoseconds);
        LookAgain(process, process.SampleDueNanoseconds);
    }

    private void EndLeftovers(RunningProcess process, long now)
    {
        var left = FindLeft(process, out var mayBeMore);
        if (left.Count == 0 && !mayBeMore)
        {
            EmptyScan(process);
            return;
        }
        if (now >= process.PhaseEndsNanoseconds)
        {
            BeginKilling(process);
            return;
        }
        process.EmptyScans = 0;
        process.Survivors.UnionWith(left.Select(row => (row.Pid, row.StartTicks)));
        Signals.Terminate(left.Where(row => process.Asked.Add((row.Pid, row.StartTicks))));
        ScanAgain(process);
    }

    private void Kill(RunningProcess process, long now)
    {
        var left = FindLeft(process, out var mayBeMore);
        if (left.Count == 0 && !mayBeMore && process.EndedNanoseconds is not null)
        {
            EmptyScan(process);
        }
        else if (now >= process.PhaseEndsNanoseconds)
        {
            process.SurvivorsLeft = left.Count;
            process.Survivors.ExceptWith(left.Select(row => (row.Pid, row.StartTicks)));
            Tell(process);
        }
        else
        {
            if (process.EndedNanoseconds is null)
                Signals.KillGroup(process.Pid);
            process.Group?.Kill();
            Signals.Kill(process.Tree, left);
            process.Survivors.UnionWith(left.Where(row => row.Pid != process.Pid).Select(row => (row.Pid, row.StartTicks)));
            process.EmptyScans = 0;
            ScanAgain(process);
        }
    }

    /// <param name="mayBeMore">One of them ended meanwhile: what it started last may have been missed.</param>
    private List<ProcessRow> FindLeft(RunningProcess process, out bool mayBeMore)
    {
        var isQuiet = Children.Look();
        if (process.EndedNanoseconds is not null)
            AttributeByPipes(process);
        var left = process.Tree.Find(Table());
        mayBeMore = !isQuiet || process.Tree.MayHaveMissed || (process.EndedNanoseconds is not null && process.Group is { IsPopulated: true });
        return left;
    }

    private static void AttributeByPipes(RunningProcess process)
    {
        if (!Children.HasUnexplainedSince(process.Identity.StartTicks))
            return;
        foreach (var fd in (ReadOnlySpan<int>)[process.Stdout, process.Stderr])
        {
            if (fd >= 0 && ProcessTable.PipeOf(fd) is { } pipe)
                Children.AttributeByPipe(process.Spec.Execution, pipe);
        }
    }

    private void EmptyScan(RunningProcess process)
    {
        if (++process.EmptyScans < EmptyScansNeeded)
        {
            ScanAgain(process);
            return;
        }
        process.Proof = ProofOf(process, unaudited: SurvivorProof.Mark);
        Tell(process);
    }

    // What was signalled needs a moment to be gone; what takes longer is looked at less and less often.
    private void ScanAgain(RunningProcess process)
    {
        var pause = Math.Min(LongestScanPauseNanoseconds, Millisecond << Math.Min(process.Scans++, 10));
        LookAgain(process, Libc.BootTimeNanoseconds() + pause);
    }

    /// <summary>Nothing more is done about it: closes everything and tells the ending.</summary>
    private unsafe void Tell(RunningProcess process)
    {
        CloseWriters(process);
        Drain(process);
        ClosePipe(process, OutputFrameKind.Stdout);
        ClosePipe(process, OutputFrameKind.Stderr);
        unwritten.Remove(process);
        var now = Libc.BootTimeNanoseconds();
        process.Output.Close(SinceStart(process, now));

        Libc.ChildInfo exit;
        Libc.ResourceUsage usage = default;
        var error = Children.Reap(process.Pid, process.PidFd, &exit, &usage);
        if (process.EndedNanoseconds is null)
        {
            Libc.EpollRemove(epoll, process.PidFd);
            if (exit.Pid == 0)
                Children.Forget(process.Pid);
        }
        Libc.close(process.PidFd);
        process.IsClosed = true;

        var ending = new ExecutionEnding
        {
            Cause = CauseOf(process, error, exit),
            StartedAt = process.StartedAt,
            EndedAt = time.GetUtcNow(),
            Duration = SinceStart(process, process.EndedNanoseconds ?? now),
            CpuTime = usage.CpuTime,
            UserTime = usage.UserTime,
            PeakMemoryBytes = PeakMemoryBytes(usage.MaxResidentKilobytes * 1024),
            OutputBytes = process.Output.OutputBytes,
            OutputTruncated = process.Output.IsTruncated,
            StopStep = process.StopStep,
            Proof = process.Proof,
            SurvivorsEnded = process.Survivors.Count,
            SurvivorsLeft = process.SurvivorsLeft,
        };
        lock (gate)
        {
            byToken.Remove(process.Token);
            byExecution.Remove(process.Spec.Execution);
        }
        if (Children.HasAnyOrphan)
            Children.KillIfNobodyRuns();
        process.Ended(ending, process.Extensions);
    }

    // Until its program starts, a process shares our memory, and the kernel counts that as its own: a peak no higher than ours is ours.
    private long PeakMemoryBytes(long peakBytes)
    {
        if (peakBytes > ownPeakBytes)
            ownPeakBytes = OwnPeakBytes();
        return peakBytes > ownPeakBytes ? peakBytes : 0;
    }

    private static unsafe long OwnPeakBytes()
    {
        Libc.ResourceUsage own;
        Libc.Require(Libc.getrusage(Libc.RUSAGE_SELF, &own), "getrusage");
        return own.MaxResidentKilobytes * 1024;
    }

    private long ownPeakBytes;

    private static EndCause CauseOf(RunningProcess process, int error, Libc.ChildInfo exit)
    {
        var own = OwnCause(error, exit);
        var cause = process.StopCause switch
        {
            null => own,
            EndCause.WallTime or EndCause.Stalled when own is EndCause.Exited(0) && process.EndedInGrace => own,
            var stopped => stopped,
        };
        // An end that went well is not believed when the log that would show it is missing a part it should have.
        return cause is EndCause.Exited(0) && process.Output.FailedWith is not 0 and var errno ? UnwrittenCause(errno, process.Spec.OutputLog) : cause;
    }

    private static EndCause OwnCause(int error, Libc.ChildInfo exit) =>
        error != 0 ? new EndCause.Lost($"Its exit status was collected by somebody else (errno {error}).")
        : exit.Pid == 0 ? new EndCause.Lost("It does not end, although it was killed: the kernel holds it, most likely in a disk or network operation.")
        : exit.Code == Libc.CLD_EXITED ? new EndCause.Exited(exit.Status)
        : new EndCause.Signalled(exit.Status);

    private static EndCause UnwrittenCause(int errno, string log) =>
        errno is Libc.ENOSPC or Libc.EDQUOT or Libc.EFBIG
            ? new EndCause.DiskFull(log)
            : new EndCause.Lost($"Its output could not be written to '{log}': {Marshal.GetPInvokeErrorMessage(errno)} (errno {errno}).");
}
