using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Holdfast.Protocol;
using Holdfast.Protocol.Runs;

namespace Holdfast.Server.Tests;

/// <summary>What runs and executions leave as files, over HTTP: artifacts and logs, whole and in parts; and long lists in pages.</summary>
public sealed class RunFilesTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ServedHome served = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => served = await ServedHome.OpenAsync();

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Fact]
    public async Task Artifact_OfAnAtom_IsListedAndDownloadedWholeAndInParts()
    {
        var run = await RunAsync();

        var listed = JsonSerializer.Deserialize(await served.Http.GetStringAsync($"/api/v2/runs/{run}/artifacts", Ct), ProtocolJson.Compact.ArtifactList)!;
        using var whole = await served.Http.GetAsync($"/api/v2/runs/{run}/artifact?atom=make&path=out/where", Ct);
        using var part = await AskAsync($"/api/v2/runs/{run}/artifact?atom=make&path=out/where", "bytes=2-4");
        using var end = await AskAsync($"/api/v2/runs/{run}/artifact?atom=make&path=out/where", "bytes=-3");
        using var beyond = await AskAsync($"/api/v2/runs/{run}/artifact?atom=make&path=out/where", "bytes=10-");

        Assert.Equal([new ArtifactDocument("make", "out/where", 10)], listed.Artifacts);
        Assert.Equal((HttpStatusCode.OK, "0123456789"), (whole.StatusCode, await whole.Content.ReadAsStringAsync(Ct)));
        Assert.Equal(("application/octet-stream", "attachment", "nosniff"), (whole.Content.Headers.ContentType?.MediaType, whole.Content.Headers.ContentDisposition?.DispositionType, whole.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Equal((HttpStatusCode.PartialContent, "234", "bytes 2-4/10"), (part.StatusCode, await part.Content.ReadAsStringAsync(Ct), part.Content.Headers.ContentRange?.ToString()));
        Assert.Equal((HttpStatusCode.PartialContent, "789"), (end.StatusCode, await end.Content.ReadAsStringAsync(Ct)));
        Assert.Equal((HttpStatusCode.RequestedRangeNotSatisfiable, "bytes */10"), (beyond.StatusCode, beyond.Content.Headers.ContentRange?.ToString()));
    }

    [Theory]
    [InlineData("\"1\"")]
    [InlineData("Sun, 01 Mar 2026 12:00:00 GMT")]
    public async Task Part_OfWhatMayBeAnotherThanWasSeen_IsAllOfIt(string seen)
    {
        var run = await RunAsync();

        using var answer = await AskAsync($"/api/v2/runs/{run}/artifact?atom=make&path=out/where", "bytes=2-4", seen);

        Assert.Equal((HttpStatusCode.OK, "0123456789"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct)));
    }

    [Theory]
    [InlineData("make", "out/none")]
    [InlineData("make", "../output.log")]
    [InlineData("make", "out/../../output.log")]
    [InlineData("make", "/etc/passwd")]
    [InlineData("use", "out/where")]
    public async Task Artifact_ThatIsNotDeclared_IsNotFound(string atom, string path)
    {
        var run = await RunAsync();

        Assert.Equal((404, "artifact_not_found"), await CodeOfAsync($"/api/v2/runs/{run}/artifact?atom={atom}&path={Uri.EscapeDataString(path)}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Artifact_ExchangedForALink_IsNotFollowed(bool itsFolder)
    {
        var run = await RunAsync();
        var secret = Directory.CreateDirectory(Path.Combine(served.Folder, "secret")).FullName;
        await File.WriteAllTextAsync(Path.Combine(secret, "where"), "secret", Ct);
        var kept = Assert.Single(Directory.GetFiles(Path.Combine(served.Folder, "executions"), "where", SearchOption.AllDirectories));
        if (itsFolder)
        {
            Directory.Delete(Path.GetDirectoryName(kept)!, recursive: true);
            Directory.CreateSymbolicLink(Path.GetDirectoryName(kept)!, secret);
        }
        else
        {
            File.Delete(kept);
            File.CreateSymbolicLink(kept, Path.Combine(secret, "where"));
        }

        Assert.Equal((404, "artifact_not_found"), await CodeOfAsync($"/api/v2/runs/{run}/artifact?atom=make&path=out/where"));
    }

    [Fact]
    public async Task Attempts_AndRevisions_AreThoseOfTheAtom()
    {
        var run = await RunAsync();

        var attempts = JsonSerializer.Deserialize(await served.Http.GetStringAsync($"/api/v2/runs/{run}/attempts?atom=use", Ct), ProtocolJson.Compact.AttemptList)!;
        var revisions = JsonSerializer.Deserialize(await served.Http.GetStringAsync($"/api/v2/runs/{run}/revisions?atom=use", Ct), ProtocolJson.Compact.AtomRevisions)!;
        var last = (await served.Http.GetStringAsync($"/api/v2/runs/{run}/logs?tail=1", Ct)).Trim().Split('\n');

        Assert.Equal([(1, 0)], attempts.Attempts.Select(attempt => (attempt.Number, attempt.ExitCode)));
        Assert.Empty(revisions.Revisions);
        Assert.Equal("two", JsonSerializer.Deserialize(Assert.Single(last), ProtocolJson.Compact.LogLine)!.Text);
        Assert.Equal((404, "unknown_atom"), await CodeOfAsync($"/api/v2/runs/{run}/attempts?atom=none"));
        Assert.Equal((400, "usage"), await CodeOfAsync($"/api/v2/runs/{run}/revisions"));
    }

    [Fact]
    public async Task Log_OfAnExecution_IsSentInParts()
    {
        using var _ = await served.Http.PostAsync("/api/v2/executions?wait=2m", new StringContent("""{"command":["printf","0123456789"],"working_directory":"/"}"""), Ct);

        using var part = await AskAsync("/api/v2/executions/1/log", "bytes=2-4");
        using var rest = await AskAsync("/api/v2/executions/1/log", "bytes=7-");
        using var beyond = await AskAsync("/api/v2/executions/1/log", "bytes=10-20");

        Assert.Equal((HttpStatusCode.PartialContent, "234", "bytes 2-4/10"), (part.StatusCode, await part.Content.ReadAsStringAsync(Ct), part.Content.Headers.ContentRange?.ToString()));
        Assert.Equal((HttpStatusCode.PartialContent, "789"), (rest.StatusCode, await rest.Content.ReadAsStringAsync(Ct)));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
    }

    [Fact]
    public async Task Lists_OfRunsAndExecutions_AreReadPageByPage()
    {
        var plan = await StoreAsync("name: small\natoms: [{key: a, kind: shell, code: 'true'}]");
        for (var number = 0; number < 5; number++)
        {
            using var run = await served.Http.PostAsync($"/api/v2/execution/masterplan/{plan}?wait=2m", null, Ct);
            using var execution = await served.Http.PostAsync("/api/v2/executions?wait=2m", new StringContent("""{"command":["true"],"working_directory":"/"}"""), Ct);
        }

        Assert.Equal([5L, 4, 3, 2, 1], await NumbersAsync($"/api/v2/runs?plan={plan}", "runs"));
        Assert.Equal(5, (await NumbersAsync("/api/v2/executions?state=completed", "executions")).Distinct().Count());
        Assert.Equal((400, "usage"), await CodeOfAsync("/api/v2/runs?cursor=x"));
        Assert.Equal((400, "usage"), await CodeOfAsync("/api/v2/runs?plan=x"));
    }

    // a fails once, b waits at its gate meanwhile
    private const string Followed = """
        name: followed
        defaults: {retries: 1}
        atoms:
          - {key: a, kind: shell, code: "echo first; test -e GATE/tried && exit 0; touch GATE/tried; echo 'curl: (7) Failed to connect to localhost port 1: Connection refused' >&2; exit 7"}
          - {key: b, kind: shell, code: "mkfifo GATE/fifo; echo open; read line < GATE/fifo; printf %s \"$line\""}
        """;

    [Fact]
    public async Task Logs_OfARunThatIsFollowed_ComeAsTheyAreWrittenUntilItHasEnded()
    {
        var gate = Directory.CreateDirectory(Path.Combine(served.Folder, "gate")).FullName;
        var plan = await StoreAsync(Followed.Replace("GATE", gate, StringComparison.Ordinal));
        using var started = await served.Http.PostAsync($"/api/v2/execution/masterplan/{plan}", null, Ct);
        var run = JsonSerializer.Deserialize(await started.Content.ReadAsStringAsync(Ct), ProtocolJson.Compact.StartedRun)!.RunId;

        using var answer = await served.Http.GetAsync($"/api/v2/runs/{run}/logs?follow=true", HttpCompletionOption.ResponseHeadersRead, Ct);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Ct));
        var told = new List<LogLine>();
        while (!told.Any(line => line.Text == "open"))
            told.Add(await NextAsync());
        using var late = await served.Http.GetAsync($"/api/v2/runs/{run}/logs?follow=true&tail=0&atom=b", HttpCompletionOption.ResponseHeadersRead, Ct);
        using var lateLines = new StreamReader(await late.Content.ReadAsStreamAsync(Ct));
        await File.WriteAllTextAsync(Path.Combine(gate, "fifo"), "the end\n", Ct);
        while (await lines.ReadLineAsync(Ct).AsTask().WaitAsync(Patience, Ct) is { } line)
            told.Add(JsonSerializer.Deserialize(line, ProtocolJson.Compact.LogLine)!);

        Assert.Equal(
            [("a", 1, "curl: (7) Failed to connect to localhost port 1: Connection refused"), ("a", 1, "first"), ("a", 2, "first"), ("b", 1, "open"), ("b", 1, "the end")],
            told.Select(line => (line.Atom, line.Attempt, line.Text)).Order());
        Assert.Equal("the end", JsonSerializer.Deserialize((await lateLines.ReadLineAsync(Ct).AsTask().WaitAsync(Patience, Ct))!, ProtocolJson.Compact.LogLine)!.Text);
        Assert.Null(await lateLines.ReadLineAsync(Ct).AsTask().WaitAsync(Patience, Ct));
        // Of one that has ended, the same at once.
        var again = (await served.Http.GetStringAsync($"/api/v2/runs/{run}/logs?follow=true", Ct)).TrimEnd('\n').Split('\n').Select(line => JsonSerializer.Deserialize(line, ProtocolJson.Compact.LogLine)!);
        Assert.Equal(told.Order(InOrder), again.Order(InOrder));

        async Task<LogLine> NextAsync() => JsonSerializer.Deserialize((await lines.ReadLineAsync(Ct).AsTask().WaitAsync(Patience, Ct))!, ProtocolJson.Compact.LogLine)!;
    }

    [Fact]
    public async Task Log_OfOneTryAsItWasWritten_IsAnsweredInPartsToo()
    {
        var run = await RunAsync();

        using var part = await AskAsync($"/api/v2/runs/{run}/log?atom=use", "bytes=1-2");

        Assert.Equal("two\n", await served.Http.GetStringAsync($"/api/v2/runs/{run}/log?atom=use", Ct));
        Assert.Equal((HttpStatusCode.PartialContent, "wo", "bytes 1-2/4"), (part.StatusCode, await part.Content.ReadAsStringAsync(Ct), part.Content.Headers.ContentRange?.ToString()));
        Assert.Equal((400, "usage"), await CodeOfAsync($"/api/v2/runs/{run}/log"));
        Assert.Equal((404, "attempt_not_found"), await CodeOfAsync($"/api/v2/runs/{run}/log?atom=use&attempt=2"));
        Assert.Equal((404, "unknown_atom"), await CodeOfAsync($"/api/v2/runs/{run}/logs?atom=none&follow=true"));
    }

    private static readonly IComparer<LogLine> InOrder = Comparer<LogLine>.Create((one, other) => (one.Atom, one.Attempt, one.At).CompareTo((other.Atom, other.Attempt, other.At)));

    private async Task<List<long>> NumbersAsync(string address, string member)
    {
        var numbers = new List<long>();
        string? cursor = null;
        do
        {
            var page = JsonDocument.Parse(await served.Http.GetStringAsync($"{address}&limit=2{(cursor is null ? "" : $"&cursor={cursor}")}", Ct)).RootElement;
            numbers.AddRange(page.GetProperty(member).EnumerateArray().Select(each => each.GetProperty("number").GetInt64()));
            cursor = page.TryGetProperty("next_cursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        return numbers;
    }

    private async Task<Guid> RunAsync()
    {
        var plan = await StoreAsync(
            """
            name: files
            atoms:
              - {key: make, kind: shell, code: "mkdir out; printf 0123456789 > out/where; echo one", outputs: [out/where]}
              - {key: use, kind: shell, code: "echo two", needs: [make]}
            """);
        using var answer = await served.Http.PostAsync($"/api/v2/execution/masterplan/{plan}?wait=2m", null, Ct);
        var run = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Ct), ProtocolJson.Compact.RunDocument)!;
        Assert.Equal(RunStatus.Completed, run.Status);
        return run.RunId;
    }

    private async Task<Guid> StoreAsync(string plan)
    {
        using var answer = await served.Http.PostAsync("/api/v2/masterplans", new StringContent(plan), Ct);
        return JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Ct), ProtocolJson.Compact.StoredMasterplan)!.PlanId;
    }

    private async Task<HttpResponseMessage> AskAsync(string address, string range, string? ifRange = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (ifRange is not null)
            request.Headers.TryAddWithoutValidation("If-Range", ifRange);
        request.Headers.Range = RangeHeaderValue.Parse(range);
        return await served.Http.SendAsync(request, Ct);
    }

    private async Task<(int Status, string? Code)> CodeOfAsync(string address)
    {
        using var answer = await served.Http.GetAsync(address, Ct);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement.GetProperty("code").GetString());
    }
}
