using System.Globalization;
using Holdfast.Core.Executions;
using Holdfast.Processes;

namespace Holdfast.Bench;

/// <summary>
/// What a small C program achieves that starts the same processes and does nothing else. It is built once a run, and measured
/// in turns with what it is the measure of.
/// </summary>
internal sealed class Calibration : IDisposable
{
    private readonly ProcessHost host = new(TimeProvider.System);
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-bench-").FullName;

    public sealed record Speed(double PerSecond, double CpuMilliseconds);

    public Calibration() => Run("/usr/bin/cc", "-O2", "-o", Path.Combine(folder, "spawn"), Path.Combine(AppContext.BaseDirectory, "spawn.c"));

    public Speed Measure(int count, int atOnce, params string[] command)
    {
        var told = Run([Path.Combine(folder, "spawn"), $"{count}", $"{atOnce}", .. command]).Split(' ');
        return new Speed(double.Parse(told[0], CultureInfo.InvariantCulture), double.Parse(told[1], CultureInfo.InvariantCulture));
    }

    private string Run(params string[] arguments)
    {
        using var ended = new ManualResetEventSlim();
        ExecutionEnding? ending = null;
        var execution = new ExecutionId(Guid.NewGuid());
        var log = Path.Combine(folder, $"{execution}.log");
        var start = host.Start(
            new ProcessSpec
            {
                Execution = execution,
                Arguments = [.. arguments],
                Environment = [new("PATH", "/usr/bin:/bin")],
                WorkingDirectory = folder,
                OutputLog = log,
                OutputLimitBytes = 1024 * 1024,
            },
            told =>
            {
                ending = told;
                ended.Set();
            });
        if (start is ProcessStart.Refused refused)
            throw new InvalidOperationException(refused.Why.Why);
        ended.Wait();
        var text = OutputLog.Read(log).Text;
        return ending!.Cause is EndCause.Exited(0) ? text : throw new InvalidOperationException($"{arguments[0]} ended with {ending.Cause}: {text}");
    }

    public void Dispose()
    {
        host.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
