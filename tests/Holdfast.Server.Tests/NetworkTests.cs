using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Server.Daemons;
using Holdfast.Server.Security;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Tests;

/// <summary>Who is let in over the network, and who is not.</summary>
public sealed class NetworkTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string home = Directory.CreateTempSubdirectory("holdfast-network-").FullName;
    private readonly HttpClient http = new();
    private Daemon daemon = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Uri Address => new(DaemonFile.TryRead(home)!.NetworkUrl!);

    private string Full => File.ReadAllText(DaemonFile.TokenIn(home)).Trim();

    private string ReadOnly => File.ReadAllText(DaemonFile.ReadTokenIn(home)).Trim();

    public async ValueTask InitializeAsync() => daemon = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await daemon.DisposeAsync();
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task Tokens_AtFirstStart_AreMadeForTheOwnerAndKept()
    {
        var (full, read) = (Full, ReadOnly);
        File.SetUnixFileMode(DaemonFile.TokenIn(home), UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.UserWrite);
        await daemon.DisposeAsync();
        daemon = await StartAsync();

        Assert.Equal((full, read), (Full, ReadOnly));
        Assert.Equal((43, 43), (full.Length, read.Length));
        Assert.NotEqual(full, read);
        Assert.All([DaemonFile.TokenIn(home), DaemonFile.ReadTokenIn(home)], file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task Request_WithTheToken_IsAnswered()
    {
        var made = await AskAsync(HttpMethod.Post, "/api/tasks", Full, body: """{"title":"One"}""");
        var listed = await AskAsync(HttpMethod.Get, "/api/tasks/1", ReadOnly);
        var refused = await AskAsync(HttpMethod.Delete, "/api/tasks/1", ReadOnly);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (made.Status, listed.Status));
        Assert.Equal((HttpStatusCode.Forbidden, "token_read_only"), (refused.Status, refused.Code));
    }

    [Theory]
    [InlineData("PATCH", "/api/v2/daemon/limits")]
    [InlineData("DELETE", "/api/v2/daemon/limits")]
    [InlineData("POST", "/api/v2/daemon/reload")]
    public async Task Limits_WithTheTokenForReading_AreShownAndNotChanged(string method, string address)
    {
        var shown = await AskAsync(HttpMethod.Get, "/api/v2/daemon/limits", ReadOnly);
        var refused = await AskAsync(new HttpMethod(method), address, ReadOnly, body: "{}");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden, "token_read_only"), (shown.Status, refused.Status, refused.Code));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer wrong")]
    [InlineData("Basic {token}")]
    [InlineData("{token}")]
    [InlineData("Bearer {token}x")]
    public async Task Request_WithoutAValidToken_IsUnauthorizedWhateverItAsksFor(string? authorization)
    {
        foreach (var address in new[] { "/api/tasks", "/api/v2/daemon", "/nowhere", $"/api/tasks?token={Full}&access_token={Full}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, address));
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", authorization.Replace("{token}", Full, StringComparison.Ordinal));

            using var answer = await http.SendAsync(request, Ct);
            var text = await answer.Content.ReadAsStringAsync(Ct);

            Assert.Equal((HttpStatusCode.Unauthorized, "token_missing"), (answer.StatusCode, JsonDocument.Parse(text).RootElement.GetProperty("code").GetString()));
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
            Assert.DoesNotContain(Full, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Rotate_Once_LetsOnlyTheNewOneIn()
    {
        var (before, read) = (Full, ReadOnly);
        using var client = new HoldfastClient(DaemonFile.SocketIn(home), "9.9.9");

        await client.RotateTokenAsync(new TokenRotation(ReadOnly: false), Ct);

        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK),
            ((await AskAsync(HttpMethod.Get, "/api/tasks", before)).Status, (await AskAsync(HttpMethod.Get, "/api/tasks", Full)).Status, (await AskAsync(HttpMethod.Get, "/api/tasks", read)).Status));
    }

    [Fact]
    public async Task Rotate_WhileSomebodyFollows_CutsThemOff()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, "/api/events"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Full);
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        await using var stream = await answer.Content.ReadAsStreamAsync(Ct);
        using var client = new HoldfastClient(DaemonFile.SocketIn(home), "9.9.9");

        await client.RotateTokenAsync(new TokenRotation(ReadOnly: false), Ct);

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await stream.ReadAsync(new byte[256], Ct).AsTask().WaitAsync(Patience, Ct) > 0)
            {
                // What was sent before.
            }
        });
    }

    [Theory]
    [InlineData("localhost:{port}", 200)]
    [InlineData("127.0.0.1:{port}", 200)]
    [InlineData("LOCALHOST:{port}", 200)]
    [InlineData("127.0.0.1", 403)]
    [InlineData("127.0.0.1:1", 403)]
    [InlineData("127.0.0.2:{port}", 403)]
    [InlineData("[::1]:{port}", 403)]
    [InlineData("evil.example:{port}", 403)]
    [InlineData("localhost.evil.example:{port}", 403)]
    public async Task Host_OfTheRequest_HasToBeThisAddress(string host, int status)
    {
        var answer = await AskAsync(HttpMethod.Get, "/api/tasks", Full, headers => headers.Host = host.Replace("{port}", $"{Address.Port}", StringComparison.Ordinal));

        Assert.Equal((status, status == 200 ? null : "host_not_allowed"), ((int)answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("Origin", "http://127.0.0.1:{port}", 200)]
    [InlineData("Origin", "http://evil.example", 403)]
    [InlineData("Origin", "https://127.0.0.1:{port}", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Sec-Fetch-Site", "none", 200)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    public async Task Origin_OfTheRequest_HasToBeAPageOfThisAddress(string header, string value, int status)
    {
        var answer = await AskAsync(
            HttpMethod.Get, "/api/tasks", Full, headers => headers.TryAddWithoutValidation(header, value.Replace("{port}", $"{Address.Port}", StringComparison.Ordinal)));

        Assert.Equal((status, status == 200 ? null : "origin_not_allowed"), ((int)answer.Status, answer.Code));
    }

    [Fact]
    public async Task Preflight_OfAnotherSite_AllowsNothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(Address, "/api/tasks"));
        request.Headers.TryAddWithoutValidation("Origin", "http://evil.example");
        request.Headers.TryAddWithoutValidation("Access-Control-Request-Method", "POST");

        using var answer = await http.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Body_LargerThanIsTaken_IsRefusedBeforeItIsRead()
    {
        var answer = await SpeakAsync($"POST /api/tasks HTTP/1.1\r\nHost: {Address.Authority}\r\nAuthorization: Bearer {Full}\r\nContent-Length: {NetworkGuard.LargestBody + 1}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"body_too_large\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_NestedDeeperThanIsTaken_IsRefused()
    {
        var nested = string.Concat(Enumerable.Repeat("[", 1_000)) + string.Concat(Enumerable.Repeat("]", 1_000));

        var answer = await AskAsync(HttpMethod.Post, "/api/tasks", Full, body: $$"""{"title":"One","agent":{{nested}}}""");

        Assert.Equal((HttpStatusCode.BadRequest, "usage"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Headers_LargerThanAreTaken_AreRefused() =>
        Assert.StartsWith("HTTP/1.1 431 ", await SpeakAsync($"GET /api/tasks HTTP/1.1\r\nHost: {Address.Authority}\r\nX: {new string('x', 100_000)}\r\n\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task Connections_MoreThanAreTaken_AreClosedAndTheOwnersAreNot()
    {
        await daemon.DisposeAsync();
        using var diary = new Diary();
        daemon = await Daemon.StartAsync(Options(home, 1_000) with { MaxConnections = 2, Diary = diary, LogLevel = LogLevel.Warning }, Patience, TimeProvider.System, CancellationToken.None);
        using var first = await OpenAsync();
        using var second = await OpenAsync();

        var refused = new[] { await SpeakAsync(Request), await SpeakAsync(Request) };
        using var owner = new HoldfastClient(DaemonFile.SocketIn(home), "9.9.9");
        await owner.ListTasksAsync(new Protocol.Tasks.TaskFilter(), Ct);
        var told = diary.Events.Count(name => name == "connections_full");
        first.Close();
        // The daemon sees after a moment that it was closed.
        var since = TimeProvider.System.GetTimestamp();
        string answered;
        while ((answered = await SpeakAsync(Request)).Length == 0)
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, "No connection is taken although one was closed.");

        Assert.Equal(["", ""], refused);
        Assert.StartsWith("HTTP/1.1 401 ", answered, StringComparison.Ordinal);
        Assert.Equal(1, told);

        async Task<TcpClient> OpenAsync()
        {
            var client = new TcpClient();
            await client.ConnectAsync(Address.Host, Address.Port, Ct);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /health HTTP/1.1\r\nHost: {Address.Authority}\r\n\r\n"), Ct);
            Assert.True(await client.GetStream().ReadAsync(new byte[4096], Ct) > 0, "A connection within the limit is not answered.");
            return client;
        }
    }

    [Fact]
    public async Task Requests_MoreThanAreLetThrough_AreToldWhenToAskAgain()
    {
        await daemon.DisposeAsync();
        daemon = await StartAsync(requestsPerSecond: 1);

        using var refused = await UntilRefusedAsync();
        var problem = JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Ct)).RootElement;

        Assert.Equal("too_many_requests", problem.GetProperty("code").GetString());
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        using var client = new HoldfastClient(DaemonFile.SocketIn(home), "9.9.9");
        Assert.Empty((await client.ListTasksAsync(new Protocol.Tasks.TaskFilter(), Ct)).Tasks);
    }

    [Fact]
    public void Rate_InTheLongRun_IsSoManyASecond()
    {
        var time = new SteppedTime();
        var rate = new RequestRate(10, time);
        var taken = 0;

        for (var step = 0; step < 100; step++)
        {
            while (rate.TryTake(out _))
                taken++;
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        // Twenty at once, then one each step but the first.
        Assert.Equal(20 + 99, taken);
        Assert.True(rate.TryTake(out _));
        Assert.False(rate.TryTake(out var retryAfter));
        Assert.InRange(retryAfter.TotalMilliseconds, 99, 101);
    }

    [Fact]
    public void Rate_TurnedDown_LetsNoMoreThroughThanThat()
    {
        var rate = new RequestRate(10, new SteppedTime()) { PerSecond = 1 };

        Assert.Equal([true, true, false], new[] { rate.TryTake(out _), rate.TryTake(out _), rate.TryTake(out _) });
    }

    [Fact]
    public async Task Address_InUse_IsSaid()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var taken = (IPEndPoint)listener.LocalEndpoint;
        var other = Directory.CreateTempSubdirectory("holdfast-network-").FullName;
        try
        {
            var refused = await Assert.ThrowsAsync<DaemonRefusedException>(() => Daemon.StartAsync(Options(other, 1_000) with { Listen = taken }, TimeSpan.Zero, TimeProvider.System, Ct));

            Assert.Equal((true, $"The daemon cannot listen on {taken}: somebody else does."), (refused.IsAddressInUse, refused.Message));
        }
        finally
        {
            Directory.Delete(other, recursive: true);
        }
    }

    private Task<Daemon> StartAsync(int requestsPerSecond = 1_000) => Daemon.StartAsync(Options(home, requestsPerSecond), Patience, TimeProvider.System, CancellationToken.None);

    private string Request => $"GET /health HTTP/1.1\r\nHost: {Address.Authority}\r\nConnection: close\r\n\r\n";

    private static DaemonOptions Options(string home, int requestsPerSecond) => new()
    {
        Home = home, Version = "9.9.9", Jobs = 2, MaxJobs = 4, MaxExecutions = 4, LogLevel = LogLevel.Error, Listen = new IPEndPoint(IPAddress.Loopback, 0), RequestsPerSecond = requestsPerSecond,
    };

    private async Task<HttpResponseMessage> UntilRefusedAsync()
    {
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, "/api/tasks"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Full);
            var answer = await http.SendAsync(request, Ct);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                return answer;
            answer.Dispose();
        }
    }

    private async Task<(HttpStatusCode Status, string? Code)> AskAsync(HttpMethod method, string address, string token, Action<HttpRequestHeaders>? headers = null, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, address));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        headers?.Invoke(request.Headers);
        if (body is not null)
            request.Content = new StringContent(body);
        using var answer = await http.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType == Problem.MediaType ? JsonDocument.Parse(text).RootElement.GetProperty("code").GetString() : null);
    }

    /// <summary>Says so much, and takes what is answered.</summary>
    private async Task<string> SpeakAsync(string said)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port, Ct);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(said), Ct);
        var heard = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, Ct).AsTask().WaitAsync(Patience, Ct) is > 0 and var count)
                heard.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
        catch (IOException)
        {
            // Cut off with what was not read.
        }

        return heard.ToString();
    }

    /// <summary>The names of the events that were logged.</summary>
    private sealed class Diary : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string?> Events { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Events.Enqueue(eventId.Name);

        public void Dispose()
        {
            // It holds nothing.
        }
    }

    private sealed class SteppedTime : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now;

        public void Advance(TimeSpan step) => now += step.Ticks;
    }
}
