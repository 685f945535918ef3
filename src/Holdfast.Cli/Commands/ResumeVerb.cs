using System.CommandLine;
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
                ? await ResumeOneAsync(host, terminal, reference, cancellationToken)
                : await ResumeAllAsync(host, terminal, cancellationToken);
        });
    }

    private static Task<int> ResumeOneAsync(InProcessHost host, Terminal terminal, string reference, CancellationToken cancellationToken) =>
        RunWatch.ToEndAsync(host, terminal, onUpdate => host.ResumeAsync(reference, onUpdate, cancellationToken), cancellationToken);

    /// <returns>0 when all of them completed, else the exit code of the first that did not.</returns>
    private static async Task<int> ResumeAllAsync(InProcessHost host, Terminal terminal, CancellationToken cancellationToken)
    {
        var cutOff = await host.CutOffAsync(cancellationToken);
        if (cutOff.Count == 0)
        {
            if (terminal.Json)
                terminal.Print(new RunList([]), json => json.RunList);
            else
                terminal.Out.WriteLine("There is nothing to resume.");
            return ExitCode.Completed;
        }

        var exitCode = ExitCode.Completed;
        foreach (var run in cutOff)
        {
            var code = await ResumeOneAsync(host, terminal, run.RunId.ToString(), cancellationToken);
            if (code > ExitCode.SignalBase)
                return code;
            exitCode = exitCode == ExitCode.Completed ? code : exitCode;
        }

        return exitCode;
    }
}
