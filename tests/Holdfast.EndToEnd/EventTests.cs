using Holdfast.Protocol;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Events;
using Holdfast.Protocol.Tasks;

namespace Holdfast.EndToEnd;

public sealed class EventTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DaemonDesk daemon = new();

    private Desk Desk => daemon.Desk;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => daemon.DisposeAsync();

    /// <summary>More than lies in a socket between daemon and reader: the slow one is behind when its daemon is killed.</summary>
    private const int Many = 3_000;

    // One reads what comes, the other one event a second until the worst is over; both go on behind their last id at whichever daemon there is.
    [Fact]
    public async Task Daemon_KilledTwiceUnderTwoReaders_TheirIdsAreTheStoredSequence()
    {
        await CreateAsync("first");
        var last = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var quick = FollowAsync(TimeSpan.Zero, last.Task);
        var slow = FollowAsync(TimeSpan.FromSeconds(1), last.Task);
        using (var http = new HoldfastClient(DaemonFile.SocketIn(Desk.Home), "test"))
            await Parallel.ForEachAsync(Enumerable.Range(0, Many), Ct, async (number, stop) => await http.CreateTaskAsync(new TaskRequest { Title = $"{number}" }, stop));

        for (var round = 0; round < 2; round++)
        {
            await Desk.HoldfastAsync("task", "create", $"Works {round}", "--execute", "--", "sh", "-c", "echo '{\"type\":\"agent_message\",\"text\":\"Hello.\"}'; sleep 0.2");
            await daemon.KillDaemonAsync();
            await CreateAsync($"after {round}");
        }

        await Desk.HoldfastAsync("task", "watch", $"{Many + 2}");
        await Desk.HoldfastAsync("task", "watch", $"{Many + 4}");
        await CreateAsync("last");
        using var client = new HoldfastClient(DaemonFile.SocketIn(Desk.Home), "test");
        var stored = (await client.ReadEventsAsync(new EventFilter(), 10_000, Ct)).Events;
        last.SetResult(stored[^1].Id);

        Assert.InRange(stored.Count, Many, 9_999);
        Assert.Equal(stored.Select(each => (each.Id, each.Type)), await quick.WaitAsync(Patience, Ct));
        Assert.Equal(stored.Select(each => (each.Id, each.Type)), await slow.WaitAsync(Patience, Ct));
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(id => (long)id), stored.Select(each => each.Id));
        Assert.Contains("agent.message", stored.Select(each => each.Type));
    }

    private async Task CreateAsync(string title) => Assert.Equal(0, (await Desk.HoldfastAsync("task", "create", title)).ExitCode);

    private async Task<List<(long Id, string Type)>> FollowAsync(TimeSpan pause, Task<long> last)
    {
        var seen = new List<(long Id, string Type)>();
        while (true)
        {
            using var client = new HoldfastClient(DaemonFile.SocketIn(Desk.Home), "test");
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            _ = last.ContinueWith(_ => IsWhole() ? enough.CancelAsync() : Task.CompletedTask, Ct, TaskContinuationOptions.None, TaskScheduler.Default);
            try
            {
                await foreach (var happened in client.FollowEventsAsync(new EventFilter(After: seen is [.., var (id, _)] ? id : 0), enough.Token))
                {
                    lock (seen)
                        seen.Add((happened.Id, happened.Type));
                    if (IsWhole())
                        return seen;
                    if (pause > TimeSpan.Zero)
                        await Task.WhenAny(last, Task.Delay(pause, Ct));
                }
            }
            catch (OperationCanceledException) when (enough.IsCancellationRequested && !Ct.IsCancellationRequested)
            {
                return seen;
            }
            catch (RefusedException gone) when (gone.Error.Code == ErrorCode.DaemonUnreachable)
            {
                // Until the next command has started another.
                await Task.Delay(TimeSpan.FromMilliseconds(50), Ct);
            }
        }

        bool IsWhole()
        {
            lock (seen)
                return last.IsCompletedSuccessfully && seen is [.., var (newest, _)] && newest >= last.Result;
        }
    }
}
