using System.Threading.Channels;
using Holdfast.Core.Executions;
using Holdfast.Core.Tasks;
using Holdfast.Engine.Sessions;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Tasks;
using Holdfast.Engine.Tests.Executions;
using Holdfast.Engine.Tests.Workspaces;

namespace Holdfast.Engine.Tests.Tasks;

public sealed class TaskDeskTests : IAsyncLifetime
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(90);

    private readonly Channel<StoredTask> changes = Channel.CreateUnbounded<StoredTask>();
    private readonly TaskCompletionSource<SessionId> unfollowed = new();
    private DeskHome home = null!;
    private TaskDesk desk = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        home = await DeskHome.OpenAsync();
        await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // Whatever a test left running: the desk below ends it, and the task's desk is told.
        foreach (var session in await home.Store.ListSessionsAsync(new SessionFilter(100, OpenOnly: true), CancellationToken.None))
        {
            await desk.CancelAsync(session.Task, default, "the test", immediate: true, CancellationToken.None);
            await EndOfAsync(session.Task);
        }

        await desk.DisposeAsync();
        await home.DisposeAsync();
    }

    [Fact]
    public async Task Execute_AnAgentThatEndsWell_LeadsToReviewWithAllItDid()
    {
        var task = await CreateAsync("""echo '{"type":"tool_call","name":"edit"}'; echo '{"type":"agent_message","text":"Done."}'; echo plain; echo bad >&2""");

        var session = await ExecuteAsync(task);
        var ended = await EndOfAsync(task.Id);

        Assert.Equal(new TaskState.Resting(TaskPhase.Review), ended.State);
        var stored = await SessionAsync(session.Id);
        Assert.Equal((SessionStatus.Completed, new EndCause.Exited(0)), (stored.Status, stored.Cause));
        var activity = Activity(session.Id);
        Assert.Equal(["Done.", "bad", "edit", "plain"], activity[..^1].Select(record => record.Name ?? record.Text).Order(StringComparer.Ordinal));
        Assert.Equal((ActivityKind.Finished, "completed", 0), (activity[^1].Kind, activity[^1].Outcome, activity[^1].ExitCode));
        var events = (await home.Store.ReadTaskEventsAsync(task.Number, Ct)).Select(each => each.Event).ToList();
        Assert.Equal("edit", Assert.Single(events.OfType<TaskEvent.ToolUsed>()).Tool);
        Assert.Equal("Done.", Assert.Single(events.OfType<TaskEvent.AgentSpoke>()).Text);
        Assert.IsType<ExecutionState.Completed>((await home.StoredAsync(session.Execution)).State);
    }

    [Theory]
    [InlineData("exit 3", "It exited with code 3.")]
    [InlineData("kill -SEGV $$", "It was ended by signal 11.")]
    [InlineData("", "It exited with code 0.")]
    public async Task Execute_AnAgentThatSaysNothing_StillEndsAndSaysWhy(string script, string why)
    {
        var task = await CreateAsync(script);

        var session = await ExecuteAsync(task);
        var ended = await EndOfAsync(task.Id);

        TaskState expected = script.Length > 0 ? new TaskState.Failed(TaskPhase.InProgress, why) : new TaskState.Resting(TaskPhase.Review);
        Assert.Equal(expected, ended.State);
        Assert.Equal(why, Assert.Single(Activity(session.Id)).Text);
    }

    [Fact]
    public async Task Execute_WhatCannotBeStarted_FailsWithTheReasonAndCanBeExecutedAgain()
    {
        var task = await CreateAsync(PlainOrder with { Agent = new AgentCommand { Arguments = ["/no/such/agent"] } });
        await ExecuteAsync(task);
        var failed = Assert.IsType<TaskState.Failed>((await EndOfAsync(task.Id)).State);
        Assert.Contains("/no/such/agent", failed.Why, StringComparison.Ordinal);

        await desk.UpdateAsync(task.Id, default, order => order with { Agent = Shell("true") }, Ct);
        await ExecuteAsync(task);

        Assert.Equal(new TaskState.Resting(TaskPhase.Review), (await EndOfAsync(task.Id)).State);
        Assert.Equal(2, (await desk.ListSessionsAsync(new SessionFilter(10, task.Id), Ct)).Count);
    }

    [Theory]
    [InlineData(PromptBy.Argument, "printf %s \"$1\"")]
    [InlineData(PromptBy.File, "cat \"$1\"")]
    [InlineData(PromptBy.Stdin, "cat")]
    public async Task Execute_APromptByEachWay_ReachesTheAgentWhole(PromptBy way, string script)
    {
        const string prompt = "naïve 'quotes' \"and\" $HOME `x` {prompt}";
        var task = await CreateAsync(PlainOrder with { Prompt = prompt, Agent = new AgentCommand { Arguments = ["/bin/sh", "-c", script, "agent"], PromptBy = way } });

        var session = await ExecuteAsync(task);
        await EndOfAsync(task.Id);

        Assert.Equal(prompt, Activity(session.Id)[0].Text);
    }

    [Fact]
    public async Task Execute_InAWorktree_WorksOnItsBranchAndLeavesTheCheckoutAlone()
    {
        using var repository = await Repository.CreateAsync();
        var before = await repository.CheckoutAsync();
        var task = await CreateAsync(PlainOrder with
        {
            Agent = Shell("cat file; echo work > file; git -c user.name=n -c user.email=e@x commit -qam work"), Workspace = new WorkspaceOrder.Worktree(repository.Folder, null),
        });

        var session = await ExecuteAsync(task);
        var ended = await EndOfAsync(task.Id);

        Assert.Equal((TaskPhase.Review, "one"), (ended.State.Phase, Activity(session.Id)[0].Text));
        Assert.Equal("work", await repository.GitAsync("show", $"{task.Id.Branch}:file"));
        Assert.Equal(before, await repository.CheckoutAsync());
        Assert.Null((await desk.DeleteAsync(task.Id, default, "me", removeWorkspace: false, Ct)).KeptWorkspace);
    }

    [Fact]
    public async Task Cancel_WhileItWorks_IsCancelledOnceItsTreeIsGone()
    {
        var task = await CreateAsync("echo begun; sleep 1000 & sleep 1000");
        var session = await ExecuteAsync(task);
        await ActivityHasAsync(session.Id, "begun");

        await desk.CancelAsync(task.Id, default, "anna", immediate: true, Ct);
        var ended = await EndOfAsync(task.Id);

        Assert.Equal(new TaskState.Cancelled(TaskPhase.InProgress, "anna"), ended.State);
        Assert.Empty(DeskHome.LivingOf(session.Execution));
        Assert.Equal((SessionStatus.Cancelled, "anna"), ((await SessionAsync(session.Id)).Status, (await SessionAsync(session.Id)).CancelledBy));
    }

    [Fact]
    public async Task Agent_KilledWithItsShim_IsLostAndTheTaskFails()
    {
        var task = await CreateAsync("echo begun; sleep 1000");
        var session = await ExecuteAsync(task);
        await ActivityHasAsync(session.Id, "begun");
        var execution = await home.StoredAsync(session.Execution);

        await DeskHome.KillAsync(execution.Shim!);
        var ended = await EndOfAsync(task.Id);

        Assert.Contains("was killed before it wrote how the process ended", Assert.IsType<TaskState.Failed>(ended.State).Why, StringComparison.Ordinal);
        Assert.Equal(["begun", "finished"], Activity(session.Id).Select(record => record.Kind == ActivityKind.Finished ? "finished" : record.Text));
        Assert.Empty(DeskHome.LivingOf(session.Execution));
    }

    [Fact]
    public async Task Activity_ThatCannotBeRecorded_StillLeadsToTheRightEndAndStopsNobodyElse()
    {
        var (task, session, _) = await ReopenWithoutPlaceForActivityAsync();

        await home.OpenGateAsync();
        var ended = await EndOfAsync(task.Id);

        Assert.Equal(TaskPhase.Review, ended.State.Phase);
        Assert.Equal(session.Id, await unfollowed.Task.WaitAsync(Safety, Ct));
        Assert.False(desk.Fault.IsCompleted);
    }

    [Fact]
    public async Task Activity_ThatCouldNotBeRecordedForAWhile_IsThereWholeWhenItHasEnded()
    {
        var (task, session, activity) = await ReopenWithoutPlaceForActivityAsync();
        await unfollowed.Task.WaitAsync(Safety, Ct);
        Directory.Delete(activity);

        await home.OpenGateAsync();
        await EndOfAsync(task.Id);

        Assert.Equal(["one", "two", "It exited with code 0."], Activity(session.Id).Select(record => record.Text));
    }

    /// <summary>An agent that said "one", and says "two" once the gate is open, under a desk that finds a folder where the activity's file would be.</summary>
    private async Task<(StoredTask Task, OpenSession Session, string Activity)> ReopenWithoutPlaceForActivityAsync()
    {
        var gated = home.WithGate(DeskHome.Shell(""));
        var task = await CreateAsync(PlainOrder with
        {
            Agent = Shell("echo one; read line < $GATE; echo two") with { Environment = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.AddRange(gated.Environment) },
        });
        var session = await ExecuteAsync(task);
        await ActivityHasAsync(session.Id, "one");
        await desk.DisposeAsync();
        await home.CloseDeskAsync();
        await home.OpenDeskAsync();
        // A folder where its file would be.
        var activity = Assert.Single(Directory.EnumerateFiles(home.Folder, "activity.log", SearchOption.AllDirectories));
        File.Delete(activity);
        Directory.CreateDirectory(activity);
        await OpenAsync();
        return (task, session, activity);
    }

    [Fact]
    public async Task Desk_OpenedAgainWhileItWorks_GoesOnWithTheActivityWithoutGapOrRepeat()
    {
        var gated = home.WithGate(DeskHome.Shell(""));
        var task = await CreateAsync(PlainOrder with
        {
            Agent = Shell("echo one; read line < $GATE; echo two") with { Environment = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.AddRange(gated.Environment) },
        });
        var session = await ExecuteAsync(task);
        await ActivityHasAsync(session.Id, "one");

        await ReopenAsync();
        await home.OpenGateAsync();
        var ended = await EndOfAsync(task.Id);

        Assert.Equal(TaskPhase.Review, ended.State.Phase);
        Assert.Equal(["one", "two", "It exited with code 0."], Activity(session.Id).Select(record => record.Text));
    }

    [Fact]
    public async Task Desk_OpenedAgainWhenMoreWasWrittenThanIsKept_GoesOnToTheEnd()
    {
        home.Options = home.Options with { OutputLimitBytes = 64 << 10 };
        await ReopenAsync();
        var gated = home.WithGate(DeskHome.Shell(""));
        var task = await CreateAsync(PlainOrder with
        {
            Agent = Shell("echo begun; yes 'line after line' | head -c 300000; read line < $GATE; echo late") with { Environment = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.AddRange(gated.Environment) },
        });
        var session = await ExecuteAsync(task);
        await ActivityHasAsync(session.Id, "begun");

        await ReopenAsync();
        await home.OpenGateAsync();
        await EndOfAsync(task.Id);

        var activity = Activity(session.Id);
        Assert.Equal(Enumerable.Range(1, activity.Count).Select(number => (long)number), activity.Select(record => record.Sequence));
        Assert.Equal(ActivityKind.Finished, activity[^1].Kind);
        Assert.Contains(activity, record => record.OmittedBytes > 200_000);
    }

    [Fact]
    public async Task Desk_OpenedAfterItEnded_BelievesTheEndAndCutsATornActivity()
    {
        var task = await CreateAsync("""echo begun; echo '{"type":"agent_message","text":"Bye."}'; exit 4""");
        var session = await ExecuteAsync(task);
        // Only the task's desk is away, as after a crash between the two.
        await desk.DisposeAsync();
        await home.EndOfAsync(session.Execution);
        File.AppendAllText(Path.Combine(SessionFolder(session.Id), "activity.log"), "deadbeef {\"seq\":1,\"torn");

        await OpenAsync();
        var ended = await EndOfAsync(task.Id);

        Assert.Equal(new TaskState.Failed(TaskPhase.InProgress, "It exited with code 4."), ended.State);
        Assert.Equal(["begun", "Bye.", "It exited with code 4."], Activity(session.Id).Select(record => record.Text));
        Assert.Single((await home.Store.ReadTaskEventsAsync(task.Number, Ct)).Select(each => each.Event).OfType<TaskEvent.AgentSpoke>());
    }

    [Fact]
    public async Task Desk_OpenedAfterASessionWasStoredAndNothingMore_StartsIt()
    {
        var task = await CreateAsync("echo ran");
        var (session, execution) = (new SessionId(Guid.CreateVersion7()), new ExecutionId(Guid.CreateVersion7()));
        await desk.DisposeAsync();
        var folder = Path.Combine(home.Folder, "workspaces", "v1", task.Id.Value.ToString("N")[^2..], task.Id.Value.ToString("N"));
        var decided = Assert.IsType<TaskDecision.Accepted>(
            TaskDecider.Decide(task.State, task.Order, false, new TaskCommand.Execute(session, execution, folder, "me"), DateTimeOffset.UnixEpoch));
        await home.Store.AppendTaskAsync(task.Id, task.Version, decided.Events, Ct);

        await OpenAsync();
        var ended = await EndOfAsync(task.Id);

        Assert.Equal(TaskPhase.Review, ended.State.Phase);
        Assert.Equal("ran", Activity(session)[0].Text);
    }

    [Fact]
    public async Task Desk_OpenedAfterASessionWasStoredAndCancelled_StartsNothingAndSaysSo()
    {
        var task = await CreateAsync("echo ran");
        var (session, execution) = (new SessionId(Guid.CreateVersion7()), new ExecutionId(Guid.CreateVersion7()));
        await desk.DisposeAsync();
        foreach (var command in new TaskCommand[] { new TaskCommand.Execute(session, execution, home.Folder, "me"), new TaskCommand.Cancel("you") })
        {
            var now = (await home.Store.FindTaskAsync(task.Id.ToString(), Ct)).Task!;
            var decided = Assert.IsType<TaskDecision.Accepted>(TaskDecider.Decide(now.State, now.Order, false, command, DateTimeOffset.UnixEpoch));
            await home.Store.AppendTaskAsync(task.Id, now.Version, decided.Events, Ct);
        }

        await OpenAsync();
        var ended = await EndOfAsync(task.Id);

        Assert.Equal(TaskPhase.Cancelled, ended.State.Phase);
        Assert.Equal(ActivityKind.Finished, Assert.Single(Activity(session)).Kind);
        Assert.Null((await home.Store.FindExecutionAsync(execution.ToString(), Ct)).Execution);
    }

    [Fact]
    public async Task Execute_WhereNothingCanBeWritten_FailsWithTheReasonAndStopsNobodyElse()
    {
        var (broken, sound) = (await CreateAsync("true"), await CreateAsync("true"));
        // A file where the folders of sessions would be.
        var folders = Path.Combine(home.Folder, "sessions");
        await File.WriteAllTextAsync(folders, "", Ct);

        await ExecuteAsync(broken);
        var failed = Assert.IsType<TaskState.Failed>((await EndOfAsync(broken.Id)).State);
        File.Delete(folders);
        await ExecuteAsync(sound);

        Assert.StartsWith("What it needs could not be written: ", failed.Why, StringComparison.Ordinal);
        Assert.Equal(TaskPhase.Review, (await EndOfAsync(sound.Id)).State.Phase);
        Assert.False(desk.Fault.IsCompleted);
    }

    [Fact]
    public async Task Execute_FiftyAtOnce_EachHasItsOwnEnd()
    {
        var tasks = new List<StoredTask>();
        for (var number = 0; number < 50; number++)
            tasks.Add(await CreateAsync($"echo {number}; exit {number % 3}"));

        var sessions = await Task.WhenAll(tasks.Select(ExecuteAsync));
        foreach (var (number, task) in tasks.Index())
        {
            var ended = await EndOfAsync(task.Id);
            Assert.Equal(number % 3 == 0 ? TaskPhase.Review : TaskPhase.Failed, ended.State.Phase);
            Assert.Equal($"{number}", Activity(sessions[number].Id)[0].Text);
        }
    }

    [Fact]
    public async Task Execute_ByTenAtTheSameTime_StartsOne()
    {
        var task = await CreateAsync("echo once >> here; cat here");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => desk.ExecuteAsync(task.Id, default, null, "me", null, Ct)));
        await EndOfAsync(task.Id);

        Assert.Single(answers.OfType<TaskAnswer.Done>());
        Assert.All(answers.OfType<TaskAnswer.Refused>(), refused => Assert.Contains(refused.Code, (string[])["task_busy", "transition_not_allowed"]));
        Assert.Single(await desk.ListSessionsAsync(new SessionFilter(100, task.Id), Ct));
    }

    [Fact]
    public async Task Update_OfAVersionThatIsPast_ChangesNothing()
    {
        var task = await CreateAsync("true");
        Assert.IsType<TaskAnswer.Done>(await desk.UpdateAsync(task.Id, new Asking(0), order => order with { Title = "New" }, Ct));

        var refused = await desk.UpdateAsync(task.Id, new Asking(0), order => order with { Title = "Late" }, Ct);

        Assert.Equal("task_changed", Assert.IsType<TaskAnswer.Refused>(refused).Code);
        Assert.Equal("New", (await desk.FindAsync($"{task.Number}", Ct)).Task!.Order.Title);
    }

    [Fact]
    public async Task Delete_OfATaskWithWork_KeepsTheWorkUnlessToldOtherwise()
    {
        var (first, second) = (await CreateAsync("echo work > here"), await CreateAsync("echo work > here"));
        var session = await ExecuteAsync(first);
        await ExecuteAsync(second);
        await EndOfAsync(first.Id);
        await EndOfAsync(second.Id);

        var kept = await desk.DeleteAsync(first.Id, default, "me", removeWorkspace: false, Ct);
        var gone = await desk.DeleteAsync(second.Id, default, "me", removeWorkspace: true, Ct);

        Assert.True(File.Exists(Path.Combine(kept.KeptWorkspace!, "here")));
        Assert.Null(gone.KeptWorkspace);
        Assert.Null((await desk.FindAsync($"{first.Number}", Ct)).Task);
        Assert.False(Directory.Exists(SessionFolder(session.Id)));
    }

    private static TaskOrder PlainOrder { get; } = new() { Title = "Mend it" };

    private static AgentCommand Shell(string script) => new() { Arguments = ["/bin/sh", "-c", script] };

    private Task<StoredTask> CreateAsync(string script) => CreateAsync(PlainOrder with { Agent = Shell(script) });

    private async Task<StoredTask> CreateAsync(TaskOrder order) => Assert.IsType<TaskAnswer.Done>(await desk.CreateAsync(order, null, Ct)).Task;

    private async Task<OpenSession> ExecuteAsync(StoredTask task) =>
        Assert.IsType<TaskAnswer.Done>(await desk.ExecuteAsync(task.Id, default, null, "me", null, Ct)).Task.State.SessionUnderWay!;

    private async Task<StoredSession> SessionAsync(SessionId session) => (await desk.FindSessionAsync(session.ToString(), Ct)).Session!;

    private string SessionFolder(SessionId session) => Path.Combine(home.Folder, "sessions", "v1", session.Value.ToString("N")[^2..], session.Value.ToString("N"));

    private List<ActivityRecord> Activity(SessionId session)
    {
        var records = new List<ActivityRecord>();
        using var cursor = desk.ReadActivity(session);
        while (cursor.TryRead(out var record))
            records.Add(record);
        return records;
    }

    private async Task OpenAsync()
    {
        desk = await TaskDesk.OpenAsync(home.Home, home.Store, home.Desk, TimeProvider.System, new TaskDeskOptions { Unfollowed = (session, _) => unfollowed.TrySetResult(session) }, CancellationToken.None);
        desk.Changes += changed => changes.Writer.TryWrite(changed);
    }

    private async Task ReopenAsync()
    {
        await desk.DisposeAsync();
        await home.CloseDeskAsync();
        await home.OpenDeskAsync();
        await OpenAsync();
    }

    /// <summary>Returns once its session has ended.</summary>
    private async Task<StoredTask> EndOfAsync(TaskId task)
    {
        using var patience = new CancellationTokenSource(Safety);
        while (true)
        {
            var now = (await home.Store.FindTaskAsync(task.ToString(), patience.Token)).Task!;
            if (now.State.SessionUnderWay is null)
                return now;
            try
            {
                await Task.WhenAny(changes.Reader.ReadAsync(patience.Token).AsTask(), desk.Fault).Unwrap();
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"The session of task {task} did not end; it is {now.State}.", late);
            }
        }
    }

    private async Task ActivityHasAsync(SessionId session, string text)
    {
        var grew = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        desk.ActivityGrew += Hear;
        using var patience = new CancellationTokenSource(Safety);
        while (!Activity(session).Any(record => record.Text == text))
            await grew.Reader.ReadAsync(patience.Token);
        desk.ActivityGrew -= Hear;

        void Hear(SessionId told) => grew.Writer.TryWrite(told == session);
    }
}
