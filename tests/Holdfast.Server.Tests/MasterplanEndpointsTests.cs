using System.Net;
using System.Text.Json;
using Holdfast.Protocol;
using Holdfast.Protocol.Events;
using Holdfast.Protocol.Plans;
using Holdfast.Protocol.Runs;

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

    [Theory]
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

    private async Task EndAsync(StartedRun run) =>
        Assert.Equal("run.ended", (await served.Client.FollowEventsAsync(new EventFilter(Run: run.RunId.ToString()), Ct).ToListAsync(Ct).AsTask().WaitAsync(Patience, Ct))[^1].Type);
}
