using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Settings;
using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Events;
using Holdfast.Protocol.Executions;

namespace Holdfast.Cli.Commands;

internal static class ExecAttachVerb
{
    public static Command Create()
    {
        var id = ExecVerbs.ExecutionArgument();
        return new Command("attach", "Look into the terminal of an execution that tmux hosts. Leave it with Ctrl-B d; it goes on.")
        {
            id, CommandAction.JsonOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast exec attach 42
            holdfast exec attach 42 --json
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            var execution = await client.GetExecutionAsync(parsed.GetRequiredValue(id), cancellationToken);
            if (execution is { Host: ExecutionHost.Tmux, StartedAt: null, EndedAt: null })
                execution = await WhenStartedAsync(client, execution, terminal, cancellationToken);
            if (FaultOf(execution) is { } fault)
                throw new RefusedException(fault);
            var socket = DaemonFile.TmuxSocketIn(SettingSet.Load().Home);
            string[] command = ["tmux", "-u", "-S", socket, "attach-session", "-t", $"={execution.Session}"];
            if (terminal.Json)
            {
                terminal.Print(new AttachDocument(execution.Id, execution.Number, execution.Session!, socket, command), json => json.AttachDocument);
                return ExitCode.Completed;
            }

            if (Console.IsInputRedirected || Console.IsOutputRedirected)
                throw new RefusedException(new Error(ErrorCode.Usage, "A terminal can only be looked into from a terminal.", $"holdfast exec logs -f {execution.Number}"));
            // Inside another tmux it would refuse: but this one is another server, and the keys of the outer one come first there.
            throw new RefusedException(new Error(
                ErrorCode.ExecutionNotAttachable, $"tmux cannot be started: {OtherProgram.Become(command, forget: "TMUX")}. Is it installed?"));
        });
    }

    private static async Task<ExecutionDocument> WhenStartedAsync(HoldfastClient client, ExecutionDocument execution, Terminal terminal, CancellationToken cancellationToken)
    {
        terminal.Error.WriteLine($"Execution {execution.Number} has not started yet; its terminal is shown as soon as it does.");
        await terminal.Error.FlushAsync(cancellationToken);
        await foreach (var happened in client.FollowEventsAsync(new EventFilter(Execution: execution.Id.ToString(), After: 0), cancellationToken))
        {
            if (happened.Type == "execution.started")
                break;
        }

        return await client.GetExecutionAsync(execution.Id.ToString(), cancellationToken);
    }

    private static Error? FaultOf(ExecutionDocument execution) => execution switch
    {
        { Host: not ExecutionHost.Tmux } => new Error(
            ErrorCode.ExecutionNotAttachable, $"Execution {execution.Number} has no terminal: it was not started with --host tmux.", $"holdfast exec logs -f {execution.Number}"),
        { EndedAt: not null } => new Error(ErrorCode.ExecutionNotAttachable, $"Execution {execution.Number} has ended.", $"holdfast exec logs {execution.Number}"),
        { Session: null } => new Error(
            ErrorCode.ExecutionNotAttachable, $"The session of execution {execution.Number} was closed. It goes on without a screen.", $"holdfast exec logs -f {execution.Number}"),
        _ => null,
    };
}
