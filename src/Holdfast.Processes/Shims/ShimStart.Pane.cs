using System.Globalization;
using Holdfast.Core.Executions;

namespace Holdfast.Processes.Shims;

/// <summary>
/// Starting a shim where a terminal is: somebody else makes it, as the program of a pane, and passes on nothing. What a shim gets
/// from its starter by inheritance otherwise, its environment and the pipe it says its outcome to, it opens through /proc. The lock it
/// takes itself: in between nobody has it, and of two shims that come to it the second finds the first.
/// </summary>
public static unsafe partial class ShimStart
{
    /// <summary>What tells a shim that it is in a pane: then its starter (pid, start time), its environment, and its pipe.</summary>
    internal const string PaneArgument = "--pane";

    private const string CleanEnvironment = "/usr/bin/env";

    /// <summary>As <see cref="StartAsync"/>, in a pane.</summary>
    /// <param name="open">Makes a pane whose program is what it is given.</param>
    /// <inheritdoc cref="StartAsync"/>
    public static Task<ShimStarted> StartInPaneAsync(
        string shimProgram, ShimFolder folder, ShimRequest request, IReadOnlyList<KeyValuePair<string, string>> environment, Func<IReadOnlyList<string>, PaneOpening> open,
        CancellationToken cancellationToken) =>
        Task.Factory.StartNew(
            () => Prepare(folder, request, environment, lockFd => Open(shimProgram, folder, request, environment, lockFd, open), cancellationToken),
            cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static ShimStarted Open(
        string shimProgram, ShimFolder folder, ShimRequest request, IReadOnlyList<KeyValuePair<string, string>> environment, int lockFd, Func<IReadOnlyList<string>, PaneOpening> open)
    {
        var pipe = stackalloc int[2] { -1, -1 };
        int environmentFd = -1, pidfd = -1;
        try
        {
            environmentFd = ShimEnvironment.Pass(environment);
            if (environmentFd < 0 || Libc.pipe2(pipe, Libc.O_CLOEXEC) < 0)
                return new ShimStarted.Refused(SpawnCall.Explain(Libc.Errno, SpecOf(request, folder, environment)));

            _ = Libc.flock(lockFd, Libc.LOCK_UN);
            var opening = open(CommandOf(shimProgram, folder, request.Execution, environmentFd, pipe[1]));
            if (opening.Program is not { } pid)
                return NotOpened(folder, opening.Why);
            pidfd = Libc.pidfd_open(pid, 0);
            // Gone already: its line, if it wrote one, is in the pipe.
            var line = ReadLine(pipe[0], pidfd);
            var said = folder.TryReadShim() is { } shim ? ShimJson.ReadOutcome(line, shim.Process) : ShimJson.ReadOutcome(line, ProcessIdentities.Current);
            return said ?? Silent(folder, pidfd);
        }
        finally
        {
            Close(environmentFd);
            Close(pipe[0]);
            Close(pipe[1]);
            Close(pidfd);
        }
    }

    // A terminal's server has an environment of its own, which is nobody's here.
    private static string[] CommandOf(string shimProgram, ShimFolder folder, ExecutionId execution, int environmentFd, int outcomeFd)
    {
        var starter = ProcessIdentities.Current;
        return [
            CleanEnvironment, "-i", .. ShimEnvironment.Of(execution).Select(variable => $"{variable.Key}={variable.Value}"),
            shimProgram, folder.Path, PaneArgument, Number(starter.Pid), Number(starter.StartTicks), Number(environmentFd), Number(outcomeFd)];
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static ShimStarted NotOpened(ShimFolder folder, string? why) =>
        folder.IsLocked || File.Exists(folder.Shim)
            ? new ShimStarted.AlreadyStarted()
            : new ShimStarted.Refused(new("tmux_failed", $"tmux made no session: {why}"));

    // Whoever it is has not said who it is: it has not run anything, and will not.
    private static ShimStarted Silent(ShimFolder folder, int pidfd)
    {
        var wait = new Libc.PollFd { Fd = pidfd, Events = Libc.POLLIN };
        if (!File.Exists(folder.Shim) && pidfd >= 0)
        {
            _ = Libc.pidfd_send_signal(pidfd, Libc.SIGKILL, null, 0);
            _ = Libc.poll(&wait, 1, RefusedEndsWithinMilliseconds);
        }

        return File.Exists(folder.Shim)
            ? new ShimStarted.AlreadyStarted()
            : new ShimStarted.Refused(new("shim_died", $"The shim ended before it could start anything: {Complaint(folder)}"));
    }
}

/// <summary>What came of asking for a pane.</summary>
/// <param name="Program">The process in it; null when there is no pane.</param>
/// <param name="Why">There is none; null when there is.</param>
public readonly record struct PaneOpening(int? Program, string? Why);
