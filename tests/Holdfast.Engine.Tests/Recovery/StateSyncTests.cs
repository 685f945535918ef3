using Holdfast.Core.Executions;
using Holdfast.Engine.Recovery;
using Holdfast.Engine.Tests.Executions;
using Holdfast.Processes;

namespace Holdfast.Engine.Tests.Recovery;

public sealed class StateSyncTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_OrphansOfOurs_AreEndedAndTheEndStaysAsItWas()
    {
        await using var home = await DeskHome.OpenAsync();
        var over = await home.EndOfAsync((await home.StartAsync(DeskHome.Shell("exit 3"))).Id);
        var ofAnotherHome = new ExecutionId(Guid.NewGuid());
        var living = await home.StartUntilReadyAsync(
            $"{ProcessMark.Variable}={over.Id} sleep 600 & {ProcessMark.Variable}={ofAnotherHome} sleep 600 & READY; sleep 600");

        var done = await new StateSync(home.Store, home.Desk).RunAsync(Ct);
        var again = await new StateSync(home.Store, home.Desk).RunAsync(Ct);

        Assert.Equal([(over.Id, 1, 0)], done.Orphans.Select(orphan => (orphan.Execution, orphan.Swept.Ended, orphan.Swept.Left)));
        Assert.Empty(DeskHome.LivingOf(over.Id));
        Assert.Equal(over, await home.StoredAsync(over.Id));
        Assert.Single(DeskHome.LivingOf(ofAnotherHome));
        Assert.NotEmpty(DeskHome.LivingOf(living.Id));
        Assert.Equal("processing", (await home.StoredAsync(living.Id)).StateWord);
        Assert.Empty(done.Closed);
        Assert.Empty(again.Orphans);
    }

    [Fact]
    public async Task Run_WhileShimsAreKilled_EachIsEndedOnceWhoeverSeesItFirst()
    {
        await using var home = await DeskHome.OpenAsync();
        var zombie = await home.StartUntilReadyAsync("READY; sleep 600");
        var fine = await home.StartUntilReadyAsync("READY; sleep 600");

        DeskHome.Signal(zombie.Shim!, DeskHome.Sigkill);
        await new StateSync(home.Store, home.Desk).RunAsync(Ct);
        var ended = await home.EndOfAsync(zombie.Id);

        Assert.Equal(("failed", 137), (ended.StateWord, ended.ExitCode));
        Assert.Equal(["Queued", "Started", "FoundDead", "Failed"], await home.EventsOfAsync(zombie.Id));
        Assert.Empty(DeskHome.LivingOf(zombie.Id));
        Assert.Equal("processing", (await home.StoredAsync(fine.Id)).StateWord);
    }
}
