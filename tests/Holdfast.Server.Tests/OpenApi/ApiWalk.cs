using System.Text.Json.Nodes;
using Holdfast.Protocol;

namespace Holdfast.Server.Tests.OpenApi;

/// <summary>A day in the life of a daemon: every operation is asked for at least once, with what it usually takes, and with what it refuses.</summary>
/// <param name="project">A folder with the files that plans and commands need.</param>
internal sealed class ApiWalk(ServedHome served, string project)
{
    // sum → report (writes a file), broken (is mended), hopeless (nothing mends it)
    private const string Plan = """
        name: orders
        defaults: {retries: 1}
        components:
          - name: api
            modules:
              - name: totals
                atoms: [{key: sum, kind: python, code: "import math\nprint('adding')\nresult = {'total': math.fsum([1, 2, 3])}"}]
              - name: reports
                atoms: [{key: report, kind: shell, code: "mkdir -p out; echo 6 orders > out/report.txt; echo written", needs: [sum], outputs: [out/report.txt]}]
          - name: tools
            modules:
              - name: numbers
                atoms:
                  - {key: mended, kind: python, code: "result = math.sqrt(16)", critical: false}
                  - {key: hopeless, kind: python, code: "raise ValueError('no such order')", critical: false}
        """;

    private const string Agent = """
        printf '%s\n' '{"type":"step_start","name":"look"}' '{"type":"reasoning","text":"The parser reads bytes."}' \
          '{"type":"tool_call","name":"read_file","call_id":"c1","input":{"path":"parser.py"}}' '{"type":"tool_result","call_id":"c1","text":"def parse(b): ...","is_error":false}' \
          'running tests' '{"type":"agent_message","text":"ü is read now."}' '{"type":"finished","text":"done"}'
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task WalkAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(project, "orders.yaml"), Plan, Ct);
        await LookAtTheDaemonAsync();
        await WorkOnTasksAsync();
        await KeepPlansAsync();
        await RunPlansAsync();
        await ExecuteAsync();
        await CleanUpAsync();
        await FollowAsync();
        await BeRefusedAsync();
        await DrainAsync();
    }

    private async Task LookAtTheDaemonAsync()
    {
        foreach (var address in new[]
                 {
                     "/health", "/health/live", "/health/ready", "/metrics", "/openapi/v1.json", "/openapi", "/api/v2/daemon", "/api/v2/daemon/limits", "/api/v2/diagnostics", "/api/v2/environment",
                 })
            await GetAsync(address);
        await SendAsync("PATCH", "/api/v2/daemon/limits", """{"max_executions":4,"http_requests_per_sec":1000,"who":"anna"}""");
        await PostAsync("/api/v2/daemon/reload", """{"settings":[{"key":"max_jobs","value":"4","origin":"user","source":"/home/anna/.config/holdfast/config.yaml","line":3}],"who":"anna"}""");
        await SendAsync("DELETE", "/api/v2/daemon/limits", null);
        await PostAsync("/api/v2/token/rotate", """{"read_only":true}""");
    }

    private async Task WorkOnTasksAsync()
    {
        var agent = new JsonObject { ["command"] = new JsonArray("sh", "-c", Agent), ["prompt_by"] = "file", ["environment"] = new JsonObject { ["LANG"] = "C.UTF-8" }, ["timeout_ms"] = 600_000 };
        var task = new JsonObject { ["title"] = "Mend the parser", ["prompt"] = "It breaks on ü.", ["priority"] = 3, ["agent"] = agent, ["workspace"] = new JsonObject { ["kind"] = "folder" } }.ToJsonString();
        await PostAsync("/api/tasks", task, ("Idempotency-Key", "\"parser\""));
        await PostAsync("/api/tasks", task, ("Idempotency-Key", "\"parser\""));
        await SendAsync("PATCH", "/api/tasks/1", """{"title":"Mend the parser soon","priority":5}""", ("If-Match", "\"0\""));
        await PostAsync("/api/tasks/1/execute?wait=2m", """{"who":"anna"}""");
        await GetAsync("/api/tasks/1");
        await GetAsync("/api/tasks/1", ("If-None-Match", "*"));
        await PostAsync("/api/tasks/1/transition", """{"to":"done","who":"anna","why":"Looks good."}""");
        await PostAsync("/api/tasks", """{"title":"Wait for it","agent":{"command":["sleep","600"]}}""");
        await PostAsync("/api/tasks/2/execute", """{"who":"anna"}""");
        await PostAsync("/api/tasks/2/cancel", """{"who":"anna","immediate":true}""");
        await PostAsync("/api/tasks", """{"title":"Not needed"}""");
        await SendAsync("DELETE", "/api/tasks/3?workspace=remove", null);
        await GetAsync("/api/tasks?status=todo,done,cancelled&search=e&sort=title&order=asc&limit=1");
        await GetAsync("/api/tasks/1/sessions?open=false&limit=5");
        await GetAsync("/api/sessions?limit=2");
        await GetAsync("/api/sessions/1");
        await GetAsync("/api/sessions/1/activity?after=0&limit=100");
        await GetAsync("/api/sessions/1/activity", ("Accept", "text/event-stream"));
        await GetAsync("/api/v2/why/1?subject=task");
    }

    private async Task KeepPlansAsync()
    {
        const string Address = "/api/v2/masterplans";
        var stored = await PostAsync($"{Address}?working_directory=/", Plan);
        var plan = stored["plan_id"]!.GetValue<string>();
        await GetAsync($"{Address}?limit=5");
        await GetAsync($"{Address}/{plan}");
        await GetAsync($"{Address}/{plan}/graph");
        await GetAsync($"{Address}/{plan}", ("If-None-Match", "*"));
        await GetAsync($"{Address}/{plan}/graph", ("If-None-Match", "*"));
        const string Order = """{"execute_by_waves":true,"input_data":{"day":"monday"}}""";
        var run = await PostAsync($"/api/v2/execution/masterplan/{plan}?wait=2m", Order);
        await GetAsync($"/api/v2/runs/{run["run_id"]!.GetValue<string>()}", ("If-None-Match", "*"));
        foreach (var part in new[] { $"wave/{plan}/1", $"component/{plan}/api", $"module/{plan}/totals" })
        {
            await PostAsync($"/api/v2/execution/{part}", """{"with_needs":true}""");
            await PostAsync($"/api/v2/execution/{part}?wait=2m", """{"with_needs":true}""");
        }

        await PostAsync($"/api/v2/execution/masterplan/{plan}", Order);
        var atom = run["atoms"]!.AsArray().Single(each => each!["key"]!.GetValue<string>() == "sum")!["id"]!.GetValue<string>();
        await PostAsync($"/api/v2/execution/atom/{atom}", """{"input_data":{"day":"monday"}}""");
        await PostAsync($"/api/v2/execution/atom/{atom}?wait=2m", """{"input_data":{"day":"monday"}}""");
        await GetAsync($"/api/v2/execution/summary/{plan}");
        await GetAsync("/api/v2/execution/metrics");
    }

    private async Task RunPlansAsync()
    {
        var source = $$"""{"file":"orders.yaml","working_directory":"{{project}}"}""";
        await PostAsync("/api/v2/plans/check", $$"""{"plan":{{source}},"strict":false}""");
        await GetAsync("/api/v2/plans/schema");
        await PostAsync("/api/v2/plans/show", $$"""{"plan": {{source}} }""");
        const string Runs = "/api/v2/runs";
        var order = $$"""{"plan":{{source}},"schedule":"waves","jobs":4,"input":{"day":"monday"} }""";
        var ended = await PostAsync($"{Runs}?wait=2m", order);
        var run = ended["number"]!.ToString();
        await PostAsync(Runs, order);
        await PostAsync("/api/v2/plans/trends", $$"""{"plan":{{source}},"last":10}""");
        await PostAsync("/api/v2/plans/trends", $$"""{"plan":{{source}},"last":10}""");
        await GetAsync($"{Runs}?limit=2&status=completed");
        await GetAsync($"{Runs}/{run}?everything=true");
        foreach (var part in new[]
                 {
                     "updates", "atom?key=hopeless", "attempts?atom=mended", "revisions?atom=mended", "artifacts", "artifact?atom=report&path=out/report.txt", "stats", "levels?level=module", "diff?atom=mended",
                     "export?format=json", "export?format=html", "logs?tail=10", "logs?atom=report&attempt=1",
                 })
            await GetAsync($"{Runs}/{run}/{part}");
        await GetAsync($"{Runs}/{run}/artifact?atom=report&path=out/report.txt", ("Range", "bytes=0-3"));
        await GetAsync($"{Runs}/{run}/log?atom=report");
        await GetAsync($"{Runs}/{run}/log?atom=report", ("Range", "bytes=0-3"));
        await GetAsync($"/api/v2/why/{run}?subject=run&atom=hopeless");
        var again = await PostAsync($"{Runs}/{run}/retry?wait=2m", """{"only_failed":true,"code":{"key":"hopeless","file":"hopeless.py","text":"result = 1"}}""");
        await PostAsync($"{Runs}/{run}/retry", """{"only_failed":true}""");
        await GetAsync($"{Runs}/{run}/diff?other={again["number"]}");
        await StopRunsAsync(Runs);
        await PostAsync($"{Runs}/resume", "{}");
    }

    private async Task StopRunsAsync(string runs)
    {
        foreach (var order in new[] { "resume", "stop", "cancel" })
        {
            var plan = Convert.ToBase64String("name: slow\natoms: [{key: a, kind: shell, code: 'sleep 600', survive: false}]"u8);
            var run = (await PostAsync(runs, $$$"""{"plan":{"file":"-","working_directory":"/","content":"{{{plan}}}"}}"""))["number"]!.ToString();
            using var updates = await served.Http.GetAsync($"{runs}/{run}/updates", HttpCompletionOption.ResponseHeadersRead, Ct);
            await PostAsync($"{runs}/{run}/{order}", order == "resume" ? """{"jobs":2}""" : """{"who":"anna"}""", anyStatus: order == "resume");
            // Stopped before its atom began, it has ended.
            if (order != "cancel")
                await PostAsync($"{runs}/{run}/cancel", """{"who":"anna"}""", anyStatus: order == "stop");
            await updates.Content.CopyToAsync(Stream.Null, Ct);
            if (order == "resume")
                await PostAsync($"{runs}/{run}/resume", """{"jobs":2}""", anyStatus: true);
            await SendAsync("DELETE", $"{runs}/{run}", null);
        }
    }

    private async Task ExecuteAsync()
    {
        const string Root = "/api/v2/executions";
        await PostAsync($"{Root}?wait=2m", $$"""{"command":["sh","-c","echo built; echo careful >&2"],"working_directory":"{{project}}","name":"build","timeout_ms":600000,"keys":["agent"]}""");
        await PostAsync("/api/v2/queue/pause", """{"who":"anna","key":"agent"}""");
        await PostAsync(Root, """{"command":["true"],"working_directory":"/","keys":["agent"]}""");
        await GetAsync("/api/v2/queue?limit=5");
        await PostAsync("/api/v2/queue/resume", """{"who":"anna","key":"agent"}""");
        var over = await PostAsync($"{Root}?wait=2m", """{"command":["sleep","600"],"working_directory":"/","timeout_ms":50}""");
        var number = over["number"]!.ToString();
        await GetAsync($"{Root}/{number}", ("If-None-Match", "\"0\""));
        await GetAsync($"{Root}/{number}", ("If-None-Match", "*"));
        await GetAsync($"{Root}/{number}/wait");
        await PostAsync($"{Root}/{number}/kill-zombie", """{"who":"anna"}""");
        var running = (await PostAsync(Root, """{"command":["sleep","600"],"working_directory":"/"}"""))["number"]!.ToString();
        await GetAsync($"{Root}/health");
        await PostAsync($"{Root}/{running}/reset", """{"who":"anna","force":true}""");
        var another = (await PostAsync(Root, """{"command":["sleep","600"],"working_directory":"/"}"""))["number"]!.ToString();
        await PostAsync($"{Root}/{another}/cancel", """{"who":"anna","immediate":true}""");
        await PostAsync($"{Root}/cancel", """{"who":"anna"}""");
        await GetAsync($"{Root}/stats?days=7");
        await GetAsync($"{Root}?limit=2&state=completed");
        var build = (await GetAsync($"{Root}?limit=100"))["executions"]!.AsArray().Single(each => each!["name"]?.GetValue<string>() == "build")!["number"]!.ToString();
        foreach (var part in new[] { "log", "log?format=lines&tail=5", "log?follow=true&offset=2", "log/pages?format=raw&tail=5", "log/pages?format=lines&follow=true" })
            await GetAsync($"{Root}/{build}/{part}");
        await GetAsync($"{Root}/{build}/log", ("Range", "bytes=0-3"));
        await GetAsync($"/api/v2/why/{build}?subject=execution");
    }

    private async Task CleanUpAsync()
    {
        var planned = await PostAsync("/api/v2/maintenance/cleanup/plan", """{"folders_age_ms":0,"logs_keep":3}""");
        await PostAsync("/api/v2/maintenance/cleanup", new JsonObject { ["request"] = JsonNode.Parse("""{"folders_age_ms":0,"logs_keep":3}"""), ["agreed"] = planned["steps"]!.DeepClone() }.ToJsonString());
        await PostAsync("/api/v2/maintenance/gc", "");
        await PostAsync("/api/v2/maintenance/vacuum", "");
    }

    private async Task FollowAsync()
    {
        // A run was deleted: what is behind the first event is not all there any more.
        await SendAsync("GET", "/api/events?after=0&limit=100", null, anyStatus: true);
        await GetAsync("/api/events?limit=10000");
        await GetAsync("/api/events?task=1&type=task.*,session.ended&limit=3");
        // They end, because what they follow is over.
        await GetAsync("/api/events?run=1", ("Accept", "text/event-stream"));
        await GetAsync("/api/events?task=1", ("Accept", "text/event-stream"), ("Last-Event-ID", "2"));
    }

    private async Task BeRefusedAsync()
    {
        foreach (var (method, address, body) in ((string, string, string?)[])
                 [
                     ("GET", "/api/tasks/999", null), ("GET", "/api/sessions/999", null), ("GET", "/api/v2/runs/999", null), ("GET", "/api/v2/executions/999", null), ("GET", "/api/v2/why/999", null),
                     ("GET", "/api/tasks/0", null), ("GET", "/api/tasks?limit=0", null), ("GET", "/api/v2/masterplans/none", null), ("GET", "/api/v2/runs/1/atom?key=none", null),
                     ("GET", "/api/v2/runs/1/logs?atom=sum&attempt=9", null), ("GET", "/api/v2/runs/1/log?atom=sum&attempt=9", null), ("GET", "/api/v2/runs/1/artifact?atom=sum&path=none", null), ("GET", "/api/v2/runs/1/diff?other=none", null),
                     ("GET", "/api/v2/why/1", null), ("GET", "/api/events?after=999999999", null),
                     ("POST", "/api/tasks", """{"title":""}"""), ("POST", "/api/tasks", """{"title":1}"""), ("POST", "/api/tasks/1/execute", ""), ("POST", "/api/tasks/1/transition", """{"to":"todo"}"""),
                     ("POST", "/api/v2/masterplans", "name: x\natoms: [{key: a, kind: shell, code: 'true', needs: [b]}]"),
                     ("POST", "/api/v2/plans/show", """{"plan":{"file":"none.yaml","working_directory":"/"}}"""),
                     ("POST", "/api/v2/runs/1/stop", "{}"), ("POST", "/api/v2/runs/1/resume", "{}"), ("POST", "/api/v2/runs/1/retry", """{"atoms":["none"]}"""),
                     ("POST", "/api/v2/executions", """{"command":["no-such-program"],"working_directory":"/"}"""), ("POST", "/api/v2/executions", """{"command":["true"],"working_directory":"/none"}"""),
                     ("POST", "/api/v2/executions", """{"command":[],"working_directory":"/"}"""), ("POST", "/api/v2/executions/1/reset", """{"who":"anna"}"""),
                     ("POST", "/api/v2/maintenance/cleanup/plan", """{"branches":{"repository":"/","force":false,"age_ms":0}}"""),
                     ("PATCH", "/api/v2/daemon/limits", """{"max_jobs":0}"""),
                     ("POST", "/api/v2/daemon/reload", """{"settings":[{"key":"max_job","value":"4","origin":"user"}]}"""),
                     ("POST", "/api/v2/execution/atom/none", ""), ("DELETE", "/api/v2/runs/999", null),
                 ])
            await SendAsync(method, address, body, anyStatus: true);
        await BeRefusedPartsAsync();
        await SendAsync("PATCH", "/api/tasks/2", """{"priority":1}""", anyStatus: true, ("If-Match", "\"99\""));
        await SendAsync("POST", "/api/v2/executions/1/cancel", """{"who":"anna"}""", anyStatus: true, ("If-Match", "\"99\""));
        await SendAsync("POST", "/api/tasks", """{"title":"Another"}""", anyStatus: true, ("Idempotency-Key", "\"parser\""));
        await SendAsync("GET", "/api/tasks", null, anyStatus: true, (ProtocolVersion.Header, "99.0"));
        await SendAsync("GET", "/api/v2/executions/1/log", null, anyStatus: true, ("Range", "bytes=99999-"));
    }

    private async Task BeRefusedPartsAsync()
    {
        var plan = (await GetAsync("/api/v2/masterplans"))["masterplans"]!.AsArray()[0]!["plan_id"]!.GetValue<string>();
        foreach (var part in new[] { $"wave/{plan}/9", $"component/{plan}/none", $"module/{plan}/none" })
            await SendAsync("POST", $"/api/v2/execution/{part}", "", anyStatus: true);
        await PostAsync("/api/tasks", """{"title":"Busy","agent":{"command":["sleep","600"]}}""");
        var busy = (await GetAsync("/api/tasks?search=Busy"))["tasks"]![0]!["number"]!.ToString();
        await SendAsync("PATCH", $"/api/tasks/{busy}", """{"agent":null}""", anyStatus: true);
        await PostAsync($"/api/tasks/{busy}/execute", "");
        await SendAsync("POST", $"/api/tasks/{busy}/execute", "", anyStatus: true);
        await SendAsync("DELETE", $"/api/tasks/{busy}", null, anyStatus: true);
        await PostAsync($"/api/tasks/{busy}/cancel", """{"who":"anna","immediate":true}""");
        await PostAsync("/api/tasks", """{"title":"Nobody"}""");
        var nobody = (await GetAsync("/api/tasks?search=Nobody"))["tasks"]![0]!["number"]!.ToString();
        await SendAsync("POST", $"/api/tasks/{nobody}/execute", "", anyStatus: true);
    }

    /// <summary>Last: it takes nothing more then.</summary>
    private async Task DrainAsync()
    {
        await PostAsync("/api/v2/executions", """{"command":["sleep","600"],"working_directory":"/"}""");
        await PostAsync("/api/v2/daemon/stop", """{"mode":"drain"}""");
        await SendAsync("GET", "/health", null, anyStatus: true);
        await SendAsync("GET", "/health/ready", null, anyStatus: true);
        await SendAsync("POST", "/api/v2/executions", """{"command":["true"],"working_directory":"/"}""", anyStatus: true);
    }

    private Task<JsonNode> GetAsync(string address, params (string Name, string Value)[] headers) => SendAsync("GET", address, null, headers);

    private Task<JsonNode> PostAsync(string address, string body, params (string Name, string Value)[] headers) => SendAsync("POST", address, body, headers);

    private Task<JsonNode> PostAsync(string address, string body, bool anyStatus) => SendAsync("POST", address, body, anyStatus);

    private Task<JsonNode> SendAsync(string method, string address, string? body, params (string Name, string Value)[] headers) => SendAsync(method, address, body, anyStatus: false, headers);

    private async Task<JsonNode> SendAsync(string method, string address, string? body, bool anyStatus, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = body is { Length: > 0 } ? new StringContent(body) : null };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await served.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(anyStatus || answer.IsSuccessStatusCode || answer.StatusCode == System.Net.HttpStatusCode.NotModified, $"{method} {address}: {text}");
        return answer.Content.Headers.ContentType is { MediaType: "application/json" } ? JsonNode.Parse(text)! : new JsonObject();
    }
}
