using System.Text.Json;

namespace Holdfast.Server.Tests;

/// <summary>Runs, plans and executions are known by their tags, and changed only as they were seen.</summary>
public sealed class PreconditionTests : IAsyncLifetime
{
    private const string Plan = "name: orders\natoms: [{key: a, kind: shell, code: 'exec sleep 1000'}, {key: b, kind: shell, code: 'true', needs: [a]}]";

    private ServedHome served = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => served = await ServedHome.OpenAsync();

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Fact]
    public async Task Run_OrderedAsItWasSeen_AndNotOtherwise()
    {
        var run = await StartAsync();
        var seen = await SettledTagAsync(run);

        var unchanged = await SendAsync("GET", run, "", ifNoneMatch: seen);
        var stale = await SendAsync("POST", $"{run}/cancel", "{}", ifMatch: "\"1\"");
        var resumedStale = await SendAsync("POST", $"{run}/resume", "{}", ifMatch: "\"1\"");
        var stopped = await SendAsync("POST", $"{run}/stop", "{}", ifMatch: seen);
        var cancelledStale = await SendAsync("POST", $"{run}/cancel", "{}", ifMatch: seen);
        var changed = await SendAsync("GET", run, "", ifNoneMatch: seen);
        var cancelled = await SendAsync("POST", $"{run}/cancel", "{}", ifMatch: "*");
        await EndedAsync(run);
        var over = (await SendAsync("GET", run, "")).Tag!;

        Assert.Equal((304, 412, "changed", 412, "changed"), (unchanged.Status, stale.Status, stale.Code, resumedStale.Status, resumedStale.Code));
        Assert.Equal((202, 412, "changed", 202), (stopped.Status, cancelledStale.Status, cancelledStale.Code, cancelled.Status));
        Assert.Equal(200, changed.Status);
        foreach (var (method, address, status) in new[] { ("POST", "/retry", 202), ("DELETE", "", 409) })
        {
            // The retry takes nothing over, so that the run can be deleted but for its not being the one that was seen.
            var late = await SendAsync(method, run + address, method == "POST" ? "{}" : "", ifMatch: seen);
            Assert.Equal((412, "changed"), (late.Status, late.Code));
            if (method == "POST")
                Assert.Equal(status, (await SendAsync(method, run + address, "{}", ifMatch: over)).Status);
        }

        await SendAsync("POST", "/api/v2/runs/2/cancel", "{}");
        await EndedAsync("/api/v2/runs/2");
        Assert.Equal(200, (await SendAsync("DELETE", run, "", ifMatch: over)).Status);
    }

    [Fact]
    public async Task Plan_StoredInThePlaceOfWhatWasSeen_AndOfNothingElse()
    {
        const string other = "name: orders\natoms: [{key: z, kind: shell, code: 'true'}]";
        const string third = "name: orders\natoms: [{key: y, kind: shell, code: 'true'}]";

        var early = await SendAsync("POST", "/api/v2/masterplans", Plan, ifMatch: "*");
        var first = await SendAsync("POST", "/api/v2/masterplans", Plan, ifNoneMatch: "*");
        var twice = await SendAsync("POST", "/api/v2/masterplans", other, ifNoneMatch: "*");
        var stale = await SendAsync("POST", "/api/v2/masterplans", other, ifMatch: "\"0\"");
        var named = await SendAsync("POST", "/api/v2/masterplans", other, ifNoneMatch: first.Tag);
        var malformed = await SendAsync("POST", "/api/v2/masterplans", "name: new\natoms: [{key: a, kind: shell, code: 'true'}]", ifNoneMatch: "none");
        var second = await SendAsync("POST", "/api/v2/masterplans", other, ifMatch: first.Tag);
        var late = await SendAsync("POST", "/api/v2/masterplans", third, ifMatch: first.Tag);
        var again = await SendAsync("POST", "/api/v2/masterplans", other, ifMatch: first.Tag);
        var address = $"/api/v2/masterplans/{second.Body.GetProperty("plan_id")}";
        var shown = await SendAsync("GET", address, "");

        Assert.Equal((412, "changed", 201), (early.Status, early.Code, first.Status));
        Assert.Equal((412, "changed", 400, "usage"), (named.Status, named.Code, malformed.Status, malformed.Code));
        Assert.Equal((412, 412, 201), (twice.Status, stale.Status, second.Status));
        // What is there already is no change: the answer to the first may have got lost.
        Assert.Equal((412, 201), (late.Status, again.Status));
        Assert.Equal((second.Tag, second.Tag, 200), (again.Tag, shown.Tag, shown.Status));
        Assert.NotEqual(first.Tag, second.Tag);
        Assert.Equal(304, (await SendAsync("GET", address, "", ifNoneMatch: second.Tag)).Status);
        Assert.Equal(304, (await SendAsync("GET", $"{address}/graph", "", ifNoneMatch: second.Tag)).Status);
        Assert.Equal(200, (await SendAsync("GET", $"{address}/graph", "", ifNoneMatch: first.Tag)).Status);
    }

    [Theory]
    [InlineData("cancel", """{"who":"me"}""", 202)]
    [InlineData("reset", """{"who":"me","force":true}""", 200)]
    public async Task Execution_OrderedAsItWasSeen_AndNotOtherwise(string order, string body, int status)
    {
        await SendAsync("POST", "/api/v2/executions", """{"command":["sleep","1000"],"working_directory":"/"}""");
        var seen = await SettledTagAsync("/api/v2/executions/1", "processing");

        var stale = await SendAsync("POST", $"/api/v2/executions/1/{order}", body, ifMatch: "\"0\"");
        var done = await SendAsync("POST", $"/api/v2/executions/1/{order}", body, ifMatch: seen);
        var late = await SendAsync("POST", $"/api/v2/executions/1/{order}", body, ifMatch: seen);

        Assert.Equal((412, "changed"), (stale.Status, stale.Code));
        Assert.Equal((status, null), (done.Status, done.Code));
        Assert.Equal((412, "changed"), (late.Status, late.Code));
    }

    [Theory]
    [InlineData("PATCH", "/api/v2/daemon/limits", """{"max_executions":1}""")]
    [InlineData("DELETE", "/api/v2/daemon/limits", "")]
    [InlineData("POST", "/api/v2/queue/pause", """{"who":"me"}""")]
    [InlineData("POST", "/api/v2/queue/resume", """{"who":"me"}""")]
    public async Task WhatHasNoVersion_ChangedAsAVersionOfIt_IsNot(string method, string address, string body)
    {
        const string limits = "/api/v2/daemon/limits";
        var before = await StandAsync();

        var versioned = await SendAsync(method, address, body, ifMatch: "\"1\"");
        var malformed = await SendAsync(method, address, body, ifMatch: "1");
        var after = await StandAsync();
        var any = await SendAsync(method, address, body, ifMatch: "*");

        Assert.Equal((412, "changed", 400, "usage", 200), (versioned.Status, versioned.Code, malformed.Status, malformed.Code, any.Status));
        Assert.Equal(before, after);

        async Task<(string, string)> StandAsync() => ((await SendAsync("GET", limits, "")).Body.GetRawText(), (await SendAsync("GET", "/api/v2/queue", "")).Body.GetRawText());
    }

    private async Task<string> StartAsync()
    {
        var plan = (await SendAsync("POST", "/api/v2/masterplans", Plan)).Body.GetProperty("plan_id");
        return $"/api/v2/runs/{(await SendAsync("POST", $"/api/v2/execution/masterplan/{plan}", "")).Body.GetProperty("run_id")}";
    }

    private Task<Answer> EndedAsync(string run) => UntilAsync(run, answer => answer.Body.TryGetProperty("ended_at", out var ended) && ended.ValueKind == JsonValueKind.String);

    /// <summary>Of something in which nothing happens by itself from now on: its one process is known to run.</summary>
    private async Task<string> SettledTagAsync(string address, string? state = null)
    {
        if (state is not null)
            return (await UntilAsync(address, answer => answer.Body.GetProperty("state").GetString() == state)).Tag!;
        await UntilAsync($"{address}/atom?key=a", answer => answer.Body.GetProperty("attempts") is var attempts && attempts.GetArrayLength() == 1 && attempts[0].TryGetProperty("pid", out var pid) && pid.ValueKind == JsonValueKind.Number);
        return (await SendAsync("GET", address, "")).Tag!;
    }

    private async Task<Answer> UntilAsync(string address, Func<Answer, bool> isSo)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await SendAsync("GET", address, "");
            if (isSo(answer))
                return answer;
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(2), $"{address} stays {answer.Body}");
            await Task.Delay(20, Ct);
        }
    }

    private async Task<Answer> SendAsync(string method, string address, string body, string? ifMatch = null, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = body.Length > 0 ? new StringContent(body) : null };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (ifNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        using var answer = await served.Http.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        var document = text.Length > 0 ? JsonDocument.Parse(text).RootElement : default;
        return new Answer(
            (int)answer.StatusCode, document.ValueKind == JsonValueKind.Object && document.TryGetProperty("code", out var code) ? code.GetString() : null, answer.Headers.ETag?.Tag, document);
    }

    private sealed record Answer(int Status, string? Code, string? Tag, JsonElement Body);
}
