using Holdfast.Core.Completion;
using Holdfast.Core.Executions;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Recovery;
using static Holdfast.Engine.Tests.Executions.DeskHome;

namespace Holdfast.Engine.Tests.Executions;

/// <summary>A night of unattended work, in little time: executions that hang, crash, go quiet, lie, and lose their shims, more of them than there is room for.</summary>
public sealed class NightTests
{
    /// <summary>How many of each of the six kinds.</summary>
    private static int Each => Environment.GetEnvironmentVariable("HOLDFAST_FULL") == "1" ? 50 : 6;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Night_OfAllKinds_EndsWithEachInItsRightStateAndNobodyLeft()
    {
        await using var home = await OpenAsync(new ExecutionDeskOptions { Limit = 12, Grace = TimeSpan.FromMilliseconds(500) });
        var marker = new CompletionOrder { Kinds = [EvidenceKind.Marker] };
        (string Kind, ExecutionRequest Request, string State, int Code)[] kinds =
        [
            ("fine", Shell("echo done"), "completed", 0),
            ("crashes", Shell("kill -SEGV $$"), "failed", 139),
            ("hangs", Shell("trap '' TERM; sleep 600 & wait; sleep 600") with { Timeout = new TimeAllowance.Exactly(TimeSpan.FromSeconds(1)) }, "failed", 124),
            ("goes quiet", Shell("echo once; sleep 600") with { Stall = TimeSpan.FromSeconds(1) }, "failed", 124),
            ("lies", Shell("echo '{\"status\":\"failed\"}' > $HOLDFAST_MARKER; echo all done") with { Completion = marker }, "failed", 1),
            ("loses its shim", Shell("setsid sleep 600 & sleep 600"), "failed", 137),
        ];
        var asked = new List<(StoredAs Expected, ExecutionId Id)>();
        for (var round = 0; round < Each; round++)
        {
            foreach (var (kind, request, state, code) in kinds)
                asked.Add((new StoredAs(kind, state, code), (await home.StartAsync(request with { Name = kind })).Id));
        }

        foreach (var (_, id) in asked.Where(one => one.Expected.Kind == "loses its shim"))
        {
            // As soon as it runs; those that wait have to have room first.
            var running = await Eventually(async () => await home.StoredAsync(id) is { State: ExecutionState.Processing } now ? now : null);
            Signal(running.Shim!, Sigkill);
        }

        var ended = new List<StoredAs>();
        foreach (var (expected, id) in asked)
        {
            var one = await home.EndOfAsync(id);
            ended.Add(new StoredAs(expected.Kind, one.StateWord, one.ExitCode));
        }

        var left = await new StateSync(home.Store, home.Desk).RunAsync(Ct);

        Assert.Equal(asked.Select(one => one.Expected), ended);
        foreach (var (_, id) in asked.Where(one => one.Expected.Kind == "goes quiet"))
            Assert.Equal(["Queued", "Started", "Suspected", "Failed"], await home.EventsOfAsync(id));
        Assert.Equal((0, 0), (home.Desk.ShowQueue(10).Waiting, home.Desk.ShowQueue(10).UnderWay));
        Assert.Empty(home.Desk.TakeVitals());
        Assert.Empty(asked.SelectMany(one => LivingOf(one.Id)));
        Assert.Empty(left.Orphans);
        Assert.Empty(left.Closed);
    }

    private static async Task<Storage.StoredExecution> Eventually(Func<Task<Storage.StoredExecution?>> look)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromMinutes(5));
        while (true)
        {
            if (await look() is { } seen)
                return seen;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    private sealed record StoredAs(string Kind, string State, int? Code);
}
