namespace Holdfast.Processes.Shims;

/// <summary>
/// The lock in an execution's folder. It belongs to the open file, not to a process: the starter takes it, and the shim inherits it,
/// so that there is no moment between the two in which it is free.
/// </summary>
internal static unsafe class ShimLock
{
    /// <returns>False when somebody has it.</returns>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public static bool TryTake(ShimFolder folder, out int fd)
    {
        fixed (byte* name = DurableFile.Name(folder.Lock))
            fd = Libc.open(name, Libc.O_RDWR | Libc.O_CREAT | Libc.O_CLOEXEC, OutputLogWriter.OwnerOnly);
        if (fd < 0)
            throw Failed(folder);
        if (Libc.flock(fd, Libc.LOCK_EX | Libc.LOCK_NB) == 0)
            return true;
        return Libc.Errno == Libc.EAGAIN ? false : throw Failed(folder);
    }

    /// <summary>Whether somebody has it. Changes nothing, but for the moment of looking.</summary>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public static bool IsHeld(ShimFolder folder)
    {
        int fd;
        fixed (byte* name = DurableFile.Name(folder.Lock))
            fd = Libc.open(name, Libc.O_RDWR | Libc.O_CLOEXEC, 0);
        if (fd < 0)
            return Libc.Errno is Libc.ENOENT or Libc.ENOTDIR ? false : throw Failed(folder);
        var isHeld = Libc.flock(fd, Libc.LOCK_EX | Libc.LOCK_NB) != 0;
        var isUnusable = isHeld && Libc.Errno != Libc.EAGAIN;
        var failed = isUnusable ? Failed(folder) : null;
        Libc.close(fd);
        return failed is null ? isHeld : throw failed;
    }

    /// <summary>For who inherited it: the lock would live on in a child that does.</summary>
    public static void KeepFromChildren(int fd) => Libc.Require(Libc.fcntl(fd, Libc.F_SETFD, Libc.FD_CLOEXEC), "fcntl");

    private static IOException Failed(ShimFolder folder) =>
        new($"'{folder.Lock}' cannot be locked: {System.Runtime.InteropServices.Marshal.GetLastPInvokeErrorMessage()}.");
}
