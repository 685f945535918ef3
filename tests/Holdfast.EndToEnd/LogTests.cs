using System.Text.Json;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Settings;

namespace Holdfast.EndToEnd;

/// <summary>The daemon's log, as a person and as a program read it.</summary>
public sealed class LogTests : IAsyncDisposable
{
    private readonly DaemonDesk daemon = new();

    private Desk Desk => daemon.Desk;

    public ValueTask DisposeAsync() => daemon.DisposeAsync();

    [Fact]
    public async Task Json_OfADaemonAtWork_HasIdsAndRequests_AndIsShownAsText()
    {
        Desk.Environment["HOLDFAST_LOG_FORMAT"] = "json";
        Desk.Environment["HOLDFAST_LOG_LEVEL"] = "debug";
        var started = await daemon.StartAsync("--", "sh", "-c", "exit 3");
        await Desk.HoldfastAsync("exec", "wait", "1");
        var asked = await Desk.ShellAsync($"curl -s -D - -o /dev/null --unix-socket {daemon.File.Socket} -H 'X-Request-Id: my-own' http://localhost/api/v2/executions/1");
        await Desk.HoldfastAsync("daemon", "stop");

        var json = await Desk.HoldfastAsync("daemon", "logs", "--json", "-n", "10000");
        var text = await Desk.HoldfastAsync("daemon", "logs", "-n", "10000");

        var lines = json.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var ended = Assert.Single(lines, line => Event(line) == "execution_ended");
        Assert.Equal((started.Id, 1L, "failed", 3), (ended.GetProperty("execution").GetGuid(), ended.GetProperty("execution_number").GetInt64(), ended.GetProperty("state").GetString(), ended.GetProperty("exit_code").GetInt32()));
        var answered = Assert.Single(lines, line => Event(line) == "request_answered" && line.GetProperty("request").GetString() == "my-own");
        Assert.Equal(("GET", "/api/v2/executions/{id}", 200), (answered.GetProperty("method").GetString(), answered.GetProperty("route").GetString(), answered.GetProperty("status").GetInt32()));
        Assert.True(answered.GetProperty("duration_ms").GetDouble() > 0);
        Assert.Contains("X-Request-Id: my-own", asked.Out, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(lines.Count, text.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains($" info  execution 1 ({started.Id}) is failed, exit code 3: ", text.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("{\"", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Format_Reloaded_HoldsForWhatComes()
    {
        await daemon.StartAsync("--", "true");
        Desk.Environment["HOLDFAST_LOG_FORMAT"] = "json";
        var reloaded = await Desk.DocumentAsync(json => json.ReloadedSettings, "daemon", "reload");
        await Desk.HoldfastAsync("queue", "pause");

        var lines = (await Desk.HoldfastAsync("daemon", "logs", "--json")).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal([new SettingChange("log_format", "text", "json", SettingOrigin.Environment, "HOLDFAST_LOG_FORMAT", null)], reloaded.Changed);
        Assert.Contains(" serves ", lines[0], StringComparison.Ordinal);
        Assert.Equal("queue_paused", Event(JsonDocument.Parse(lines[^1]).RootElement));
    }

    [Fact]
    public async Task Serve_WithAFormat_WritesItToStandardError()
    {
        await using var serving = Desk.Start("serve", "--log-format", "json");
        await serving.HasSaidAsync("daemon_serving");
        var refused = await Desk.HoldfastAsync("serve", "--log-format", "xml");
        await Desk.HoldfastAsync("daemon", "stop");
        var ended = await serving.EndAsync();

        Assert.All(ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.NotNull(Event(JsonDocument.Parse(line).RootElement)));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--log-format takes text or json, not 'xml'.", refused.Error, StringComparison.Ordinal);
    }

    private static string? Event(JsonElement line) => line.TryGetProperty("event", out var name) ? name.GetString() : null;
}
