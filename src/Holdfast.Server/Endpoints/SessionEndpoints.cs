using Holdfast.Core.Tasks;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Tasks;
using Holdfast.Protocol;
using Holdfast.Protocol.Tasks;
using Holdfast.Server.Daemons;
using Holdfast.Server.Tasks;
using Holdfast.Server.Wire.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SessionStatus = Holdfast.Engine.Storage.SessionStatus;

namespace Holdfast.Server.Endpoints;

/// <summary>Sessions and what their agents do.</summary>
internal sealed class SessionEndpoints(Daemon daemon, TaskDesk desk)
{
    public const string Root = "/api/sessions";
    internal const int MostListed = 1_000;
    internal const int UsuallyListed = 50;
    internal const int MostActivity = 10_000;
    internal const int UsualActivity = 500;

    public static void Map(IEndpointRouteBuilder routes, Daemon daemon, TaskDesk desk)
    {
        var endpoints = new SessionEndpoints(daemon, desk);
        routes.MapGet(Root, context => ListAsync(context, desk, task: null));
        routes.MapGet($"{Root}/{{id}}", endpoints.ShowAsync);
        routes.MapGet($"{Root}/{{id}}/activity", endpoints.ActivityAsync);
    }

    /// <param name="task">Null for those of all.</param>
    public static async Task ListAsync(HttpContext context, TaskDesk desk, TaskId? task)
    {
        var query = new Query(context.Request);
        var limit = query.Number("limit", 1, MostListed) ?? UsuallyListed;
        var list = ListQuery.NewestFirst(context.Request);
        var found = await desk.ListSessionsAsync(new SessionFilter(limit + 1, task, query.Flag("open"), list.Before), context.RequestAborted);
        var next = found.Count > limit ? list.CursorOf(found[limit - 1]) : null;
        await context.AnswerAsync(new SessionList([.. found.Take(limit).Select(TaskDocuments.Of)], next), ProtocolJson.Compact.SessionList);
    }

    private async Task ShowAsync(HttpContext context) =>
        await context.AnswerAsync(TaskDocuments.Of(await FindAsync(context)), ProtocolJson.Compact.SessionDocument);

    private async Task ActivityAsync(HttpContext context)
    {
        var query = new Query(context.Request);
        var after = query.LastEventId() ?? query.Count("after") ?? 0;
        var limit = query.Number("limit", 1, MostActivity) ?? UsualActivity;
        var session = await FindAsync(context);
        using var cursor = desk.ReadActivity(session.Id);
        var newest = cursor.Skip(after);
        if (newest < after)
            throw new RefusedException(new Error(
                ErrorCode.Usage, $"There is no activity {after} of session {session.Number} yet: the newest is {newest}. The id is of another session, or of another store.", "ask without an id"));
        if (query.AcceptsEventStream)
        {
            using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, daemon.Stopping);
            using var stream = new ActivityStream(desk, session);
            await stream.SendAsync(context.Response, cursor, leaving.Token);
            return;
        }

        var activity = new List<ActivityDocument>();
        var begin = cursor.Position;
        var isFull = false;
        while (!isFull && cursor.TryRead(out var record))
        {
            activity.Add(TaskDocuments.Of(record));
            isFull = activity.Count == limit || cursor.Position - begin >= Query.MostPageBytes;
        }

        var ended = session.Status != SessionStatus.Running && !isFull;
        await context.AnswerAsync(
            new ActivityPage(session.Id.Value, activity, activity.Count > 0 ? activity[^1].Id : after, ended), ProtocolJson.Compact.ActivityPage);
    }

    private async Task<StoredSession> FindAsync(HttpContext context)
    {
        var reference = (string)context.Request.RouteValues["id"]!;
        return (await desk.FindSessionAsync(reference, context.RequestAborted)).Require(reference);
    }
}
