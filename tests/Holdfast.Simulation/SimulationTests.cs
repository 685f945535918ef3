using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Holdfast.Simulation;

/// <summary>All runs of one session, made once: the tests look at what came of them.</summary>
public sealed class SimulatedRuns
{
    private const int QuickCount = 2_000;
    private const int FullCount = 200_000;
    private static readonly TimeSpan FullTime = TimeSpan.FromMinutes(3);

    private readonly int last;
    private readonly TimeSpan limit;
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly Lock mutex = new();
    private int next;

    public SimulatedRuns()
    {
        Seed = Environment.GetEnvironmentVariable("HOLDFAST_SEED") is { } seed ? int.Parse(seed) : null;
        var full = Environment.GetEnvironmentVariable("HOLDFAST_FULL") == "1";
        limit = full ? FullTime : TimeSpan.MaxValue;
        (next, last) = Seed is { } only ? (only, only) : (1, full ? FullCount : QuickCount);
        Parallel.For(0, Environment.ProcessorCount, _ => RunUntilDone());
    }

    /// <summary>Null when many seeds run.</summary>
    public int? Seed { get; }

    public int Count { get; private set; }

    public long Steps { get; private set; }

    internal TransitionLog Seen { get; } = new();

    public string? Failure { get; private set; }

    private void RunUntilDone()
    {
        var seen = new TransitionLog();
        var (count, steps) = (0, 0L);
        while (Failure is null && watch.Elapsed < limit && Interlocked.Increment(ref next) - 1 is var seed && seed <= last)
        {
            try
            {
                steps += SimulatedRun.Run(seed, seen, trace: null);
                count++;
            }
            catch (Exception broken)
            {
                Failure = Explain(seed, broken);
            }
        }

        lock (mutex)
        {
            Seen.Add(seen);
            Count += count;
            Steps += steps;
        }
    }

    private static string Explain(int seed, Exception broken)
    {
        const int lastSteps = 40;
        var steps = new List<string>();
        try
        {
            SimulatedRun.Run(seed, new TransitionLog(), steps.Add);
        }
        catch (Exception again) when (again.Message == broken.Message)
        {
            // The same end, this time with its steps.
        }

        return $"{broken.Message}\nHOLDFAST_SEED={seed} runs it again. Its plan: {steps[0]}\nIts last steps of {steps.Count - 1}:\n"
            + string.Join('\n', steps.Skip(1).TakeLast(lastSteps)) + $"\n{broken.StackTrace}";
    }
}

public sealed class SimulationTests(SimulatedRuns runs) : IClassFixture<SimulatedRuns>
{
    [Fact]
    public void Run_ChaosThenCalm_KeepsEveryRuleAndEnds()
    {
        TestContext.Current.SendDiagnosticMessage($"{runs.Count} runs, {runs.Steps} steps");
        Assert.True(runs.Failure is null, runs.Failure);
    }

    [Fact]
    public void AtomStates_OfAllRuns_AreTheDocumentedOnes() => CompareWithDocument("atom.md", runs.Seen.DescribeAtoms());

    [Fact]
    public void RunStates_OfAllRuns_AreTheDocumentedOnes() => CompareWithDocument("run.md", runs.Seen.DescribeRuns());

    [Fact]
    public void AttemptOutcomes_OfAllRuns_AreTheDocumentedOnes() => CompareWithDocument("attempt.md", runs.Seen.DescribeAttempts());

    private void CompareWithDocument(string name, string seen, [CallerFilePath] string thisFile = "")
    {
        Assert.SkipWhen(runs.Seed is not null, "One seed sees only a part.");
        Assert.SkipWhen(runs.Failure is not null, "A run broke a rule, so not all were seen.");
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../docs/states", name));
        if (Environment.GetEnvironmentVariable("HOLDFAST_UPDATE") == "1")
            File.WriteAllText(path, seen);
        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", seen);
    }
}
