using System.Runtime.InteropServices;

namespace Holdfast.Survival;

/// <summary>SIGKILL to the very process that is meant: the descriptor holds on to it, so that a pid which is somebody else's by now is not hit.</summary>
internal static partial class SharpKill
{
    private const int SigKill = 9;

    /// <returns>False when that process is gone.</returns>
    public static bool Hit(int pid, long startTicks)
    {
        var descriptor = pidfd_open(pid, 0);
        if (descriptor < 0)
            return false;
        var hit = Scan.StartTicks(pid) == startTicks && pidfd_send_signal(descriptor, SigKill, 0, 0) == 0;
        _ = close(descriptor);
        return hit;
    }

    // glibc has the first two since 2.36.
    [LibraryImport("libc.so.6", SetLastError = true)]
    private static partial int pidfd_open(int pid, uint flags);

    [LibraryImport("libc.so.6", SetLastError = true)]
    private static partial int pidfd_send_signal(int descriptor, int signal, nint info, uint flags);

    [LibraryImport("libc.so.6", SetLastError = true)]
    private static partial int close(int descriptor);
}
