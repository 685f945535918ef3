using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Protocol;
using Holdfast.Protocol.Runs;

namespace Holdfast.Cli.Commands;

/// <summary>Runs that go on: stay with one, stop it, end it.</summary>
internal static class RunsWatchVerbs
{
    /// <summary>Told of a run that a person orders about.</summary>
    private const string Person = "a person";

    public static Command Watch()
    {
        var run = RunsVerbs.RunArgument();
        return new Command("watch", "Stay with a run that goes on, and exit with its code. Ctrl-C leaves it, or asks what you want on a terminal.")
        {
            run, CommandAction.JsonOption(), RunVerb.QuietOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast runs watch 12
            holdfast runs watch "$(holdfast run orders.yaml --detach --json | jq .number)"
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var reference = parsed.GetRequiredValue(run);
            return (await RunWatch.ToEndAsync(terminal, client => FindAsync(client, reference, cancellationToken), begins: false, resume: null, cancellationToken)).ExitCode;
        });
    }

    public static Command Stop() => Order(
        "stop", "Let what runs finish, and start nothing more of the run: it ends stopped.", (client, run, ct) => client.StopRunAsync(run, Person, ct), "stops after what runs now");

    public static Command Cancel() => Order(
        "cancel", "End what runs, and the run with it: it ends cancelled.", (client, run, ct) => client.CancelRunAsync(run, Person, ct), "is being cancelled");

    private static Command Order(string verb, string description, Func<HoldfastClient, string, CancellationToken, Task<RunRow>> order, string told)
    {
        var run = RunsVerbs.RunArgument();
        return new Command(verb, $"{description} Returns at once.")
        {
            run, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples($"holdfast runs {verb} 12").Does(async (parsed, terminal, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var row = await order(client, parsed.GetRequiredValue(run), cancellationToken);
            if (terminal.Json)
                terminal.Print(new StartedRun(row.RunId, row.Number, row.Status, []), json => json.StartedRun);
            else
                terminal.Out.WriteLine($"Run {row.Number} {told}. Stay with it: holdfast runs watch {row.Number}");
            return ExitCode.Completed;
        });
    }

    private static async Task<StartedRun> FindAsync(HoldfastClient client, string reference, CancellationToken cancellationToken)
    {
        var run = await client.GetRunAsync(reference, everything: false, cancellationToken);
        return new StartedRun(run.RunId, run.Number, run.Status, []);
    }
}
