using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;

namespace Holdfast.EndToEnd;

/// <summary>A folder to work in, a home for Holdfast, and the program itself. Its daemon, and the runs that drives, are gone when the test is over.</summary>
internal sealed class Desk : IDisposable
{
    public static readonly string Repository = FindRepository();

    private readonly string root = Directory.CreateTempSubdirectory("holdfast-e2e-").FullName;

    public Desk()
    {
        Directory.CreateDirectory(Folder);
        Environment = new Dictionary<string, string?>
        {
            ["HOLDFAST_HOME"] = Home, ["TERM"] = "xterm-256color", ["NO_COLOR"] = null, ["TZ"] = "UTC",
        };
    }

    /// <summary>The working directory.</summary>
    public string Folder => Path.Combine(root, "work");

    public string Home => Path.Combine(root, "home");

    public Dictionary<string, string?> Environment { get; }

    public static string Program => Path.Combine(Repository, "holdfast");

    public string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(Folder, name), text);
        return name;
    }

    public RunningProgram Start(params string[] arguments) => RunningProgram.Start(Program, arguments, Folder, Environment);

    public async Task<Ended> HoldfastAsync(params string[] arguments)
    {
        await using var program = Start(arguments);
        return await program.EndAsync();
    }

    public async Task<Ended> ShellAsync(string command)
    {
        await using var shell = RunningProgram.Start("/bin/bash", ["-c", command], Folder, Environment);
        return await shell.EndAsync();
    }

    /// <summary>Runs a command with <c>--json</c> that must succeed.</summary>
    public async Task<T> DocumentAsync<T>(Func<ProtocolJsonContext, JsonTypeInfo<T>> type, params string[] arguments)
    {
        var ended = await HoldfastAsync([.. arguments, "--json"]);
        Assert.True(ended.ExitCode == 0, $"{string.Join(' ', arguments)} ended with {ended.ExitCode}: {ended.Error}");
        return Read(ended.Out, type);
    }

    public static T Read<T>(string json, Func<ProtocolJsonContext, JsonTypeInfo<T>> type) => JsonSerializer.Deserialize(json, type(ProtocolJson.Compact))!;

    /// <summary>The daemon that serves the home, or did last.</summary>
    public DaemonFile Daemon => DaemonFile.TryRead(Home) ?? throw new InvalidOperationException($"There is no daemon in '{Home}'.");

    /// <summary>Kills the daemon as the kernel would, and waits until it is gone.</summary>
    public async Task KillDaemonAsync()
    {
        // A zombie is dead, once no thread of it is left that keeps its socket open; the command that started it has not looked yet.
        var pid = Daemon.Pid;
        var killed = await ShellAsync($"kill -KILL {pid}; while [ -e /proc/{pid} ] && ! {{ grep -qs '^State:.Z' /proc/{pid}/status && [ $(ls /proc/{pid}/task 2> /dev/null | wc -l) -le 1 ]; }}; do sleep 0.02; done");
        Assert.Equal("", killed.Error);
    }

    public void Dispose()
    {
        Environment["HOLDFAST_CRASH_POINT"] = null;
        // Where one was killed, the test has seen to what it left.
        if (DaemonFile.TryRead(Home) is not null)
            HoldfastAsync("daemon", "stop", "--kill").GetAwaiter().GetResult();
        Directory.Delete(root, recursive: true);
    }

    private static string FindRepository([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
