using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol.Executions;

namespace Holdfast.Cli.Commands;

/// <summary>What a person does about what is stuck, one by one.</summary>
internal static class RecoverVerbs
{
    private static string Me => $"{Environment.UserName} (recover)";

    public static Command Create() => new("recover", "Find what is stuck, and put it right by hand.") { ListStuck(), Reset(), KillZombie(), RecoverDiagnosticsVerb.Create() };

    private static Command ListStuck() => new Command("list-stuck", "List executions that are unhealthy, each with what is wrong. Exits 1 when there is one.")
    {
        CommandAction.JsonOption(), CommandAction.NoColorOption(),
    }.WithExamples("holdfast recover list-stuck").Does(async (_, terminal, cancellationToken) =>
    {
        using var client = await DaemonDoor.OpenAsync(cancellationToken);
        var health = await client.GetHealthAsync(cancellationToken);
        var stuck = health with { Executions = [.. health.Executions.Where(execution => execution.Unhealthy)] };
        if (terminal.Json)
            terminal.Print(stuck, json => json.HealthDocument);
        else
            HealthScreen.WriteStuck(terminal.Out, terminal.Paint, stuck.Executions);
        return health.Healthy ? ExitCode.Completed : ExitCode.Failed;
    });

    private static Command Reset()
    {
        var id = ExecVerbs.ExecutionArgument();
        var force = new Option<bool>("--force") { Description = "Also if it is as it should be." };
        var yes = Confirmation.YesOption();
        return new Command("reset", "Close an execution that is stuck: its processes and its shim are ended, then its end is written. An end that is there is believed.")
        {
            id, force, yes, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast recover reset 42
            holdfast recover reset 42 --force --yes
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var execution = await client.GetExecutionAsync(parsed.GetRequiredValue(id), cancellationToken);
            if (execution.EndedAt is null && !Confirmed(terminal, parsed.GetValue(yes), $"Close execution {execution.Number} ({ExecutionScreen.TitleOf(execution)}) and end its processes?"))
                return ExitCode.Cancelled;
            execution = await client.ResetExecutionAsync(execution.Id.ToString(), new ResetRequest(Me, parsed.GetValue(force)), cancellationToken);
            if (terminal.Json)
                terminal.Print(execution, json => json.ExecutionDocument);
            else
                ExecutionScreen.WriteEnd(terminal.Out, terminal.Paint, execution);
            return ExitCode.Completed;
        });
    }

    private static Command KillZombie()
    {
        var id = ExecVerbs.ExecutionArgument();
        var yes = Confirmation.YesOption();
        return new Command("kill-zombie", "End processes of an execution that nobody owns: its shim is dead or does not reap, or it is over. Refused where a shim works.")
        {
            id, yes, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples("holdfast recover kill-zombie 42 --yes").Does(async (parsed, terminal, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var execution = await client.GetExecutionAsync(parsed.GetRequiredValue(id), cancellationToken);
            if (!Confirmed(terminal, parsed.GetValue(yes), $"End what is left of execution {execution.Number} ({ExecutionScreen.TitleOf(execution)})?"))
                return ExitCode.Cancelled;
            var killed = await client.KillZombieAsync(execution.Id.ToString(), new ResetRequest(Me), cancellationToken);
            if (terminal.Json)
                terminal.Print(killed, json => json.KilledZombieDocument);
            else
            {
                terminal.Out.WriteLine(killed.Ended + killed.Left == 0 ? "Nothing of it was left." : $"{killed.Ended} of its processes were ended, {killed.Left} are left.");
                ExecutionScreen.WriteEnd(terminal.Out, terminal.Paint, killed.Execution);
            }

            return killed.Left == 0 ? ExitCode.Completed : ExitCode.Failed;
        });
    }

    private static bool Confirmed(Terminal terminal, bool yes, string question) => Confirmation.Given(terminal, yes, question, "holdfast recover --help");
}
