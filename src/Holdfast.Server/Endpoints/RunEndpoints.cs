using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Protocol.Runs;
using Holdfast.Server.Daemons;
using Holdfast.Server.Events;
using Holdfast.Server.Executions;
using Holdfast.Server.Runs;
using Holdfast.Server.Telemetry;
using Holdfast.Server.Wire;
using Holdfast.Server.Wire.Results;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ListSort = Holdfast.Protocol.ListSort;
using ResultLevel = Holdfast.Protocol.Results.ResultLevel;

namespace Holdfast.Server.Endpoints;

/// <summary>Runs: ask for them, watch them, end them, and everything that is told about them.</summary>
/// <param name="home">The folder everything is kept in.</param>
internal sealed class RunEndpoints(Daemon daemon, RunDesk desk, EventHub hub, IStore store, string home, TimeProvider time)
{
    public const string Root = "/api/v2/runs";
    private const string LinesMediaType = "application/x-ndjson";

    internal const int MostListed = 100_000;
    internal const int UsuallyListed = 100;

    internal static readonly ListSort[] Sorts = [ListSort.Created, ListSort.Started, ListSort.Ended, ListSort.Duration];

    /// <summary>Lines that are held until it is known that they are the last.</summary>
    internal const int MostTail = 10_000;

    /// <summary>Who asked, where the caller does not say.</summary>
    private const string Caller = "the API";

    /// <summary>Between two pieces of what happens: shorter than anybody sees.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private static readonly ReadOnlyMemory<byte> NewLine = "\n"u8.ToArray();

    private RunReports Reports => new(store, home, desk.Secrets);

    public static void Map(IEndpointRouteBuilder routes, Daemon daemon, RunDesk desk, EventHub hub, IStore store, string home, TimeProvider time)
    {
        var endpoints = new RunEndpoints(daemon, desk, hub, store, home, time);
        routes.MapPost(Root, endpoints.StartAsync);
        routes.MapGet(Root, endpoints.ListAsync);
        routes.MapPost($"{Root}/resume", endpoints.ResumeAllAsync);
        routes.MapGet($"{Root}/{{id}}", endpoints.ShowAsync);
        routes.MapDelete($"{Root}/{{id}}", endpoints.DeleteAsync);
        routes.MapPost($"{Root}/{{id}}/retry", endpoints.RetryAsync);
        routes.MapPost($"{Root}/{{id}}/resume", endpoints.ResumeAsync);
        routes.MapPost($"{Root}/{{id}}/stop", endpoints.StopAsync);
        routes.MapPost($"{Root}/{{id}}/cancel", endpoints.CancelAsync);
        routes.MapGet($"{Root}/{{id}}/updates", endpoints.UpdatesAsync);
        routes.MapGet($"{Root}/{{id}}/atom", endpoints.AtomAsync);
        routes.MapGet($"{Root}/{{id}}/attempts", endpoints.AttemptsAsync);
        routes.MapGet($"{Root}/{{id}}/revisions", endpoints.RevisionsAsync);
        routes.MapGet($"{Root}/{{id}}/stats", endpoints.StatsAsync);
        routes.MapGet($"{Root}/{{id}}/levels", endpoints.LevelsAsync);
        routes.MapGet($"{Root}/{{id}}/diff", endpoints.DiffAsync);
        routes.MapGet($"{Root}/{{id}}/export", endpoints.ExportAsync);
        routes.MapGet($"{Root}/{{id}}/logs", endpoints.LogsAsync);
        routes.MapGet($"{Root}/{{id}}/log", endpoints.LogAsync);
    }

    private async Task StartAsync(HttpContext context)
    {
        RefuseIfDraining();
        var request = await context.ReadAsync(ProtocolJson.Compact.RunRequest);
        request = request with { RunId = request.RunId ?? RepeatedRequests.IntentOf(context) };
        var wait = new Query(context.Request).Wait();
        await new StartedRuns(daemon, desk, Reports).AnswerAsync(context, await desk.StartAsync(request, RequestTrace.Of(context), context.RequestAborted), wait);
    }

    private async Task RetryAsync(HttpContext context)
    {
        RefuseIfDraining();
        var request = await context.ReadAsync(ProtocolJson.Compact.RunRetryRequest);
        request = request with { RunId = request.RunId ?? RepeatedRequests.IntentOf(context) };
        var wait = new Query(context.Request).Wait();
        await new StartedRuns(daemon, desk, Reports).AnswerAsync(context, await desk.RetryAsync(Reference(context), request, Asking(context), RequestTrace.Of(context), context.RequestAborted), wait);
    }

    private async Task ResumeAsync(HttpContext context)
    {
        RefuseIfDraining();
        var request = await context.ReadAsync(ProtocolJson.Compact.RunResumeRequest);
        var wait = new Query(context.Request).Wait();
        await new StartedRuns(daemon, desk, Reports).AnswerAsync(context, await desk.ResumeAsync(Reference(context), request, Asking(context), context.RequestAborted), wait);
    }

    private async Task ResumeAllAsync(HttpContext context)
    {
        RefuseIfDraining();
        var request = await context.ReadAsync(ProtocolJson.Compact.RunResumeRequest);
        await context.AnswerAsync(await desk.ResumeAllAsync(request, context.RequestAborted), ProtocolJson.Compact.ResumedRuns, StatusCodes.Status202Accepted);
    }

    private async Task StopAsync(HttpContext context)
    {
        var order = await context.ReadAsync(ProtocolJson.Compact.RunOrder);
        var run = await desk.StopAsync(Reference(context), Given.Who(order.Who ?? Caller), Asking(context), context.RequestAborted);
        await context.AnswerAsync(run, ProtocolJson.Compact.RunRow, StatusCodes.Status202Accepted);
    }

    private async Task CancelAsync(HttpContext context)
    {
        var order = await context.ReadAsync(ProtocolJson.Compact.RunOrder);
        var run = await desk.CancelAsync(Reference(context), Given.Who(order.Who ?? Caller), Asking(context), context.RequestAborted);
        await context.AnswerAsync(run, ProtocolJson.Compact.RunRow, StatusCodes.Status202Accepted);
    }

    private async Task ListAsync(HttpContext context)
    {
        var query = new Query(context.Request);
        var statuses = query.Words<RunStatus>("status", ProtocolJson.Compact.RunStatus);
        var plan = query.Text("plan") is not { } text ? (Guid?)null : Guid.TryParse(text, out var id) ? id : throw Query.Refused("plan", "the id of a masterplan", text);
        var runs = await Reports.ListAsync(query.Number("limit", 1, MostListed) ?? UsuallyListed, statuses, plan, ListQuery.Of(context.Request, Sorts, time.GetUtcNow()), context.RequestAborted);
        await context.AnswerAsync(runs, ProtocolJson.Compact.RunList);
    }

    private async Task ShowAsync(HttpContext context)
    {
        var everything = new Query(context.Request).Flag("everything");
        var run = await store.RequireRunAsync(Reference(context), context.RequestAborted);
        // Before the document is: that may tell more than its tag says, never less.
        var tag = Preconditions.TagOf(await store.CountEventsAsync(run.Id, context.RequestAborted));
        var cutOff = desk.WhyLeftAlone(run.Id.Value);
        // What is written, and why nobody drives it, changes without an event.
        if (cutOff is not null || (everything && run.EndedAt is null))
            context.Response.Headers.ETag = tag;
        else if (context.IsKnown(tag))
            return;
        var document = await Reports.ShowAsync(run.Id.ToString(), everything, context.RequestAborted);
        await context.AnswerAsync(document with { CutOff = cutOff }, ProtocolJson.Compact.RunDocument);
    }

    /// <summary>What the caller has seen of the run that the address names.</summary>
    private RunAsking Asking(HttpContext context) => new(
        RepeatedRequests.IntentOf(context), RepeatedRequests.IsMade(context), async run => context.Request.Headers.IfMatch.Count == 0
            ? null
            : context.Request.RequireVersion(await store.CountEventsAsync(run.Id, context.RequestAborted), $"Run {run.Number}"));

    private async Task AttemptsAsync(HttpContext context) =>
        await context.AnswerAsync(await Reports.AttemptsAsync(Reference(context), KeyIn(context, "atom"), context.RequestAborted), ProtocolJson.Compact.AttemptList);

    private async Task RevisionsAsync(HttpContext context) =>
        await context.AnswerAsync(await Reports.RevisionsAsync(Reference(context), KeyIn(context, "atom"), context.RequestAborted), ProtocolJson.Compact.AtomRevisions);

    private static string KeyIn(HttpContext context, string parameter) =>
        new Query(context.Request).Required(parameter, "the key of an atom");

    private async Task AtomAsync(HttpContext context)
    {
        var key = KeyIn(context, "key");
        await context.AnswerAsync(await Reports.ShowAtomAsync(Reference(context), key, context.RequestAborted), ProtocolJson.Compact.AtomHistory);
    }

    private async Task StatsAsync(HttpContext context) =>
        await context.AnswerAsync(await Reports.StatsAsync(Reference(context), context.RequestAborted), ProtocolJson.Compact.RunStats);

    private async Task LevelsAsync(HttpContext context)
    {
        var level = new Query(context.Request).Word<ResultLevel>("level", ProtocolJson.Compact.ResultLevel) ?? ResultLevel.System;
        await context.AnswerInPassingAsync(await Reports.LevelsAsync(Reference(context), level, context.RequestAborted), ProtocolJson.Compact.LevelReport);
    }

    private async Task DiffAsync(HttpContext context)
    {
        var query = new Query(context.Request);
        await context.AnswerAsync(await Reports.DiffAsync(Reference(context), query.Text("other"), query.Text("atom"), context.RequestAborted), ProtocolJson.Compact.RunDifference);
    }

    private async Task ExportAsync(HttpContext context)
    {
        var isPage = new Query(context.Request).Text("format") switch
        {
            null or "json" => false,
            "html" => true,
            var other => throw Query.Refused("format", "json or html", other),
        };
        var export = await Reports.ExportAsync(Reference(context), context.RequestAborted);
        if (!isPage)
        {
            await context.AnswerAsync(export, ProtocolJson.Compact.RunExport);
            return;
        }

        using var page = new MemoryStream();
        RunPage.Write(page, export);
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.Body.WriteAsync(page.GetBuffer().AsMemory(0, (int)page.Length), context.RequestAborted);
    }

    private async Task LogsAsync(HttpContext context)
    {
        var query = new Query(context.Request);
        var (atom, attempt, tail) = (query.Text("atom"), query.Number("attempt", 1, int.MaxValue), query.Number("tail", 0, MostTail));
        if (query.Flag("follow"))
        {
            await FollowLogsAsync(context, new RunLogStream(store, hub, home, desk.Secrets, time), atom, attempt, tail);
            return;
        }

        var lines = new RunLogs(store, home, desk.Secrets).ReadAsync(Reference(context), atom, attempt, context.RequestAborted);
        if (tail is { } last)
            lines = LastAsync(lines, last);
        // What is refused is refused before the first line, and so before the answer begins.
        context.Response.ContentType = LinesMediaType;
        var page = new ArrayBufferWriter<byte>();
        await foreach (var line in lines)
        {
            Write(page, line, ProtocolJson.Compact.LogLine);
            if (page.WrittenCount >= 64 << 10)
                await FlushAsync(context, page, context.RequestAborted);
        }

        await FlushAsync(context, page, context.RequestAborted);
    }

    private async Task LogAsync(HttpContext context)
    {
        var query = new Query(context.Request);
        var atom = query.Text("atom") ?? throw new RefusedException(new Error(ErrorCode.Usage, "The parameter atom says whose log is meant."));
        var (path, mask) = await new RunLogs(store, home, desk.Secrets).FindAsync(Reference(context), atom, query.Number("attempt", 1, int.MaxValue), context.RequestAborted);
        await LogPart.AnswerAsync(context, path, mask);
    }

    private async Task FollowLogsAsync(HttpContext context, RunLogStream logs, string? atom, int? attempt, int? tail)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, daemon.Stopping);
        var page = new ArrayBufferWriter<byte>();
        await foreach (var piece in logs.FollowAsync(Reference(context), atom, attempt, tail, leaving.Token))
        {
            if (!context.Response.HasStarted)
                context.Response.ContentType = LinesMediaType;
            foreach (var line in piece)
                Write(page, line, ProtocolJson.Compact.LogLine);
            await FlushAsync(context, page, leaving.Token);
            // The first piece says that nothing is refused.
            if (RequestMethod.IsHead(context))
                return;
        }
    }

    private static async IAsyncEnumerable<LogLine> LastAsync(IAsyncEnumerable<LogLine> lines, int count)
    {
        var last = new LastLines(count);
        await foreach (var line in lines)
            last.Add(line);
        foreach (var line in last.Lines)
            yield return line;
    }

    private async Task DeleteAsync(HttpContext context) =>
        await context.AnswerAsync(await new RunDeletion(store, home).DeleteAsync(Reference(context), Asking(context), context.RequestAborted), ProtocolJson.Compact.DeletedRun);

    private async Task UpdatesAsync(HttpContext context)
    {
        var fromStart = new Query(context.Request).Flag("from_start");
        var (run, feed) = await desk.FindFeedAsync(Reference(context), fromStart, context.RequestAborted);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, daemon.Stopping);
        context.Response.ContentType = LinesMediaType;
        await context.Response.StartAsync(leaving.Token);
        if (RequestMethod.IsHead(context))
            return;
        var page = new ArrayBufferWriter<byte>();
        if (feed is null)
            await TellAsync([new RunUpdate.RunEnded(run.EndedAt!.Value, run.Status.ToWire())]);
        else if (!await feed.WatchAsync(fromStart, TellAsync, Pace, time, leaving.Token))
            context.Abort();

        async Task TellAsync(IReadOnlyList<RunUpdate> updates)
        {
            foreach (var update in updates)
                Write(page, update, ProtocolJson.Compact.RunUpdate);
            await FlushAsync(context, page, leaving.Token);
        }
    }

    private static void Write<T>(ArrayBufferWriter<byte> page, T document, JsonTypeInfo<T> type)
    {
        using (var json = new Utf8JsonWriter(page, new JsonWriterOptions { Encoder = type.Options.Encoder }))
            JsonSerializer.Serialize(json, document, type);
        page.Write(NewLine.Span);
    }

    private static async Task FlushAsync(HttpContext context, ArrayBufferWriter<byte> page, CancellationToken cancellationToken)
    {
        await context.Response.Body.WriteAsync(page.WrittenMemory, cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
        page.ResetWrittenCount();
    }

    private void RefuseIfDraining()
    {
        if (daemon.IsDraining)
            throw new RefusedException(new Error(ErrorCode.DaemonStopping, "The daemon is about to stop and starts nothing more.", "ask again when it has"));
    }

    private static string Reference(HttpContext context) => (string)context.Request.RouteValues["id"]!;
}
