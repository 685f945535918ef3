using System.CommandLine;
using Holdfast.Cli.Screens;
using Holdfast.Cli.Settings;

namespace Holdfast.Cli.Commands;

internal static class ConfigVerbs
{
    public static Command Create() => new("config", "Look at the settings.") { Show() };

    private static Command Show() => new Command("show", "Every setting with its value, and where that comes from.")
    {
        CommandAction.JsonOption(), CommandAction.NoColorOption(),
    }.WithExamples(
        """
        holdfast config show
        HOLDFAST_JOBS=8 holdfast config show --json
        """).Does((_, terminal, _) =>
    {
        var document = SettingSet.Load().Document;
        if (terminal.Json)
            terminal.Print(document, json => json.SettingsDocument);
        else
            SettingsScreen.Write(terminal.Out, terminal.Paint, document);
        return Task.FromResult(ExitCode.Completed);
    });
}
