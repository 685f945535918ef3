using System.Globalization;

namespace Holdfast.Engine.Executions;

/// <summary>How much memory a new process could have without anything being swapped out.</summary>
internal static class MemoryRoom
{
    private const string Available = "MemAvailable:";

    /// <summary>Bytes; null where the kernel does not say, which holds nobody back.</summary>
    /// <seealso href="https://www.kernel.org/doc/html/latest/filesystems/proc.html#meminfo"/>
    public static long? ReadAvailable()
    {
        try
        {
            foreach (var line in File.ReadLines("/proc/meminfo"))
            {
                if (!line.StartsWith(Available, StringComparison.Ordinal))
                    continue;
                var kibibytes = line.AsSpan(Available.Length).Trim();
                kibibytes = kibibytes[..kibibytes.IndexOf(' ')];
                return long.Parse(kibibytes, NumberStyles.None, CultureInfo.InvariantCulture) * 1024;
            }
        }
        catch (IOException)
        {
            // Not being able to look is no reason to stand still.
        }

        return null;
    }
}
