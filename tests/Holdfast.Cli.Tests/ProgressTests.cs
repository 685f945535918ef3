using Holdfast.Cli.Screens;
using Holdfast.Protocol.Runs;

namespace Holdfast.Cli.Tests;

public sealed class ProgressTests
{
    private static readonly FailureDocument Failure = SampleDocuments.Failed.Failure!;

    private readonly ManualTime time = new();
    private readonly RunProgress progress;

    public ProgressTests() => progress = new RunProgress(time);

    [Fact]
    public void Look_BeforeTheRunStarts_IsNothing() => Assert.Null(progress.Look());

    [Fact]
    public void Look_SomeOfTheRunDone_TellsWhereItStands()
    {
        Start(10, waves: [4, 6]);
        progress.Take(new RunUpdate.WaveStarted(time.GetUtcNow(), 1));
        foreach (var key in new[] { "a", "b", "c", "d" })
            progress.Take(new RunUpdate.AtomStarted(time.GetUtcNow(), key, 1, 1));
        time.Advance(TimeSpan.FromSeconds(6));
        Conclude("a", Conclusion.Succeeded);
        Conclude("b", Conclusion.Failed);
        Conclude("c", Conclusion.Skipped);

        var view = progress.Look()!;

        Assert.Equal((1, 1, 1, 0, 1, 3, 4), (view.Succeeded, view.Failed, view.Skipped, view.Waiting, view.Wave, view.WaveConcluded, view.WaveTotal));
        Assert.Equal([new RunningAtom("d", 1, ManualTime.Start)], view.Running);
        Assert.Equal((TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(14)), (view.Elapsed, view.TimeLeft));
    }

    [Fact]
    public void Look_RunThatWasUnderWay_ShowsItsWaveAndCountsOnlyWhatItSawForTheTimeLeft()
    {
        Start(10, waves: [4, 6], before: new ConclusionCounts(5, 0, 0, 0), resumed: true, wave: 2, waveConcluded: 1);

        var view = progress.Look()!;

        Assert.Equal((2, 1, 5, null), (view.Wave, view.WaveConcluded, view.Succeeded, view.TimeLeft));
    }

    [Fact]
    public void Take_HowTheRunStandsOnceMore_ForgetsWhatWasSeenBefore()
    {
        Start(10, waves: [4, 6]);
        progress.Take(new RunUpdate.AtomStarted(time.GetUtcNow(), "a", 1, 1));
        progress.Take(new RunUpdate.AtomBackingOff(time.GetUtcNow(), "b", time.GetUtcNow().AddSeconds(2)));

        Start(10, waves: [4, 6], before: new ConclusionCounts(5, 1, 0, 0), wave: 2, waveConcluded: 2);

        var view = progress.Look()!;
        Assert.Equal((5, 1, 0, 0, 2, 2), (view.Succeeded, view.Failed, view.RunningCount, view.Waiting, view.Wave, view.WaveConcluded));
    }

    [Fact]
    public void Take_AtomThatFailsPausesAndSucceeds_IsToldOnceAndIsNoFailure()
    {
        Start(1, waves: [1]);
        progress.Take(new RunUpdate.AtomStarted(time.GetUtcNow(), "a", 1, 1));
        progress.Take(new RunUpdate.AttemptMissed(time.GetUtcNow(), "a", 1, Failure));
        progress.Take(new RunUpdate.AtomBackingOff(time.GetUtcNow(), "a", time.GetUtcNow().AddSeconds(2)));
        Assert.Equal((1, 0), (progress.Look()!.Waiting, progress.Look()!.RunningCount));
        progress.Take(new RunUpdate.AtomStarted(time.GetUtcNow(), "a", 1, 2));
        Assert.Equal((0, 1), (progress.Look()!.Waiting, progress.Look()!.RunningCount));
        Conclude("a", Conclusion.Succeeded, failure: null);

        Assert.Equal([new Notice(NoticeKind.Trouble, "a is tried again in 2.0 s: line 2: ZeroDivisionError: division\uFFFD[2J by zero")], progress.TakeNotices());
        Assert.Empty(progress.TakeNotices());
    }

    [Fact]
    public void Lines_TenThousandAtomsThatAllFail_AreFew()
    {
        using var writer = new StringWriter();
        var drawing = new LineDrawing(writer, new Paint(on: false), time);
        Start(10_000, waves: [10_000]);
        for (var atom = 0; atom < 10_000; atom++)
        {
            Conclude($"atom{atom}", Conclusion.Failed);
            time.Advance(TimeSpan.FromMilliseconds(2));
            if (atom % 100 == 0)
                drawing.Draw(progress.TakeNotices(), progress.Look());
        }

        drawing.Finish(progress.TakeNotices());

        var lines = writer.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal("run 12 of orders: 10,000 atoms, schedule waves, 2 at a time", lines[0]);
        Assert.Equal(RunProgress.MostNotices, lines.Count(line => line.StartsWith("failed ", StringComparison.Ordinal)));
        Assert.Contains("7,501 of 10,000 atoms: 0 running, 7,501 failed; 15.0 s so far, about 5.0 s left", lines);
        Assert.Equal(1 + RunProgress.MostNotices + 1 + 3, lines.Length);
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(40, 6)]
    [InlineData(200, 60)]
    public void Live_AnyWindow_NeverWrapsAndErasesWhatItDrew(int width, int height)
    {
        using var writer = new StringWriter();
        var drawing = new LiveDrawing(writer, new Paint(on: false), () => (width, height));
        Start(100, waves: [50, 50]);
        progress.Take(new RunUpdate.WaveStarted(time.GetUtcNow(), 1));
        for (var atom = 0; atom < 20; atom++)
            progress.Take(new RunUpdate.AtomStarted(time.GetUtcNow(), $"an-atom-with-a-rather-long-name-{atom}", 1, 2));
        time.Advance(TimeSpan.FromMinutes(100));
        drawing.Draw([], progress.Look());
        var first = writer.ToString();
        drawing.Draw([new Notice(NoticeKind.Failure, "failed x")], progress.Look());
        drawing.Finish([]);

        var lines = first.TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 1, width - 1));
        Assert.InRange(lines.Length, 3, height - 1);
        var erased = $"\e[{lines.Length}A\r\e[0J";
        Assert.Equal($"{first}{erased}failed x\n{first}{erased}", writer.ToString());
    }

    private void Start(int total, IReadOnlyList<int> waves, ConclusionCounts? before = null, bool resumed = false, int wave = 0, int waveConcluded = 0) => progress.Take(new RunUpdate.RunStarted(
        time.GetUtcNow(), Guid.Empty, 12, "orders", Schedule.Waves, 2, total, before ?? ConclusionCounts.None, waves, resumed, wave, waveConcluded));

    private void Conclude(string key, Conclusion conclusion, FailureDocument? failure = null) => progress.Take(new RunUpdate.AtomConcluded(
        time.GetUtcNow(), key, 1, conclusion, null, conclusion == Conclusion.Failed ? Failure : failure));
}
