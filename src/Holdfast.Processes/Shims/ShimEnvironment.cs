using System.Runtime.InteropServices;
using System.Text;
using Holdfast.Core.Executions;

namespace Holdfast.Processes.Shims;

/// <summary>
/// The environment of a shim, and how it gets that of its process: on its stdin, as <c>NAME=value</c> entries that each end in a
/// NUL. The starter passes it in a file without a name, in memory: it is whole before the shim is there, and nothing of it is stored.
/// </summary>
internal static unsafe class ShimEnvironment
{
    // What starts a .NET program that is not native, and what tests set.
    private static readonly string[] Inherited = ["PATH", "HOME", "DOTNET_ROOT", "HOLDFAST_CRASH_POINT"];

    public static KeyValuePair<string, string>[] Of(ExecutionId execution)
    {
        var variables = new Dictionary<string, string>();
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                variables[name] = value;
        }
        if (!variables.ContainsKey("DOTNET_ROOT") && RuntimeRoot() is { } root)
            variables["DOTNET_ROOT"] = root;
        // Nobody debugs it by its socket, which would cost a thread and a file.
        variables["DOTNET_EnableDiagnostics"] = "0";
        variables[ShimProgram.MarkVariable] = execution.ToString();
        return [.. variables];
    }

    // …/shared/Microsoft.NETCore.App/10.0.0/ of a runtime that need not be installed for everybody.
    private static string? RuntimeRoot()
    {
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        return File.Exists(Path.Combine(root, "dotnet")) ? root : null;
    }

    /// <returns>A descriptor to read it from; -1 with errno set.</returns>
    public static int Pass(IReadOnlyList<KeyValuePair<string, string>> environment)
    {
        int fd;
        fixed (byte* name = "environment\0"u8)
            fd = Libc.memfd_create(name, Libc.MFD_CLOEXEC);
        if (fd < 0)
            return -1;
        var text = new StringBuilder();
        foreach (var (name, value) in environment)
            text.Append(name).Append('=').Append(value).Append('\0');
        var error = DurableFile.WriteAll(fd, Encoding.UTF8.GetBytes(text.ToString()));
        if (error == 0 && Libc.lseek(fd, 0, whence: 0) == 0)
            return fd;
        Libc.close(fd);
        Marshal.SetLastPInvokeError(error);
        return -1;
    }

    /// <returns>Null when it cannot be read, or is cut off.</returns>
    public static KeyValuePair<string, string>[]? Read(int fd)
    {
        using var bytes = new MemoryStream();
        Span<byte> buffer = stackalloc byte[8192];
        while (true)
        {
            nint count;
            fixed (byte* start = buffer)
                count = Libc.read(fd, start, buffer.Length);
            if (count < 0 && Libc.Errno == Libc.EINTR)
                continue;
            if (count < 0)
                return null;
            if (count == 0)
                break;
            bytes.Write(buffer[..(int)count]);
        }
        return Parse(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static KeyValuePair<string, string>[]? Parse(ReadOnlySpan<byte> text)
    {
        var variables = new List<KeyValuePair<string, string>>();
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)0);
            var equals = text.IndexOf((byte)'=');
            if (end < 0 || equals < 0 || equals > end)
                return null;
            variables.Add(new(Encoding.UTF8.GetString(text[..equals]), Encoding.UTF8.GetString(text[(equals + 1)..end])));
            text = text[(end + 1)..];
        }
        return [.. variables];
    }
}
