using Holdfast.Processes;

namespace Holdfast.Shim;

/// <summary>What the shim tells its starter.</summary>
internal static unsafe class ShimOutcome
{
    /// <summary>Says it and lets go of what the starter gave: from here on nothing of it is held.</summary>
    public static void Say(ReadOnlySpan<byte> line)
    {
        // A starter that died does not hear it; the folder tells the same.
        _ = DurableFile.WriteAll(fd: 1, line);
        fixed (byte* devNull = "/dev/null\0"u8)
        {
            var fd = Libc.Require(Libc.open(devNull, Libc.O_RDWR | Libc.O_CLOEXEC, 0), "open /dev/null");
            Libc.Require(Libc.dup2(fd, 0), "dup2");
            Libc.Require(Libc.dup2(fd, 1), "dup2");
            Libc.close(fd);
        }
    }
}
