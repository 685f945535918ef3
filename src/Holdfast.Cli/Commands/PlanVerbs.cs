using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol.Plans;

namespace Holdfast.Cli.Commands;

internal static class PlanVerbs
{
    public static Command Create() => new("plan", "Check and look at plans.") { Check(), Show(), PlanTrendsVerb.Create(), Schema() };

    private static Command Check()
    {
        var plan = PlanArgument();
        var strict = new Option<bool>("--strict") { Description = "Warnings, such as code that does not parse, are errors too." };
        return new Command("check", "Find everything that is wrong with a plan, at once, with file, line and column.")
        {
            plan, strict, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast plan check orders.yaml
            holdfast plan check orders.yaml --strict --json
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var request = new PlanCheckRequest(await PlanText.ReadAsync(parsed.GetRequiredValue(plan), cancellationToken), parsed.GetValue(strict), ShellEnvironment.Read());
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var check = await client.CheckPlanAsync(request, cancellationToken);
            if (terminal.Json)
                terminal.Print(check, json => json.PlanCheck);
            else
                PlanCheckScreen.Write(terminal.Out, terminal.Paint, check);
            return check.Ok ? ExitCode.Completed : ExitCode.Refused;
        });
    }

    private static Command Show()
    {
        var plan = PlanArgument();
        return new Command("show", "Draw a plan: its waves, its critical path, its counts.")
        {
            plan, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples("holdfast plan show orders.yaml").Does(async (parsed, terminal, cancellationToken) =>
        {
            var request = new PlanShowRequest(await PlanText.ReadAsync(parsed.GetRequiredValue(plan), cancellationToken));
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var overview = await client.ShowPlanAsync(request, cancellationToken);
            if (terminal.Json)
                terminal.Print(overview, json => json.PlanOverview);
            else
                PlanOverviewScreen.Write(terminal.Out, terminal.Paint, overview);
            return ExitCode.Completed;
        });
    }

    private static Command Schema() => new Command("schema", "Print the JSON Schema of plans, with which editors complete and check them.")
        .WithExamples("holdfast plan schema > plan.schema.json").Does(async (_, terminal, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            terminal.Out.WriteLine((await client.GetPlanSchemaAsync(cancellationToken)).TrimEnd());
            return ExitCode.Completed;
        });

    private static Argument<string> PlanArgument() => new("PLAN") { Description = "The plan's file, YAML or JSON." };
}
