using System.Net.Sockets;
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
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Adopting executions takes a second at most, waiting for one that is just ending some more. Reached only when something hangs.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);

    /// <summary>Daemons in a row that may end before they say anything; then it is not chance.</summary>
    public const int MostFruitless = 5;

    /// <summary>Long enough for a killed process to be gone: until then it may still take a connection.</summary>
    private static readonly TimeSpan BetweenDaemons = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks the daemon, and the next where one ends before it has answered; only for what may be asked again.</summary>
    /// <param name="ask">Given a client, and what to call whenever the daemon has told something.</param>
    public static async Task<T> AskAgainAsync<T>(Func<HoldfastClient, Action, Task<T>> ask, CancellationToken cancellationToken)
    {
        for (var fruitless = 0; ;)
        {
            using var client = await OpenAsync(cancellationToken);
            try
            {
                return await ask(client, () => fruitless = 0);
            }
            catch (RefusedException lost) when (lost.Error.Code == ErrorCode.DaemonUnreachable && ++fruitless < MostFruitless)
            {
                await Task.Delay(BetweenDaemons, cancellationToken);
            }
        }
    }

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
            // Whoever called this program, what it asks for is a part of their trace.
            return new HoldfastClient(socket, ProductVersion.Text, Environment.GetEnvironmentVariable("TRACEPARENT"), Environment.GetEnvironmentVariable("TRACESTATE"));
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
            await StartInBackgroundAsync(home, cancellationToken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Error(
                ErrorCode.StoreUnavailable, $"Holdfast cannot keep anything in '{home}': {refused.Message}", "make the folder writable, or set HOLDFAST_HOME to another"));
        }

        return Find(home) ?? throw new RefusedException(new Error(ErrorCode.DaemonUnreachable, $"The daemon of '{home}' ended as soon as it had started.", "holdfast daemon logs"));
    }

    private static async Task StartInBackgroundAsync(string home, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(LongestStart);
        try
        {
            await DaemonBeside.StartAsync(home, bounded.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RefusedException(new Error(ErrorCode.DaemonUnreachable, $"The daemon of '{home}' did not say within {LongestStart.TotalSeconds:0} s that it is ready.", "holdfast daemon logs"));
        }
    }
}
