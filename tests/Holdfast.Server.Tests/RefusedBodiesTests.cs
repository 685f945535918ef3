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
    [InlineData("executions/cancel", "{}", "who")]
    [InlineData("executions/cancel", """{"who":" "}""", "who")]
    [InlineData("executions/cancel", """{"who":"two\nlines"}""", "who")]
    [InlineData("executions/cancel", """{"who":"LONG"}""", "who")]
    [InlineData("queue/pause", "{}", "who")]
    public async Task Post_OfWhatCannotBe_IsRefusedAndKeepsNothing(string address, string body, string named)
    {
        using var answer = await served.Http.PostAsync($"/api/v2/{address}", new StringContent(body.Replace("LONG", new string('x', 5000), StringComparison.Ordinal)), Ct);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
        using var listed = await served.Http.GetAsync("/api/v2/executions", Ct);
        using var queue = await served.Http.GetAsync("/api/v2/queue", Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(ErrorCode.Usage, problem.GetProperty("code").GetString());
        Assert.Contains(named, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(JsonDocument.Parse(await listed.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("executions").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(await queue.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("paused_by").ValueKind);
    }
}
