using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Processes;

/// <summary>
/// Opens a file by its path beneath a folder, for reading, and nothing that is elsewhere: the kernel follows neither <c>..</c> nor links
/// on the way (openat2), so that who exchanges a folder for a link meanwhile wins nothing.
/// </summary>
public static unsafe partial class BeneathFolder
{
    // Of both x86-64 and arm64. glibc has no function for it.
    private const nint OpenAt2 = 437;
    private const ulong ResolveNoMagicLinks = 0x02, ResolveNoSymlinks = 0x04, ResolveBeneath = 0x08;
    private const int AtEmptyPath = 0x1000;
    private const uint StatxType = 1;
    private const int TypeMask = 0xF000, RegularFile = 0x8000;

    // The kernel writes 256 bytes.
    private const int StatxBytes = 256, ModeAt = 28;

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    /// <param name="folder">Absolute; it and what is above it are trusted.</param>
    /// <param name="path">Relative to it.</param>
    /// <returns>Null when there is no file of this name, or it is anything but a regular file reached without a link.</returns>
    /// <exception cref="IOException">It cannot be opened for another reason, as where no descriptor is left.</exception>
    public static SafeFileHandle? TryOpen(string folder, string path)
    {
        if (path.Contains('\0'))
            return null;
        int root;
        fixed (byte* name = Encoding.UTF8.GetBytes(folder + '\0'))
            root = Libc.open(name, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        if (root < 0)
            return Refuse();
        try
        {
            // A FIFO of that name would keep whoever opens it waiting.
            var how = new OpenHow { Flags = Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_NONBLOCK | Libc.O_NOCTTY, Resolve = ResolveBeneath | ResolveNoSymlinks | ResolveNoMagicLinks };
            nint opened;
            fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
                opened = SystemCall(OpenAt2, root, name, &how, (nuint)sizeof(OpenHow));
            if (opened < 0)
                return Refuse();
            var file = new SafeFileHandle(opened, ownsHandle: true);
            if (IsRegular((int)opened))
                return file;
            file.Dispose();
            return null;
        }
        finally
        {
            _ = Libc.close(root);
        }
    }

    private static SafeFileHandle? Refuse() => Libc.Errno switch
    {
        Libc.ENOENT or Libc.ENOTDIR or Libc.ELOOP or Libc.EXDEV or Libc.EACCES or Libc.ENXIO or Libc.ENAMETOOLONG or Libc.EINVAL or Libc.EAGAIN => null,
        var error => throw new IOException($"A file cannot be opened: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})."),
    };

    private static bool IsRegular(int file)
    {
        var about = stackalloc byte[StatxBytes];
        byte empty = 0;
        return Statx(file, &empty, AtEmptyPath, StatxType, about) == 0 && (*(ushort*)(about + ModeAt) & TypeMask) == RegularFile;
    }

    [LibraryImport("libc.so.6", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint folder, byte* path, OpenHow* how, nuint size);

    [LibraryImport("libc.so.6", EntryPoint = "statx", SetLastError = true)]
    private static partial int Statx(int folder, byte* path, int flags, uint mask, byte* about);
}
