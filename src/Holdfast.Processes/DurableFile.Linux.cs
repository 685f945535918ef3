using System.Text;

namespace Holdfast.Processes;

/// <summary>Files that are there whole or not at all, whatever dies.</summary>
public static unsafe class DurableFile
{
    /// <summary>Temporary name → fsync → rename → fsync of the folder.</summary>
    /// <param name="durable">False where only this machine's processes need to see it: a restart of the machine may lose it.</param>
    /// <param name="betweenWriteAndRename">For the crash point there.</param>
    /// <returns>0, or the errno of what failed.</returns>
    public static int Write(string path, ReadOnlySpan<byte> content, bool durable = true, Action? betweenWriteAndRename = null)
    {
        var temporary = path + ".tmp";
        var error = WriteTemporary(temporary, content, durable);
        if (error != 0)
            return error;
        betweenWriteAndRename?.Invoke();
        fixed (byte* from = Name(temporary), to = Name(path))
        {
            if (Libc.rename(from, to) < 0)
                return Libc.Errno;
        }
        return durable ? SyncFolder(Path.GetDirectoryName(path)!) : 0;
    }

    private static int WriteTemporary(string path, ReadOnlySpan<byte> content, bool durable)
    {
        int fd;
        fixed (byte* name = Name(path))
            fd = Libc.open(name, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_TRUNC | Libc.O_CLOEXEC, OutputLogWriter.OwnerOnly);
        if (fd < 0)
            return Libc.Errno;
        var error = WriteAll(fd, content);
        if (error == 0 && durable && Libc.fsync(fd) < 0)
            error = Libc.Errno;
        Libc.close(fd);
        return error;
    }

    internal static int WriteAll(int fd, ReadOnlySpan<byte> content)
    {
        while (!content.IsEmpty)
        {
            nint count;
            fixed (byte* start = content)
                count = Libc.write(fd, start, content.Length);
            if (count >= 0)
                content = content[(int)count..];
            else if (Libc.Errno != Libc.EINTR)
                return Libc.Errno;
        }
        return 0;
    }

    /// <summary>Makes what a file holds durable. What is not there, or holds nothing as a pipe, is so already.</summary>
    /// <returns>0, or the errno of what failed.</returns>
    public static int SyncFile(string path) =>
        // A pipe would be waited for.
        Sync(path, Libc.O_RDONLY | Libc.O_NONBLOCK) is var error && error is Libc.ENOENT or Libc.EINVAL or Libc.ENXIO ? 0 : error;

    /// <summary>Makes durable which names are in a folder.</summary>
    /// <returns>0, or the errno of what failed.</returns>
    public static int SyncFolder(string path) => Sync(path, Libc.O_RDONLY | Libc.O_DIRECTORY);

    private static int Sync(string path, int flags)
    {
        int fd;
        fixed (byte* name = Name(path))
            fd = Libc.open(name, flags | Libc.O_CLOEXEC, 0);
        if (fd < 0)
            return Libc.Errno;
        var error = Libc.fsync(fd) < 0 ? Libc.Errno : 0;
        Libc.close(fd);
        return error;
    }

    internal static byte[] Name(string path) => Encoding.UTF8.GetBytes(path + '\0');
}
