using System.Text;
using Holdfast.Processes;
using Holdfast.Processes.Shims;

namespace Holdfast.Shim;

/// <summary>Says in the folder, every so often, that the shim lives.</summary>
internal sealed unsafe class ShimHeart : IDisposable
{
    private readonly long intervalNanoseconds;
    private readonly int fd;
    private long nextNanoseconds;

    public ShimHeart(ShimFolder folder, TimeSpan interval)
    {
        intervalNanoseconds = Math.Max(1, interval.Ticks) * TimeSpan.NanosecondsPerTick;
        fixed (byte* name = DurableFile.Name(folder.Heartbeat))
            fd = Libc.open(name, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_CLOEXEC, OutputLogWriter.OwnerOnly);
        if (fd < 0)
            throw new IOException($"'{folder.Heartbeat}' cannot be written: {System.Runtime.InteropServices.Marshal.GetLastPInvokeErrorMessage()}.");
    }

    public int MillisecondsToNext => (int)Math.Clamp((nextNanoseconds - Libc.BootTimeNanoseconds() + 999_999) / 1_000_000, 0, int.MaxValue);

    public bool BeatIfDue()
    {
        if (Libc.BootTimeNanoseconds() < nextNanoseconds)
            return false;
        Beat();
        return true;
    }

    public void Beat()
    {
        var now = Libc.BootTimeNanoseconds();
        nextNanoseconds = now + intervalNanoseconds;
        // Always as long, so that a shorter one leaves nothing of a longer. One that cannot be written, for want of room, is missed like any other.
        var text = Encoding.ASCII.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{now:D20} {Libc.AwakeNanoseconds():D20}\n"));
        fixed (byte* start = text)
            _ = Libc.pwrite(fd, start, text.Length, 0);
    }

    public void Dispose() => Libc.close(fd);
}
