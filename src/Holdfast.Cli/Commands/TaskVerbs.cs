using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol.Executions;
using Holdfast.Protocol.Tasks;

namespace Holdfast.Cli.Commands;

internal static class TaskVerbs
{
    internal static string Me => Environment.UserName;

    public static Command Create() => new("task", "Give work to an agent, follow what it does, and take it from todo to done.")
    {
        TaskCreateVerb.Create(), TaskListVerb.Create(), Show(), Execute(), TaskWatchVerb.Create(), Cancel(), Transition(), Delete(),
    };

    internal static Argument<string> TaskArgument() => new("ID") { Description = "A task's number, its id, or an unambiguous start or end of the id." };

    internal static TaskPhase? PhaseOf(string word)
    {
        foreach (var phase in Enum.GetValues<TaskPhase>())
        {
            if (TaskScreen.Word(phase) == word)
                return phase;
        }

        return null;
    }

    private static Command Show()
    {
        var id = TaskArgument();
        return new Command("show", "Show a task: what is to be done, where it stands, where it may go, and its sessions.")
        {
            id, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast task show 7
            holdfast task show 7 --json | jq .allowed
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var task = await client.GetTaskAsync(parsed.GetRequiredValue(id), cancellationToken);
            if (terminal.Json)
                terminal.Print(task, json => json.TaskDocument);
            else
                TaskScreen.Write(terminal.Out, terminal.Paint, task, await client.ListSessionsAsync(task.Id.ToString(), cancellationToken));
            return ExitCode.Completed;
        });
    }

    private static Command Execute()
    {
        var id = TaskArgument();
        return new Command("execute", "Have its agent work on a task, and return at once. One that failed or was cancelled goes on where it stopped.")
        {
            id, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast task execute 7
            holdfast task execute 7 && holdfast task watch 7
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var started = await client.ExecuteTaskAsync(parsed.GetRequiredValue(id), new TaskExecuteRequest(Me), cancellationToken);
            if (terminal.Json)
                terminal.Print(started, json => json.TaskExecution);
            else
                terminal.Out.WriteLine($"{started.Message} Follow it with: holdfast task watch {parsed.GetRequiredValue(id)}");
            return ExitCode.Completed;
        });
    }

    private static Command Cancel()
    {
        var id = TaskArgument();
        var now = new Option<bool>("--now") { Description = "Without a grace period." };
        return new Command("cancel", "Cancel a task: the session that is open is ended with its whole tree. It may be executed again later.")
        {
            id, now, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples("holdfast task cancel 7").Does(async (parsed, terminal, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var task = await client.CancelTaskAsync(parsed.GetRequiredValue(id), new CancelRequest(Me, parsed.GetValue(now)), cancellationToken);
            if (task.SessionId is { } session)
            {
                // It is cancelled once that has ended, and not before.
                await TaskWatchVerb.FollowAsync(session.ToString(), _ => { }, cancellationToken);
                using var again = await DaemonDoor.OpenAsync(cancellationToken);
                task = await again.GetTaskAsync(task.Id.ToString(), cancellationToken);
            }

            return Print(terminal, task);
        });
    }

    private static Command Transition()
    {
        var id = TaskArgument();
        var to = new Argument<string>("STATUS") { Description = "Where it is to go; 'task show' tells where it may." };
        to.AcceptOnlyFromAmong([.. Enum.GetValues<TaskPhase>().Select(TaskScreen.Word)]);
        var why = new Option<string?>("--why") { Description = "The reason, for people.", HelpName = "TEXT" };
        return new Command("transition", "Move a task by hand: review it, send it back, or say that it is done.")
        {
            id, to, why, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast task transition 7 done
            holdfast task transition 7 in_progress --why 'The tests are missing.'
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var phase = PhaseOf(parsed.GetRequiredValue(to)) ?? throw new InvalidOperationException("The parser let an unknown status through.");
            return Print(terminal, await client.TransitionTaskAsync(parsed.GetRequiredValue(id), new TransitionRequest(phase, Me, parsed.GetValue(why)), cancellationToken));
        });
    }

    private static Command Delete()
    {
        var id = TaskArgument();
        var remove = new Option<bool>("--remove-workspace") { Description = "Also remove a workspace that holds work which is nowhere else." };
        return new Command("delete", "Delete a task, its sessions and what they did. Its branch stays, and so does a workspace with work that is nowhere else.")
        {
            id, remove, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast task delete 7
            holdfast task delete 7 --remove-workspace
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var deleted = await client.DeleteTaskAsync(parsed.GetRequiredValue(id), parsed.GetValue(remove), cancellationToken);
            if (terminal.Json)
                terminal.Print(deleted, json => json.DeletedTask);
            else
                terminal.Out.WriteLine($"Task {deleted.Number} is deleted.{(deleted.KeptWorkspace is { } kept ? $" Its work is still in {kept}" : "")}");
            return ExitCode.Completed;
        });
    }

    private static int Print(Terminal terminal, TaskDocument task)
    {
        if (terminal.Json)
            terminal.Print(task, json => json.TaskDocument);
        else
            TaskScreen.WriteStanding(terminal.Out, terminal.Paint, task);
        return ExitCode.Completed;
    }
}
