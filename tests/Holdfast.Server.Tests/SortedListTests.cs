using System.Text.Json;
using Holdfast.Protocol.Daemons;
using Holdfast.Tests;

namespace Holdfast.Server.Tests;

/// <summary>Lists of executions and runs in every order, page by page.</summary>
public sealed class SortedListTests : IAsyncLifetime
{
    private ServedHome served = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => served = await ServedHome.OpenAsync();

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Theory]
    [InlineData("sort=created&order=asc", "1,2,3,4,5")]
    [InlineData("sort=created", "5,4,3,2,1")]
    [InlineData("sort=name&order=asc", "3,1,4,2")]
    [InlineData("sort=name", "2,4,1,3")]
    [InlineData("sort=name&state=completed&order=asc", "3,1,4")]
    [InlineData("search=A", "4,3,1")]
    [InlineData("search=a&sort=name", "4,1,3")]
    [InlineData("since=1h&order=asc", "1,2,3,4,5")]
    [InlineData("until=1h", "")]
    [InlineData("since=2000-01-01&until=2000-01-02T00:00:00Z", "")]
    public async Task Executions_InAnOrder_AreToldPageByPage(string query, string expected)
    {
        foreach (var (name, command) in new[] { ("bar", "true"), ("zoo", "false"), ("Abc", "true"), ("cat", "true"), (null, "true") })
            await PostAsync("/api/v2/executions?wait=2m", name is null ? $$"""{"command":["{{command}}"],"working_directory":"/"}""" : $$"""{"command":["{{command}}"],"working_directory":"/","name":"{{name}}"}""");

        foreach (var limit in new[] { 1, 2, 10 })
            Assert.Equal(expected, string.Join(',', (await AllAsync("/api/v2/executions", "executions", query, limit)).Select(each => each.GetProperty("number").GetInt64())));
    }

    [Theory]
    [InlineData("started", "started_at")]
    [InlineData("ended", "ended_at")]
    [InlineData("duration", "duration_ms")]
    public async Task Executions_ByWhatOnlySomeHave_LeaveOutTheOthers(string sort, string member)
    {
        await PostAsync("/api/v2/queue/pause", """{"who":"me","key":"held"}""");
        foreach (var seconds in new[] { "0.3", "0", "0.1" })
            await PostAsync("/api/v2/executions?wait=2m", $$"""{"command":["sleep","{{seconds}}"],"working_directory":"/"}""");
        await PostAsync("/api/v2/executions", """{"command":["true"],"working_directory":"/","keys":["held"]}""");

        var up = await AllAsync("/api/v2/executions", "executions", $"sort={sort}&order=asc", 1);
        var down = await AllAsync("/api/v2/executions", "executions", $"sort={sort}&order=desc", 2);

        Assert.Equal(3, up.Count);
        Assert.Equal(up.Select(Number), down.AsEnumerable().Reverse().Select(Number));
        var keys = up.Select(each => each.GetProperty(member).ToString()).ToList();
        Assert.Equal(member == "duration_ms" ? [.. keys.OrderBy(long.Parse)] : keys.Order(StringComparer.Ordinal), keys);
        if (sort == "duration")
            Assert.Equal([2, 3, 1], up.Select(Number));
    }

    [Fact]
    public async Task Runs_InAnOrder_AreToldPageByPage()
    {
        foreach (var (plan, seconds) in new[] { ("one", "0.4"), ("two", "0"), ("one", "0.2") })
        {
            using var stored = await served.Http.PostAsync("/api/v2/masterplans", new StringContent($"name: {plan}\natoms: [{{key: a, kind: shell, code: 'sleep {seconds}'}}]"), Ct);
            var id = JsonDocument.Parse(await stored.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("plan_id");
            await PostAsync($"/api/v2/execution/masterplan/{id}?wait=2m", "{}");
        }

        foreach (var (query, expected) in new[]
        {
            ("sort=duration&order=asc", "2,3,1"), ("sort=duration", "1,3,2"), ("sort=created&order=asc", "1,2,3"), ("sort=ended", "3,2,1"), ("sort=started", "3,2,1"), ("search=ONE", "3,1"),
            ("search=one&sort=duration&status=completed", "1,3"), ("status=failed&sort=ended", ""), ("until=1h", ""),
        })
        {
            foreach (var limit in new[] { 1, 10 })
                Assert.Equal((query, expected), (query, string.Join(',', (await AllAsync("/api/v2/runs", "runs", query, limit)).Select(Number))));
        }
    }

    [Fact]
    public async Task Cursors_OfAnotherOrderOrFilter_AreRefused()
    {
        foreach (var name in new[] { "a", "b", "c" })
            await PostAsync("/api/v2/executions?wait=2m", $$"""{"command":["true"],"working_directory":"/","name":"{{name}}"}""");
        var cursor = (await GetAsync("/api/v2/executions?sort=ended&limit=1")).GetProperty("next_cursor").GetString();
        var plain = (await GetAsync("/api/v2/executions?limit=1")).GetProperty("next_cursor").GetString();

        // Names in a query are in any case, though they are described in one.
        using var undescribed = SocketHttp.Of(DaemonFile.SocketIn(served.Folder));
        Assert.Equal(2, JsonDocument.Parse(await undescribed.GetStringAsync($"/api/v2/executions?sort=ended&LIMIT=2&Cursor={cursor}", Ct)).RootElement.GetProperty("executions").GetArrayLength());
        Assert.Equal(2, (await GetAsync($"/api/v2/executions?sort=ended&cursor={cursor}")).GetProperty("executions").GetArrayLength());
        foreach (var (address, said) in new[]
        {
            ($"executions?sort=started&cursor={cursor}", "is not a cursor of this list"), ($"executions?sort=ended&order=asc&cursor={cursor}", "is not a cursor of this list"),
            ($"executions?sort=ended&state=failed&cursor={cursor}", "is not a cursor of this list"), ($"executions?cursor={cursor}", "is not a cursor of this list"),
            ($"executions?sort=ended&cursor={plain}", "is not a cursor of this list"), ($"runs?sort=name", "one of created, started, ended, duration"), ("executions?sort=size", "one of created"),
            ("executions?order=up", "asc or desc"), ("runs?since=yesterday", "or how long ago"), ("runs?since=99999999d", "or how long ago"),
        })
        {
            using var answer = await served.Http.GetAsync($"/api/v2/{address}", Ct);
            var refused = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
            Assert.Equal((address, 400, "usage"), (address, (int)answer.StatusCode, refused.GetProperty("code").GetString()));
            Assert.Contains(said, refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/api/v2/executions?limit=1", "/api/v2/executions?state=completed&limit=1")]
    [InlineData("/api/v2/executions?limit=1", "/api/v2/executions?running=true")]
    [InlineData("/api/v2/executions?limit=1&sort=created", "/api/v2/runs?sort=created")]
    [InlineData("/api/v2/executions?state=completed,failed&limit=1", "/api/v2/executions?state=completed")]
    [InlineData("/api/v2/runs?limit=1", "/api/v2/runs?status=failed")]
    [InlineData("/api/v2/runs?limit=1", "/api/v2/executions")]
    [InlineData("/api/tasks?limit=1", "/api/tasks?status=done")]
    [InlineData("/api/tasks?limit=1&search=t", "/api/tasks")]
    [InlineData("/api/sessions?limit=1", "/api/sessions?open=true")]
    [InlineData("/api/sessions?limit=1", "/api/tasks/1/sessions")]
    public async Task Cursors_OfAnyList_AreGoodForItsNextPageAndRefusedElsewhere(string from, string elsewhere)
    {
        using var stored = await served.Http.PostAsync("/api/v2/masterplans", new StringContent("name: p\natoms: [{key: a, kind: shell, code: 'true'}]"), Ct);
        var plan = JsonDocument.Parse(await stored.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("plan_id");
        foreach (var number in new[] { 1, 2 })
        {
            await PostAsync("/api/v2/executions?wait=2m", """{"command":["true"],"working_directory":"/"}""");
            await PostAsync($"/api/v2/execution/masterplan/{plan}?wait=2m", "{}");
            await PostAsync("/api/tasks", """{"title":"t","agent":{"command":["true"]}}""");
            await PostAsync($"/api/tasks/{number}/execute?wait=2m", "{}");
        }

        var cursor = (await GetAsync(from)).GetProperty("next_cursor").GetString();
        var next = await GetAsync($"{from}&cursor={cursor}");
        using var refused = await served.Http.GetAsync($"{elsewhere}{(elsewhere.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={cursor}", Ct);

        Assert.Equal(1, next.EnumerateObject().First(member => member.Value.ValueKind == JsonValueKind.Array).Value.GetArrayLength());
        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Contains("is not a cursor of this list", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private static long Number(JsonElement each) => each.GetProperty("number").GetInt64();

    private async Task<List<JsonElement>> AllAsync(string address, string member, string query, int limit)
    {
        var all = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = await GetAsync($"{address}?{query}&limit={limit}{(cursor is null ? "" : $"&cursor={cursor}")}");
            all.AddRange(page.GetProperty(member).EnumerateArray());
            cursor = page.TryGetProperty("next_cursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        return all;
    }

    private async Task<JsonElement> GetAsync(string address) => JsonDocument.Parse(await served.Http.GetStringAsync(address, Ct)).RootElement;

    private async Task PostAsync(string address, string body)
    {
        using var answer = await served.Http.PostAsync(address, new StringContent(body), Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }
}
