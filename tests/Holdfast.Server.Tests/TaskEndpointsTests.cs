using System.Net;
using System.Text.Json;
using Holdfast.Protocol;
using Holdfast.Protocol.Executions;
using Holdfast.Protocol.Tasks;
using SessionStatus = Holdfast.Protocol.Tasks.SessionStatus;
using TaskFilter = Holdfast.Protocol.Tasks.TaskFilter;
using TaskSort = Holdfast.Protocol.Tasks.TaskSort;

namespace Holdfast.Server.Tests;

/// <summary>Tasks over HTTP, as programs see them.</summary>
public sealed class TaskEndpointsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ServedHome served = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => served = await ServedHome.OpenAsync();

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Fact]
    public async Task Task_FromTodoToDone_IsToldAtEachStep()
    {
        var created = await served.Client.CreateTaskAsync(Request("""echo '{"type":"agent_message","text":"Hello."}'"""), Ct);
        var execution = await served.Client.ExecuteTaskAsync($"{created.Number}", new TaskExecuteRequest("anna"), Ct);
        var activity = await served.Client.FollowActivityAsync(execution.SessionId.ToString(), 0, Ct).ToListAsync(Ct).AsTask().WaitAsync(Patience, Ct);
        var session = await served.Client.GetSessionAsync(execution.SessionId.ToString(), Ct);
        var review = await served.Client.GetTaskAsync(created.Id.ToString(), Ct);
        var done = await served.Client.TransitionTaskAsync(created.Id.ToString(), new TransitionRequest(TaskPhase.Done), Ct);

        Assert.Equal((TaskPhase.Todo, created.Id, "execution_started"), (created.Status, execution.TaskId, execution.Status));
        Assert.Equal([(1L, ActivityType.AgentMessage), (2, ActivityType.Finished)], activity.Select(each => (each.Id, each.Type)));
        Assert.Equal((SessionStatus.Completed, execution.ExecutionId, 0, "exited"), (session.Status, session.ExecutionId, session.ExitCode, session.Cause));
        Assert.Equal((TaskPhase.Review, null, 1), (review.Status, review.SessionId, review.Sessions));
        Assert.Equal([TaskPhase.Done, TaskPhase.InProgress, TaskPhase.Fix, TaskPhase.Failed, TaskPhase.Cancelled], review.Allowed);
        Assert.Equal(TaskPhase.Done, done.Status);
        Assert.Equal(execution.ExecutionId, (await served.Client.GetExecutionAsync(execution.ExecutionId.ToString(), Ct)).Id);
    }

    [Fact]
    public async Task Execute_Answered_Is202WithItsSessionsAddress()
    {
        var task = await served.Client.CreateTaskAsync(Request("true"), Ct);

        using var answer = await served.Http.PostAsync($"/api/tasks/{task.Id}/execute", null, Ct);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal($"/api/sessions/{body.GetProperty("session_id").GetString()}", answer.Headers.Location?.OriginalString);
        Assert.Equal(["task_id", "session_id", "execution_id", "status", "message"], body.EnumerateObject().Select(field => field.Name));
    }

    /// <summary>Five, fifty, and at full count (<c>HOLDFAST_FULL=1</c>) five hundred.</summary>
    public static TheoryData<int> AtOnce => Environment.GetEnvironmentVariable("HOLDFAST_FULL") == "1" ? [5, 50, 500] : [5, 50];

    [Theory]
    [MemberData(nameof(AtOnce))]
    public async Task Execute_ManyAtOnce_EachHasItsOwnEndAndActivity(int many)
    {
        var tasks = await Task.WhenAll(Enumerable.Range(0, many).Select(number => served.Client.CreateTaskAsync(Request($"echo {number}; exit {number % 3}"), Ct)));

        var started = await Task.WhenAll(tasks.Select(task => served.Client.ExecuteTaskAsync(task.Id.ToString(), new TaskExecuteRequest(), Ct)));
        var activity = await Task.WhenAll(started.Select(each => served.Client.FollowActivityAsync(each.SessionId.ToString(), 0, Ct).ToListAsync(Ct).AsTask()));

        Assert.Equal(many, started.Select(each => each.ExecutionId).Distinct().Count());
        foreach (var (number, task) in tasks.Index())
        {
            var ended = await served.Client.GetTaskAsync(task.Id.ToString(), Ct);
            Assert.Equal((number % 3 == 0 ? TaskPhase.Review : TaskPhase.Failed, 1), (ended.Status, ended.Sessions));
            Assert.Equal([(ActivityType.Output, $"{number}"), (ActivityType.Finished, null)], activity[number].Select(each => (each.Type, each.Type == ActivityType.Output ? each.Text : null)));
        }
    }

    [Fact]
    public async Task Execute_WaitedFor_IsTheSessionThatEnded()
    {
        var task = await served.Client.CreateTaskAsync(Request("exit 3"), Ct);

        using var answer = await served.Http.PostAsync($"/api/tasks/{task.Id}/execute?wait=2m", null, Ct);
        var session = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Ct), ProtocolJson.Compact.SessionDocument)!;
        using var execution = await served.Http.PostAsync("/api/v2/executions?wait=2m", new StringContent("""{"command":["sh","-c","exit 4"],"working_directory":"/"}"""), Ct);
        var ended = JsonSerializer.Deserialize(await execution.Content.ReadAsStringAsync(Ct), ProtocolJson.Compact.ExecutionDocument)!;

        Assert.Equal((HttpStatusCode.OK, SessionStatus.Failed, 3), (answer.StatusCode, session.Status, session.ExitCode));
        Assert.Equal((HttpStatusCode.OK, Protocol.Executions.ExecutionStatus.Failed, 4), (execution.StatusCode, ended.State, ended.ExitCode));
        Assert.Equal(TaskPhase.Failed, (await served.Client.GetTaskAsync(task.Id.ToString(), Ct)).Status);
    }

    // Every pair of states: what the task says is allowed is done, and everything else is 409 with the same list.
    [Fact]
    public async Task Transition_EveryPair_IsDoneOrConflictWithTheAllowedOnes()
    {
        foreach (var (from, way) in Ways)
        {
            foreach (var to in Enum.GetValues<TaskPhase>())
            {
                var task = await served.Client.CreateTaskAsync(new TaskRequest { Title = $"{from} to {to}" }, Ct);
                foreach (var step in way)
                    task = await served.Client.TransitionTaskAsync(task.Id.ToString(), new TransitionRequest(step), Ct);
                Assert.Equal(from, task.Status);

                using var answer = await served.Http.PostAsync($"/api/tasks/{task.Id}/transition", new StringContent($$"""{"to":"{{Word(to)}}"}"""), Ct);
                var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;

                var expected = task.Allowed.Contains(to) ? HttpStatusCode.OK : HttpStatusCode.Conflict;
                Assert.Equal((from, to, expected), (from, to, answer.StatusCode));
                if (expected == HttpStatusCode.OK)
                    Assert.Equal(Word(to), body.GetProperty("status").GetString());
                else
                    Assert.Equal(task.Allowed.Select(Word), body.GetProperty("allowed").EnumerateArray().Select(phase => phase.GetString()));
            }
        }
    }

    private static readonly (TaskPhase From, TaskPhase[] Way)[] Ways =
    [
        (TaskPhase.Todo, []),
        (TaskPhase.Planning, [TaskPhase.Planning]),
        (TaskPhase.PlanningReview, [TaskPhase.Planning, TaskPhase.PlanningReview]),
        (TaskPhase.InProgress, [TaskPhase.InProgress]),
        (TaskPhase.AiReview, [TaskPhase.InProgress, TaskPhase.AiReview]),
        (TaskPhase.Fix, [TaskPhase.InProgress, TaskPhase.AiReview, TaskPhase.Fix]),
        (TaskPhase.Review, [TaskPhase.InProgress, TaskPhase.Review]),
        (TaskPhase.Done, [TaskPhase.InProgress, TaskPhase.Review, TaskPhase.Done]),
        (TaskPhase.Failed, [TaskPhase.InProgress, TaskPhase.AiReview, TaskPhase.Failed]),
        (TaskPhase.Cancelled, [TaskPhase.Planning, TaskPhase.Cancelled]),
    ];

    [Fact]
    public async Task Patch_WithIfMatch_ChangesOnlyWhatWasSeen()
    {
        var task = await served.Client.CreateTaskAsync(new TaskRequest { Title = "One" }, Ct);

        var changed = await served.Client.UpdateTaskAsync(task.Id.ToString(), new TaskChange { Title = "Two", Priority = 5 }, task.Version, Ct);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => served.Client.UpdateTaskAsync(task.Id.ToString(), new TaskChange { Title = "Three" }, task.Version, Ct));
        using var answer = await served.Http.GetAsync($"/api/tasks/{task.Id}", Ct);

        Assert.Equal(("Two", 5, "", 1), (changed.Title, changed.Priority, changed.Prompt, changed.Version));
        Assert.Equal(ErrorCode.TaskChanged, refused.Error.Code);
        Assert.Equal("\"1\"", answer.Headers.ETag?.Tag);
    }

    [Fact]
    public async Task List_FilteredAndPaged_IsEachTaskOnce()
    {
        for (var number = 0; number < 7; number++)
            await served.Client.CreateTaskAsync(new TaskRequest { Title = $"Task {number}", Priority = number % 3 }, Ct);
        await served.Client.TransitionTaskAsync("1", new TransitionRequest(TaskPhase.Planning), Ct);

        var read = new List<TaskDocument>();
        string? cursor = null;
        do
        {
            var page = await served.Client.ListTasksAsync(new TaskFilter(2, [TaskPhase.Todo], "task", TaskSort.Priority, Cursor: cursor), Ct);
            read.AddRange(page.Tasks);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal([6L, 3, 5, 2, 7, 4], read.OrderByDescending(task => task.Priority).ThenByDescending(task => task.Number).Select(task => task.Number));
        Assert.Equal(read.OrderByDescending(task => task.Priority).ThenByDescending(task => task.Number), read);
    }

    [Fact]
    public async Task List_OfTasksWithLargePrompts_EndsItsPagesEarlierAndIsEachTaskOnce()
    {
        for (var number = 0; number < 6; number++)
            await served.Client.CreateTaskAsync(new TaskRequest { Title = $"Task {number}", Prompt = new string('x', 1 << 20) }, Ct);

        var first = await served.Client.ListTasksAsync(new TaskFilter(1_000), Ct);
        var rest = await served.Client.ListTasksAsync(new TaskFilter(1_000, Cursor: first.NextCursor), Ct);

        Assert.Equal([6L, 5, 4, 3], first.Tasks.Select(task => task.Number));
        Assert.Equal([2L, 1], rest.Tasks.Select(task => task.Number));
        Assert.Null(rest.NextCursor);
    }

    [Fact]
    public async Task Activity_OfLongLines_EndsItsPagesEarlierAndIsAllThereIs()
    {
        const int lines = 120;
        var task = await served.Client.CreateTaskAsync(Request($"head -c {lines * 50_000} /dev/zero | tr '\\0' x | fold -w 50000"), Ct);
        var execution = await served.Client.ExecuteTaskAsync(task.Id.ToString(), new TaskExecuteRequest(), Ct);
        await served.Client.FollowActivityAsync(execution.SessionId.ToString(), 0, Ct).CountAsync(Ct).AsTask().WaitAsync(Patience, Ct);

        var first = await served.Client.ReadActivityAsync(execution.SessionId.ToString(), 0, 10_000, Ct);
        var rest = await served.Client.ReadActivityAsync(execution.SessionId.ToString(), first.Next, 10_000, Ct);

        Assert.InRange(first.Activity.Count, (4 << 20) / 60_000, lines - 1);
        Assert.Equal((false, true), (first.Ended, rest.Ended));
        Assert.Equal(Enumerable.Range(1, lines + 1).Select(id => (long)id), first.Activity.Concat(rest.Activity).Select(each => each.Id));
    }

    [Fact]
    public async Task Activity_AskedForAgainBehindAnId_GoesOnThere()
    {
        var task = await served.Client.CreateTaskAsync(Request("echo one; echo two; echo three"), Ct);
        var execution = await served.Client.ExecuteTaskAsync(task.Id.ToString(), new TaskExecuteRequest(), Ct);
        await served.Client.FollowActivityAsync(execution.SessionId.ToString(), 0, Ct).ToListAsync(Ct).AsTask().WaitAsync(Patience, Ct);

        var page = await served.Client.ReadActivityAsync(execution.SessionId.ToString(), 1, 2, Ct);
        var rest = await served.Client.ReadActivityAsync(execution.SessionId.ToString(), page.Next, 2, Ct);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/sessions/{execution.SessionId}/activity");
        request.Headers.Add("Accept", "text/event-stream");
        request.Headers.Add("Last-Event-ID", "3");
        using var answer = await served.Http.SendAsync(request, Ct);
        var stream = await answer.Content.ReadAsStringAsync(Ct);

        Assert.Equal(["two", "three"], page.Activity.Select(each => each.Text));
        Assert.Equal((3L, false), (page.Next, page.Ended));
        Assert.Equal((4L, true), (rest.Next, rest.Ended));
        Assert.StartsWith("retry: 1000\n\nid: 4\nevent: finished\ndata: {", stream, StringComparison.Ordinal);
        Assert.EndsWith($"event: end\ndata: {{\"session_id\":\"{execution.SessionId}\",\"status\":\"completed\",\"task\":\"review\"}}\n\n", stream, StringComparison.Ordinal);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task Activity_BehindAnIdThatNeverWas_IsRefused(string accepted)
    {
        var task = await served.Client.CreateTaskAsync(Request("echo one"), Ct);
        var execution = await served.Client.ExecuteTaskAsync(task.Id.ToString(), new TaskExecuteRequest(), Ct);
        await served.Client.FollowActivityAsync(execution.SessionId.ToString(), 0, Ct).ToListAsync(Ct).AsTask().WaitAsync(Patience, Ct);

        var newest = await AskAsync(2);
        var beyond = await AskAsync(3);

        Assert.Equal(HttpStatusCode.OK, newest.Status);
        Assert.Equal(HttpStatusCode.BadRequest, beyond.Status);
        Assert.Contains("There is no activity 3 of session 1 yet: the newest is 2.", beyond.Body, StringComparison.Ordinal);

        async Task<(HttpStatusCode Status, string Body)> AskAsync(int after)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/sessions/1/activity?after={after}");
            request.Headers.Add("Accept", accepted);
            using var answer = await served.Http.SendAsync(request, Ct);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
        }
    }

    [Fact]
    public async Task Cancel_WhileItWorks_EndsTheStreamAndTheTask()
    {
        var task = await served.Client.CreateTaskAsync(Request("sleep 1000"), Ct);
        var execution = await served.Client.ExecuteTaskAsync(task.Id.ToString(), new TaskExecuteRequest(), Ct);
        var busy = await Assert.ThrowsAsync<RefusedException>(() => served.Client.ExecuteTaskAsync(task.Id.ToString(), new TaskExecuteRequest(), Ct));

        await served.Client.CancelTaskAsync(task.Id.ToString(), new CancelRequest("anna", Immediate: true), Ct);
        var activity = await served.Client.FollowActivityAsync(execution.SessionId.ToString(), 0, Ct).ToListAsync(Ct).AsTask().WaitAsync(Patience, Ct);
        var cancelled = await served.Client.GetTaskAsync(task.Id.ToString(), Ct);

        Assert.Equal((ErrorCode.TaskBusy, "cancelled"), (busy.Error.Code, activity[^1].Outcome));
        Assert.Equal((TaskPhase.Cancelled, TaskPhase.InProgress, "It was cancelled by anna."), (cancelled.Status, cancelled.StoppedFrom, cancelled.Reason));
        Assert.Equal([TaskPhase.InProgress], cancelled.Allowed);
    }

    [Theory]
    [InlineData("GET", "/api/tasks/99", "", 404, "task_not_found")]
    [InlineData("GET", "/api/sessions/99", "", 404, "session_not_found")]
    [InlineData("GET", "/api/tasks?cursor=nonsense", "", 400, "usage")]
    [InlineData("GET", "/api/tasks?status=asleep", "", 400, "usage")]
    [InlineData("GET", "/api/tasks?limit=0", "", 400, "usage")]
    [InlineData("POST", "/api/tasks", "{}", 400, "usage")]
    [InlineData("POST", "/api/tasks", """{"title":" "}""", 400, "task_invalid")]
    [InlineData("POST", "/api/tasks", """{"title":"a","agent":{"command":[]}}""", 400, "task_invalid")]
    [InlineData("POST", "/api/tasks", """{"title":"a","agent":{"command":["a"],"timeout_ms":-1}}""", 400, "task_invalid")]
    [InlineData("POST", "/api/tasks", """{"title":"a","workspace":{"kind":"worktree"}}""", 400, "task_invalid")]
    [InlineData("POST", "/api/tasks", """{"title":"a","workspace":{"kind":"worktree","repository":"relative"}}""", 400, "task_invalid")]
    [InlineData("POST", "/api/tasks/1/execute", "", 409, "agent_missing")]
    [InlineData("POST", "/api/tasks/1/transition", """{"to":"nowhere"}""", 400, "usage")]
    [InlineData("POST", "/api/tasks/1/cancel", """{"who":"me"}""", 409, "transition_not_allowed")]
    [InlineData("DELETE", "/api/tasks/1?workspace=burn", "", 400, "usage")]
    public async Task Request_Wrong_IsAProblemWithItsCode(string method, string address, string body, int status, string code)
    {
        await served.Client.CreateTaskAsync(new TaskRequest { Title = "One" }, Ct);
        using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = new StringContent(body) };

        using var answer = await served.Http.SendAsync(request, Ct);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;

        Assert.Equal((status, code), ((int)answer.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Delete_WithIfMatch_OnlyWhatWasSeen()
    {
        var task = await served.Client.CreateTaskAsync(new TaskRequest { Title = "One" }, Ct);
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/api/tasks/{task.Id}");
        request.Headers.Add("If-Match", "\"7\"");

        using var refused = await served.Http.SendAsync(request, Ct);
        var deleted = await served.Client.DeleteTaskAsync(task.Id.ToString(), removeWorkspace: false, Ct);

        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        Assert.Equal(new DeletedTask(task.Id, 1, null), deleted);
    }

    private static TaskRequest Request(string script) => new() { Title = "Mend it", Agent = new AgentDocument { Command = ["/bin/sh", "-c", script] } };

    private static string Word(TaskPhase phase) => JsonSerializer.SerializeToElement(phase, ProtocolJson.Compact.TaskPhase).GetString()!;
}
