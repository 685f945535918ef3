using System.Security.Cryptography;
using System.Text;
using Holdfast.Protocol.Daemons;

namespace Holdfast.Server.Daemons;

/// <summary>Where a daemon listens: in its home, or where that path is too long for a socket, in a short folder of its user's own.</summary>
internal static class SocketPlace
{
    /// <summary>sun_path of <c>struct sockaddr_un</c>, less the 0 at its end.</summary>
    public const int LongestPathBytes = 107;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <param name="runtimeFolder">XDG_RUNTIME_DIR, which only its user may enter; null where there is none.</param>
    /// <exception cref="DaemonRefusedException">The short folder belongs to somebody else.</exception>
    public static string For(string home, string? runtimeFolder)
    {
        var inHome = DaemonFile.SocketIn(home);
        if (Encoding.UTF8.GetByteCount(inHome) <= LongestPathBytes)
            return inHome;
        // The name is derived from the home, so that two homes never meet in one socket.
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(home)).AsSpan(0, 8));
        if (runtimeFolder is { Length: > 0 } && Path.Combine(runtimeFolder, $"holdfast-{name}.sock") is var inRuntime
            && Encoding.UTF8.GetByteCount(inRuntime) <= LongestPathBytes && Directory.Exists(runtimeFolder))
            return inRuntime;
        return Path.Combine(OwnFolder(), $"{name}.sock");
    }

    // Everybody may make folders in /tmp: one that is ours has our name, our owner and our mode, or is not used.
    private static string OwnFolder()
    {
        var folder = $"/tmp/holdfast-{Environment.UserName}";
        Directory.CreateDirectory(folder, OwnerOnly);
        try
        {
            // Only the owner of a folder (and root) may do this.
            File.SetUnixFileMode(folder, OwnerOnly);
        }
        catch (UnauthorizedAccessException foreign)
        {
            throw new DaemonRefusedException(
                $"The path of the home is too long for a socket, and '{folder}', where it would go instead, belongs to somebody else. Set XDG_RUNTIME_DIR or a shorter HOLDFAST_HOME.", inner: foreign);
        }

        if (new DirectoryInfo(folder).LinkTarget is not null)
            throw new DaemonRefusedException($"'{folder}' is a link, and the daemon's socket does not go where others lead it. Set XDG_RUNTIME_DIR or a shorter HOLDFAST_HOME.");
        return folder;
    }
}
