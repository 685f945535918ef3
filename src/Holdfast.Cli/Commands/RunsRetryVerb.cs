using System.CommandLine;
using Holdfast.Cli.Settings;
using Holdfast.Protocol;
using Holdfast.Protocol.Runs;

namespace Holdfast.Cli.Commands;

internal static class RunsRetryVerb
{
    public static Command Create()
    {
        var run = RunsVerbs.RunArgument();
        var atoms = new Option<string[]>("--atom")
        {
            Description = "Run this atom again although it succeeded, and what needs it. May be given again.", HelpName = "KEY", DefaultValueFactory = _ => [],
        };
        var code = new Option<string?>("--code") { Description = "With this file's code instead of the plan's, for the one --atom named.", HelpName = "FILE" };
        var failed = new Option<bool>("--failed") { Description = "Only what failed, and what needs it; not what was cancelled or never reached." };
        var detach = new Option<bool>("--detach", "-d") { Description = "Return at once; the run goes on." };
        var jobs = RunVerb.JobsOption();
        return new Command("retry", "Try an ended run again: a new run that takes over every success.")
        {
            run, atoms, code, failed, jobs, detach, CommandAction.JsonOption(), RunVerb.QuietOption(), CommandAction.NoColorOption(),
        }.WithExamples(
            """
            holdfast runs retry 12
            holdfast runs retry 12 --atom sum --code sum.py
            holdfast runs retry 12 --failed --json
            """).Does(async (parsed, terminal, cancellationToken) =>
        {
            var keys = parsed.GetRequiredValue(atoms);
            var reference = parsed.GetRequiredValue(run);
            var request = new RunRetryRequest
            {
                RunId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
                Atoms = keys,
                Code = await ReadCodeAsync(parsed.GetValue(code), keys, cancellationToken),
                OnlyFailed = parsed.GetValue(failed),
                Jobs = parsed.GetValue(jobs) ?? SettingSet.Load().Jobs,
                Environment = ShellEnvironment.Read(),
            };
            return parsed.GetValue(detach)
                ? await RunWatch.DetachedAsync(terminal, client => client.RetryRunAsync(reference, request, cancellationToken), cancellationToken)
                : (await RunWatch.ToEndAsync(
                    terminal, client => client.RetryRunAsync(reference, request, cancellationToken), begins: true,
                    new RunResumeRequest { Jobs = request.Jobs, Environment = request.Environment }, cancellationToken)).ExitCode;
        });
    }

    private static async Task<NewCode?> ReadCodeAsync(string? file, string[] keys, CancellationToken cancellationToken)
    {
        if (file is null)
            return null;
        if (keys is not [var key])
            throw new RefusedException(new Error(ErrorCode.Usage, "--code replaces the code of one atom: name it with one --atom.", "holdfast runs retry --help"));
        try
        {
            return new NewCode(key, file, await File.ReadAllTextAsync(file, cancellationToken));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Error(ErrorCode.Usage, $"'{file}' cannot be read: {fault.Message}"));
        }
    }
}
