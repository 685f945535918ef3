using System.Net;
using System.Text.Json;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Executions;
using Holdfast.Protocol.Settings;
using Holdfast.Protocol.Tasks;

namespace Holdfast.Server.Tests;

/// <summary>Limits that are changed while the daemon runs.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    private const string Address = "/api/v2/daemon/limits";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ServedHome served = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => served = await ServedHome.OpenAsync();

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Fact]
    public async Task Executions_TurnedDownAndUpAgain_WaitAndGoOn()
    {
        await ChangeAsync("""{"max_executions":1}""");
        await StartAsync();
        await StartAsync();
        await UntilAsync(1, state => state == ExecutionStatus.Processing);
        var waiting = (await served.Client.GetExecutionAsync("2", Ct)).State;
        var queue = JsonSerializer.Deserialize(await served.Http.GetStringAsync("/api/v2/queue", Ct), ProtocolJson.Compact.QueueDocument)!;

        var changed = await ChangeAsync("""{"max_executions":2}""");
        await UntilAsync(2, state => state == ExecutionStatus.Processing);

        Assert.Equal((ExecutionStatus.Queued, 1, 1), (waiting, queue.Waiting, queue.Limit));
        Assert.Equal((2, 1_000, 4, 2), (changed.MaxExecutions, changed.HttpRequestsPerSec, changed.MaxJobs, changed.Jobs));
        Assert.Equal(new LimitOrigin(SettingOrigin.RunTime, "a request", null, "4"), changed.From["max_executions"]);
    }

    [Theory]
    [InlineData("""{"max_executions":0}""", "/max_executions")]
    [InlineData("""{"max_executions":4097,"http_requests_per_sec":5}""", "/max_executions")]
    [InlineData("""{"max_executions":3,"http_requests_per_sec":-1}""", "/http_requests_per_sec")]
    [InlineData("""{"max_executions":"3"}""", "/max_executions")]
    [InlineData("""{"max_jobs":3,"jobs":5000}""", "/jobs")]
    [InlineData("""{"max_jobs":3,"key_limits":{"agent:x":0}}""", "/key_limits")]
    [InlineData("""{"max_jobs":3,"key_limits":{"a=1,b":2}}""", "/key_limits")]
    [InlineData("""{"max_jobs":3,"key_limits":{" a":2}}""", "/key_limits")]
    [InlineData("""{"reset":true,"max_jobs":0}""", "/max_jobs")]
    [InlineData("""{"max_jobs":3,"activity_mb":0}""", "/activity_mb")]
    [InlineData("""{"max_jobs":3,"activity_partial":"off"}""", "/activity_partial")]
    public async Task Change_ToWhatCannotBe_ChangesNothing(string body, string pointer)
    {
        using var answer = await served.Http.PatchAsync(Address, new StringContent(body), Ct);
        var problem = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Ct), ProtocolJson.Compact.Problem)!;
        var limits = JsonSerializer.Deserialize(await served.Http.GetStringAsync(Address, Ct), ProtocolJson.Compact.DaemonLimits)!;

        Assert.Equal((HttpStatusCode.BadRequest, "usage", pointer), (answer.StatusCode, problem.Code, problem.Pointer));
        Assert.Equal((4, 1_000, 4), (limits.MaxExecutions, limits.HttpRequestsPerSec, limits.MaxJobs));
        Assert.All(limits.From.Values, from => Assert.NotEqual(SettingOrigin.RunTime, from.Origin));
    }

    [Theory]
    [InlineData("""{"settings":[{"key":"max_jobs","value":"3"},{"key":"max_job","value":"3"}]}""", "setting_invalid", "/settings/1/key")]
    [InlineData("""{"settings":[{"key":"max_jobs","value":"3"},{"key":"jobs","value":"many"}]}""", "usage", "/settings/1/value")]
    [InlineData("""{"settings":[{"key":"max_jobs","value":"3","origin":"run_time"}]}""", "usage", "/settings/0/origin")]
    [InlineData("""{"settings":[{"key":"max_jobs","value":"3"},null]}""", "usage", "/settings/1")]
    [InlineData("""{"settings":[{"key":"max_jobs","value":"3","origin":2}]}""", "usage", "/settings/0/origin")]
    public async Task Reload_OfWhatCannotBe_ChangesNothing(string body, string code, string pointer)
    {
        using var answer = await served.Http.PostAsync("/api/v2/daemon/reload", new StringContent(body), Ct);
        var problem = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Ct), ProtocolJson.Compact.Problem)!;

        Assert.Equal((HttpStatusCode.BadRequest, code, pointer), (answer.StatusCode, problem.Code, problem.Pointer));
        Assert.Equal(4, (await served.Client.GetLimitsAsync(Ct)).MaxJobs);
    }

    [Fact]
    public async Task Change_WithReset_LeavesWhatIsGivenWithItAlone()
    {
        await ChangeAsync("""{"max_jobs":3,"max_executions":2}""");
        var refused = await served.Http.PatchAsync(Address, new StringContent("""{"reset":true,"max_jobs":0}"""), Ct);
        var kept = await served.Client.GetLimitsAsync(Ct);

        var changed = await ChangeAsync("""{"reset":true,"max_jobs":2,"who":"anna"}""");
        var back = await ChangeAsync("""{"reset":true,"who":"anna"}""");

        Assert.Equal((HttpStatusCode.BadRequest, 3, 2), (refused.StatusCode, kept.MaxJobs, kept.MaxExecutions));
        Assert.Equal((2, 4), (changed.MaxJobs, changed.MaxExecutions));
        Assert.Equal((4, 4), (back.MaxJobs, back.MaxExecutions));
        refused.Dispose();
    }

    [Fact]
    public async Task ActivityPartial_TurnedOff_HoldsForSessionsThatBegin()
    {
        var before = await PartsKeptAsync();
        await served.Client.ChangeLimitsAsync(new DaemonLimitsChange(ActivityPartial: false), Ct);
        var after = await PartsKeptAsync();
        await served.Client.ResetLimitsAsync(Ct);

        Assert.Equal((2, 0, 2), (before, after, await PartsKeptAsync()));
    }

    /// <summary>Of an agent that says something in two parts.</summary>
    private async Task<int> PartsKeptAsync()
    {
        const string Says = """for part in one two; do echo "{\"type\":\"agent_message\",\"text\":\"$part\",\"partial\":true}"; done""";
        var task = await served.Client.CreateTaskAsync(new TaskRequest { Title = "Talk", Agent = new AgentDocument { Command = ["/bin/sh", "-c", Says] } }, Ct);
        var execution = await served.Client.ExecuteTaskAsync($"{task.Number}", new TaskExecuteRequest("anna"), Ct);
        var activity = await served.Client.FollowActivityAsync(execution.SessionId.ToString(), 0, Ct).ToListAsync(Ct).AsTask().WaitAsync(Patience, Ct);
        return activity.Count(each => each.Partial == true);
    }

    private async Task<DaemonLimits> ChangeAsync(string body)
    {
        using var answer = await served.Http.PatchAsync(Address, new StringContent(body), Ct);
        return JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Ct), ProtocolJson.Compact.DaemonLimits)!;
    }

    private async Task StartAsync()
    {
        using var answer = await served.Http.PostAsync("/api/v2/executions", new StringContent("""{"command":["sleep","1000"],"working_directory":"/"}"""), Ct);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private async Task UntilAsync(int execution, Predicate<ExecutionStatus> isThere)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Patience);
        while (!isThere((await served.Client.GetExecutionAsync($"{execution}", patience.Token)).State))
        {
            // Asked again, until it is.
        }
    }
}
