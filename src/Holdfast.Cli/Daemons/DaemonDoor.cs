using System.Collections;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Holdfast.Cli.Settings;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;

namespace Holdfast.Cli.Daemons;

/// <summary>
/// The way to the daemon of a home, which is started in the background when none runs. However many look for it at once, one
/// starts it: they queue up at a lock, in the kernel, and who comes after finds it listening.
/// </summary>
internal static class DaemonDoor
{
    /// <summary>What a background daemon says on its pipe once it listens.</summary>
    public const string Ready = "ready\n";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Adopting executions takes a second at most, waiting for one that is just ending some more. Reached only when something hangs.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);

    /// <returns>A client of a daemon that listens.</returns>
    /// <exception cref="RefusedException">There is none, and none can be started.</exception>
    public static async Task<HoldfastClient> OpenAsync(CancellationToken cancellationToken)
    {
        var home = SettingSet.Load().Home;
        return Find(home) ?? await StartAsync(home, cancellationToken);
    }

    /// <returns>A client of the daemon that listens; null when there is none.</returns>
    public static HoldfastClient? Find(string home)
    {
        var socket = DaemonFile.TryRead(home)?.Socket ?? DaemonFile.SocketIn(home);
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(socket));
            return new HoldfastClient(socket, ProductVersion.Text);
        }
        catch (Exception absent) when (absent is SocketException or ArgumentOutOfRangeException)
        {
            // No file, nobody behind it, or a path that is too long for a socket, so that no daemon can be there.
            return null;
        }
    }

    /// <exception cref="RefusedException">It cannot be started.</exception>
    public static async Task<HoldfastClient> StartAsync(string home, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(home, OwnerOnly);
            using var turn = HomeLock.Take(DaemonFile.StartLockIn(home));
            // Somebody else may have started it meanwhile.
            if (Find(home) is { } started)
                return started;
            Directory.CreateDirectory(Path.GetDirectoryName(DaemonFile.LogIn(home))!, OwnerOnly);
            await using var pipe = DetachedStart.Start(CommandLineOf(), EnvironmentOf(home), DaemonFile.LogIn(home));
            await ReadyAsync(pipe, home, cancellationToken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Error(
                ErrorCode.StoreUnavailable, $"Holdfast cannot keep anything in '{home}': {refused.Message}", "make the folder writable, or set HOLDFAST_HOME to another"));
        }

        return Find(home) ?? throw new RefusedException(new Error(ErrorCode.DaemonUnreachable, $"The daemon of '{home}' ended as soon as it had started.", "holdfast daemon logs"));
    }

    private static async Task ReadyAsync(Stream pipe, string home, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(LongestStart);
        using var reader = new StreamReader(pipe, Encoding.UTF8);
        string said;
        try
        {
            said = await reader.ReadToEndAsync(bounded.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RefusedException(new Error(ErrorCode.DaemonUnreachable, $"The daemon of '{home}' did not say within {LongestStart.TotalSeconds:0} s that it is ready.", "holdfast daemon logs"));
        }

        if (said == Ready)
            return;
        throw new RefusedException(said.Length == 0
            ? new Error(ErrorCode.DaemonUnreachable, $"The daemon of '{home}' died while it started; its last words are in {DaemonFile.LogIn(home)}.", "holdfast daemon logs")
            : JsonSerializer.Deserialize(said, ProtocolJson.Compact.ErrorDocument)!.Error);
    }

    private static string[] CommandLineOf()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The kernel does not say which program this is: is /proc mounted?");
        // Started as "dotnet holdfast.dll", the program is dotnet's.
        var self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Environment.GetCommandLineArgs()[0]] : new[] { program };
        return [.. self, "serve", "--background"];
    }

    // What this process was told, the daemon goes by, wherever its own working directory is.
    private static Dictionary<string, string> EnvironmentOf(string home)
    {
        var environment = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            environment[(string)variable.Key] = (string?)variable.Value ?? "";
        // Started from within an execution, it is not a part of it: whatever bears this mark ends with that execution.
        environment.Remove("HOLDFAST_EXECUTION");
        foreach (var setting in SettingSet.Load().Document.Settings)
            environment[setting.Variable] = setting.Value;
        environment[SettingDefinition.Prefix + "HOME"] = home;
        return environment;
    }
}
