using Holdfast.Core.Completion;
using Holdfast.Engine.Completion;
using Holdfast.Engine.Runtimes;

namespace Holdfast.Engine.Tests.Completion;

/// <summary>The promises about verdicts, on ends of sessions that are true and deceptive: the detectors were made with the first half, and judged by the second.</summary>
public sealed class CompletionCorpusTests : IDisposable
{
    private const int FewestEndings = 60;
    private const double MostUndecided = 0.02;

    private readonly string home = Directory.CreateTempSubdirectory("holdfast-completion-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public async Task Verdict_OnEveryEnding_IsNeverFalselyCompletedAndHardlyEverUndecided()
    {
        var git = new GitQuestions(ProcessEnvironment.OfThisProcess(), Path.Combine(home, "scratch"), TimeProvider.System);
        var judged = new List<(SessionEnding Ending, Verdict? Verdict)>();
        foreach (var ending in SessionEnding.Load("first").Concat(SessionEnding.Load("second")))
            judged.Add((ending, await ending.JudgeAsync(home, git, Ct)));

        var falselyCompleted = judged.Where(one => !one.Ending.IsCompleted && one.Verdict is { IsCompleted: true }).ToList();
        var missed = judged.Where(one => one.Ending.IsCompleted && one.Verdict is (null or { Decision: VerdictDecision.NotCompleted })).ToList();
        var undecided = judged.Where(one => one.Verdict is { Decision: VerdictDecision.Undecided }).ToList();

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{judged.Count} endings; falsely completed: {Told(falselyCompleted)}; completed and not seen: {Told(missed)}; undecided: {Told(undecided)}");
        Assert.True(judged.Count >= FewestEndings, $"There are {judged.Count} endings.");
        Assert.True(falselyCompleted.Count == 0, $"Falsely completed: {Told(falselyCompleted)}");
        Assert.True(missed.Count == 0, $"Completed and not seen: {Told(missed)}");
        Assert.True(undecided.Count <= MostUndecided * judged.Count, $"Undecided: {Told(undecided)}");
    }

    private static string Told(List<(SessionEnding Ending, Verdict? Verdict)> judged) => judged.Count == 0
        ? "none"
        : $"{judged.Count}\n{string.Join('\n', judged.Select(one => $"  {one.Ending.Name} — {one.Ending.About}\n    {one.Verdict?.Rule}: {one.Verdict?.Reason}\n{string.Concat(one.Verdict?.Evidence.Select(seen => $"      {seen.Leaning} {seen.Kind} {seen.Confidence}: {seen.Detail}\n") ?? [])}"))}";
}
