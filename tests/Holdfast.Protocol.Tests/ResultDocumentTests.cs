using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Protocol.Results;
using Holdfast.Protocol.Runs;
using Holdfast.Tests;

namespace Holdfast.Protocol.Tests;

/// <summary>What programs read about the results of runs: a change of these snapshots is a change of the wire.</summary>
public sealed class ResultDocumentTests
{
    private static readonly Guid RunId = new("0196f0a0-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly LevelNumbers Numbers = new()
    {
        Total = 2, Succeeded = 1, Failed = 1, Skipped = 0, Cancelled = 0, Open = 0, SuccessRate = 0.5, Attempts = 3, Retries = 1, Repairs = 1, FirstStart = Start,
        LastEnd = Start.AddSeconds(2), SpanMs = 2000, AttemptMs = new MinAvgMax(10.5, 20, 30.25), CpuMs = 60, Memory = new MemoryUse(1024, 2048), Parallelism = 1.5,
        ErrorsByCategory = [new CategoryCount(FailureCategory.OutOfMemory, 2)],
    };

    [Fact]
    public void RunStats_IsWrittenAsItAlwaysWas() => Matches(
        "stats.json",
        new RunStats
        {
            RunId = RunId, Number = 12, Plan = "orders", Status = RunStatus.Failed, Schedule = Schedule.Waves, Jobs = 4,
            System = new SystemStats
            {
                Numbers = Numbers, PeakParallelism = 2, ErrorPatterns = [new ErrorPattern(FailureCategory.Runtime, "line # of '…'", 2, 1, ["sum"])],
                SlowestAtoms = [new SlowAtom("sum", 2, 60, 40)], Timeline = new RunTimeline(Start, 33.333, [new TimelineSlice(1.5, 1, 0)]),
            },
            Waves = [new WaveStats(1, Start, null, 2, Numbers)],
            Atoms =
            [
                new AtomStats
                {
                    Key = "sum", Component = "api", Module = "totals", Wave = 1, Conclusion = null, Attempts = 2, Retries = 1, Interruptions = 0, Repairs = 0,
                    AttemptMs = null, CpuMs = null, Memory = null, ErrorsByCategory = [],
                },
            ],
        },
        ProtocolJson.Indented.RunStats);

    [Fact]
    public void LevelReport_IsWrittenAsItAlwaysWas() => Matches(
        "levels.json",
        new LevelReport
        {
            RunId = RunId, Number = 12, Plan = "orders", Status = RunStatus.Running, Level = ResultLevel.System,
            System = new LevelNode
            {
                Level = ResultLevel.System, Name = "", Conclusion = null, Numbers = Numbers,
                Errors = [new CollectedError(FailureCategory.RateLimited, "http_429", "Too many requests.", 3, 2, ["a", "b"])],
                Stdout = new CombinedOutput([new OutputPart("hello\n", false, 2, ["a", "b"])], 0), Stderr = null, Children = [],
            },
        },
        ProtocolJson.Indented.LevelReport);

    [Fact]
    public void PlanTrends_IsWrittenAsItAlwaysWas() => Matches(
        "trends.json",
        new PlanTrends
        {
            PlanId = RunId, Plan = "orders", PlanFile = "/plans/orders.yaml", Speed = Trend.Better, Reliability = Trend.TooFew,
            Runs = [new TrendRun(RunId, 12, RunStatus.Completed, Start, 1500, 1, true)],
            Atoms = [new AtomTrend("sum", 4, 0.75, 1.25, 12.5, Trend.Steady, true)],
        },
        ProtocolJson.Indented.PlanTrends);

    [Fact]
    public void RunDiff_IsWrittenAsItAlwaysWas() => Matches(
        "diff.json",
        new RunDiff
        {
            Plan = "orders", Before = new ComparedRun(RunId, 11, RunStatus.Failed, Start, 1500), After = new ComparedRun(RunId, 12, RunStatus.Running, null, null), Same = 3,
            Atoms =
            [
                new AtomDiff
                {
                    Key = "sum", Changed = ["conclusion", "code"], Before = new AtomSide(Conclusion.Failed, null, 10), After = new AtomSide(null, JsonElement.Parse("[1]"), null),
                    CodeDiff = "--- a\n+++ b\n",
                },
            ],
        },
        ProtocolJson.Indented.RunDiff);

    [Fact]
    public void AtomRevisions_IsWrittenAsItAlwaysWas() => Matches(
        "revisions.json",
        new AtomRevisions
        {
            RunId = RunId, Number = 12, Plan = "orders", Key = "sum",
            Revisions = [new RevisionDocument(1, Start, "person", "From sum.py.", "--- a\n+++ b\n", [1, 2])],
        },
        ProtocolJson.Indented.AtomRevisions);

    private static void Matches<T>(string name, T document, JsonTypeInfo<T> type) => Snapshot.Match(name, JsonSerializer.Serialize(document, type));
}
