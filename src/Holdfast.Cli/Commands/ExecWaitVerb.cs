using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol;
using Holdfast.Protocol.Executions;

namespace Holdfast.Cli.Commands;

internal static class ExecWaitVerb
{
    /// <summary>Daemons that may end while it waits; a wait may take days.</summary>
    private const int MostDaemons = 1000;

    public static Command Create()
    {
        var id = ExecVerbs.ExecutionArgument();
        return new Command("wait", "Wait until an execution has ended, and exit with its code (125: Holdfast's own error, 126: lost).")
        {
            id, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast exec wait 42
            holdfast exec wait 42 --json | jq .end.reason
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            try
            {
                var execution = await WaitAsync(parsed.GetRequiredValue(id), cancellationToken);
                if (terminal.Json)
                    terminal.Print(execution, json => json.ExecutionDocument);
                else
                    ExecutionScreen.WriteEnd(terminal.Out, terminal.Paint, execution);
                return execution is { State: not ExecutionStatus.Completed, End.Cause: ExecutionEndDocument.LostCause } ? ExitCode.Lost : execution.ExitCode ?? ExitCode.WaitFailed;
            }
            catch (RefusedException refused)
            {
                terminal.Refuse(refused.Error);
                return ExitCode.WaitFailed;
            }
            catch (Exception fault) when (fault is not IOException)
            {
                terminal.Fault(fault);
                return ExitCode.WaitFailed;
            }
        });
    }

    /// <summary>A daemon that ends meanwhile is replaced by the next, which knows the execution too.</summary>
    internal static async Task<ExecutionDocument> WaitAsync(string id, CancellationToken cancellationToken)
    {
        for (var daemons = 1;; daemons++)
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            try
            {
                return await client.WaitExecutionAsync(id, cancellationToken);
            }
            catch (RefusedException lost) when (lost.Error.Code == ErrorCode.DaemonUnreachable && daemons < MostDaemons)
            {
                // Ask the next one.
            }
        }
    }
}
