using System.Net;
using System.Text.Json;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Executions;

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
        Assert.Equal(new DaemonLimits(2, 1_000), changed);
    }

    [Theory]
    [InlineData("""{"max_executions":0}""", "/max_executions")]
    [InlineData("""{"max_executions":4097,"http_requests_per_sec":5}""", "/max_executions")]
    [InlineData("""{"max_executions":3,"http_requests_per_sec":-1}""", "/http_requests_per_sec")]
    [InlineData("""{"max_executions":"3"}""", "/max_executions")]
    public async Task Change_ToWhatCannotBe_ChangesNothing(string body, string pointer)
    {
        using var answer = await served.Http.PatchAsync(Address, new StringContent(body), Ct);
        var problem = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Ct), ProtocolJson.Compact.Problem)!;
        var limits = JsonSerializer.Deserialize(await served.Http.GetStringAsync(Address, Ct), ProtocolJson.Compact.DaemonLimits)!;

        Assert.Equal((HttpStatusCode.BadRequest, "usage", pointer), (answer.StatusCode, problem.Code, problem.Pointer));
        Assert.Equal(new DaemonLimits(4, 1_000), limits);
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
