using Holdfast.EndToEnd;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;

namespace Holdfast.Survival;

/// <summary>A home, the daemon that serves it — the real program, in a process of its own — and a client of it.</summary>
internal sealed class ServedHome : IAsyncDisposable
{
    private const string CrashPoint = "HOLDFAST_CRASH_POINT";
    private const int Killed = 137;

    private readonly List<string> logs = [];
    private RunningProgram? daemon;
    private HoldfastClient? client;

    public Desk Desk { get; } = new();

    public HoldfastClient Client => client ?? throw new InvalidOperationException("No daemon serves.");

    /// <summary>What the daemons before this one said on standard error, the newest last; the last few of them.</summary>
    public string Said => string.Join("\n--- killed ---\n", logs.TakeLast(3));

    /// <summary>Of the daemon that serves.</summary>
    public int Pid => daemon?.Pid ?? throw new InvalidOperationException("No daemon serves.");

    public bool Serves => daemon is { HasEnded: false };

    public string FolderOf(Guid execution)
    {
        var name = execution.ToString("N");
        return Path.Combine(Desk.Home, "executions", "v1", name[^2..], name);
    }

    /// <param name="crashPoint">Where it, or a shim that it starts, dies by SIGKILL. Null for nowhere.</param>
    /// <returns>False when it died before it served.</returns>
    public async Task<bool> ServeAsync(string? crashPoint = null)
    {
        await ForgetAsync();
        Desk.Environment[CrashPoint] = crashPoint;
        daemon = Desk.Start("serve");
        Desk.Environment[CrashPoint] = null;
        await Task.WhenAny(daemon.HasSaidAsync(" serves "), daemon.Ended);
        if (!Serves)
        {
            await EndOfAsync();
            return false;
        }

        client = new HoldfastClient(DaemonFile.SocketIn(Desk.Home), "0.1.0");
        return true;
    }

    /// <summary>SIGKILL to the daemon; returns once it is gone.</summary>
    /// <returns>False when it was gone already.</returns>
    public async Task<bool> KillAsync()
    {
        var wasHit = daemon is { } running && Scan.StartTicks(running.Pid) is { } startTicks && SharpKill.Hit(running.Pid, startTicks);
        await EndOfAsync();
        return wasHit;
    }

    /// <summary>Waits until the daemon, which was killed or came by its crash point, is gone.</summary>
    /// <returns>False when there was none.</returns>
    public async Task<bool> EndOfAsync()
    {
        if (daemon is null)
            return false;
        var ended = await daemon.EndAsync();
        Assert.True(ended.ExitCode == Killed, $"The daemon ended with {ended.ExitCode} and was not killed. It said:\n{ended.Error}");
        await ForgetAsync();
        return true;
    }

    /// <summary>Waits until the daemon ends because it cannot go on.</summary>
    public async Task<Ended> GivesUpAsync()
    {
        var ended = await (daemon ?? throw new InvalidOperationException("No daemon serves.")).EndAsync();
        await ForgetAsync();
        return ended;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        // Another, by a command, ends what is left of a test that failed.
        await Desk.HoldfastAsync("exec", "killall", "--yes", "--now");
        await Desk.HoldfastAsync("daemon", "stop");
        Desk.Dispose();
    }

    private async Task ForgetAsync()
    {
        client?.Dispose();
        client = null;
        if (daemon is null)
            return;
        logs.Add((await daemon.EndAsync()).Error);
        await daemon.DisposeAsync();
        daemon = null;
    }
}
