using Holdfast.Core.Executions;
using Holdfast.Core.Runs;
using Holdfast.Engine.Runs;
using Holdfast.Processes;

namespace Holdfast.Engine.Tests.Runs;

public sealed class DispatcherTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WriterHome home = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => home.DisposeAsync();

    [Fact]
    public async Task LimitTo_UpAndDownWithShortAttempts_StoresWhatThePlacesTake()
    {
        await using var dispatcher = new Dispatcher(1, _ => Task.CompletedTask);
        var run = await home.CreateAsync(dispatcher, ShortTurns());

        // What is under way in a place, and eight ahead.
        Assert.Equal(9, Reserve(dispatcher, run));
        dispatcher.LimitTo(3);
        Assert.Equal(18, Reserve(dispatcher, run));
        dispatcher.LimitTo(1);
        for (var left = 27; left > 9; left--)
        {
            Assert.Equal(0, Reserve(dispatcher, run));
            dispatcher.Release();
        }

        Assert.Equal(0, Reserve(dispatcher, run));
        dispatcher.Release();
        Assert.Equal(1, Reserve(dispatcher, run));
    }

    [Fact]
    public async Task TryReserve_AnotherRunHasShortAttempts_IsNoMoreThanItsOwnPaceAllows()
    {
        await using var dispatcher = new Dispatcher(1, _ => Task.CompletedTask);
        _ = await home.CreateAsync(dispatcher, ShortTurns());
        var slow = await home.CreateAsync(dispatcher, new RunTurns(1));

        Assert.Equal(2, Reserve(dispatcher, slow));
    }

    [Fact]
    public async Task TryReserve_ARunOfLongAttemptsWaits_TheOneOfShortOnesStoresNoMoreAheadThanThat()
    {
        await using var dispatcher = new Dispatcher(1, _ => Task.CompletedTask);
        var quick = await home.CreateAsync(dispatcher, ShortTurns());
        var slow = await home.CreateAsync(dispatcher, new RunTurns(1));
        Assert.Equal(9, Reserve(dispatcher, quick));
        Assert.Equal(0, Reserve(dispatcher, slow));

        for (var left = 9; left > 2; left--)
        {
            dispatcher.Release();
            Assert.Equal(0, Reserve(dispatcher, quick));
        }

        dispatcher.Release();
        Assert.Equal(1, Reserve(dispatcher, quick) + Reserve(dispatcher, slow));
    }

    [Fact]
    public async Task Release_TwoRunsWait_EachHasItsTurnThoughTheOtherAsksFirst()
    {
        await using var dispatcher = new Dispatcher(1, _ => Task.CompletedTask);
        var first = await home.CreateAsync(dispatcher, new RunTurns(1));
        var second = await home.CreateAsync(dispatcher, new RunTurns(1));
        Assert.Equal(2, Reserve(dispatcher, first));
        Assert.Equal(0, Reserve(dispatcher, second));
        var got = new List<int>();

        for (var ended = 0; ended < 6; ended++)
        {
            dispatcher.Release();
            // Who ends an attempt asks before the other wakes.
            got.Add(Reserve(dispatcher, first) - Reserve(dispatcher, second));
        }

        Assert.Equal([1, -1, 1, -1, 1, -1], got);
    }

    [Fact]
    public async Task Leave_APlaceIsKeptForIt_IsTheOthers()
    {
        await using var dispatcher = new Dispatcher(1, _ => Task.CompletedTask);
        var first = await home.CreateAsync(dispatcher, new RunTurns(1));
        var second = await home.CreateAsync(dispatcher, new RunTurns(1));
        Assert.Equal(2, Reserve(dispatcher, first, 2));
        Assert.Equal(0, Reserve(dispatcher, second));
        dispatcher.Release();
        Assert.Equal(0, Reserve(dispatcher, first));

        dispatcher.Leave(second);

        Assert.Equal(1, Reserve(dispatcher, first));
    }

    [Fact]
    public async Task TwoRuns_RoomForOne_BothGoOn()
    {
        const int Many = 200;
        const int Few = 20;
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var order = new List<RunId>();
        await using var dispatcher = new Dispatcher(1, async launch =>
        {
            await open.Task;
            lock (order)
                order.Add(launch.Run.Id);
            Run(launch);
        });
        var longOne = await BeginAsync(dispatcher, Many);
        var shortOne = await BeginAsync(dispatcher, Few);

        open.SetResult();
        await Task.WhenAll(longOne.Driven, shortOne.Driven).WaitAsync(Patience, Ct);

        Assert.Equal((Many, Few), (order.Count(run => run == longOne.Run), order.Count(run => run == shortOne.Run)));
        Assert.InRange(order.LastIndexOf(shortOne.Run), 0, Many - 1);
    }

    [Fact]
    public async Task Launches_NeverRan_TeachNoPace()
    {
        await using var dispatcher = new Dispatcher(1, launch =>
        {
            launch.TryGiveUp(new EndCause.CancelledBy("anna"));
            launch.TryStart(() => throw new InvalidOperationException("It was given up."));
            return Task.CompletedTask;
        });
        var turns = new RunTurns(1);

        await RunAsync(dispatcher, turns, launches: 40);

        Assert.Equal(1, turns.AheadPerPlace);
    }

    [Fact]
    public async Task Launches_OfOneRunAreShort_TeachItAloneThePace()
    {
        await using var dispatcher = new Dispatcher(1, launch =>
        {
            Run(launch);
            return Task.CompletedTask;
        });
        var (turns, others) = (new RunTurns(1), new RunTurns(1));

        // Short or not is up to the machine; of 40 that do nothing at all the last 16 are.
        await RunAsync(dispatcher, turns, launches: 40);

        Assert.InRange(turns.AheadPerPlace, 2, StartsAhead.MostPerPlace);
        Assert.Equal(1, others.AheadPerPlace);
    }

    [Fact]
    public async Task Launch_Throws_TheNextHasItsPlaceAndWhoClosesIsTold()
    {
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isFirst = true;
        var dispatcher = new Dispatcher(1, _ =>
        {
            if (isFirst)
            {
                isFirst = false;
                throw new InvalidDataException("nobody expected this");
            }

            ran.SetResult();
            return Task.CompletedTask;
        });
        var turns = new RunTurns(1);

        dispatcher.Enqueue(home.NewLaunch(dispatcher, turns));
        dispatcher.Enqueue(home.NewLaunch(dispatcher, turns));

        await ran.Task.WaitAsync(Patience, Ct);
        await dispatcher.CloseAsync(new EndCause.Lost("The test is over.", Begun: false)).WaitAsync(Patience, Ct);
        var told = await Assert.ThrowsAsync<InvalidDataException>(async () => await dispatcher.DisposeAsync());
        Assert.Equal("nobody expected this", told.Message);
    }

    private static RunTurns ShortTurns()
    {
        var turns = new RunTurns(1000);
        for (var ended = 0; ended < 40; ended++)
            turns.NoteTaken(TimeSpan.FromMilliseconds(1));
        return turns;
    }

    private static int Reserve(Dispatcher dispatcher, RunWriter run, int most = 1000)
    {
        var places = 0;
        while (places < most && dispatcher.TryReserve(run))
            places++;
        return places;
    }

    private static void Run(Launch launch)
    {
        var now = TimeProvider.System.GetUtcNow();
        launch.TryStart(() => new ProcessStart.Started(ProcessIdentities.Current, now));
        launch.Report(new ExecutionReport(new ExecutionEnding { Cause = new EndCause.Exited(0), StartedAt = now, EndedAt = now, Duration = TimeSpan.Zero }));
    }

    private async Task RunAsync(Dispatcher dispatcher, RunTurns turns, int launches)
    {
        for (var launch = 0; launch < launches; launch++)
            dispatcher.Enqueue(home.NewLaunch(dispatcher, turns));
        await UntilIdleAsync(dispatcher);
        await dispatcher.CloseAsync(new EndCause.Lost("The test is over.", Begun: false)).WaitAsync(Patience, Ct);
    }

    private static async Task UntilIdleAsync(Dispatcher dispatcher)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Patience);
        while (dispatcher.UnderWay.Count > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Begun, and waiting for places or in them.</summary>
    private async Task<(RunId Run, Task Driven)> BeginAsync(Dispatcher dispatcher, int atoms)
    {
        var writer = await home.CreateAsync(dispatcher, new RunTurns(1000), atoms);
        writer.Post(RunCommand.Begin.Instance);
        var driven = writer.DriveAsync([], []);
        // It has asked for places by the time what it decided first is told.
        await writer.LookAsync(_ => { }).WaitAsync(Patience, Ct);
        return (writer.Run, driven);
    }
}
