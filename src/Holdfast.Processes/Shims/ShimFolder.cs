using System.Text.Json;

namespace Holdfast.Processes.Shims;

/// <summary>
/// The folder of one execution, format version 1: all that the shim and whoever asks about its process share. A shim depends on
/// nothing else, so a folder that is found tells the truth whoever has died. Reading never waits and never changes anything.
/// </summary>
public sealed class ShimFolder
{
    /// <summary>Of the format of every file in it.</summary>
    public const int Version = 1;

    private ShimFolder(string path) => Path = path;

    /// <param name="path">Made absolute. It need not exist yet.</param>
    public static ShimFolder At(string path) => new(System.IO.Path.GetFullPath(path));

    public string Path { get; }

    /// <summary>What was asked for (<see cref="ShimRequest"/>). Written by the starter.</summary>
    public string Request => In("request.json");

    /// <summary>Locked (flock) for as long as the shim lives.</summary>
    public string Lock => In("lock");

    /// <summary>Who the shim is (<see cref="ShimIdentity"/>). Durable before the process runs.</summary>
    public string Shim => In("shim.json");

    /// <summary>Who the process is (<see cref="ShimProcess"/>).</summary>
    public string Process => In("process.json");

    /// <summary>What it wrote; <see cref="Processes.OutputLog"/> reads it.</summary>
    public string OutputLog => In("output.log");

    /// <summary>Rewritten at every heartbeat: the boot-time clock and the same without sleep (CLOCK_MONOTONIC), in nanoseconds, as text.</summary>
    public string Heartbeat => In("heartbeat");

    /// <summary>A FIFO that the shim listens to (<see cref="ShimControl"/>).</summary>
    public string Control => In("control");

    /// <summary>What it is being ended for (<see cref="ShimStopping"/>). Written when that begins.</summary>
    public string Stopping => In(StoppingName);

    public const string StoppingName = "stopping.json";

    /// <summary>How it ended (<see cref="ShimExit"/>). Appears whole or not at all.</summary>
    public string Exit => In("exit.json");

    /// <summary>
    /// Touched by tmux when the pane or the session of the execution ended. That it is there proves nothing: whoever is told looks at the shim.
    /// </summary>
    public string PaneHint => In(PaneHintName);

    public const string PaneHintName = "pane.hint";

    /// <summary>What the shim itself had to complain of; empty as a rule.</summary>
    public string Log => In("shim.log");

    /// <summary>Null while there is none.</summary>
    /// <exception cref="InvalidDataException">Of a format of the future.</exception>
    public ShimRequest? TryReadRequest() => TryRead(Request, ShimJson.ReadRequest);

    /// <inheritdoc cref="TryReadRequest"/>
    public ShimIdentity? TryReadShim() => TryRead(Shim, ShimJson.ReadShim);

    /// <inheritdoc cref="TryReadRequest"/>
    public ShimProcess? TryReadProcess() => TryRead(Process, ShimJson.ReadProcess);

    /// <inheritdoc cref="TryReadRequest"/>
    public ShimStopping? TryReadStopping() => TryRead(Stopping, ShimJson.ReadStopping);

    /// <inheritdoc cref="TryReadRequest"/>
    public ShimExit? TryReadExit() => TryRead(Exit, ShimJson.ReadExit);

    /// <summary>When the shim last said that it lives, by the wall clock: for display. Null when it never did.</summary>
    public DateTimeOffset? LastHeartbeat => File.Exists(Heartbeat) ? new DateTimeOffset(File.GetLastWriteTimeUtc(Heartbeat)) : null;

    /// <summary>
    /// How long ago that was, by a clock that no one sets and that stands still while the machine sleeps: right after that no shim is silent.
    /// Null when it never did, or did so before the machine was started anew.
    /// </summary>
    public TimeSpan? HeartbeatAge
    {
        get
        {
            if (TryReadShim() is not { } shim || shim.Process.BootId != ProcessIdentities.BootId)
                return null;
            return TryReadText(Heartbeat)?.TrimEnd('\n').Split(' ') switch
            {
                [_, var awake] when long.TryParse(awake, out var beat) => Since(beat, Libc.AwakeNanoseconds()),
                // Of a shim that an earlier build started, and that lives still.
                [var boot] when long.TryParse(boot, out var beat) => Since(beat, Libc.BootTimeNanoseconds()),
                _ => null,
            };
        }
    }

    private static TimeSpan Since(long beat, long now) => TimeSpan.FromTicks((now - beat) / TimeSpan.NanosecondsPerTick);

    /// <summary>
    /// Whether somebody starts a shim here, or one lives. Not locked and without <see cref="Shim"/>: nothing ran, and what was to start it is gone.
    /// </summary>
    public bool IsLocked => ShimLock.IsHeld(this);

    private string In(string name) => System.IO.Path.Combine(Path, name);

    private static T? TryRead<T>(string path, Func<JsonElement, T> read)
        where T : class
    {
        if (TryReadBytes(path) is not { Length: > 0 } bytes)
            return null;
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            var version = root.GetProperty("format"u8).GetInt32();
            return version <= Version
                ? read(root)
                : throw new InvalidDataException($"'{path}' has format {version}; this release reads {Version}. Use a newer release.");
        }
        // Left half written by a machine that stopped: no file that was renamed in time is.
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? TryReadText(string path) => TryReadBytes(path) is { } bytes ? System.Text.Encoding.ASCII.GetString(bytes) : null;

    private static byte[]? TryReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
