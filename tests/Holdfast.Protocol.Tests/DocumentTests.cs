using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Protocol.Plans;
using Holdfast.Protocol.Runs;
using Holdfast.Tests;

namespace Holdfast.Protocol.Tests;

public sealed class DocumentTests
{
    private static readonly Guid RunId = new("0196f0a0-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 13, 0, 0, 123, TimeSpan.FromHours(1));

    private static readonly FailureDocument DivisionByZero = new()
    {
        Category = FailureCategory.Runtime,
        Code = "zero_division",
        Message = "ZeroDivisionError: division by zero",
        Line = 3,
        Confidence = 0.9,
        Strategy = Strategy.Manual,
    };

    private static readonly AtomDocument Succeeded = new()
    {
        Key = "sum",
        Id = new Guid("11111111-1111-5111-8111-111111111111"),
        Component = "api",
        Module = "totals",
        Wave = 1,
        Conclusion = Conclusion.Succeeded,
        Because = null,
        Attempts = 1,
        Result = Json("""{"total":6,"naïve":[1.50,null]}"""),
        Stdout = "it's done\n",
        StdoutTruncated = false,
        Stderr = "",
        StderrTruncated = false,
        Artifacts = ["/artifacts/out.tgz"],
        DurationMs = 31,
        PeakMemoryBytes = 9_437_184,
        Failure = null,
        CodeChanged = false,
    };

    private static readonly AtomDocument Failed = Succeeded with
    {
        Key = "ratio",
        Conclusion = Conclusion.Failed,
        Because = "It failed and needs a person: no fixer is set up.",
        Attempts = 2,
        Result = null,
        StderrTruncated = true,
        PeakMemoryBytes = null,
        Failure = DivisionByZero,
        CodeChanged = true,
    };

    private static readonly RunDocument Run = new()
    {
        RunId = RunId,
        Number = 12,
        Plan = "orders",
        Status = RunStatus.Failed,
        Schedule = Schedule.Waves,
        StartedAt = Start,
        EndedAt = Start.AddSeconds(2),
        DurationMs = 2000,
        Waves = [new WaveDocument(1, 2, 1, 1, 0, 1.75)],
        Atoms = [Succeeded, Failed],
        Summary = new RunSummary
        {
            Total = 2, Succeeded = 1, Failed = 1, Skipped = 0, Cancelled = 0, Open = 0, SuccessRate = 0.5, Attempts = 3, Interruptions = 0, Inherited = 0,
            Parallelism = 1.75, CpuMs = 60, PeakMemoryBytes = 9_437_184, StopReason = null,
        },
    };

    [Fact]
    public void RunDocument_Ended_IsWrittenAsItAlwaysWas() => Matches("run.json", Run, ProtocolJson.Indented.RunDocument);

    [Fact]
    public void RunDocument_Running_SaysWhereEachAtomStands() => Matches(
        "run-running.json",
        Run with
        {
            Status = RunStatus.Running,
            EndedAt = null,
            DurationMs = null,
            Atoms = [Succeeded with { Conclusion = null, Progress = AtomProgress.BackingOff, Result = null, DurationMs = null }],
        },
        ProtocolJson.Indented.RunDocument);

    [Fact]
    public void RunDocument_Compact_IsOneLine() =>
        Assert.DoesNotContain('\n', JsonSerializer.Serialize(Run, ProtocolJson.Compact.RunDocument));

    [Fact]
    public void RunList_OneRun_IsWrittenAsItAlwaysWas() => Matches(
        "runs.json",
        new RunList(
        [
            new RunRow
            {
                RunId = RunId, Number = 12, Plan = "orders", PlanId = new Guid("22222222-2222-5222-8222-222222222222"), PlanFile = "/plans/orders.yaml",
                Status = RunStatus.Completed, Schedule = Schedule.Eager, CreatedAt = Start, StartedAt = Start, EndedAt = Start.AddMilliseconds(1500),
                DurationMs = 1500, Total = 3, Succeeded = 2, Failed = 0, Skipped = 1, Cancelled = 0, RetryOf = null,
            },
        ]),
        ProtocolJson.Indented.RunList);

    [Fact]
    public void AtomHistory_RepairedAtom_IsWrittenAsItAlwaysWas() => Matches(
        "atom.json",
        new AtomHistory
        {
            RunId = RunId, Number = 12, Plan = "orders", Kind = AtomKind.TypeScript, Needs = ["sum"], Code = "result = 1", Command = [], Atom = Failed,
            Attempts =
            [
                new AttemptDocument
                {
                    Number = 1, ExecutionId = new Guid("33333333-3333-5333-8333-333333333333"), Revision = 0, Outcome = AttemptOutcome.Failed, Cause = "exited",
                    CauseText = "It exited with code 1.", ExitCode = 1, StartedAt = Start, EndedAt = Start.AddMilliseconds(40), DurationMs = 40, CpuMs = 38,
                    PeakMemoryBytes = 1024, OutputBytes = 10, OutputTruncated = false, Pid = 4711,
                    Confinement = new ConfinementDocument(SandboxTier.Plain, LimitStatus.Absent, LimitStatus.NotAsked, LimitStatus.NotAsked),
                    StopStep = StopStep.None, Proof = SurvivorProof.NotAudited, SurvivorsLeft = 0, Failure = DivisionByZero,
                    Exception = new ExceptionDocument("ZeroDivisionError", "division by zero", 3, null, [new FrameDocument("ratio.py", 3, "<module>", true)]),
                    Decisions = [new DecisionDocument(FailureCategory.Runtime, "exception", Strategy.Fix, 0.9, "A runtime error may be repaired.", [], null, 1)], Diff = null, DiffOrigin = null,
                },
            ],
        },
        ProtocolJson.Indented.AtomHistory);

    [Fact]
    public void LogLine_OneLine_IsWrittenAsItAlwaysWas() =>
        Matches("log-line.json", new LogLine("sum", 1, Start, OutputStream.Stderr, "a \"line\"\t"), ProtocolJson.Indented.LogLine);

    [Fact]
    public void PlanCheck_WithFaults_IsWrittenAsItAlwaysWas() => Matches(
        "plan-check.json",
        new PlanCheck(false, "plan.yaml", "orders", 2,
        [
            new PlanFault(FaultSeverity.Error, "unknown_need", "Atom 'ship' needs unknown atom 'tset'. Did you mean 'test'?", "plan.yaml", 12, 15, "/atoms/1/needs/0"),
            new PlanFault(FaultSeverity.Warning, "syntax", "It does not parse.", "plan.yaml", null, null, ""),
        ]),
        ProtocolJson.Indented.PlanCheck);

    [Fact]
    public void PlanOverview_OneAtom_IsWrittenAsItAlwaysWas() => Matches(
        "plan-overview.json",
        new PlanOverview
        {
            PlanId = new Guid("22222222-2222-5222-8222-222222222222"), Name = "orders", File = "/plans/orders.yaml", Schedule = Schedule.Sequential, StopBelow = 0.5,
            Atoms = 1, Needs = 0, Kinds = [new KindCount(AtomKind.JavaScript, 1)],
            Components = [new ComponentOverview("api", [new ModuleOverview("totals", 1)])],
            Waves = [new WaveOverview(1, [new AtomOverview("sum", AtomKind.JavaScript, "api", "totals", true, [])])],
            CriticalPath = ["sum"], PossibleParallelism = 1,
        },
        ProtocolJson.Indented.PlanOverview);

    [Fact]
    public void ErrorDocument_WithHint_IsWrittenAsItAlwaysWas() => Matches(
        "error.json", new ErrorDocument(new Error(ErrorCode.RunNotFound, "There is no run 99.", "holdfast runs list")), ProtocolJson.Indented.ErrorDocument);

    [Fact]
    public void DeletedRun_Any_IsWrittenAsItAlwaysWas() => Matches("deleted.json", new DeletedRun(RunId, 12), ProtocolJson.Indented.DeletedRun);

    private static void Matches<T>(string snapshot, T document, JsonTypeInfo<T> type)
    {
        var text = JsonSerializer.Serialize(document, type);

        Snapshot.Match(snapshot, text);
        Assert.Equal(text, JsonSerializer.Serialize(JsonSerializer.Deserialize(text, type)!, type));
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
