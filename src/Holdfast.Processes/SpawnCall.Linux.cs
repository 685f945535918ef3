using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Holdfast.Core.Executions;

namespace Holdfast.Processes;

/// <summary>
/// posix_spawn with all a process of ours needs: its own session, default signals, stdin from /dev/null, stdout and stderr
/// into our pipes, no other descriptor. The child runs C code only until its program starts: no managed code, no lock of ours.
/// </summary>
internal static unsafe class SpawnCall
{
    internal const int KeptDescriptor = 3;

    // A program written a moment ago stays "busy" while a process started at that moment still has a copy of its descriptor.
    private const int BusyRetries = 50;
    private const int BusyRetryMilliseconds = 2;

    private static readonly byte[] DevNull = "/dev/null\0"u8.ToArray();
    private static readonly byte* Attributes = MakeAttributes();

    private static byte* MakeAttributes()
    {
        var attributes = (byte*)NativeMemory.AllocZeroed(Libc.SpawnAttributesBytes);
        var signals = stackalloc byte[Libc.SignalSetBytes];
        // None of these can fail: they fill structures.
        _ = Libc.posix_spawnattr_init(attributes);
        _ = Libc.posix_spawnattr_setflags(attributes, Libc.POSIX_SPAWN_SETSID | Libc.POSIX_SPAWN_SETSIGMASK | Libc.POSIX_SPAWN_SETSIGDEF);
        _ = Libc.sigemptyset(signals);
        _ = Libc.posix_spawnattr_setsigmask(attributes, signals);
        // Not sigfillset: it leaves out two that glibc has for itself, and the program would start with these ignored.
        new Span<byte>(signals, Libc.SignalSetBytes).Fill(0xFF);
        _ = Libc.posix_spawnattr_setsigdefault(attributes, signals);
        return attributes;
    }

    /// <returns>0, or the errno of what failed; which step it was, posix_spawn does not say.</returns>
    public static int Spawn(ProcessSpec spec, int stdout, int stderr, out int pid) =>
        Spawn(spec, stdin: -1, stdout, stderr, kept: -1, isMarked: true, terminal: null, out pid);

    /// <param name="terminal">The device that becomes its controlling terminal, and all three of its standard descriptors.</param>
    /// <inheritdoc cref="Spawn(ProcessSpec, int, int, out int)"/>
    public static int SpawnIn(ProcessSpec spec, string terminal, out int pid) =>
        Spawn(spec, stdin: -1, stdout: -1, stderr: -1, kept: -1, isMarked: true, terminal, out pid);

    /// <param name="stdin">-1 for /dev/null.</param>
    /// <param name="kept">Becomes the program's descriptor 3; -1 for none.</param>
    /// <param name="isMarked">Adds the mark of the execution where it is missing.</param>
    /// <inheritdoc cref="Spawn(ProcessSpec, int, int, out int)"/>
    public static int Spawn(ProcessSpec spec, int stdin, int stdout, int stderr, int kept, bool isMarked, out int pid) =>
        Spawn(spec, stdin, stdout, stderr, kept, isMarked, terminal: null, out pid);

    private static int Spawn(ProcessSpec spec, int stdin, int stdout, int stderr, int kept, bool isMarked, string? terminal, out int pid)
    {
        var block = ArrayPool<byte>.Shared.Rent(NativeBytes(spec));
        var actions = stackalloc byte[Libc.SpawnActionsBytes];
        _ = Libc.posix_spawn_file_actions_init(actions);
        try
        {
            fixed (byte* start = block)
            fixed (byte* input = terminal is null ? DevNull : Encoding.UTF8.GetBytes(terminal + '\0'))
            {
                var arguments = (byte**)start;
                var environment = arguments + spec.Arguments.Length + 1;
                var text = (byte*)(environment + spec.Environment.Count + 2);
                var end = start + block.Length;
                var workingDirectory = text;
                text = Write(text, end, spec.WorkingDirectory);
                FillArguments(spec, arguments, ref text, end);
                FillEnvironment(spec, isMarked, environment, ref text, end);

                // The session is made before: a terminal that its first process opens becomes its own.
                var error = stdin < 0
                    ? Libc.posix_spawn_file_actions_addopen(actions, 0, input, terminal is null ? Libc.O_RDONLY : Libc.O_RDWR, 0)
                    : Libc.posix_spawn_file_actions_adddup2(actions, stdin, 0);
                error = error != 0 ? error : Libc.posix_spawn_file_actions_adddup2(actions, terminal is null ? stdout : 0, 1);
                error = error != 0 ? error : Libc.posix_spawn_file_actions_adddup2(actions, terminal is null ? stderr : 0, 2);
                if (kept >= 0)
                    error = error != 0 ? error : Libc.posix_spawn_file_actions_adddup2(actions, kept, KeptDescriptor);
                error = error != 0 ? error : Libc.posix_spawn_file_actions_addchdir_np(actions, workingDirectory);
                error = error != 0 ? error : Libc.posix_spawn_file_actions_addclosefrom_np(actions, kept >= 0 ? KeptDescriptor + 1 : KeptDescriptor);
                pid = 0;
                return error != 0 ? error : SpawnUnlessBusy(actions, arguments, environment, out pid);
            }
        }
        finally
        {
            _ = Libc.posix_spawn_file_actions_destroy(actions);
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static int SpawnUnlessBusy(byte* actions, byte** arguments, byte** environment, out int pid)
    {
        int started = 0, error;
        var retries = 0;
        while ((error = Libc.posix_spawn(&started, arguments[0], actions, Attributes, arguments, environment)) == Libc.ETXTBSY && retries++ < BusyRetries)
            _ = Libc.poll(null, 0, BusyRetryMilliseconds);
        pid = started;
        return error;
    }

    private static int NativeBytes(ProcessSpec spec)
    {
        var strings = Encoding.UTF8.GetByteCount(spec.WorkingDirectory) + 1;
        foreach (var argument in spec.Arguments)
            strings += Encoding.UTF8.GetByteCount(argument) + 1;
        foreach (var (name, value) in spec.Environment)
            strings += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value) + 2;
        const int markBytes = 64;
        return strings + markBytes + (spec.Arguments.Length + 1 + spec.Environment.Count + 2) * sizeof(byte*);
    }

    private static void FillArguments(ProcessSpec spec, byte** arguments, ref byte* text, byte* end)
    {
        var count = 0;
        foreach (var argument in spec.Arguments)
        {
            arguments[count++] = text;
            text = Write(text, end, argument);
        }
        arguments[count] = null;
    }

    private static void FillEnvironment(ProcessSpec spec, bool isMarked, byte** environment, ref byte* text, byte* end)
    {
        var count = 0;
        var marked = !isMarked;
        foreach (var (name, value) in spec.Environment)
        {
            marked |= name == ProcessMark.Variable;
            environment[count++] = text;
            text = WriteVariable(text, end, name, value);
        }
        if (!marked)
        {
            environment[count++] = text;
            text = WriteVariable(text, end, ProcessMark.Variable, spec.Execution.ToString());
        }
        environment[count] = null;
    }

    private static byte* WriteVariable(byte* text, byte* end, string name, string value)
    {
        text = Write(text, end, name);
        text[-1] = (byte)'=';
        return Write(text, end, value);
    }

    private static byte* Write(byte* target, byte* end, string value)
    {
        var count = Encoding.UTF8.GetBytes(value, new Span<byte>(target, (int)(end - target)));
        target[count] = 0;
        return target + count + 1;
    }

    /// <summary>Finds out which of the steps an errno came from, and says what to do about it.</summary>
    public static EndCause.CouldNotStart Explain(int error, ProcessSpec spec)
    {
        var program = spec.Arguments[0];
        var folder = spec.WorkingDirectory;
        return error switch
        {
            Libc.ENOENT or Libc.ENOTDIR when !Directory.Exists(folder) =>
                new("working_directory_missing", $"The working directory '{folder}' does not exist or is not a folder. Create it first."),
            Libc.ENOENT or Libc.ENOTDIR when !File.Exists(program) && !Directory.Exists(program) =>
                new("program_missing", $"The program '{program}' does not exist. Install it, or correct its path."),
            Libc.ENOENT or Libc.ENOTDIR =>
                new("interpreter_missing", $"The program '{program}' exists, but what runs it ({Interpreter(program)}) does not. Install it, or correct the first line."),
            Libc.EACCES or Libc.EPERM when !MayEnter(folder) =>
                new("permission_denied", $"The working directory '{folder}' may not be entered. Give this user the right to."),
            Libc.EACCES when Directory.Exists(program) =>
                new("not_executable", $"'{program}' is a folder, not a program. Name the program in it."),
            Libc.EACCES or Libc.EPERM =>
                new("permission_denied", $"The program '{program}' may not be executed. Make it executable (chmod +x), and check that its disk is not mounted noexec."),
            Libc.ENOEXEC or Libc.EINVAL or Libc.ELIBBAD =>
                new("not_executable", $"'{program}' is neither a program for this machine nor a script that names its interpreter. Start it with '#!', or name the interpreter."),
            Libc.E2BIG =>
                new("arguments_too_long", $"Arguments and environment of '{program}' are longer than the system allows (getconf ARG_MAX). Pass large values in a file."),
            Libc.EMFILE =>
                new("too_many_open_files", "This process has no descriptor left to start another. Raise the limit (ulimit -n), or run fewer at once."),
            Libc.ENFILE =>
                new("too_many_open_files", "The machine has no file handle left to start a process. Raise fs.file-max, or run fewer at once."),
            Libc.EAGAIN =>
                new("too_many_processes", "The system allows no further process. Raise the limit (ulimit -u, pids.max, kernel.pid_max), or run fewer at once."),
            Libc.ENOMEM =>
                new("out_of_memory", $"There is not enough memory to start '{program}'. Run fewer at once."),
            Libc.ETXTBSY =>
                new("program_busy", $"The program '{program}' is open for writing. Close it first."),
            Libc.ELOOP or Libc.ENAMETOOLONG =>
                new("program_missing", $"The path '{program}' or '{folder}' is too long or goes round in circles. Correct it."),
            _ =>
                new("could_not_start", $"'{program}' could not be started: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})."),
        };
    }

    /// <summary>What no kernel would take, found before asking one; null when there is nothing wrong.</summary>
    public static EndCause.CouldNotStart? Fault(ProcessSpec spec)
    {
        if (spec.Arguments.IsDefaultOrEmpty || spec.Arguments[0].Length == 0)
            return new("program_missing", "There is no program to start. Name one as the first argument.");
        foreach (var argument in spec.Arguments)
        {
            if (argument.Contains('\0', StringComparison.Ordinal))
                return new("argument_invalid", $"An argument of '{spec.Arguments[0]}' contains a NUL character, which no program can be given. Pass it in a file.");
        }
        foreach (var (name, value) in spec.Environment)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAny('=', '\0') || value.Contains('\0', StringComparison.Ordinal))
                return new("environment_invalid", $"The environment variable '{name}' has no name, a name with '=', or a NUL character. Correct it.");
        }
        return null;
    }

    private static bool MayEnter(string folder)
    {
        fixed (byte* path = Encoding.UTF8.GetBytes(folder + '\0'))
            return Libc.access(path, Libc.X_OK) == 0;
    }

    private static string Interpreter(string program)
    {
        try
        {
            using var file = File.OpenRead(program);
            Span<byte> start = stackalloc byte[256];
            var line = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            if (!line.StartsWith("#!"u8))
                return "its dynamic loader";
            var end = line.IndexOf((byte)'\n');
            return $"'{Encoding.UTF8.GetString(end < 0 ? line[2..] : line[2..end]).Trim()}'";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "its interpreter";
        }
    }
}
