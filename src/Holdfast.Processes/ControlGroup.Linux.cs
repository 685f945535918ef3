using System.Buffers.Text;
using Holdfast.Core.Executions;

namespace Holdfast.Processes;

/// <summary>
/// A group of the cgroup v2 hierarchy, with or without controllers: the kernel keeps account of who is in it, and kills all of it at
/// once, forking or not. Whether one can be had is found out by making it.
/// </summary>
internal sealed unsafe class ControlGroup
{
    private const string NamePrefix = "holdfast-";

    // A group in a group in a group … made by what runs in it.
    private const int DeepestNesting = 16;

    /// <summary>Its folder.</summary>
    public string Path { get; }

    private readonly string home;

    private ControlGroup(string path, string home)
    {
        Path = path;
        this.home = home;
    }

    /// <summary>Where a group for the execution would be, below the one this program is in. Null where the hierarchy is not mounted.</summary>
    public static ControlGroup? Plan(ExecutionId execution)
    {
        if (Mount() is not { } mount || OwnGroup() is not { } own)
            return null;
        var home = mount + own.TrimEnd('/');
        return new ControlGroup($"{home}/{NamePrefix}{execution}", home);
    }

    /// <summary>Makes a planned group.</summary>
    /// <returns>False, with nothing made, where that cannot be done or where it could not be killed.</returns>
    public bool TryMake()
    {
        fixed (byte* name = DurableFile.Name(Path))
        {
            if (Libc.mkdir(name, OwnerOnly) < 0 && Libc.Errno != Libc.EEXIST)
                return false;
        }
        if (!IsPopulated && CanKill())
            return true;
        TryRemove();
        return false;
    }

    // Since Linux 5.14.
    private bool CanKill()
    {
        fixed (byte* name = DurableFile.Name(Path + "/cgroup.kill"))
            return Libc.access(name, Libc.W_OK) == 0;
    }

    /// <summary>
    /// Moves this whole program in. What it starts while it is in is born in the group: there is no moment in which a child is outside
    /// and could leave one of its own there, as there would be if the child were moved.
    /// </summary>
    public bool TryEnter() => TryWrite(Path + "/cgroup.procs", "0"u8);

    /// <summary>Moves this whole program back to where it came from.</summary>
    public bool TryLeave() => TryWrite(home + "/cgroup.procs", "0"u8);

    /// <summary>SIGKILL to all in it, at once.</summary>
    public void Kill() => TryWrite(Path + "/cgroup.kill", "1"u8);

    /// <summary>Whether anything lives in it; zombies do not.</summary>
    public bool IsPopulated
    {
        get
        {
            Span<byte> buffer = stackalloc byte[256];
            return TryRead(Path + "/cgroup.events", buffer) is var length and > 0 && buffer[..length].IndexOf("populated 1"u8) >= 0;
        }
    }

    /// <summary>Those in it, and in the groups they made in it.</summary>
    public void AddPids(ISet<int> pids) => AddPids(Path, pids, DeepestNesting);

    private static void AddPids(string folder, ISet<int> pids, int depth)
    {
        // A group of too many for one look is killed whole, and looked at again.
        var buffer = new byte[64 * 1024];
        var length = TryRead(folder + "/cgroup.procs", buffer);
        ReadOnlySpan<byte> text = buffer.AsSpan(0, Math.Max(length, 0));
        while (!text.IsEmpty && Utf8Parser.TryParse(text, out int pid, out var used))
        {
            pids.Add(pid);
            text = text[Math.Min(used + 1, text.Length)..];
        }
        if (depth > 0)
        {
            foreach (var child in Children(folder))
                AddPids(child, pids, depth - 1);
        }
    }

    /// <summary>Only an empty one goes.</summary>
    public bool TryRemove() => TryRemove(Path, DeepestNesting);

    private static bool TryRemove(string folder, int depth)
    {
        fixed (byte* name = DurableFile.Name(folder))
        {
            if (Libc.rmdir(name) == 0 || Libc.Errno == Libc.ENOENT)
                return true;
            if (depth == 0)
                return false;
            foreach (var child in Children(folder))
                TryRemove(child, depth - 1);
            return Libc.rmdir(name) == 0;
        }
    }

    private static string[] Children(string folder)
    {
        try
        {
            return Directory.GetDirectories(folder);
        }
        catch (IOException)
        {
            // It was removed meanwhile.
            return [];
        }
    }

    // "36 35 0:31 / /sys/fs/cgroup/unified rw,relatime shared:8 - cgroup2 cgroup2 rw"
    private static string? Mount()
    {
        foreach (var line in File.ReadLines("/proc/self/mountinfo"))
        {
            var separator = line.IndexOf(" - ", StringComparison.Ordinal);
            if (separator > 0 && line.AsSpan(separator + 3).StartsWith("cgroup2 ") && line.Split(' ', 6) is [_, _, _, "/", var folder, _])
                return folder;
        }
        return null;
    }

    // "0::/user.slice/session-2.scope"
    private static string? OwnGroup() =>
        File.ReadLines("/proc/self/cgroup").FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal))?[3..];

    private static bool TryWrite(string path, ReadOnlySpan<byte> text)
    {
        int fd;
        fixed (byte* name = DurableFile.Name(path))
            fd = Libc.open(name, Libc.O_WRONLY | Libc.O_CLOEXEC, 0);
        if (fd < 0)
            return false;
        var error = DurableFile.WriteAll(fd, text);
        Libc.close(fd);
        return error == 0;
    }

    private static int TryRead(string path, Span<byte> buffer)
    {
        int fd;
        fixed (byte* name = DurableFile.Name(path))
            fd = Libc.open(name, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
        if (fd < 0)
            return -1;
        var total = 0;
        fixed (byte* start = buffer)
        {
            nint count;
            while (total < buffer.Length && (count = Libc.read(fd, start + total, buffer.Length - total)) > 0)
                total += (int)count;
        }
        Libc.close(fd);
        return total;
    }

    private const int OwnerOnly = 7 << 6;
}
