using System.Diagnostics;
using System.Globalization;
using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Maintenance;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;

namespace Holdfast.Bench;

/// <summary>
/// What many executions that are over cost: the store beside the data it holds before and after retention, and how long listing the
/// newest takes. Live data is what the same rows take in a store that is written anew, without a page to spare.
/// </summary>
internal static class RetentionBench
{
    private const int Together = 512;
    private const int Listed = 20;
    private const int Looks = 50;

    public static async Task RunAsync(int executions)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-bench-").FullName;
        try
        {
            var home = HoldfastHome.OpenAt(folder);
            var start = Stopwatch.GetTimestamp();
            await using (var store = SqliteStore.Open(home.Store))
            {
                await FillAsync(store, executions);
                Print("executions stored that are over", executions / Stopwatch.GetElapsedTime(start).TotalSeconds, "/s");
                await ListAsync(store, "exec list, all of them kept");

                await using var desk = await ExecutionDesk.OpenAsync(home, store, TimeProvider.System, new ExecutionDeskOptions { Limit = 1 }, CancellationToken.None);
                await CollectAsync(home, store, desk, keep: executions / 2, "half of them kept");
                await ListAsync(store, "exec list, half of them kept");
                await CollectAsync(home, store, desk, keep: executions / 2, "again");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task FillAsync(SqliteStore store, int executions)
    {
        var next = 0;
        var began = TimeProvider.System.GetUtcNow();
        await Task.WhenAll(Enumerable.Range(0, Together).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var number && number <= executions)
                await EndOneAsync(store, number, began);
        }));
    }

    // As one of usual size is stored: a name, a few arguments, a key, and the variables that are dropped at its start.
    private static async Task EndOneAsync(SqliteStore store, int number, DateTimeOffset at)
    {
        var order = new ExecutionOrder
        {
            Name = $"job-{number}", Arguments = ["/usr/bin/make", "-C", "/srv/project", $"target-{number}"], WorkingDirectory = "/srv/project", Keys = ["repository:project"],
        };
        var id = new ExecutionId(Guid.CreateVersion7(at.AddMilliseconds(number)));
        var environment = new Dictionary<string, string> { ["PATH"] = "/usr/local/bin:/usr/bin:/bin" };
        await store.CreateExecutionAsync(new NewExecution(id, order, environment, at), CancellationToken.None);
        var boot = new Guid("0f9b3f0a-6c1d-4a58-9d0e-5f7a3c2b1a00");
        var ending = new ExecutionEnding { Cause = new EndCause.Exited(number % 7 == 0 ? 1 : 0), StartedAt = at, EndedAt = at, Duration = TimeSpan.FromSeconds(3), OutputBytes = 1000 };
        await store.AppendExecutionAsync(
            id, 0, [new ExecutionEvent.Started(at, new ProcessIdentity(70, 700, boot), new ProcessIdentity(71, 710, boot), at)], intent: null, CancellationToken.None);
        await store.AppendExecutionAsync(
            id, 1, [number % 7 == 0 ? new ExecutionEvent.Failed(at, ending) : new ExecutionEvent.Completed(at, ending)], intent: null, CancellationToken.None);
    }

    private static async Task CollectAsync(HoldfastHome home, SqliteStore store, ExecutionDesk desk, int keep, string what)
    {
        var start = Stopwatch.GetTimestamp();
        using var garbage = new GarbageCollection(home, store, desk, new RetentionRule(TimeSpan.FromDays(30), keep), TimeProvider.System);
        var done = await garbage.RunAsync(CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var live = LiveBytes(home.Store);
        Print($"gc, {what}", seconds, "s", string.Create(
            CultureInfo.InvariantCulture,
            $"{done.Executions:#,0} removed; {done.Before.FileBytes >> 20:#,0} MiB to {done.After.FileBytes >> 20:#,0} MiB, {(double)done.After.FileBytes / live:0.00} of its live data"));
    }

    // A copy is written without a page to spare.
    private static long LiveBytes(string store)
    {
        var copy = store + ".live";
        StoreCare.BackUp(store, copy);
        var bytes = new FileInfo(copy).Length;
        File.Delete(copy);
        return bytes;
    }

    private static async Task ListAsync(SqliteStore store, string what)
    {
        var times = new List<double>();
        for (var look = 0; look < Looks; look++)
        {
            var start = Stopwatch.GetTimestamp();
            await store.ListExecutionsAsync(new ExecutionFilter(Listed), CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        Print(what, times[Looks / 2], "ms", string.Create(CultureInfo.InvariantCulture, $"the slowest of {Looks}: {times[^1]:0.0} ms"));
        await ListAsync(store, $"{what}, of a state that none has", [ExecutionStatus.Cancelled]);
        await ListAsync(store, $"{what}, of a state that few have", [ExecutionStatus.Failed]);
        await ListAsync(store, $"{what}, of every state", Enum.GetValues<ExecutionStatus>());
    }

    // The first look is the one that counts: whoever lists has just come.
    private static async Task ListAsync(SqliteStore store, string what, ExecutionStatus[] states)
    {
        var start = Stopwatch.GetTimestamp();
        await store.ListExecutionsAsync(new ExecutionFilter(Listed, states), CancellationToken.None);
        Print(what, Stopwatch.GetElapsedTime(start).TotalMilliseconds, "ms");
    }

    private static void Print(string what, double value, string unit, string? note = null) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-58} {value,12:#,0.0} {unit}{(note is null ? "" : $"   ({note})")}"));
}
