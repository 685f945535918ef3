using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol.Executions;

namespace Holdfast.Cli.Commands;

internal static class ExecKillVerbs
{
    private static string Me => $"{Environment.UserName} (exec kill)";

    public static Command Kill()
    {
        var id = ExecVerbs.ExecutionArgument();
        var yes = Confirmation.YesOption();
        var now = NowOption();
        return new Command("kill", "Cancel an execution: its whole tree is asked to end, then made to.")
        {
            id, yes, now, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast exec kill 42
            holdfast exec kill 42 --yes --now
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var execution = await client.GetExecutionAsync(parsed.GetRequiredValue(id), cancellationToken);
            if (execution.EndedAt is null)
            {
                if (!Confirmation.Given(terminal, parsed.GetValue(yes), $"Cancel execution {execution.Number} ({ExecutionScreen.TitleOf(execution)})?", "holdfast exec kill --help"))
                    return ExitCode.Cancelled;
                await client.CancelExecutionAsync(execution.Id.ToString(), new CancelRequest(Me, parsed.GetValue(now)), cancellationToken);
                execution = await ExecWaitVerb.WaitAsync(execution.Id.ToString(), cancellationToken);
            }

            if (terminal.Json)
                terminal.Print(execution, json => json.ExecutionDocument);
            else
                ExecutionScreen.WriteEnd(terminal.Out, terminal.Paint, execution);
            return ExitCode.Completed;
        });
    }

    public static Command KillAll()
    {
        var yes = Confirmation.YesOption();
        var now = NowOption();
        return new Command("killall", "Cancel every execution that has not ended.")
        {
            yes, now, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples("holdfast exec killall --yes").Does(async (parsed, terminal, cancellationToken) =>
        {
            if (!Confirmation.Given(terminal, parsed.GetValue(yes), "Cancel every execution that has not ended?", "holdfast exec kill --help"))
                return ExitCode.Cancelled;
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var cancelled = await client.CancelAllExecutionsAsync(new CancelRequest(Me, parsed.GetValue(now)), cancellationToken);
            foreach (var execution in cancelled.Cancelled)
                await ExecWaitVerb.WaitAsync(execution.Id.ToString(), cancellationToken);
            if (terminal.Json)
                terminal.Print(cancelled, json => json.CancelledExecutions);
            else
                terminal.Out.WriteLine(cancelled.Cancelled.Count == 0 ? "Nothing was running." : $"{Text.Count(cancelled.Cancelled.Count, "execution")} ended.");
            return ExitCode.Completed;
        });
    }

    private static Option<bool> NowOption() => new("--now") { Description = "Without a grace period." };
}
