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

    private const string Plan = """
        name: one
        atoms:
          - {key: a, kind: shell, code: "trap 'exit 0' TERM; sleep 1000 & wait", survive: true}
          - {key: b, kind: shell, code: 'true', needs: [a]}
        """;

    /// <summary>What makes nothing new, but a change: made once, and answered as it would have been, though things have moved on and would refuse it now.</summary>
    [Theory]
    [InlineData("/api/tasks/1/transition", """{"to":"review"}""", "/api/tasks/1", "review", 200)]
    [InlineData("/api/tasks/1/cancel", """{"who":"me"}""", "/api/tasks/1", "cancelled", 202)]
    [InlineData("/api/v2/executions/{execution}/cancel", """{"who":"me"}""", "/api/v2/executions/{execution}", "cancelled", 202)]
    [InlineData("/api/v2/executions/{execution}/reset", """{"who":"me","force":true}""", "/api/v2/executions/{execution}", "failed", 200)]
    [InlineData("/api/v2/runs/1/stop", """{"who":"me"}""", "/api/v2/runs/1", "stopped", 202)]
    [InlineData("/api/v2/runs/1/cancel", """{"who":"me"}""", "/api/v2/runs/1", "cancelled", 202)]
    public async Task Daemon_DiesAfterAChange_TheNextOneAnswersAsItWould(string address, string body, string about, string status, int answered)
    {
        Desk.Environment["HOLDFAST_CRASH_POINT"] = "request_carried_out";
        await using var served = Desk.Start("serve");
        await served.HasSaidAsync(" serves ");
        Desk.Environment["HOLDFAST_CRASH_POINT"] = null;
        using var http = SocketHttp.Of(DaemonFile.SocketIn(Desk.Home));
        await PostAsync(http, "/api/tasks", """{"title":"First"}""", key: null);
        await PostAsync(http, "/api/tasks/1/transition", """{"to":"in_progress"}""", key: null);
        var execution = Member(await PostAsync(http, "/api/v2/executions", """{"command":["sleep","1000"],"working_directory":"/"}""", key: null), "id");
        var plan = Member(await PostAsync(http, "/api/v2/masterplans", Plan, key: null), "plan_id");
        await PostAsync(http, $"/api/v2/execution/masterplan/{plan}", "", key: null);
        await HasAsync(http, $"/api/v2/executions/{execution}", "state", "processing");
        await HasAsync(http, "/api/v2/execution/metrics", "atoms_under_way", "1");
        (address, about) = (address.Replace("{execution}", execution, StringComparison.Ordinal), about.Replace("{execution}", execution, StringComparison.Ordinal));
        // Of a task and an execution, only as they are now: what the change makes of them is another version.
        var seen = about.Contains("runs", StringComparison.Ordinal) ? null : await TagAsync(http, about);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => PostAsync(http, address, body, "k-1", seen));
        Assert.Equal(137, (await served.EndAsync()).ExitCode);
        await using var next = Desk.Start("serve");
        await next.HasSaidAsync(" serves ");
        // A run that is only stopped ends with what runs.
        if (status == "stopped")
            await EndAtomAsync(http);
        await HasAsync(http, about, about.Contains("executions", StringComparison.Ordinal) ? "state" : "status", status);
        var first = await PostAsync(http, address, body, "k-1", seen);
        var second = await PostAsync(http, address, body, "k-1", seen);
        var other = await PostAsync(http, address, body, "k-2", seen);

        Assert.Equal(((HttpStatusCode)answered, false), (first.Status, first.Replayed));
        Assert.Equal(first with { Replayed = true }, second);
        // As a request of its own it comes too late.
        Assert.True(other.Status is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed, $"{other.Status} {other.Body}");
    }

    /// <summary>What concerns everything that is there: sent again, it does not reach what others did since.</summary>
    [Theory]
    [InlineData("/api/v2/executions/cancel", 202)]
    [InlineData("/api/v2/queue/pause", 200)]
    public async Task Daemon_DiesAfterAChangeOfEverything_TheNextOneLeavesWhatCameSince(string address, int answered)
    {
        Desk.Environment["HOLDFAST_CRASH_POINT"] = "request_carried_out";
        await using var served = Desk.Start("serve");
        await served.HasSaidAsync(" serves ");
        Desk.Environment["HOLDFAST_CRASH_POINT"] = null;
        using var http = SocketHttp.Of(DaemonFile.SocketIn(Desk.Home));
        var before = await StartSleepAsync(http);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => PostAsync(http, address, """{"who":"me"}""", "k-1"));
        Assert.Equal(137, (await served.EndAsync()).ExitCode);
        await using var next = Desk.Start("serve");
        await next.HasSaidAsync(" serves ");
        await PostAsync(http, "/api/v2/queue/resume", """{"who":"you"}""", key: null);
        var since = await StartSleepAsync(http);
        var again = await PostAsync(http, address, """{"who":"me"}""", "k-1");

        Assert.Equal(((HttpStatusCode)answered, false), (again.Status, again.Replayed));
        if (address.Contains("executions", StringComparison.Ordinal))
            await HasAsync(http, $"/api/v2/executions/{before}", "state", "cancelled");
        await HasAsync(http, $"/api/v2/executions/{since}", "state", "processing");
        var queue = JsonDocument.Parse(await http.GetStringAsync("/api/v2/queue", Ct)).RootElement;
        Assert.Equal(JsonValueKind.Null, queue.GetProperty("paused_by").ValueKind);
    }

    private static async Task<string> StartSleepAsync(HttpClient http)
    {
        var execution = Member(await PostAsync(http, "/api/v2/executions", """{"command":["sleep","1000"],"working_directory":"/"}""", key: null), "id");
        await HasAsync(http, $"/api/v2/executions/{execution}", "state", "processing");
        return execution;
    }

    private static string Member(Answer answer, string name) => JsonDocument.Parse(answer.Body).RootElement.GetProperty(name).ToString();

    /// <summary>Ends the process of the run's first atom, which succeeds; the second is what a stop keeps from starting.</summary>
    private async Task EndAtomAsync(HttpClient http)
    {
        var atom = JsonDocument.Parse(await http.GetStringAsync("/api/v2/runs/1/atom?key=a", Ct)).RootElement;
        var pid = atom.GetProperty("attempts")[0].GetProperty("pid").GetInt32();
        Assert.Equal(0, (await Desk.ShellAsync($"kill -TERM {pid}")).ExitCode);
    }

    private static async Task HasAsync(HttpClient http, string address, string member, string expected)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var document = JsonDocument.Parse(await http.GetStringAsync(address, Ct)).RootElement;
            if (document.GetProperty(member).ToString() == expected)
                return;
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromMinutes(2), $"{member} of {address} never became {expected}: {document}");
            await Task.Delay(20, Ct);
        }
    }

    private static async Task<string> TagAsync(HttpClient http, string address)
    {
        using var answer = await http.GetAsync(address, Ct);
        return answer.Headers.ETag!.Tag;
    }

    private static async Task<Answer> PostAsync(HttpClient http, string address, string body, string? key, string? seen = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body) };
        if (seen is not null)
            request.Headers.TryAddWithoutValidation("If-Match", seen);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await http.SendAsync(request, Ct);
        return new Answer(answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct), answer.Headers.Location?.OriginalString, answer.Headers.Contains("Idempotency-Replayed"));
    }

    private sealed record Answer(HttpStatusCode Status, string Body, string? Location, bool Replayed);
}
