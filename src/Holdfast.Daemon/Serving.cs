using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Core.Queueing;
using Holdfast.Engine.Sessions;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Settings;
using Holdfast.Server.Daemons;
using Microsoft.Extensions.Logging;
using ServingDaemon = Holdfast.Server.Daemons.Daemon;

namespace Holdfast.Daemon;

/// <summary>The daemon itself, in this process.</summary>
internal static class Serving
{
    /// <summary>The daemon before it may be just ending. One that a person starts meets a living one at once, and says so.</summary>
    private static readonly TimeSpan PatienceInBackground = TimeSpan.FromSeconds(60);

    /// <summary>In the foreground: whoever started it reads what it says.</summary>
    public static async Task<int> HereAsync()
    {
        ServingDaemon daemon;
        try
        {
            var settings = SettingValues.OfEnvironment();
            using (TakeStart(settings.Home))
                daemon = await StartAsync(Options(settings, logFile: null), TimeSpan.Zero);
        }
        catch (RefusedException refused)
        {
            return Answer.Complain(refused.Error);
        }
        catch (Exception fault)
        {
            return Answer.Complain(Answer.Fault(fault));
        }

        Notify("READY=1");
        return await UntilEndAsync(daemon, tells: true);
    }

    /// <summary>In the background: whoever started it waits for the answer, and tells the person.</summary>
    public static async Task<int> InBackgroundAsync()
    {
        ServingDaemon daemon;
        using (var answer = new Answer())
        {
            try
            {
                var settings = SettingValues.OfEnvironment();
                daemon = await StartAsync(Options(settings, DaemonFile.LogIn(settings.Home)), PatienceInBackground);
                answer.Ready();
            }
            catch (RefusedException refused)
            {
                return answer.Refuse(refused.Error);
            }
            catch (Exception fault)
            {
                return answer.Refuse(Answer.Fault(fault));
            }
        }

        return await UntilEndAsync(daemon, tells: false);
    }

    private static DaemonOptions Options(SettingValues settings, string? logFile) => new()
    {
        Home = settings.Home,
        Version = ProductVersion.Text,
        Listen = settings.HttpListen,
        RequestsPerSecond = settings.HttpRequestsPerSecond,
        MaxConnections = settings.HttpMaxConnections,
        Jobs = settings.Jobs,
        MaxJobs = settings.MaxJobs,
        MaxExecutions = settings.MaxExecutions,
        MaxExecutionsPerKey = settings.MaxExecutionsPerKey,
        KeyLimits = settings.KeyLimits,
        Circuit = CircuitPolicy.Default with { Failures = settings.CircuitFailures, FirstPause = settings.CircuitPause },
        LeastFreeMemoryBytes = settings.MinFreeMemoryBytes,
        OutputLimitBytes = settings.MaxOutputBytes,
        Allowance = new TimeAllowance.Extended(settings.MaxProcessRuntime, settings.ExtensionDuration, settings.MaxTimeoutExtensions, settings.HeartbeatTimeout),
        Liveness = new LivenessPolicy(settings.HeartbeatTimeout, settings.PhantomGracePeriod),
        Settings = settings.Document,
        StateSyncInterval = settings.StateSyncInterval,
        Retention = new RetentionRule(settings.RetentionAge, settings.RetentionExecutions),
        OtlpEndpoint = settings.OtlpEndpoint,
        Activity = ActivityPolicy.Within(settings.ActivityBytes, settings.ActivityPartial),
        LogLevel = Enum.Parse<LogLevel>(settings.LogLevel, ignoreCase: true),
        LogsJson = settings.LogsJson,
        LogFile = logFile,
    };

    private static HomeLock? TakeStart(string home)
    {
        try
        {
            return Directory.Exists(home) ? HomeLock.Take(DaemonFile.StartLockIn(home)) : null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The daemon itself meets the same, and says what is wrong with the home.
            return null;
        }
    }

    private static async Task<ServingDaemon> StartAsync(DaemonOptions options, TimeSpan patience)
    {
        try
        {
            return await ServingDaemon.StartAsync(options, patience, TimeProvider.System, CancellationToken.None);
        }
        catch (DaemonRefusedException refused)
        {
            throw new RefusedException(refused switch
            {
                { IsRunning: true } => new Error(ErrorCode.DaemonRunning, refused.Message, "holdfast daemon status"),
                { IsAddressInUse: true } => new Error(ErrorCode.AddressInUse, refused.Message, "set http_listen to another address, to a port of 0 for any that is free, or to off"),
                _ => new Error(ErrorCode.StoreUnavailable, refused.Message),
            });
        }
    }

    private static async Task<int> UntilEndAsync(ServingDaemon daemon, bool tells)
    {
        DaemonEnd end;
        await using (daemon)
        {
            using var term = StopOn(PosixSignal.SIGTERM);
            using var interrupt = StopOn(PosixSignal.SIGINT);
            using var hangUp = StopOn(PosixSignal.SIGHUP);
            end = await daemon.End;
            Notify("STOPPING=1");
        }

        return end switch
        {
            DaemonEnd.Stopped => ExitCode.Completed,
            DaemonEnd.HomeRemoved removed => Tell(new Error(ErrorCode.StoreUnavailable, $"The home '{removed.Home}' was removed or moved, and the daemon ended.")),
            DaemonEnd.Failed failed => Tell(new Error(ErrorCode.StoreFailed, $"The daemon ended, because it cannot go on: {failed.Message}", "mend the cause; the next command starts it again")),
            _ => throw new InvalidOperationException($"Unplaced end {end.GetType().Name}."),
        };

        // In the background the log has it already.
        int Tell(Error error) => tells ? Answer.Complain(error) : ExitCode.Of(error);

        PosixSignalRegistration StopOn(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            daemon.Stop(StopMode.Leave, signal.ToString());
        });
    }

    /// <summary>Tells systemd, where it started this and wants to know.</summary>
    private static void Notify(string state)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 1 } address)
            return;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        // An @ stands for the 0 with which abstract addresses begin.
        socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address));
    }
}
