using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;

namespace Holdfast.Cli.Commands;

internal static class RunsDiffVerb
{
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "A run's number, its id, or an unambiguous part of the id." };
        var other = new Argument<string?>("RUN|KEY") { Description = "The run to compare it with, or an atom of it.", Arity = ArgumentArity.ZeroOrOne };
        var atom = new Option<string?>("--atom") { Description = "The atom, where KEY could also be a run.", HelpName = "KEY" };
        return new Command("diff", "Compare two runs of a plan, or show how an atom's code was changed during a run.")
        {
            run, other, atom, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast runs diff 11 12
            holdfast runs diff 12 sum
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var (runs, revisions) = await client.DiffRunAsync(parsed.GetRequiredValue(run), parsed.GetValue(other), parsed.GetValue(atom), cancellationToken);
            if (terminal.Json && runs is not null)
                terminal.Print(runs, json => json.RunDiff);
            else if (terminal.Json)
                terminal.Print(revisions!, json => json.AtomRevisions);
            else if (runs is not null)
                RunDiffScreen.Write(terminal.Out, terminal.Paint, runs);
            else
                RevisionsScreen.Write(terminal.Out, terminal.Paint, revisions!);
            return ExitCode.Completed;
        });
    }
}
