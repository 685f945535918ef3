using System.Diagnostics;
using System.Globalization;
using Holdfast.Protocol.Tasks;

namespace Holdfast.Bench.Serving;

/// <summary>Lists of many tasks, over HTTP: the newest, some filtered, and one page after another.</summary>
internal static class ListBench
{
    private const int Together = 64;
    private const int Looks = 500;
    private const int Page = 50;

    public static async Task RunAsync(int tasks)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-bench-").FullName;
        try
        {
            await using var daemon = await BenchDaemon.StartAsync(folder);
            var left = tasks;
            await Task.WhenAll(Enumerable.Range(0, Together).Select(async _ =>
            {
                while (Interlocked.Decrement(ref left) is >= 0 and var number)
                    await daemon.Client.CreateTaskAsync(new TaskRequest { Title = string.Create(CultureInfo.InvariantCulture, $"Task {number} of {tasks}"), Priority = number % 5 }, CancellationToken.None);
            }));
            await MeasureAsync("the newest", () => new TaskFilter(Page));
            await MeasureAsync("of two states", () => new TaskFilter(Page, Statuses: [TaskPhase.Todo, TaskPhase.Failed]));
            await MeasureAsync("of a state that none is in", () => new TaskFilter(Page, Statuses: [TaskPhase.Done]));
            await MeasureAsync("with a word in the title", () => new TaskFilter(Page, Search: "77 of"));
            await MeasureAsync("by priority", () => new TaskFilter(Page, Sort: TaskSort.Priority));
            string? cursor = null;
            await MeasureAsync("page by page", () => new TaskFilter(Page, Cursor: cursor), list => cursor = list.NextCursor);

            async Task MeasureAsync(string what, Func<TaskFilter> filter, Action<TaskList>? taken = null)
            {
                // The first compiles what it needs.
                await daemon.Client.ListTasksAsync(filter(), CancellationToken.None);
                var latencies = new Latencies();
                for (var look = 0; look < Looks; look++)
                {
                    var began = Stopwatch.GetTimestamp();
                    var list = await daemon.Client.ListTasksAsync(filter(), CancellationToken.None);
                    latencies.Add(began);
                    taken?.Invoke(list);
                }

                Console.WriteLine($"{tasks} tasks, {what}: {latencies}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
