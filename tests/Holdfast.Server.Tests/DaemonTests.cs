using System.Net.Sockets;
using System.Text;
using Holdfast.Processes.Tests;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Executions;
using Holdfast.Server.Daemons;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Tests;

/// <summary>A daemon in this process, asked over its real socket.</summary>
public sealed class DaemonTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string home = Directory.CreateTempSubdirectory("holdfast-daemon-").FullName;
    private readonly List<Daemon> daemons = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var daemon in daemons)
        {
            daemon.Stop(StopMode.Kill, "the test");
            await daemon.End.WaitAsync(Patience);
            await daemon.DisposeAsync();
        }

        if (Directory.Exists(home))
            Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task Daemon_Started_SaysWhoItIsInItsFileAndOverItsSocket()
    {
        var daemon = await StartAsync();
        using var client = Client();

        var told = await client.GetDaemonAsync(CancellationToken.None);

        Assert.Equal(daemon.Document with { StartedAt = told.StartedAt }, told);
        Assert.Equal((Environment.ProcessId, home, "9.9.9", "2.1", DaemonState.Serving, 0), (told.Pid, told.Home, told.Version, told.Protocol, told.State, told.Executions));
        var file = DaemonFile.TryRead(home)!;
        Assert.Equal((told.Pid, told.Socket, told.Url, told.Home, told.Version, told.Protocol), (file.Pid, file.Socket, file.Url, file.Home, file.Version, file.Protocol));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(told.Socket));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(home));
    }

    [Fact]
    public async Task Daemon_SecondOnAHome_IsRefusedAndNamesTheFirst()
    {
        await StartAsync();

        var refused = await Assert.ThrowsAsync<DaemonRefusedException>(() => StartAsync());

        Assert.Equal((true, $"The home '{home}' is served already, by daemon 9.9.9 (pid {Environment.ProcessId})."), (refused.IsRunning, refused.Message));
    }

    [Fact]
    public async Task Daemon_AfterOneThatWasKilled_TakesItsSocketOver()
    {
        File.WriteAllText(DaemonFile.SocketIn(home), "");
        new DaemonFile(1, 1, Guid.NewGuid(), DaemonFile.SocketIn(home), DaemonFile.SocketUrl, home, "0.0.1", "1.0").Write();

        await StartAsync();
        using var client = Client();

        Assert.Equal("9.9.9", (await client.GetDaemonAsync(CancellationToken.None)).Version);
    }

    [Fact]
    public async Task Daemon_Stopped_LeavesNoTraceOfItself()
    {
        var daemon = await StartAsync();

        daemon.Stop(StopMode.Leave, "the test");

        Assert.Equal(new DaemonEnd.Stopped("the test"), await daemon.End.WaitAsync(Patience));
        await daemon.DisposeAsync();
        daemons.Clear();
        Assert.Equal((false, false), (File.Exists(DaemonFile.PathIn(home)), File.Exists(DaemonFile.SocketIn(home))));
    }

    [Fact]
    public async Task Daemon_HomeRemoved_Ends()
    {
        var daemon = await StartAsync();

        Directory.Delete(home, recursive: true);

        Assert.Equal(new DaemonEnd.HomeRemoved(home), await daemon.End.WaitAsync(Patience));
    }

    // Of that the kernel says nothing as long as a file in it is open.
    [Fact]
    public async Task Daemon_DiskOfTheHomeDetached_EndsAtTheNextComparison()
    {
        using var disk = SmallDisk.Mount(home, mebibytes: 16);
        var daemon = await StartAsync(disk.Folder, TimeSpan.FromMilliseconds(100));

        disk.Detach();

        Assert.Equal(new DaemonEnd.HomeRemoved(disk.Folder), await daemon.End.WaitAsync(Patience));
    }

    [Fact]
    public async Task Daemon_HomeWithALongPath_ListensElsewhereAndSaysWhere()
    {
        var deep = Path.Combine(home, new string('d', 120));

        var daemon = await StartAsync(deep);
        using var client = new HoldfastClient(DaemonFile.TryRead(deep)!.Socket, "9.9.9");

        Assert.Equal(deep, (await client.GetDaemonAsync(CancellationToken.None)).Home);
        Assert.True(Encoding.UTF8.GetByteCount(daemon.Document.Socket) <= SocketPlace.LongestPathBytes);
    }

    [Fact]
    public async Task Execution_StartedFollowedAndWaitedFor_IsToldWhole()
    {
        await StartAsync();
        using var client = Client();

        var started = await client.StartExecutionAsync(Shell("echo one; echo two >&2; printf three; exit 3"), CancellationToken.None);
        var text = await new StreamReader(await client.OpenLogAsync($"#{started.Number}", follow: true, tail: null, offset: 0, CancellationToken.None)).ReadToEndAsync().WaitAsync(Patience);
        var ended = await client.WaitExecutionAsync(started.Id.ToString()[^12..], CancellationToken.None).WaitAsync(Patience);

        Assert.Equal("one\ntwo\nthree".Length, text.Length);
        Assert.Equal((started.Id, 1L, ExecutionStatus.Failed, 3, "exited"), (ended.Id, ended.Number, ended.State, ended.ExitCode, ended.End!.Cause));
        Assert.Equal(ended.Id, Assert.Single((await client.ListExecutionsAsync(new ExecutionFilter(State: ExecutionStatus.Failed), CancellationToken.None)).Executions).Id);
        Assert.Empty((await client.ListExecutionsAsync(new ExecutionFilter(Running: true), CancellationToken.None)).Executions);
    }

    [Fact]
    public async Task Log_FollowedWhileItGrows_ComesWithoutGapsOrRepeats()
    {
        await StartAsync();
        using var client = Client();
        var started = await client.StartExecutionAsync(Shell("i=0; while [ $i -lt 400 ]; do echo line $i; i=$((i+1)); done; echo end"), CancellationToken.None);
        var expected = string.Concat(Enumerable.Range(0, 400).Select(number => $"line {number}\n")) + "end\n";

        var text = await new StreamReader(await client.OpenLogAsync("1", follow: true, tail: null, offset: 0, CancellationToken.None)).ReadToEndAsync().WaitAsync(Patience);
        var rest = await new StreamReader(await client.OpenLogAsync("1", follow: true, tail: null, offset: 5, CancellationToken.None)).ReadToEndAsync().WaitAsync(Patience);
        var last = await new StreamReader(await client.OpenLogAsync("1", follow: false, tail: 2, offset: 0, CancellationToken.None)).ReadToEndAsync().WaitAsync(Patience);
        var lines = await client.ReadLogAsync("1", follow: true, tail: null, offset: 399, CancellationToken.None).ToListAsync();

        Assert.Equal(1, started.Number);
        Assert.Equal(expected, text);
        Assert.Equal(expected[5..], rest);
        Assert.Equal("line 399\nend\n", last);
        Assert.Equal(["line 399", "end"], lines.Select(line => line.Text));
    }

    [Fact]
    public async Task Execution_Cancelled_EndsAsCancelledByWhoAsked()
    {
        await StartAsync();
        using var client = Client();
        var started = await client.StartExecutionAsync(Shell("sleep 1000"), CancellationToken.None);

        await client.CancelExecutionAsync(started.Id.ToString(), new CancelRequest("anna", Immediate: true), CancellationToken.None);
        var ended = await client.WaitExecutionAsync(started.Id.ToString(), CancellationToken.None).WaitAsync(Patience);

        Assert.Equal((ExecutionStatus.Cancelled, 143, "It was cancelled by anna."), (ended.State, ended.ExitCode, ended.End!.Reason));
    }

    [Fact]
    public async Task Secret_InOutput_IsMasked()
    {
        await StartAsync();
        using var client = Client();
        var path = Path.Combine(home, "token");
        File.WriteAllText(path, "hunter2hunter2\n");

        await client.StartExecutionAsync(
            Shell("echo a $TOKEN b") with { Secrets = new Dictionary<string, SecretReference> { ["TOKEN"] = new(File: path) } }, CancellationToken.None);
        var text = await new StreamReader(await client.OpenLogAsync("1", follow: true, tail: null, offset: 0, CancellationToken.None)).ReadToEndAsync().WaitAsync(Patience);

        Assert.Equal("a *** b\n", text);
    }

    [Fact]
    public async Task Daemon_Draining_TakesNothingMoreAndEndsWithTheLast()
    {
        var daemon = await StartAsync();
        using var client = Client();
        await client.StartExecutionAsync(Shell("sleep 1000"), CancellationToken.None);

        await client.StopDaemonAsync(StopMode.Drain, CancellationToken.None);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => client.StartExecutionAsync(Shell("true"), CancellationToken.None));
        var state = (await client.GetDaemonAsync(CancellationToken.None)).State;
        await client.CancelAllExecutionsAsync(new CancelRequest("the test", Immediate: true), CancellationToken.None);

        Assert.Equal((ErrorCode.DaemonStopping, DaemonState.Draining), (refused.Error.Code, state));
        Assert.IsType<DaemonEnd.Stopped>(await daemon.End.WaitAsync(Patience));
    }

    [Fact]
    public async Task Request_OfAnotherProtocol_IsRefusedByNameButMayAskWhoThisIs()
    {
        await StartAsync();

        var refused = await AskAsync("GET /api/v2/executions HTTP/1.1\r\nHost: x\r\nHoldfast-Protocol: 1.7\r\nUser-Agent: holdfast/0.0.1\r\nConnection: close\r\n\r\n");
        var allowed = await AskAsync("GET /api/v2/daemon HTTP/1.1\r\nHost: x\r\nHoldfast-Protocol: 1.7\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 426 ", refused, StringComparison.Ordinal);
        Assert.Contains("The client holdfast 0.0.1 speaks protocol 1.7, and this daemon 9.9.9 speaks 2.1: they do not understand each other.", refused, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", allowed, StringComparison.Ordinal);
        Assert.Contains("Holdfast-Protocol: 2.1\r\n", allowed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /api/v2/nothing", 404, "no_such_address")]
    [InlineData("PUT /api/tasks", 405, "method_not_allowed")]
    [InlineData("OPTIONS /api/v2/daemon/stop", 405, "method_not_allowed")]
    [InlineData("GET /api/v2/executions/99", 404, "execution_not_found")]
    [InlineData("GET /api/v2/executions?limit=0", 400, "usage")]
    [InlineData("GET /api/v2/executions?state=asleep", 400, "usage")]
    [InlineData("POST /api/v2/executions", 400, "usage")]
    public async Task Request_Wrong_IsAProblemWithItsCode(string request, int status, string code)
    {
        await StartAsync();

        var answer = await AskAsync($"{request} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/problem+json\r\n", answer, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{code}\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_WithAMethodThatIsNotTaken_IsToldWhichAre()
    {
        await StartAsync();

        var answer = await AskAsync("PUT /api/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.Contains("Allow: GET, HEAD, POST\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health/live", 200)]
    [InlineData("/api/tasks", 200)]
    [InlineData("/api/tasks/99", 404)]
    [InlineData("/nothing", 404)]
    [InlineData("/api/v2/daemon/stop", 405)]
    public async Task Request_WithHead_IsAnsweredAsGetWithoutTheBody(string path, int status)
    {
        await StartAsync();

        var answer = await AskAsync($"HEAD {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/", answer, StringComparison.Ordinal);
    }

    private async Task<Daemon> StartAsync(string? at = null, TimeSpan? sync = null)
    {
        var options = new DaemonOptions { Home = at ?? home, Version = "9.9.9", Jobs = 2, MaxJobs = 4, MaxExecutions = 4, LogLevel = LogLevel.Error };
        if (sync is { } interval)
            options = options with { StateSyncInterval = interval };
        var daemon = await Daemon.StartAsync(options, TimeSpan.Zero, TimeProvider.System, CancellationToken.None);
        daemons.Add(daemon);
        return daemon;
    }

    private HoldfastClient Client() => new(DaemonFile.SocketIn(home), "9.9.9");

    private static ExecutionRequest Shell(string code) => new() { Command = ["/bin/sh", "-c", code], WorkingDirectory = "/" };

    private async Task<string> AskAsync(string request)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(DaemonFile.SocketIn(home)));
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync().WaitAsync(Patience);
    }
}
