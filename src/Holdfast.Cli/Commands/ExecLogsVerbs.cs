using System.CommandLine;
using Holdfast.Cli.Daemons;

namespace Holdfast.Cli.Commands;

internal static class ExecLogsVerbs
{
    public static Command Logs()
    {
        var id = ExecVerbs.ExecutionArgument();
        var follow = FollowOption();
        var json = JsonLinesOption();
        return new Command("logs", "Print everything an execution wrote to stdout and stderr, byte by byte.")
        {
            id, follow, json, CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast exec logs 42
            holdfast exec logs -f 42
            """).Does((parsed, terminal, cancellationToken) =>
            PrintAsync(terminal, new Reading(parsed.GetRequiredValue(id), parsed.GetValue(follow), Tail: null), cancellationToken));
    }

    /// <summary>The daemon gives no more.</summary>
    private const int MostLines = 100_000;

    public static Command Tail()
    {
        var id = ExecVerbs.ExecutionArgument();
        var follow = FollowOption();
        var lines = new Option<int>("--lines", "-n") { Description = "So many of the last lines. Default: 10.", HelpName = "N", DefaultValueFactory = _ => 10 };
        lines.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var number) || number is < 0 or > MostLines))
                result.AddError($"--lines takes a number from 0 to {MostLines}, not '{token.Value}'. All of it: holdfast exec logs");
        });
        var json = JsonLinesOption();
        return new Command("tail", "Print the last lines an execution wrote.")
        {
            id, lines, follow, json, CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast exec tail 42
            holdfast exec tail -f -n 100 42
            """).Does((parsed, terminal, cancellationToken) =>
            PrintAsync(terminal, new Reading(parsed.GetRequiredValue(id), parsed.GetValue(follow), parsed.GetValue(lines)), cancellationToken));
    }

    private sealed record Reading(string Id, bool Follow, int? Tail);

    private static Option<bool> FollowOption() => new("--follow", "-f") { Description = "Go on with what it writes, until it ends." };

    private static Option<bool> JsonLinesOption() => new("--json") { Description = "Print one JSON object per line." };

    /// <summary>A daemon that ends meanwhile is replaced by the next, which goes on behind what was printed.</summary>
    private static async Task<int> PrintAsync(Terminal terminal, Reading reading, CancellationToken cancellationToken)
    {
        await using var output = Console.OpenStandardOutput();
        string? place = null;
        return await DaemonDoor.AskAgainAsync(
            async (client, isTold) =>
            {
                await foreach (var page in client.ReadLogPagesAsync(reading.Id, terminal.Json, reading.Follow, reading.Tail, place, cancellationToken))
                {
                    await output.WriteAsync(page.Bytes, cancellationToken);
                    await output.FlushAsync(cancellationToken);
                    place = page.Place;
                    isTold();
                }

                return ExitCode.Completed;
            },
            cancellationToken);
    }
}
