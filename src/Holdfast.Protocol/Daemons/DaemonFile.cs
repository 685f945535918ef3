using System.Text.Json;
using System.Text.Json.Serialization;

namespace Holdfast.Protocol.Daemons;

/// <summary>
/// <c>daemon.json</c> in the home: which process serves it, and where it listens. Written by rename once the daemon listens;
/// one that a killed daemon left behind names a process that is gone.
/// </summary>
/// <param name="StartTicks">Field 22 of /proc/PID/stat: with pid and boot id it names the process beyond doubt.</param>
/// <param name="Protocol">As <see cref="ProtocolVersion"/>.</param>
public sealed record DaemonFile(int Pid, long StartTicks, Guid BootId, string Socket, string Url, string Home, string Version, string Protocol)
{
    /// <summary>What addresses begin with over the socket; which daemon it is, that says. As <see cref="Url"/>: it does not listen on the network.</summary>
    public const string SocketUrl = "http://localhost";

    /// <summary>Where it listens on the network; null when it does not.</summary>
    [JsonIgnore]
    public string? NetworkUrl => Url == SocketUrl ? null : Url;

    /// <summary>Lets in, over the network, to do everything.</summary>
    public static string TokenIn(string home) => Path.Combine(home, "token");

    /// <summary>Lets in to read.</summary>
    public static string ReadTokenIn(string home) => Path.Combine(home, "token.read");

    public static string PathIn(string home) => Path.Combine(home, "daemon.json");

    /// <summary>Held by the daemon as long as it lives.</summary>
    public static string LockIn(string home) => Path.Combine(home, "daemon.lock");

    /// <summary>Held by whoever is about to start a daemon, until that one listens.</summary>
    public static string StartLockIn(string home) => Path.Combine(home, "daemon.start");

    /// <summary>Where it listens, unless the path is too long for a socket.</summary>
    public static string SocketIn(string home) => Path.Combine(home, "daemon.sock");

    /// <summary>Where the tmux server of the home listens, while there is an execution in it.</summary>
    public static string TmuxSocketIn(string home) => Path.Combine(home, "tmux.sock");

    public static string LogIn(string home) => Path.Combine(home, "logs", "daemon.log");

    /// <returns>Null when there is none, or one that a release we know nothing of wrote.</returns>
    public static DaemonFile? TryRead(string home)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(PathIn(home)), ProtocolJson.Compact.DaemonFile);
        }
        catch (Exception unreadable) when (unreadable is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write()
    {
        var path = PathIn(Home);
        var temporary = $"{path}.{Pid}";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this, ProtocolJson.Indented.DaemonFile));
        File.Move(temporary, path, overwrite: true);
    }
}
