using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Results;
using Holdfast.Core.Runs;

namespace Holdfast.Core.Tests.Results;

public sealed class RunRecordTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    // api/totals: a, b    api/views: c    web/pages: d
    private static readonly Plan Plan = MakePlan(("a", "api", "totals"), ("b", "api", "totals"), ("c", "api", "views"), ("d", "web", "pages"));

    [Fact]
    public void Components_TwoOfThreeSucceeded_SharesAndTimesAreOfTheirAtomsOnly()
    {
        var record = NewRecord();
        Run(record, atom: 0, start: 0, seconds: 2);
        Run(record, atom: 1, start: 1, seconds: 4);
        Run(record, atom: 2, start: 3, seconds: 1, Boom);
        Run(record, atom: 3, start: 0, seconds: 10);

        var api = record.Components()[0];

        Assert.Equal(("api", 3, 2, 1, 0), (api.Name, api.Total, api.Succeeded, api.Failed, api.Open));
        Assert.Equal(2.0 / 3, api.SuccessRate, 9);
        Assert.Equal(new Spread(3, 7, 1, 4), api.DurationSeconds);
        Assert.Equal(TimeSpan.FromSeconds(5), api.Span);
        Assert.Equal(7.0 / 5, api.Parallelism, 9);
    }

    [Fact]
    public void Modules_AreNamedWithTheirComponent_InThePlansOrder()
    {
        var record = NewRecord();

        Assert.Equal(["api/totals", "api/views", "web/pages"], record.Modules().Select(module => module.Name));
    }

    [Fact]
    public void System_SameErrorTwice_IsOneErrorWithBothAtoms()
    {
        var record = NewRecord();
        Run(record, atom: 0, start: 0, seconds: 1, Boom);
        Run(record, atom: 1, start: 0, seconds: 1, Boom);
        Run(record, atom: 2, start: 0, seconds: 1, Boom with { Message = "another" });

        var errors = record.System().Errors;

        Assert.Equal([("boom", 2), ("another", 1)], errors.Select(error => (error.Message, error.Count)));
        Assert.Equal(["a", "b"], errors[0].AtomKeys);
    }

    [Fact]
    public void System_InterruptedAttempt_IsNoRetryAndNoTime()
    {
        var record = NewRecord();
        record.Take(new RunEvent.AttemptStarted(Noon, 0, 1, 0));
        record.Take(new RunEvent.AttemptEnded(Noon, 0, 1, AttemptOutcome.Interrupted, Ending(Noon, 9), null, null, null));
        Run(record, atom: 0, start: 20, seconds: 1, number: 2);

        var system = record.System();

        Assert.Equal((2, 0, 1.0), (system.Attempts, system.Retries, system.DurationSeconds.Total));
    }

    [Fact]
    public void Waves_OfAScheduleWithWaves_SayWhenAndHowParallel()
    {
        var record = NewRecord();
        record.Take(new RunEvent.WaveStarted(Noon, 1));
        Run(record, atom: 0, start: 0, seconds: 2);
        Run(record, atom: 1, start: 0, seconds: 2);
        record.Take(new RunEvent.WaveEnded(Noon.AddSeconds(2), 1, 4, 2));

        var wave = Assert.Single(record.Waves());

        Assert.Equal((1, Noon, Noon.AddSeconds(2), 2.0, 4), (wave.Number, wave.StartedAt, wave.EndedAt, wave.Parallelism, wave.PossibleParallelism));
    }

    [Fact]
    public void Waves_RunWithFewerJobsThanAtoms_CouldNotHaveRunMoreSideBySide()
    {
        var record = new RunRecord(Plan);
        record.Take(new RunEvent.Created(Noon, Schedule.Waves, null, [], null, null) { Jobs = 2 });

        Assert.Equal([2], record.Waves().Select(wave => wave.PossibleParallelism));
    }

    [Fact]
    public void System_AtomThatFailedTwoWaysAndThenSucceeded_KeepsBothErrors()
    {
        var record = NewRecord();
        Fail(record, atom: 0, number: 1, Boom);
        Fail(record, atom: 0, number: 2, Boom);
        Fail(record, atom: 0, number: 3, Boom with { Message = "another" });
        Run(record, atom: 0, start: 9, seconds: 1, number: 4);

        var system = record.System();

        Assert.Equal([("boom", 2, 1), ("another", 1, 1)], system.Errors.Select(error => (error.Message, error.Count, error.Atoms)));
        Assert.Equal((1, 3, 3), (system.Succeeded, system.Retries, system.FailuresByCategory[FailureCategory.Runtime]));
    }

    [Fact]
    public void ErrorPatterns_MessagesThatDifferInNumbersAndQuotes_AreOne()
    {
        var record = NewRecord();
        Fail(record, atom: 0, number: 1, Boom with { Message = "name 'total' isn't defined at 0x7f3a (line 12.5)" });
        Fail(record, atom: 1, number: 1, Boom with { Message = "name 'sum' isn't defined at 0x11 (line 3)" });
        Fail(record, atom: 2, number: 1, Boom);

        Assert.Equal(
            [("name '…' isn't defined at # (line #)", 2, "a b"), ("boom", 1, "c")],
            record.ErrorPatterns().Select(pattern => (pattern.Pattern, pattern.Count, string.Join(' ', pattern.AtomKeys))));
    }

    [Fact]
    public void Slowest_OfAll_CountsEveryAttempt()
    {
        var record = NewRecord();
        Run(record, atom: 0, start: 0, seconds: 3);
        Run(record, atom: 1, start: 0, seconds: 2, Boom);
        Run(record, atom: 1, start: 2, seconds: 2, number: 2);
        Run(record, atom: 2, start: 0, seconds: 1);

        Assert.Equal([1, 0], record.Slowest(2));
    }

    // a ====....
    // b ..====..     two at once for a quarter of the time
    // c ......==
    [Fact]
    public void Timeline_OverlappingAttempts_SaysHowManyRanWhen()
    {
        var record = NewRecord();
        Run(record, atom: 0, start: 0, seconds: 2);
        Run(record, atom: 1, start: 1, seconds: 2, Boom);
        Run(record, atom: 2, start: 3, seconds: 1);

        var timeline = record.Timeline();

        Assert.Equal((Noon, 2, 60, 5.0), (timeline.Start, timeline.Peak, timeline.Slices.Length, Math.Round(timeline.Slices.Sum(slice => slice.Running) * timeline.SliceLength.TotalSeconds, 6)));
        Assert.Equal([1.0, 2.0, 1.0, 1.0], ((int[])[7, 22, 37, 52]).Select(slice => timeline.Slices[slice].Running));
        Assert.Equal((2, 1), (timeline.Slices.Sum(slice => slice.Succeeded), timeline.Slices.Sum(slice => slice.Missed)));
    }

    [Fact]
    public void Timeline_OfNothing_HasNoSlices() => Assert.Empty(NewRecord().Timeline().Slices);

    [Theory]
    [InlineData(new[] { 1.0, 1, 1 }, Trend.TooFew)]
    [InlineData(new[] { 1.0, 1, 1, 1.1 }, Trend.Steady)]
    [InlineData(new[] { 1.0, 1, 2, 2 }, Trend.Better)]
    [InlineData(new[] { 1.0, 1, 0.5, 0.5 }, Trend.Worse)]
    [InlineData(new[] { 0.0, 0, 0, 0 }, Trend.Steady)]
    public void Compare_HalvesOfASeries_SaysWhatAPersonWould(double[] values, Trend expected) =>
        Assert.Equal(expected, PlanTrends.Compare(values));

    [Theory]
    [InlineData("ssss", false)]
    [InlineData("sssf", false)]
    [InlineData("sfsf", true)]
    [InlineData("ffff", false)]
    public void Of_ConclusionsOverRuns_OnlyBackAndForthIsFlaky(string conclusions, bool flaky)
    {
        var runs = conclusions.Select((conclusion, index) =>
        {
            var record = NewRecord();
            Run(record, atom: 0, start: 0, seconds: 1, conclusion == 's' ? null : Boom);
            return (new RunPoint(new RunId(Guid.NewGuid()), index + 1, Noon.AddDays(index), 1, 1, Comparable: true), record);
        }).ToList();

        var trend = PlanTrends.Of(runs).Atoms.Single(atom => atom.Key == "a");

        Assert.Equal((4, flaky), (trend.Runs, trend.Flaky));
    }

    private static readonly Failure Boom = new()
    {
        Category = FailureCategory.Runtime, Code = "runtime", Message = "boom", Confidence = 0.9, Rule = "exception",
    };

    private static RunRecord NewRecord()
    {
        var record = new RunRecord(Plan);
        record.Take(new RunEvent.Created(Noon, Schedule.Waves, null, [], null, null));
        record.Take(new RunEvent.Started(Noon));
        return record;
    }

    private static void Fail(RunRecord record, int atom, int number, Failure failure)
    {
        var end = Noon.AddSeconds(number);
        record.Take(new RunEvent.AttemptStarted(end, atom, number, 0));
        record.Take(new RunEvent.AttemptEnded(end, atom, number, AttemptOutcome.Failed, Ending(end, 1), failure, null, null));
    }

    private static void Run(RunRecord record, int atom, double start, double seconds, Failure? failure = null, int number = 1)
    {
        var end = Noon.AddSeconds(start + seconds);
        record.Take(new RunEvent.AttemptStarted(Noon.AddSeconds(start), atom, number, 0));
        record.Take(new RunEvent.AttemptEnded(
            end, atom, number, failure is null ? AttemptOutcome.Succeeded : AttemptOutcome.Failed, Ending(end, seconds), failure, null, null));
        record.Take(failure is null
            ? new RunEvent.AtomConcluded(end, atom, Conclusion.Succeeded, null)
            : new RunEvent.AtomConcluded(end, atom, Conclusion.Failed, new Because.OwnFailure(failure, Strategy.Manual)));
    }

    private static ExecutionEnding Ending(DateTimeOffset end, double seconds) => new()
    {
        Cause = new EndCause.Exited(0), StartedAt = end.AddSeconds(-seconds), EndedAt = end, Duration = TimeSpan.FromSeconds(seconds),
    };

    private static Plan MakePlan(params (string Key, string Component, string Module)[] atoms) => Plan.Create(
        new PlanId(Guid.Empty), "record", Schedule.Waves, 0.5, "{}", "/", [.. atoms.Select(atom => new Atom
        {
            Key = atom.Key, Kind = AtomKind.Shell, Component = atom.Component, Module = atom.Module, Code = "true",
        })]);
}
