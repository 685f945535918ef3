using System.CommandLine;
using System.Text.Json;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Screens;
using Holdfast.Protocol;
using Holdfast.Protocol.Tasks;

namespace Holdfast.Cli.Commands;

internal static class TaskWatchVerb
{
    /// <summary>Daemons that may end while it follows; a session may take days.</summary>
    private const int MostDaemons = 1000;

    public static Command Create()
    {
        var id = TaskVerbs.TaskArgument();
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line." };
        return new Command("watch", "Follow what the agent of a task does, to the end of its latest session (0: it ended well, 1: it failed, 4: cancelled).")
        {
            id, json, CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast task watch 7
            holdfast task watch 7 --json | jq -r 'select(.type == "agent_message").text'
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var reference = parsed.GetRequiredValue(id);
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            if ((await client.ListSessionsAsync(reference, cancellationToken)).Sessions is not [var latest, ..])
                throw new RefusedException(new Error(ErrorCode.SessionNotFound, $"Task '{reference}' has no session yet.", $"holdfast task execute {reference}"));
            await FollowAsync(
                latest.Id.ToString(),
                activity =>
                {
                    if (terminal.Json)
                        terminal.Out.WriteLine(JsonSerializer.Serialize(activity, ProtocolJson.Compact.ActivityDocument));
                    else
                        TaskScreen.WriteActivity(terminal.Out, terminal.Paint, activity);
                    terminal.Out.Flush();
                },
                cancellationToken);
            using var again = await DaemonDoor.OpenAsync(cancellationToken);
            var ended = await again.GetSessionAsync(latest.Id.ToString(), cancellationToken);
            if (!terminal.Json)
                TaskScreen.WriteStanding(terminal.Out, terminal.Paint, await again.GetTaskAsync(ended.TaskId.ToString(), cancellationToken));
            return ended.Status switch
            {
                SessionStatus.Completed => ExitCode.Completed,
                SessionStatus.Failed => ExitCode.Failed,
                SessionStatus.Cancelled => ExitCode.Cancelled,
                SessionStatus.Running => throw new InvalidOperationException($"Session {ended.Number} was told to be over, and runs."),
            };
        });
    }

    /// <summary>Returns when the session is over. A daemon that ends meanwhile is replaced by the next, which goes on behind what was told.</summary>
    internal static async Task FollowAsync(string session, Action<ActivityDocument> told, CancellationToken cancellationToken)
    {
        var last = 0L;
        for (var daemons = 1;; daemons++)
        {
            using var client = await DaemonDoor.OpenAsync(cancellationToken);
            try
            {
                await foreach (var activity in client.FollowActivityAsync(session, last, cancellationToken))
                {
                    told(activity);
                    last = activity.Id;
                }

                return;
            }
            catch (RefusedException lost) when (lost.Error.Code == ErrorCode.DaemonUnreachable && daemons < MostDaemons)
            {
                // Ask the next one.
            }
        }
    }
}
