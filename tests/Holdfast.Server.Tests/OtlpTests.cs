using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Tasks;
using Holdfast.Tests;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Tests;

/// <summary>What is sent over OTLP, as whoever receives it sees it.</summary>
public sealed class OtlpTests : IAsyncLifetime
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string CallersSpan = "00f067aa0ba902b7";
    private const string Secret = "correct-horse-battery-staple";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Diary diary = new();
    private OtlpReceiver receiver = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => receiver = await OtlpReceiver.StartAsync(port: 0, Ct);

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        diary.Dispose();
    }

    [Fact]
    public async Task Spans_OfAnExecution_AreOneTraceFromTheRequestToTheProcess()
    {
        await using var served = await OpenAsync();
        var environment = new Dictionary<string, string> { ["PASSWORD"] = Secret };

        var asked = await PostAsync(served, "/api/v2/executions?wait=2m", new { command = new[] { "sh", "-c", "echo $TRACEPARENT; exit 3", "sh", Secret }, working_directory = "/", environment });

        var id = asked.GetProperty("id").GetGuid();
        var spans = await UntilAsync(sent => sent.Any(span => span.Name == "execution sh") && sent.Any(span => span.Name.StartsWith("POST", StringComparison.Ordinal)));
        var (request, execution) = (spans.Single(span => span.Name == "POST /api/v2/executions"), spans.Single(span => span.Name == "execution sh"));
        Assert.Equal((Trace, CallersSpan, "200"), (request.Trace, request.Parent, request.Attributes["http.response.status_code"]));
        Assert.Equal((Trace, request.Id, SpanOf(id), 2), (execution.Trace, execution.Parent, execution.Id, execution.Status));
        Assert.Equal(
            (id.ToString(), "failed", "exited", "3", "exited"),
            (execution.Attributes["holdfast.execution.id"], execution.Attributes["holdfast.execution.state"], execution.Attributes["holdfast.execution.cause"],
                execution.Attributes["process.exit.code"], execution.Attributes["error.type"]));
        Assert.Equal(["queued", "process.started", "process.ended", "stored"], execution.Events);
        Assert.True(request.Start <= execution.Start && execution.Start < execution.End);
        Assert.Equal($"00-{Trace}-{SpanOf(id)}-01\n", await served.Http.GetStringAsync($"/api/v2/executions/{id}/log", Ct));
        Assert.Equal(["holdfast"], receiver.Services);
    }

    [Fact]
    public async Task Spans_OfARun_AreARequestARunAndItsAttempts()
    {
        await using var served = await OpenAsync();
        using var stored = await served.Http.PostAsync(
            "/api/v2/masterplans", new StringContent("name: p\natoms:\n- {key: a, kind: shell, code: 'true'}\n- {key: b, kind: shell, code: 'exit 7', retries: 0, needs: [a]}"), Ct);
        var plan = (await BodyAsync(stored)).GetProperty("plan_id").GetString();

        var run = await PostAsync(served, $"/api/v2/execution/masterplan/{plan}?wait=2m", body: null);

        var spans = await UntilAsync(sent => sent.Any(span => span.Name == "run p") && sent.Any(span => span.Name.StartsWith("POST", StringComparison.Ordinal)));
        var request = spans.Single(span => span.Name == "POST /api/v2/execution/masterplan/{id}");
        var whole = spans.Single(span => span.Name == "run p");
        var atoms = spans.Where(span => span.Name.StartsWith("atom ", StringComparison.Ordinal)).ToDictionary(span => span.Name);
        Assert.Equal((request.Id, SpanOf(run.GetProperty("run_id").GetGuid()), "failed"), (whole.Parent, whole.Id, whole.Attributes["holdfast.run.status"]));
        Assert.Equal(["atom a", "atom b"], atoms.Keys.Order());
        Assert.All(atoms.Values, atom => Assert.Equal((Trace, whole.Id), (atom.Trace, atom.Parent)));
        Assert.Equal((0, 2), (atoms["atom a"].Status, atoms["atom b"].Status));
        Assert.Equal(("failed", "exited", "7"), (atoms["atom b"].Attributes["holdfast.attempt.outcome"], atoms["atom b"].Attributes["holdfast.execution.cause"], atoms["atom b"].Attributes["process.exit.code"]));
        Assert.True(atoms["atom a"].End <= atoms["atom b"].Start);
    }

    [Fact]
    public async Task Spans_OfATask_AreARequestASessionAndItsExecution()
    {
        await using var served = await OpenAsync();
        var task = await served.Client.CreateTaskAsync(new TaskRequest { Title = Secret, Prompt = Secret, Agent = new AgentDocument { Command = ["true"] } }, Ct);

        var session = await PostAsync(served, $"/api/tasks/{task.Id}/execute?wait=2m", body: null);

        var spans = await UntilAsync(sent => sent.Any(span => span.Name == "session") && sent.Any(span => span.Name.EndsWith("/execute", StringComparison.Ordinal)));
        var request = spans.Single(span => span.Name == "POST /api/tasks/{id}/execute");
        var whole = spans.Single(span => span.Name == "session");
        var execution = spans.Single(span => span.Name.StartsWith("execution ", StringComparison.Ordinal));
        Assert.Equal((Trace, request.Id, SpanOf(session.GetProperty("id").GetGuid()), "completed"), (whole.Trace, whole.Parent, whole.Id, whole.Attributes["holdfast.session.status"]));
        Assert.Equal((Trace, whole.Id, SpanOf(session.GetProperty("execution_id").GetGuid())), (execution.Trace, execution.Parent, execution.Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Span_OfWhatAnotherDaemonBegan_IsWhole(bool endsWhileNoneLives)
    {
        await using var served = await OpenAsync();
        var door = Path.Combine(served.Folder, "door");
        var asked = await PostAsync(served, "/api/v2/executions", new { command = new[] { "sh", "-c", $"until [ -e {door} ]; do sleep 0.05; done" }, working_directory = "/" });
        var id = asked.GetProperty("id").GetGuid();
        await UntilAsync(sent => sent.Any(span => span.Name == "POST /api/v2/executions"));
        await served.StopAsync();
        var between = TimeProvider.System.GetUtcNow();
        if (!endsWhileNoneLives)
            await served.StartAsync();
        await File.WriteAllTextAsync(door, "", Ct);
        if (endsWhileNoneLives)
        {
            await UntilAsync(_ => Directory.EnumerateFiles(served.Folder, "exit.json", SearchOption.AllDirectories).Any());
            await served.StartAsync();
        }

        var spans = await UntilAsync(sent => sent.Any(span => span.Name == "execution sh"));
        var (request, execution) = (spans.Single(span => span.Name == "POST /api/v2/executions"), spans.Single(span => span.Name == "execution sh"));
        Assert.Equal((Trace, request.Id, SpanOf(id)), (execution.Trace, execution.Parent, execution.Id));
        Assert.True(execution.Start < between && between < execution.End, $"{execution.Start:O} {between:O} {execution.End:O}");
    }

    [Fact]
    public async Task Spans_OfACallerWhoDoesNotSample_AreNotSentAndHandedOnSo()
    {
        await using var served = await OpenAsync();

        var quiet = await PostAsync(served, "/api/v2/executions?wait=2m", new { command = new[] { "sh", "-c", "echo $TRACEPARENT" }, working_directory = "/" }, flags: "00");
        await PostAsync(served, "/api/v2/executions?wait=2m", new { command = new[] { "true" }, working_directory = "/" });

        var spans = await UntilAsync(sent => sent.Any(span => span.Name == "execution true"));
        Assert.DoesNotContain(spans, span => span.Name == "execution sh");
        Assert.EndsWith("-00\n", await served.Http.GetStringAsync($"/api/v2/executions/{quiet.GetProperty("id").GetString()}/log", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_SentOverOtlp_AreCalledAsOverHttp()
    {
        await using var served = await OpenAsync();
        await PostAsync(served, "/api/v2/executions?wait=2m", new { command = new[] { "true" }, working_directory = "/" });

        await UntilAsync(_ => receiver.Metrics.Contains("holdfast_executions_ended_total") && receiver.Metrics.Contains("holdfast_queue_waiting"));

        var told = (await served.Http.GetStringAsync("/metrics", Ct)).Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]);
        Assert.Empty(receiver.Metrics.Except(told));
    }

    [Fact]
    public async Task WhatIsSent_HoldsNoSecretAndBearsTheHeadersThatWereAskedFor()
    {
        await using var served = await OpenAsync();
        var environment = new Dictionary<string, string> { ["PASSWORD"] = Secret };
        using var asTheyCome = SocketHttp.Of(DaemonFile.SocketIn(served.Folder));
        await PostAsync(asTheyCome, $"/api/v2/executions?wait=2m&token={Secret}", new { command = new[] { "echo", Secret }, working_directory = "/", environment });
        await PostAsync(served, "/api/v2/executions?wait=2m", new { command = new[] { "cat", $"/{Secret}/nothing" }, working_directory = "/" });

        await UntilAsync(sent => sent.Count(span => span.Name.StartsWith("execution ", StringComparison.Ordinal)) == 2 && receiver.Metrics.Count > 0);

        Assert.DoesNotContain(Secret, receiver.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("echo " + Secret, receiver.Text, StringComparison.Ordinal);
        Assert.All(receiver.Headers, headers => Assert.Contains("x-receiver-key: open-sesame", headers, StringComparison.Ordinal));
        Assert.DoesNotContain(diary.Lines, line => line.Contains("open-sesame", StringComparison.Ordinal));
        Assert.DoesNotContain("open-sesame", await served.Http.GetStringAsync("/api/v2/diagnostics", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AReceiverThatIsNotThere_IsToldOfOnceAndAgainWhenItIs()
    {
        var port = receiver.Address.Port;
        await receiver.DisposeAsync();
        await using var served = await OpenAsync();
        await PostAsync(served, "/api/v2/executions?wait=2m", new { command = new[] { "true" }, working_directory = "/" });
        await UntilAsync(_ => diary.Lines.Any(line => line.StartsWith("traces could not be sent", StringComparison.Ordinal)) && diary.Lines.Any(line => line.StartsWith("metrics could not be sent", StringComparison.Ordinal)));

        receiver = await OtlpReceiver.StartAsync(port, Ct);

        await PostAsync(served, "/api/v2/executions?wait=2m", new { command = new[] { "false" }, working_directory = "/" });
        await UntilAsync(sent => sent.Any(span => span.Name == "execution false") && diary.Lines.Count(line => line.EndsWith(" again", StringComparison.Ordinal)) == 2);
        Assert.Equal(2, diary.Lines.Count(line => line.Contains("could not be sent", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "pigeon")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "nowhere")]
    [InlineData("OTEL_TRACES_EXPORTER", "zipkin")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "soon")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", Secret)]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", $"key={Secret},key={Secret}")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_HEADERS", Secret)]
    public async Task AVariableThatCannotBeFollowed_IsToldOfAndKeepsNothingFromWork(string variable, string value)
    {
        await using var served = await OpenAsync(name => name == variable ? value : null);

        await PostAsync(served, "/api/v2/executions?wait=2m", new { command = new[] { "true" }, working_directory = "/" });

        Assert.Contains(diary.Lines, line => line.StartsWith("neither traces nor metrics are sent", StringComparison.Ordinal));
        Assert.DoesNotContain(diary.Lines, line => line.Contains(Secret, StringComparison.Ordinal));
        Assert.Empty(receiver.Headers);
    }

    [Fact]
    public async Task AReceiverThatAcceptsAndNeverAnswers_HoldsUpNoStop()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        await using var served = await OpenAsync(name => name switch
        {
            "OTEL_METRIC_EXPORT_INTERVAL" => "10",
            // It ends because nobody waits, and not because a send is given up.
            "OTEL_EXPORTER_OTLP_TIMEOUT" => "3600000",
            _ => null,
        }, address);
        await PostAsync(served, "/api/v2/executions?wait=2m", new { command = new[] { "true" }, working_directory = "/" });
        using var held = await silent.AcceptSocketAsync(Ct);
        Assert.Equal(1, await held.ReceiveAsync(new byte[1], Ct));

        await served.StopAsync().AsTask().WaitAsync(Patience, Ct);

        await served.StartAsync();
    }

    [Fact]
    public async Task Span_OfARequest_HasTheMethodItCameByOutOfAClosedSet()
    {
        await using var served = await OpenAsync();

        using var head = await SendAsync(served, HttpMethod.Head, "/api/v2/daemon");
        using var refused = await SendAsync(served, HttpMethod.Head, "/api/v2/daemon/stop");
        using var made = await SendAsync(served, new HttpMethod(Secret.ToUpperInvariant()), "/api/v2/daemon");

        var spans = await UntilAsync(sent => sent.Count >= 3);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.MethodNotAllowed, HttpStatusCode.MethodNotAllowed), (head.StatusCode, refused.StatusCode, made.StatusCode));
        Assert.Equal(["HEAD", "HEAD", "_OTHER"], spans.Select(span => span.Attributes["http.request.method"]).Order());
        Assert.Contains(spans, span => span.Name == "HEAD /api/v2/daemon");
        Assert.DoesNotContain(spans, span => span.Name.Contains(Secret, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true", false, false)]
    [InlineData("OTEL_TRACES_EXPORTER", "none", false, true)]
    [InlineData("OTEL_METRICS_EXPORTER", "none", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://other:1/x", true, true)]
    public void Settings_OfVariables_SayWhatIsSent(string variable, string value, bool traces, bool metrics)
    {
        var settings = Telemetry.OtlpSettings.Of(new Uri("http://here:4318/base"), name => name == variable ? value : null);

        Assert.Equal((traces, metrics), (settings?.Traces is not null, settings?.Metrics is not null));
        if (settings?.Metrics is { } target)
            Assert.Equal(new Uri("http://here:4318/base/v1/metrics"), target.Address);
        if (settings?.Traces is { } own)
            Assert.Equal(new Uri(variable == "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT" ? value : "http://here:4318/base/v1/traces"), own.Address);
    }

    [Fact]
    public void Settings_WithoutAnyEndpoint_AreNone() => Assert.Null(Telemetry.OtlpSettings.Of(endpoint: null, _ => null));

    private static string SpanOf(Guid id) => id.ToString("N")[16..];

    private Task<ServedHome> OpenAsync(Func<string, string?>? variable = null, Uri? endpoint = null) => ServedHome.OpenAsync(options => options with
    {
        OtlpEndpoint = endpoint ?? receiver.Address,
        LogLevel = LogLevel.Information,
        Diary = diary,
        Variable = variable ?? (name => name switch
        {
            "OTEL_EXPORTER_OTLP_HEADERS" => "x-receiver-key=open-sesame",
            "OTEL_METRIC_EXPORT_INTERVAL" => "200",
            _ => null,
        }),
    });

    /// <summary>Of this test's trace: other daemons of this process may send here, too.</summary>
    private async Task<IReadOnlyList<SentSpan>> UntilAsync(Predicate<IReadOnlyList<SentSpan>> isThere)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Patience);
        while (true)
        {
            IReadOnlyList<SentSpan> sent = [.. receiver.Spans.Where(span => span.Trace == Trace)];
            if (isThere(sent))
                return sent;
            if (patience.IsCancellationRequested)
                Assert.Fail($"What was waited for was not sent. There is: {string.Join(", ", sent.Select(span => span.Name))}; {string.Join(", ", receiver.Metrics)}; {string.Join('\n', diary.Lines)}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), Ct);
        }
    }

    private static Task<JsonElement> PostAsync(ServedHome served, string address, object? body, string flags = "01") => PostAsync(served.Http, address, body, flags);

    private static async Task<JsonElement> PostAsync(HttpClient http, string address, object? body, string flags = "01")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{Trace}-{CallersSpan}-{flags}");
        using var answer = await http.SendAsync(request, Ct);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted, $"{answer.StatusCode}");
        return await BodyAsync(answer);
    }

    private static async Task<HttpResponseMessage> SendAsync(ServedHome served, HttpMethod method, string address)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{Trace}-{CallersSpan}-01");
        return await served.Http.SendAsync(request, Ct);
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;

    private sealed class Diary : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> lines = [];

        public IReadOnlyList<string> Lines => [.. lines];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(exception is null ? formatter(state, null) : $"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
