using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol.Tasks;

namespace Holdfast.Cli.Commands;

internal static class TaskListVerb
{
    public static Command Create()
    {
        var limit = new Option<int>("--limit") { Description = "At most so many.", HelpName = "N", DefaultValueFactory = _ => 20 };
        var status = new Option<string[]>("--status") { Description = "Only tasks that stand there. May be given again.", HelpName = "S", DefaultValueFactory = _ => [] };
        status.AcceptOnlyFromAmong([.. Enum.GetValues<TaskPhase>().Select(TaskScreen.Word)]);
        var search = new Option<string?>("--search") { Description = "Only tasks with this in their title.", HelpName = "TEXT" };
        var sort = new Option<string>("--sort") { Description = "By created, updated, priority or title. Default: created.", HelpName = "BY", DefaultValueFactory = _ => "created" };
        sort.AcceptOnlyFromAmong("created", "updated", "priority", "title");
        var ascending = new Option<bool>("--ascending") { Description = "Smallest or oldest first, instead of last." };
        var cursor = new Option<string?>("--cursor") { Description = "The next page: next_cursor of the one before.", HelpName = "C" };
        return new Command("list", "List tasks, newest first unless told otherwise.")
        {
            limit, status, search, sort, ascending, cursor, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast task list
            holdfast task list --status review --status failed
            holdfast task list --sort priority --limit 5 --json
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var filter = new TaskFilter(
                Math.Max(1, parsed.GetValue(limit)),
                [.. parsed.GetRequiredValue(status).Select(word => TaskVerbs.PhaseOf(word)!.Value)],
                parsed.GetValue(search),
                parsed.GetValue(sort) switch
                {
                    "updated" => TaskSort.Updated,
                    "priority" => TaskSort.Priority,
                    "title" => TaskSort.Title,
                    _ => TaskSort.Created,
                },
                parsed.GetValue(ascending),
                parsed.GetValue(cursor));
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var list = await client.ListTasksAsync(filter, cancellationToken);
            if (terminal.Json)
                terminal.Print(list, json => json.TaskList);
            else
                TaskScreen.WriteList(terminal.Out, terminal.Paint, list);
            return ExitCode.Completed;
        });
    }
}
