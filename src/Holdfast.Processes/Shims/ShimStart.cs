using System.Runtime.InteropServices;
using System.Text;
using Holdfast.Core.Executions;

namespace Holdfast.Processes.Shims;

/// <summary>What came of asking for a shim.</summary>
public abstract record ShimStarted
{
    private ShimStarted() { }

    /// <param name="StartedAt">When the process was, by the wall clock.</param>
    public sealed record Started(ProcessIdentity Shim, ProcessIdentity Process, DateTimeOffset StartedAt) : ShimStarted;

    /// <summary>Nothing runs, and nothing ever ran in this folder.</summary>
    public sealed record Refused(EndCause.CouldNotStart Why) : ShimStarted;

    /// <summary>The folder has or had a shim: what became of it, the folder tells. This call started nothing that others have not.</summary>
    public sealed record AlreadyStarted : ShimStarted;
}

/// <summary>
/// Starts a shim, which then needs nobody: it is in a session of its own, holds no descriptor of the starter's, and knows
/// nothing but its folder.
/// </summary>
public static unsafe partial class ShimStart
{
    /// <summary>Far more than a shim needs to say whether its process runs; a machine that swaps may need many seconds.</summary>
    private const int OutcomeWithinMilliseconds = 60_000;

    // It has said that it will end.
    private const int RefusedEndsWithinMilliseconds = 5_000;

    private const int LongestOutcomeBytes = 64 * 1024;

    /// <summary>
    /// Starts <paramref name="shimProgram"/> for one execution, and waits until it says what came of it. A second start for a folder,
    /// from whichever program and however close, finds the first.
    /// </summary>
    /// <param name="shimProgram">Its full path (<see cref="ShimProgram.Find"/>).</param>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="environment">The whole environment of the process; nothing is inherited, and nothing of it is stored. The mark is added where it is missing.</param>
    /// <param name="cancellationToken">Before the shim is spawned, nothing is started; after that it is not looked at.</param>
    public static Task<ShimStarted> StartAsync(
        string shimProgram, ShimFolder folder, ShimRequest request, IReadOnlyList<KeyValuePair<string, string>> environment, CancellationToken cancellationToken) =>
        // It waits on descriptors most of the time, which no pool thread should.
        Task.Factory.StartNew(
            () => Start(shimProgram, folder, request, environment, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static ShimStarted Start(
        string shimProgram, ShimFolder folder, ShimRequest request, IReadOnlyList<KeyValuePair<string, string>> environment, CancellationToken cancellationToken) =>
        Prepare(folder, request, environment, lockFd => Spawn(shimProgram, folder, request, environment, lockFd), cancellationToken);

    /// <summary>The folder, the lock and the request: what comes before any shim.</summary>
    /// <param name="spawn">Given the descriptor of the lock.</param>
    private static ShimStarted Prepare(
        ShimFolder folder, ShimRequest request, IReadOnlyList<KeyValuePair<string, string>> environment, Func<int, ShimStarted> spawn, CancellationToken cancellationToken)
    {
        if (SpawnCall.Fault(SpecOf(request, folder, environment)) is { } fault)
            return new ShimStarted.Refused(fault);
        var lockFd = -1;
        try
        {
            Directory.CreateDirectory(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (!ShimLock.TryTake(folder, out lockFd) || File.Exists(folder.Shim) || File.Exists(folder.Exit))
                return new ShimStarted.AlreadyStarted();
            var error = DurableFile.Write(folder.Request, ShimJson.Write(request), durable: false);
            if (error != 0)
                return new ShimStarted.Refused(Unusable(folder, Marshal.GetPInvokeErrorMessage(error), error));
            cancellationToken.ThrowIfCancellationRequested();
            return spawn(lockFd);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ShimStarted.Refused(Unusable(folder, e.Message, errno: 0));
        }
        finally
        {
            Close(lockFd);
        }
    }

    /// <summary>What the shim's process host is asked for in the end.</summary>
    internal static ProcessSpec SpecOf(ShimRequest request, ShimFolder folder, IReadOnlyList<KeyValuePair<string, string>> environment) => new()
    {
        Execution = request.Execution,
        Arguments = request.Arguments,
        Environment = environment,
        WorkingDirectory = request.WorkingDirectory,
        OutputLog = folder.OutputLog,
        OutputLimitBytes = request.OutputLimitBytes,
        FailOnOutputLimit = request.FailOnOutputLimit,
        RotateOutput = request.RotateOutput,
        Timeout = request.Timeout,
        Deadline = request.Deadline,
        Grace = request.Grace,
    };

    private static EndCause.CouldNotStart Unusable(ShimFolder folder, string why, int errno) =>
        errno is Libc.ENOSPC or Libc.EDQUOT
            ? new("disk_full", $"The disk of '{folder.Path}' is full. Make room, then start again.")
            : new("folder_unusable", $"The execution's folder '{folder.Path}' cannot be used: {why} Correct that, then start again.");

    private static ShimStarted Spawn(
        string shimProgram, ShimFolder folder, ShimRequest request, IReadOnlyList<KeyValuePair<string, string>> environment, int lockFd)
    {
        var pipe = stackalloc int[2] { -1, -1 };
        int environmentFd = -1, logFd = -1, pid = 0, pidfd = -1;
        var spec = new ProcessSpec
        {
            Execution = request.Execution,
            Arguments = [shimProgram, folder.Path, SpawnCall.KeptDescriptor.ToString(System.Globalization.CultureInfo.InvariantCulture)],
            Environment = ShimEnvironment.Of(request.Execution),
            WorkingDirectory = "/",
            OutputLog = folder.Log,
            OutputLimitBytes = 0,
        };
        try
        {
            environmentFd = ShimEnvironment.Pass(environment);
            fixed (byte* log = DurableFile.Name(folder.Log))
                logFd = Libc.open(log, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_APPEND | Libc.O_CLOEXEC, OutputLogWriter.OwnerOnly);
            if (environmentFd < 0 || logFd < 0 || Libc.pipe2(pipe, Libc.O_CLOEXEC) < 0)
                return new ShimStarted.Refused(SpawnCall.Explain(Libc.Errno, spec));

            var nanoseconds = Libc.BootTimeNanoseconds();
            Children.SpawnBegins(nanoseconds);
            var error = SpawnCall.Spawn(spec, environmentFd, pipe[1], logFd, lockFd, isMarked: false, out pid);
            if (error != 0)
            {
                Children.SpawnFailed(nanoseconds);
                return new ShimStarted.Refused(SpawnCall.Explain(error, spec));
            }
            Children.ShimSpawned(nanoseconds, pid);
            pidfd = Libc.pidfd_open(pid, 0);
            ProcessIdentities.TryOfNewborn(pid, nanoseconds, Libc.BootTimeNanoseconds(), out var shim);
            Close(pipe[1]);
            pipe[1] = -1;
            // Without either of these there is no descriptor left, and so nothing to wait with: the shim is ended before it does anything.
            var outcome = shim is null || pidfd < 0 ? null : ShimJson.ReadOutcome(ReadLine(pipe[0], writer: -1), shim);
            return outcome is ShimStarted.Started ? outcome : NotStarted(outcome, folder, pid, pidfd);
        }
        finally
        {
            Close(environmentFd);
            Close(logFd);
            Close(pipe[0]);
            Close(pipe[1]);
            Close(pidfd);
        }
    }

    /// <summary>One line, or what came before its end; empty when nothing came in time.</summary>
    /// <param name="writer">Who alone writes it, where the end of the pipe is not told: a pidfd; -1 where it is.</param>
    private static byte[] ReadLine(int fd, int writer)
    {
        var deadline = Libc.BootTimeNanoseconds() + OutcomeWithinMilliseconds * 1_000_000L;
        var line = new List<byte>();
        Span<byte> buffer = stackalloc byte[4096];
        var waits = stackalloc Libc.PollFd[2];
        while (line.Count < LongestOutcomeBytes)
        {
            waits[0] = new Libc.PollFd { Fd = fd, Events = Libc.POLLIN };
            waits[1] = new Libc.PollFd { Fd = writer, Events = Libc.POLLIN };
            var remaining = (int)Math.Max(0, (deadline - Libc.BootTimeNanoseconds()) / 1_000_000);
            var ready = Libc.poll(waits, writer < 0 ? 1u : 2u, remaining);
            if (ready == 0)
                return [];
            if (ready < 0)
                continue;
            // It is gone, and what it said is read.
            if (waits[0].Returned == 0)
                break;
            nint count;
            fixed (byte* start = buffer)
                count = Libc.read(fd, start, buffer.Length);
            if (count > 0)
                line.AddRange(buffer[..(int)count]);
            if (count == 0 || (count > 0 && line[^1] == '\n'))
                break;
        }
        return [.. line];
    }

    // It said no, or nothing: makes sure that it is gone, then the folder says whether anything can have run.
    private static ShimStarted NotStarted(ShimStarted? outcome, ShimFolder folder, int pid, int pidfd)
    {
        var wait = new Libc.PollFd { Fd = pidfd, Events = Libc.POLLIN };
        if (outcome is null || Libc.poll(&wait, 1, RefusedEndsWithinMilliseconds) <= 0)
            _ = Libc.kill(pid, Libc.SIGKILL);
        Children.AwaitShim(pid);
        if (outcome is not null)
            return outcome;
        return File.Exists(folder.Shim)
            ? new ShimStarted.AlreadyStarted()
            : new ShimStarted.Refused(new("shim_died", $"The shim ended before it could start anything: {Complaint(folder)}"));
    }

    private static string Complaint(ShimFolder folder)
    {
        const int longest = 1000;
        var text = File.Exists(folder.Log) ? File.ReadAllText(folder.Log, Encoding.UTF8).Trim() : "";
        return text.Length == 0 ? "it did not say why." : text[..Math.Min(text.Length, longest)];
    }

    private static void Close(int fd)
    {
        if (fd >= 0)
            Libc.close(fd);
    }
}
