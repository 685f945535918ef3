using System.Net;
using System.Text.Json;
using Holdfast.Protocol.Daemons;

namespace Holdfast.Server.Tests;

/// <summary>Requests that are sent again with their key, and changes of what was seen.</summary>
public sealed class RepeatedRequestsTests : IAsyncLifetime
{
    private ServedHome served = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => served = await ServedHome.OpenAsync();

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Fact]
    public async Task Post_SentManyTimesAtTheSameMoment_IsDoneOnceAndAnsweredTheSame()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync("/api/tasks", """{"title":"Once"}""", "a")));

        Assert.Equal((HttpStatusCode.Created, "/api/tasks/" + answers[0].Field("id"), "\"0\""), (answers[0].Status, answers[0].Location, answers[0].ETag));
        Assert.Single(answers.Select(answer => answer with { Replayed = true }).Distinct());
        Assert.Equal(19, answers.Count(answer => answer.Replayed));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Post_SentAgainToTheNextDaemon_IsAnsweredTheSame()
    {
        var before = await PostAsync("/api/tasks", """{"title":"Once"}""", "\"quoted\"");
        await served.StopAsync();
        await served.StartAsync();

        var after = await PostAsync("/api/tasks", """{"title":"Once"}""", "quoted");

        Assert.Equal(before with { Replayed = true }, after);
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [InlineData("/api/tasks", """{"title":"Other"}""")]
    [InlineData("/api/tasks?x=1", """{"title":"Once"}""")]
    [InlineData("/api/tasks/1/cancel", """{"title":"Once"}""")]
    public async Task Post_OfAnotherRequest_IsRefused(string address, string body)
    {
        await PostAsync("/api/tasks", """{"title":"Once"}""", "a");

        var other = await PostAsync(address, body, "a");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency_key_reused"), (other.Status, other.Field("code")));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Post_AnsweredWithoutABody_IsAnsweredTheSame()
    {
        var first = await PostAsync("/api/v2/token/rotate", """{"read_only":false}""", "a");
        var token = await File.ReadAllTextAsync(DaemonFile.TokenIn(served.Folder), Ct);
        var second = await PostAsync("/api/v2/token/rotate", """{"read_only":false}""", "a");

        Assert.Equal((HttpStatusCode.NoContent, first with { Replayed = true }), (first.Status, second));
        Assert.Equal(token, await File.ReadAllTextAsync(DaemonFile.TokenIn(served.Folder), Ct));
    }

    [Fact]
    public async Task Post_ThatWasRefused_IsRefusedTheSame()
    {
        var first = await PostAsync("/api/v2/executions/1/cancel", """{"who":"me"}""", "a");
        await PostAsync("/api/v2/executions?wait=2m", """{"command":["true"],"working_directory":"/"}""", "b");
        var second = await PostAsync("/api/v2/executions/1/cancel", """{"who":"me"}""", "a");

        Assert.Equal((HttpStatusCode.NotFound, "execution_not_found"), (first.Status, first.Field("code")));
        Assert.Equal(first with { Replayed = true }, second);
    }

    [Fact]
    public async Task Post_WhereNoneIsTaken_IsToldEachTimeWhatIs()
    {
        for (var time = 0; time < 2; time++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/events");
            request.Headers.Add("Idempotency-Key", "a");
            using var answer = await served.Http.SendAsync(request, Ct);

            Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET, HEAD", time > 0), (answer.StatusCode, string.Join(", ", answer.Content.Headers.Allow), answer.Headers.Contains("Idempotency-Replayed")));
        }
    }

    [Fact]
    public async Task Post_WithAnAnswerTooLargeToKeep_IsMadeOnceAllTheSame()
    {
        var plan = await PostAsync("/api/v2/masterplans", "name: large\natoms: [{key: a, kind: python, code: \"result = 'x' * 400000\"}]", key: null);

        var first = await PostAsync($"/api/v2/execution/masterplan/{plan.Field("plan_id")}?wait=2m", "", "a");
        var second = await PostAsync($"/api/v2/execution/masterplan/{plan.Field("plan_id")}?wait=2m", "", "a");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, first.Body.Length > 400_000), (first.Status, second.Status, true));
        Assert.Equal((first.Field("run_id"), false, false), (second.Field("run_id"), first.Replayed, second.Replayed));
    }

    /// <summary>An answer that is too large to keep stands for one that got lost: what was asked for is carried out again.</summary>
    [Theory]
    [InlineData("reset", """{"who":"me","force":true}""")]
    [InlineData("cancel", """{"who":"me"}""")]
    public async Task ChangeOfAnExecution_WhoseAnswerWasNotKept_IsAnsweredThoughItHasMovedOn(string order, string body)
    {
        await StartLargeAsync("exec sleep 1000");
        var seen = await TagOfAsync("/api/v2/executions/1", answer => answer.Field("state") == "processing");

        var first = await PostAsync($"/api/v2/executions/1/{order}", body, "a", seen);
        await TagOfAsync("/api/v2/executions/1", answer => answer.Field("ended_at").Length > 0);
        var second = await PostAsync($"/api/v2/executions/1/{order}", body, "a", seen);

        Assert.True(first.Body.Length > 256 << 10, $"{first.Body.Length} characters are kept.");
        Assert.Equal((first.Status, false), (second.Status, second.Replayed));
        Assert.True((int)first.Status is 200 or 202, first.Body);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PostAsync($"/api/v2/executions/1/{order}", body, "b", seen)).Status);
    }

    [Fact]
    public async Task CancelOfWhatIsBeingCancelled_WhoseAnswerWasNotKept_IsAnsweredThoughItHasMovedOn()
    {
        const string address = "/api/v2/executions/1";
        var ready = Path.Combine(served.Folder, "ready");
        await StartLargeAsync($"trap '' TERM; touch {ready}; while :; do sleep 1; done");
        await TagOfAsync(address, _ => File.Exists(ready));
        await PostAsync($"{address}/cancel", """{"who":"you"}""", key: null);
        var seen = await TagOfAsync(address, answer => answer.Field("state") == "cancelling");

        var first = await PostAsync($"{address}/cancel", """{"who":"me"}""", "a", seen);
        await PostAsync($"{address}/cancel", """{"who":"you","immediate":true}""", key: null);
        await TagOfAsync(address, answer => answer.Field("state") == "cancelled");
        var second = await PostAsync($"{address}/cancel", """{"who":"me"}""", "a", seen);

        Assert.True(first.Body.Length > 256 << 10, first.Body);
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted, false), (first.Status, second.Status, second.Replayed));
    }

    [Fact]
    public async Task ResumeOfARun_WhoseAnswerWasNotKept_IsAnsweredThoughItHasMovedOn()
    {
        var plan = await PostAsync("/api/v2/masterplans", "name: large\natoms: [{key: a, kind: python, code: \"import time; time.sleep(3); result = 'x' * 400000\"}]", key: null);
        var run = $"/api/v2/runs/{(await PostAsync($"/api/v2/execution/masterplan/{plan.Field("plan_id")}", "", key: null)).Field("run_id")}";
        // It is only just starting, and changes by itself: tried again with what it is by then, until that is what was seen.
        Answer first;
        string seen;
        var tries = 0;
        do
        {
            seen = await TagOfAsync(run, _ => true);
            first = await PostAsync($"{run}/resume?wait=2m", "{}", $"a{++tries}", seen);
        }
        while (first.Status == HttpStatusCode.PreconditionFailed && tries < 100);
        var second = await PostAsync($"{run}/resume?wait=2m", "{}", $"a{tries}", seen);

        Assert.True(first.Body.Length > 256 << 10, first.Body);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, false), (first.Status, second.Status, second.Replayed));
    }

    [Fact]
    public async Task Run_AskedForManyTimesAtOnceUnderOneId_IsBegunOnce()
    {
        var plan = "name: one\natoms: [{key: a, kind: shell, code: 'true'}]"u8.ToArray();
        var body = JsonSerializer.Serialize(new { plan = new { file = "one.yaml", working_directory = "/", content = plan }, run_id = Guid.CreateVersion7() });

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync("/api/v2/runs", body, key: null)));

        Assert.All(answers, answer => Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Body));
        Assert.Equal("1", Assert.Single(answers.Select(answer => answer.Field("number")).Distinct()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("two words")]
    [InlineData("LONG")]
    public async Task Post_WithAKeyThatCannotBe_IsRefused(string key)
    {
        var answer = await PostAsync("/api/tasks", """{"title":"Once"}""", key == "LONG" ? new string('k', 256) : key);

        Assert.Equal((HttpStatusCode.BadRequest, "usage"), (answer.Status, answer.Field("code")));
        Assert.Equal(0, await CountAsync());
    }

    [Theory]
    [InlineData("PATCH", "", """{"title":"Two"}""", 200)]
    [InlineData("POST", "/transition", """{"to":"planning"}""", 200)]
    [InlineData("POST", "/execute", "", 202)]
    [InlineData("DELETE", "", "", 200)]
    public async Task Change_OfATask_IsMadeOnlyOfWhatWasSeen(string method, string address, string body, int status)
    {
        await PostAsync("/api/tasks", """{"title":"One","agent":{"command":["true"]}}""", key: null);
        await SendAsync("PATCH", "/api/tasks/1", """{"priority":3}""", "\"0\"");

        var stale = await SendAsync(method, $"/api/tasks/1{address}", body, "\"0\", \"7\"");
        var weak = await SendAsync(method, $"/api/tasks/1{address}", body, "W/\"1\"");
        var wrong = await SendAsync(method, $"/api/tasks/1{address}", body, "one");
        var unchanged = await SendAsync("GET", "/api/tasks/1", "", ifMatch: null, ifNoneMatch: "\"1\"");
        var made = await SendAsync(method, $"/api/tasks/1{address}", body, "\"1\"");

        Assert.Equal((412, "task_changed"), (stale.Status, stale.Code));
        Assert.Equal((412, "task_changed"), (weak.Status, weak.Code));
        Assert.Equal((400, "usage"), (wrong.Status, wrong.Code));
        Assert.Equal(304, unchanged.Status);
        Assert.Equal((status, null), (made.Status, made.Code));
    }

    private async Task<int> CountAsync() => JsonDocument.Parse(await served.Http.GetStringAsync("/api/tasks", Ct)).RootElement.GetProperty("tasks").GetArrayLength();

    /// <summary>Its document is larger than what is kept of an answer.</summary>
    private async Task StartLargeAsync(string script)
    {
        var filler = new string('x', 100_000);
        var started = await PostAsync("/api/v2/executions", $$"""{"command":["sh","-c","{{script}}","{{filler}}","{{filler}}","{{filler}}"],"working_directory":"/"}""", key: null);
        Assert.True((int)started.Status < 300, started.Body);
    }

    private async Task<string> TagOfAsync(string address, Func<Answer, bool> isSo)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var got = await served.Http.GetAsync(address, Ct);
            var answer = new Answer(got.StatusCode, await got.Content.ReadAsStringAsync(Ct), Location: null, got.Headers.ETag?.Tag, MediaType: null, Replayed: false);
            if (isSo(answer))
                return answer.ETag!;
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(2), $"{address} stays as it is.");
            await Task.Delay(20, Ct);
        }
    }

    private async Task<Answer> PostAsync(string address, string body, string? key, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body) };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var answer = await served.Http.SendAsync(request, Ct);
        return new Answer(
            answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct), answer.Headers.Location?.OriginalString, answer.Headers.ETag?.Tag, answer.Content.Headers.ContentType?.MediaType,
            answer.Headers.Contains("Idempotency-Replayed"));
    }

    private async Task<(int Status, string? Code)> SendAsync(string method, string address, string body, string? ifMatch, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = body.Length > 0 ? new StringContent(body) : null };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (ifNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        using var answer = await served.Http.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        return ((int)answer.StatusCode, text.Length > 0 && JsonDocument.Parse(text).RootElement.TryGetProperty("code", out var code) ? code.GetString() : null);
    }

    private sealed record Answer(HttpStatusCode Status, string Body, string? Location, string? ETag, string? MediaType, bool Replayed)
    {
        /// <summary>Empty where it is not there.</summary>
        public string Field(string name) => JsonDocument.Parse(Body).RootElement.TryGetProperty(name, out var value) ? value.ToString() : "";
    }
}
