namespace Holdfast.Server.Daemons;

/// <summary>Makes sure that only its owner may look into a home.</summary>
internal static class HomeFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <returns>False when others may enter it, and it is not closed to them because it holds more than what is ours.</returns>
    /// <exception cref="UnauthorizedAccessException">It belongs to somebody else.</exception>
    public static bool TryClose(string home)
    {
        if ((File.GetUnixFileMode(home) & ~OwnerOnly) == UnixFileMode.None)
            return true;
        // A folder that people use for other things too, such as /tmp, is not ours to close.
        if (Directory.EnumerateFileSystemEntries(home).Any() && !File.Exists(Path.Combine(home, "store.db")))
            return false;
        File.SetUnixFileMode(home, OwnerOnly);
        return true;
    }
}
