using System.Globalization;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Engine.Fixing;
using Holdfast.RepairBench;

namespace Holdfast.Engine.Tests.Fixing;

/// <summary>
/// The promises about classification and repair, on the corpus, with the real interpreters. A seeded sample of it by default, all of it with HOLDFAST_FULL=1;
/// what needs no process is always done for all.
/// </summary>
public sealed class RepairCorpusTests : IDisposable
{
    private const int SampleOfBroken = 18;
    private const int SampleOfWorking = 24;

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("HOLDFAST_FULL") == "1";

    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("HOLDFAST_SEED") ?? "1", CultureInfo.InvariantCulture);

    private readonly SnippetRunner runner = new();

    public void Dispose() => runner.Dispose();

    [Theory]
    [InlineData("seen")]
    [InlineData("unseen")]
    public void Classify_AllRecordedReports_AreRightInAtLeast98Percent(string half)
    {
        var snippets = RepairCorpus.Load(half);

        var wrong = snippets.Where(snippet => !snippet.IsClassifiedRight(FailureTable.Classify(snippet.Kind, snippet.Recorded!))).ToList();

        Assert.True(wrong.Count <= 0.02 * snippets.Count, $"{wrong.Count} of {snippets.Count} are classified wrong: {string.Join(", ", wrong)}");
    }

    // Each fails for real, is classified and repaired by what its interpreter reports now, and counts as repaired only if it gives the working program's result.
    [Theory]
    [InlineData("seen", 2.0 / 3)]
    [InlineData("unseen", 1.0 / 2)]
    public async Task ProposeAsync_BrokenPrograms_AreClassifiedAndRepairedOftenEnough(string half, double share)
    {
        var snippets = Sample(RepairCorpus.Load(half).Where(snippet => IsFull || snippet.Category is FailureCategory.Syntax or FailureCategory.Import or FailureCategory.Type), SampleOfBroken);

        var outcomes = await RunAllAsync(snippets, snippet => SnippetOutcome.OfAsync(snippet, runner, TestContext.Current.CancellationToken));

        var wrong = outcomes.Where(outcome => !outcome.IsClassifiedRight).Select(outcome => $"{outcome.Snippet}").ToList();
        Assert.True(wrong.Count <= 0.02 * outcomes.Count, $"Seed {Seed}: {wrong.Count} of {outcomes.Count} are classified wrong: {string.Join(", ", wrong)}");
        var judged = outcomes.Where(outcome => outcome.IsInScope).ToList();
        var repaired = judged.Count(outcome => outcome.IsRepaired);
        Assert.True(repaired >= share * judged.Count, $"Seed {Seed}: of {judged.Count} only {repaired} are repaired.");
    }

    [Fact]
    public async Task ProposeAsync_WorkingPrograms_AreNeverChanged()
    {
        var reports = RepairCorpus.Load("seen").Concat(RepairCorpus.Load("unseen"))
            .Where(snippet => snippet.Recorded?.Exception is not null)
            .ToLookup(snippet => snippet.Kind, snippet => snippet.Recorded!.Exception!);
        var fixer = new RuleFixer(runner.Runtimes);

        var changes = await RunAllAsync(
            Sample(RepairCorpus.Load("working"), SampleOfWorking), snippet => Adversary.ChangesAsync(snippet, reports[snippet.Kind], fixer, TestContext.Current.CancellationToken));

        Assert.Equal([], changes.SelectMany(change => change));
    }

    // A working program that does not work would make the others' innocence worthless.
    [Fact]
    public async Task RunAsync_WorkingPrograms_GiveTheirResult()
    {
        var snippets = Sample(RepairCorpus.Load("working"), SampleOfWorking);

        var reports = await RunAllAsync(snippets, async snippet => (Snippet: snippet, Report: await runner.RunAsync(snippet, TestContext.Current.CancellationToken)));

        Assert.Equal([], reports
            .Where(pair => pair.Report is not { Ending.Cause: EndCause.Exited { Code: 0 }, Exception: null } || !RepairCorpus.SameResult(pair.Report.ResultJson, pair.Snippet.ResultJson))
            .Select(pair => $"{pair.Snippet} seed {Seed}"));
    }

    [Fact]
    public void Corpus_HasWhatItIsMeantToHave()
    {
        var (seen, unseen, working) = (RepairCorpus.Load("seen"), RepairCorpus.Load("unseen"), RepairCorpus.Load("working"));

        Assert.True(seen.Count + unseen.Count >= 300, $"{seen.Count} and {unseen.Count} broken programs are fewer than 300.");
        Assert.True(working.Count >= 500, $"{working.Count} working programs are fewer than 500.");
        Assert.Equal(Enum.GetValues<FailureCategory>(), seen.Select(snippet => snippet.Category!.Value).Distinct().Order());
        Assert.Equal(Enum.GetValues<FailureCategory>(), unseen.Select(snippet => snippet.Category!.Value).Distinct().Order());
        Assert.All([seen, unseen, working], half => Assert.Equal([AtomKind.Python, AtomKind.JavaScript, AtomKind.TypeScript], half.Select(snippet => snippet.Kind).Distinct().Order()));
        Assert.Empty(seen.Select(snippet => snippet.Code).Intersect(unseen.Select(snippet => snippet.Code)));
    }

    private static List<Snippet> Sample(IEnumerable<Snippet> snippets, int count)
    {
        var all = snippets.ToArray();
        if (!IsFull)
            new Random(Seed).Shuffle(all);
        return [.. IsFull ? all : all.Take(count)];
    }

    /// <summary>In the order given, as many at once as there are cores.</summary>
    private static async Task<IReadOnlyList<T>> RunAllAsync<T>(List<Snippet> snippets, Func<Snippet, Task<T>> run)
    {
        var results = new T[snippets.Count];
        await Parallel.ForAsync(
            0, snippets.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = TestContext.Current.CancellationToken },
            async (i, _) => results[i] = await run(snippets[i]));
        return results;
    }
}
