using System.CommandLine;
using Holdfast.Cli.Daemons;

namespace Holdfast.Cli.Commands;

/// <summary>The daemon, in the place of this process.</summary>
internal static class ServeVerb
{
    public static Command Create() => new Command("serve", "Run the daemon here, in the foreground. Other commands start one in the background when they need it.")
    {
        CommandAction.NoColorOption(),
    }.WithExamples(
        """
        holdfast serve
        HOLDFAST_HOME=/srv/holdfast holdfast serve
        """).Does((_, _, _) =>
    {
        throw DaemonBeside.Become();
    });
}
