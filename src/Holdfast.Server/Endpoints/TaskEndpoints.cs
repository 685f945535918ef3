using Holdfast.Core.Executions;
using Holdfast.Core.Tasks;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Tasks;
using Holdfast.Protocol;
using Holdfast.Protocol.Tasks;
using Holdfast.Server.Daemons;
using Holdfast.Server.Telemetry;
using Holdfast.Server.Wire;
using Holdfast.Server.Wire.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using StoredFilter = Holdfast.Engine.Storage.TaskFilter;
using StoredSort = Holdfast.Engine.Storage.TaskSort;
using TaskPhase = Holdfast.Core.Tasks.TaskPhase;
using Told = Holdfast.Protocol.Tasks;

namespace Holdfast.Server.Endpoints;

/// <summary>Tasks: made, looked at, changed, moved, executed, cancelled and deleted.</summary>
internal sealed class TaskEndpoints(Daemon daemon, TaskDesk desk, TimeProvider time)
{
    private const string Root = "/api/tasks";
    internal const int MostListed = 1_000;
    internal const int UsuallyListed = 50;

    /// <summary>Told where a request does not say who asks.</summary>
    private const string Somebody = "api";

    public static void Map(IEndpointRouteBuilder routes, Daemon daemon, TaskDesk desk, TimeProvider time)
    {
        var endpoints = new TaskEndpoints(daemon, desk, time);
        routes.MapGet(Root, endpoints.ListAsync);
        routes.MapPost(Root, endpoints.CreateAsync);
        routes.MapGet($"{Root}/{{id}}", endpoints.ShowAsync);
        routes.MapPatch($"{Root}/{{id}}", endpoints.UpdateAsync);
        routes.MapDelete($"{Root}/{{id}}", endpoints.DeleteAsync);
        routes.MapPost($"{Root}/{{id}}/execute", endpoints.ExecuteAsync);
        routes.MapPost($"{Root}/{{id}}/transition", endpoints.TransitionAsync);
        routes.MapPost($"{Root}/{{id}}/cancel", endpoints.CancelAsync);
        routes.MapGet($"{Root}/{{id}}/sessions", endpoints.SessionsAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        var query = new Query(context.Request);
        var limit = query.Number("limit", 1, MostListed) ?? UsuallyListed;
        var sort = (query.Word("sort", ProtocolJson.Compact.TaskSort) ?? Told.TaskSort.Created).ToCore();
        var ascending = query.Ascending();
        var list = ListCursor.NameOf(context.Request, ListCursor.OrderOf(sort, ascending));
        var after = query.Text("cursor") is { } cursor ? ListCursor.ToPlace(cursor, list, isText: sort == StoredSort.Title) : null;
        var statuses = query.Words("status", ProtocolJson.Compact.TaskPhase)?.Select(phase => phase.ToCore()).ToList();
        var found = await desk.ListAsync(new StoredFilter(limit, statuses, query.Text("search"), sort, ascending, after, Query.MostPageBytes), context.RequestAborted);
        var next = found.HasMore ? ListCursor.Of(ListPlace.Of(found[^1], sort), list) : null;
        await context.AnswerAsync(new TaskList([.. found.Select(TaskDocuments.Of)], next), ProtocolJson.Compact.TaskList);
    }

    private async Task CreateAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ProtocolJson.Compact.TaskRequest);
        var task = Done(await desk.CreateAsync(TaskDocuments.ToCore(request), RepeatedRequests.IntentOf(context) is { } id ? new TaskId(id) : null, context.RequestAborted));
        context.Response.Headers.Location = $"{Root}/{task.Id}";
        await AnswerAsync(context, task, StatusCodes.Status201Created);
    }

    private async Task ShowAsync(HttpContext context)
    {
        var task = await FindAsync(context);
        if (!context.IsKnown(Preconditions.TagOf(task.Version)))
            await AnswerAsync(context, task);
    }

    private async Task UpdateAsync(HttpContext context)
    {
        var change = await context.ReadAsync(ProtocolJson.Compact.TaskChange);
        var task = await FindAsync(context);
        var updated = await desk.UpdateAsync(task.Id, Asking(context, task), before => TaskDocuments.ToCore(before, change), context.RequestAborted);
        await AnswerAsync(context, Done(updated));
    }

    private async Task DeleteAsync(HttpContext context)
    {
        var remove = new Query(context.Request).Text("workspace") switch
        {
            null or "keep" => false,
            "remove" => true,
            var other => throw Query.Refused("workspace", "keep or remove", other),
        };
        var task = await FindAsync(context);
        var (answer, kept) = await desk.DeleteAsync(task.Id, Asking(context, task), Somebody, remove, context.RequestAborted);
        Done(answer);
        await context.AnswerAsync(new DeletedTask(task.Id.Value, task.Number, kept), ProtocolJson.Compact.DeletedTask);
    }

    private async Task ExecuteAsync(HttpContext context)
    {
        var request = context.HasBody() ? await context.ReadAsync(ProtocolJson.Compact.TaskExecuteRequest) : new TaskExecuteRequest();
        var wait = new Query(context.Request).Wait();
        var task = await FindAsync(context);
        if (daemon.IsDraining)
            throw new RefusedException(new Error(ErrorCode.DaemonStopping, "The daemon is about to stop and starts nothing more.", "ask again when it has"));
        var session = await StartAsync(context, task, Given.Who(request.Who ?? Somebody));
        context.Response.Headers.Location = $"{SessionEndpoints.Root}/{session.Id}";
        if (wait is { } longest && await WaitAsync(context, session.Id, longest) is { } ended)
        {
            await context.AnswerAsync(TaskDocuments.Of(ended), ProtocolJson.Compact.SessionDocument);
            return;
        }

        await context.AnswerAsync(
            new TaskExecution(
                task.Id.Value, session.Id.Value, session.Execution.Value, TaskExecution.Started,
                $"Session {session.Id} of task {task.Number} is started; it is {TaskWords.Of(session.Phase)} until that ends."),
            ProtocolJson.Compact.TaskExecution, StatusCodes.Status202Accepted);
    }

    private async Task<(SessionId Id, ExecutionId Execution, TaskPhase Phase)> StartAsync(HttpContext context, StoredTask task, string who)
    {
        var id = RepeatedRequests.IntentOf(context) is { } intent ? new SessionId(intent) : (SessionId?)null;
        // Carried out again, because the answer got lost: it is started once.
        if (id is { } own && (await desk.FindSessionAsync(own.ToString(), context.RequestAborted)).Session is { } there)
            return (there.Id, there.Execution, there.Phase);
        var started = Done(await desk.ExecuteAsync(task.Id, Asking(context, task), id, who, RequestTrace.Of(context), context.RequestAborted));
        var session = started.State.SessionUnderWay ?? throw new InvalidOperationException($"Task {started.Number} was executed without a session.");
        return (session.Id, session.Execution, started.State.Phase);
    }

    /// <returns>Null when it has not ended in time, or the daemon stops: then it goes on with the next.</returns>
    private async Task<StoredSession?> WaitAsync(HttpContext context, SessionId session, TimeSpan longest)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, daemon.Stopping);
        await desk.WaitAsync(session, leaving.Token).WaitAsync(longest, time, leaving.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return (await desk.FindSessionAsync(session.ToString(), context.RequestAborted)).Session is { EndedAt: not null } ended ? ended : null;
    }

    private async Task TransitionAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ProtocolJson.Compact.TransitionRequest);
        var task = await FindAsync(context);
        await AnswerAsync(context, RepeatedRequests.IsMade(context) ? task : Done(await desk.TransitionAsync(task.Id, Asking(context, task), request.To.ToCore(), Given.Who(request.Who ?? Somebody), request.Why, context.RequestAborted)));
    }

    private async Task CancelAsync(HttpContext context)
    {
        var request = await context.ReadAsync(ProtocolJson.Compact.CancelRequest);
        var task = await FindAsync(context);
        await AnswerAsync(context, RepeatedRequests.IsMade(context) ? task : Done(await desk.CancelAsync(task.Id, Asking(context, task), Given.Who(request.Who), request.Immediate, context.RequestAborted)), StatusCodes.Status202Accepted);
    }

    private async Task SessionsAsync(HttpContext context) => await SessionEndpoints.ListAsync(context, desk, (await FindAsync(context)).Id);

    private static Asking Asking(HttpContext context, StoredTask task) => RepeatedRequests.AskingOf(context, context.Request.ExpectedVersion(task.Version));

    private async Task<StoredTask> FindAsync(HttpContext context)
    {
        var reference = (string)context.Request.RouteValues["id"]!;
        return (await desk.FindAsync(reference, context.RequestAborted)).Require(reference);
    }

    private static async Task AnswerAsync(HttpContext context, StoredTask task, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.ETag = Preconditions.TagOf(task.Version);
        await context.AnswerAsync(TaskDocuments.Of(task), ProtocolJson.Compact.TaskDocument, status);
    }

    private static StoredTask Done(TaskAnswer answer) => answer switch
    {
        TaskAnswer.Done done => done.Task,
        TaskAnswer.Refused refused => throw new RefusedException(new Error(
            CodeOf(refused.Code), refused.Message, refused.Advice, Allowed: refused.Allowed is { } allowed ? [.. allowed.Select(TaskDocuments.ToWire)] : null)),
        _ => throw new InvalidOperationException($"Unplaced answer {answer.GetType().Name}."),
    };

    private static string CodeOf(string code) => code switch
    {
        "title_missing" or "prompt_too_long" or "agent_invalid" or "workspace_invalid" => ErrorCode.TaskInvalid,
        _ => code,
    };
}
