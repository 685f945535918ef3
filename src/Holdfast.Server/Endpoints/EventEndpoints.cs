using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Core.Tasks;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Server.Daemons;
using Holdfast.Server.Events;
using Holdfast.Server.Runs;
using Holdfast.Server.Wire;
using Holdfast.Server.Wire.Executions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Holdfast.Server.Endpoints;

/// <summary>Everything that happens, page by page or as it comes.</summary>
internal sealed class EventEndpoints(Daemon daemon, EventHub hub, IStore store, TimeProvider time)
{
    private const string Root = "/api/events";
    internal const int MostEvents = 10_000;
    internal const int UsualEvents = 500;

    public static void Map(IEndpointRouteBuilder routes, Daemon daemon, EventHub hub, IStore store, TimeProvider time) =>
        routes.MapGet(Root, new EventEndpoints(daemon, hub, store, time).EventsAsync);

    private async Task EventsAsync(HttpContext context)
    {
        var query = new Query(context.Request);
        var choice = new EventChoice(await FollowedAsync(query, context.RequestAborted), NamesOf(query));
        var asked = query.LastEventId() ?? query.Count("after");
        var limit = query.Number("limit", 1, MostEvents) ?? UsualEvents;
        await RefuseGapAsync(choice, asked, context.RequestAborted);
        if (query.AcceptsEventStream)
        {
            using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, daemon.Stopping);
            await new EventStream(hub, store, time).SendAsync(context.Response, choice, asked ?? 0, asked is not null, leaving.Token);
            return;
        }

        await AnswerPageAsync(context, store, choice, asked, limit);
    }

    // What retention removes of one run or execution, it removes with all of it: then there is nothing to ask for.
    private async Task RefuseGapAsync(EventChoice choice, long? asked, CancellationToken cancellationToken)
    {
        if (asked is not { } after)
            return;
        var end = await store.ReadLogAsync(new LogFilter(long.MaxValue, 1), cancellationToken);
        if (after > end.Through)
            throw new RefusedException(new Error(
                ErrorCode.Usage, $"There is no event {after} yet: the newest is {end.Through}. The id is of another store, or of one that was put back.", "ask without an id"));
        RefuseTrimmed(choice, asked, end.Trimmed);
    }

    private static void RefuseTrimmed(EventChoice choice, long? asked, long trimmed)
    {
        if (choice.Followed is null && asked is { } after && after < trimmed)
            throw new RefusedException(new Error(
                ErrorCode.EventsTrimmed, $"Some of the events behind {after} are removed; from {trimmed + 1} on all are there.",
                $"begin anew: read how things stand, then ask behind {trimmed}", Oldest: trimmed + 1));
    }

    /// <param name="asked">What the caller has already, and relies on; null for one that begins.</param>
    internal static async Task AnswerPageAsync(HttpContext context, IStore store, EventChoice choice, long? asked, int limit)
    {
        var after = asked ?? 0;
        // Before the events: what is over then has no more than what is read after.
        var status = choice.Followed is { } followed ? await followed.FindStatusAsync(context.RequestAborted) : null;
        var page = await store.ReadLogAsync(choice.Behind(after, limit), context.RequestAborted);
        // Again: some may have been removed since the request was looked at.
        RefuseTrimmed(choice, asked, page.Trimmed);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("events"u8);
            foreach (var sent in page.Events.Select(SentEvent.Of).Where(choice.Takes))
                json.WriteRawValue(sent.Json.Span, skipInputValidation: true);
            json.WriteEndArray();
            json.WriteNumber("next"u8, Math.Max(after, page.Through));
            json.WriteBoolean("more"u8, page.HasMore);
            json.WriteBoolean("ended"u8, status is not null && !page.HasMore);
            json.WriteEndObject();
        }

        await context.AnswerAsync(buffer.WrittenMemory);
    }

    private async Task<Followed?> FollowedAsync(Query query, CancellationToken cancellationToken)
    {
        var named = new[] { "run", "execution", "task" }.Select(name => (Name: name, Reference: query.Text(name))).Where(each => each.Reference is not null).ToList();
        return named switch
        {
            [] => null,
            [("run", { } run)] => Of(await store.RequireRunAsync(run, cancellationToken)),
            [("execution", { } execution)] => Of((await store.FindExecutionAsync(execution, cancellationToken)).Require(execution)),
            [("task", { } task)] => Of((await store.FindTaskAsync(task, cancellationToken)).Require(task)),
            _ => throw new RefusedException(new Error(ErrorCode.Usage, $"The parameters {string.Join(" and ", named.Select(each => each.Name))} do not go together: one thing is followed, or everything.")),
        };
    }

    private Followed Of(StoredRun run) => new(
        new LogOwner(LogSubject.Run, run.Number),
        async cancellationToken => (await store.FindRunAsync(run.Id.ToString(), cancellationToken)).Run switch
        {
            null => Deleted,
            { EndedAt: null } => null,
            { Status: var status } => Word(status.ToWire(), ProtocolJson.Compact.RunStatus),
        });

    private Followed Of(StoredExecution execution) => new(
        new LogOwner(LogSubject.Execution, execution.Number),
        async cancellationToken => (await store.FindExecutionAsync(execution.Id.ToString(), cancellationToken)).Execution switch
        {
            null => Deleted,
            { IsOver: false } => null,
            { State: var state } => Word(state.Status.ToWire(), ProtocolJson.Compact.ExecutionStatus),
        });

    // One that failed or was cancelled may go on.
    private Followed Of(StoredTask task) => new(
        new LogOwner(LogSubject.Task, task.Number),
        async cancellationToken => (await store.FindTaskAsync(task.Id.ToString(), cancellationToken)).Task switch
        {
            null => Deleted,
            { State.Phase: TaskPhase.Done } => TaskWords.Of(TaskPhase.Done),
            _ => null,
        });

    private const string Deleted = "deleted";

    private static string? Word<T>(T status, JsonTypeInfo<T> type) => JsonSerializer.SerializeToElement(status, type).GetString();

    private static HashSet<string>? NamesOf(Query query)
    {
        if (query.Text("type") is not { } text)
            return null;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var meant = EventNames.All.Where(name => word.EndsWith(".*", StringComparison.Ordinal) ? name.StartsWith(word[..^1], StringComparison.Ordinal) : name == word).ToList();
            if (meant.Count == 0)
                throw Query.Refused("type", $"one or more, with commas between, of {string.Join(", ", EventNames.All)}, or a beginning as run.*", word);
            names.UnionWith(meant);
        }

        return names;
    }
}
