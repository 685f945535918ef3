using System.Diagnostics;
using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Maintenance;
using Holdfast.Engine.Tests.Executions;
using Holdfast.Processes;

namespace Holdfast.Engine.Tests.Maintenance;

public sealed class CleanupTests
{
    private const int SigStop = 19;
    private const int SigContinue = 18;

    private static readonly BranchRule Week = new(Force: false, TimeSpan.FromDays(7));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Branches_InARepositoryOfAnotherDefault_DeletesTheMergedOldOnesOfOurs()
    {
        await using var home = await DeskHome.OpenAsync();
        using var git = new GitSample("stem");
        git.Branch("holdfast/merged", 20, merged: true);
        git.Branch("holdfast/unmerged", 20, merged: false);
        git.Branch("holdfast/fresh", 2, merged: true);
        git.Branch("holdfast/elsewhere", 20, merged: true);
        git.Branch("theirs", 20, merged: true);
        git.Git(git.Folder, "worktree", "add", "--quiet", git.Beside("tree"), "holdfast/elsewhere");
        git.Branch("holdfast/current", 20, merged: true);
        git.Git(git.Folder, "checkout", "--quiet", "holdfast/current");
        var request = new CleanupRequest { Branches = new BranchCleanupRequest(git.Folder, Week, "stem") };

        var results = await CleanUpAsync(home, request);
        var again = await CleanUpAsync(home, request);

        Assert.Equal([("holdfast/merged", CleanupOutcome.Done)], results.Select(result => (result.Step.Subject, result.Outcome)));
        Assert.Equal(["holdfast/current", "holdfast/elsewhere", "holdfast/fresh", "holdfast/unmerged", "stem", "theirs"], git.Branches);
        Assert.Empty(again);
    }

    [Fact]
    public async Task Branches_WithForce_DeletesTheUnmergedToo()
    {
        await using var home = await DeskHome.OpenAsync();
        using var git = new GitSample("stem");
        git.Branch("holdfast/unmerged", 20, merged: false);

        await CleanUpAsync(home, new CleanupRequest { Branches = new BranchCleanupRequest(git.Folder, Week with { Force = true }) });

        Assert.Equal(["stem"], git.Branches);
    }

    [Fact]
    public async Task Branches_InAClone_FollowTheRemotesDefault()
    {
        await using var home = await DeskHome.OpenAsync();
        using var git = new GitSample("release");
        git.Git(git.Folder, "clone", "--quiet", git.Folder, git.Beside("clone"));
        var clone = git.Beside("clone");
        git.Git(clone, "branch", "main");
        git.Git(clone, "branch", "holdfast/merged");

        var steps = await Cleanup(home).PlanAsync(new CleanupRequest { Branches = new BranchCleanupRequest(clone, Week with { Age = TimeSpan.Zero }) }, Ct);

        Assert.Equal("'release' has all of it.", Assert.Single(steps).Why);
    }

    [Fact]
    public async Task Branches_OfALivingExecution_StayWhateverIsForced()
    {
        await using var home = await DeskHome.OpenAsync();
        using var git = new GitSample("main");
        var execution = await home.StartUntilReadyAsync("READY; sleep 600");
        git.Branch(execution.Names.Branch, 20, merged: false);

        var step = Assert.Single(await Cleanup(home).PlanAsync(new CleanupRequest { Branches = new BranchCleanupRequest(git.Folder, Week with { Force = true }) }, Ct));

        Assert.Equal((false, $"Execution {execution.Number} works on it."), (step.Acts, step.Why));
    }

    [Fact]
    public async Task Branches_CheckedOutSinceThePlan_AreNotNeeded()
    {
        await using var home = await DeskHome.OpenAsync();
        using var git = new GitSample("main");
        git.Branch("holdfast/1", 20, merged: true);
        var request = new CleanupRequest { Branches = new BranchCleanupRequest(git.Folder, Week) };
        var plan = await Cleanup(home).PlanAsync(request, Ct);
        git.Git(git.Folder, "checkout", "--quiet", "holdfast/1");

        var result = Assert.Single(await Cleanup(home).CarryOutAsync(request, [.. plan], Ct).ToListAsync(Ct));

        Assert.Equal(CleanupOutcome.NotNeeded, result.Outcome);
        Assert.Contains("holdfast/1", git.Branches);
    }

    [Fact]
    public async Task Branches_WhereThereIsNoRepository_IsRefused()
    {
        await using var home = await DeskHome.OpenAsync();

        var refused = await Assert.ThrowsAsync<CleanupRefusedException>(() => Cleanup(home).PlanAsync(new CleanupRequest { Branches = new BranchCleanupRequest(home.Folder, Week) }, Ct));

        Assert.Equal("not_a_repository", refused.Code);
    }

    [Fact]
    public async Task Processes_OrphansOfOurs_AreEndedAndNobodyElses()
    {
        await using var home = await DeskHome.OpenAsync();
        var over = await home.EndOfAsync((await home.StartAsync(DeskHome.Shell("exit 0"))).Id);
        var ofAnotherHome = new ExecutionId(Guid.NewGuid());
        var living = await home.StartUntilReadyAsync(
            $"{ProcessMark.Variable}={over.Id} sleep 600 & {ProcessMark.Variable}={ofAnotherHome} sleep 600 & READY; sleep 600");
        var request = new CleanupRequest { Processes = new ExecutionRule(ExecutionRule.DefaultTimeout, TimeSpan.FromHours(2)) };

        var results = await CleanUpAsync(home, request);

        Assert.Equal([(over.Id.ToString(), CleanupOutcome.Done)], results.Select(result => (result.Step.Subject, result.Outcome)));
        Assert.True(results[0].Step.Bytes > 0);
        Assert.Empty(DeskHome.LivingOf(over.Id));
        Assert.Single(DeskHome.LivingOf(ofAnotherHome));
        Assert.Equal("processing", (await home.StoredAsync(living.Id)).StateWord);
    }

    [Fact]
    public async Task Executions_WhoseShimHangs_AreClosedWith124AndNothingIsLeft()
    {
        await using var home = await DeskHome.OpenAsync();
        var stuck = await home.StartUntilReadyAsync("READY; sleep 600");
        var fine = await home.StartUntilReadyAsync("READY; sleep 600");
        DeskHome.Signal(stuck.Shim!, SigStop);
        await File.WriteAllTextAsync(home.FolderOf(stuck.Id).Heartbeat, "1", Ct);

        var results = await CleanUpAsync(home, new CleanupRequest { Executions = new ExecutionRule(TimeSpan.FromSeconds(100), null) });

        Assert.Equal([(stuck.Id.ToString(), CleanupOutcome.Done)], results.Select(result => (result.Step.Subject, result.Outcome)));
        var closed = await home.StoredAsync(stuck.Id);
        Assert.Equal(("failed", 124), (closed.StateWord, closed.ExitCode));
        Assert.Equal(["Queued", "Started", "FoundDead", "Failed"], await home.EventsOfAsync(stuck.Id));
        Assert.Empty(DeskHome.LivingOf(stuck.Id));
        Assert.False(ProcessIdentities.IsAlive(stuck.Shim!));
        Assert.Equal("processing", (await home.StoredAsync(fine.Id)).StateWord);
    }

    [Fact]
    public async Task Executions_AfterTheMachineSlept_AreNotSilent()
    {
        await using var home = await DeskHome.OpenAsync();
        var fine = await home.StartUntilReadyAsync("READY; sleep 600");
        // Eight hours of sleep after its last beat: the boot-time clock went on, the other did not. A shim that hangs writes over nothing.
        DeskHome.Signal(fine.Shim!, SigStop);
        await File.WriteAllTextAsync(home.FolderOf(fine.Id).Heartbeat, $"1 {Stopwatch.GetTimestamp() * (1_000_000_000 / Stopwatch.Frequency):D20}\n", Ct);

        var results = await CleanUpAsync(home, new CleanupRequest { Executions = new ExecutionRule(TimeSpan.FromSeconds(100), null) });

        Assert.Empty(results);
        DeskHome.Signal(fine.Shim!, SigContinue);
        Assert.Equal("processing", (await home.StoredAsync(fine.Id)).StateWord);
    }

    [Fact]
    public async Task Executions_WhenTheClockIsSetForward_DoNotRunLonger()
    {
        var time = new ShiftedTime();
        await using var home = await DeskHome.OpenAsync(time: time);
        var fine = await home.StartUntilReadyAsync("READY; sleep 600");
        time.Ahead = TimeSpan.FromDays(2);

        var results = await CleanUpAsync(home, new CleanupRequest { Executions = new ExecutionRule(ExecutionRule.DefaultTimeout, TimeSpan.FromHours(2)) });

        Assert.Empty(results);
        Assert.Equal("processing", (await home.StoredAsync(fine.Id)).StateWord);
    }

    /// <summary>A wall clock that somebody sets.</summary>
    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }

    [Fact]
    public async Task Executions_RunningTooLong_AreEndedByTheirShimUnlessTheyMay()
    {
        await using var home = await DeskHome.OpenAsync();
        var usual = await home.StartUntilReadyAsync("READY; sleep 600");
        var unlimited = await home.StartUntilReadyAsync("READY; sleep 600", request => request with { Timeout = new TimeAllowance.Unlimited() });

        var results = await CleanUpAsync(home, new CleanupRequest { Executions = new ExecutionRule(TimeSpan.FromHours(1), TimeSpan.Zero) });

        Assert.Equal([(usual.Id.ToString(), CleanupOutcome.Done)], results.Select(result => (result.Step.Subject, result.Outcome)));
        var ended = await home.StoredAsync(usual.Id);
        Assert.Equal(("failed", 124), (ended.StateWord, ended.ExitCode));
        Assert.IsType<EndCause.WallTime>(ended.Cause);
        Assert.Empty(DeskHome.LivingOf(usual.Id));
        Assert.Equal("processing", (await home.StoredAsync(unlimited.Id)).StateWord);
    }

    [Fact]
    public async Task Folders_OldAndUnknown_GoAndAllOthersStay()
    {
        await using var home = await DeskHome.OpenAsync();
        var running = await home.StartUntilReadyAsync("READY; sleep 600");
        var over = await home.EndOfAsync((await home.StartAsync(DeskHome.Shell("echo out"))).Id);
        var shelf = Path.Combine(home.Folder, "executions", "v1", "ab");
        var unknown = Old(Path.Combine(shelf, "ab" + new string('1', 30)));
        var fresh = Directory.CreateDirectory(Path.Combine(shelf, "ab" + new string('2', 30))).FullName;
        var strange = Old(Path.Combine(shelf, "notes"));
        var dead = Old(Path.Combine(home.Folder, "work", $"1-1-{Guid.NewGuid():N}"));
        var question = Old(Path.Combine(home.Folder, "scratch", new string('4', 32)));
        var asked = Directory.CreateDirectory(Path.Combine(home.Folder, "scratch", new string('5', 32))).FullName;
        var outside = Old(Path.Combine(home.Folder, "precious"));
        var link = Path.Combine(shelf, "ab" + new string('3', 30));
        Directory.CreateSymbolicLink(link, outside);
        var request = new CleanupRequest { Folders = TimeSpan.Zero };

        var results = await CleanUpAsync(home, request);
        var again = await CleanUpAsync(home, request);

        Assert.Equal(
            new[] { unknown, home.FolderOf(over.Id).Path, dead, question }.Order(StringComparer.Ordinal),
            results.Where(result => result.Outcome is CleanupOutcome.Done).Select(result => result.Step.Subject).Order(StringComparer.Ordinal));
        Assert.All(new[] { asked, fresh, strange, outside, link, home.FolderOf(running.Id).Path }, folder => Assert.True(Directory.Exists(folder), folder));
        Assert.Empty(again);
    }

    [Fact]
    public async Task Folders_OfALaterRelease_StayAndKeepNoOtherFromBeingJudged()
    {
        await using var home = await DeskHome.OpenAsync();
        var shelf = Path.Combine(home.Folder, "executions", "v1", "ab");
        var later = Directory.CreateDirectory(Path.Combine(shelf, "ab" + new string('1', 30))).FullName;
        await File.WriteAllTextAsync(Path.Combine(later, "shim.json"), """{"format":99}""", Ct);
        Old(later);
        var unknown = Old(Path.Combine(shelf, "ab" + new string('2', 30)));
        var request = new CleanupRequest { Folders = TimeSpan.Zero };

        var plan = await Cleanup(home).PlanAsync(request, Ct);
        var results = await CleanUpAsync(home, request);

        Assert.Contains("has format 99", Assert.Single(plan, step => step.Subject == later).Why, StringComparison.Ordinal);
        Assert.Equal([(unknown, CleanupOutcome.Done)], results.Select(result => (result.Step.Subject, result.Outcome)));
        Assert.True(Directory.Exists(later));
    }

    [Fact]
    public async Task Folders_ThatAStoreMayKnowWhichWasReplaced_StayUntilItIsGone()
    {
        await using var home = await DeskHome.OpenAsync();
        var unknown = Old(Path.Combine(home.Folder, "executions", "v1", "ab", "ab" + new string('1', 30)));
        var replaced = Path.Combine(home.Folder, "store.db.replaced-20260301T120000");
        await File.WriteAllTextAsync(replaced, "", Ct);
        var request = new CleanupRequest { Folders = TimeSpan.Zero };

        Assert.Empty(await CleanUpAsync(home, request));
        File.Delete(replaced);
        Assert.Equal([unknown], (await CleanUpAsync(home, request)).Select(result => result.Step.Subject));
    }

    [Fact]
    public async Task Folders_ThatAreNoneOfOurs_AreNotRemovedWhoeverAsks()
    {
        await using var home = await DeskHome.OpenAsync();
        var precious = Old(Path.Combine(home.Folder, "precious"));
        var elsewhere = Old(Path.Combine(home.Folder, "executions", "v1", "cd", "ab" + new string('1', 30)));
        var asked = new[] { precious, elsewhere, $"{home.Folder}/executions/v1/ab/../../../precious" }
            .Select(path => new CleanupStep(CleanupKind.Folder, path, path, "remove it", "Because.")).ToList();

        var results = await Cleanup(home).CarryOutAsync(new CleanupRequest { Folders = TimeSpan.Zero }, asked, Ct).ToListAsync(Ct);

        Assert.All(results, result => Assert.Equal(CleanupOutcome.NotNeeded, result.Outcome));
        Assert.True(Directory.Exists(precious));
        Assert.True(Directory.Exists(elsewhere));
    }

    [Fact]
    public async Task Logs_BeyondThoseKept_GoAndTheOneBeingWrittenStays()
    {
        await using var home = await DeskHome.OpenAsync();
        var logs = Directory.CreateDirectory(Path.Combine(home.Folder, "logs")).FullName;
        foreach (var (name, days) in new[] { ("daemon.log", 9), ("daemon.log.1", 1), ("daemon.log.2", 2), ("daemon.log.mine", 9) })
        {
            await File.WriteAllTextAsync(Path.Combine(logs, name), "x", Ct);
            File.SetLastWriteTimeUtc(Path.Combine(logs, name), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-days));
        }

        await CleanUpAsync(home, new CleanupRequest { Logs = 1 });

        Assert.Equal(["daemon.log", "daemon.log.1", "daemon.log.mine"], Directory.GetFiles(logs).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private static Cleanup Cleanup(DeskHome home) => new(home.Home, home.Store, home.Desk, TimeProvider.System);

    private static async Task<List<CleanupResult>> CleanUpAsync(DeskHome home, CleanupRequest request)
    {
        var plan = await Cleanup(home).PlanAsync(request, Ct);
        return await Cleanup(home).CarryOutAsync(request, [.. plan.Where(step => step.Acts)], Ct).ToListAsync(Ct);
    }

    private static string Old(string folder)
    {
        Directory.CreateDirectory(folder);
        Directory.SetLastWriteTimeUtc(folder, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-60));
        return folder;
    }
}
