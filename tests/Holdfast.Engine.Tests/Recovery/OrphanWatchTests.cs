using System.Threading.Channels;
using Holdfast.Core.Executions;
using Holdfast.Engine.Recovery;
using Holdfast.Engine.Tests.Executions;
using Holdfast.Processes;

namespace Holdfast.Engine.Tests.Recovery;

public sealed class OrphanWatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ended_WithAProcessOfItsMarkStartedSince_EndsThatAndNothingElse()
    {
        await using var home = await DeskHome.OpenAsync();
        var time = new SteppedTime();
        var found = Channel.CreateUnbounded<(ExecutionId Execution, SweepResult Swept)>();
        var faults = new List<Exception>();
        await using var watch = new OrphanWatch(home.Desk, time, (execution, swept) => found.Writer.TryWrite((execution, swept)), faults.Add);
        var over = await home.EndOfAsync((await home.StartAsync(DeskHome.Shell("exit 3"))).Id);
        var ofAnotherHome = new ExecutionId(Guid.NewGuid());
        var living = await home.StartUntilReadyAsync(
            $"{ProcessMark.Variable}={over.Id} sleep 600 & {ProcessMark.Variable}={ofAnotherHome} sleep 600 & READY; sleep 600");
        await DeskHome.EventuallyAsync("a look that waits for its time", () => time.Waiting > 0);

        time.Advance(OrphanWatch.LooksAfter);
        var ended = await found.Reader.ReadAsync(Ct).AsTask().WaitAsync(Patience, Ct);

        Assert.Equal((over.Id, 1, 0), (ended.Execution, ended.Swept.Ended, ended.Swept.Left));
        Assert.Empty(DeskHome.LivingOf(over.Id));
        Assert.Equal(over, await home.StoredAsync(over.Id));
        Assert.Single(DeskHome.LivingOf(ofAnotherHome));
        Assert.NotEmpty(DeskHome.LivingOf(living.Id));
        Assert.Empty(faults);
    }

    [Fact]
    public void LooksAfter_AnEnd_IsWithinFiveSeconds() => Assert.InRange(OrphanWatch.LooksAfter, TimeSpan.Zero, TimeSpan.FromSeconds(5));
}
