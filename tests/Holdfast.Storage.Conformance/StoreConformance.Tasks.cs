using System.Collections.Immutable;
using System.Diagnostics;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Tasks;
using Holdfast.Engine.Storage;

namespace Holdfast.Storage.Conformance;

public abstract partial class StoreConformance
{
    private static readonly TaskOrder PlainTask = new() { Title = "Mend it" };

    private static readonly TaskOrder FullTask = new()
    {
        Title = "Mend the naïve parser",
        Prompt = "It breaks on 'ü'.\nMend it.",
        Priority = -3,
        Agent = new AgentCommand
        {
            Arguments = ["agent", "--print", "{prompt}"],
            PromptBy = PromptBy.Stdin,
            Environment = ImmutableSortedDictionary<string, string>.Empty.Add("A", "1"),
            Secrets = [new SecretVariable("TOKEN", new SecretReference(null, "/run/token"))],
            Timeout = new TimeAllowance.Exactly(TimeSpan.FromMinutes(5)),
            Stall = TimeSpan.FromSeconds(30),
        },
        Workspace = new WorkspaceOrder.Worktree("/repo", "main"),
    };

    public static TheoryData<TaskOrder> TaskOrders => [PlainTask, FullTask, FullTask with { Workspace = new WorkspaceOrder.Worktree("/repo", null) }];

    [Theory]
    [MemberData(nameof(TaskOrders))]
    public async Task CreateTask_OfAnything_IsFoundAsItWasAskedFor(TaskOrder order)
    {
        var id = NewTaskId();
        var created = await Store.CreateTaskAsync(new NewTask(id, order, Morning), Ct);

        var expected = new StoredTask
        {
            Id = id, Number = 1, Version = 0, Order = order, State = new TaskState.Resting(TaskPhase.Todo), Sessions = 0, CreatedAt = Morning, UpdatedAt = Morning,
        };
        Assert.Equal(expected, created);
        Assert.Equal(expected, await Store.CreateTaskAsync(new NewTask(id, PlainTask with { Title = "Other" }, Morning.AddDays(1)), Ct));
        await using var reopened = Open();
        Assert.Equal(expected, (await reopened.FindTaskAsync(id.ToString(), Ct)).Task);
        Assert.Equal([new StoredTaskEvent(1, new TaskEvent.Created(Morning, order))], await reopened.ReadTaskEventsAsync(1, Ct));
    }

    [Fact]
    public async Task AppendTask_AWholeLife_IsReadAsItHappened()
    {
        var task = await Store.CreateTaskAsync(new NewTask(NewTaskId(), FullTask, Morning), Ct);
        var (first, second) = (new SessionId(Guid.CreateVersion7(Morning)), new SessionId(Guid.CreateVersion7(Morning)));
        var (one, other) = (NewExecutionId(), NewExecutionId());
        var failure = new SessionEnding(SessionOutcome.Failed, new EndCause.Signalled(11));
        TaskEvent[] events =
        [
            new TaskEvent.Updated(Morning, FullTask with { Title = "Mend the parser" }),
            new TaskEvent.StatusChanged(Morning, TaskPhase.Todo, TaskPhase.InProgress, "anna", null),
            new TaskEvent.SessionStarted(Morning, first, one, TaskPhase.InProgress, "/w") { Trace = new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", 1, "a=1,b=2") },
            new TaskEvent.SessionEnded(Morning.AddMinutes(1), first, failure),
            new TaskEvent.StatusChanged(Morning.AddMinutes(1), TaskPhase.InProgress, TaskPhase.Failed, "session", "It was killed by signal 11."),
            new TaskEvent.StatusChanged(Morning.AddMinutes(2), TaskPhase.Failed, TaskPhase.InProgress, "anna", null),
            new TaskEvent.SessionStarted(Morning.AddMinutes(2), second, other, TaskPhase.InProgress, "/w"),
            new TaskEvent.SessionCancelRequested(Morning.AddMinutes(3), second, "ben"),
        ];

        var failed = await Store.AppendTaskAsync(task.Id, 0, events[..5], Ct);
        var working = await Store.AppendTaskAsync(task.Id, 5, events[5..], Ct);

        Assert.Equal(new TaskState.Failed(TaskPhase.InProgress, "It was killed by signal 11."), failed!.State);
        var expected = task with
        {
            Version = 8, Order = FullTask with { Title = "Mend the parser" }, State = new TaskState.Working(TaskPhase.InProgress, new OpenSession(second, other, "ben")),
            Sessions = 2, UpdatedAt = Morning.AddMinutes(3),
        };
        Assert.Equal(expected, working);
        var ended = new StoredSession
        {
            Id = first, Number = 1, Task = task.Id, TaskNumber = 1, Ordinal = 1, Phase = TaskPhase.InProgress, Execution = one, Workspace = "/w",
            Status = SessionStatus.Failed, Cause = failure.Cause, ActivityLogged = 0, EventsLogged = 0, StartedAt = Morning, EndedAt = Morning.AddMinutes(1),
            AskedIn = new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", 1, "a=1,b=2"),
        };
        var open = ended with
        {
            Id = second, Number = 2, Ordinal = 2, Execution = other, Status = SessionStatus.Running, CancelledBy = "ben", Cause = null, StartedAt = Morning.AddMinutes(2), EndedAt = null, AskedIn = null,
        };
        await using var reopened = Open();
        Assert.Equal(expected, (await reopened.FindTaskAsync("#1", Ct)).Task);
        Assert.Equal([open, ended], await reopened.ListSessionsAsync(new SessionFilter(10, task.Id), Ct));
        Assert.Equal([open], await reopened.ListSessionsAsync(new SessionFilter(10, OpenOnly: true), Ct));
        Assert.Equal([ended], await reopened.ListSessionsAsync(new SessionFilter(10, Before: 2), Ct));
        Assert.Equal(ended, (await reopened.FindSessionAsync(first.ToString(), Ct)).Session);
        Assert.Equal([new TaskEvent.Created(Morning, FullTask), .. events], (await reopened.ReadTaskEventsAsync(1, Ct)).Select(stored => stored.Event));
    }

    [Fact]
    public async Task AppendTask_ByOneWhoSawLess_ChangesNothing()
    {
        var task = await Store.CreateTaskAsync(new NewTask(NewTaskId(), PlainTask, Morning), Ct);
        TaskEvent move = new TaskEvent.StatusChanged(Morning, TaskPhase.Todo, TaskPhase.Planning, "me", null);
        var moved = await Store.AppendTaskAsync(task.Id, 0, [move], Ct);

        Assert.Null(await Store.AppendTaskAsync(task.Id, 0, [move], Ct));
        Assert.Null(await Store.AppendTaskAsync(NewTaskId(), 0, [move], Ct));
        Assert.Equal(moved, (await Store.FindTaskAsync("1", Ct)).Task);
    }

    [Fact]
    public async Task AppendTask_AnImpossibleMove_IsRefusedAlone()
    {
        var (first, second) = (await Store.CreateTaskAsync(new NewTask(NewTaskId(), PlainTask, Morning), Ct), await Store.CreateTaskAsync(new NewTask(NewTaskId(), PlainTask, Morning), Ct));

        var impossible = Store.AppendTaskAsync(first.Id, 0, [new TaskEvent.StatusChanged(Morning, TaskPhase.Todo, TaskPhase.Done, "me", null)], Ct);
        var possible = Store.AppendTaskAsync(second.Id, 0, [new TaskEvent.StatusChanged(Morning, TaskPhase.Todo, TaskPhase.Planning, "me", null)], Ct);

        await Assert.ThrowsAsync<InvalidOperationException>(() => impossible);
        Assert.Equal(TaskPhase.Planning, (await possible)!.State.Phase);
        Assert.Equal(first, (await Store.FindTaskAsync("1", Ct)).Task);
    }

    [Fact]
    public async Task AppendTask_Deleted_IsGoneButItsEventsAndItsNumberAreKept()
    {
        var task = await Store.CreateTaskAsync(new NewTask(NewTaskId(), PlainTask, Morning), Ct);

        Assert.Equal(task, await Store.AppendTaskAsync(task.Id, 0, [new TaskEvent.Deleted(Morning, "me")], Ct));

        Assert.Null((await Store.FindTaskAsync("1", Ct)).Task);
        Assert.Equal(2, (await Store.ReadTaskEventsAsync(1, Ct)).Count);
        Assert.Equal(2, (await Store.CreateTaskAsync(new NewTask(NewTaskId(), PlainTask, Morning), Ct)).Number);
    }

    [Fact]
    public async Task LogActivity_ToldAgainAfterACrash_IsStoredOnce()
    {
        var task = await Store.CreateTaskAsync(new NewTask(NewTaskId(), FullTask, Morning), Ct);
        var session = new SessionId(Guid.CreateVersion7(Morning));
        await Store.AppendTaskAsync(
            task.Id, 0,
            [new TaskEvent.StatusChanged(Morning, TaskPhase.Todo, TaskPhase.InProgress, "me", null), new TaskEvent.SessionStarted(Morning, session, NewExecutionId(), TaskPhase.InProgress, "/w")],
            Ct);
        TaskEvent said = new TaskEvent.AgentSpoke(Morning, session, 2, "Hello."), used = new TaskEvent.ToolUsed(Morning, session, 5, "read"), last = new TaskEvent.AgentSpoke(Morning, session, 9, "Done.");

        await Store.LogActivityAsync(session, [said, used], 6, Ct);
        await Store.LogActivityAsync(session, [said, used], 6, Ct);
        await Store.LogActivityAsync(session, [said, used, last], 9, Ct);

        Assert.Equal([said, used, last], (await Store.ReadTaskEventsAsync(1, Ct)).Skip(3).Select(stored => stored.Event));
        var stored = (await Store.FindSessionAsync("1", Ct)).Session!;
        Assert.Equal((9, 3), (stored.ActivityLogged, stored.EventsLogged));
        Assert.Equal(2, (await Store.FindTaskAsync("1", Ct)).Task!.Version);
    }

    [Fact]
    public async Task Sequences_OfTasksAndExecutions_AreOneOrder()
    {
        await Store.CreateTaskAsync(new NewTask(NewTaskId(), PlainTask, Morning), Ct);
        var execution = await CreateAsync(Plain);
        await Store.CreateTaskAsync(new NewTask(NewTaskId(), PlainTask, Morning), Ct);

        Assert.Equal(1, Assert.Single(await Store.ReadTaskEventsAsync(1, Ct)).Sequence);
        Assert.Equal(2, Assert.Single(await Store.ReadExecutionEventsAsync(execution.Id, Ct)).Sequence);
        Assert.Equal(3, Assert.Single(await Store.ReadTaskEventsAsync(2, Ct)).Sequence);
    }

    public static TheoryData<TaskSort, bool> Sorts =>
        [.. Enum.GetValues<TaskSort>().SelectMany(sort => new[] { true, false }.Select(ascending => new TheoryDataRow<TaskSort, bool>(sort, ascending)))];

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task ListTasks_PageByPage_IsTheWholeListInOrder(TaskSort sort, bool ascending)
    {
        var random = new Random(7);
        var all = new List<StoredTask>();
        for (var count = 0; count < 40; count++)
        {
            var order = PlainTask with { Title = $"{(random.Next(2) == 0 ? "Task" : "task")} {random.Next(5)}", Priority = random.Next(-2, 3) };
            all.Add(await Store.CreateTaskAsync(new NewTask(NewTaskId(), order, Morning.AddMinutes(random.Next(5))), Ct));
        }

        var read = new List<StoredTask>();
        ListPlace? place = null;
        for (var page = 0; page < 10; page++)
        {
            var tasks = await Store.ListTasksAsync(new TaskFilter(7, Sort: sort, Ascending: ascending, After: place), Ct);
            read.AddRange(tasks);
            if (tasks.Count < 7)
                break;
            place = ListPlace.Of(tasks[^1], sort);
        }

        var sorted = sort switch
        {
            TaskSort.Created => all.OrderBy(task => task.Number),
            TaskSort.Updated => all.OrderBy(task => task.UpdatedAt).ThenBy(task => task.Number),
            TaskSort.Priority => all.OrderBy(task => task.Order.Priority).ThenBy(task => task.Number),
            TaskSort.Title => all.OrderBy(task => task.Order.Title, StringComparer.OrdinalIgnoreCase).ThenBy(task => task.Number),
        };
        Assert.Equal(ascending ? sorted : sorted.Reverse(), read);
    }

    [Fact]
    public async Task ListTasks_Filtered_AreThoseOnly()
    {
        var first = await Store.CreateTaskAsync(new NewTask(NewTaskId(), PlainTask with { Title = "Mend the Parser" }, Morning), Ct);
        var second = await Store.CreateTaskAsync(new NewTask(NewTaskId(), PlainTask with { Title = "100% done" }, Morning), Ct);
        first = (await Store.AppendTaskAsync(first.Id, 0, [new TaskEvent.StatusChanged(Morning, TaskPhase.Todo, TaskPhase.Planning, "me", null)], Ct))!;

        Assert.Equal([first], await Store.ListTasksAsync(new TaskFilter(10, [TaskPhase.Planning, TaskPhase.Done]), Ct));
        Assert.Equal([second], await Store.ListTasksAsync(new TaskFilter(10, [TaskPhase.Todo]), Ct));
        Assert.Equal([first], await Store.ListTasksAsync(new TaskFilter(10, Search: "parser"), Ct));
        Assert.Equal([second], await Store.ListTasksAsync(new TaskFilter(10, Search: "0%"), Ct));
        Assert.Empty(await Store.ListTasksAsync(new TaskFilter(10, Search: "_"), Ct));
    }

    [Fact]
    public async Task ListTasks_ThatAreLarge_AreReadNoFurtherThanThePageGoes()
    {
        for (var count = 0; count < 5; count++)
            await Store.CreateTaskAsync(new NewTask(NewTaskId(), PlainTask with { Prompt = new string('x', 1_000) }, Morning), Ct);

        var first = await Store.ListTasksAsync(new TaskFilter(10, MostBytes: 2_500), Ct);
        var rest = await Store.ListTasksAsync(new TaskFilter(10, After: ListPlace.Of(first[^1], TaskSort.Created), MostBytes: 2_500), Ct);
        var least = await Store.ListTasksAsync(new TaskFilter(10, MostBytes: 1), Ct);
        var counted = await Store.ListTasksAsync(new TaskFilter(5), Ct);

        Assert.Equal([5L, 4, 3], first.Select(task => task.Number));
        Assert.Equal([2L, 1], rest.Select(task => task.Number));
        Assert.Equal((true, false), (first.HasMore, rest.HasMore));
        Assert.Equal((1, true, 5, false), (least.Count, least.HasMore, counted.Count, counted.HasMore));
    }

    // How long a page takes is told, not asserted: bench measures against the machine.
    [Fact]
    public async Task ListTasks_OfTenThousand_CostsWhatAPageHolds()
    {
        var creating = Enumerable.Range(0, 10_000).Select(number => Store.CreateTaskAsync(
            new NewTask(NewTaskId(), PlainTask with { Title = $"Task {number * 7919 % 10_000}", Priority = number % 10 }, Morning.AddSeconds(number)), Ct));
        await Task.WhenAll(creating);
        var deep = new ListPlace("5", 4_000);
        var took = new List<double>();
        for (var round = 0; round < 200; round++)
        {
            var began = Stopwatch.GetTimestamp();
            var page = await Store.ListTasksAsync(new TaskFilter(50, [TaskPhase.Todo], "task", TaskSort.Priority, After: deep), Ct);
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            Assert.Equal(50, page.Count);
        }

        took.Sort();
        TestContext.Current.SendDiagnosticMessage($"A page of 50 of 10,000 tasks: median {took[100]:0.00} ms, p99 {took[198]:0.00} ms.");
        Assert.Equal(10_000, (await Store.ListTasksAsync(new TaskFilter(20_000), Ct)).Count);
    }

    private static TaskId NewTaskId() => new(Guid.CreateVersion7(Morning));
}
