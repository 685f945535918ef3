using System.Collections.Concurrent;
using Holdfast.Core.Executions;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Runtimes;
using Holdfast.Processes;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Executions;
using Holdfast.Server.Daemons;
using Microsoft.Extensions.Logging;
using ExecutionRequest = Holdfast.Protocol.Executions.ExecutionRequest;
using ExecutionHost = Holdfast.Protocol.Executions.ExecutionHost;
using ExecutionStatus = Holdfast.Protocol.Executions.ExecutionStatus;

namespace Holdfast.Server.Tests;

/// <summary>
/// A night in a minute: a daemon for which eight hours are a minute, and real processes that hang, crash, finish silently, lie, and lose their
/// shims and sessions, more of them than there is room for.
/// </summary>
public sealed class NightTests : IAsyncDisposable
{
    private const int HoursAMinute = 8 * 60;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(9);

    /// <summary>How many of each kind.</summary>
    private static readonly int Each = Environment.GetEnvironmentVariable("HOLDFAST_FULL") == "1" ? 38 : 4;

    private readonly string home = Directory.CreateTempSubdirectory("holdfast-night-").FullName;

    // Where a test failed, a daemon of its own ends what is left: the one under test leaves it alive, as it is to.
    public async ValueTask DisposeAsync()
    {
        await using (await Daemon.StartAsync(new DaemonOptions { Home = home, Version = "9.9.9", MaxExecutions = 12, Jobs = 2, MaxJobs = 2 }, TimeSpan.FromSeconds(60), TimeProvider.System, CancellationToken.None))
        {
            using var client = new HoldfastClient(DaemonFile.SocketIn(home), "9.9.9");
            await client.CancelAllExecutionsAsync(new CancelRequest("the test", Immediate: true), CancellationToken.None);
            foreach (var left in (await client.ListExecutionsAsync(new Protocol.Executions.ExecutionFilter(1000, Running: true), CancellationToken.None)).Executions)
                await client.WaitExecutionAsync(left.Id.ToString(), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        }

        Directory.Delete(home, recursive: true);
    }

    private sealed record Kind(string Name, ExecutionRequest Request, ExecutionStatus State, int Code, string Logged, Func<StartedExecution, Task>? Mishap = null);

    private sealed record Ended(string Kind, ExecutionStatus State, int? Code, bool IsLogged);

    [Fact]
    public async Task Night_OfAllKinds_EndsWithEachInItsRightStateAndNobodyLeft()
    {
        using var log = new Diary();
        using var patience = new CancellationTokenSource(Patience);
        await using var daemon = await Daemon.StartAsync(
            new DaemonOptions { Home = home, Version = "9.9.9", MaxExecutions = 12, Jobs = 2, MaxJobs = 2, Diary = log, LeastFreeMemoryBytes = 0 }, TimeSpan.Zero, new FastTime(HoursAMinute), patience.Token);
        using var client = new HoldfastClient(DaemonFile.SocketIn(home), "9.9.9");
        Kind[] kinds =
        [
            new("fine", Shell("echo done"), ExecutionStatus.Completed, 0, "It exited with code 0."),
            new("crashes", Shell("kill -SEGV $$"), ExecutionStatus.Failed, 139, "It was ended by signal 11."),
            new("hangs", Shell("trap '' TERM; sleep 600 & wait; sleep 600") with { TimeoutMs = 500 }, ExecutionStatus.Failed, 124, "It ran longer than its time-out of 0.5 s."),
            new("goes quiet", Shell("echo once; sleep 600") with { StallMs = (long)TimeSpan.FromMinutes(10).TotalMilliseconds }, ExecutionStatus.Failed, 124, "It showed no sign of progress for "),
            new("finishes silently", Shell(": > $HOLDFAST_MARKER; sleep 600") with { Completion = ["marker"] }, ExecutionStatus.Completed, 0, "marker"),
            new("lies", Shell("echo '{\"status\":\"failed\"}' > $HOLDFAST_MARKER; echo all done") with { Completion = ["marker"] }, ExecutionStatus.Failed, 1, "Its marker says 'failed'."),
            new("loses its shim", Shell("setsid sleep 600 & sleep 600"), ExecutionStatus.Failed, 137, "was killed before it wrote how the process ended.", KillShimAsync),
            new("loses its session", Shell("until [ -e $GO ]; do sleep 0.05; done; exit 6") with { Host = ExecutionHost.Tmux }, ExecutionStatus.Failed, 6, "It exited with code 6.", CloseSessionAsync),
        ];

        var asked = new List<(Kind Kind, StartedExecution Execution)>();
        for (var round = 0; round < Each; round++)
        {
            foreach (var kind in kinds)
                asked.Add((kind, await client.StartExecutionAsync(kind.Request with { Environment = new Dictionary<string, string> { ["GO"] = GoOf(kind.Name, round) } }, patience.Token)));
        }

        // As soon as they run; those that wait have to have room first.
        await Task.WhenAll(asked.Where(one => one.Kind.Mishap is not null).Select(async one =>
        {
            await ProcessingAsync(client, one.Execution, patience.Token);
            await one.Kind.Mishap!(one.Execution);
            foreach (var round in Enumerable.Range(0, Each).Where(round => asked[(round * kinds.Length) + Array.IndexOf(kinds, one.Kind)].Execution == one.Execution))
                await File.WriteAllTextAsync(GoOf(one.Kind.Name, round), "", patience.Token);
        }));
        var ended = new List<Ended>();
        foreach (var (kind, execution) in asked)
        {
            var over = await client.WaitExecutionAsync(execution.Id.ToString(), patience.Token);
            var line = $"execution {execution.Number} ({execution.Id}) is {over.State.ToString().ToLowerInvariant()}, exit code {over.ExitCode}: ";
            ended.Add(new Ended(kind.Name, over.State, over.ExitCode, log.Lines.Any(each => each.StartsWith(line, StringComparison.Ordinal) && each.Contains(kind.Logged, StringComparison.Ordinal))));
        }

        var queue = await client.GetQueueAsync(10, patience.Token);
        var health = await client.GetHealthAsync(patience.Token);
        daemon.Stop(StopMode.Leave, "the test");

        Assert.Equal(asked.Select(one => new Ended(one.Kind.Name, one.Kind.State, one.Kind.Code, IsLogged: true)), ended);
        Assert.Equal((0, 0), (queue.Waiting, queue.UnderWay));
        Assert.Empty(health.Executions);
        var ours = asked.Select(one => new ExecutionId(one.Execution.Id)).ToHashSet();
        Assert.DoesNotContain(MarkedProcesses.Scan(), process => !process.IsZombie && ours.Contains(process.Execution));
        while ((await Sessions.ListAsync()).Count > 0)
            await Task.Delay(20, patience.Token);
    }

    private HomeSessions Sessions => new(Path.Combine(home, "tmux.sock"), ProcessEnvironment.OfThisProcess());

    private static ExecutionRequest Shell(string script) => new() { Command = ["/bin/sh", "-c", script], WorkingDirectory = "/" };

    private string GoOf(string kind, int round) => Path.Combine(home, $"go-{kind.Replace(' ', '-')}-{round}");

    private Task KillShimAsync(StartedExecution execution)
    {
        Assert.True(ProcessKill.Send(ExecutionFolders.Of(home, new ExecutionId(execution.Id)).TryReadShim()!.Process));
        return Task.CompletedTask;
    }

    private Task CloseSessionAsync(StartedExecution execution) => Sessions.CloseAsync(new ExecutionId(execution.Id));

    private static async Task ProcessingAsync(HoldfastClient client, StartedExecution execution, CancellationToken cancellationToken)
    {
        while ((await client.GetExecutionAsync(execution.Id.ToString(), cancellationToken)).State is not ExecutionStatus.Processing)
            await Task.Delay(50, cancellationToken);
    }

    private sealed class Diary : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Enqueue(formatter(state, exception));
    }
}
