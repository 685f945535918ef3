using System.Diagnostics;
using System.Globalization;
using Holdfast.Core.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Protocol.Executions;
using Holdfast.Protocol.Queueing;
using ExecutionRequest = Holdfast.Protocol.Executions.ExecutionRequest;

namespace Holdfast.Bench.Serving;

/// <summary>
/// How soon an execution is accepted, durably, over HTTP: beside the store alone with as many waiters, at a steady rate, and how soon after the
/// answer the process starts. Client and daemon share this process and its cores.
/// </summary>
internal static class AnswerBench
{
    private const int Connections = 64;
    private const int PerSecond = 200;
    private const int SteadySeconds = 20;
    private const int Starts = 100;

    private static readonly ExecutionRequest Request = new() { Command = ["/bin/true"], WorkingDirectory = "/", Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" } };

    public static async Task RunAsync(int requests)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-bench-").FullName;
        try
        {
            var alone = await StoreAloneAsync(Path.Combine(folder, "store.db"), requests);
            Print($"intents stored, the store alone, {Connections} waiters", alone, "/s", "");
            await using var daemon = await BenchDaemon.StartAsync(Path.Combine(folder, "home"));
            await MeasureStartsAsync(daemon);
            await daemon.Client.PauseQueueAsync(new QueueRequest("bench"), CancellationToken.None);
            // The first requests compile what they need.
            await TogetherAsync(requests / 10, () => daemon.Client.StartExecutionAsync(Request, CancellationToken.None));
            var served = await TogetherAsync(requests, () => daemon.Client.StartExecutionAsync(Request, CancellationToken.None));
            Print($"accepted over HTTP, {Connections} connections, queue paused", served, "/s", $"{served / alone:0.00} of the store alone");
            Console.WriteLine($"accepted at {PerSecond}/s for {SteadySeconds} s: {await SteadyAsync(daemon)}");
            await daemon.Client.CancelAllExecutionsAsync(new CancelRequest("bench", Immediate: true), CancellationToken.None);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> StoreAloneAsync(string path, int times)
    {
        await using var store = SqliteStore.Open(path);
        var order = new ExecutionOrder { Arguments = ["/bin/true"], WorkingDirectory = "/" };
        return await TogetherAsync(times, async () =>
        {
            var now = TimeProvider.System.GetUtcNow();
            await store.CreateExecutionAsync(new NewExecution(new ExecutionId(Guid.CreateVersion7(now)), order, Request.Environment, now), CancellationToken.None);
        });
    }

    private static async Task<double> TogetherAsync(int times, Func<Task> ask)
    {
        var left = times;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await ask();
        }));
        return times / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    // Asked for when its turn is, whether or not those before it were answered: what waits is counted as waiting.
    private static async Task<Latencies> SteadyAsync(BenchDaemon daemon)
    {
        var latencies = new Latencies();
        var asked = new List<Task>();
        using var turns = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond));
        for (var number = 0; number < PerSecond * SteadySeconds; number++)
        {
            await turns.WaitForNextTickAsync();
            asked.Add(AskAsync());
        }

        await Task.WhenAll(asked);
        return latencies;

        async Task AskAsync()
        {
            var began = Stopwatch.GetTimestamp();
            await daemon.Client.StartExecutionAsync(Request, CancellationToken.None);
            latencies.Add(began);
        }
    }

    private static async Task MeasureStartsAsync(BenchDaemon daemon)
    {
        var latencies = new Latencies();
        for (var number = 0; number < Starts; number++)
        {
            var accepted = await daemon.Client.StartExecutionAsync(Request, CancellationToken.None);
            var answered = TimeProvider.System.GetUtcNow();
            var ended = await daemon.Client.WaitExecutionAsync(accepted.Id.ToString(), CancellationToken.None);
            var after = ended.StartedAt!.Value - answered;
            latencies.Add(after > TimeSpan.Zero ? after : TimeSpan.Zero);
        }

        Console.WriteLine($"the process starts after the answer, one at a time: {latencies}");
    }

    private static void Print(string what, double figure, string unit, string beside) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {figure:#,0}{unit}{(beside.Length > 0 ? $" ({beside})" : "")}"));
}
