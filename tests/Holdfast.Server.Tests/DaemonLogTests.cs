using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Holdfast.Server.Daemons;
using Holdfast.Server.Runs;
using Holdfast.Server.Telemetry;
using Microsoft.Extensions.Logging;

namespace Holdfast.Server.Tests;

public sealed class DaemonLogTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-log-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void File_Full_IsMovedAsideAndTheOldestIsLeft()
    {
        var path = Path.Combine(folder, "daemon.log");
        File.WriteAllText(path, "");
        // What the descriptor is to the program, the path is here.
        using var log = new DaemonLog(path, TimeProvider.System, largestFileBytes: 100, line => File.AppendAllText(path, Encoding.UTF8.GetString(line.Span)), next => File.WriteAllText(next, ""));
        var logger = log.CreateLogger("test");

        foreach (var number in Enumerable.Range(1, 6))
            logger.Log(LogLevel.Warning, default, $"event {number} {new string('x', 60)}", null, (text, _) => text);

        Assert.Equal(["daemon.log", "daemon.log.1", "daemon.log.2", "daemon.log.3"], Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order());
        Assert.Equal(["event 6", "event 5", "event 4", "event 3"], new[] { "", ".1", ".2", ".3" }.Select(kept => File.ReadAllText(path + kept).Split(" warn  ")[1][..7]));
    }

    [Fact]
    public void Line_WithAnException_SaysAllOfIt()
    {
        var text = new StringBuilder();
        using var log = new DaemonLog(null, TimeProvider.System, 100, line => text.Append(Encoding.UTF8.GetString(line.Span)), _ => { });

        log.CreateLogger("test").Log(LogLevel.Error, default, "two\nlines", new InvalidOperationException("why"), (said, _) => said);

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z error two lines: System\.InvalidOperationException: why\n$", text.ToString());
    }

    [Fact]
    public void Json_OfAnEvent_HasItsNameItsIdsAndWhatItSays()
    {
        var (log, text) = Json();
        using var _ = log;
        var id = Guid.Parse("01a20058-3562-7d33-9bd7-866ce3cec785");

        log.CreateLogger("runs").RunFailed(7, id, new InvalidOperationException("why\nnot"));

        var line = JsonDocument.Parse(Assert.Single(text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
        Assert.Equal(["at", "level", "logger", "event", "message", "run_number", "run", "exception"], line.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            ("error", "runs", "run_failed", $"run 7 ({id}) cannot go on; the others do", 7L, id.ToString(), "System.InvalidOperationException: why\nnot"),
            (line.GetProperty("level").GetString(), line.GetProperty("logger").GetString(), line.GetProperty("event").GetString(), line.GetProperty("message").GetString(),
                line.GetProperty("run_number").GetInt64(), line.GetProperty("run").GetString(), line.GetProperty("exception").GetString()));
    }

    [Theory]
    [InlineData(SpanWriter.SourceName, true)]
    [InlineData("Microsoft.AspNetCore", false)]
    public void Json_WithinATrace_NamesItOnlyWhereItIsOurs(string source, bool isOurs)
    {
        var (log, text) = Json();
        using var _ = log;
        using var listener = new ActivityListener { ShouldListenTo = each => each.Name == source, Sample = (ref _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        using var own = new ActivitySource(source);
        using var span = own.StartActivity("request")!;

        log.CreateLogger("test").Log(LogLevel.Information, default, "plain", null, (said, _) => said);

        var line = JsonDocument.Parse(text.ToString()).RootElement;
        Assert.Equal(isOurs ? span.TraceId.ToHexString() : null, line.TryGetProperty("trace_id", out var trace) ? trace.GetString() : null);
    }

    [Fact]
    public void Json_OfOddValues_StaysOneObjectALine()
    {
        var (log, text) = Json();
        using var _ = log;
        var logger = log.CreateLogger("test");

        logger.LogWarning("{Message} {At} {None} {Half} {Flag} {When:u}", "a\nb\u001b\ud800", 1, null, double.NaN, true, DateTimeOffset.UnixEpoch);
        logger.Log(LogLevel.Information, default, "plain", null, (said, _) => said);

        var lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["at", "level", "logger", "message", "value_message", "value_at", "none", "half", "flag", "when"], lines[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(("1970-01-01T00:00:00.000Z", "plain"), (lines[0].GetProperty("when").GetString(), lines[1].GetProperty("message").GetString()));
    }

    [Fact]
    public void Text_OfWhatOthersNamed_StaysOneLineAndMovesNoCursor()
    {
        var text = new StringBuilder();
        using var log = new DaemonLog(null, TimeProvider.System, 100, line => text.Append(Encoding.UTF8.GetString(line.Span)), _ => { });

        log.CreateLogger("test").Log(LogLevel.Information, default, "/a\r\nb\u001b[2J", null, (said, _) => said);

        Assert.EndsWith("Z info  /a b [2J\n", text.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Every event of ours has a name of its own, and what is told of one thing has its id.</summary>
    [Fact]
    public void Events_OfTheDaemon_HaveNamesAndIds()
    {
        var events = typeof(Daemon).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>().ToList();

        Assert.True(events.Count > 30, $"Only {events.Count} events were found.");
        Assert.Equal(events.Count, events.Select(one => one.EventId).Distinct().Count());
        Assert.All(events, one => Assert.Matches("^[a-z]+(_[a-z]+)+$", one.EventName));
        Assert.Equal(events.Count, events.Select(one => one.EventName).Distinct().Count());
        foreach (var (subject, id) in new[] { ("execution_", "{Execution}"), ("run_", "{Run}"), ("request_", "{Request}"), ("activity_", "{Session}"), ("orphans_", "{Execution}") })
            Assert.All(events.Where(one => one.EventName!.StartsWith(subject, StringComparison.Ordinal)), one => Assert.Contains(id, one.Message, StringComparison.Ordinal));
    }

    private static (DaemonLog Log, StringBuilder Text) Json()
    {
        var text = new StringBuilder();
        return (new DaemonLog(null, TimeProvider.System, 100, line => text.Append(Encoding.UTF8.GetString(line.Span)), _ => { }) { WritesJson = true }, text);
    }
}
