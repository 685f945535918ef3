namespace Holdfast.Processes;

/// <param name="Process">Its pid.</param>
/// <param name="Program">Its name; empty when it is gone by now.</param>
/// <param name="Kind">As the kernel tells it: <c>FLOCK WRITE</c>, <c>OFDLCK WRITE 0-0</c>.</param>
public sealed record FileLockHolder(string Path, int Process, string Program, string Kind);

/// <summary>Finds who holds locks on files, by what the kernel tells of each open file of every process that may be looked into.</summary>
public static class FileLocks
{
    private const string LockLine = "lock:";

    /// <param name="folder">Only files directly in it.</param>
    public static IReadOnlyList<FileLockHolder> In(string folder)
    {
        var found = new List<FileLockHolder>();
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(process.AsSpan("/proc/".Length), out var pid))
                found.AddRange(Of(pid, folder));
        }

        return [.. found.OrderBy(held => held.Path, StringComparer.Ordinal).ThenBy(held => held.Process)];
    }

    private static List<FileLockHolder> Of(int pid, string folder)
    {
        var held = new List<FileLockHolder>();
        try
        {
            foreach (var descriptor in new DirectoryInfo($"/proc/{pid}/fd").EnumerateFileSystemInfos())
            {
                if (descriptor.LinkTarget is not { } path || Path.GetDirectoryName(path) != folder)
                    continue;
                foreach (var line in File.ReadLines($"/proc/{pid}/fdinfo/{descriptor.Name}"))
                {
                    if (line.StartsWith(LockLine, StringComparison.Ordinal) && KindOf(line) is { } kind)
                        held.Add(new FileLockHolder(path, pid, NameOf(pid), kind));
                }
            }
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or is somebody else's: what was seen of it counts.
        }

        return held;
    }

    // "lock:	1: FLOCK  ADVISORY  WRITE 4711 fd:01:131 0 EOF"; of an open file description the pid is -1.
    private static string? KindOf(string line)
    {
        var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 9)
            return null;
        var isWhole = words[7] == "0" && words[8] == "EOF";
        return $"{words[2]} {words[4]}{(isWhole ? "" : $" {words[7]}-{words[8]}")}";
    }

    private static string NameOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/comm").TrimEnd('\n');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
