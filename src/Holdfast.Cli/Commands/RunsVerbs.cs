using System.CommandLine;
using System.Text.Json;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol;
using Holdfast.Protocol.Results;
using Holdfast.Protocol.Runs;

namespace Holdfast.Cli.Commands;

internal static class RunsVerbs
{
    public static Command Create() => new("runs", "Look at runs, their atoms and their output; watch, end and try them again.")
    {
        List(), Show(), RunsWatchVerbs.Watch(), Logs(), RunsStatsVerb.Create(), RunsRetryVerb.Create(), RunsDiffVerb.Create(), RunsExportVerb.Create(),
        RunsWatchVerbs.Stop(), RunsWatchVerbs.Cancel(), Delete(),
    };

    private static Command List()
    {
        var limit = new Option<int>("--limit") { Description = "At most so many.", HelpName = "N", DefaultValueFactory = _ => 20 };
        var status = new Option<RunStatus?>("--status") { Description = "Only runs of this status.", HelpName = "S" };
        status.AcceptOnlyFromAmong([.. Enum.GetNames<RunStatus>().Select(name => name.ToLowerInvariant())]);
        var options = new ListOptions([ListSort.Created, ListSort.Started, ListSort.Ended, ListSort.Duration], "the name of their plan");
        var list = new Command("list", "List runs, newest first unless told otherwise.")
        {
            limit, status, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        };
        options.AddTo(list);
        return list.WithExamples(
            """
            holdfast runs list
            holdfast runs list --status failed --limit 5 --json
            holdfast runs list --search orders --sort duration
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var runs = await client.ListRunsAsync(Math.Max(1, parsed.GetValue(limit)), parsed.GetValue(status), plan: null, options.Read(parsed), cancellationToken);
            if (terminal.Json)
                terminal.Print(runs, json => json.RunList);
            else
                RunListScreen.Write(terminal.Out, terminal.Paint, runs);
            return ExitCode.Completed;
        });
    }

    private static Command Show()
    {
        var run = RunArgument();
        var atom = new Option<string?>("--atom") { Description = "One atom with every try, its code, and what was decided.", HelpName = "KEY" };
        var level = new Option<ResultLevel?>("--level") { Description = "Its results down to system, component, module or atom, with output and errors put together.", HelpName = "L" };
        level.AcceptOnlyFromAmong([.. Enum.GetNames<ResultLevel>().Select(name => name.ToLowerInvariant())]);
        return new Command("show", "Show a run, one atom of it, or its results at one level.")
        {
            run, atom, level, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast runs show 12
            holdfast runs show 12 --atom sum
            holdfast runs show 12 --level module
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            if (parsed.GetValue(atom) is not null && parsed.GetValue(level) is not null)
                throw new RefusedException(new Error(ErrorCode.Usage, "--atom and --level cannot be used together: one atom is at one level.", "holdfast runs show --help"));
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            if (parsed.GetValue(atom) is { } key)
                await ShowAtomAsync(client, terminal, parsed.GetRequiredValue(run), key, cancellationToken);
            else if (parsed.GetValue(level) is { } depth)
                await ShowLevelAsync(client, terminal, parsed.GetRequiredValue(run), depth, cancellationToken);
            else
                await ShowRunAsync(client, terminal, parsed.GetRequiredValue(run), cancellationToken);
            return ExitCode.Completed;
        });
    }

    private static async Task ShowRunAsync(HoldfastClient client, Terminal terminal, string run, CancellationToken cancellationToken)
    {
        var document = await client.GetRunAsync(run, everything: terminal.Json, cancellationToken);
        if (terminal.Json)
            terminal.Print(document, json => json.RunDocument);
        else
            RunScreen.WriteWhole(terminal.Out, terminal.Paint, document);
    }

    private static async Task ShowLevelAsync(HoldfastClient client, Terminal terminal, string run, ResultLevel level, CancellationToken cancellationToken)
    {
        var report = await client.GetLevelsAsync(run, level, cancellationToken);
        if (terminal.Json)
            terminal.Print(report, json => json.LevelReport);
        else
            LevelScreen.Write(terminal.Out, terminal.Paint, report);
    }

    private static async Task ShowAtomAsync(HoldfastClient client, Terminal terminal, string run, string key, CancellationToken cancellationToken)
    {
        var history = await client.GetAtomAsync(run, key, cancellationToken);
        if (terminal.Json)
            terminal.Print(history, json => json.AtomHistory);
        else
            AtomScreen.Write(terminal.Out, terminal.Paint, history);
    }

    private static Command Logs()
    {
        var run = RunArgument();
        var atom = new Option<string?>("--atom") { Description = "Only of this atom.", HelpName = "KEY" };
        var attempt = new Option<int?>("--attempt") { Description = "Of this try, counted from 1. Default: the last.", HelpName = "N" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Every try, and go on with what is written, until the run has ended." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line." };
        return new Command("logs", "Print what atoms wrote to stdout and stderr, whole.")
        {
            run, atom, attempt, follow, json, CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast runs logs 12
            holdfast runs logs 12 --atom sum --attempt 1
            holdfast runs logs -f 12
            """).Does((parsed, terminal, cancellationToken) =>
            PrintLogsAsync(terminal, new LogReading(parsed.GetRequiredValue(run), parsed.GetValue(atom), parsed.GetValue(attempt), parsed.GetValue(follow)), cancellationToken));
    }

    private sealed record LogReading(string Run, string? Atom, int? Attempt, bool Follow);

    /// <summary>A daemon that ends meanwhile is replaced by the next, of which only what was not printed yet is taken.</summary>
    private static Task<int> PrintLogsAsync(Terminal terminal, LogReading reading, CancellationToken cancellationToken)
    {
        var printed = new Dictionary<(string Atom, int Attempt), int>();
        return DaemonDoor.AskAgainAsync(
            async (client, isTold) =>
            {
                var read = new Dictionary<(string Atom, int Attempt), int>();
                await foreach (var line in client.ReadRunLogAsync(reading.Run, reading.Atom, reading.Attempt, reading.Follow, cancellationToken))
                {
                    var source = (line.Atom, line.Attempt);
                    read[source] = read.GetValueOrDefault(source) + 1;
                    if (read[source] <= printed.GetValueOrDefault(source))
                        continue;
                    printed[source] = read[source];
                    isTold();
                    terminal.Out.WriteLine(terminal.Json ? JsonSerializer.Serialize(line, ProtocolJson.Compact.LogLine) : Line(line, withKey: reading.Atom is null, terminal.Paint));
                    if (reading.Follow)
                        terminal.Out.Flush();
                }

                return ExitCode.Completed;
            },
            cancellationToken);
    }

    private static string Line(LogLine line, bool withKey, Paint paint) =>
        (withKey ? paint.Cyan(line.Atom) + " | " : "") + (line.Stream == OutputStream.Notice ? paint.Yellow($"[holdfast: {line.Text}]") : line.Text);

    private static Command Delete()
    {
        var run = RunArgument();
        return new Command("delete", "Delete a run that has ended, with all its files.")
        {
            run, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples("holdfast runs delete 12").Does(async (parsed, terminal, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var deleted = await client.DeleteRunAsync(parsed.GetRequiredValue(run), cancellationToken);
            if (terminal.Json)
                terminal.Print(deleted, json => json.DeletedRun);
            else
                terminal.Out.WriteLine($"Run {deleted.Number} is deleted.");
            return ExitCode.Completed;
        });
    }

    internal static Argument<string> RunArgument() => new("RUN") { Description = "A run's number, its id, or an unambiguous part of the id." };
}
