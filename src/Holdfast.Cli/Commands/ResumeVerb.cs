using System.CommandLine;
using Holdfast.Cli.Daemons;
using Holdfast.Cli.Settings;
using Holdfast.Protocol.Runs;

namespace Holdfast.Cli.Commands;

internal static class ResumeVerb
{
    public static Command Create()
    {
        var run = new Argument<string?>("RUN") { Description = "A run's number or id. Default: every run that was cut off.", Arity = ArgumentArity.ZeroOrOne };
        var jobs = RunVerb.JobsOption();
        return new Command("resume", "Stay with runs that were cut off and go on: what concluded stays. Takes up those that nobody drives.")
        {
            run, jobs, CommandAction.JsonOption(), RunVerb.QuietOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast resume
            holdfast resume 12
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var request = new RunResumeRequest { Jobs = parsed.GetValue(jobs) ?? SettingSet.Load().Jobs, Environment = ShellEnvironment.Read() };
            return parsed.GetValue(run) is { } reference
                ? (await ResumeOneAsync(terminal, reference, request, cancellationToken)).ExitCode
                : await ResumeAllAsync(terminal, request, cancellationToken);
        });
    }

    private static Task<Watched> ResumeOneAsync(Terminal terminal, string reference, RunResumeRequest request, CancellationToken cancellationToken) =>
        RunWatch.ToEndAsync(terminal, client => client.ResumeRunAsync(reference, request, cancellationToken), begins: false, request, cancellationToken);

    /// <returns>0 when all of them completed, else the exit code of the first that did not.</returns>
    private static async Task<int> ResumeAllAsync(Terminal terminal, RunResumeRequest request, CancellationToken cancellationToken)
    {
        // Asked again, the next daemon resumes nothing that goes on already.
        var resumed = await DaemonDoor.AskAgainAsync((client, _) => client.ResumeRunsAsync(request, cancellationToken), cancellationToken);
        var exitCode = ExitCode.Completed;
        foreach (var refused in resumed.Refused)
            exitCode = First(exitCode, terminal.Refuse(refused));
        foreach (var run in resumed.Runs)
        {
            var watched = await RunWatch.ToEndAsync(terminal, _ => Task.FromResult(run), begins: false, request, cancellationToken);
            // Who stops or leaves one run does not want to watch the next; that those go on makes it no success.
            if (watched.Signal is { } signal)
                return run == resumed.Runs[^1] ? watched.ExitCode : ExitCode.SignalBase + signal;
            exitCode = First(exitCode, watched.ExitCode);
        }

        if (resumed is { Runs.Count: 0, Refused.Count: 0 })
            TellNothing(terminal);
        return exitCode;
    }

    private static int First(int before, int code) => before == ExitCode.Completed ? code : before;

    private static void TellNothing(Terminal terminal)
    {
        if (terminal.Json)
            terminal.Print(new RunList([]), json => json.RunList);
        else
            terminal.Out.WriteLine("There is nothing to resume.");
    }
}
