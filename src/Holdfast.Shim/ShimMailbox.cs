using Holdfast.Core.Executions;
using Holdfast.Processes;
using Holdfast.Processes.Shims;

namespace Holdfast.Shim;

/// <summary>What the shim's loop waits for: commands through the FIFO, the beginning of a stop, and the end of its process.</summary>
internal sealed unsafe class ShimMailbox : IDisposable
{
    private readonly string path;
    private readonly int fifo;
    private readonly int told;
    private readonly byte[] buffer = new byte[2 * ShimControl.LongestCommandBytes];
    private int used;
    private volatile EndCause? stopping;
    private volatile EndedProcess? ending;

    private sealed record EndedProcess(ExecutionEnding Ending, int Extensions);

    private ShimMailbox(string path, int fifo, int told)
    {
        this.path = path;
        this.fifo = fifo;
        this.told = told;
    }

    public static ShimMailbox Open(ShimFolder folder)
    {
        fixed (byte* name = DurableFile.Name(folder.Control))
        {
            if (Libc.mkfifo(name, OutputLogWriter.OwnerOnly) < 0 && Libc.Errno != Libc.EEXIST)
                throw Failed(folder);
            // For writing, too: with a writer of its own it never ends.
            var fifo = Libc.open(name, Libc.O_RDWR | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0);
            if (fifo < 0)
                throw Failed(folder);
            return new ShimMailbox(folder.Control, fifo, Libc.Require(Libc.eventfd(0, Libc.O_CLOEXEC | Libc.O_NONBLOCK), "eventfd"));
        }
    }

    private static IOException Failed(ShimFolder folder) =>
        new($"'{folder.Control}' cannot be made: {System.Runtime.InteropServices.Marshal.GetLastPInvokeErrorMessage()}.");

    /// <summary>To be told by the host, on its thread.</summary>
    public void ProcessEnded(ExecutionEnding processEnding, int extensions)
    {
        ending = new EndedProcess(processEnding, extensions);
        Wake();
    }

    /// <inheritdoc cref="ProcessEnded"/>
    public void StopBegins(EndCause cause)
    {
        stopping = cause;
        Wake();
    }

    private void Wake()
    {
        var one = 1UL;
        _ = Libc.write(told, (byte*)&one, sizeof(ulong));
    }

    /// <summary>What the process is being ended for; null as long as it is not.</summary>
    public EndCause? Stopping => stopping;

    /// <summary>Null while the process runs.</summary>
    public (ExecutionEnding Ending, int Extensions)? Ending => ending is { } told ? (told.Ending, told.Extensions) : null;

    /// <summary>Returns when there is something to do, after the time at the latest.</summary>
    public void Wait(int milliseconds)
    {
        var waits = stackalloc Libc.PollFd[2];
        waits[0] = new Libc.PollFd { Fd = fifo, Events = Libc.POLLIN };
        waits[1] = new Libc.PollFd { Fd = told, Events = Libc.POLLIN };
        if (Libc.poll(waits, 2, milliseconds) > 0 && waits[1].Returned != 0)
        {
            ulong ignored;
            _ = Libc.read(told, (byte*)&ignored, sizeof(ulong));
        }
    }

    /// <summary>The next command; null when there is none now. What is not understood is passed over.</summary>
    public ShimOrder? TryRead()
    {
        while (true)
        {
            var end = buffer.AsSpan(0, used).IndexOf((byte)'\n');
            if (end < 0)
            {
                if (!TryFill())
                    return null;
                continue;
            }
            var order = ShimJson.ReadCommand(buffer.AsMemory(0, end));
            used -= end + 1;
            buffer.AsSpan(end + 1, used).CopyTo(buffer);
            if (order is not null)
                return order;
        }
    }

    private bool TryFill()
    {
        // A line longer than any of ours is nobody's.
        if (used == buffer.Length)
            used = 0;
        nint count;
        fixed (byte* start = buffer)
            count = Libc.read(fifo, start + used, buffer.Length - used);
        if (count <= 0)
            return false;
        used += (int)count;
        return true;
    }

    public void Dispose()
    {
        Libc.close(fifo);
        Libc.close(told);
        File.Delete(path);
    }
}
