using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Sessions;

/// <summary>
/// Tells when something in a folder is written. One for all: the kernel grants few to a user, and a thousand sessions may be open.
/// </summary>
internal sealed partial class FolderWatch : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const uint Modified = 0x2;
    private const uint Created = 0x100;
    private const uint QueueOverflowed = 0x4000;
    private const int EventBytes = 16;
    private const int BufferBytes = 64 << 10;
    private const int StackBytes = 256 << 10;

    private readonly SafeFileHandle events;
    private readonly Lock gate = new();
    private readonly Dictionary<int, Action> watched = [];
    private readonly int own;
    private readonly Thread thread;
    private volatile bool disposed;

    /// <exception cref="IOException">The kernel grants no more.</exception>
    public FolderWatch()
    {
        events = Create(CloseOnExec);
        // Something of our own to take away at the end, which wakes the thread.
        own = events.IsInvalid ? -1 : Add(events, "/proc/self", Created);
        if (own < 0)
            throw new IOException($"Output cannot be watched: {Marshal.GetLastPInvokeErrorMessage()}. Raise fs.inotify.max_user_instances or max_user_watches.");
        thread = new Thread(Listen, StackBytes) { IsBackground = true, Name = "activity-watch" };
        thread.Start();
    }

    /// <param name="changed">Called on the thread of this; must be quick, and not throw.</param>
    /// <returns>Ends it when it is disposed of; null when the folder is not there.</returns>
    /// <exception cref="IOException">The kernel grants no more.</exception>
    public IDisposable? TryWatch(string folder, Action changed)
    {
        lock (gate)
        {
            var watch = Add(events, folder, Modified | Created);
            if (watch < 0)
            {
                return Directory.Exists(folder)
                    ? throw new IOException($"'{folder}' cannot be watched: {Marshal.GetLastPInvokeErrorMessage()}. Raise fs.inotify.max_user_watches.")
                    : null;
            }

            watched[watch] = changed;
            return new Watch(this, watch);
        }
    }

    public void Dispose()
    {
        disposed = true;
        _ = Remove(events, own);
        thread.Join();
        events.Dispose();
    }

    private void Listen()
    {
        var buffer = new byte[BufferBytes];
        while (Read(events, buffer, BufferBytes) is var count and > 0 && !disposed)
        {
            for (var at = 0; at < count; at += EventBytes + BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at + 12)))
                Tell(BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at)), BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(at + 4)));
        }
    }

    private void Tell(int watch, uint mask)
    {
        lock (gate)
        {
            if ((mask & QueueOverflowed) != 0)
            {
                // Nobody knows whose were lost.
                foreach (var changed in watched.Values)
                    changed();
            }
            else if (watched.TryGetValue(watch, out var changed))
            {
                changed();
            }
        }
    }

    private void Forget(int watch)
    {
        lock (gate)
        {
            if (watched.Remove(watch) && !disposed)
                _ = Remove(events, watch);
        }
    }

    private sealed class Watch(FolderWatch owner, int watch) : IDisposable
    {
        public void Dispose() => owner.Forget(watch);
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
