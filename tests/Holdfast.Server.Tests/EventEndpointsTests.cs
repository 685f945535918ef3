using System.Net;
using System.Text.Json;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Protocol;
using Holdfast.Protocol.Events;
using Holdfast.Protocol.Tasks;
using Holdfast.Server.Endpoints;
using Holdfast.Server.Events;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Tests;

/// <summary>Events over HTTP, as programs see them.</summary>
public sealed class EventEndpointsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private ServedHome served = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => served = await ServedHome.OpenAsync();

    public ValueTask DisposeAsync() => served.DisposeAsync();

    [Fact]
    public async Task Pages_OneAfterTheOther_AreEveryEventOnce()
    {
        for (var number = 0; number < 5; number++)
            await served.Client.CreateTaskAsync(new TaskRequest { Title = $"Task {number}" }, Ct);
        await served.Client.TransitionTaskAsync("2", new TransitionRequest(TaskPhase.Planning, "anna"), Ct);
        await served.Client.DeleteTaskAsync("1", removeWorkspace: false, Ct);

        var read = new List<EventDocument>();
        EventPage page;
        do
        {
            page = await served.Client.ReadEventsAsync(new EventFilter(After: read is [.., var last] ? last.Id : null), 3, Ct);
            read.AddRange(page.Events);
        }
        while (page.More);

        Assert.Equal(
            ["1 task.created 1", "2 task.created 2", "3 task.created 3", "4 task.created 4", "5 task.created 5", "6 task.status_changed 2", "7 task.deleted 1"],
            read.Select(each => $"{each.Id} {each.Type} {each.TaskNumber}"));
        Assert.Equal("""{"from":"todo","to":"planning","who":"anna"}""", read[5].Data.GetRawText());
        Assert.Equal((7L, false), (page.Next, page.Ended));
    }

    [Fact]
    public async Task Document_OfAnEvent_IsAsItIsWritten()
    {
        var task = await served.Client.CreateTaskAsync(new TaskRequest { Title = "Mend \"it\"" }, Ct);

        var page = JsonDocument.Parse(await served.Http.GetStringAsync("/api/events", Ct)).RootElement;

        var at = page.GetProperty("events")[0].GetProperty("at").GetString();
        Assert.Equal(
            $$$$"""{"events":[{"id":1,"type":"task.created","v":1,"at":"{{{{at}}}}","task":"{{{{task.Id}}}}","task_number":1,"data":{"title":"Mend \"it\"","prompt":"","workspace":{"kind":"folder"}}}],"next":1,"more":false,"ended":false}""",
            page.GetRawText());
    }

    [Theory]
    [InlineData("type=task.created", "1 2")]
    [InlineData("type=session.*,task.deleted", "4")]
    [InlineData("task=2", "2 3")]
    [InlineData("task=2&type=task.status_changed", "3")]
    [InlineData("after=2", "3 4")]
    public async Task Page_Filtered_IsWhatWasAskedFor(string query, string expected)
    {
        await served.Client.CreateTaskAsync(new TaskRequest { Title = "One" }, Ct);
        await served.Client.CreateTaskAsync(new TaskRequest { Title = "Two" }, Ct);
        await served.Client.TransitionTaskAsync("2", new TransitionRequest(TaskPhase.Planning), Ct);
        await served.Client.DeleteTaskAsync("1", removeWorkspace: false, Ct);

        var page = JsonSerializer.Deserialize(await served.Http.GetStringAsync($"/api/events?{query}", Ct), ProtocolJson.Compact.EventPage)!;

        Assert.Equal((expected, 4L), (string.Join(' ', page.Events.Select(each => each.Id)), page.Next));
    }

    [Fact]
    public async Task Stream_FollowedWhileThingsHappen_IsEveryEventOnceAndEnds()
    {
        var task = await served.Client.CreateTaskAsync(new TaskRequest { Title = "One" }, Ct);
        var following = served.Client.FollowEventsAsync(new EventFilter(Task: task.Id.ToString()), Ct).ToListAsync(Ct).AsTask();

        await served.Client.CreateTaskAsync(new TaskRequest { Title = "Another" }, Ct);
        foreach (var phase in new[] { TaskPhase.InProgress, TaskPhase.Review, TaskPhase.Done })
            await served.Client.TransitionTaskAsync("1", new TransitionRequest(phase), Ct);

        var followed = await following.WaitAsync(Patience, Ct);
        Assert.Equal(["1 task.created", "3 task.status_changed", "4 task.status_changed", "5 task.status_changed"], followed.Select(each => $"{each.Id} {each.Type}"));
    }

    [Fact]
    public async Task Stream_FollowedForOtherEventsThanTheLast_EndsAllTheSame()
    {
        var task = await served.Client.CreateTaskAsync(new TaskRequest { Title = "One" }, Ct);
        var following = served.Client.FollowEventsAsync(new EventFilter(Task: task.Id.ToString(), Types: ["task.created"]), Ct).ToListAsync(Ct).AsTask();

        foreach (var phase in new[] { TaskPhase.InProgress, TaskPhase.Review, TaskPhase.Done })
            await served.Client.TransitionTaskAsync("1", new TransitionRequest(phase), Ct);

        Assert.Equal(["task.created"], (await following.WaitAsync(Patience, Ct)).Select(each => each.Type));
    }

    [Fact]
    public async Task Stream_AskedForBehindAnId_BeginsThereAndSaysHowItEnded()
    {
        await served.Client.CreateTaskAsync(new TaskRequest { Title = "One" }, Ct);
        await served.Client.TransitionTaskAsync("1", new TransitionRequest(TaskPhase.Planning), Ct);
        foreach (var phase in new[] { TaskPhase.PlanningReview, TaskPhase.InProgress, TaskPhase.Review, TaskPhase.Done })
            await served.Client.TransitionTaskAsync("1", new TransitionRequest(phase), Ct);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events?task=1&after=1");
        request.Headers.Add("Accept", "text/event-stream");
        request.Headers.Add("Last-Event-ID", "5");

        using var answer = await served.Http.SendAsync(request, Ct).WaitAsync(Patience, Ct);
        var stream = await answer.Content.ReadAsStringAsync(Ct);

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("retry: 1000\n\nid: 6\nevent: task.status_changed\ndata: {\"id\":6,", stream, StringComparison.Ordinal);
        Assert.EndsWith("}\n\nevent: end\ndata: {\"status\":\"done\"}\n\n", stream, StringComparison.Ordinal);
    }

    // Two readers, one of which takes an event only now and then, and a daemon that goes away under them.
    [Fact]
    public async Task Stream_AcrossRestartsOfTheDaemon_IsTheStoredSequence()
    {
        const int Each = 40;
        var quick = ReadAsync(TimeSpan.Zero);
        var slow = ReadAsync(TimeSpan.FromMilliseconds(20));

        for (var round = 0; round < 3; round++)
        {
            for (var number = 0; number < Each; number++)
                await served.Client.CreateTaskAsync(new TaskRequest { Title = $"Task {round}.{number}" }, Ct);
            await served.StopAsync();
            await served.StartAsync();
        }

        var expected = Enumerable.Range(1, 3 * Each).Select(number => (long)number);
        Assert.Equal(expected, await quick.WaitAsync(Patience, Ct));
        Assert.Equal(expected, await slow.WaitAsync(Patience, Ct));

        async Task<List<long>> ReadAsync(TimeSpan pause)
        {
            var ids = new List<long>();
            while (ids.Count < 3 * Each)
            {
                try
                {
                    await foreach (var happened in served.Client.FollowEventsAsync(new EventFilter(After: ids is [.., var last] ? last : 0), Ct))
                    {
                        ids.Add(happened.Id);
                        if (ids.Count == 3 * Each)
                            break;
                        if (pause > TimeSpan.Zero)
                            await Task.Delay(pause, Ct);
                    }
                }
                catch (RefusedException gone) when (gone.Error.Code == ErrorCode.DaemonUnreachable)
                {
                    // The next one is about to listen.
                    await Task.Delay(TimeSpan.FromMilliseconds(10), Ct);
                }
            }

            return ids;
        }
    }

    [Theory]
    [InlineData("?after=-1", 400, "usage")]
    [InlineData("?after=99", 400, "usage")]
    [InlineData("?limit=0", 400, "usage")]
    [InlineData("?type=nothing.*", 400, "usage")]
    [InlineData("?task=1&run=1", 400, "usage")]
    [InlineData("?task=99", 404, "task_not_found")]
    [InlineData("?run=99", 404, "run_not_found")]
    [InlineData("?execution=99", 404, "execution_not_found")]
    public async Task Request_Wrong_IsAProblemWithItsCode(string query, int status, string code)
    {
        using var answer = await served.Http.GetAsync($"/api/events{query}", Ct);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;

        Assert.Equal((status, code), ((int)answer.StatusCode, problem.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Events_BehindWhatWasRemoved_AreGoneAndTheOldestIsNamed()
    {
        await served.StopAsync();
        var trimmed = await RemovedRun.MakeAsync(served.Folder, Ct);
        await served.StartAsync();
        await served.Client.CreateTaskAsync(new TaskRequest { Title = "One" }, Ct);

        using var answer = await served.Http.GetAsync($"/api/events?after={trimmed - 1}", Ct);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
        var whole = await served.Client.ReadEventsAsync(new EventFilter(After: trimmed), 10, Ct);
        var all = await served.Client.ReadEventsAsync(new EventFilter(), 10, Ct);
        var one = await served.Client.ReadEventsAsync(new EventFilter(Task: "1", After: 0), 10, Ct);

        Assert.Equal((HttpStatusCode.Gone, "events_trimmed", trimmed + 1), (answer.StatusCode, problem.GetProperty("code").GetString(), problem.GetProperty("oldest").GetInt64()));
        Assert.All([whole, all, one], page => Assert.Equal([trimmed + 1], page.Events.Select(each => each.Id)));
    }

    // What a page is read from may have lost events since the request was looked at: that look is left out here.
    [Fact]
    public async Task Page_OfEventsThatWereRemovedBeforeTheyWereRead_IsRefusedRatherThanShort()
    {
        await served.StopAsync();
        var trimmed = await RemovedRun.MakeAsync(served.Folder, Ct);
        await using (var store = SqliteStore.Open(Path.Combine(served.Folder, "store.db")))
        {
            var gap = await Assert.ThrowsAsync<RefusedException>(() => EventEndpoints.AnswerPageAsync(new DefaultHttpContext(), store, new EventChoice(null, null), trimmed - 1, 10));
            await EventEndpoints.AnswerPageAsync(new DefaultHttpContext(), store, new EventChoice(null, null), trimmed, 10);
            await EventEndpoints.AnswerPageAsync(new DefaultHttpContext(), store, new EventChoice(null, null), asked: null, 10);

            Assert.Equal((ErrorCode.EventsTrimmed, trimmed + 1), (gap.Error.Code, gap.Error.Oldest));
        }

        await served.StartAsync();
    }
}
