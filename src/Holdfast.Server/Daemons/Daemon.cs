using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Holdfast.Core.Queueing;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Maintenance;
using Holdfast.Engine.Recovery;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Sessions;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Engine.Tasks;
using Holdfast.Processes;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Settings;
using Holdfast.Server.Endpoints;
using Holdfast.Server.Endpoints.OpenApi;
using Holdfast.Server.Events;
using Holdfast.Server.Runs;
using Holdfast.Server.Security;
using Holdfast.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Daemons;

/// <summary>
/// The one process that serves a home: it holds the lock on it, owns the store's writer, the runs and the executions, and answers
/// over a unix socket. When it ends, executions go on; the next daemon takes them over, and goes on with the runs.
/// </summary>
public sealed class Daemon : IAsyncDisposable
{
    /// <summary>How long requests that are under way may take once the daemon stops; those that wait or follow are cut at once.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(5);

    private const UnixFileMode OwnerReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DaemonOptions options;
    private readonly TimeProvider time;
    private readonly HomeLock home;
    private readonly DaemonLog log;
    private readonly ILoggerFactory logging;
    private readonly ILogger logger;
    private readonly TaskCompletionSource<DaemonEnd> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stopping = new();
    private readonly DateTimeOffset startedAt;
    private SqliteStore? store;
    private ExecutionDesk? desk;
    private TaskDesk? tasks;
    private RunDesk? runs;
    private readonly SharedFolderWatch watch = new(FolderNews.Removal);
    private IDisposable? listening;
    private Housekeeping? housekeeping;
    private IdleMemory? memory;
    private Reconciliation? reconciliation;
    private OrphanWatch? orphans;
    private RunStates? states;
    private EventHub? events;
    private DaemonMeter? meter;
    private PrometheusText? counted;
    private DaemonGauges? gauges;
    // Both only where something is sent.
    private SpanWriter? spans;
    [SuppressMessage("Performance", "CA1859", Justification = "Its own type would load OpenTelemetry with this one.")]
    private IAsyncDisposable? export;
    private WebApplication? web;
    private DaemonFile? file;
    private LiveSettings? settings;
    private volatile LogLevel leastLevel;
    private int isDraining;

    private Daemon(DaemonOptions options, HomeLock home, TimeProvider time)
    {
        this.options = options;
        this.home = home;
        this.time = time;
        startedAt = time.GetUtcNow();
        leastLevel = options.LogLevel;
        log = new DaemonLog(options.LogFile, time) { WritesJson = options.LogsJson };
        logging = LoggerFactory.Create(builder => builder
            .SetMinimumLevel(LogLevel.Trace)
            .AddFilter(level => level >= leastLevel)
            .AddFilter("Microsoft", LogLevel.Warning)
            // What keeps it from starting is told to whoever starts it.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddProvider(options.Diary ?? log));
        logger = logging.CreateLogger("daemon");
    }

    /// <summary>Completes when the daemon has to end, and why; then it is disposed of.</summary>
    public Task<DaemonEnd> End => end.Task;

    /// <summary>As <c>daemon status</c> tells it.</summary>
    public DaemonDocument Document => new()
    {
        Pid = Environment.ProcessId,
        Socket = file!.Socket,
        Url = file.Url,
        Home = options.Home,
        Version = options.Version,
        Protocol = ProtocolVersion.Current.ToString(),
        State = isDraining == 0 ? DaemonState.Serving : DaemonState.Draining,
        StartedAt = startedAt,
        Executions = Executions,
        Runs = Runs,
        Atoms = runs?.Atoms ?? 0,
        Log = options.LogFile,
    };

    /// <summary>Every address that is answered, with a method of it.</summary>
    internal IReadOnlyList<(string Method, string Pattern)> Routes =>
    [
        .. ((IEndpointRouteBuilder)web!).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Select(method => (method, endpoint.RoutePattern.RawText!)) ?? []),
    ];

    internal bool IsDraining => isDraining == 1;

    /// <summary>Cancelled when the daemon stops: who waits or follows is let go.</summary>
    internal CancellationToken Stopping => stopping.Token;

    /// <param name="patience">How long to wait for another daemon of the home to let go of it: one may be just ending.</param>
    /// <returns>A daemon that listens.</returns>
    /// <exception cref="DaemonRefusedException">It cannot serve this home.</exception>
    public static async Task<Daemon> StartAsync(DaemonOptions options, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = OpenHome(options.Home);
        var daemon = new Daemon(options, await LockAsync(options.Home, patience, time), time);
        try
        {
            await daemon.OpenAsync(folder, cancellationToken);
            return daemon;
        }
        catch (Exception refused)
        {
            await daemon.DisposeAsync();
            if (refused is StoreUnavailableException or IOException or UnauthorizedAccessException or SocketException)
                throw new DaemonRefusedException(refused.Message, inner: refused);
            throw;
        }
    }

    private int Executions => desk?.Open.Count(execution => !execution.IsOver) ?? 0;

    private int Runs => runs?.UnderWay ?? 0;

    /// <summary>Ends the daemon, now or when nothing is under way any more. Asked again, the quicker way wins.</summary>
    /// <param name="by">Told in the log.</param>
    public void Stop(StopMode mode, string by)
    {
        switch (mode)
        {
            case StopMode.Leave:
                logger.Stopping(by, Executions, Runs);
                end.TrySetResult(new DaemonEnd.Stopped(by));
                break;
            case StopMode.Drain:
                logger.Draining(by, Executions, Runs);
                Drain(by);
                break;
            case StopMode.Kill:
                logger.Killing(by, Executions, Runs);
                Drain(by);
                _ = KillAsync(by);
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        runs?.StartNothingMore();
        await stopping.CancelAsync();
        // First out of sight, so that who looks for a daemon starts the next, which waits for the lock.
        RemoveTraces();
        listening?.Dispose();
        watch.Dispose();
        if (web is not null)
        {
            using var farewell = new CancellationTokenSource(LongestFarewell, time);
            await web.StopAsync(farewell.Token);
            await web.DisposeAsync();
        }

        states?.Dispose();
        if (runs is not null)
            await runs.DisposeAsync();
        if (export is not null)
            await export.DisposeAsync();
        if (events is not null)
            await events.DisposeAsync();
        if (orphans is not null)
            await orphans.DisposeAsync();
        if (reconciliation is not null)
            await reconciliation.DisposeAsync();
        if (memory is not null)
            await memory.DisposeAsync();
        if (housekeeping is not null)
            await housekeeping.DisposeAsync();
        if (tasks is not null)
            await tasks.DisposeAsync();
        if (desk is not null)
            await desk.DisposeAsync();
        if (store is not null)
            await store.DisposeAsync();
        counted?.Dispose();
        meter?.Dispose();
        logger.Ended();
        logging.Dispose();
        stopping.Dispose();
        home.Dispose();
    }

    private static HoldfastHome OpenHome(string path)
    {
        try
        {
            return HoldfastHome.OpenAt(path);
        }
        catch (StoreUnavailableException refused)
        {
            throw new DaemonRefusedException(refused.Message, inner: refused);
        }
    }

    private static async Task<HomeLock> LockAsync(string home, TimeSpan patience, TimeProvider time)
    {
        var path = DaemonFile.LockIn(home);
        try
        {
            if (HomeLock.TryTake(path) is { } free)
                return free;
            if (patience > TimeSpan.Zero)
            {
                // The kernel wakes this thread when the other one ends; should that never be, it ends with its process.
                var taking = Task.Factory.StartNew(() => HomeLock.Take(path), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                return await taking.WaitAsync(patience, time);
            }
        }
        catch (TimeoutException)
        {
            // Told below, as for one that does not wait.
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DaemonRefusedException($"The home '{home}' cannot be served: {refused.Message}", inner: refused);
        }

        var who = DaemonFile.TryRead(home) is { } running ? $"daemon {running.Version} (pid {running.Pid})" : "a daemon";
        throw new DaemonRefusedException($"The home '{home}' is served already, by {who}.", running: true);
    }

    private async Task OpenAsync(HoldfastHome folder, CancellationToken cancellationToken)
    {
        if (!HomeFolder.TryClose(options.Home))
            logger.HomeIsOpen(options.Home);
        listening = watch.Listen(options.Home, name: null, time, () => HomeIsInPlace());
        if (listening is null)
            throw new DaemonRefusedException($"The home '{options.Home}' was removed while its daemon started.");
        store = SqliteStore.Open(folder.Store);
        events = await EventHub.OpenAsync(store, new EventHubOptions(), cancellationToken);
        meter = new DaemonMeter();
        counted = new PrometheusText(meter.Meter);
        meter.BeginAtZero();
        store.CommitTook += meter.TakeCommit;
        events.Heard += Count;
        _ = EndOnFaultAsync(events.Fault);
        desk = await ExecutionDesk.OpenAsync(folder, store, time, DeskOptions, cancellationToken);
        _ = EndOnFaultAsync(desk.Fault);
        tasks = await TaskDesk.OpenAsync(folder, store, desk, time, TaskOptions, cancellationToken);
        _ = EndOnFaultAsync(tasks.Fault);
        var secrets = KnownSecrets.OfThisProcess();
        var plans = new PlanDesk(options.Home, store, secrets, time, logging.CreateLogger("plans"));
        runs = new RunDesk(options.Home, store, new RunDeskOptions(options.Jobs, options.MaxJobs), secrets, plans, time, logging.CreateLogger("runs"));
        _ = EndOnFaultAsync(runs.Fault);

        var socket = SocketPlace.For(options.Home, Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"));
        // Whoever listened here held the lock that we hold now, so it is dead.
        File.Delete(socket);
        var garbage = new GarbageCollection(folder, store, desk, options.Retention, time);
        housekeeping = new Housekeeping(garbage, time, logger, Fail);
        memory = new IdleMemory(time);
        orphans = new OrphanWatch(
            desk, time, (execution, swept) => logger.OrphansEnded(execution.ToString(), swept.Ended, swept.Left), refused => logger.CouldNotReconcile(refused.Message, refused));
        reconciliation = new Reconciliation(new StateSync(store, desk), options.StateSyncInterval, time, logger, HomeIsInPlace, Fail);
        var tokens = AccessTokens.OpenIn(options.Home);
        gauges = new DaemonGauges(options.Version, events, desk, runs, store, time);
        StartSending(events, store, gauges);
        web = BuildWeb(socket, tokens, events, desk, runs, plans, tasks, folder, garbage);
        await ListenAsync(web, cancellationToken);
        File.SetUnixFileMode(socket, OwnerReadWrite);
        var self = ProcessIdentities.Current;
        file = new DaemonFile(self.Pid, self.StartTicks, self.BootId, socket, NetworkUrlOf(web) ?? DaemonFile.SocketUrl, options.Home, options.Version, ProtocolVersion.Current.ToString());
        file.Write();
        logger.Serving(options.Version, self.Pid, options.Home, socket);
        // Behind whoever waits for the daemon: ending old trees may take a second, and what asks about runs waits for it.
        _ = runs.TakeUpAsync();
    }

    private void StartSending(EventHub happened, SqliteStore from, DaemonGauges readings)
    {
        // What it is told of itself must not keep it from its work.
        try
        {
            if (OtlpSettings.Of(options.OtlpEndpoint, options.Variable) is { } settings)
                TrySending(settings, happened, from, readings);
        }
        catch (FormatException unusable)
        {
            logger.NothingSent(unusable.Message);
        }
    }

    private void TrySending(OtlpSettings settings, EventHub happened, SqliteStore from, DaemonGauges readings)
    {
        try
        {
            StartSending(settings, happened, from, readings);
        }
        // Not what it says: there may be a password in it.
        catch (Exception unusable)
        {
            spans?.Dispose();
            spans = null;
            logger.NothingSent($"a variable of OpenTelemetry cannot be followed ({unusable.GetType().Name}); OTEL_EXPORTER_OTLP_HEADERS is name=value, with commas between, and has each name once");
        }
    }

    // By itself, so that nothing of OpenTelemetry is loaded before it is called.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StartSending(OtlpSettings settings, EventHub happened, SqliteStore from, DaemonGauges readings)
    {
        spans = settings.Traces is null ? null : new SpanWriter();
        export = new OtlpExport(settings, options.Variable, options.Version, spans, happened, from, readings, time, logging.CreateLogger("telemetry"));
        if (settings.Traces is { } traces)
            logger.Sending("traces", traces);
        if (settings.Metrics is { } metrics)
            logger.Sending("metrics", metrics);
    }

    /// <summary>What cannot be counted must keep nobody from being told of it.</summary>
    private void Count(IReadOnlyList<LoggedEvent> stored)
    {
        try
        {
            meter!.Take(stored);
        }
        catch (Exception fault)
        {
            logger.NotCounted(fault.Message, fault);
        }
    }

    private async Task ListenAsync(WebApplication listener, CancellationToken cancellationToken)
    {
        try
        {
            await listener.StartAsync(cancellationToken);
        }
        catch (IOException refused) when (refused.InnerException is AddressInUseException)
        {
            throw new DaemonRefusedException($"The daemon cannot listen on {options.Listen}: somebody else does.", addressInUse: true, inner: refused);
        }
    }

    private static string? NetworkUrlOf(WebApplication listener) =>
        listener.Urls.FirstOrDefault(url => !url.StartsWith("http://unix:", StringComparison.Ordinal));

    private void TellOfQueue(QueueEvent happened)
    {
        var part = happened.Key is { } key ? $"key '{key}'" : "the queue";
        switch (happened)
        {
            case QueueEvent.Paused paused:
                logger.QueuePaused(part, paused.Who);
                break;
            case QueueEvent.Resumed resumed:
                logger.QueueResumed(part, resumed.Who);
                break;
            case QueueEvent.CircuitOpened opened:
                logger.CircuitOpened(opened.Key!, opened.Until, opened.Failures, opened.Why);
                break;
            case QueueEvent.CircuitHalfOpened half:
                logger.CircuitHalfOpened(half.Key!);
                break;
            case QueueEvent.CircuitClosed closed:
                logger.CircuitClosed(closed.Key!);
                break;
        }
    }

    /// <summary>What of the settings can be changed while all of this works.</summary>
    private LiveSettings Settings(ExecutionDesk executions, RunDesk driven, TaskDesk work, RequestRate rate)
    {
        return new LiveSettings(
            options,
            new Dictionary<string, Action<SettingValues>>
            {
                [SettingDefinition.MaxExecutions] = LimitQueue,
                [SettingDefinition.MaxExecutionsPerKey] = LimitQueue,
                [SettingDefinition.KeyLimits] = LimitQueue,
                [SettingDefinition.MaxJobs] = now => driven.LimitTo(now.MaxJobs),
                [SettingDefinition.Jobs] = now => driven.Jobs = now.Jobs,
                [SettingDefinition.HttpRequests] = now => rate.PerSecond = now.HttpRequestsPerSecond,
                [SettingDefinition.ActivityMegabytes] = KeepActivity,
                [SettingDefinition.ActivityPartial] = KeepActivity,
                [SettingDefinition.LogLevel] = now => leastLevel = Enum.Parse<LogLevel>(now.LogLevel, ignoreCase: true),
                [SettingDefinition.LogFormat] = now => log.WritesJson = now.LogsJson,
            },
            logger);

        void LimitQueue(SettingValues now) => executions.LimitTo(new QueueLimits(now.MaxExecutions, now.MaxExecutionsPerKey, now.KeyLimits));

        void KeepActivity(SettingValues now) => work.Activity = ActivityPolicy.Within(now.ActivityBytes, now.ActivityPartial);
    }

    private TaskDeskOptions TaskOptions => new() { Activity = options.Activity, Unfollowed = (session, failed) => logger.Unfollowed(session.ToString(), failed.Message, failed) };

    private ExecutionDeskOptions DeskOptions => new()
    {
        Limit = options.MaxExecutions,
        LimitPerKey = options.MaxExecutionsPerKey,
        LimitOfKey = options.KeyLimits,
        Circuit = options.Circuit,
        LeastFreeMemoryBytes = options.LeastFreeMemoryBytes,
        OutputLimitBytes = options.OutputLimitBytes,
        Allowance = options.Allowance,
        Liveness = options.Liveness,
        Changed = execution => ExecutionDiary.Tell(logger, execution),
        QueueChanged = TellOfQueue,
    };

    private WebApplication BuildWeb(string socket, AccessTokens tokens, EventHub happened, ExecutionDesk executions, RunDesk driven, PlanDesk plans, TaskDesk work, HoldfastHome folder, GarbageCollection garbage)
    {
        // Empty: no configuration from files and variables of the folder it happens to be started in.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Plans may be large, and who follows may read slowly. Over the network, there is a bound (NetworkGuard).
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.ListenUnixSocket(socket, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                NetworkGuard.TrustOwner(listen);
            });
            if (options.Listen is { } address)
            {
                kestrel.Listen(address, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1;
                    new ConnectionLimit(options.MaxConnections, logger).Guard(listen);
                });
            }
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(logging);
        // Signals are the program's, not the web server's.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var application = builder.Build();
        if (spans is not null)
            application.Use(new RequestSpans(spans).InvokeAsync);
        application.Use(new RequestTimes(meter!, time).InvokeAsync);
        var gatekeeper = new Gatekeeper(options.Version, time, logger, Fail);
        application.Use(Gatekeeper.TakeHeadAsGetAsync);
        application.UseRouting();
        application.Use(gatekeeper.InvokeAsync);
        var guard = new NetworkGuard(tokens, options.RequestsPerSecond, time);
        application.Use(guard.InvokeAsync);
        application.Use(new RepeatedRequests(store!, time).InvokeAsync);
        // Again: a refusal is an answer that is kept, too.
        application.Use(gatekeeper.AnswerAsync);
        DaemonEndpoints.Map(application, this);
        settings = Settings(executions, driven, work, guard.Admitted);
        LimitEndpoints.Map(application, settings);
        TokenEndpoints.Map(application, tokens);
        OpenApiEndpoints.Map(application, options.Version);
        ExecutionEndpoints.Map(application, this, executions, time);
        HealthEndpoints.Map(application, executions, store!, time);
        TelemetryEndpoints.Map(application, this, happened, executions, driven, plans, work, store!, counted!, gauges!);
        states = new RunStates(store!, driven);
        WhyEndpoints.Map(application, executions, store!, states);
        EnvironmentEndpoints.Map(application, options.Home);
        DiagnosticsEndpoints.Map(application, this, settings, options.Home, executions, time);
        QueueEndpoints.Map(application, executions);
        MaintenanceEndpoints.Map(application, new Cleanup(folder, store!, executions, time), garbage, store!);
        TaskEndpoints.Map(application, this, work, time);
        SessionEndpoints.Map(application, this, work);
        EventEndpoints.Map(application, this, happened, store!, time);
        RunEndpoints.Map(application, this, driven, happened, store!, options.Home, time);
        ArtifactEndpoints.Map(application, store!, driven.Secrets, options.Home);
        PlanEndpoints.Map(application, plans);
        MasterplanEndpoints.Map(application, this, plans, driven, executions, store!, options.Home);
        return application;
    }

    private void Drain(string by)
    {
        if (Interlocked.Exchange(ref isDraining, 1) == 0)
        {
            desk!.Changes += _ => EndWhenIdle();
            runs!.Changes += EndWhenIdle;
        }

        EndWhenIdle();

        void EndWhenIdle()
        {
            if (Executions + Runs == 0 && runs!.IsSettled)
                end.TrySetResult(new DaemonEnd.Stopped(by));
        }
    }

    private async Task KillAsync(string by)
    {
        try
        {
            await runs!.CancelAllAsync(by, CancellationToken.None);
            await desk!.CancelAllAsync(by, immediate: false, until: null, CancellationToken.None);
        }
        catch (Exception failed)
        {
            Fail(failed);
        }
    }

    private async Task EndOnFaultAsync(Task fault)
    {
        try
        {
            await fault;
        }
        catch (Exception failed)
        {
            Fail(failed);
        }
    }

    /// <summary>It must not go on with a store or a desk it cannot trust.</summary>
    private void Fail(Exception failed)
    {
        if (failed is StoreFailedException)
            meter?.TakeCommitFailure();
        logger.Failed(failed.Message, failed);
        end.TrySetResult(new DaemonEnd.Failed(failed.Message));
    }

    // The kernel tells of a home that is removed, but not of a disk that is detached from under it.
    private bool HomeIsInPlace()
    {
        if (home.IsInPlace)
            return true;
        LeaveRemovedHome();
        return false;
    }

    private void LeaveRemovedHome()
    {
        // Each file that goes with it is news.
        if (end.Task.IsCompleted)
            return;
        logger.HomeRemoved(options.Home);
        end.TrySetResult(new DaemonEnd.HomeRemoved(options.Home));
    }

    private void RemoveTraces()
    {
        // In a home that is no longer ours, these may be another daemon's.
        if (file is null || !home.IsInPlace)
            return;
        File.Delete(DaemonFile.PathIn(options.Home));
        File.Delete(file.Socket);
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
