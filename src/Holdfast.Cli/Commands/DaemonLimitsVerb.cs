using System.CommandLine;
using System.Globalization;
using Holdfast.Cli.Screens;
using Holdfast.Cli.Settings;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Settings;

namespace Holdfast.Cli.Commands;

internal static class DaemonLimitsVerb
{
    public static Command Create()
    {
        var executions = Number("--max-executions", SettingDefinition.MaxExecutions);
        var perKey = Number("--max-executions-per-key", SettingDefinition.MaxExecutionsPerKey);
        var keys = Given("--key-limits", SettingDefinition.KeyLimits, "KEY=N,…");
        var maxJobs = Number("--max-jobs", SettingDefinition.MaxJobs);
        var jobs = Number("--jobs", SettingDefinition.Jobs);
        var requests = Number("--http-requests-per-sec", SettingDefinition.HttpRequests);
        var activity = Number("--activity-mb", SettingDefinition.ActivityMegabytes);
        var partial = Given("--activity-partial", SettingDefinition.ActivityPartial, "on|off");
        var reset = new Option<bool>("--reset") { Description = "Take back what was changed: the settings hold again." };
        return new Command("limits", "Show how much the daemon lets through, or turn it down or up, at once. What runs goes on; the next daemon begins with its settings again.")
        {
            executions, perKey, keys, maxJobs, jobs, requests, activity, partial, reset, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast daemon limits
            holdfast daemon limits --max-jobs 2 --max-executions 4
            holdfast daemon limits --reset --json
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var change = new DaemonLimitsChange(
                MaxExecutions: ValueOf(parsed, executions),
                MaxExecutionsPerKey: ValueOf(parsed, perKey),
                KeyLimits: parsed.GetValue(keys) is { } limits ? SettingDefinition.ParseLimits(limits) : null,
                MaxJobs: ValueOf(parsed, maxJobs),
                Jobs: ValueOf(parsed, jobs),
                HttpRequestsPerSec: ValueOf(parsed, requests),
                ActivityMb: ValueOf(parsed, activity),
                ActivityPartial: parsed.GetValue(partial) is { } text ? IsOn(text) : null,
                Who: Environment.UserName,
                Reset: parsed.GetValue(reset));
            var changes = change != new DaemonLimitsChange(Who: Environment.UserName);
            using var client = DaemonVerbs.Require(SettingSet.Load().Home);
            var now = changes ? await client.ChangeLimitsAsync(change, cancellationToken) : await client.GetLimitsAsync(cancellationToken);
            if (terminal.Json)
                terminal.Print(now, json => json.DaemonLimits);
            else
                LimitsScreen.Write(terminal.Out, terminal.Paint, now);
            return ExitCode.Completed;
        });
    }

    private static int? ValueOf(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    /// <param name="text">As it was written: on, True, off …</param>
    internal static bool IsOn(string text) => SettingDefinition.Find(SettingDefinition.ActivityPartial)!.Parse(text, "/") == SettingDefinition.On;

    private static Option<string?> Number(string name, string key) => Given(name, key, "N");

    private static Option<string?> Given(string name, string key, string takes)
    {
        var setting = SettingDefinition.Find(key)!;
        var option = new Option<string?>(name) { Description = setting.Description, HelpName = takes };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && setting.Parse(token.Value, "/") is null)
                result.AddError($"{name} takes {setting.Allowed}, not '{token.Value}'.");
        });
        return option;
    }
}
