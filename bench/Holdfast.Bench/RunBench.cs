using System.Diagnostics;
using System.Globalization;
using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Plans;
using Holdfast.Engine.Runs;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage.Sqlite;
using Holdfast.Processes;

namespace Holdfast.Bench;

/// <summary>Whole runs: real store, real processes, every transition durable.</summary>
internal static class RunBench
{
    private static readonly AtomSettings OneTry = new() { Retries = 0 };

    /// <summary>N times <c>/bin/true</c>, eager, as many at a time as asked.</summary>
    public static Task CommandsAsync(string[] arguments) =>
        RunAsync(MakePlan(Number(arguments, 0, 10_000), Command), jobs: Number(arguments, 1, 2));

    /// <summary>N fresh Python atoms of the code in the file given, eager.</summary>
    public static async Task PythonAsync(string[] arguments)
    {
        var code = arguments.Length > 2 ? await File.ReadAllTextAsync(arguments[2]) : "print(sum(range(100)))\n";
        var plan = MakePlan(Number(arguments, 0, 1_000), index => new Atom { Key = Key(index), Kind = AtomKind.Python, Code = code, Settings = OneTry });
        await RunAsync(plan, jobs: Number(arguments, 1, 2));
    }

    /// <summary>One command on an idle engine, again and again: accepted → concluded, beside the process alone.</summary>
    public static async Task IdleAsync(string[] arguments)
    {
        var rounds = Number(arguments, 0, 200);
        using var home = new TemporaryHome();
        Print("idle_run_p50_ms", Median(await TimeRunsAsync(home, rounds)));
        Print("idle_process_p50_ms", Median(await TimeProcessesAsync(home, rounds)));
    }

    private static async Task<List<double>> TimeRunsAsync(TemporaryHome home, int rounds)
    {
        await using var store = SqliteStore.Open(home.Store);
        await using var engine = home.Engine(store, jobs: 2);
        var plan = MakePlan(1, Command);
        var revision = PlanDocument.From(plan, "");
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            var start = (RunStart.Started)await engine.StartAsync(new RunRequest(plan, revision), _ => { }, CancellationToken.None);
            await start.Handle.Completion;
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return times;
    }

    private static async Task<List<double>> TimeProcessesAsync(TemporaryHome home, int rounds)
    {
        using var host = new ProcessHost(TimeProvider.System);
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var process = new ProcessSpec
            {
                Execution = new ExecutionId(Guid.NewGuid()), Arguments = ["/bin/true"], Environment = [], WorkingDirectory = home.Path,
                OutputLog = Path.Combine(home.Path, "idle.log"), OutputLimitBytes = 1 << 20,
            };
            var started = Stopwatch.GetTimestamp();
            host.Start(process, _ => ended.SetResult());
            await ended.Task;
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return times;
    }

    private static async Task RunAsync(Plan plan, int jobs)
    {
        using var home = new TemporaryHome();
        await using var store = SqliteStore.Open(home.Store);
        await using var engine = home.Engine(store, jobs);

        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var request = new RunRequest(plan, PlanDocument.From(plan, "")) { Schedule = Schedule.Eager };
        var start = (RunStart.Started)await engine.StartAsync(request, _ => { }, CancellationToken.None);
        var run = await start.Handle.Completion;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;

        if (run.Status != RunStatus.Completed || run.Succeeded != plan.Atoms.Length)
            throw new InvalidOperationException($"The run ended {run.Status} with {run.Succeeded} successes of {plan.Atoms.Length}.");
        Print("atoms_per_s", plan.Atoms.Length / seconds);
        Print("seconds", seconds);
        Print("own_cpu_ms_per_atom", (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / plan.Atoms.Length);
    }

    private static Plan MakePlan(int count, Func<int, Atom> atom) =>
        Plan.Create(PlanId.Derive("bench", ""), "bench", Schedule.Eager, 0, "{}", "/", [.. Enumerable.Range(0, count).Select(atom)]);

    private static Atom Command(int index) => new() { Key = Key(index), Kind = AtomKind.Command, Command = ["/bin/true"], Settings = OneTry };

    private static string Key(int index) => "a" + index.ToString(CultureInfo.InvariantCulture);

    private static int Number(string[] arguments, int at, int otherwise) =>
        arguments.Length > at ? int.Parse(arguments[at], CultureInfo.InvariantCulture) : otherwise;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Print(string name, double value) => Console.WriteLine($"{name} {value.ToString("0.###", CultureInfo.InvariantCulture)}");

    private sealed class TemporaryHome : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("holdfast-bench-").FullName;

        public string Store => System.IO.Path.Combine(Path, "store.db");

        public RunEngine Engine(SqliteStore store, int jobs) =>
            new(new RunEngineOptions(Path, jobs), store, RuntimeSet.Create(Path, TimeProvider.System), TimeProvider.System);

        // Some file systems look at what was deleted in the last minutes whenever they make a file: the next round would pay for it.
        public void Dispose()
        {
            if (Environment.GetEnvironmentVariable("HOLDFAST_BENCH_KEEP") is null)
                Directory.Delete(Path, recursive: true);
        }
    }
}
