using Holdfast.Core.Completion;
using Holdfast.Core.Executions;
using Holdfast.Engine.Completion;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Tests.Executions;

/// <summary>Verdicts on real processes, by what they really leave behind.</summary>
public class CompletionTests
{
    private static readonly CompletionOrder Marker = new() { Kinds = [EvidenceKind.Marker] };
    private static readonly ExecutionDeskOptions EndsWhatRunsOn = new() { Limit = 8, RunOn = TimeSpan.FromMilliseconds(100) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task End_OfAPlainCommand_IsJudgedByItsExitCodeAlone()
    {
        await using var home = await DeskHome.OpenAsync();

        var good = await home.EndOfAsync((await home.StartAsync(DeskHome.Shell("echo 'error: NOT READY'"))).Id);
        var bad = await home.EndOfAsync((await home.StartAsync(DeskHome.Shell("echo SUCCESS; exit 3"))).Id);

        Assert.Equal((ExecutionStatus.Completed, "exit_code", 0), (good.State.Status, good.Verdict?.Rule, good.ExitCode));
        Assert.Equal((ExecutionStatus.Failed, "exit_code", 3), (bad.State.Status, bad.Verdict?.Rule, bad.ExitCode));
    }

    [Fact]
    public async Task End_CrashedAfterItsMarker_IsCompletedWithAllEvidence()
    {
        await using var home = await DeskHome.OpenAsync();

        var execution = await home.StartAsync(DeskHome.Shell("""echo '{"status":"completed"}' > "$HOLDFAST_MARKER"; exit 7""") with { Completion = Marker });
        var ended = await home.EndOfAsync(execution.Id);

        Assert.Equal((ExecutionStatus.Completed, new EndCause.Exited(7), 0), (ended.State.Status, ended.Cause, ended.ExitCode));
        Assert.Equal(
            [(EvidenceKind.Marker, EvidenceLeaning.For), (EvidenceKind.Exit, EvidenceLeaning.Against)],
            ended.Verdict!.Evidence.Select(seen => (seen.Kind, seen.Leaning)));
        Assert.Equal(ended, await home.StoredAsync(execution.Id));
    }

    [Fact]
    public async Task Verdict_QuotingASecret_HidesIt()
    {
        await using var home = await DeskHome.OpenAsync();
        var secret = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(secret, "hush-hush", Ct);
            var request = DeskHome.Shell("""printf '{"status":"failed","summary":"%s was refused"}' $TOKEN > "$HOLDFAST_MARKER"; echo "FAILED: $TOKEN was refused"; exit 1""") with
            {
                Completion = Marker with { Kinds = [EvidenceKind.Marker, EvidenceKind.Pattern] },
                Secrets = [new SecretVariable("TOKEN", new Core.Plans.SecretReference(null, secret))],
            };

            var ended = await home.EndOfAsync((await home.StartAsync(request)).Id);

            var told = string.Join('\n', ended.Verdict!.Evidence.Select(seen => seen.Detail).Prepend(ended.Verdict.Reason));
            Assert.DoesNotContain("hush-hush", told, StringComparison.Ordinal);
            Assert.Contains("*** was refused", told, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(secret);
        }
    }

    [Fact]
    public async Task End_ClaimsWithoutItsMarker_IsFailedThoughItExitsWithZero()
    {
        await using var home = await DeskHome.OpenAsync();

        var ended = await home.EndOfAsync((await home.StartAsync(DeskHome.Shell("echo 'All tasks completed successfully!'") with { Completion = Marker })).Id);

        Assert.Equal((ExecutionStatus.Failed, "deed_missing", 1), (ended.State.Status, ended.Verdict?.Rule, ended.ExitCode));
    }

    [Fact]
    public async Task End_WithHalfAnEmojiInItsMarker_IsReadAllTheSame()
    {
        await using var home = await DeskHome.OpenAsync();

        var execution = await home.StartAsync(
            DeskHome.Shell("""printf '{"status":"completed","summary":"all green \\ud83d"}' > $HOLDFAST_MARKER""") with { Completion = Marker });
        var ended = await home.EndOfAsync(execution.Id);

        Assert.Equal((ExecutionStatus.Completed, "deed"), (ended.State.Status, ended.Verdict?.Rule));
        Assert.Contains(ended.Verdict!.Evidence, seen => seen.Detail.Contains(@"all green \ud83d", StringComparison.Ordinal));
    }

    [Fact]
    public async Task End_CommitsThatTryToLookLikeOthers_AreJudgedWithoutHarm()
    {
        await using var home = await DeskHome.OpenAsync();
        var repository = Directory.CreateDirectory(Path.Combine(home.Folder, "repository")).FullName;
        Assert.True((await new GitQuestions(ProcessEnvironment.OfThisProcess(), Path.Combine(home.Folder, "git"), TimeProvider.System).AskAsync(repository, ["init", "--quiet"], Ct)).IsGood);

        var execution = await home.StartAsync(DeskHome.Shell("""
            export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
            git commit -q --allow-empty -m "$(printf 'odd \036x\037y\037z\037w')"
            GIT_COMMITTER_DATE='@253402300800 +0000' git commit -q --allow-empty -m 'of the year 10000'
            """) with { WorkingDirectory = repository, Completion = new CompletionOrder { Kinds = [EvidenceKind.Git] } });
        var ended = await home.EndOfAsync(execution.Id);

        Assert.Equal(ExecutionStatus.Failed, ended.State.Status);
        Assert.False(home.Desk.Fault.IsCompleted);
    }

    [Fact]
    public async Task Marker_OfOneThatRunsOn_EndsItGracefullyAndItIsCompleted()
    {
        await using var home = await DeskHome.OpenAsync(EndsWhatRunsOn);

        var execution = await home.StartAsync(
            DeskHome.Shell("""trap 'echo bye; exit 0' TERM; : > "$HOLDFAST_MARKER"; while :; do sleep 1; done""") with { Completion = Marker, Timeout = new TimeAllowance.Unlimited() });
        var ended = await home.EndOfAsync(execution.Id);

        Assert.Equal((ExecutionStatus.Completed, "deed", 0), (ended.State.Status, ended.Verdict?.Rule, ended.ExitCode));
        Assert.Contains(ended.Verdict!.Evidence, seen => seen is { Kind: EvidenceKind.Exit });
        Assert.EndsWith("bye\n", home.OutputOf(execution.Id), StringComparison.Ordinal);
        Assert.Equal(["Queued", "Started", "FoundCompleted", "Completed"], await home.EventsOfAsync(execution.Id));
        Assert.Empty(DeskHome.LivingOf(execution.Id));
    }

    [Fact]
    public async Task Marker_ThatSaysFailed_LeavesItRunning()
    {
        await using var home = await DeskHome.OpenAsync(EndsWhatRunsOn);
        var execution = await home.StartAsync(home.WithGate(DeskHome.Shell(
            """echo '{"status":"in_progress"}' > "$HOLDFAST_MARKER"; read go < "$GATE"; echo '{"status":"done"}' > "$HOLDFAST_MARKER"; exec sleep 1000""")) with
        { Completion = Marker });

        await home.OpenGateAsync();
        var ended = await home.EndOfAsync(execution.Id);

        Assert.Contains("'done'", ended.Verdict!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Phases_ThatAreAllDone_EndWhatRunsOn()
    {
        await using var home = await DeskHome.OpenAsync(EndsWhatRunsOn);
        const string script =
            """
            echo '{"phases":["code","test"]}' > "$HOLDFAST_PHASES"
            echo '{"phase":"code","status":"done"}' >> "$HOLDFAST_PHASES"
            echo '{"phase":"test","status":"done"}' >> "$HOLDFAST_PHASES"
            exec sleep 1000
            """;

        var ended = await home.EndOfAsync((await home.StartAsync(DeskHome.Shell(script) with { Completion = new CompletionOrder { Kinds = [EvidenceKind.Phases] } })).Id);

        Assert.Equal((ExecutionStatus.Completed, "All 2 phases are done."), (ended.State.Status, ended.Verdict?.Reason));
    }

    [Fact]
    public async Task Git_CommitWithTheTrailer_EndsWhatRunsOnAndOlderOnesDoNot()
    {
        await using var home = await DeskHome.OpenAsync(EndsWhatRunsOn);
        var work = Directory.CreateDirectory(Path.Combine(home.Folder, "work")).FullName;
        var git = new GitQuestions(ProcessEnvironment.OfThisProcess(), Path.Combine(home.Folder, "git"), TimeProvider.System);
        Assert.True((await git.AskAsync(work, ["init", "--quiet"], Ct)).IsGood);
        Assert.True((await git.AskAsync(work, ["-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "--quiet", "--allow-empty", "-m", "Old\n\nHoldfast-Status: completed"], Ct)).IsGood);
        var byGit = new CompletionOrder { Kinds = [EvidenceKind.Git] };

        var idle = await home.EndOfAsync((await home.StartAsync(DeskHome.Shell("exit 0") with { WorkingDirectory = work, Completion = byGit })).Id);
        var busy = await home.EndOfAsync((await home.StartAsync(
            DeskHome.Shell("git -c user.name=a -c user.email=a@b.c commit -q --allow-empty -m 'New' -m 'Holdfast-Status: completed'; exec sleep 1000") with
            { WorkingDirectory = work, Completion = byGit })).Id);

        Assert.Equal((ExecutionStatus.Failed, "deed_missing"), (idle.State.Status, idle.Verdict?.Rule));
        Assert.Equal((ExecutionStatus.Completed, "deed"), (busy.State.Status, busy.Verdict?.Rule));
    }

    [Fact]
    public async Task Start_ByCommitsOutsideOfARepository_IsRefused()
    {
        await using var home = await DeskHome.OpenAsync();

        var start = await home.Desk.StartAsync(DeskHome.Shell("true") with { Completion = new CompletionOrder { Kinds = [EvidenceKind.Git] } }, Ct);

        Assert.Equal("repository_missing", Assert.IsType<ExecutionStart.Refused>(start).Code);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(?=x)")]
    [InlineData("")]
    public async Task Start_WithAPatternThatIsNone_IsRefused(string pattern)
    {
        await using var home = await DeskHome.OpenAsync();

        var start = await home.Desk.StartAsync(DeskHome.Shell("true") with { Completion = new CompletionOrder { Kinds = [EvidenceKind.Pattern], Patterns = [pattern] } }, Ct);

        Assert.Equal("pattern_invalid", Assert.IsType<ExecutionStart.Refused>(start).Code);
    }

    [Fact]
    public async Task End_LostAfterItsMarker_IsCompleted()
    {
        await using var home = await DeskHome.OpenAsync();
        var execution = await home.StartUntilReadyAsync(""": > "$HOLDFAST_MARKER"; READY; exec sleep 1000""", request => request with { Completion = Marker });

        await DeskHome.KillAsync(execution.Shim!);
        var ended = await home.EndOfAsync(execution.Id);

        Assert.Equal((ExecutionStatus.Completed, 0), (ended.State.Status, ended.ExitCode));
        Assert.IsType<EndCause.Lost>(ended.Cause);
        Assert.Empty(DeskHome.LivingOf(execution.Id));
    }

    // The old desk died before it could see the marker: the next one finds it, and ends what runs on.
    [Fact]
    public async Task Marker_WrittenWhileNobodyLooked_IsFoundByTheNextDesk()
    {
        await using var home = await DeskHome.OpenAsync(EndsWhatRunsOn with { RunOn = TimeSpan.FromHours(1) });
        var execution = await home.StartUntilReadyAsync(""": > "$HOLDFAST_MARKER"; READY; exec sleep 1000""", request => request with { Completion = Marker });
        await home.CloseDeskAsync();

        home.Options = EndsWhatRunsOn;
        await home.OpenDeskAsync();
        var ended = await home.EndOfAsync(execution.Id);

        Assert.Equal((ExecutionStatus.Completed, "deed"), (ended.State.Status, ended.Verdict?.Rule));
    }

    [Fact]
    public async Task Marker_ThatIsAFifo_IsNotWaitedForAndProvesNothing()
    {
        await using var home = await DeskHome.OpenAsync(EndsWhatRunsOn);

        var ended = await home.EndOfAsync((await home.StartAsync(DeskHome.Shell("mkfifo \"$HOLDFAST_MARKER\"") with { Completion = Marker })).Id);

        Assert.Equal(ExecutionStatus.Failed, ended.State.Status);
        Assert.Contains(ended.Verdict!.Evidence, seen => seen is { Kind: EvidenceKind.Marker, Leaning: EvidenceLeaning.Against });
    }
}
