using System.Text;
using Holdfast.Core.Executions;

namespace Holdfast.Processes.Shims;

/// <summary>What a living shim can be told.</summary>
public abstract record ShimCommand
{
    private ShimCommand() { }

    /// <summary>As <see cref="ProcessHost.Stop"/>.</summary>
    public sealed record Stop(EndCause Cause, bool Immediate) : ShimCommand;

    /// <summary>Puts the deadline off. An earlier moment than the deadline's changes nothing, nor does any where there is none.</summary>
    /// <param name="Until">By the wall clock of the sender; sent as a moment of the clock nobody sets.</param>
    public sealed record Extend(DateTimeOffset Until) : ShimCommand;
}

/// <summary>Speaks to a shim through the FIFO in its folder: one line of JSON a command, written at once or not at all.</summary>
public static unsafe class ShimControl
{
    // What a pipe takes in one piece (PIPE_BUF).
    internal const int LongestCommandBytes = 4096;

    /// <returns>
    /// False when no shim listens, any more or yet. True says that it was heard, not that it came in time: the exit record tells.
    /// </returns>
    /// <exception cref="ArgumentException">The cause is longer than 4 KB.</exception>
    /// <exception cref="IOException">The FIFO cannot be written for another reason.</exception>
    public static bool Send(ShimFolder folder, ShimCommand command)
    {
        var line = ShimJson.Write(command);
        if (line.Length > LongestCommandBytes)
            throw new ArgumentException($"The command is {line.Length} bytes long; a shim reads {LongestCommandBytes}.", nameof(command));
        int fd;
        fixed (byte* name = Encoding.UTF8.GetBytes(folder.Control + '\0'))
            fd = Libc.open(name, Libc.O_WRONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0);
        if (fd < 0)
            return Libc.Errno is Libc.ENXIO or Libc.ENOENT or Libc.ENOTDIR ? false : throw Failed(folder);
        nint written;
        fixed (byte* start = line)
        {
            do
                written = Libc.write(fd, start, line.Length);
            while (written < 0 && Libc.Errno == Libc.EINTR);
        }
        var error = written < 0 ? Libc.Errno : 0;
        Libc.close(fd);
        if (error is not (0 or Libc.EPIPE))
            throw Failed(folder);
        return error == 0;
    }

    private static IOException Failed(ShimFolder folder) =>
        new($"The shim could not be spoken to through '{folder.Control}': {System.Runtime.InteropServices.Marshal.GetLastPInvokeErrorMessage()}.");
}
