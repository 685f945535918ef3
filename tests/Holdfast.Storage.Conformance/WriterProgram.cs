using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Storage.Sqlite;

namespace Holdfast.Storage.Conformance;

/// <summary>A process of its own that appends to a store. The n-th event of a run says n, so that a reader can tell what is missing.</summary>
internal static partial class WriterProgram
{
    public const string Append = "append";
    public const string AppendUntilSyncFails = "append-until-sync-fails";
    public const string CompactWhileSyncFails = "compact-while-sync-fails";

    public const string CreateExecutions = "create-executions";

    private const int Sigkill = 9;

    public static Plan Plan { get; } = SamplePlans.Wide(1, "written");

    public static RunEvent EventNumber(int number) => new RunEvent.WaveStarted(DateTimeOffset.UnixEpoch.AddMicroseconds(number), number);

    /// <summary>
    /// Each task has a run of its own. A line of the log, <c>run number</c>, is written for what is acknowledged; the last one,
    /// <c>longest milliseconds</c>, when all is done.
    /// </summary>
    /// <param name="killAfter">Acknowledgements after which the process kills itself at some moment; 0 for never.</param>
    public static async Task<int> AppendAsync(string path, string log, int tasks, int appends, int killAfter)
    {
        await using var store = SqliteStore.Open(path);
        // Straight to the kernel: what is written there outlives the process.
        using var acknowledged = new FileStream(log, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var gate = new Lock();
        var total = 0;
        var longest = TimeSpan.Zero;
        await Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => Task.Run(AppendToARunAsync)));
        Write($"longest {longest.TotalMilliseconds:0}");
        return 0;

        async Task AppendToARunAsync()
        {
            var run = await RunDriver.CreateAsync(store, Plan, CancellationToken.None);
            for (var number = 1; number <= appends; number++)
            {
                var start = Stopwatch.GetTimestamp();
                await store.AppendAsync(new RunAppend(run.Id, 1, Plan, [EventNumber(number)]), CancellationToken.None);
                var taken = Stopwatch.GetElapsedTime(start);
                lock (gate)
                {
                    longest = taken > longest ? taken : longest;
                    Write($"{run.Id} {number}");
                    if (++total == killAfter)
                        ThreadPool.UnsafeQueueUserWorkItem(_ => KillMyself(), null);
                }
            }
        }

        void Write(string line) => acknowledged.Write(Encoding.ASCII.GetBytes(line + "\n"));
    }

    /// <returns>0 when the store said that it failed, and kept saying so.</returns>
    public static Task<int> AppendUntilSyncFailsAsync(string path, string trigger)
    {
        const int Soon = 1_000;
        return UntilSyncFailsAsync(path, trigger, async (store, run) =>
        {
            for (var number = 1; number <= Soon; number++)
                await store.AppendAsync(new RunAppend(run, 1, Plan, [EventNumber(number)]), CancellationToken.None);
        });
    }

    /// <summary>There is nothing to compact: what fails is to work off the log after it.</summary>
    /// <returns>As above.</returns>
    public static Task<int> CompactWhileSyncFailsAsync(string path, string trigger)
    {
        const double Never = 2;
        return UntilSyncFailsAsync(path, trigger, (store, _) => store.CompactAsync(Never, long.MaxValue, CancellationToken.None));
    }

    private static async Task<int> UntilSyncFailsAsync(string path, string trigger, Func<SqliteStore, RunId, Task> work)
    {
        await using var store = SqliteStore.Open(path);
        var run = await RunDriver.CreateAsync(store, Plan, CancellationToken.None);
        await File.WriteAllTextAsync(trigger, "");
        try
        {
            await work(store, run.Id);
            await Console.Error.WriteLineAsync("Nothing failed.");
            return 1;
        }
        catch (StoreFailedException failed)
        {
            await Console.Error.WriteLineAsync(failed.Message);
        }

        // The disk works again, but what it lost is lost.
        File.Delete(trigger);
        try
        {
            await store.AppendAsync(new RunAppend(run.Id, 1, Plan, [EventNumber(1)]), CancellationToken.None);
            await Console.Error.WriteLineAsync("An append after the failure was taken.");
            return 1;
        }
        catch (StoreFailedException)
        {
            return 0;
        }
    }

    /// <summary>All at the same microsecond, as far as their ids and times can tell.</summary>
    public static async Task<int> CreateExecutionsAsync(string path, int executions)
    {
        await using var store = SqliteStore.Open(path);
        var created = await Task.WhenAll(Enumerable.Range(0, executions).Select(_ => store.CreateExecutionAsync(
            new NewExecution(
                new ExecutionId(Guid.CreateVersion7(SameMoment)), new ExecutionOrder { Arguments = ["true"], WorkingDirectory = "/" },
                new Dictionary<string, string>(), SameMoment),
            CancellationToken.None)));
        foreach (var execution in created)
            Console.WriteLine($"{execution.Number} {execution.Id} {execution.Names.Branch} {execution.Names.Folder} {execution.Names.Session}");
        return 0;
    }

    private static readonly DateTimeOffset SameMoment = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What a log says: the last acknowledged number of each run.</summary>
    public static Dictionary<RunId, int> ReadLog(string log)
    {
        var last = new Dictionary<RunId, int>();
        foreach (var line in File.ReadLines(log).Where(line => !line.StartsWith("longest", StringComparison.Ordinal)))
        {
            var parts = line.Split(' ');
            last[new RunId(Guid.Parse(parts[0]))] = int.Parse(parts[1], CultureInfo.InvariantCulture);
        }

        return last;
    }

    private static void KillMyself() => _ = Kill(Environment.ProcessId, Sigkill);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
