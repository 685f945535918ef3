using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Holdfast.Core.Executions;
using Holdfast.Core.Tasks;
using Holdfast.Engine.Sessions;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Workspaces;
using Holdfast.Processes;

namespace Holdfast.Engine.Tasks;

/// <summary>
/// Where tasks are made, moved and executed. A session is stored before anything is done for it; its process belongs to the
/// <see cref="ExecutionDesk"/>, which alone executes. Whoever dies, the next desk that opens takes up every session that is open: it
/// starts what was not started, follows what runs, and ends what has ended. One desk a home.
/// </summary>
public sealed partial class TaskDesk : IAsyncDisposable
{
    /// <summary>Times a change is decided anew because somebody else changed the task meanwhile.</summary>
    private const int MostTries = 100;

    private readonly HoldfastHome home;
    private readonly IStore store;
    private readonly ExecutionDesk executions;
    private readonly TimeProvider time;
    private readonly TaskDeskOptions options;
    private readonly WorkspaceSet workspaces;
    private readonly SessionRecorder recorder;
    private readonly ConcurrentDictionary<SessionId, Seat> seats = [];
    private readonly ConcurrentDictionary<ExecutionId, Seat> seatsOfExecutions = [];
    private readonly CancellationTokenSource closing = new();
    private readonly TaskCompletionSource fault = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TaskDesk(HoldfastHome home, IStore store, ExecutionDesk executions, TimeProvider time, TaskDeskOptions options)
    {
        (this.home, this.store, this.executions, this.time, this.options) = (home, store, executions, time, options);
        Activity = options.Activity;
        workspaces = new WorkspaceSet(home, time);
        recorder = new SessionRecorder(store, () => Activity, session => ActivityGrew?.Invoke(session));
        executions.Changes += Hear;
    }

    /// <summary>One session that is open.</summary>
    private sealed class Seat
    {
        /// <summary>Its execution is asked for, or never will be.</summary>
        public TaskCompletionSource Launched { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Its execution waits no more.</summary>
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Work { get; set; } = Task.CompletedTask;
    }

    /// <summary>Told of each change once it is durable. A handler must be quick, and not throw.</summary>
    [SuppressMessage("Design", "MA0046", Justification = "Who is told of a change knows whose desk it is.")]
    public event Action<StoredTask>? Changes;

    /// <summary>Told when there is more in a session's activity. A handler must be quick, and not throw.</summary>
    [SuppressMessage("Design", "MA0046", Justification = "Who is told of a change knows whose desk it is.")]
    public event Action<SessionId>? ActivityGrew;

    /// <summary>How much is kept of the activity of sessions that begin from here on. One that has begun keeps to what it began with.</summary>
    public ActivityPolicy Activity { get; set; }

    /// <summary>Never completes as long as all is well; fails when the desk cannot go on.</summary>
    public Task Fault => fault.Task;

    /// <summary>Opens the desk and takes up every session that is open.</summary>
    public static async Task<TaskDesk> OpenAsync(
        HoldfastHome home, IStore store, ExecutionDesk executions, TimeProvider time, TaskDeskOptions options, CancellationToken cancellationToken)
    {
        var desk = new TaskDesk(home, store, executions, time, options);
        foreach (var session in await store.ListSessionsAsync(new SessionFilter(int.MaxValue, OpenOnly: true), cancellationToken))
            desk.Begin(session.Task, session.Id, session.Execution);
        return desk;
    }

    /// <param name="id">The caller's own, when it may have to ask again without making two; null for a new one.</param>
    public async Task<TaskAnswer> CreateAsync(TaskOrder order, TaskId? id, CancellationToken cancellationToken)
    {
        if (TaskChecks.FaultOf(order) is { } refused)
            return refused;
        var now = time.GetUtcNow();
        var created = await store.CreateTaskAsync(new NewTask(id ?? new TaskId(Guid.CreateVersion7(now)), order, now), cancellationToken);
        Changes?.Invoke(created);
        return new TaskAnswer.Done(created);
    }

    /// <param name="reference">A number, an id, or an unambiguous start or end of one.</param>
    public Task<TaskLookup> FindAsync(string reference, CancellationToken cancellationToken) => store.FindTaskAsync(reference, cancellationToken);

    public Task<ListPage<StoredTask>> ListAsync(TaskFilter filter, CancellationToken cancellationToken) => store.ListTasksAsync(filter, cancellationToken);

    /// <param name="reference">A number, an id, or an unambiguous start or end of one.</param>
    public Task<SessionLookup> FindSessionAsync(string reference, CancellationToken cancellationToken) => store.FindSessionAsync(reference, cancellationToken);

    /// <summary>Newest first.</summary>
    public Task<IReadOnlyList<StoredSession>> ListSessionsAsync(SessionFilter filter, CancellationToken cancellationToken) =>
        store.ListSessionsAsync(filter, cancellationToken);

    /// <summary>What the agent did, as far as it is written. The caller disposes of it.</summary>
    public ActivityCursor ReadActivity(SessionId session) => new(ActivityOf(session));

    /// <param name="asking">Its version is the task's.</param>
    /// <param name="change">May be asked again when somebody else changed the task meanwhile.</param>
    public Task<TaskAnswer> UpdateAsync(TaskId task, Asking asking, Func<TaskOrder, TaskOrder> change, CancellationToken cancellationToken) =>
        ChangeAsync(
            task,
            asking,
            now =>
            {
                var order = change(now.Order);
                return TaskChecks.FaultOf(order) is { } refused ? (null, refused) : (new TaskCommand.Update(order), null);
            },
            cancellationToken);

    /// <param name="asking">As for <see cref="UpdateAsync"/>.</param>
    public Task<TaskAnswer> TransitionAsync(TaskId task, Asking asking, TaskPhase to, string who, string? why, CancellationToken cancellationToken) =>
        to == TaskPhase.Cancelled
            ? CancelAsync(task, asking, new TaskCommand.Transition(to, who, why), who, immediate: false, cancellationToken)
            : ChangeAsync(task, asking, _ => (new TaskCommand.Transition(to, who, why), null), cancellationToken);

    /// <summary>Has its agent work on it. Durable when this returns.</summary>
    /// <param name="asking">As for <see cref="UpdateAsync"/>.</param>
    /// <param name="id">The one the session is to have; null for a new one.</param>
    /// <param name="trace">The place in a trace that it is asked for in; null when nobody said.</param>
    /// <returns>A task with an open session, or why there is none.</returns>
    public async Task<TaskAnswer> ExecuteAsync(TaskId task, Asking asking, SessionId? id, string who, TraceContext? trace, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (session, execution) = (id ?? new SessionId(Guid.CreateVersion7(now)), new ExecutionId(Guid.CreateVersion7(now)));
        // Its intent is the session's id: who asks again finds that.
        var answer = await ChangeAsync(
            task, asking with { Intent = null }, found => (new TaskCommand.Execute(session, execution, workspaces.Of(task, found.Order.Workspace).Path, who, trace), null), cancellationToken);
        if (answer is not TaskAnswer.Done)
            return answer;
        ArmedCrash.Pass(TaskCrashPoint.SessionStored);
        var seat = Begin(task, session, execution);
        // So that, as a rule, who was answered finds the execution; a large working tree is not waited for.
        await Task.WhenAny(seat.Launched.Task, Task.Delay(options.LaunchBeforeAnswer, time, cancellationToken));
        return answer;
    }

    /// <summary>Completes when the session has ended and its task was moved, or when it is left to the next desk.</summary>
    public Task WaitAsync(SessionId session, CancellationToken cancellationToken) =>
        seats.TryGetValue(session, out var seat) ? seat.Work.WaitAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Ends its session, and with that it is cancelled; without one it is at once.</summary>
    /// <param name="immediate">SIGKILL without a grace.</param>
    public Task<TaskAnswer> CancelAsync(TaskId task, Asking asking, string who, bool immediate, CancellationToken cancellationToken) =>
        CancelAsync(task, asking, new TaskCommand.Cancel(who), who, immediate, cancellationToken);

    private async Task<TaskAnswer> CancelAsync(TaskId task, Asking asking, TaskCommand command, string who, bool immediate, CancellationToken cancellationToken)
    {
        var answer = await ChangeAsync(task, asking, _ => (command, null), cancellationToken);
        if (answer is TaskAnswer.Done { Task.State.SessionUnderWay: { } open })
        {
            ArmedCrash.Pass(TaskCrashPoint.CancelStored);
            await CancelExecutionAsync(open.Execution, who, immediate);
        }

        return answer;
    }

    /// <param name="removeWorkspace">Also when it holds work that is nowhere else.</param>
    public async Task<TaskDeletion> DeleteAsync(TaskId task, Asking asking, string who, bool removeWorkspace, CancellationToken cancellationToken)
    {
        var sessions = await store.ListSessionsAsync(new SessionFilter(int.MaxValue, task), cancellationToken);
        var answer = await ChangeAsync(task, asking, _ => (new TaskCommand.Delete(who), null), cancellationToken);
        if (answer is not TaskAnswer.Done { Task: var deleted })
            return new TaskDeletion(answer, null);
        foreach (var session in sessions)
        {
            if (Directory.Exists(FolderOf(session.Id)))
                Directory.Delete(FolderOf(session.Id), recursive: true);
        }

        var workspace = workspaces.Of(task, deleted.Order.Workspace);
        if (!removeWorkspace && await workspace.HoldsWorkAsync(cancellationToken))
            return new TaskDeletion(answer, workspace.Path);
        return new TaskDeletion(answer, await workspace.RemoveAsync(cancellationToken) is null ? null : workspace.Path);
    }

    /// <summary>Leaves what runs alone: the next desk takes it up.</summary>
    public async ValueTask DisposeAsync()
    {
        executions.Changes -= Hear;
        await closing.CancelAsync();
        // None of them fails: what goes wrong is kept as the fault.
        await Task.WhenAll(seats.Values.Select(seat => seat.Work));
        closing.Dispose();
    }

    /// <summary>Decides, stores, then tells.</summary>
    /// <param name="commandOf">For the task as it is: what is wished for, or why not.</param>
    private async Task<TaskAnswer> ChangeAsync(
        TaskId id, Asking asking, Func<StoredTask, (TaskCommand? Command, TaskAnswer.Refused? Refused)> commandOf, CancellationToken cancellationToken)
    {
        for (var tries = 1;; tries++)
        {
            if ((await store.FindTaskAsync(id.ToString(), cancellationToken)).Task is not { } task)
                return new TaskAnswer.Refused("task_not_found", $"There is no task {id} any more.");
            if (asking.Version is { } seen && task.Version != seen)
                return new TaskAnswer.Refused("task_changed", $"Task {task.Number} is at version {task.Version}, which is not what was seen: somebody else changed it.", "Read it again, and decide anew.");
            var (command, refused) = commandOf(task);
            if (command is null)
                return refused!;
            switch (TaskDecider.Decide(task.State, task.Order, task.Sessions > 0, command, time.GetUtcNow()))
            {
                case TaskDecision.Refused no:
                    return RefusalOf(task, no);
                case TaskDecision.Accepted { Events: [] }:
                    // It is so already: whoever asks again is answered the same, whatever it has become by then.
                    if (asking.Intent is { } intent)
                        await store.NoteMadeAsync(intent, cancellationToken);
                    return new TaskAnswer.Done(task);
                case TaskDecision.Accepted yes when await store.AppendTaskAsync(id, task.Version, yes.Events, asking.Intent, cancellationToken) is { } changed:
                    Changes?.Invoke(changed);
                    return new TaskAnswer.Done(changed);
                default:
                    if (tries == MostTries)
                        throw new InvalidOperationException($"Task {id} was changed by others {MostTries} times in a row.");
                    break;
            }
        }
    }

    private static TaskAnswer.Refused RefusalOf(StoredTask task, TaskDecision.Refused no)
    {
        var (code, advice) = no.Reason switch
        {
            TaskRefusal.TransitionNotAllowed => ("transition_not_allowed", (string?)null),
            TaskRefusal.SessionOpen => ("task_busy", "Wait for the session's end, or cancel it."),
            TaskRefusal.NoAgent => ("agent_missing", $"Give it one: PATCH /api/tasks/{task.Number} with agent, or make it anew: holdfast task create TITLE -- PROGRAM"),
            TaskRefusal.WorkspaceInUse => ("workspace_in_use", "Make a new task."),
        };
        return new TaskAnswer.Refused(code, $"Task {task.Number}: {no.Message}", advice, no.Reason is TaskRefusal.TransitionNotAllowed or TaskRefusal.SessionOpen ? no.Allowed : null);
    }

    private void Hear(StoredExecution changed)
    {
        if (changed.State is not ExecutionState.Queued && seatsOfExecutions.TryGetValue(changed.Id, out var seat))
            seat.Begun.TrySetResult();
    }

    private string FolderOf(SessionId session)
    {
        var name = session.Value.ToString("N");
        return Path.Combine(home.Path, "sessions", "v1", name[^2..], name);
    }

    private string ActivityOf(SessionId session) => Path.Combine(FolderOf(session), "activity.log");
}
