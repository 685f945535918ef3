using System.Globalization;

namespace Holdfast.Survival;

/// <summary>Who lives, read from /proc without any code of the product: by what is in the command line, which no mark, parent or session changes.</summary>
internal static class Scan
{
    /// <summary>The command lines of all living processes in which <paramref name="text"/> occurs, by pid.</summary>
    public static Dictionary<int, string> LivingWith(string text)
    {
        var living = new Dictionary<int, string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(folder.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                continue;
            // The dead have no command line; one that is just dying has none any more.
            if (TryRead($"{folder}/cmdline")?.Replace('\0', ' ') is { } command && command.Contains(text, StringComparison.Ordinal) && IsAlive(folder))
                living.Add(pid, command);
        }

        return living;
    }

    /// <summary>Field 22 of a living process's stat; null when it does not live.</summary>
    public static long? StartTicks(int pid) => TryRead($"/proc/{pid}/stat") is { } stat && FieldsOf(stat) is [not ("Z" or "X"), ..] fields ? long.Parse(fields[19]) : null;

    private static bool IsAlive(string folder) => TryRead($"{folder}/stat") is { } stat && FieldsOf(stat)[0] is not ("Z" or "X");

    // From field 3; the name before it may have anything in it.
    private static string[] FieldsOf(string stat) => stat[(stat.LastIndexOf(')') + 2)..].Split(' ');

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
