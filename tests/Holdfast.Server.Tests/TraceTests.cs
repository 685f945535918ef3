using System.Net;
using System.Text;
using System.Text.Json;
using Holdfast.Protocol.Executions;
using Holdfast.Protocol.Tasks;

namespace Holdfast.Server.Tests;

/// <summary>Whatever is executed for a request is in the trace that the request comes from.</summary>
public sealed class TraceTests : IAsyncLifetime
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Caller = $"00-{Trace}-b7ad6b7169203331-01";
    private const string Tell = """printf '%s %s\n' "$TRACEPARENT" "$TRACESTATE" """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ServedHome served = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => served = await ServedHome.OpenAsync();

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Fact]
    public async Task Execution_AskedForWithinATrace_TellsItsProcessItsPlace()
    {
        var ended = await EndedAsync(new { command = new[] { "sh", "-c", Tell }, working_directory = "/" }, Caller, "vendor=1");

        Assert.Equal($"00-{Trace}-{SpanOf(ended.Id)}-01 vendor=1\n", await OutputAsync(ended.Id));
        Assert.Equal(Trace, ended.TraceId);
    }

    [Fact]
    public async Task Execution_AskedForWithinNone_HasATraceOfItsOwn()
    {
        var ended = await EndedAsync(new { command = new[] { "sh", "-c", Tell }, working_directory = "/" }, "no such place");

        Assert.Equal($"00-{ended.Id:N}-{SpanOf(ended.Id)}-01 \n", await OutputAsync(ended.Id));
        Assert.Equal(ended.Id.ToString("N"), ended.TraceId);
    }

    [Fact]
    public async Task Execution_ToldOfATraceInItsEnvironment_IsInThatOne()
    {
        const string other = "ffffffffffffffffffffffffffffff01";
        var environment = new Dictionary<string, string> { ["TRACEPARENT"] = $"00-{other}-b7ad6b7169203332-00", ["TRACESTATE"] = "theirs=1" };

        var ended = await EndedAsync(new { command = new[] { "sh", "-c", Tell }, working_directory = "/", environment }, Caller, "vendor=1");

        Assert.Equal($"00-{other}-{SpanOf(ended.Id)}-00 theirs=1\n", await OutputAsync(ended.Id));
        Assert.Equal(other, ended.TraceId);
    }

    [Fact]
    public async Task Execution_ThatWaitsForTheNextDaemon_StaysInItsTrace()
    {
        using var paused = await PostAsync("/api/v2/queue/pause", new { who = "me" });
        using var asked = await PostAsync("/api/v2/executions", new { command = new[] { "sh", "-c", Tell }, working_directory = "/" }, Caller, "vendor=1");
        var id = (await BodyAsync(asked)).GetProperty("id").GetGuid();
        await served.StopAsync();
        await served.StartAsync();

        using var resumed = await PostAsync("/api/v2/queue/resume", new { who = "me" });
        var ended = await served.Client.WaitExecutionAsync(id.ToString(), Ct).WaitAsync(Patience, Ct);

        Assert.Equal($"00-{Trace}-{SpanOf(id)}-01 vendor=1\n", await OutputAsync(id));
        Assert.Equal(Trace, ended.TraceId);
    }

    [Theory]
    [InlineData("shell", "echo $TRACEPARENT")]
    [InlineData("python", "import os\nprint(os.environ['TRACEPARENT'])")]
    public async Task Atom_OfARunWithinATrace_TellsItsProcessItsPlace(string kind, string code)
    {
        var plan = await PlanAsync(kind, code);

        using var answer = await PostAsync($"/api/v2/execution/masterplan/{plan}?wait=2m", body: null, Caller);
        var run = await WholeAsync(answer);
        var attempts = await BodyAsync(await served.Http.GetAsync($"/api/v2/runs/{run.GetProperty("run_id").GetString()}/attempts?atom=a", Ct));
        var execution = attempts.GetProperty("attempts")[0].GetProperty("execution_id").GetGuid();

        Assert.Equal((HttpStatusCode.OK, Trace), (answer.StatusCode, run.GetProperty("trace_id").GetString()));
        Assert.Equal($"00-{Trace}-{SpanOf(execution)}-01\n", run.GetProperty("atoms")[0].GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task Atom_ThatItsPlanPutsIntoATrace_IsLeftThere()
    {
        var plan = await PlanAsync("shell", "echo $TRACEPARENT", "env: {TRACEPARENT: of-the-plan}");

        using var answer = await PostAsync($"/api/v2/execution/masterplan/{plan}?wait=2m", body: null, Caller);

        Assert.Equal("of-the-plan\n", (await WholeAsync(answer)).GetProperty("atoms")[0].GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task Agent_OfATaskExecutedWithinATrace_TellsItsProcessItsPlace()
    {
        var task = await served.Client.CreateTaskAsync(new TaskRequest { Title = "Tell", Agent = new AgentDocument { Command = ["sh", "-c", Tell] } }, Ct);

        using var answer = await PostAsync($"/api/tasks/{task.Id}/execute?wait=2m", body: null, Caller);
        var session = await BodyAsync(answer);
        var execution = session.GetProperty("execution_id").GetGuid();

        Assert.Equal(Trace, session.GetProperty("trace_id").GetString());
        Assert.Equal($"00-{Trace}-{SpanOf(execution)}-01 \n", await OutputAsync(execution));
    }

    private async Task<JsonElement> WholeAsync(HttpResponseMessage run) =>
        await BodyAsync(await served.Http.GetAsync($"/api/v2/runs/{(await BodyAsync(run)).GetProperty("run_id").GetString()}?everything=true", Ct));

    private static string SpanOf(Guid id) => id.ToString("N")[16..];

    private async Task<string> PlanAsync(string kind, string code, string more = "")
    {
        var atom = $$"""{"key":"a","kind":"{{kind}}","code":{{JsonSerializer.Serialize(code)}}}""";
        var text = more.Length == 0 ? atom : $"{atom[..^1]}, {more}}}";
        using var stored = await served.Http.PostAsync("/api/v2/masterplans", new StringContent($"name: p-{kind}\natoms: [{text}]"), Ct);
        return (await BodyAsync(stored)).GetProperty("plan_id").GetString()!;
    }

    private async Task<ExecutionDocument> EndedAsync(object body, string traceParent, string? traceState = null)
    {
        using var answer = await PostAsync("/api/v2/executions", body, traceParent, traceState);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var id = (await BodyAsync(answer)).GetProperty("id").GetString()!;
        return await served.Client.WaitExecutionAsync(id, Ct).WaitAsync(Patience, Ct);
    }

    private async Task<string> OutputAsync(Guid execution) => await served.Http.GetStringAsync($"/api/v2/executions/{execution}/log", Ct);

    private async Task<HttpResponseMessage> PostAsync(string address, object? body, string? traceParent = null, string? traceState = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        if (traceParent is not null)
            request.Headers.TryAddWithoutValidation("traceparent", traceParent);
        if (traceState is not null)
            request.Headers.TryAddWithoutValidation("tracestate", traceState);
        return await served.Http.SendAsync(request, Ct);
    }

    private static async Task<JsonElement> BodyAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
}
