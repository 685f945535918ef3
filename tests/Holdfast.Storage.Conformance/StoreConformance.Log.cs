using System.Text;
using Holdfast.Core.Executions;
using Holdfast.Core.Queueing;
using Holdfast.Core.Tasks;
using Holdfast.Engine.Storage;

namespace Holdfast.Storage.Conformance;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task ReadLog_OverAll_IsEveryEventInOrder()
    {
        var run = await RunDriver.CreateAsync(Store, SamplePlans.Wide(3), Ct);
        await run.RunToEndAsync(Ct);
        var execution = NewExecutionId();
        await Store.CreateExecutionAsync(new NewExecution(execution, Plain, new Dictionary<string, string>(), Morning), Ct);
        await Store.AppendQueueAsync(new QueueEvent.Paused(Morning, "a", "me"), intent: null, Ct);
        var task = await Store.CreateTaskAsync(new NewTask(NewTaskId(), PlainTask, Morning), Ct);

        var all = await Store.ReadLogAsync(new LogFilter(0, 1000), Ct);
        var paged = new List<LoggedEvent>();
        var page = new LogPage([], 0, true, 0);
        while (page.HasMore)
        {
            page = await Store.ReadLogAsync(new LogFilter(page.Through, 2), Ct);
            Assert.True(page.Events.Count <= 2);
            paged.AddRange(page.Events);
        }

        Assert.Equal((run.Events.Count + 3, false, 0), (all.Events.Count, all.HasMore, all.Trimmed));
        Assert.Equal(Enumerable.Range(1, all.Events.Count).Select(number => (long)number), all.Events.Select(each => each.Sequence));
        Assert.Equal(all.Events.Count, all.Through);
        Assert.Equal(all.Events.Select(Print), paged.Select(Print));
        Assert.Equal(
            [(LogSubject.Run, 1L, run.Id.Value, "ended"), (LogSubject.Execution, 4, execution.Value, "execution_queued"), (LogSubject.Queue, 0, null, "queue_paused"), (LogSubject.Task, 1, task.Id.Value, "task_created")],
            all.Events.TakeLast(4).Select(each => (each.Owner.Subject, each.Owner.Number, each.Id, each.Type)));
        Assert.Equal((1, Morning, "\"key\":\"a\",\"who\":\"me\""), (all.Events[^2].Version, all.Events[^2].At, Encoding.UTF8.GetString(all.Events[^2].Fields.Span)));

        static string Print(LoggedEvent each) => $"{each.Sequence} {each.Owner} {each.Id} {each.Type} {Encoding.UTF8.GetString(each.Fields.Span)}";
    }

    [Fact]
    public async Task ReadLog_OfOne_IsOnlyItsOwn()
    {
        var first = await Store.CreateTaskAsync(new NewTask(NewTaskId(), PlainTask, Morning), Ct);
        var second = await Store.CreateTaskAsync(new NewTask(NewTaskId(), PlainTask, Morning), Ct);
        await Store.AppendTaskAsync(first.Id, 0, [new TaskEvent.StatusChanged(Morning, TaskPhase.Todo, TaskPhase.Planning, "me", null)], Ct);

        var page = await Store.ReadLogAsync(new LogFilter(0, 10, new LogOwner(LogSubject.Task, first.Number)), Ct);
        var behind = await Store.ReadLogAsync(new LogFilter(1, 10, new LogOwner(LogSubject.Task, second.Number)), Ct);
        var none = await Store.ReadLogAsync(new LogFilter(0, 10, new LogOwner(LogSubject.Execution, 1)), Ct);

        Assert.Equal([(1L, "task_created"), (3, "task_status_changed")], page.Events.Select(each => (each.Sequence, each.Type)));
        Assert.Equal([2L], behind.Events.Select(each => each.Sequence));
        Assert.Equal((0, 3L, false), (none.Events.Count, none.Through, none.HasMore));
    }

    [Fact]
    public async Task ReadLog_AfterADeletion_SaysHowFarItIsNotWhole()
    {
        var plan = SamplePlans.Wide(1);
        var gone = await RunDriver.CreateAsync(Store, plan, Ct);
        await gone.RunToEndAsync(Ct);
        var kept = await RunDriver.CreateAsync(Store, plan, Ct);
        await kept.RunToEndAsync(Ct);
        await Store.DeleteRunAsync(gone.Id, Ct);

        var page = await Store.ReadLogAsync(new LogFilter(0, 1000), Ct);

        Assert.Equal((long)gone.Events.Count, page.Trimmed);
        Assert.Equal(page.Trimmed + 1, page.Events[0].Sequence);
        await using var reopened = Open();
        Assert.Equal(page.Trimmed, (await reopened.ReadLogAsync(new LogFilter(page.Through, 1), Ct)).Trimmed);
    }

    [Fact]
    public async Task ReadLog_AfterAnExecutionWasRemoved_SaysHowFarItIsNotWhole()
    {
        var (gone, open) = (NewExecutionId(), NewExecutionId());
        foreach (var id in new[] { gone, open })
            await Store.CreateExecutionAsync(new NewExecution(id, Plain, new Dictionary<string, string>(), Morning), Ct);
        await Store.AppendExecutionAsync(gone, 0, [new ExecutionEvent.Cancelled(Morning, "me", null)], Ct);

        Assert.Equal(1, await Store.DeleteExecutionsAsync([gone, open], Ct));

        var page = await Store.ReadLogAsync(new LogFilter(0, 10), Ct);
        Assert.Equal((3L, 2L, 3L), (page.Trimmed, Assert.Single(page.Events).Sequence, page.Through));
    }

    [Fact]
    public async Task Committed_IsTold_OnceItCanBeRead()
    {
        var seen = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        Store.Committed += () => _ = ReadAsync();

        await Store.CreateTaskAsync(new NewTask(NewTaskId(), PlainTask, Morning), Ct);

        Assert.Equal(1, await seen.Task.WaitAsync(TimeSpan.FromSeconds(60), Ct));

        async Task ReadAsync() => seen.TrySetResult((await Store.ReadLogAsync(new LogFilter(0, 10), Ct)).Events.Count);
    }
}
