using Holdfast.Core.Executions;
using Holdfast.Core.Tasks;
using Holdfast.Engine.Sessions;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Processes;

namespace Holdfast.Engine.Tasks;

/// <summary>The life of a session: workspace, execution, activity, end. Each step is found done when a desk before has done it.</summary>
public sealed partial class TaskDesk
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Has somebody look after a session from here to its end.</summary>
    private Seat Begin(TaskId task, SessionId session, ExecutionId execution)
    {
        var seat = new Seat();
        seats[session] = seat;
        seatsOfExecutions[execution] = seat;
        seat.Work = Task.Run(async () =>
        {
            try
            {
                await LiveAsync(task, session, seat);
            }
            catch (OperationCanceledException) when (closing.IsCancellationRequested)
            {
                // The next desk takes it up.
            }
            // The edge of one session: whatever it is, nobody else would hear of it.
            catch (Exception failed)
            {
                fault.TrySetException(failed);
            }
            finally
            {
                seat.Launched.TrySetResult();
                seats.TryRemove(session, out _);
                seatsOfExecutions.TryRemove(execution, out _);
            }
        });
        return seat;
    }

    private async Task LiveAsync(TaskId id, SessionId sessionId, Seat seat)
    {
        var session = (await store.FindSessionAsync(sessionId.ToString(), closing.Token)).Session
            ?? throw new InvalidOperationException($"Session {sessionId} is open, but the store does not know it.");
        var ending = await LaunchAsync(id, session);
        seat.Launched.TrySetResult();
        if (ending is not null)
        {
            await RecordAsync(session, async () =>
            {
                // It may have ended before anything of it was made.
                Directory.CreateDirectory(FolderOf(sessionId), OwnerOnly);
                await recorder.RecordNothingAsync(session, ActivityOf(sessionId), ending, time.GetUtcNow(), closing.Token);
            });
            await EndAsync(id, session, ending);
            return;
        }

        if (await KnownAsync(session.Execution) is not { State: ExecutionState.Queued })
            seat.Begun.TrySetResult();
        var over = executions.WaitAsync(session.Execution, closing.Token);
        await Task.WhenAny(seat.Begun.Task, over).WaitAsync(closing.Token);
        var execution = await KnownAsync(session.Execution) ?? throw new InvalidOperationException($"Execution {session.Execution} is gone.");
        if (!await RecordAsync(session, () => RecordAsync(session, execution, over)))
        {
            // What kept it from being recorded may have passed, and the output is all there: once more, behind what is written already.
            await over;
            await RecordAsync(session, () => RecordAsync(session, execution, over));
        }

        ArmedCrash.Pass(TaskCrashPoint.ActivityFinished);
        var ended = await over;
        await EndAsync(id, session, new SessionEnding(SessionOutcomes.Of(ended), ended.Cause!));
    }

    private Task RecordAsync(StoredSession session, StoredExecution execution, Task<StoredExecution> over) => recorder.RecordAsync(
        session, ActivityOf(session.Id), executions.OutputLogOf(execution.Id), grew => executions.ListenToOutput(execution.Id, grew), executions.MaskOf(execution), over, closing.Token);

    /// <returns>False when it could not be done, and that is told.</returns>
    private async Task<bool> RecordAsync(StoredSession session, Func<Task> record)
    {
        try
        {
            await record();
            return true;
        }
        // How it ends is known without its activity. What one agent writes, or a full disk, must not end all the others.
        catch (Exception failed) when (failed is not (StoreFailedException or OperationCanceledException))
        {
            options.Unfollowed?.Invoke(session.Id, failed);
            return false;
        }
    }

    /// <summary>Sees to it that its execution is asked for, once.</summary>
    /// <returns>How the session ended without one; null when there is one.</returns>
    private async Task<SessionEnding?> LaunchAsync(TaskId id, StoredSession session)
    {
        if (await KnownAsync(session.Execution) is null)
        {
            if (await StartAsync(id, session) is { } ending)
                return ending;
        }

        // A cancel that was stored before the execution was there found nothing to cancel.
        if (await CancelledByAsync(session) is { } who)
            await CancelExecutionAsync(session.Execution, who, immediate: false);
        return null;
    }

    private async Task<SessionEnding?> StartAsync(TaskId id, StoredSession session)
    {
        var task = (await store.FindTaskAsync(id.ToString(), closing.Token)).Task ?? throw new InvalidOperationException($"Task {id} has an open session, but is not there.");
        if (await CancelledByAsync(session) is { } who)
            return new SessionEnding(SessionOutcome.Cancelled, new EndCause.CancelledBy(who));
        if (task.Order.Agent is not { } agent)
            return CouldNotStart("agent_missing", "Its agent was taken away before it was started.");
        var promptFile = Path.Combine(FolderOf(session.Id), "prompt.txt");
        try
        {
            Directory.CreateDirectory(FolderOf(session.Id), OwnerOnly);
            if (await workspaces.Of(id, task.Order.Workspace).PrepareAsync(closing.Token) is { } fault)
                return CouldNotStart(fault.Code, fault.Message);
            ArmedCrash.Pass(TaskCrashPoint.WorkspaceReady);
            if (agent.PromptBy != PromptBy.Argument)
                await File.WriteAllTextAsync(promptFile, task.Order.Prompt, closing.Token);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return CouldNotStart("session_not_prepared", $"What it needs could not be written: {unwritable.Message}");
        }

        return await executions.StartAsync(AgentLaunch.RequestOf(task, agent, session, promptFile), closing.Token) is ExecutionStart.Refused refused
            ? CouldNotStart(refused.Code, refused.Message)
            : null;
    }

    private async Task EndAsync(TaskId id, StoredSession session, SessionEnding ending) =>
        await ChangeAsync(id, default, _ => (new TaskCommand.SeeSessionEnded(session.Id, ending, EndSentences.Of(ending.Cause)), null), CancellationToken.None);

    private async Task CancelExecutionAsync(ExecutionId execution, string who, bool immediate)
    {
        try
        {
            await executions.CancelAsync(execution, who, immediate, closing.Token);
        }
        catch (KeyNotFoundException)
        {
            // Not asked for yet; whoever is about to sees that the session is to end.
        }
    }

    private async Task<StoredExecution?> KnownAsync(ExecutionId execution) => (await executions.FindAsync(execution.ToString(), closing.Token)).Execution;

    private async Task<string?> CancelledByAsync(StoredSession session) => (await store.FindSessionAsync(session.Id.ToString(), closing.Token)).Session?.CancelledBy;

    private static SessionEnding CouldNotStart(string code, string why) => new(SessionOutcome.Failed, new EndCause.CouldNotStart(code, why));
}
