using System.Globalization;
using Holdfast.Core.Executions;
using Holdfast.Processes.Shims;

namespace Holdfast.Bench;

/// <summary>
/// What a shim costs: one at a time starts <c>/bin/true</c>, in turns with the calibration; and what one that has nothing to do
/// keeps of memory. Which shim: the one beside the bench, or that of HOLDFAST_SHIM.
/// </summary>
internal static class ShimBench
{
    private const int Turns = 10;

    // Of the times in /proc.
    private const double MillisecondsPerTick = 10;

    private sealed record Turn(double ShimCpu, double StarterCpu, double Milliseconds, Calibration.Speed Calibration);

    public static async Task RunAsync(int count)
    {
        var program = ShimProgram.Find() ?? throw new InvalidOperationException($"There is no shim. Name one with {ShimProgram.PathVariable}=PATH.");
        var folder = Directory.CreateTempSubdirectory("holdfast-bench-shim-").FullName;
        using var calibration = new Calibration();
        using var watch = new ShimWatch();
        try
        {
            var turns = new List<Turn>();
            for (var turn = 0; turn < Turns; turn++)
            {
                var calibrated = calibration.Measure(count, atOnce: 1, "/bin/true");
                var (children, own, started) = (ChildrenMilliseconds(), Environment.CpuUsage.TotalTime, TimeProvider.System.GetTimestamp());
                for (var i = 0; i < count; i++)
                    await RunOneAsync(program, folder, watch);
                turns.Add(new Turn(
                    (ChildrenMilliseconds() - children) / count, (Environment.CpuUsage.TotalTime - own).TotalMilliseconds / count,
                    TimeProvider.System.GetElapsedTime(started).TotalMilliseconds / count, calibrated));
            }

            Console.WriteLine($"{program}: {Turns} turns of {count} times /bin/true, medians");
            Console.WriteLine($"shim_cpu_ms {Median(turns, turn => turn.ShimCpu):0.00} with its child's, ratio {Median(turns, turn => turn.ShimCpu / turn.Calibration.CpuMilliseconds):0.0}");
            Console.WriteLine($"calibration_cpu_ms {Median(turns, turn => turn.Calibration.CpuMilliseconds):0.00}");
            Console.WriteLine($"starter_cpu_ms {Median(turns, turn => turn.StarterCpu):0.00}");
            Console.WriteLine($"start_to_gone_ms {Median(turns, turn => turn.Milliseconds):0.0}");
            Console.WriteLine($"idle_pss_mb {await IdlePssAsync(program, folder, watch) / 1024.0:0.00}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunOneAsync(string program, string parent, ShimWatch watch)
    {
        var (folder, request) = Order(parent, "/bin/true");
        await GoneAsync(await StartAsync(program, folder, request), request, watch);
        if (folder.TryReadExit()?.Ending.Cause is not EndCause.Exited(0))
            throw new InvalidOperationException($"'{folder.Path}' says {folder.TryReadExit()?.Ending.Cause}.");
    }

    private static async Task<long> IdlePssAsync(string program, string parent, ShimWatch watch)
    {
        var (folder, request) = Order(parent, "/bin/sleep", "1000");
        var started = await StartAsync(program, folder, request);
        var line = File.ReadLines($"/proc/{started.Shim.Pid}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
        ShimControl.Send(folder, new ShimCommand.Stop(new EndCause.CancelledBy("the bench"), Immediate: true));
        await GoneAsync(started, request, watch);
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static (ShimFolder Folder, ShimRequest Request) Order(string parent, params string[] arguments)
    {
        var execution = new ExecutionId(Guid.NewGuid());
        return (ShimFolder.At(Path.Combine(parent, execution.ToString())), new ShimRequest { Execution = execution, Arguments = [.. arguments], WorkingDirectory = "/" });
    }

    private static async Task<ShimStarted.Started> StartAsync(string program, ShimFolder folder, ShimRequest request) =>
        await ShimStart.StartAsync(program, folder, request, [new("PATH", "/usr/bin:/bin")], CancellationToken.None) as ShimStarted.Started
        ?? throw new InvalidOperationException($"'{program}' did not start: {File.ReadAllText(folder.Log)}");

    private static async Task GoneAsync(ShimStarted.Started started, ShimRequest request, ShimWatch watch)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watch.Watch(request.Execution, started.Shim, gone.SetResult);
        await gone.Task;
    }

    // Fields 16 and 17 of /proc/self/stat: what the children used that were waited for, theirs included.
    private static double ChildrenMilliseconds()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) * MillisecondsPerTick;
    }

    private static double Median(List<Turn> turns, Func<Turn, double> figure) => turns.Select(figure).Order().ElementAt(turns.Count / 2);
}
