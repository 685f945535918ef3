using System.Runtime.InteropServices;
using Holdfast.Protocol.Daemons;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Server.Daemons;

/// <summary>Notices that the home is removed or moved away. The kernel tells; nothing is looked at meanwhile.</summary>
internal sealed partial class HomeWatch : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const uint MovedFrom = 0x40;
    private const uint Deleted = 0x200;
    private const uint SelfDeleted = 0x400;
    private const uint SelfMoved = 0x800;
    private const int BufferBytes = 4096;
    private const int StackBytes = 128 << 10;

    private readonly HomeLock held;
    private readonly Action gone;
    private readonly SafeFileHandle events;
    private readonly int watch;
    private readonly Thread thread;
    private volatile bool disposed;

    /// <param name="held">A file in the home that nobody removes while the home is there.</param>
    /// <param name="gone">Called at most once.</param>
    /// <exception cref="IOException">The kernel grants no more watches.</exception>
    public HomeWatch(string home, HomeLock held, Action gone)
    {
        this.held = held;
        this.gone = gone;
        events = Create(CloseOnExec);
        watch = events.IsInvalid ? -1 : Add(events, home, MovedFrom | Deleted | SelfDeleted | SelfMoved);
        if (watch < 0)
            throw new IOException($"'{home}' cannot be watched: {Marshal.GetLastPInvokeErrorMessage()}. Raise fs.inotify.max_user_instances or max_user_watches.");
        thread = new Thread(Watch, StackBytes) { IsBackground = true, Name = "home-watch" };
        thread.Start();
    }

    public void Dispose()
    {
        // The kernel confirms it with an event, which ends the thread; where the home is gone it has ended already.
        disposed = true;
        _ = Remove(events, watch);
        thread.Join();
        events.Dispose();
    }

    private void Watch()
    {
        var buffer = new byte[BufferBytes];
        while (Read(events, buffer, BufferBytes) > 0 && !disposed)
        {
            if (held.IsInPlace)
                continue;
            gone();
            return;
        }
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial SafeFileHandle Create(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Add(SafeFileHandle events, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch", SetLastError = true)]
    private static partial int Remove(SafeFileHandle events, int watch);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle events, byte[] buffer, nint count);
}
