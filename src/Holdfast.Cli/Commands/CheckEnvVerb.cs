using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Cli.Settings;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Environments;

namespace Holdfast.Cli.Commands;

internal static class CheckEnvVerb
{
    public static Command Create()
    {
        var agent = new Option<string?>("--agent") { Description = "The agent that will be used: claude, codex, opencode or gemini. It is then required.", HelpName = "X" };
        return new Command("check-env", "What Holdfast works with on this machine: version, where it is, and the command that mends it. Exits 1 if the main job cannot run.")
        {
            agent, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast check-env
            holdfast check-env --agent claude
            holdfast check-env --json | jq -r '.findings[] | select(.mend) | .mend'
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var found = await LookAsync(SettingSet.Load().Home, parsed.GetValue(agent), cancellationToken);
            if (terminal.Json)
                terminal.Print(found, json => json.EnvironmentDocument);
            else
                EnvironmentScreen.Write(terminal.Out, terminal.Paint, found);
            return found.Ok ? ExitCode.Completed : ExitCode.Failed;
        });
    }

    // A daemon that runs finds programs by its own PATH, so it is asked. None is started for it: that may be what does not work.
    private static async Task<EnvironmentDocument> LookAsync(string home, string? agent, CancellationToken cancellationToken)
    {
        using var client = DaemonDoor.Find(home);
        try
        {
            if (client is not null)
                return await client.GetEnvironmentAsync(agent, cancellationToken);
        }
        catch (RefusedException refused) when (refused.Error.Code is ErrorCode.DaemonUnreachable or ErrorCode.ProtocolMismatch)
        {
            // One that does not answer, or is of another release, says nothing about the machine.
        }

        string[] order = agent is null ? [DaemonProgram.CheckEnvironment] : [DaemonProgram.CheckEnvironment, agent];
        return await DaemonBeside.AskAsync(order, json => json.EnvironmentDocument, cancellationToken);
    }
}
