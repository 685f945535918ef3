using System.Net;
using System.Text.Json;
using Holdfast.Core.Plans;
using Holdfast.Protocol;
using Holdfast.Protocol.Events;
using Holdfast.Protocol.Plans;
using Holdfast.Protocol.Runs;
using Schedule = Holdfast.Protocol.Runs.Schedule;

namespace Holdfast.Server.Tests;

/// <summary>Plans that are kept, over HTTP, as programs see them.</summary>
public sealed class MasterplanEndpointsTests : IAsyncLifetime
{
    private const string Plan =
        """
        name: orders
        components:
          - name: one
            modules:
              - name: first
                atoms:
                  - {key: a, kind: shell, code: "true"}
                  - {key: b, kind: shell, code: "exit 3", needs: [a], retries: 0, critical: false}
              - name: second
                atoms:
                  - {key: c, kind: shell, code: "true", needs: [a]}
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private ServedHome served = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => served = await ServedHome.OpenAsync();

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Fact]
    public async Task Masterplan_StoredListedAndDrawn_IsThePlan()
    {
        using var made = await served.Http.PostAsync("/api/v2/masterplans", new StringContent(Plan), Ct);
        var stored = JsonSerializer.Deserialize(await made.Content.ReadAsStringAsync(Ct), ProtocolJson.Compact.StoredMasterplan)!;
        var listed = JsonSerializer.Deserialize(await served.Http.GetStringAsync("/api/v2/masterplans", Ct), ProtocolJson.Compact.MasterplanList)!;
        var shown = JsonSerializer.Deserialize(await served.Http.GetStringAsync(made.Headers.Location, Ct), ProtocolJson.Compact.PlanOverview)!;
        var graph = JsonSerializer.Deserialize(await served.Http.GetStringAsync($"{made.Headers.Location}/graph", Ct), ProtocolJson.Compact.PlanGraph)!;

        Assert.Equal((HttpStatusCode.Created, "orders", 3, $"/api/v2/masterplans/{stored.PlanId}"), (made.StatusCode, stored.Name, stored.Atoms, made.Headers.Location?.OriginalString));
        Assert.Equal([new Masterplan(stored.PlanId, "orders", "", stored.Revision)], listed.Masterplans);
        Assert.Equal((stored.PlanId, "orders", 2), (shown.PlanId, shown.Name, shown.Waves.Count));
        Assert.Equal([("a", 1), ("b", 2), ("c", 2)], graph.Nodes.Select(node => (node.Key, node.Wave)));
        Assert.Equal([new PlanEdge("a", "b"), new PlanEdge("a", "c")], graph.Edges);
    }

    [Fact]
    public async Task Masterplan_StoredAgain_IsWhatWasStoredLast()
    {
        var first = await StoreAsync(Plan);
        var second = await StoreAsync("name: orders\natoms: [{key: z, kind: shell, code: 'true'}]");
        var third = await StoreAsync(Plan);

        var shown = JsonSerializer.Deserialize(await served.Http.GetStringAsync($"/api/v2/masterplans/{third.PlanId}", Ct), ProtocolJson.Compact.PlanOverview)!;

        Assert.Equal((first.PlanId, first.PlanId, first.Revision, 3), (second.PlanId, third.PlanId, third.Revision, shown.Atoms));
        Assert.NotEqual(first.Revision, second.Revision);
    }

    [Fact]
    public async Task Atom_BesideAPlanThatCannotBeRead_IsFoundAllTheSame()
    {
        // Its plan stays, and is no plan.
        await RemovedRun.MakeAsync(served.Folder, Ct);
        var plan = await StoreAsync(Plan);

        using var unknown = await served.Http.PostAsync($"/api/v2/execution/atom/{Guid.NewGuid()}", content: null, Ct);
        var second = await StoreAsync("name: later\natoms: [{key: z, kind: shell, code: 'true'}]");
        var (old, late) = (await ExecuteAsync($"atom/{AtomId.Derive(new PlanId(plan.PlanId), "a")}", "{}"), await ExecuteAsync($"atom/{AtomId.Derive(new PlanId(second.PlanId), "z")}", "{}"));
        await StoreAsync("name: later\natoms: [{key: y, kind: shell, code: 'true'}]");
        using var gone = await served.Http.PostAsync($"/api/v2/execution/atom/{AtomId.Derive(new PlanId(second.PlanId), "z")}", content: null, Ct);
        await EndAsync(old);
        await EndAsync(late);
        var health = JsonSerializer.Deserialize(await served.Http.GetStringAsync("/health", Ct), ProtocolJson.Compact.ServiceHealth)!;

        foreach (var answer in new[] { unknown, gone })
            Assert.Equal((HttpStatusCode.NotFound, "unknown_atom"), (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("code").GetString()));
        Assert.Equal((true, "Plans that cannot be read: 1. The log says which."), (health.Ready, health.Parts[0].Detail));
    }

    [Fact]
    public async Task Execution_OfAMasterplan_IsAnsweredAtOnceAndSummedUp()
    {
        var plan = await StoreAsync(Plan);

        var started = await ExecuteAsync($"masterplan/{plan.PlanId}", """{"execute_by_waves":false}""");
        await EndAsync(started);
        var summary = JsonDocument.Parse(await served.Http.GetStringAsync($"/api/v2/execution/summary/{plan.PlanId}", Ct)).RootElement;
        var run = await served.Client.GetRunAsync(started.RunId.ToString(), everything: false, Ct);

        Assert.Equal((Schedule.Sequential, RunStatus.Completed), (run.Schedule, run.Status));
        Assert.Equal(
            (started.RunId, 3, 2, 2),
            (summary.GetProperty("run_id").GetGuid(), summary.GetProperty("total_atoms").GetInt32(), summary.GetProperty("successful_atoms").GetInt32(), summary.GetProperty("waves").GetArrayLength()));
        Assert.InRange(summary.GetProperty("success_rate").GetDouble(), 0.66, 0.67);
        Assert.True(summary.GetProperty("total_execution_time").GetDouble() > 0);
        Assert.Equal(1, summary.GetProperty("errors").GetArrayLength());
    }

    [Theory]
    [InlineData("wave/{id}/1", "a")]
    [InlineData("module/{id}/second", "a c")]
    [InlineData("component/{id}/one", "a b c")]
    public async Task Execution_OfAPart_RunsThat(string address, string atoms)
    {
        var plan = await StoreAsync(Plan);

        var started = await ExecuteAsync(address.Replace("{id}", $"{plan.PlanId}", StringComparison.Ordinal), """{"with_needs":true}""");
        await EndAsync(started);

        var run = await served.Client.GetRunAsync(started.RunId.ToString(), everything: false, Ct);
        Assert.Equal(atoms, string.Join(' ', run.Atoms.Select(atom => atom.Key)));
    }

    [Fact]
    public async Task Execution_OfAnAtomThatIsWaitedFor_IsHowItEnded()
    {
        var plan = await StoreAsync(
            """
            name: sums
            atoms:
              - {key: add, kind: python, code: "print('adding')\nresult = input_data['a'] + input_data['b']", input: {a: 1, b: 1}}
              - {key: break, kind: python, code: "import sys\nprint('oh', file=sys.stderr)\nraise LookupError('no such thing')", retries: 0}
            """);

        var (added, document) = await AskAsync($"/api/v2/execution/atom/{AtomOf(plan, "add")}?wait=2m", """{"input_data":{"a":40,"b":2}}""");
        var (_, broken) = await AskAsync($"/api/v2/execution/atom/{AtomOf(plan, "break")}?wait=2m", "");

        Assert.Equal(HttpStatusCode.OK, added);
        Assert.Equal(
            ["success", "exit_code", "stdout", "stderr", "return_value", "execution_time", "error_message", "exception_type"], document.EnumerateObject().Select(field => field.Name));
        Assert.Equal(
            (true, 0, "adding\n", 42, JsonValueKind.Null, JsonValueKind.Null),
            (document.GetProperty("success").GetBoolean(), document.GetProperty("exit_code").GetInt32(), document.GetProperty("stdout").GetString(), document.GetProperty("return_value").GetInt32(), document.GetProperty("error_message").ValueKind, document.GetProperty("exception_type").ValueKind));
        Assert.True(document.GetProperty("execution_time").GetDouble() > 0);
        Assert.Equal((false, 1, "LookupError"), (broken.GetProperty("success").GetBoolean(), broken.GetProperty("exit_code").GetInt32(), broken.GetProperty("exception_type").GetString()));
        Assert.Contains("no such thing", broken.GetProperty("error_message").GetString(), StringComparison.Ordinal);
        Assert.Contains("oh", broken.GetProperty("stderr").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(62, true)]
    [InlineData(63, false)]
    [InlineData(500, false)]
    public async Task Execution_WithADeepInput_RunsOrIsRefused(int depth, bool runs)
    {
        var plan = await StoreAsync("name: deep\natoms: [{key: a, kind: python, code: 'result = len(input_data)', input: {x: 1}}]");

        var deep = new string('[', depth) + new string(']', depth);
        var (status, document) = await AskAsync($"/api/v2/execution/atom/{AtomOf(plan, "a")}?wait=2m", $$$"""{"input_data":{"x":{{{deep}}} }}""");

        if (runs)
            Assert.Equal((HttpStatusCode.OK, true), (status, document.GetProperty("success").GetBoolean()));
        else
            Assert.Equal((HttpStatusCode.BadRequest, "usage"), (status, document.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Execution_WaitedForInVain_IsAnsweredAsAtOnce()
    {
        var gate = Path.Combine(served.Folder, "gate");
        var plan = await StoreAsync($$"""
            name: slow
            atoms: [{key: a, kind: shell, code: "while [ ! -e {{gate}} ]; do sleep 0.05; done"}]
            """);

        var (status, started) = await AskAsync($"/api/v2/execution/masterplan/{plan.PlanId}?wait=50ms", "");
        await File.WriteAllTextAsync(gate, "", Ct);
        var (ended, run) = await AskAsync($"/api/v2/execution/masterplan/{plan.PlanId}?wait=2m", "");

        Assert.Equal((HttpStatusCode.Accepted, true), (status, started.TryGetProperty("run_id", out _)));
        Assert.Equal((HttpStatusCode.OK, "completed"), (ended, run.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Metrics_AfterARun_CountItsAtoms()
    {
        var plan = await StoreAsync(Plan);
        await AskAsync($"/api/v2/execution/masterplan/{plan.PlanId}?wait=2m", "");

        var metrics = JsonSerializer.Deserialize(await served.Http.GetStringAsync("/api/v2/execution/metrics", Ct), ProtocolJson.Compact.ExecutionMetrics)!;

        Assert.Equal([new KeyValuePair<string, long>("completed", 1)], metrics.Runs);
        Assert.Equal((new AtomCounts(3, 2, 0, 1, 0, 0), 0.6667, 0), (metrics.Atoms, metrics.SuccessRate, metrics.Waiting));
        Assert.Empty(metrics.Executions);
    }

    [Theory]
    [InlineData("POST", "/api/v2/execution/atom/nonsense", "", 404, "unknown_atom")]
    [InlineData("POST", "/api/v2/execution/atom/00000000-0000-0000-0000-000000000001", "", 404, "unknown_atom")]
    [InlineData("POST", "/api/v2/execution/masterplan/{id}?wait=1h", "", 400, "usage")]
    [InlineData("POST", "/api/v2/execution/masterplan/{id}", """{"input_data":3}""", 400, "usage")]
    [InlineData("POST", "/api/v2/masterplans", "name: x", 400, "plan_invalid")]
    [InlineData("POST", "/api/v2/masterplans?working_directory=here", "name: x", 400, "usage")]
    [InlineData("GET", "/api/v2/masterplans/nonsense", "", 404, "plan_not_found")]
    [InlineData("GET", "/api/v2/masterplans/00000000-0000-0000-0000-000000000001/graph", "", 404, "plan_not_found")]
    [InlineData("POST", "/api/v2/execution/masterplan/00000000-0000-0000-0000-000000000001", "", 404, "plan_not_found")]
    [InlineData("POST", "/api/v2/execution/masterplan/{id}", """{"execute_by_waves":true,"schedule":"eager"}""", 400, "usage")]
    [InlineData("POST", "/api/v2/execution/wave/{id}/0", "", 400, "usage")]
    [InlineData("POST", "/api/v2/execution/wave/{id}/9", "", 400, "unknown_wave")]
    [InlineData("POST", "/api/v2/execution/wave/{id}/2", "", 400, "needs_not_met")]
    [InlineData("POST", "/api/v2/execution/module/{id}/none", "", 400, "unknown_module")]
    [InlineData("GET", "/api/v2/execution/summary/{id}", "", 404, "run_not_found")]
    public async Task Request_Wrong_IsAProblemWithItsCode(string method, string address, string body, int status, string code)
    {
        var plan = await StoreAsync(Plan);
        using var request = new HttpRequestMessage(new HttpMethod(method), address.Replace("{id}", $"{plan.PlanId}", StringComparison.Ordinal)) { Content = new StringContent(body) };

        using var answer = await served.Http.SendAsync(request, Ct);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;

        Assert.Equal((status, code), ((int)answer.StatusCode, problem.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("""{"name":"x","atoms":[{"key":"a","kind":"pyton","code":"1"},{"key":"b","kind":"shell","code":"true","needs":["z","b"]}]}""")]
    [InlineData("name: x\natoms:\n- {key: a, kind: pyton, code: '1'}\n- {key: b, kind: shell, code: 'true', needs: [z, b]}")]
    public async Task Store_PlanWithFaults_TellsEachWithItsPointer(string plan)
    {
        using var answer = await served.Http.PostAsync("/api/v2/masterplans", new StringContent(plan), Ct);
        var problem = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Ct), ProtocolJson.Compact.Problem)!;

        Assert.Equal(
            [("bad_choice", "/atoms/0/kind", "<body>"), ("unknown_need", "/atoms/1/needs/0", "<body>"), ("self_need", "/atoms/1/needs/1", "<body>")],
            problem.Faults!.Select(fault => (fault.Code, fault.Pointer, fault.File)));
    }

    private async Task<StoredMasterplan> StoreAsync(string plan)
    {
        using var answer = await served.Http.PostAsync("/api/v2/masterplans", new StringContent(plan), Ct);
        return JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Ct), ProtocolJson.Compact.StoredMasterplan)!;
    }

    private async Task<StartedRun> ExecuteAsync(string address, string body)
    {
        using var answer = await served.Http.PostAsync($"/api/v2/execution/{address}", new StringContent(body), Ct);
        var started = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Ct), ProtocolJson.Compact.StartedRun)!;
        Assert.Equal((HttpStatusCode.Accepted, $"/api/v2/runs/{started.RunId}"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        return started;
    }

    private static Guid AtomOf(StoredMasterplan plan, string key) => AtomId.Derive(new PlanId(plan.PlanId), key).Value;

    private async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(string address, string body)
    {
        using var answer = await served.Http.PostAsync(address, new StringContent(body), Ct);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement);
    }

    private async Task EndAsync(StartedRun run) =>
        Assert.Equal("run.ended", (await served.Client.FollowEventsAsync(new EventFilter(Run: run.RunId.ToString()), Ct).ToListAsync(Ct).AsTask().WaitAsync(Patience, Ct))[^1].Type);
}
