using System.CommandLine;
using Holdfast.Cli.Screens;

namespace Holdfast.Cli.Commands;

internal static class PlanTrendsVerb
{
    public static Command Create()
    {
        var plan = new Argument<string>("PLAN") { Description = "The plan's file, or the name or id of a plan that was run." };
        var last = new Option<int>("--last") { Description = "Look at so many runs, the newest.", HelpName = "N", DefaultValueFactory = _ => 20 };
        return new Command("trends", "How the runs of a plan compare over time: faster or slower, more or less reliable, flaky atoms.")
        {
            plan, last, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast plan trends orders.yaml
            holdfast plan trends orders --last 50 --json
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            await using var host = InProcessHost.Open(jobs: null);
            var trends = await host.TrendsAsync(parsed.GetRequiredValue(plan), Math.Max(1, parsed.GetValue(last)), cancellationToken);
            if (terminal.Json)
                terminal.Print(trends, json => json.PlanTrends);
            else
                PlanTrendsScreen.Write(terminal.Out, terminal.Paint, trends);
            return ExitCode.Completed;
        });
    }
}
