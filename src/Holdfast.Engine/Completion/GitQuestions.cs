using Holdfast.Core.Completion;
using Holdfast.Core.Executions;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Workspaces;

namespace Holdfast.Engine.Completion;

/// <param name="Errors">Empty where git simply said no.</param>
internal sealed record GitAnswer(bool IsGood, string Output, string Errors);

/// <summary>Asks git; never changes a repository, and never runs a program that one names.</summary>
/// <param name="scratch">A folder of our own that need not exist.</param>
internal sealed class GitQuestions(ProcessEnvironment host, string scratch, TimeProvider time)
{
    private readonly OneShot oneShot = new(time);

    public async Task<GitAnswer> AskAsync(string folder, IReadOnlyList<string> question, CancellationToken cancellationToken)
    {
        if (ProgramSearch.OnPath("git", host.Base["PATH"]).FirstOrDefault() is not { } program)
            return new GitAnswer(false, "", "there is no program 'git' on PATH.");
        // Looking must not wait for the locks of who works there, nor make any.
        var environment = GitSettings.OfflineIn(host);
        (environment["GIT_OPTIONAL_LOCKS"], environment["LC_ALL"]) = ("0", "C");
        var answers = Path.Combine(scratch, Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(answers);
            var answer = await oneShot.RunAsync([program, .. GitSettings.Options, "-C", folder, .. question], environment, answers, cancellationToken);
            return new GitAnswer(answer.IsGood, answer.Output, answer.IsGood ? "" : answer.Errors + (answer.Cause is EndCause.Exited ? "" : $"git did not end by itself ({answer.Cause})."));
        }
        catch (Exception unable) when (unable is IOException or UnauthorizedAccessException)
        {
            return new GitAnswer(false, "", unable.Message);
        }
        finally
        {
            if (Directory.Exists(answers))
                Directory.Delete(answers, recursive: true);
        }
    }

    /// <summary>Where a repository stands now.</summary>
    /// <returns>Or why it cannot be told.</returns>
    public async Task<(GitBaseline? Baseline, string? Fault)> StandAsync(string folder, CancellationToken cancellationToken)
    {
        var place = await AskAsync(folder, ["rev-parse", "--absolute-git-dir"], cancellationToken);
        if (!place.IsGood)
            return (null, place.Errors.Trim());
        var commit = await AskAsync(folder, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], cancellationToken);
        var branch = await AskAsync(folder, ["symbolic-ref", "--quiet", "HEAD"], cancellationToken);
        return (new GitBaseline(commit.IsGood ? commit.Output.Trim() : null, branch.IsGood ? branch.Output.Trim() : null, place.Output.Trim()), null);
    }
}
