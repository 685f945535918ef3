using Holdfast.Core.Maintenance;
using Holdfast.Engine.Completion;
using Holdfast.Engine.Maintenance;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Tests.Executions;
using Holdfast.Engine.Tests.Maintenance;
using Holdfast.Engine.Workspaces;

namespace Holdfast.Engine.Tests.Workspaces;

/// <summary>A repository whose settings name programs: git starts them when it is asked without care.</summary>
public sealed class GitSettingsTests : IDisposable
{
    private readonly GitSample sample = new("main");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Marker => sample.Beside("ran");

    public void Dispose() => sample.Dispose();

    [Fact]
    public async Task Question_AboutASignedCommit_StartsNoProgramToCheckIt()
    {
        SignACommit("main");
        Assert.True(RanBy(() => sample.Git(sample.Folder, "log", "-1")));
        var questions = new GitQuestions(ProcessEnvironment.OfThisProcess(), sample.Beside("scratch"), TimeProvider.System);

        var answer = await questions.AskAsync(sample.Folder, ["log", "-1", "--format=%s", "main", "--"], Ct);

        Assert.Equal(("signed\n", false), (answer.Output, File.Exists(Marker)));
    }

    [Fact]
    public async Task Question_WhoseAnswerIsElsewhere_DoesNotAskThere()
    {
        sample.Git(sample.Folder, "config", "extensions.partialClone", "origin");
        sample.Git(sample.Folder, "config", "remote.origin.promisor", "true");
        sample.Git(sample.Folder, "config", "remote.origin.url", sample.Folder);
        sample.Git(sample.Folder, "config", "remote.origin.uploadpack", WriteProgram("upload", "exit 1"));
        sample.Git(sample.Folder, "config", "protocol.allow", "always");
        var questions = new GitQuestions(ProcessEnvironment.OfThisProcess(), sample.Beside("scratch"), TimeProvider.System);
        var missing = new string('a', 40);
        Assert.True(RanBy(() => Assert.Throws<InvalidOperationException>(() => sample.Git(sample.Folder, "log", "-1", missing))));

        var answer = await questions.AskAsync(sample.Folder, ["log", "-1", missing], Ct);

        Assert.Equal((false, false), (answer.IsGood, File.Exists(Marker)));
    }

    [Fact]
    public async Task Cleanup_OfABranch_StartsNoProgramToCheckItsCommitsAndNoHook()
    {
        await using var home = await DeskHome.OpenAsync();
        sample.Branch("holdfast/old", 20, merged: false);
        sample.Git(sample.Folder, "checkout", "--quiet", "holdfast/old");
        SignACommit("holdfast/old");
        sample.Git(sample.Folder, "checkout", "--quiet", "main");
        Directory.CreateDirectory(Path.Combine(sample.Folder, ".git", "hooks"));
        File.Move(WriteProgram("hook", "exit 0"), Path.Combine(sample.Folder, ".git", "hooks", "reference-transaction"));
        Assert.True(RanBy(() => sample.Git(sample.Folder, "branch", "other")));
        var request = new CleanupRequest { Branches = new BranchCleanupRequest(sample.Folder, new BranchRule(Force: true, TimeSpan.Zero)) };
        var cleanup = new Cleanup(home.Home, home.Store, home.Desk, TimeProvider.System);

        var plan = await cleanup.PlanAsync(request, Ct);
        var results = await cleanup.CarryOutAsync(request, [.. plan.Where(step => step.Acts)], Ct).ToListAsync(Ct);

        Assert.Equal([("holdfast/old", CleanupOutcome.Done)], results.Select(result => (result.Step.Subject, result.Outcome)));
        Assert.False(File.Exists(Marker));
    }

    [Fact]
    public async Task Status_OfARepositoryThatIsWatched_StartsNoWatcher()
    {
        sample.Git(sample.Folder, "config", "core.fsmonitor", WriteProgram("watcher", "exit 1"));
        Assert.True(RanBy(() => sample.Git(sample.Folder, "status", "--porcelain")));

        var answer = await new Git(TimeProvider.System).AskAsync(sample.Folder, Ct, "status", "--porcelain", "--ignored");

        Assert.Equal((true, false), (answer.IsGood, File.Exists(Marker)));
    }

    // The same program signs and checks.
    private void SignACommit(string branch)
    {
        var program = WriteProgram(
            "gpg",
            """
            cat > /dev/null
            printf '\n[GNUPG:] SIG_CREATED \n' >&2
            printf -- '-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n'
            """);
        sample.Git(sample.Folder, "config", "gpg.program", program);
        sample.Git(sample.Folder, "config", "log.showSignature", "true");
        sample.Git(sample.Folder, "commit", "--quiet", "--allow-empty", "-S", "-m", "signed");
        File.Delete(Marker);
        Assert.Contains("gpgsig", sample.Git(sample.Folder, "cat-file", "commit", branch), StringComparison.Ordinal);
    }

    private string WriteProgram(string name, string script)
    {
        var path = sample.Beside(name);
        File.WriteAllText(path, $"#!/bin/sh\necho {name} >> '{Marker}'\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    // Shows that the trap is set: git, asked plainly, runs into it.
    private bool RanBy(Action ask)
    {
        ask();
        var ran = File.Exists(Marker);
        File.Delete(Marker);
        return ran;
    }
}
