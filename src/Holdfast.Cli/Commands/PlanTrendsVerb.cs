using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol.Plans;

namespace Holdfast.Cli.Commands;

internal static class PlanTrendsVerb
{
    public static Command Create()
    {
        var plan = new Argument<string>("PLAN") { Description = "The plan's file, or the name or id of a plan that was run." };
        var last = new Option<int>("--last") { Description = "Look at so many runs, the newest.", HelpName = "N", DefaultValueFactory = _ => PlanTrendsRequest.UsuallyLast };
        return new Command("trends", "How the runs of a plan compare over time: faster or slower, more or less reliable, flaky atoms.")
        {
            plan, last, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast plan trends orders.yaml
            holdfast plan trends orders --last 50 --json
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var request = new PlanTrendsRequest(await PlanText.ReadAsync(parsed.GetRequiredValue(plan), cancellationToken), Math.Max(1, parsed.GetValue(last)));
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var trends = await client.GetTrendsAsync(request, cancellationToken);
            if (terminal.Json)
                terminal.Print(trends, json => json.PlanTrends);
            else
                PlanTrendsScreen.Write(terminal.Out, terminal.Paint, trends);
            return ExitCode.Completed;
        });
    }
}
