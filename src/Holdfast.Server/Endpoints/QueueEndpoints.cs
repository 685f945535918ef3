using Holdfast.Engine.Executions;
using Holdfast.Protocol;
using Holdfast.Server.Wire;
using Holdfast.Server.Wire.Queueing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Endpoints;

/// <summary>The queue: looked at, paused and resumed, as a whole or by key.</summary>
internal sealed class QueueEndpoints(ExecutionDesk desk)
{
    private const string Root = "/api/v2/queue";
    internal const int UsuallyListed = 20;
    internal const int MostListed = 1_000;

    public static void Map(IEndpointRouteBuilder routes, ExecutionDesk desk)
    {
        var endpoints = new QueueEndpoints(desk);
        routes.MapGet(Root, endpoints.ShowAsync);
        routes.MapPost($"{Root}/pause", context => endpoints.ChangeAsync(context, desk.PauseQueueAsync));
        routes.MapPost($"{Root}/resume", context => endpoints.ChangeAsync(context, desk.ResumeQueueAsync));
    }

    private async Task ShowAsync(HttpContext context) =>
        await AnswerAsync(context, new Query(context.Request).Number("limit", 0, MostListed) ?? UsuallyListed);

    private async Task ChangeAsync(HttpContext context, Func<string?, string, Guid?, Task> change)
    {
        context.Request.RequireNoTags("The queue");
        var request = await context.ReadAsync(ProtocolJson.Compact.QueueRequest);
        if (request.Key is { } key && (string.IsNullOrWhiteSpace(key) || key.AsSpan().ContainsAny('\n', '\r')))
            throw new RefusedException(new Error(ErrorCode.Usage, $"'{key}' cannot be a key: a key is one line of text.", "holdfast queue show"));
        if (!RepeatedRequests.IsMade(context))
            await change(request.Key, Given.Who(request.Who), RepeatedRequests.IntentOf(context));
        await AnswerAsync(context, UsuallyListed);
    }

    private Task AnswerAsync(HttpContext context, int most) =>
        context.AnswerAsync(QueueDocuments.Of(desk.ShowQueue(most)), ProtocolJson.Compact.QueueDocument);
}
