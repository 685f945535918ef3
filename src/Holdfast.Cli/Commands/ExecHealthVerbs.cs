using System.CommandLine;
using System.Text;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol;
using Holdfast.Protocol.Executions;

namespace Holdfast.Cli.Commands;

/// <summary>How executions are doing, once or again and again, and how they ended.</summary>
internal static class ExecHealthVerbs
{
    private const int MostDays = 36_500;

    public static Command Health() => new Command("health", "Tell how each execution that has not ended is doing. Exits 1 when one is unhealthy.")
    {
        CommandAction.JsonOption(), CommandAction.NoColorOption(),
    }.WithExamples("holdfast exec health || holdfast recover list-stuck").Does(async (_, terminal, cancellationToken) =>
    {
        using var client = await DaemonDoor.OpenAsync(cancellationToken);
        var health = await client.GetHealthAsync(cancellationToken);
        if (terminal.Json)
            terminal.Print(health, json => json.HealthDocument);
        else
            HealthScreen.Write(terminal.Out, terminal.Paint, health);
        return health.Healthy ? ExitCode.Completed : ExitCode.Failed;
    });

    public static Command Monitor()
    {
        var interval = new Option<string>("--interval") { Description = "How often to look.", HelpName = "T", DefaultValueFactory = _ => "2s" };
        var looks = new Option<int?>("--count") { Description = "End after so many looks. Default: go on until Ctrl-C.", HelpName = "N" };
        return new Command("monitor", "Look again and again: state, health, processor and memory of each tree. With --json one document a line.")
        {
            interval, looks, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast exec monitor
            holdfast exec monitor --interval 10s --count 6 --json
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var text = parsed.GetRequiredValue(interval);
            var pause = DurationText.TryParse(text)
                ?? throw new RefusedException(new Error(ErrorCode.Usage, $"--interval takes {DurationText.Allowed}, not '{text}'.", "holdfast exec monitor --help"));
            if (parsed.GetValue(looks) is < 1)
                throw new RefusedException(new Error(ErrorCode.Usage, "--count takes a number from 1.", "holdfast exec monitor --help"));
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            HealthDocument? before = null;
            for (var look = 1; ; look++)
            {
                var health = await client.GetHealthAsync(cancellationToken);
                Draw(terminal, health, before);
                before = health;
                if (look == parsed.GetValue(looks) || terminal.OutputIsClosed)
                    return ExitCode.Completed;
                await Task.Delay(TimeSpan.FromMilliseconds(pause), cancellationToken);
            }
        });
    }

    public static Command Stats()
    {
        var days = new Option<int>("--days") { Description = "Of so many days, today included.", HelpName = "N", DefaultValueFactory = _ => 7 };
        return new Command("stats", "Count how executions ended: by day, kind, state and cause.")
        {
            days, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples("holdfast exec stats --days 30").Does(async (parsed, terminal, cancellationToken) =>
        {
            if (parsed.GetValue(days) is < 1 or > MostDays)
                throw new RefusedException(new Error(ErrorCode.Usage, $"--days takes a number from 1 to {MostDays}.", "holdfast exec stats --help"));
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var stats = await client.GetExecutionStatsAsync(parsed.GetValue(days), cancellationToken);
            if (terminal.Json)
                terminal.Print(stats, json => json.ExecutionStatsDocument);
            else
                HealthScreen.Write(terminal.Out, terminal.Paint, stats);
            return ExitCode.Completed;
        });
    }

    // In one write, so that no half-drawn screen is ever seen.
    private static void Draw(Terminal terminal, HealthDocument health, HealthDocument? before)
    {
        if (terminal.Json)
        {
            terminal.PrintLine(health, json => json.HealthDocument);
            return;
        }

        var screen = new StringWriter(new StringBuilder(terminal.IsLive ? "\e[H\e[2J" : ""));
        screen.WriteLine(terminal.Paint.Dim(Text.Time(health.At)));
        HealthScreen.Write(screen, terminal.Paint, health, before);
        if (!terminal.IsLive)
            screen.WriteLine();
        terminal.Out.Write(screen.ToString());
        terminal.Out.Flush();
    }
}
