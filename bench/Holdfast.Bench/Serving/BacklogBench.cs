using System.Diagnostics;
using System.Globalization;
using Holdfast.Engine.Storage;

namespace Holdfast.Bench.Serving;

/// <summary>Every event of a store that has many, read over HTTP by one who begins at the first: how many a second, and what that keeps in memory.</summary>
internal static class BacklogBench
{
    private const int EventsPerAtom = 5;

    public static async Task RunAsync(int events)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-bench-").FullName;
        try
        {
            var home = HoldfastHome.OpenAt(folder);
            var newest = await StoreBench.FillAsync(home.Store, events / EventsPerAtom);
            GC.Collect();
            await using var daemon = await BenchDaemon.StartAsync(folder);
            var before = Environment.WorkingSet;
            var (read, most, last, faults) = (0L, before, 0L, 0L);
            var began = Stopwatch.GetTimestamp();
            await SseReader.ReadIdsAsync(
                daemon.Http, "/api/events?after=0",
                id =>
                {
                    faults += id == last + 1 ? 0 : 1;
                    last = id;
                    if (++read % 10_000 == 0)
                        most = Math.Max(most, Environment.WorkingSet);
                    return id < newest;
                },
                connected: null, CancellationToken.None);
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{read:#,0} events read as a stream in {seconds:0.0} s: {read / seconds:#,0}/s, {faults} missing or twice; resident memory {before >> 20} MiB before, {most >> 20} MiB at the most"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
