using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Holdfast.Protocol.Daemons;

namespace Holdfast.Server.Tests;

/// <summary>HEAD of what goes on and on: nobody reads it, so that its headers are all there is.</summary>
public sealed class HeadTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ServedHome served = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => served = await ServedHome.OpenAsync();

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Theory]
    [InlineData("/api/events", "text/event-stream", "text/event-stream")]
    [InlineData("/api/events?task=1", "text/event-stream", "text/event-stream")]
    [InlineData("/api/sessions/1/activity", "text/event-stream", "text/event-stream")]
    [InlineData("/api/v2/executions/1/log?follow=true", "*/*", "application/octet-stream")]
    [InlineData("/api/v2/executions/1/log/pages?follow=true", "*/*", "application/x-ndjson")]
    [InlineData("/api/v2/runs/1/logs?follow=true", "*/*", "application/x-ndjson")]
    [InlineData("/api/v2/runs/1/updates", "*/*", "application/x-ndjson")]
    public async Task Head_OfWhatWouldBeFollowed_IsAnsweredAndEnds(string address, string accepted, string mediaType)
    {
        await BeginAsync();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(DaemonFile.SocketIn(served.Folder)), Ct);
        using var connection = new StreamReader(new NetworkStream(socket), Encoding.ASCII);

        await socket.SendAsync(Encoding.ASCII.GetBytes($"HEAD {address} HTTP/1.1\r\nHost: localhost\r\nAccept: {accepted}\r\nConnection: close\r\n\r\n"), Ct);
        // The connection is closed once the daemon is done with the request.
        var heard = await connection.ReadToEndAsync(Ct).WaitAsync(Patience, Ct);

        Assert.StartsWith("HTTP/1.1 200 ", heard, StringComparison.Ordinal);
        Assert.Contains($"Content-Type: {mediaType}", heard, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", heard, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/event-stream;q=0", "application/json")]
    [InlineData("application/json, text/event-stream; q=0.0", "application/json")]
    [InlineData("application/json, TEXT/Event-Stream;q=0.5", "text/event-stream")]
    public async Task Stream_ThatIsNotAccepted_IsNotSent(string accepted, string mediaType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events");
        request.Headers.TryAddWithoutValidation("Accept", accepted);

        using var answer = await served.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct).WaitAsync(Patience, Ct);

        Assert.Equal((HttpStatusCode.OK, mediaType), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("/api/v2/executions/1/log")]
    [InlineData("/api/v2/executions/1/log/pages")]
    public async Task Tail_OfMoreLinesThanAreKeptInMind_IsRefused(string address)
    {
        await BeginAsync();

        using var most = await served.Http.GetAsync($"{address}?tail=100000", Ct);
        using var more = await served.Http.GetAsync($"{address}?tail=100001", Ct);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (most.StatusCode, more.StatusCode));
        Assert.Contains("The parameter tail takes a number from 0 to 100000, not '100001'.", await more.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    // A run, an execution and a session that go on.
    private async Task BeginAsync()
    {
        await PostAsync("/api/v2/executions", """{"command":["sleep","1000"],"working_directory":"/"}""");
        await PostAsync("/api/tasks", """{"title":"One","agent":{"command":["sleep","1000"]}}""");
        await PostAsync("/api/tasks/1/execute", "{}");
        var plan = JsonDocument.Parse(await PostAsync("/api/v2/masterplans", "name: long\natoms: [{key: a, kind: shell, code: 'exec sleep 1000'}]")).RootElement.GetProperty("plan_id");
        await PostAsync($"/api/v2/execution/masterplan/{plan}", "");
    }

    private async Task<string> PostAsync(string address, string body)
    {
        using var answer = await served.Http.PostAsync(address, new StringContent(body), Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }
}
