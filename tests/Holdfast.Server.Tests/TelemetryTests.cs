using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.Protocol;
using Holdfast.Protocol.Events;

namespace Holdfast.Server.Tests;

/// <summary>What the daemon tells of itself: whether it is well, and what it counts.</summary>
public sealed partial class TelemetryTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ServedHome served = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => served = await ServedHome.OpenAsync();

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Fact]
    public async Task Health_OfADaemonThatIsWell_NamesItsParts()
    {
        // Runs that were cut off are taken up behind its start.
        using var answer = await UntilReadyAsync();
        var health = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Ct), ProtocolJson.Compact.ServiceHealth)!;

        Assert.Equal((HttpStatusCode.OK, true, true), (answer.StatusCode, health.Live, health.Ready));
        Assert.Equal(["store", "events", "executions", "runs", "tasks", "daemon"], health.Parts.Select(part => part.Name));
        Assert.All(health.Parts, part => Assert.Equal((true, null), (part.Ok, part.Detail)));
        Assert.Equal("""{"live":true}""", await served.Http.GetStringAsync("/health/live", Ct));
    }

    [Fact]
    public async Task Health_OfADaemonThatDrains_IsNotReady()
    {
        using var ready = await UntilReadyAsync();
        using var started = await served.Http.PostAsync("/api/v2/executions", new StringContent("""{"command":["sleep","1000"],"working_directory":"/"}"""), Ct);
        using var stop = await served.Http.PostAsync("/api/v2/daemon/stop", new StringContent("""{"mode":"drain"}"""), Ct);

        using var answer = await served.Http.GetAsync("/health/ready", Ct);
        var health = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Ct), ProtocolJson.Compact.ServiceHealth)!;

        Assert.Equal((HttpStatusCode.ServiceUnavailable, true, false), (answer.StatusCode, health.Live, health.Ready));
        Assert.Equal("daemon", Assert.Single(health.Parts, part => !part.Ok).Name);
    }

    [Fact]
    public async Task Metrics_OfWhatHappened_CountItByStateAndCause()
    {
        await EndedAsync("""{"command":["true"],"working_directory":"/"}""");
        await EndedAsync("""{"command":["false"],"working_directory":"/"}""");
        using var stored = await served.Http.PostAsync("/api/v2/masterplans", new StringContent("name: p\natoms: [{key: a, kind: shell, code: 'exit 3', retries: 0}]"), Ct);
        var plan = JsonDocument.Parse(await stored.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("plan_id").GetString();
        using var run = await served.Http.PostAsync($"/api/v2/execution/masterplan/{plan}?wait=2m", null, Ct);
        await using var following = served.Client.FollowEventsAsync(new EventFilter(), Ct).GetAsyncEnumerator(Ct);
        Assert.True(await following.MoveNextAsync());

        var metrics = await UntilAsync(samples => samples.GetValueOrDefault("holdfast_attempts_ended_total{outcome=\"failed\",cause=\"exited\"}") == 1);

        Assert.Equal(
            (1.0, 1.0, 2.0, 3.0, 1.0, 1.0, 1.0, 0.0),
            (metrics["holdfast_executions_ended_total{state=\"completed\",cause=\"exited\"}"], metrics["holdfast_executions_ended_total{state=\"failed\",cause=\"exited\"}"],
                metrics["holdfast_events_total{subject=\"execution\",type=\"execution_queued\"}"], metrics["holdfast_execution_duration_seconds_count"],
                metrics["holdfast_executions{state=\"completed\"}"], metrics["holdfast_runs{state=\"failed\"}"], metrics["holdfast_event_subscribers"], metrics["holdfast_queue_waiting"]));
        Assert.Equal((0.0, 0.0, 0.0), (metrics["holdfast_commit_failures_total"], metrics["holdfast_repairs_total"], metrics["holdfast_retries_total"]));
        Assert.True(metrics["holdfast_commit_duration_seconds_count"] > 5);
        Assert.Equal(3, metrics["holdfast_execution_end_to_durable_seconds_count"]);
        Assert.Equal(3, metrics["holdfast_execution_start_latency_seconds_count"]);
        Assert.True(metrics["holdfast_process_resident_memory_bytes"] > 1_000_000);
    }

    [Fact]
    public async Task Metrics_All_AreNamedInTheFieldsWay()
    {
        await EndedAsync("""{"command":["true"],"working_directory":"/"}""");
        var text = await served.Http.GetStringAsync("/metrics", Ct);

        var types = TypeLine().Matches(text).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["type"].Value);
        Assert.True(types.Count > 15, text);
        Assert.All(types, each => Assert.Equal(each.Value == "counter", each.Key.EndsWith("_total", StringComparison.Ordinal)));
        Assert.All(types, each => Assert.Matches("^holdfast_[a-z_]+$", each.Key));
        Assert.All(types.Where(each => each.Value == "histogram"), each => Assert.EndsWith("_seconds", each.Key, StringComparison.Ordinal));
        Assert.All(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("""^(# (HELP|TYPE) holdfast_\S+ .+|holdfast_[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? \S+)$""", line));
    }

    private async Task EndedAsync(string body)
    {
        using var answer = await served.Http.PostAsync("/api/v2/executions?wait=2m", new StringContent(body), Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> UntilReadyAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Patience);
        while (await served.Http.GetAsync("/health", patience.Token) is { } answer)
        {
            if (answer.IsSuccessStatusCode)
                return answer;
            answer.Dispose();
        }

        throw new InvalidOperationException("Nothing was answered.");
    }

    /// <summary>What is counted is what is stored, a moment after it was.</summary>
    private async Task<Dictionary<string, double>> UntilAsync(Predicate<Dictionary<string, double>> isThere)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Patience);
        while (true)
        {
            var samples = (await served.Http.GetStringAsync("/metrics", patience.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.StartsWith('#')).Select(line => line.Split(' '))
                .ToDictionary(parts => string.Join(' ', parts[..^1]), parts => double.Parse(parts[^1], CultureInfo.InvariantCulture));
            if (isThere(samples))
                return samples;
        }
    }

    [GeneratedRegex("^# TYPE (?<name>\\S+) (?<type>\\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TypeLine();
}
