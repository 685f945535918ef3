using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol;

namespace Holdfast.Cli.Commands;

internal static class WhyVerb
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "An execution or a run: its number, its id, or an unambiguous start or end of the id." };
        var atom = new Argument<string?>("ATOM") { Description = "An atom of the run.", Arity = ArgumentArity.ZeroOrOne };
        var run = new Option<bool>("--run") { Description = "ID is a run's." };
        var execution = new Option<bool>("--execution") { Description = "ID is an execution's." };
        return new Command("why", "Say the one reason why an execution, a run or an atom is not moving.")
        {
            id, atom, run, execution, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast why 42
            holdfast why --run 7
            holdfast why 7 deploy
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            if (parsed.GetValue(execution) && (parsed.GetValue(run) || parsed.GetValue(atom) is not null))
                throw new RefusedException(new Error(ErrorCode.Usage, "An execution is no run and has no atoms: leave out --execution, or the rest.", "holdfast why --help"));
            WhySubject? subject = parsed.GetValue(execution) ? WhySubject.Execution : parsed.GetValue(run) ? WhySubject.Run : null;
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var why = await client.WhyAsync(parsed.GetRequiredValue(id), subject, parsed.GetValue(atom), cancellationToken);
            if (terminal.Json)
                terminal.Print(why, json => json.WhyDocument);
            else
                Write(terminal, why);
            return ExitCode.Completed;
        });
    }

    private static void Write(Terminal terminal, WhyDocument why)
    {
        var subject = why.Subject switch
        {
            WhySubject.Execution => $"execution {why.Number}",
            WhySubject.Run => $"run {why.Number}",
            WhySubject.Atom => $"atom {Text.OneLine(why.Atom!)} of run {why.Number}",
        };
        terminal.Out.WriteLine($"{subject}, {Text.Word(why.Reason)}: {Text.OneLine(why.Detail)}");
        if (why.Next is { } next)
            terminal.Out.WriteLine(terminal.Paint.Dim($"next: {Text.OneLine(next)}"));
    }
}
