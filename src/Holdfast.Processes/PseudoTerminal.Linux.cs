using System.Runtime.InteropServices;

namespace Holdfast.Processes;

/// <summary>
/// A terminal of a process's own, shown in another: what the process writes is read here, logged, and shown in the pane; what is typed in
/// the pane is typed here. The pane may stop, or go, at any time: then the process goes on, and nobody sees it.
/// </summary>
internal sealed unsafe class PseudoTerminal
{
    // Long enough for a busy pane, short enough not to hold up a process whose pane was stopped.
    private const int PaneTakesWithinMilliseconds = 200;
    private const int TypedAtOnceBytes = 4096;
    private const int LongestName = 128;

    private readonly int pane;
    private readonly int keyboard;
    private bool isPaneStuck;

    private PseudoTerminal(int pane, int master, int slave, int keyboard, string name) =>
        (this.pane, Master, Slave, this.keyboard, Name) = (pane, master, slave, keyboard, name);

    /// <summary>Where its output is read, without waiting; belongs to whoever starts the process.</summary>
    public int Master { get; }

    /// <summary>Held open, so that its output does not end before its process; belongs to whoever starts the process.</summary>
    public int Slave { get; }

    /// <summary>The device that becomes the process's controlling terminal when the first of its session opens it.</summary>
    public string Name { get; }

    /// <param name="pane">A terminal; made raw, so that every key gets to the process. Written to without waiting for long.</param>
    /// <returns>Null with errno set.</returns>
    public static PseudoTerminal? TryOpen(int pane)
    {
        var master = Libc.posix_openpt(Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC);
        if (master < 0)
            return null;
        var name = stackalloc byte[LongestName];
        var slave = -1;
        if (Libc.grantpt(master) == 0 && Libc.unlockpt(master) == 0 && Libc.ptsname_r(master, name, LongestName) == 0)
            slave = Libc.open(name, Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC, 0);
        // Of its own: the other end is closed when the process has ended, and its number may be another file's by the next key.
        var keyboard = slave < 0 ? -1 : Libc.fcntl(master, Libc.F_DUPFD_CLOEXEC, 0);
        if (keyboard < 0 || Libc.fcntl(master, Libc.F_SETFL, Libc.O_NONBLOCK) < 0)
        {
            var error = Libc.Errno;
            Libc.close(master);
            if (slave >= 0)
                Libc.close(slave);
            Marshal.SetLastPInvokeError(error);
            return null;
        }

        MakeRaw(pane);
        var terminal = new PseudoTerminal(pane, master, slave, keyboard, Marshal.PtrToStringUTF8((nint)name)!);
        terminal.TakeSize();
        return terminal;
    }

    private static void MakeRaw(int pane)
    {
        var settings = stackalloc byte[Libc.TerminalSettingsBytes];
        // What is no terminal any more needs no settings.
        if (Libc.tcgetattr(pane, settings) < 0)
            return;
        Libc.cfmakeraw(settings);
        _ = Libc.tcsetattr(pane, Libc.TCSANOW, settings);
    }

    /// <summary>Makes it as large as its pane; the kernel tells the process.</summary>
    public void TakeSize()
    {
        var size = stackalloc byte[Libc.TerminalSizeBytes];
        if (Libc.ioctl(pane, Libc.TIOCGWINSZ, size) == 0)
            _ = Libc.ioctl(keyboard, Libc.TIOCSWINSZ, size);
    }

    /// <summary>Shows in the pane what the process wrote. What a pane does not take is not shown: it is logged all the same.</summary>
    public void Show(ReadOnlySpan<byte> output)
    {
        var ready = new Libc.PollFd { Fd = pane, Events = Libc.POLLOUT };
        while (!output.IsEmpty)
        {
            // A pane that did not take anything for a while is not waited for again until it does.
            if (Libc.poll(&ready, 1, isPaneStuck ? 0 : PaneTakesWithinMilliseconds) <= 0)
            {
                isPaneStuck = true;
                return;
            }

            isPaneStuck = false;
            nint count;
            fixed (byte* start = output)
                count = Libc.write(pane, start, output.Length);
            if (count < 0 && Libc.Errno is not (Libc.EINTR or Libc.EAGAIN))
                return;
            output = output[(int)Math.Max(count, 0)..];
        }
    }

    /// <summary>Types what is typed in the pane, until that is gone. Blocks.</summary>
    public void Type()
    {
        var keys = stackalloc byte[TypedAtOnceBytes];
        var ready = new Libc.PollFd { Fd = pane, Events = Libc.POLLIN };
        while (true)
        {
            _ = Libc.poll(&ready, 1, -1);
            var count = Libc.read(pane, keys, TypedAtOnceBytes);
            if (count < 0 && Libc.Errno is Libc.EINTR or Libc.EAGAIN)
                continue;
            if (count <= 0)
                return;
            Type(keys, count);
        }
    }

    private void Type(byte* keys, nint count)
    {
        var ready = new Libc.PollFd { Fd = keyboard, Events = Libc.POLLOUT };
        while (count > 0)
        {
            // Nobody reads it, perhaps for long: what is typed meanwhile waits in the pane.
            _ = Libc.poll(&ready, 1, -1);
            var written = Libc.write(keyboard, keys, count);
            if (written < 0 && Libc.Errno is not (Libc.EINTR or Libc.EAGAIN))
                return;
            keys += Math.Max(written, 0);
            count -= Math.Max(written, 0);
        }
    }
}
