using System.Diagnostics;
using System.Runtime.InteropServices;
using Holdfast.Core.Executions;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;

namespace Holdfast.Bench;

/// <summary>How long a desk needs to take up what another left living, and how soon after an end that is durable.</summary>
internal static partial class AdoptBench
{
    private const int Openings = 5;

    // Of those that are ended one after another, to see how soon that is stored: two are beyond the 99th percentile.
    private const int Ends = 200;

    private const int Sigkill = 9;

    public static async Task RunAsync(int count)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-adopt-").FullName;
        var home = HoldfastHome.OpenAt(folder);
        var options = new ExecutionDeskOptions { Limit = count };
        try
        {
            await using var store = SqliteStore.Open(home.Store);
            await StartAsync(home, store, options, count);
            var took = new List<double>();
            for (var opening = 0; opening < Openings; opening++)
            {
                var began = Stopwatch.GetTimestamp();
                var desk = await ExecutionDesk.OpenAsync(home, store, TimeProvider.System, options, CancellationToken.None);
                took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                var living = desk.Open.Count(execution => execution.State is ExecutionState.Processing);
                if (living != count)
                    throw new InvalidOperationException($"{living} of {count} executions were adopted.");
                await desk.DisposeAsync();
            }

            Console.WriteLine($"{count} living executions adopted: {took.Order().ElementAt(Openings / 2):0} ms (first {took[0]:0}, longest {took.Max():0})");
            await EndAsync(home, store, options);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task StartAsync(HoldfastHome home, SqliteStore store, ExecutionDeskOptions options, int count)
    {
        await using var desk = await ExecutionDesk.OpenAsync(home, store, TimeProvider.System, options, CancellationToken.None);
        using var started = new CountdownEvent(count);
        desk.Changes += change =>
        {
            if (change.State is ExecutionState.Processing or ExecutionState.Failed)
                started.Signal();
        };
        var request = new ExecutionRequest { Arguments = ["sleep", "3600"], WorkingDirectory = "/" };
        for (var number = 0; number < count; number++)
            await desk.StartAsync(request, CancellationToken.None);
        started.Wait();
    }

    private static async Task EndAsync(HoldfastHome home, SqliteStore store, ExecutionDeskOptions options)
    {
        await using var desk = await ExecutionDesk.OpenAsync(home, store, TimeProvider.System, options, CancellationToken.None);
        var delays = new List<double>();
        foreach (var execution in desk.Open.Take(Ends).ToArray())
        {
            var process = execution.Process ?? throw new InvalidOperationException($"Execution {execution.Id} has no process.");
            var durable = desk.WaitAsync(execution.Id, CancellationToken.None);
            var killed = Stopwatch.GetTimestamp();
            if (Kill(process.Pid, Sigkill) != 0)
                throw new InvalidOperationException($"Process {process.Pid} could not be killed.");
            await durable;
            delays.Add(Stopwatch.GetElapsedTime(killed).TotalMilliseconds);
        }

        var sorted = delays.Order().ToArray();
        if (sorted.Length > 0)
            Console.WriteLine($"kill of the process to its durable end, {sorted.Length} times: median {sorted[sorted.Length / 2]:0.0} ms, p99 {sorted[(int)(sorted.Length * 0.99) - 1]:0.0} ms, longest {sorted[^1]:0.0} ms");
        await desk.CancelAllAsync("bench", immediate: true, until: null, CancellationToken.None);
        foreach (var execution in desk.Open)
            await desk.WaitAsync(execution.Id, CancellationToken.None);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
