using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Settings;
using Holdfast.Protocol.Daemons;

namespace Holdfast.Cli.Commands;

internal static class TokenVerb
{
    public static Command Create()
    {
        var readOnly = new Option<bool>("--read-only") { Description = "The one that lets in to read, and to change nothing." };
        var rotate = new Option<bool>("--rotate") { Description = "Make it anew first. The one before is not valid any more." };
        return new Command("token", "Print the token by which other programs talk to the daemon over the network.")
        {
            readOnly, rotate, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast token
            curl -H "Authorization: Bearer $(holdfast token)" "$(holdfast daemon status --json | jq -r .url)/api/tasks"
            holdfast token --read-only --rotate
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var home = SettingSet.Load().Home;
            var onlyRead = parsed.GetValue(readOnly);
            var path = onlyRead ? DaemonFile.ReadTokenIn(home) : DaemonFile.TokenIn(home);
            // The daemon makes them.
            using (var client = await DaemonDoor.OpenAsync(cancellationToken))
            {
                if (parsed.GetValue(rotate))
                    await client.RotateTokenAsync(new TokenRotation(onlyRead), cancellationToken);
            }

            var token = (await File.ReadAllTextAsync(path, cancellationToken)).Trim();
            if (terminal.Json)
                terminal.Print(new TokenDocument(token, onlyRead, path, DaemonFile.TryRead(home)?.NetworkUrl), json => json.TokenDocument);
            else
                terminal.Out.WriteLine(token);
            return ExitCode.Completed;
        });
    }
}
