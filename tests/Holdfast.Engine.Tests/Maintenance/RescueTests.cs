using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Maintenance;
using Holdfast.Engine.Recovery;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Tests.Executions;
using Holdfast.Processes;

namespace Holdfast.Engine.Tests.Maintenance;

public sealed class RescueTests
{
    private const int SigStop = 19;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TakeVitals_OfATree_CountsAllOfItAndWhatItUses()
    {
        await using var home = await DeskHome.OpenAsync();
        // In a session of its own and without the mark: it is of the tree by descent.
        var busy = await home.StartUntilReadyAsync($"setsid env -u {ProcessMark.Variable} sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; READY; exec sleep 600' & wait");

        var vitals = Assert.Single(home.Desk.TakeVitals());

        Assert.Equal((busy.Id, HealthCondition.Healthy), (vitals.Execution.Id, vitals.Health.Condition));
        Assert.Equal(2, vitals.Usage.Processes);
        Assert.True(vitals.Usage.CpuTime > TimeSpan.Zero, vitals.ToString());
        Assert.True(vitals.Usage.MemoryBytes > 0, vitals.ToString());
    }

    [Fact]
    public async Task TakeVitals_WhereAShimDoesNotReap_SaysZombieOfTheKernelAndItIsEndedOnlyByAPerson()
    {
        await using var home = await DeskHome.OpenAsync();
        var stuck = await home.StartUntilReadyAsync("READY; exec sleep 600");
        DeskHome.Signal(stuck.Shim!, SigStop);
        DeskHome.Signal(stuck.Process!, DeskHome.Sigkill);
        await DeskHome.EventuallyAsync("a zombie", () => ProcessIdentities.StandingOf(stuck.Process!) is ProcessStanding.Zombie);

        var vitals = home.Desk.TakeVitals(stuck.Id)!;
        var synced = await new StateSync(home.Store, home.Desk).RunAsync(Ct);

        Assert.Equal((HealthCondition.Zombie, true), (vitals.Health.Condition, vitals.Health.IsUnhealthy));
        Assert.Contains("zombie of the kernel", vitals.Health.Detail, StringComparison.Ordinal);
        Assert.Equal((0, 1), (vitals.Usage.Processes, vitals.Usage.Zombies));
        Assert.Empty(synced.Closed);
        Assert.Equal((137, "failed"), (await new Rescue(home.Desk).KillZombieAsync(stuck, "me", asking: default, Ct), await home.StoredAsync(stuck.Id)) switch
        {
            ({ Left: 0 }, var closed) => (closed.ExitCode, closed.StateWord),
            var other => throw new InvalidOperationException($"It was not ended: {other}."),
        });
    }

    [Fact]
    public async Task TakeVitals_WhereAProcessDoesNotReapItsChild_CountsTheZombieAndIsHealthy()
    {
        await using var home = await DeskHome.OpenAsync();
        var running = await home.StartUntilReadyAsync("sh -c 'sleep 0.1 & exec sleep 600' & READY; wait");
        await DeskHome.EventuallyAsync("a zombie in its tree", () => home.Desk.TakeVitals(running.Id)!.Usage.Zombies > 0);

        Assert.Equal(HealthCondition.Healthy, home.Desk.TakeVitals(running.Id)!.Health.Condition);
    }

    [Fact]
    public async Task Reset_OneWhoseShimHangs_EndsAllOfItAndWritesItsEnd()
    {
        await using var home = await DeskHome.OpenAsync(new ExecutionDeskOptions { Limit = 64, Liveness = LivenessPolicy.Default with { HeartbeatTimeout = TimeSpan.FromSeconds(1) } });
        var stuck = await home.StartUntilReadyAsync("READY; sleep 600");
        DeskHome.Signal(stuck.Shim!, SigStop);
        await File.WriteAllTextAsync(home.FolderOf(stuck.Id).Heartbeat, "1", Ct);
        Assert.Equal(HealthCondition.Silent, home.Desk.TakeVitals(stuck.Id)!.Health.Condition);

        var closed = await new Rescue(home.Desk).ResetAsync(stuck, "me", force: false, asking: default, Ct);

        Assert.Equal(("failed", 137), (closed!.StateWord, closed.ExitCode));
        Assert.Equal(["Queued", "Started", "FoundDead", "Failed"], await home.EventsOfAsync(stuck.Id));
        Assert.Empty(DeskHome.LivingOf(stuck.Id));
        Assert.False(ProcessIdentities.IsAlive(stuck.Shim!));
    }

    [Fact]
    public async Task Reset_OneThatIsFine_IsDoneOnlyWithForce()
    {
        await using var home = await DeskHome.OpenAsync();
        var fine = await home.StartUntilReadyAsync("READY; sleep 600");

        var refused = await new Rescue(home.Desk).ResetAsync(fine, "me", force: false, asking: default, Ct);
        Assert.Null(refused);
        Assert.Equal("processing", (await home.StoredAsync(fine.Id)).StateWord);

        var closed = await new Rescue(home.Desk).ResetAsync(fine, "me", force: true, asking: default, Ct);
        Assert.Equal(new EndCause.Lost("It was reset by me."), closed!.Cause);
        Assert.Empty(DeskHome.LivingOf(fine.Id));
    }

    [Fact]
    public async Task Reset_OneThatEnded_ChangesNothing()
    {
        await using var home = await DeskHome.OpenAsync();
        var over = await home.EndOfAsync((await home.StartAsync(DeskHome.Shell("exit 3"))).Id);

        Assert.Equal(over, await new Rescue(home.Desk).ResetAsync(over, "me", force: true, asking: default, Ct));
        Assert.Equal(over, await home.StoredAsync(over.Id));
    }

    [Fact]
    public async Task Reset_OneThatWaits_IsDoneOnlyWithForceAndItNeverStarts()
    {
        await using var home = await DeskHome.OpenAsync();
        await home.Desk.PauseQueueAsync(null, "me");
        var waiting = await home.StartAsync(DeskHome.Shell("true"));

        Assert.Null(await new Rescue(home.Desk).ResetAsync(waiting, "me", force: false, asking: default, Ct));
        var closed = await new Rescue(home.Desk).ResetAsync(waiting, "me", force: true, asking: default, Ct);
        await home.Desk.ResumeQueueAsync(null, "me");

        Assert.Equal(("failed", 125), (closed!.StateWord, closed.ExitCode));
        Assert.Equal(["Queued", "Failed"], await home.EventsOfAsync(waiting.Id));
        Assert.Equal(0, home.Desk.ShowQueue(10).Waiting);
    }

    [Fact]
    public async Task KillZombie_OfOneThatIsOver_EndsWhatIsLeftAndNothingElse()
    {
        await using var home = await DeskHome.OpenAsync();
        var over = await home.EndOfAsync((await home.StartAsync(DeskHome.Shell("exit 0"))).Id);
        var living = await home.StartUntilReadyAsync($"{ProcessMark.Variable}={over.Id} sleep 600 & READY; sleep 600");

        var swept = await new Rescue(home.Desk).KillZombieAsync(over, "me", asking: default, Ct);
        var again = await new Rescue(home.Desk).KillZombieAsync(over, "me", asking: default, Ct);

        Assert.Equal((1, 0), (swept!.Ended, swept.Left));
        Assert.Equal((0, 0), (again!.Ended, again.Left));
        Assert.Empty(DeskHome.LivingOf(over.Id));
        Assert.Equal(over, await home.StoredAsync(over.Id));
        Assert.NotEmpty(DeskHome.LivingOf(living.Id));
    }

    [Fact]
    public async Task Rescue_OfOneThatEndedSinceItWasSeen_IsRefusedToWhoCares()
    {
        await using var home = await DeskHome.OpenAsync();
        var seen = await home.StartUntilReadyAsync("READY; sleep 600");
        await home.Desk.CancelAsync(seen.Id, "me", immediate: true, Ct);
        var over = await home.EndOfAsync(seen.Id);

        var rescue = new Rescue(home.Desk);

        Assert.Null(await rescue.ResetAsync(seen, "me", force: true, new Asking(seen.Version), Ct));
        Assert.Null(await rescue.KillZombieAsync(seen, "me", new Asking(seen.Version), Ct));
        Assert.Equal(over, await rescue.ResetAsync(seen, "me", force: true, asking: default, Ct));
    }

    [Fact]
    public async Task KillZombie_OfOneWhoseShimLives_IsRefused()
    {
        await using var home = await DeskHome.OpenAsync();
        var fine = await home.StartUntilReadyAsync("READY; sleep 600");

        Assert.Null(await new Rescue(home.Desk).KillZombieAsync(fine, "me", asking: default, Ct));
        Assert.NotEmpty(DeskHome.LivingOf(fine.Id));
    }
}
