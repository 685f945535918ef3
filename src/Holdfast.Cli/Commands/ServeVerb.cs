using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Protocol.Settings;

namespace Holdfast.Cli.Commands;

/// <summary>The daemon, in the place of this process.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var setting = SettingDefinition.Find(SettingDefinition.LogFormat)!;
        var format = new Option<string?>("--log-format") { Description = setting.Description, HelpName = "text|json" };
        format.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && setting.Parse(token.Value, "/") is null)
                result.AddError($"--log-format takes {setting.Allowed}, not '{token.Value}'.");
        });
        return new Command("serve", "Run the daemon here, in the foreground. Other commands start one in the background when they need it.")
        {
            format, CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast serve
            HOLDFAST_HOME=/srv/holdfast holdfast serve
            holdfast serve --log-format json
            """).Does((parsed, _, _) =>
        {
            // As the setting is given to a daemon in any case; an option goes before all other ways.
            if (parsed.GetValue(format) is { } chosen)
                Environment.SetEnvironmentVariable(setting.Variables[0], chosen);
            throw DaemonBeside.Become();
        });
    }
}
