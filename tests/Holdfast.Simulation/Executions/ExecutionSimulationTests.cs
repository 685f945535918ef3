using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Holdfast.Simulation.Executions;

public sealed class ExecutionSimulationTests
{
    private const int QuickCount = 20_000;
    private const int FullCount = 2_000_000;
    private static readonly TimeSpan FullTime = TimeSpan.FromMinutes(3);

    [Fact]
    public void Run_ChaosThenCalm_KeepsEveryRuleAndEnds()
    {
        int? only = Environment.GetEnvironmentVariable("HOLDFAST_SEED") is { } given ? int.Parse(given) : null;
        var isFull = Environment.GetEnvironmentVariable("HOLDFAST_FULL") == "1";
        var (first, last) = only is { } seed ? (seed, seed) : (1, isFull ? FullCount : QuickCount);
        var watch = Stopwatch.StartNew();
        var seen = new ExecutionMoves();
        var steps = 0L;
        for (var one = first; one <= last && (!isFull || watch.Elapsed < FullTime); one++)
        {
            try
            {
                steps += SimulatedExecutions.Run(one, seen, trace: null);
            }
            catch (Exception broken)
            {
                Assert.Fail(Explain(one, broken));
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{last - first + 1} seeds at most, {steps} steps");
        // One seed sees only a part.
        if (only is null)
            CompareWithDocument(seen.Describe());
    }

    private static string Explain(int seed, Exception broken)
    {
        const int lastSteps = 40;
        var steps = new List<string>();
        try
        {
            SimulatedExecutions.Run(seed, new ExecutionMoves(), steps.Add);
        }
        catch (Exception again) when (again.Message == broken.Message)
        {
            // The same end, this time with its steps.
        }

        return $"{broken.Message}\nHOLDFAST_SEED={seed} runs it again. Its last steps of {steps.Count}:\n{string.Join('\n', steps.TakeLast(lastSteps))}\n{broken.StackTrace}";
    }

    private static void CompareWithDocument(string seen, [CallerFilePath] string thisFile = "")
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../docs/states/simulated-executions.md"));
        if (Environment.GetEnvironmentVariable("HOLDFAST_UPDATE") == "1")
            File.WriteAllText(path, seen);
        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", seen);
    }
}
