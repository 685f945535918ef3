using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Protocol.Daemons;

/// <summary>A lock on a file in the home. The kernel lets go of it when its process dies, however that happens.</summary>
public sealed partial class HomeLock : IDisposable
{
    private const int Exclusive = 2;
    private const int WithoutWaiting = 4;
    private const int Interrupted = 4;
    private const int WouldBlock = 11;

    private readonly SafeFileHandle file;
    private readonly string? place;

    private HomeLock(SafeFileHandle file)
    {
        this.file = file;
        place = Place;
    }

    /// <summary>Whether the file that is locked is still where it was: it was neither removed nor moved.</summary>
    public bool IsInPlace => Place == place;

    // The kernel says where an open file is now, and when it is nowhere.
    private string? Place => new FileInfo($"/proc/self/fd/{file.DangerousGetHandle()}").LinkTarget;

    /// <returns>Null when somebody else holds it.</returns>
    /// <exception cref="IOException">The file cannot be made or locked.</exception>
    public static HomeLock? TryTake(string path)
    {
        var file = Open(path);
        if (Flock(file, Exclusive | WithoutWaiting) == 0)
            return new HomeLock(file);
        var error = Marshal.GetLastPInvokeError();
        file.Dispose();
        return error == WouldBlock ? null : throw Refused(path, error);
    }

    /// <summary>Waits for it, in the kernel, for as long as it takes.</summary>
    /// <exception cref="IOException">The file cannot be made or locked.</exception>
    public static HomeLock Take(string path)
    {
        var file = Open(path);
        while (Flock(file, Exclusive) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == Interrupted)
                continue;
            file.Dispose();
            throw Refused(path, error);
        }

        return new HomeLock(file);
    }

    public void Dispose() => file.Dispose();

    private static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    private static IOException Refused(string path, int error) =>
        new($"'{path}' cannot be locked: {Marshal.GetPInvokeErrorMessage(error)}. The home must lie on a local file system.");

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);
}
