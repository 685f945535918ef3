using System.CommandLine;
using System.Runtime.InteropServices;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Settings;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Executions;

namespace Holdfast.Cli.Commands;

internal static partial class ExecAttachVerb
{
    public static Command Create()
    {
        var id = ExecVerbs.ExecutionArgument();
        return new Command("attach", "Look into the terminal of an execution that tmux hosts. Leave it with Ctrl-B d; it goes on.")
        {
            id, CommandAction.NoColorOption(),
        }.WithExamples("holdfast exec attach 42").Does(async (parsed, _, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var execution = await client.GetExecutionAsync(parsed.GetRequiredValue(id), cancellationToken);
            if (execution.Host != ExecutionHost.Tmux)
            {
                throw new RefusedException(new Error(
                    ErrorCode.ExecutionNotAttachable, $"Execution {execution.Number} has no terminal: it was not started with --host tmux.", $"holdfast exec logs -f {execution.Number}"));
            }

            if (execution.EndedAt is not null)
                throw new RefusedException(new Error(ErrorCode.ExecutionNotAttachable, $"Execution {execution.Number} has ended.", $"holdfast exec logs {execution.Number}"));
            throw new RefusedException(new Error(
                ErrorCode.ExecutionNotAttachable, $"tmux cannot be started: {Become("tmux", "-u", "-S", DaemonFile.TmuxSocketIn(SettingSet.Load().Home), "attach-session", "-t", $"={execution.Session}")}. Is it installed?"));
        });
    }

    /// <summary>Makes this process the other program.</summary>
    /// <returns>Why it did not.</returns>
    private static string Become(params string?[] arguments)
    {
        _ = Execute(arguments[0]!, [.. arguments, null]);
        return Marshal.GetLastPInvokeErrorMessage();
    }

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string file, string?[] arguments);
}
