using System.CommandLine;
using Holdfast.Cli.Screens;
using Holdfast.Cli.Settings;
using Holdfast.Protocol.Daemons;

namespace Holdfast.Cli.Commands;

internal static class DaemonReloadVerb
{
    public static Command Create() => new Command(
        "reload", "Have the daemon go by the settings as they read now, from here: files and variables. It says what holds at once, and what needs a restart.")
    {
        CommandAction.JsonOption(), CommandAction.NoColorOption(),
    }.WithExamples(
        """
        holdfast daemon reload
        HOLDFAST_MAX_JOBS=8 holdfast daemon reload --json
        """).Does(async (_, terminal, cancellationToken) =>
    {
        // A file that is faulty is told here, with its line, and the daemon hears nothing of it.
        var settings = SettingSet.Load();
        using var client = DaemonVerbs.Require(settings.Home);
        var read = settings.Document.Settings.Select(setting => new ReadSetting(setting.Key, setting.Value, setting.Origin, setting.Source, setting.Line));
        var reloaded = await client.ReloadSettingsAsync(new SettingsReload([.. read], Environment.UserName), cancellationToken);
        if (terminal.Json)
            terminal.Print(reloaded, json => json.ReloadedSettings);
        else
            LimitsScreen.Write(terminal.Out, terminal.Paint, reloaded);
        return ExitCode.Completed;
    });
}
