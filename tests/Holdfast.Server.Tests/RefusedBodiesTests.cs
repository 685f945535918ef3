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
}
