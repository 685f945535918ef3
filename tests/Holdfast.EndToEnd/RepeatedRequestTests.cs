using System.Net;
using System.Text.Json;
using Holdfast.Protocol.Daemons;
using Holdfast.Tests;

namespace Holdfast.EndToEnd;

/// <summary>A request with a key, whose daemon dies when it is carried out and before anybody is answered: sent again, it is done once.</summary>
public sealed class RepeatedRequestTests : IAsyncLifetime
{
    private readonly DaemonDesk daemon = new();

    private Desk Desk => daemon.Desk;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => daemon.DisposeAsync();

    [Theory]
    [InlineData("/api/tasks", """{"title":"Once"}""", "/api/tasks", "tasks", 2)]
    [InlineData("/api/tasks/1/execute", "", "/api/sessions", "sessions", 1)]
    [InlineData("/api/v2/executions", """{"command":["true"],"working_directory":"/"}""", "/api/v2/executions", "executions", 1)]
    [InlineData("/api/v2/execution/masterplan/{plan}", "", "/api/v2/runs", "runs", 1)]
    [InlineData("/api/v2/execution/wave/{plan}/1", "", "/api/v2/runs", "runs", 1)]
    public async Task Daemon_DiesBeforeTheAnswer_TheNextOneMakesItOnce(string address, string body, string list, string member, int made)
    {
        Desk.Environment["HOLDFAST_CRASH_POINT"] = "request_carried_out";
        await using var served = Desk.Start("serve");
        await served.HasSaidAsync(" serves ");
        Desk.Environment["HOLDFAST_CRASH_POINT"] = null;
        using var http = SocketHttp.Of(DaemonFile.SocketIn(Desk.Home));
        await PostAsync(http, "/api/tasks", """{"title":"First","agent":{"command":["true"]}}""", key: null);
        var plan = JsonDocument.Parse((await PostAsync(http, "/api/v2/masterplans", "name: one\natoms: [{key: a, kind: shell, code: 'true'}]", key: null)).Body).RootElement;
        address = address.Replace("{plan}", plan.GetProperty("plan_id").GetString(), StringComparison.Ordinal);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => PostAsync(http, address, body, "k-1"));
        Assert.Equal(137, (await served.EndAsync()).ExitCode);
        await using var next = Desk.Start("serve");
        await next.HasSaidAsync(" serves ");
        var first = await PostAsync(http, address, body, "k-1");
        var second = await PostAsync(http, address, body, "k-1");
        var all = JsonDocument.Parse(await http.GetStringAsync(list, Ct)).RootElement.GetProperty(member);

        Assert.True(first.Status is HttpStatusCode.Created or HttpStatusCode.Accepted, first.Body);
        Assert.Equal((first with { Replayed = true }, false), (second, first.Replayed));
        Assert.Equal(made, all.GetArrayLength());
    }

    private static async Task<Answer> PostAsync(HttpClient http, string address, string body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await http.SendAsync(request, Ct);
        return new Answer(answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct), answer.Headers.Location?.OriginalString, answer.Headers.Contains("Idempotency-Replayed"));
    }

    private sealed record Answer(HttpStatusCode Status, string Body, string? Location, bool Replayed);
}
