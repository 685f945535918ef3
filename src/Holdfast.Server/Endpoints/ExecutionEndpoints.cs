using System.Text.Json;
using Holdfast.Core.Executions;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Protocol.Executions;
using Holdfast.Server.Daemons;
using Holdfast.Server.Executions;
using Holdfast.Server.Telemetry;
using Holdfast.Server.Wire;
using Holdfast.Server.Wire.Executions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ExecutionFilter = Holdfast.Engine.Storage.ExecutionFilter;
using ExecutionRequest = Holdfast.Protocol.Executions.ExecutionRequest;
using ExecutionStatus = Holdfast.Core.Executions.ExecutionStatus;
using PlanSecret = Holdfast.Core.Plans.SecretReference;
using Told = Holdfast.Protocol.Executions;

namespace Holdfast.Server.Endpoints;

/// <summary>Executions: started, looked at, followed, waited for and cancelled.</summary>
internal sealed class ExecutionEndpoints(Daemon daemon, ExecutionDesk desk, TimeProvider time)
{
    private const string Root = "/api/v2/executions";
    private const string NdJson = "application/x-ndjson";
    internal const int MostListed = 10_000;
    internal const int UsuallyListed = 20;

    /// <summary>Each costs memory, to be found.</summary>
    internal const int MostTail = 100_000;

    internal static readonly Protocol.ListSort[] Sorts = Enum.GetValues<Protocol.ListSort>();

    private static readonly ExecutionStatus[] Unfinished =
        [ExecutionStatus.Queued, ExecutionStatus.Processing, ExecutionStatus.TimingOut, ExecutionStatus.Zombie, ExecutionStatus.Cancelling];

    public static void Map(IEndpointRouteBuilder routes, Daemon daemon, ExecutionDesk desk, TimeProvider time)
    {
        var endpoints = new ExecutionEndpoints(daemon, desk, time);
        routes.MapPost(Root, endpoints.StartAsync);
        routes.MapGet(Root, endpoints.ListAsync);
        routes.MapPost($"{Root}/cancel", endpoints.CancelAllAsync);
        routes.MapGet($"{Root}/{{id}}", endpoints.ShowAsync);
        routes.MapGet($"{Root}/{{id}}/log", endpoints.LogAsync);
        routes.MapGet($"{Root}/{{id}}/log/pages", endpoints.LogPagesAsync);
        routes.MapGet($"{Root}/{{id}}/wait", endpoints.WaitAsync);
        routes.MapPost($"{Root}/{{id}}/cancel", endpoints.CancelAsync);
    }

    private async Task StartAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ProtocolJson.Compact.ExecutionRequest);
        var wait = new Query(context.Request).Wait();
        if (daemon.IsDraining)
            throw new RefusedException(new Error(ErrorCode.DaemonStopping, "The daemon is about to stop and starts nothing more.", "ask again when it has"));
        switch (await desk.StartAsync(ToEngine(request) with { Id = IdOf(context), Trace = RequestTrace.Of(context) }, context.RequestAborted))
        {
            case ExecutionStart.Started started:
                context.Response.Headers.Location = $"{Root}/{started.Execution.Id}";
                if (wait is { } longest && await WaitAsync(context, started.Execution.Id, longest) is { } ended)
                    await context.AnswerAsync(ExecutionDocuments.Of(ended), ProtocolJson.Compact.ExecutionDocument);
                else
                    await context.AnswerAsync(ExecutionDocuments.StartOf(started.Execution), ProtocolJson.Compact.StartedExecution, StatusCodes.Status202Accepted);
                break;
            case ExecutionStart.Refused refused:
                throw new RefusedException(new Error(CodeOf(refused), refused.Message, refused.Advice));
        }
    }

    private static ExecutionId? IdOf(HttpContext context) => RepeatedRequests.IntentOf(context) is { } id ? new ExecutionId(id) : null;

    /// <returns>Null when it has not ended in time, or the daemon stops: then it goes on with the next.</returns>
    private async Task<StoredExecution?> WaitAsync(HttpContext context, ExecutionId execution, TimeSpan longest)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, daemon.Stopping);
        leaving.CancelAfter(longest);
        try
        {
            return await desk.WaitAsync(execution, leaving.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
    }

    // What a person has to mend on the machine has a code of its own; the rest is wrong in what was asked for.
    private static string CodeOf(ExecutionStart.Refused refused) =>
        refused.Code is ErrorCode.ToolMissing or ErrorCode.TmuxMissing or ErrorCode.DiskFull ? refused.Code : ErrorCode.CouldNotStart;

    private async Task ListAsync(HttpContext context)
    {
        var query = new Query(context.Request);
        var states = query.Words<Told.ExecutionStatus>("state", ProtocolJson.Compact.ExecutionStatus) is { } asked ? [.. asked.Select(state => state.ToCore())] : query.Flag("running") ? Unfinished : null;
        var limit = query.Number("limit", 1, MostListed) ?? UsuallyListed;
        var list = ListQuery.Of(context.Request, Sorts, time.GetUtcNow());
        var found = await desk.ListAsync(new ExecutionFilter(limit, states, list.Before, list.Order, Query.MostPageBytes), context.RequestAborted);
        var next = found.HasMore ? list.CursorOf(found[^1]) : null;
        await context.AnswerAsync(new ExecutionList([.. found.Select(ExecutionDocuments.Of)], next), ProtocolJson.Compact.ExecutionList);
    }

    private async Task ShowAsync(HttpContext context)
    {
        var execution = await FindAsync(context);
        var tag = Preconditions.TagOf(execution.Version);
        // Whether its session is open is told, and changes without a version.
        if (execution.Order.Host is Core.Executions.ExecutionHost.Tmux)
            context.Response.Headers.ETag = tag;
        else if (context.IsKnown(tag))
            return;
        var document = ExecutionDocuments.Of(execution) with { Session = await desk.OpenSessionOfAsync(execution) };
        await context.AnswerAsync(document, ProtocolJson.Compact.ExecutionDocument);
    }

    private async Task WaitAsync(HttpContext context)
    {
        var execution = await FindAsync(context);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, daemon.Stopping);
        var ended = await desk.WaitAsync(execution.Id, leaving.Token);
        await context.AnswerAsync(ExecutionDocuments.Of(ended), ProtocolJson.Compact.ExecutionDocument);
    }

    private async Task CancelAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ProtocolJson.Compact.CancelRequest);
        var execution = await FindAsync(context);
        var what = $"Execution {execution.Number}";
        var now = RepeatedRequests.IsMade(context) ? execution : await desk.CancelAsync(
            execution.Id, Given.Who(request.Who), request.Immediate, RepeatedRequests.AskingOf(context, context.Request.RequireVersion(execution.Version, what)), context.RequestAborted)
            ?? throw Preconditions.Changed($"{what} is not as it was seen any more");
        context.Response.Headers.ETag = Preconditions.TagOf(now.Version);
        await context.AnswerAsync(ExecutionDocuments.Of(now), ProtocolJson.Compact.ExecutionDocument, StatusCodes.Status202Accepted);
    }

    private async Task CancelAllAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ProtocolJson.Compact.CancelRequest);
        // Sent again, it does not reach what was started since.
        var until = RepeatedRequests.FirstAskedAt(context);
        var open = desk.Open.Where(execution => !execution.IsOver && (until is not { } last || execution.CreatedAt <= last)).OrderBy(execution => execution.Number).ToList();
        await desk.CancelAllAsync(Given.Who(request.Who), request.Immediate, until, context.RequestAborted);
        await context.AnswerAsync(
            new CancelledExecutions([.. open.Select(ExecutionDocuments.StartOf)]), ProtocolJson.Compact.CancelledExecutions, StatusCodes.Status202Accepted);
    }

    private async Task LogAsync(HttpContext context)
    {
        var query = new Query(context.Request);
        var lines = AsksForLines(query);
        if (!lines && context.Request.Headers.Range.Count > 0 && !query.Flag("follow") && query.Text("tail") is null && query.Text("offset") is null)
        {
            var execution = await FindAsync(context);
            await LogPart.AnswerAsync(context, desk.OutputLogOf(execution.Id), desk.MaskOf(execution));
            return;
        }

        await CopyLogAsync(
            context, query, lines, lines ? NdJson : LogPart.MediaType, new LogStart(query.Number("tail", 0, MostTail), query.Count("offset") ?? 0, After: null),
            (page, _) => page);
    }

    /// <summary>The same in pages that say what to ask for to get what follows: also from the next daemon, and when parts of the log are removed meanwhile.</summary>
    private async Task LogPagesAsync(HttpContext context)
    {
        var query = new Query(context.Request);
        var after = query.Text("after") is { } text ? LogPlace.TryParse(text) ?? throw Query.Refused("after", "the place that a page came with", text) : (LogPlace?)null;
        await CopyLogAsync(
            context, query, AsksForLines(query), NdJson, new LogStart(query.Number("tail", 0, MostTail), Offset: 0, after),
            (page, place) => (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(new LogPageDocument(place.ToString(), page), ProtocolJson.Compact.LogPageDocument), (byte)'\n']);
    }

    private static bool AsksForLines(Query query) => query.Text("format") switch
    {
        null or "raw" => false,
        "lines" => true,
        var other => throw Query.Refused("format", "raw or lines", other),
    };

    private async Task CopyLogAsync(
        HttpContext context, Query query, bool lines, string contentType, LogStart start, Func<ReadOnlyMemory<byte>, LogPlace, ReadOnlyMemory<byte>> write)
    {
        var execution = await FindAsync(context);
        var mask = desk.MaskOf(execution);
        using var changes = query.Flag("follow") ? new LogChanges(desk, execution.Id) : null;
        // Again: it may have ended before its changes were listened to.
        changes?.Begin(await FindAsync(context));

        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, daemon.Stopping);
        context.Response.ContentType = contentType;
        await context.Response.StartAsync(leaving.Token);
        if (RequestMethod.IsHead(context))
            return;
        await LogReader.CopyAsync(
            desk.OutputLogOf(execution.Id),
            () => lines ? new LineRendering(mask) : new RawRendering(mask),
            start,
            changes,
            async (page, place) =>
            {
                await context.Response.Body.WriteAsync(write(page, place), leaving.Token);
                await context.Response.Body.FlushAsync(leaving.Token);
            },
            leaving.Token);
    }

    private Task<StoredExecution> FindAsync(HttpContext context) => FindAsync(context, desk);

    /// <summary>The one that the address names.</summary>
    internal static async Task<StoredExecution> FindAsync(HttpContext context, ExecutionDesk desk)
    {
        var reference = (string)context.Request.RouteValues["id"]!;
        return (await desk.FindAsync(reference, context.RequestAborted)).Require(reference);
    }

    private static Engine.Executions.ExecutionRequest ToEngine(ExecutionRequest request) => new()
    {
        Arguments = [.. Given.Texts("command", request.Command)],
        Name = request.Name,
        WorkingDirectory = Given.Text("working_directory", request.WorkingDirectory),
        Environment = Given.Variables("environment", request.Environment),
        Secrets = [.. request.Secrets.Select(secret => new SecretVariable(Given.Text("secrets", secret.Key), ToCore(secret.Key, secret.Value)))],
        Timeout = AllowanceOf(request),
        Stall = request.StallMs is { } stall ? TimeSpan.FromMilliseconds(stall) : null,
        Priority = request.Priority,
        Keys = [.. Given.Texts("keys", request.Keys).Distinct(StringComparer.Ordinal)],
        Host = request.Host.ToCore(),
        Completion = CompletionWords.ToCore(Given.Texts("completion", request.Completion)),
    };

    private static TimeAllowance? AllowanceOf(ExecutionRequest request) => request switch
    {
        { NoTimeout: true, TimeoutMs: not null } => throw new RefusedException(new Error(ErrorCode.Usage, "An execution has a time-out or none, not both: timeout_ms and no_timeout.")),
        { NoTimeout: true } => new TimeAllowance.Unlimited(),
        { TimeoutMs: { } limit } => new TimeAllowance.Exactly(TimeSpan.FromMilliseconds(limit)),
        { Policy: { } policy } => new TimeAllowance.Extended(
            TimeSpan.FromMilliseconds(policy.FirstMs), TimeSpan.FromMilliseconds(policy.ExtensionMs), policy.MostExtensions, TimeSpan.FromMilliseconds(policy.ProgressWithinMs)),
        _ => null,
    };

    private static PlanSecret ToCore(string name, SecretReference secret) => secret switch
    {
        { Env: { Length: > 0 } variable, File: null } => new PlanSecret(Given.Text("secrets", variable), null),
        { Env: null, File: { Length: > 0 } path } when Path.IsPathFullyQualified(path) => new PlanSecret(null, Given.Text("secrets", path)),
        _ => throw new RefusedException(new Error(ErrorCode.Usage, $"Secret '{name}' names either a variable (env) or the full path of a file (file).")),
    };
}
