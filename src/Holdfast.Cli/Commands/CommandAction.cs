using System.CommandLine;
using Holdfast.Protocol;

namespace Holdfast.Cli.Commands;

/// <summary>The edge of every command: whatever goes wrong in it ends as one line and an exit code.</summary>
internal static class CommandAction
{
    /// <summary>Every command that prints a document has it.</summary>
    public static Option<bool> JsonOption() => new("--json") { Description = "Print one JSON document instead of text." };

    public static Option<bool> NoColorOption() => new("--no-color") { Description = "Never colour (as does NO_COLOR, and output that is not a terminal)." };

    public static T Does<T>(this T command, Func<ParseResult, Terminal, CancellationToken, Task<int>> action) where T : Command
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var terminal = Terminal.Open([.. parsed.Tokens.Select(token => token.Value)]);
            try
            {
                var exitCode = await action(parsed, terminal, cancellationToken);
                await terminal.Out.FlushAsync(CancellationToken.None);
                return exitCode;
            }
            catch (RefusedException refused)
            {
                return terminal.Refuse(refused.Error);
            }
            catch (IOException) when (terminal.OutputIsClosed)
            {
                // Whoever read it has seen enough, as in: holdfast runs list | head -1
                return ExitCode.SignalBase + 13;
            }
            catch (Exception fault)
            {
                return terminal.Fault(fault);
            }
        });
        return command;
    }
}
