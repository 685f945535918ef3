using System.CommandLine;
using Holdfast.Protocol;
using Holdfast.Protocol.Runs;

namespace Holdfast.Cli.Commands;

internal static class ResumeVerb
{
    public static Command Create()
    {
        var run = new Argument<string?>("RUN") { Description = "A run's number or id. Default: every run that was cut off.", Arity = ArgumentArity.ZeroOrOne };
        var jobs = RunVerb.JobsOption();
        return new Command("resume", "Take up runs that were cut off: what concluded stays, the rest goes on.")
        {
            run, jobs, CommandAction.JsonOption(), RunVerb.QuietOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast resume
            holdfast resume 12
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            await using var host = InProcessHost.Open(parsed.GetValue(jobs));
            return parsed.GetValue(run) is { } reference
                ? (await ResumeOneAsync(host, terminal, reference, cancellationToken)).ExitCode
                : await ResumeAllAsync(host, terminal, cancellationToken);
        });
    }

    private static Task<(int ExitCode, int? Signal)> ResumeOneAsync(
        InProcessHost host, Terminal terminal, string reference, CancellationToken cancellationToken) =>
        RunWatch.WatchAsync(host, terminal, onUpdate => host.ResumeAsync(reference, onUpdate, cancellationToken), cancellationToken);

    /// <returns>0 when all of them completed, else the exit code of the first that did not.</returns>
    private static async Task<int> ResumeAllAsync(InProcessHost host, Terminal terminal, CancellationToken cancellationToken)
    {
        var exitCode = ExitCode.Completed;
        var resumed = 0;
        var cutOff = await host.CutOffAsync(cancellationToken);
        // A run may have ended just before its process was killed: then only its folders are left.
        if (cutOff.Count == 0)
            host.RemoveLeftovers();
        foreach (var run in cutOff)
        {
            int code;
            try
            {
                (code, var signal) = await ResumeOneAsync(host, terminal, run.RunId.ToString(), cancellationToken);
                // Who stops one run does not want the next; that those are left makes it no success.
                if (signal is { } number)
                    return run == cutOff[^1] ? code : ExitCode.SignalBase + number;
            }
            catch (RefusedException taken) when (taken.Error.Code is ErrorCode.RunIsDriven or ErrorCode.RunEnded)
            {
                // Since the runs were listed somebody else took it up, which is as good.
                continue;
            }
            catch (RefusedException refused) when (refused.Error.Code is ErrorCode.OldTreeAlive)
            {
                // The others can go on nevertheless.
                code = terminal.Refuse(refused.Error);
            }

            resumed++;
            exitCode = exitCode == ExitCode.Completed ? code : exitCode;
        }

        if (resumed == 0)
            TellNothing(terminal);
        return exitCode;
    }

    private static void TellNothing(Terminal terminal)
    {
        if (terminal.Json)
            terminal.Print(new RunList([]), json => json.RunList);
        else
            terminal.Out.WriteLine("There is nothing to resume.");
    }
}
