using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol;
using Holdfast.Protocol.Queueing;

namespace Holdfast.Cli.Commands;

internal static class QueueVerbs
{
    public static Command Create() => new("queue", "Look at what waits to be executed, and hold it back or let it go.") { Show(), Pause(), Resume() };

    private static Command Show()
    {
        var limit = new Option<int>("--limit") { Description = "Of those that wait, at most so many, the next first.", HelpName = "N", DefaultValueFactory = _ => 20 };
        return new Command("show", "Show what waits and why, what runs, and which keys are paused or held back because too much failed.")
        {
            limit, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast queue show
            holdfast queue show --json | jq '.keys[] | select(.circuit != "closed")'
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            return Print(terminal, await client.GetQueueAsync(Math.Max(0, parsed.GetValue(limit)), cancellationToken));
        });
    }

    private static Command Pause() => Change(
        "pause",
        "Let nothing more start. What runs goes on; it stays paused across restarts of the daemon.",
        """
        holdfast queue pause
        holdfast queue pause --key agent:claude
        """,
        (client, request, cancellationToken) => client.PauseQueueAsync(request, cancellationToken));

    private static Command Resume() => Change(
        "resume",
        "Let things start again, also those of a key that was held back because too much failed under it.",
        """
        holdfast queue resume
        holdfast queue resume --key agent:claude
        """,
        (client, request, cancellationToken) => client.ResumeQueueAsync(request, cancellationToken));

    private static Command Change(string verb, string description, string examples, Func<HoldfastClient, QueueRequest, CancellationToken, Task<QueueDocument>> change)
    {
        var key = new Option<string?>("--key") { Description = "Only what has this key.", HelpName = "KEY" };
        return new Command(verb, description) { key, CommandAction.JsonOption(), CommandAction.NoColorOption() }.WithExamples(examples).Does(
            async (parsed, terminal, cancellationToken) =>
            {
                using var client = await DaemonDoor.OpenAsync(cancellationToken);
                return Print(terminal, await change(client, new QueueRequest(Environment.UserName, parsed.GetValue(key)), cancellationToken));
            });
    }

    private static int Print(Terminal terminal, QueueDocument queue)
    {
        if (terminal.Json)
            terminal.Print(queue, json => json.QueueDocument);
        else
            QueueScreen.Write(terminal.Out, terminal.Paint, queue);
        return ExitCode.Completed;
    }
}
