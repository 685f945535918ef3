using System.Net;
using System.Text.Json;
using Holdfast.Protocol;

namespace Holdfast.Server.Tests;

/// <summary>Bodies that are JSON and say what cannot be: refused at once, and nothing of them is kept.</summary>
public sealed class RefusedBodiesTests : IAsyncLifetime
{
    private ServedHome served = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => served = await ServedHome.OpenAsync();

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Theory]
    [InlineData("executions", """{"command":["true"],"working_directory":"/","environment":{"A":null}}""", "environment")]
    [InlineData("executions", """{"command":["true",null],"working_directory":"/"}""", "command")]
    [InlineData("executions", """{"command":["true"],"working_directory":"/","keys":[null]}""", "keys")]
    [InlineData("executions", """{"command":["true"],"working_directory":"/","secrets":{"A":null}}""", "'A'")]
    [InlineData("executions", """{"command":["true","a\u0000b"],"working_directory":"/"}""", "'a\\0b'")]
    [InlineData("executions", """{"command":["true\u0000"],"working_directory":"/"}""", "command")]
    [InlineData("executions", """{"command":["true"],"working_directory":"/\u0000"}""", "working_directory")]
    [InlineData("executions", """{"command":["true"],"working_directory":"/","environment":{"A\u0000B":"x"}}""", "'A\\0B'")]
    [InlineData("executions", """{"command":["true"],"working_directory":"/","environment":{"A":"x\u0000B=y"}}""", "'A'")]
    [InlineData("executions", """{"command":["true"],"working_directory":"/","secrets":{"A\u0000B":{"env":"C"}}}""", "'A\\0B'")]
    [InlineData("executions", """{"command":["true"],"working_directory":"/","secrets":{"A":{"file":"/a\u0000b"}}}""", "'/a\\0b'")]
    [InlineData("../tasks", """{"title":"x","agent":{"command":["true\u0000"]}}""", "command")]
    [InlineData("../tasks", """{"title":"x","agent":{"command":["true"],"environment":{"A":"x\u0000B=y"}}}""", "'A'")]
    [InlineData("../tasks", """{"title":"x","agent":{"command":["true"],"secrets":{"A":{"file":"/a\u0000b"}}}}""", "'/a\\0b'")]
    [InlineData("executions/cancel", "{}", "who")]
    [InlineData("executions/cancel", """{"who":" "}""", "who")]
    [InlineData("executions/cancel", """{"who":"two\nlines"}""", "who")]
    [InlineData("executions/cancel", """{"who":"LONG"}""", "who")]
    [InlineData("queue/pause", "{}", "who")]
    [InlineData("executions", """{"command":["true"],"working_directory":"/","unknown":DEEP}""", "depth of 64")]
    public async Task Post_OfWhatCannotBe_IsRefusedAndKeepsNothing(string address, string body, string named)
    {
        using var answer = await served.Http.PostAsync($"/api/v2/{address}", new StringContent(body.Replace("LONG", new string('x', 5000), StringComparison.Ordinal).Replace("DEEP", new string('[', 64) + new string(']', 64), StringComparison.Ordinal)), Ct);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
        using var listed = await served.Http.GetAsync("/api/v2/executions", Ct);
        using var queue = await served.Http.GetAsync("/api/v2/queue", Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(ErrorCode.Usage, problem.GetProperty("code").GetString());
        Assert.Contains(named, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(JsonDocument.Parse(await listed.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("executions").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(await queue.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("paused_by").ValueKind);
    }

    [Theory]
    [InlineData("POST", "/api/tasks", "", "a JSON body is needed, with at least title.")]
    [InlineData("POST", "/api/v2/executions", "", "with at least command, working_directory.")]
    [InlineData("PATCH", "/api/v2/daemon/limits", "", "as {} or with some of max_executions")]
    [InlineData("GET", "/api/v2/runs/1/attempts", "", "The parameter atom is required: the key of an atom.")]
    [InlineData("GET", "/api/v2/runs/1/artifact?atom=a", "", "The parameter path is required: one of the atom's outputs.")]
    [InlineData("POST", "/api/v2/executions?wait=soon", """{"command":["true"],"working_directory":"/"}""", "or a number of seconds")]
    [InlineData("POST", "/api/v2/masterplans", "name: x\natoms: [{key: a}]", "The plan that was sent has 1 fault; it was not stored.")]
    [InlineData("GET", "/api/v2/why/1", "", "holdfast why --execution 1, or holdfast why --task 1; over HTTP ?subject=execution, or ?subject=task")]
    [InlineData("POST", "/api/tasks/1/execute", "", "PATCH /api/tasks/1 with agent")]
    public async Task Request_ThatIsRefused_IsToldWhatToGive(string method, string address, string body, string said)
    {
        using var task = await served.Http.PostAsync("/api/tasks", new StringContent("""{"title":"One"}"""), Ct);
        if (address.Contains("why", StringComparison.Ordinal))
            (await served.Http.PostAsync("/api/v2/executions?wait=2m", new StringContent("""{"command":["true"],"working_directory":"/"}"""), Ct)).Dispose();
        using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = body.Length > 0 ? new StringContent(body) : null };

        using var answer = await served.Http.SendAsync(request, Ct);
        var problem = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Ct), ProtocolJson.Compact.Problem)!;

        Assert.False(answer.IsSuccessStatusCode);
        Assert.Contains(said, $"{problem.Detail} {problem.Hint}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/api/tasks/1/transition", """{"to":WORD}""")]
    [InlineData("POST", "/api/tasks", """{"title":"x","agent":{"command":["true"],"prompt_by":WORD}}""")]
    [InlineData("POST", "/api/tasks", """{"title":"x","workspace":{"kind":WORD}}""")]
    [InlineData("POST", "/api/v2/executions", """{"command":["true"],"working_directory":"/","host":WORD}""")]
    [InlineData("POST", "/api/v2/daemon/stop", """{"mode":WORD}""")]
    [InlineData("GET", "/api/v2/why/1?subject=WORD", "")]
    [InlineData("GET", "/api/tasks?status=WORD", "")]
    [InlineData("GET", "/api/tasks?sort=WORD", "")]
    [InlineData("GET", "/api/v2/executions?state=WORD", "")]
    public async Task Request_WithANumberForAWord_IsRefused(string method, string address, string body)
    {
        using var created = await served.Http.PostAsync("/api/tasks", new StringContent("""{"title":"One"}"""), Ct);
        foreach (var word in method == "GET" ? (string[])["1", "-1", "99"] : ["1", "99", "-1", "\"1\"", "\"-1\""])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), address.Replace("WORD", word, StringComparison.Ordinal))
            {
                Content = body.Length > 0 ? new StringContent(body.Replace("WORD", word, StringComparison.Ordinal)) : null,
            };
            using var answer = await served.Http.SendAsync(request, Ct);

            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{method} {address} with {word}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Ct)}");
        }
    }

    [Theory]
    [InlineData("POST", "/api/tasks/1/transition", """{"to":"WORD"}""", "planning, in_progress", "/to", "planning_review")]
    [InlineData("POST", "/api/tasks/1/transition", """{"to":"WORD"}""", "In_Progress", "/to", "in_progress")]
    [InlineData("POST", "/api/tasks", """{"title":"x","agent":{"command":["true"],"prompt_by":"WORD"}}""", "shout", "/agent/prompt_by", "argument, file, stdin")]
    [InlineData("POST", "/api/tasks", """{"title":"x","workspace":{"kind":"WORD"}}""", "folder,worktree", "/workspace/kind", "folder, worktree")]
    [InlineData("POST", "/api/v2/execution/masterplan/PLAN", """{"schedule":"WORD"}""", "waves,eager", "/schedule", "waves, eager, sequential")]
    [InlineData("POST", "/api/v2/executions", """{"command":["true"],"working_directory":"/","host":"WORD"}""", " tmux", "/host", "process, tmux")]
    [InlineData("GET", "/api/v2/runs?status=WORD", "", "%20completed", null, "queued, running")]
    [InlineData("GET", "/api/v2/runs?status=WORD", "", "queued,,running", null, "queued, running")]
    [InlineData("GET", "/api/v2/executions?state=WORD", "", "completed,ended", null, "not 'ended'")]
    [InlineData("GET", "/api/v2/executions?sort=WORD", "", "created,name", null, "created, started")]
    [InlineData("GET", "/api/v2/runs?sort=WORD", "", "bogus", null, "one of created, started, ended, duration, not")]
    [InlineData("GET", "/api/v2/why/1?subject=WORD", "", "run,task", null, "execution, run")]
    [InlineData("GET", "/api/tasks?status=WORD", "", "todo, done", null, "todo, planning")]
    public async Task Request_WithAWordThatIsNone_IsRefusedWithThoseThereAre(string method, string address, string body, string word, string? pointer, string said)
    {
        using var created = await served.Http.PostAsync("/api/tasks", new StringContent("""{"title":"One"}"""), Ct);
        using var stored = await served.Http.PostAsync("/api/v2/masterplans", new StringContent("name: x\natoms: [{key: a, kind: shell, code: 'true'}]"), Ct);
        var plan = JsonDocument.Parse(await stored.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("plan_id").GetString();
        using var request = new HttpRequestMessage(new HttpMethod(method), address.Replace("WORD", word, StringComparison.Ordinal).Replace("PLAN", plan, StringComparison.Ordinal))
        {
            Content = body.Length > 0 ? new StringContent(body.Replace("WORD", word, StringComparison.Ordinal)) : null,
        };

        using var answer = await served.Http.SendAsync(request, Ct);
        var problem = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Ct), ProtocolJson.Compact.Problem)!;
        var task = await served.Client.GetTaskAsync("1", Ct);

        Assert.Equal((HttpStatusCode.BadRequest, ErrorCode.Usage, pointer), (answer.StatusCode, problem.Code, problem.Pointer));
        Assert.Contains(said, problem.Detail, StringComparison.Ordinal);
        Assert.Equal(Protocol.Tasks.TaskPhase.Todo, task.Status);
    }

    [Theory]
    [InlineData("executions?state=failed,cancelled", "executions", "2")]
    [InlineData("executions?state=completed,failed", "executions", "2,1")]
    [InlineData("executions?state=queued,processing", "executions", "")]
    [InlineData("runs?status=failed,stopped", "runs", "2")]
    [InlineData("runs?status=completed,failed,failed", "runs", "2,1")]
    [InlineData("runs?status=queued,stopping,running", "runs", "")]
    public async Task Lists_OfSeveralWords_AreOfThoseAlone(string address, string member, string expected)
    {
        foreach (var command in new[] { "true", "false" })
        {
            using var execution = await served.Http.PostAsync("/api/v2/executions?wait=2m", new StringContent($$"""{"command":["{{command}}"],"working_directory":"/"}"""), Ct);
            Assert.True(execution.IsSuccessStatusCode, await execution.Content.ReadAsStringAsync(Ct));
        }

        foreach (var command in new[] { "true", "false" })
        {
            using var stored = await served.Http.PostAsync("/api/v2/masterplans", new StringContent($"name: of-{command}\natoms: [{{key: a, kind: shell, code: '{command}', retries: 0}}]"), Ct);
            var plan = JsonDocument.Parse(await stored.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("plan_id").GetString();
            using var run = await served.Http.PostAsync($"/api/v2/execution/masterplan/{plan}?wait=2m", new StringContent("{}"), Ct);
            Assert.True(run.IsSuccessStatusCode, await run.Content.ReadAsStringAsync(Ct));
        }

        var list = JsonDocument.Parse(await served.Http.GetStringAsync($"/api/v2/{address}", Ct)).RootElement;

        Assert.Equal(expected, string.Join(',', list.GetProperty(member).EnumerateArray().Select(each => each.GetProperty("number").GetInt64())));
    }
}
