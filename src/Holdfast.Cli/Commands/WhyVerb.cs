using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol;

namespace Holdfast.Cli.Commands;

internal static class WhyVerb
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "An execution, a run, a task or a session: its number, its id, or an unambiguous start or end of the id." };
        var atom = new Argument<string?>("ATOM") { Description = "An atom of the run.", Arity = ArgumentArity.ZeroOrOne };
        var run = new Option<bool>("--run") { Description = "ID is a run's." };
        var execution = new Option<bool>("--execution") { Description = "ID is an execution's." };
        var task = new Option<bool>("--task") { Description = "ID is a task's." };
        var session = new Option<bool>("--session") { Description = "ID is a session's." };
        return new Command("why", "Say the one reason why an execution, a run, an atom, a task or a session is not moving.")
        {
            id, atom, run, execution, task, session, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast why 42
            holdfast why --run 7
            holdfast why 7 deploy
            holdfast why --task 3
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var subjects = new[] { (execution, WhySubject.Execution), (run, WhySubject.Run), (task, WhySubject.Task), (session, WhySubject.Session) }
                .Where(each => parsed.GetValue(each.Item1)).Select(each => each.Item2).ToList();
            if (subjects.Count > 1)
                throw new RefusedException(new Error(ErrorCode.Usage, "ID is of one kind: leave all but one of --execution, --run, --task and --session out.", "holdfast why --help"));
            if (parsed.GetValue(atom) is not null && subjects is [not WhySubject.Run])
                throw new RefusedException(new Error(ErrorCode.Usage, "Only a run has atoms: leave ATOM out, or the option.", "holdfast why --help"));
            WhySubject? subject = subjects is [var one] ? one : null;
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
            WhySubject.Task => $"task {why.Number}",
            WhySubject.Session => $"session {why.Number}",
            WhySubject.Atom => $"atom {Text.OneLine(why.Atom!)} of run {why.Number}",
        };
        terminal.Out.WriteLine($"{subject}, {Text.Word(why.Reason)}: {Text.OneLine(why.Detail)}");
        if (why.Next is { } next)
            terminal.Out.WriteLine(terminal.Paint.Dim($"next: {Text.OneLine(next)}"));
    }
}
