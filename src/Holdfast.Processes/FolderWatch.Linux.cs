using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Processes;

/// <summary>What a <see cref="FolderWatch"/> tells of.</summary>
public enum FolderNews
{
    /// <summary>A file or folder was made, moved here or removed, or a file was closed by whoever wrote it.</summary>
    FinishedFiles,

    /// <summary>A file was made or written to.</summary>
    GrowingFiles,

    /// <summary>Something was removed or moved away, be it the folder itself.</summary>
    Removal,
}

/// <summary>
/// Tells what happens in folders. One descriptor and one thread for all of them: the kernel grants a user only some hundred, and
/// <see cref="FileSystemWatcher"/> takes one each.
/// </summary>
public sealed partial class FolderWatch : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const uint Modified = 0x2, ClosedAfterWriting = 0x8, MovedFrom = 0x40, MovedTo = 0x80, Created = 0x100, Deleted = 0x200;
    private const uint SelfDeleted = 0x400, SelfMoved = 0x800, Overflow = 0x4000, WatchIsGone = 0x8000, OnlyFolders = 0x1000000;
    private const int NoSuchFolder = 2, NoFolder = 20;
    private const int HeaderBytes = 16;
    private const int BufferBytes = 64 << 10;
    private const int StackBytes = 256 << 10;

    private sealed record Listener(int Watch, string? Name, Action Heard);

    private readonly uint mask;
    private readonly SafeFileHandle events;
    private readonly Thread thread;
    private readonly Lock gate = new();
    private readonly Dictionary<int, List<Listener>> listeners = [];
    // Watched only so that removing the watch wakes the thread: nobody else listens there, or is there anything to hear.
    private readonly int own;
    private volatile bool disposed;

    /// <exception cref="IOException">The kernel grants no more watches.</exception>
    public FolderWatch(FolderNews news)
    {
        mask = OnlyFolders | news switch
        {
            FolderNews.FinishedFiles => ClosedAfterWriting | MovedTo | Created | Deleted,
            FolderNews.GrowingFiles => Modified | Created,
            FolderNews.Removal => MovedFrom | Deleted | SelfDeleted | SelfMoved,
        };
        events = Create(CloseOnExec);
        own = events.IsInvalid ? -1 : Add(events, "/proc/self", SelfDeleted);
        if (own < 0)
        {
            var refused = Refused("/proc/self");
            events.Dispose();
            throw refused;
        }

        thread = new Thread(Watch, StackBytes) { IsBackground = true, Name = "folder-watch" };
        thread.Start();
    }

    /// <param name="name">Of the file that matters; null for any.</param>
    /// <param name="heard">
    /// Called on the watch's own thread; it must be quick, and not throw. It may be called for nothing: also when the kernel had more news
    /// than it keeps, when the folder is gone for good, and once more while the listening ends.
    /// </param>
    /// <returns>Ends the listening when it is disposed of; null when the folder is not there.</returns>
    /// <exception cref="IOException">The kernel grants no more watches, or the folder may not be read.</exception>
    public IDisposable? TryListen(string folder, string? name, Action heard)
    {
        lock (gate)
        {
            var watch = Add(events, folder, mask);
            if (watch < 0)
                return Marshal.GetLastPInvokeError() is NoSuchFolder or NoFolder ? null : throw Refused(folder);
            var listener = new Listener(watch, name, heard);
            // The kernel has one watch a folder, however often it is asked.
            if (listeners.TryGetValue(watch, out var others))
                others.Add(listener);
            else
                listeners.Add(watch, [listener]);
            return new Listening(this, listener);
        }
    }

    /// <summary>Nobody is told of anything once this returns, unless it is called by who is just being told.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        _ = Remove(events, own);
        if (Thread.CurrentThread != thread)
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

    /// <summary>The loop of the watch: reads what happened, and tells those it concerns.</summary>
    private void Watch()
    {
        var buffer = new byte[BufferBytes];
        while (!disposed && (int)Read(events, buffer, BufferBytes) is var length and > 0)
        {
            foreach (var listener in Concerned(buffer.AsSpan(0, length)))
            {
                if (disposed)
                    return;
                listener.Heard();
            }
        }
    }

    // Not told under the lock: who is told may listen to more, or to nothing any more.
    private HashSet<Listener> Concerned(ReadOnlySpan<byte> happened)
    {
        var concerned = new HashSet<Listener>(ReferenceEqualityComparer.Instance);
        lock (gate)
        {
            while (happened.Length >= HeaderBytes)
            {
                var watch = BinaryPrimitives.ReadInt32LittleEndian(happened);
                var what = BinaryPrimitives.ReadUInt32LittleEndian(happened[4..]);
                var length = BinaryPrimitives.ReadInt32LittleEndian(happened[12..]);
                var name = Encoding.UTF8.GetString(happened.Slice(HeaderBytes, length).TrimEnd((byte)0));
                happened = happened[(HeaderBytes + length)..];
                if ((what & Overflow) != 0)
                    concerned.UnionWith(listeners.Values.SelectMany(all => all));
                else if ((what & WatchIsGone) != 0 && listeners.Remove(watch, out var last))
                    concerned.UnionWith(last);
                else if (listeners.TryGetValue(watch, out var here))
                    // What happened to the folder itself has no name, and concerns every file in it.
                    concerned.UnionWith(here.Where(listener => listener.Name is null || name.Length == 0 || listener.Name == name));
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
