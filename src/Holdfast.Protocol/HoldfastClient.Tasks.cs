using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Holdfast.Protocol.Executions;
using Holdfast.Protocol.Tasks;

namespace Holdfast.Protocol;

/// <summary>Tasks and their sessions.</summary>
public sealed partial class HoldfastClient
{
    public Task<TaskDocument> CreateTaskAsync(TaskRequest request, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Post, "/api/tasks", Content(request, ProtocolJson.Compact.TaskRequest), ProtocolJson.Compact.TaskDocument, cancellationToken);

    public Task<TaskList> ListTasksAsync(TaskFilter filter, CancellationToken cancellationToken)
    {
        var query = $"?limit={filter.Limit.ToString(CultureInfo.InvariantCulture)}&sort={Word(filter.Sort)}&order={(filter.Ascending ? "asc" : "desc")}";
        if (filter.Statuses is { Count: > 0 } statuses)
            query += $"&status={string.Join(',', statuses.Select(Word))}";
        if (filter.Search is { } search)
            query += $"&search={Uri.EscapeDataString(search)}";
        if (filter.Cursor is { } cursor)
            query += $"&cursor={Uri.EscapeDataString(cursor)}";
        return AskAsync(HttpMethod.Get, "/api/tasks" + query, null, ProtocolJson.Compact.TaskList, cancellationToken);
    }

    /// <param name="reference">A number (<c>42</c>, <c>#42</c>), an id, or an unambiguous start or end of one.</param>
    public Task<TaskDocument> GetTaskAsync(string reference, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, AddressOfTask(reference), null, ProtocolJson.Compact.TaskDocument, cancellationToken);

    /// <param name="expectedVersion">Changes nothing when it is no longer at this; null to change it whatever it is.</param>
    public Task<TaskDocument> UpdateTaskAsync(string reference, TaskChange change, long? expectedVersion, CancellationToken cancellationToken)
    {
        return AskAsync(
            HttpMethod.Patch, AddressOfTask(reference), Content(change, ProtocolJson.Compact.TaskChange), ProtocolJson.Compact.TaskDocument, cancellationToken, headers: Expecting);

        void Expecting(HttpRequestHeaders headers)
        {
            if (expectedVersion is { } version)
                headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version.ToString(CultureInfo.InvariantCulture)}\""));
        }
    }

    public Task<TaskExecution> ExecuteTaskAsync(string reference, TaskExecuteRequest request, CancellationToken cancellationToken) => AskAsync(
        HttpMethod.Post, $"{AddressOfTask(reference)}/execute", Content(request, ProtocolJson.Compact.TaskExecuteRequest), ProtocolJson.Compact.TaskExecution, cancellationToken);

    public Task<TaskDocument> TransitionTaskAsync(string reference, TransitionRequest request, CancellationToken cancellationToken) => AskAsync(
        HttpMethod.Post, $"{AddressOfTask(reference)}/transition", Content(request, ProtocolJson.Compact.TransitionRequest), ProtocolJson.Compact.TaskDocument, cancellationToken);

    /// <summary>The task as it stands after the order was taken; it is cancelled once its session has ended.</summary>
    public Task<TaskDocument> CancelTaskAsync(string reference, CancelRequest request, CancellationToken cancellationToken) => AskAsync(
        HttpMethod.Post, $"{AddressOfTask(reference)}/cancel", Content(request, ProtocolJson.Compact.CancelRequest), ProtocolJson.Compact.TaskDocument, cancellationToken);

    /// <param name="removeWorkspace">Also when it holds work that is nowhere else.</param>
    public Task<DeletedTask> DeleteTaskAsync(string reference, bool removeWorkspace, CancellationToken cancellationToken) => AskAsync(
        HttpMethod.Delete, $"{AddressOfTask(reference)}{(removeWorkspace ? "?workspace=remove" : "")}", null, ProtocolJson.Compact.DeletedTask, cancellationToken);

    /// <summary>Newest first.</summary>
    public Task<SessionList> ListSessionsAsync(string task, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, $"{AddressOfTask(task)}/sessions", null, ProtocolJson.Compact.SessionList, cancellationToken);

    public Task<SessionDocument> GetSessionAsync(string reference, CancellationToken cancellationToken) =>
        AskAsync(HttpMethod.Get, AddressOfSession(reference), null, ProtocolJson.Compact.SessionDocument, cancellationToken);

    public Task<ActivityPage> ReadActivityAsync(string session, long after, int limit, CancellationToken cancellationToken) => AskAsync(
        HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"{AddressOfSession(session)}/activity?after={after}&limit={limit}"), null,
        ProtocolJson.Compact.ActivityPage, cancellationToken);

    /// <summary>What the agent of a session does, as it comes, until the session is over.</summary>
    /// <param name="after">Only what comes behind this id.</param>
    public async IAsyncEnumerable<ActivityDocument> FollowActivityAsync(string session, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answer = await SendAsync(
            HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"{AddressOfSession(session)}/activity?after={after}"), null, LongestAnswer, cancellationToken,
            headers => headers.Accept.Add(new MediaTypeWithQualityHeaderValue(EventStream)));
        await foreach (var (name, data) in ReadStreamAsync(answer, cancellationToken))
        {
            if (name == ActivityEnd.EventName)
                yield break;
            yield return JsonSerializer.Deserialize(data, ProtocolJson.Compact.ActivityDocument)!;
        }

        // The end is always told: a stream without one was cut off.
        throw new RefusedException(new Error(ErrorCode.DaemonUnreachable, $"The daemon at '{socket}' ended while session {session} was followed.", "holdfast daemon status"));
    }

    private static string AddressOfTask(string reference) => $"/api/tasks/{Segment(reference)}";

    private static string AddressOfSession(string reference) => $"/api/sessions/{Segment(reference)}";

    private static string? Word(TaskPhase phase) => JsonSerializer.SerializeToElement(phase, ProtocolJson.Compact.TaskPhase).GetString();

    private static string? Word(TaskSort sort) => JsonSerializer.SerializeToElement(sort, ProtocolJson.Compact.TaskSort).GetString();
}
