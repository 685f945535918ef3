using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;
using Holdfast.Core.Executions;

namespace Holdfast.Processes;

/// <summary>One process as /proc shows it.</summary>
internal sealed class ProcessRow(int pid, int parent, int group, int session, char state, int threads, long startTicks)
{
    private bool markRead;
    private ExecutionId? mark;

    public int Pid => pid;

    public int Parent => parent;

    public int Group => group;

    public int Session => session;

    /// <summary>Field 22 of /proc/PID/stat.</summary>
    public long StartTicks => startTicks;

    /// <summary>False for a zombie, except one whose first thread alone has ended.</summary>
    public bool IsAlive => state is not ('Z' or 'X') || threads > 1;

    /// <summary>By a signal or a tracer.</summary>
    public bool IsStopped => state is 'T' or 't';

    /// <summary>Read when first asked for. Null too when we may not read it.</summary>
    public ExecutionId? Mark
    {
        get
        {
            if (!markRead)
            {
                mark = ProcessTable.ReadMark(pid);
                markRead = true;
            }
            return mark;
        }
    }
}

/// <summary>Reads /proc.</summary>
internal static unsafe class ProcessTable
{
    // ARG_MAX bounds arguments and environment together; no kernel in use allows more than 6 MiB by default.
    private const int EnvironmentLimitBytes = 8 * 1024 * 1024;

    /// <summary>All processes there are, by pid. One that ends meanwhile may be missing.</summary>
    public static Dictionary<int, ProcessRow> Read()
    {
        var rows = new Dictionary<int, ProcessRow>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(folder.AsSpan("/proc/".Length), out var pid) && ReadRow(pid) is { } row)
                rows[pid] = row;
        }
        return rows;
    }

    /// <summary>Null when there is no such process.</summary>
    public static ProcessRow? ReadRow(int pid)
    {
        // 52 numbers and a name of at most 64 bytes.
        Span<byte> buffer = stackalloc byte[2048];
        var length = ReadFile(pid, "stat"u8, buffer);
        return length <= 0 ? null : Parse(pid, buffer[..length]);
    }

    private static ProcessRow? Parse(int pid, ReadOnlySpan<byte> stat)
    {
        // The name stands in parentheses and may itself contain any of "() ": what follows the last one counts.
        var rest = stat[(stat.LastIndexOf((byte)')') + 1)..];
        var field = 2;
        int parent = 0, group = 0, session = 0, threads = 0;
        var state = '?';
        foreach (var range in rest.Split((byte)' '))
        {
            var text = rest[range];
            if (text.IsEmpty)
                continue;
            field++;
            if (field == 3)
                state = (char)text[0];
            else if (field is 4 or 5 or 6 or 20 or 22)
            {
                if (!Utf8Parser.TryParse(text, out long number, out _))
                    return null;
                switch (field)
                {
                    case 4: parent = (int)number; break;
                    case 5: group = (int)number; break;
                    case 6: session = (int)number; break;
                    case 20: threads = (int)number; break;
                    case 22: return new ProcessRow(pid, parent, group, session, state, threads, number);
                }
            }
        }
        return null;
    }

    public static ExecutionId? ReadMark(int pid)
    {
        ExecutionId? mark = null;
        ReadEnvironment(pid, environment => mark = ProcessMark.Find(environment));
        return mark;
    }

    /// <summary>False too when we may not know.</summary>
    public static bool IsShim(int pid)
    {
        var isShim = false;
        ReadEnvironment(pid, environment => isShim = ProcessMark.IsOfShim(environment));
        return isShim;
    }

    private static void ReadEnvironment(int pid, Action<ReadOnlySpan<byte>> read)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(32 * 1024);
        try
        {
            while (true)
            {
                var length = ReadFile(pid, "environ"u8, buffer);
                if (length < buffer.Length || buffer.Length >= EnvironmentLimitBytes)
                {
                    if (length > 0)
                        read(buffer.AsSpan(0, length));
                    return;
                }
                var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether the process has that pipe open, in any descriptor.</summary>
    public static bool HoldsPipe(int pid, string pipe)
    {
        try
        {
            foreach (var descriptor in Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd"))
            {
                if (ReadLink(descriptor) == pipe)
                    return true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended, or is not ours to look into: no evidence either way.
        }
        return false;
    }

    /// <summary>What a descriptor of ours points to: <c>pipe:[4711]</c>.</summary>
    public static string? PipeOf(int fd) => ReadLink($"/proc/self/fd/{fd}");

    // File.ResolveLinkTarget would take "pipe:[4711]" for a relative path.
    private static string? ReadLink(string path)
    {
        var link = System.Text.Encoding.UTF8.GetBytes(path + '\0');
        var target = stackalloc byte[256];
        fixed (byte* name = link)
        {
            var length = Libc.readlink(name, target, 256);
            return length <= 0 ? null : System.Text.Encoding.UTF8.GetString(target, (int)length);
        }
    }

    /// <returns>Bytes read, at most the size of the buffer; -1 when it cannot be read.</returns>
    private static int ReadFile(int pid, ReadOnlySpan<byte> file, Span<byte> buffer)
    {
        Span<byte> path = stackalloc byte[48];
        Utf8.TryWrite(path, $"/proc/{pid}/", out var written);
        file.CopyTo(path[written..]);
        path[written + file.Length] = 0;
        int fd;
        fixed (byte* name = path)
            fd = Libc.open(name, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
        if (fd < 0)
            return -1;

        var total = 0;
        fixed (byte* start = buffer)
        {
            while (total < buffer.Length)
            {
                var count = Libc.read(fd, start + total, buffer.Length - total);
                if (count < 0 && Libc.Errno == Libc.EINTR)
                    continue;
                if (count < 0)
                    total = -1;
                if (count <= 0)
                    break;
                total += (int)count;
            }
        }
        Libc.close(fd);
        return total;
    }
}
