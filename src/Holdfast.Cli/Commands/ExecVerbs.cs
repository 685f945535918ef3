using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol;
using Holdfast.Protocol.Executions;

namespace Holdfast.Cli.Commands;

internal static class ExecVerbs
{
    private const int MostRunning = 10_000;

    public static Command Create() => new("exec", "Execute any command under supervision: it outlives this program, and its end is known.")
    {
        ExecStartVerb.Create(), List(), Running(), Show(), ExecLogsVerbs.Logs(), ExecLogsVerbs.Tail(), ExecWaitVerb.Create(), ExecKillVerbs.Kill(), ExecKillVerbs.KillAll(),
        ExecAttachVerb.Create(), ExecHealthVerbs.Health(), ExecHealthVerbs.Monitor(), ExecHealthVerbs.Stats(),
    };

    internal static Argument<string> ExecutionArgument() => new("ID") { Description = "An execution's number, its id, or an unambiguous start or end of the id." };

    private static Command List()
    {
        var limit = new Option<int>("--limit") { Description = "At most so many.", HelpName = "N", DefaultValueFactory = _ => 20 };
        var state = new Option<ExecutionStatus?>("--state") { Description = "Only executions in this state.", HelpName = "S" };
        state.CompletionSources.Add([.. Enum.GetValues<ExecutionStatus>().Select(ExecutionScreen.Word)]);
        state.CustomParser = result =>
        {
            foreach (var each in Enum.GetValues<ExecutionStatus>())
            {
                if (ExecutionScreen.Word(each) == result.Tokens[0].Value)
                    return each;
            }

            result.AddError($"--state takes one of {string.Join(", ", Enum.GetValues<ExecutionStatus>().Select(ExecutionScreen.Word))}, not '{result.Tokens[0].Value}'.");
            return null;
        };
        var options = new ListOptions(Enum.GetValues<ListSort>(), "their name");
        var list = new Command("list", "List executions, newest first unless told otherwise.")
        {
            limit, state, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        };
        options.AddTo(list);
        return list.WithExamples(
            """
            holdfast exec list
            holdfast exec list --state failed --limit 5 --json
            holdfast exec list --since 24h --sort duration
            """).Does((parsed, terminal, cancellationToken) =>
            PrintAsync(terminal, new ExecutionFilter(Math.Max(1, parsed.GetValue(limit)), State: parsed.GetValue(state)) { Wish = options.Read(parsed) }, cancellationToken));
    }

    private static Command Running() => new Command("running", "List executions that have not ended, newest first.")
    {
        CommandAction.JsonOption(), CommandAction.NoColorOption(),
    }.WithExamples("holdfast exec running").Does((_, terminal, cancellationToken) =>
        PrintAsync(terminal, new ExecutionFilter(MostRunning, Running: true), cancellationToken));

    private static async Task<int> PrintAsync(Terminal terminal, ExecutionFilter filter, CancellationToken cancellationToken)
    {
        using var client = await DaemonDoor.OpenAsync(cancellationToken);
        var list = await client.ListExecutionsAsync(filter, cancellationToken);
        if (terminal.Json)
            terminal.Print(list, json => json.ExecutionList);
        else
            ExecutionScreen.WriteList(terminal.Out, terminal.Paint, list, filter.Running);
        return ExitCode.Completed;
    }

    private static Command Show()
    {
        var id = ExecutionArgument();
        return new Command("show", "Show an execution: what it is, where it stands, how it ended.")
        {
            id, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples("holdfast exec show 42").Does(async (parsed, terminal, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var execution = await client.GetExecutionAsync(parsed.GetRequiredValue(id), cancellationToken);
            if (terminal.Json)
                terminal.Print(execution, json => json.ExecutionDocument);
            else
                ExecutionScreen.Write(terminal.Out, terminal.Paint, execution);
            return ExitCode.Completed;
        });
    }
}
