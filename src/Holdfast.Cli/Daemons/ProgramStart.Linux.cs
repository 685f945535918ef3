using System.Runtime.InteropServices;
using Holdfast.Protocol.Daemons;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Cli.Daemons;

/// <summary>Starts a program that has no descriptor of ours but the three of the terminal, and a pipe to give its answer on.</summary>
internal static unsafe partial class ProgramStart
{
    private const int CloseOnExec = 0x80000;
    private const int ReadOnly = 0;
    private const int WriteAppendCreate = 0x1 | 0x400 | 0x40;
    private const uint OwnerReadWrite = 0x180;
    private const short DefaultSignals = 0x08 | 0x04;
    private const short NewSession = 0x80;

    // Larger than the structures of any libc we run on (posix_spawnattr_t is 336 bytes, the file actions 80, sigset_t 128).
    private const int AttributeBytes = 512;
    private const int ActionBytes = 256;
    private const int SignalSetBytes = 128;

    /// <summary>One that outlives this process: in a session of its own.</summary>
    /// <param name="arguments">The program's full path, then its arguments.</param>
    /// <param name="log">What it writes to stdout and stderr is added to this file.</param>
    /// <returns>What it says on the pipe; the end comes when it closes it or dies.</returns>
    /// <exception cref="IOException">It could not be started.</exception>
    public static FileStream Detached(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string log) => Start(arguments, environment, log);

    /// <summary>One that works for this process: Ctrl-C ends both, and what it complains of is seen.</summary>
    /// <param name="arguments">As for <see cref="Detached"/>.</param>
    /// <returns>As of <see cref="Detached"/>.</returns>
    /// <exception cref="IOException">It could not be started.</exception>
    public static FileStream Beside(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment) => Start(arguments, environment, log: null);

    private static FileStream Start(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string? log)
    {
        var ends = stackalloc int[2];
        if (Pipe(ends, CloseOnExec) != 0)
            throw new IOException($"No pipe can be made: {Marshal.GetLastPInvokeErrorMessage()}.");
        var ready = new SafeFileHandle(ends[0], ownsHandle: true);
        using var mine = new SafeFileHandle(ends[1], ownsHandle: true);
        var error = Spawn(arguments, [.. environment.Select(pair => $"{pair.Key}={pair.Value}")], log, ends[1]);
        if (error == 0)
            return new FileStream(ready, FileAccess.Read, bufferSize: 0);
        ready.Dispose();
        throw new IOException($"'{arguments[0]}' cannot be started{(log is null ? "" : $" with its output in '{log}'")}: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    private static int Spawn(IReadOnlyList<string> arguments, IReadOnlyList<string> environment, string? log, int answer)
    {
        var attributes = stackalloc byte[AttributeBytes];
        var actions = stackalloc byte[ActionBytes];
        var signals = stackalloc byte[SignalSetBytes];
        // None of these can fail: they fill structures.
        _ = InitialiseAttributes(attributes);
        _ = SetFlags(attributes, log is null ? DefaultSignals : (short)(DefaultSignals | NewSession));
        new Span<byte>(signals, SignalSetBytes).Clear();
        _ = SetMask(attributes, signals);
        new Span<byte>(signals, SignalSetBytes).Fill(0xFF);
        _ = SetDefault(attributes, signals);
        _ = InitialiseActions(actions);
        try
        {
            var error = log is null ? 0 : AddDetached(actions, log);
            error = error != 0 ? error : AddDuplicate(actions, answer, DaemonProgram.AnswerDescriptor);
            error = error != 0 ? error : AddCloseFrom(actions, DaemonProgram.AnswerDescriptor + 1);
            return error != 0 ? error : Call(out _, arguments[0], actions, attributes, [.. arguments, null], [.. environment, null]);
        }
        finally
        {
            _ = DestroyActions(actions);
        }
    }

    private static int AddDetached(byte* actions, string log)
    {
        // Relative to nothing: a folder that somebody stands in cannot be unmounted.
        var error = AddFolder(actions, "/");
        error = error != 0 ? error : AddOpen(actions, 0, "/dev/null", ReadOnly, 0);
        error = error != 0 ? error : AddOpen(actions, 1, log, WriteAppendCreate, OwnerReadWrite);
        return error != 0 ? error : AddDuplicate(actions, 1, 2);
    }

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Call(out int pid, string path, byte* actions, byte* attributes, string?[] arguments, string?[] environment);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int InitialiseAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefault(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitialiseActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int DestroyActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(byte* actions, int file, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(byte* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddFolder(byte* actions, string path);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    private static partial int AddCloseFrom(byte* actions, int first);
}
