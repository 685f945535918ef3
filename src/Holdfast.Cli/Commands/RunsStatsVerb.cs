using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;

namespace Holdfast.Cli.Commands;

internal static class RunsStatsVerb
{
    public static Command Create()
    {
        var run = RunsVerbs.RunArgument();
        return new Command("stats", "What was measured in a run: times, memory, errors and retries by atom, wave and as a whole.")
        {
            run, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast runs stats 12
            holdfast runs stats 12 --json | jq '.system.slowest_atoms'
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var stats = await client.GetStatsAsync(parsed.GetRequiredValue(run), cancellationToken);
            if (terminal.Json)
                terminal.Print(stats, json => json.RunStats);
            else
                RunStatsScreen.Write(terminal.Out, terminal.Paint, stats);
            return ExitCode.Completed;
        });
    }
}
