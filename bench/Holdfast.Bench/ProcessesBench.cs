using System.Diagnostics;
using Holdfast.Core.Executions;
using Holdfast.Processes;

namespace Holdfast.Bench;

/// <summary>
/// What supervising a process costs: the host alone starts <c>/bin/true</c> again and again, two at a time, in turns with the
/// calibration: many short turns, of which the medians are told, so that a neighbour's burst of work spoils few of them.
/// </summary>
internal static class ProcessesBench
{
    private const int Turns = 20;
    private const int WarmUp = 500;
    private const int AtOnce = 2;

    /// <summary>CPU in milliseconds, memory in bytes, a process.</summary>
    private sealed record Cost(double PerSecond, double OwnCpu, double ChildCpu, double Allocated);

    private sealed record Turn(Cost Host, Calibration.Speed Calibration)
    {
        public double Share => Host.PerSecond / Calibration.PerSecond;

        public double CpuShare => Calibration.CpuMilliseconds / (Host.OwnCpu + Host.ChildCpu);
    }

    public static void Run(int count)
    {
        using var calibration = new Calibration();
        using var host = new ProcessHost(TimeProvider.System);
        Measure(host, WarmUp);
        calibration.Measure(WarmUp, AtOnce, "/bin/true");
        var turns = new List<Turn>();
        for (var turn = 0; turn < Turns; turn++)
        {
            var calibrated = calibration.Measure(count / Turns, AtOnce, "/bin/true");
            turns.Add(new Turn(Measure(host, count / Turns), calibrated));
        }

        Console.WriteLine(
            $"{count:N0} times /bin/true, {AtOnce} at a time: host {Median(turns, turn => turn.Host.PerSecond):N0}/s, calibration {Median(turns, turn => turn.Calibration.PerSecond):N0}/s, " +
            $"share {Median(turns, turn => turn.Share):0.000} ({turns.Min(turn => turn.Share):0.00} to {turns.Max(turn => turn.Share):0.00})");
        Console.WriteLine(
            $"CPU a process: host {Median(turns, turn => turn.Host.OwnCpu):0.000} ms and its child {Median(turns, turn => turn.Host.ChildCpu):0.000} ms, " +
            $"calibration with its child {Median(turns, turn => turn.Calibration.CpuMilliseconds):0.000} ms, share {Median(turns, turn => turn.CpuShare):0.000}; " +
            $"allocated {Median(turns, turn => turn.Host.Allocated):N0} B");
    }

    private static Cost Measure(ProcessHost host, int count)
    {
        var template = new ProcessSpec
        {
            Execution = default,
            Arguments = ["/bin/true"],
            Environment = [new("PATH", "/usr/bin:/bin"), new("HOME", "/"), new("LANG", "C.UTF-8")],
            WorkingDirectory = "/",
            OutputLog = "/dev/null/none",
            OutputLimitBytes = 1024 * 1024,
            Timeout = TimeSpan.FromMinutes(5),
        };
        using var done = new CountdownEvent(count);
        var toStart = count;
        var failed = 0;
        var childTicks = 0L;

        // Like the calibration, the one who sees an end starts the next.
        void StartNext()
        {
            if (Interlocked.Decrement(ref toStart) >= 0 && host.Start(template with { Execution = new ExecutionId(Guid.NewGuid()) }, Ended) is ProcessStart.Refused refused)
                throw new InvalidOperationException(refused.Why.Why);
        }

        void Ended(ExecutionEnding ending)
        {
            if (ending.Cause is not EndCause.Exited(0))
                Interlocked.Increment(ref failed);
            childTicks += ending.CpuTime.Ticks;
            StartNext();
            done.Signal();
        }

        var cpu = Environment.CpuUsage.TotalTime;
        var allocated = GC.GetTotalAllocatedBytes();
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < AtOnce; i++)
            StartNext();
        done.Wait();
        var elapsed = Stopwatch.GetElapsedTime(began);
        return failed > 0
            ? throw new InvalidOperationException($"{failed} of {count} processes did not end well.")
            : new Cost(
                count / elapsed.TotalSeconds,
                (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / count,
                TimeSpan.FromTicks(childTicks).TotalMilliseconds / count,
                (double)(GC.GetTotalAllocatedBytes() - allocated) / count);
    }

    private static double Median(List<Turn> turns, Func<Turn, double> value) => turns.Select(value).Order().ElementAt(turns.Count / 2);
}
