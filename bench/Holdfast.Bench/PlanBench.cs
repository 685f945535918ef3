using System.Diagnostics;
using System.Globalization;
using Holdfast.Core.Plans;
using Holdfast.Engine.Plans;

namespace Holdfast.Bench;

internal static class PlanBench
{
    public static async Task<int> CheckAsync(string[] sizes, bool isYaml)
    {
        var file = WritePlan(sizes, isYaml);
        try
        {
            var before = PeakMemoryBytes();
            var watch = new Timed();
            var reading = await PlanReader.ReadFileAsync(file, PlanReadOptions.Default, CancellationToken.None);
            Report(isYaml ? "checked from YAML" : "checked from JSON", watch.ToString(), reading.Plan!, new FileInfo(file).Length, before);
            return 0;
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static int ReadStored(string[] sizes)
    {
        var file = WritePlan(sizes, isYaml: false);
        var bytes = File.ReadAllBytes(file);
        File.Delete(file);
        var plan = PlanReader.Read(bytes, PlanFormat.Json, file, file, Path.GetTempPath(), PlanReadOptions.Default).Plan!;
        var write = new Timed();
        var revision = PlanDocument.From(plan, file);
        var wrote = write.ToString();

        var before = PeakMemoryBytes();
        var read = new Timed();
        var again = PlanDocument.Read(revision.Document);
        var took = read.ToString();
        Console.WriteLine($"written for the store in {wrote}");
        Report("read as stored", took, again, revision.Document.Length, before);
        return 0;
    }

    private static string WritePlan(string[] sizes, bool isYaml)
    {
        var file = Path.Combine(Path.GetTempPath(), $"holdfast-bench-{Environment.ProcessId}.{(isYaml ? "yaml" : "json")}");
        using var writer = new StreamWriter(file);
        GeneratedPlan.Write(writer, Size(sizes, 0, 100_000), Size(sizes, 1, 10), isYaml);
        return file;
    }

    private static int Size(string[] sizes, int index, int fallback) =>
        index < sizes.Length ? int.Parse(sizes[index], CultureInfo.InvariantCulture) : fallback;

    private static void Report(string what, string took, Plan plan, long bytes, long peakBefore)
    {
        var edges = plan.Atoms.Sum(atom => atom.Needs.Length);
        Console.WriteLine(
            $"{plan.Atoms.Length} atoms, {edges} edges, {bytes / 1e6:F1} MB: {what} in {took}; "
            + $"peak memory of the process {PeakMemoryBytes() / 1e6:F0} MB (before: {peakBefore / 1e6:F0} MB)");
    }

    /// <summary>Wall and processor time from its creation on: on a busy machine they are far apart.</summary>
    private sealed class Timed
    {
        private readonly Stopwatch wall = Stopwatch.StartNew();
        private readonly TimeSpan processorBefore = Environment.CpuUsage.TotalTime;

        public override string ToString() =>
            $"{wall.Elapsed.TotalSeconds:F2} s ({(Environment.CpuUsage.TotalTime - processorBefore).TotalSeconds:F2} s of processor)";
    }

    private static long PeakMemoryBytes()
    {
        var line = File.ReadLines("/proc/self/status").First(entry => entry.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
    }
}
