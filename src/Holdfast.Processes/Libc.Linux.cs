using System.Runtime.InteropServices;

namespace Holdfast.Processes;

/// <summary>
/// The kernel and C library calls this folder is made of, glibc 2.36 or newer, x86-64 and arm64.
/// Every signature is blittable: nothing is marshalled or allocated on the way.
/// </summary>
internal static unsafe partial class Libc
{
    private const string Name = "libc.so.6";

    internal const int ENOENT = 2, EINTR = 4, E2BIG = 7, ENOEXEC = 8, ECHILD = 10, EAGAIN = 11, ENOMEM = 12, EACCES = 13, EPERM = 1, ENXIO = 6, EEXIST = 17, EXDEV = 18, ENOTDIR = 20,
        EINVAL = 22, ENFILE = 23, EMFILE = 24, ETXTBSY = 26, EFBIG = 27, ENOSPC = 28, EPIPE = 32, EIO = 5, ESRCH = 3, EROFS = 30, ENAMETOOLONG = 36, ELOOP = 40, ELIBBAD = 80, EDQUOT = 122;

    internal const int O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_CREAT = 0x40, O_TRUNC = 0x200, O_APPEND = 0x400, O_NONBLOCK = 0x800, O_NOCTTY = 0x100, O_CLOEXEC = 0x80000;
    // Differs between x86-64 and arm64.
    internal static readonly int O_DIRECTORY = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;
    internal const int LOCK_EX = 2, LOCK_NB = 4, LOCK_UN = 8, MFD_CLOEXEC = 1, FD_CLOEXEC = 1, F_SETFD = 2;
    internal const int F_GETFD = 1, F_SETFL = 4, F_DUPFD_CLOEXEC = 1030, X_OK = 1, W_OK = 2;
    internal const int SIGHUP = 1, SIGQUIT = 3, SIGPIPE = 13;
    internal const int SIGKILL = 9, SIGTERM = 15, SIGCHLD = 17, SIGCONT = 18;
    internal const int EPOLLIN = 1, EPOLL_CTL_ADD = 1, EPOLL_CTL_DEL = 2, EPOLL_CLOEXEC = O_CLOEXEC;
    internal const short POLLIN = 1, POLLOUT = 4;
    internal const int TCSANOW = 0, TIOCGWINSZ = 0x5413, TIOCSWINSZ = 0x5414;
    internal const int CLOCK_REALTIME = 0, CLOCK_MONOTONIC = 1, CLOCK_BOOTTIME = 7, TFD_TIMER_ABSTIME = 1;
    internal const int P_ALL = 0, P_PID = 1, P_PIDFD = 3, WNOHANG = 1, WEXITED = 4, WNOWAIT = 0x01000000;
    internal const int CLD_EXITED = 1, RUSAGE_SELF = 0;
    internal const int PR_SET_CHILD_SUBREAPER = 36;
    internal const short POSIX_SPAWN_SETSIGDEF = 0x04, POSIX_SPAWN_SETSIGMASK = 0x08, POSIX_SPAWN_SETSID = 0x80;

    // The two are sized 336 and 80 bytes, a sigset_t 128, a struct sigaction 152; room to spare costs nothing.
    internal const int SpawnAttributesBytes = 512, SpawnActionsBytes = 128, SignalSetBytes = 128, SignalActionBytes = 256;

    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollFd
    {
        public int Fd;
        public short Events;
        public short Returned;
    }

    /// <summary>siginfo_t as waitid fills it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    internal struct ChildInfo
    {
        [FieldOffset(8)] public int Code;
        [FieldOffset(16)] public int Pid;
        [FieldOffset(24)] public int Status;
    }

    [StructLayout(LayoutKind.Explicit, Size = 144)]
    internal struct ResourceUsage
    {
        [FieldOffset(0)] public long UserSeconds;
        [FieldOffset(8)] public long UserMicroseconds;
        [FieldOffset(16)] public long SystemSeconds;
        [FieldOffset(24)] public long SystemMicroseconds;
        [FieldOffset(32)] public long MaxResidentKilobytes;

        public readonly TimeSpan UserTime => TimeSpan.FromMicroseconds(UserSeconds * 1_000_000 + UserMicroseconds);

        public readonly TimeSpan CpuTime => UserTime + TimeSpan.FromMicroseconds(SystemSeconds * 1_000_000 + SystemMicroseconds);
    }

    // A struct termios is 60 bytes long, a struct winsize 8.
    internal const int TerminalSettingsBytes = 128, TerminalSizeBytes = 8;

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int posix_openpt(int flags);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int grantpt(int fd);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int unlockpt(int fd);

    /// <returns>0 or an errno.</returns>
    [LibraryImport(Name)]
    internal static partial int ptsname_r(int fd, byte* name, nint length);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int tcgetattr(int fd, byte* settings);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int tcsetattr(int fd, int when, byte* settings);

    [LibraryImport(Name)]
    internal static partial void cfmakeraw(byte* settings);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int ioctl(int fd, nuint request, byte* argument);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int open(byte* path, int flags, int mode);

    [LibraryImport("libc")]
    internal static partial int unlink(byte* path);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int close(int fd);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial nint read(int fd, byte* buffer, nint count);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial nint pread(int fd, byte* buffer, nint count, long offset);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial nint write(int fd, byte* buffer, nint count);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int ftruncate(int fd, long length);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int fsync(int fd);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int rename(byte* from, byte* to);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int mkfifo(byte* path, int mode);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int mkdir(byte* path, int mode);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int rmdir(byte* path);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int flock(int fd, int operation);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int memfd_create(byte* name, uint flags);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial long lseek(int fd, long offset, int whence);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial nint pwrite(int fd, byte* buffer, nint count, long offset);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int dup2(int fd, int newFd);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial nint readlink(byte* path, byte* buffer, nint size);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int access(byte* path, int mode);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int fcntl(int fd, int command, int argument);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int pipe2(int* fds, int flags);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int poll(PollFd* fds, nuint count, int timeoutMilliseconds);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int epoll_create1(int flags);

    [LibraryImport(Name, SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int fd, byte* epollEvent);

    [LibraryImport(Name, SetLastError = true)]
    private static partial int epoll_wait(int epoll, byte* events, int maximum, int timeoutMilliseconds);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int eventfd(uint value, int flags);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int timerfd_create(int clock, int flags);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int timerfd_settime(int fd, int flags, TimeSpec* intervalThenValue, TimeSpec* old);

    [LibraryImport(Name, SetLastError = true)]
    private static partial int clock_gettime(int clock, TimeSpec* time);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int kill(int pid, int signal);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int pidfd_open(int pid, uint flags);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int pidfd_send_signal(int pidfd, int signal, void* info, uint flags);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int getrusage(int who, ResourceUsage* usage);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport(Name)]
    internal static partial int gettid();

    [LibraryImport(Name, SetLastError = true)]
    private static partial nint syscall(nint number, nint a, nint b, nint c, nint d, nint e);

    [LibraryImport(Name)]
    internal static partial int sigemptyset(byte* set);

    [LibraryImport(Name, SetLastError = true)]
    internal static partial int sigaction(int signal, byte* action, byte* old);

    [LibraryImport(Name)]
    internal static partial int posix_spawn(int* pid, byte* path, byte* fileActions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport(Name)]
    internal static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport(Name)]
    internal static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport(Name)]
    internal static partial int posix_spawnattr_setsigmask(byte* attributes, byte* set);

    [LibraryImport(Name)]
    internal static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* set);

    [LibraryImport(Name)]
    internal static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport(Name)]
    internal static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport(Name)]
    internal static partial int posix_spawn_file_actions_addopen(byte* actions, int fd, byte* path, int flags, int mode);

    [LibraryImport(Name)]
    internal static partial int posix_spawn_file_actions_adddup2(byte* actions, int fd, int newFd);

    [LibraryImport(Name)]
    internal static partial int posix_spawn_file_actions_addchdir_np(byte* actions, byte* path);

    [LibraryImport(Name)]
    internal static partial int posix_spawn_file_actions_addclosefrom_np(byte* actions, int from);

    internal static int Errno => Marshal.GetLastPInvokeError();

    /// <summary>Nanoseconds since boot, suspended time included: the clock of every deadline.</summary>
    internal static long BootTimeNanoseconds() => Nanoseconds(CLOCK_BOOTTIME);

    /// <summary>The same clock without the time that the machine slept, as poll and its like count.</summary>
    internal static long AwakeNanoseconds() => Nanoseconds(CLOCK_MONOTONIC);

    /// <summary>A moment of the wall clock as one of the clock of every deadline, as the two stand to each other now.</summary>
    internal static long BootTimeOf(DateTimeOffset moment) =>
        (moment - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick - Nanoseconds(CLOCK_REALTIME) + Nanoseconds(CLOCK_BOOTTIME);

    private static long Nanoseconds(int clock)
    {
        TimeSpec time;
        Require(clock_gettime(clock, &time), "clock_gettime");
        return time.Seconds * 1_000_000_000 + time.Nanoseconds;
    }

    /// <summary>waitid by the system call itself, which also tells what the child used; glibc's wrapper does not.</summary>
    /// <returns>0, or the errno. <c>info.Pid</c> is 0 when there is nothing to tell yet.</returns>
    internal static int WaitId(int kind, int id, int options, ChildInfo* info, ResourceUsage* usage)
    {
        *info = default;
        nint result;
        do
            result = syscall(WaitIdNumber, kind, id, (nint)info, options, (nint)usage);
        while (result < 0 && Errno == EINTR);
        return result < 0 ? Errno : 0;
    }

    private static readonly nint WaitIdNumber = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 247,
        Architecture.Arm64 => 95,
        var other => throw new PlatformNotSupportedException($"Processes can be supervised on x86-64 and arm64, not on {other}."),
    };

    // struct epoll_event is packed on x86-64 only.
    private static readonly int EpollDataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    internal static readonly int EpollEventBytes = EpollDataOffset + sizeof(ulong);

    internal static long EpollToken(byte* events, int index) => *(long*)(events + index * EpollEventBytes + EpollDataOffset);

    /// <summary>Reports readable (and closed) under <paramref name="token"/>, for as long as it lasts.</summary>
    internal static int EpollAdd(int epoll, int fd, long token)
    {
        var epollEvent = stackalloc byte[16];
        *(int*)epollEvent = EPOLLIN;
        *(long*)(epollEvent + EpollDataOffset) = token;
        return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, epollEvent);
    }

    /// <summary>
    /// To be called before the descriptor is closed. Closing alone is not enough: a process being started at this moment
    /// has a copy, and events of a descriptor that is gone would go on.
    /// </summary>
    internal static void EpollRemove(int epoll, int fd)
    {
        var unused = stackalloc byte[16];
        Require(epoll_ctl(epoll, EPOLL_CTL_DEL, fd, unused), "epoll_ctl");
    }

    /// <returns>How many events; 0 after a signal or when the time is over.</returns>
    internal static int EpollWait(int epoll, byte* events, int maximum, int timeoutMilliseconds)
    {
        var count = epoll_wait(epoll, events, maximum, timeoutMilliseconds);
        if (count >= 0)
            return count;
        if (Errno == EINTR)
            return 0;
        throw Failed("epoll_wait");
    }

    internal static void Ignore(int signal)
    {
        const nint ignore = 1;
        var action = stackalloc byte[SignalActionBytes];
        new Span<byte>(action, SignalActionBytes).Clear();
        *(nint*)action = ignore;
        Require(sigaction(signal, action, null), "sigaction");
    }

    internal static int Require(int result, string call) => result >= 0 ? result : throw Failed(call);

    private static InvalidOperationException Failed(string call) =>
        new($"{call} failed: {Marshal.GetPInvokeErrorMessage(Errno)} (errno {Errno}).");
}
