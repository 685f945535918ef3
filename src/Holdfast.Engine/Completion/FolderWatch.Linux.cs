using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Completion;

/// <summary>
/// Tells of files that were written, made or moved in folders. One descriptor and one thread for all of them: the kernel grants a
/// user only some hundred, and <see cref="FileSystemWatcher"/> takes one each.
/// </summary>
internal sealed partial class FolderWatch : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const uint ClosedAfterWriting = 0x8, MovedTo = 0x80, Created = 0x100, Deleted = 0x200;
    private const uint Overflow = 0x4000, WatchIsGone = 0x8000, OnlyFolders = 0x1000000;
    private const int HeaderBytes = 16;
    private const int BufferBytes = 64 << 10;
    private const int StackBytes = 128 << 10;

    private sealed record Listener(int Watch, string? Name, Action News);

    private readonly SafeFileHandle events;
    private readonly Thread thread;
    private readonly Lock gate = new();
    private readonly Dictionary<int, List<Listener>> listeners = [];
    // Watched only so that removing the watch wakes the thread.
    private readonly int own;
    private volatile bool disposed;

    /// <exception cref="IOException">The kernel grants no more watches.</exception>
    public FolderWatch()
    {
        events = Create(CloseOnExec);
        own = events.IsInvalid ? -1 : Add(events, "/", Deleted | OnlyFolders);
        if (own < 0)
            throw Refused("/");
        thread = new Thread(Watch, StackBytes) { IsBackground = true, Name = "folder-watch" };
        thread.Start();
    }

    /// <param name="name">Of the file that matters; null for any.</param>
    /// <param name="news">Called on the watch's own thread; it must be quick, and not throw. Also when events were lost.</param>
    /// <returns>Ends the listening.</returns>
    /// <exception cref="IOException">The kernel grants no more watches.</exception>
    public IDisposable Listen(string folder, string? name, Action news)
    {
        lock (gate)
        {
            var watch = Add(events, folder, ClosedAfterWriting | MovedTo | Created | Deleted | OnlyFolders);
            if (watch < 0)
                throw Refused(folder);
            var listener = new Listener(watch, name, news);
            // The kernel has one watch a folder, however often it is asked.
            if (listeners.TryGetValue(watch, out var others))
                others.Add(listener);
            else
                listeners.Add(watch, [listener]);
            return new Listening(this, listener);
        }
    }

    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        _ = Remove(events, own);
        thread.Join();
        events.Dispose();
    }

    private sealed class Listening(FolderWatch watch, Listener listener) : IDisposable
    {
        public void Dispose() => watch.Forget(listener);
    }

    private void Forget(Listener listener)
    {
        lock (gate)
        {
            if (!listeners.TryGetValue(listener.Watch, out var others) || !others.Remove(listener) || others.Count > 0)
                return;
            listeners.Remove(listener.Watch);
            if (!disposed)
                _ = Remove(events, listener.Watch);
        }
    }

    private void Watch()
    {
        var buffer = new byte[BufferBytes];
        while (true)
        {
            var length = (int)Read(events, buffer, BufferBytes);
            if (disposed || length <= 0)
                return;
            foreach (var listener in Concerned(buffer.AsSpan(0, length)))
                listener.News();
        }
    }

    private HashSet<Listener> Concerned(ReadOnlySpan<byte> happened)
    {
        var concerned = new HashSet<Listener>(ReferenceEqualityComparer.Instance);
        lock (gate)
        {
            while (happened.Length >= HeaderBytes)
            {
                var watch = BinaryPrimitives.ReadInt32LittleEndian(happened);
                var mask = BinaryPrimitives.ReadUInt32LittleEndian(happened[4..]);
                var length = BinaryPrimitives.ReadInt32LittleEndian(happened[12..]);
                var name = Encoding.UTF8.GetString(happened.Slice(HeaderBytes, length).TrimEnd((byte)0));
                happened = happened[(HeaderBytes + length)..];
                if ((mask & Overflow) != 0)
                    concerned.UnionWith(listeners.Values.SelectMany(all => all));
                else if ((mask & WatchIsGone) != 0)
                    listeners.Remove(watch);
                else if (listeners.TryGetValue(watch, out var here))
                    concerned.UnionWith(here.Where(listener => listener.Name is null || listener.Name == name));
            }
        }

        return concerned;
    }

    private static IOException Refused(string folder) =>
        new($"'{folder}' cannot be watched: {Marshal.GetLastPInvokeErrorMessage()}. Raise fs.inotify.max_user_instances or max_user_watches.");

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial SafeFileHandle Create(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Add(SafeFileHandle events, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch", SetLastError = true)]
    private static partial int Remove(SafeFileHandle events, int watch);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle events, byte[] buffer, nint count);
}
