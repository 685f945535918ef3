using System.Text.Json;
using Holdfast.Protocol.Plans;
using Holdfast.Protocol.Runs;

namespace Holdfast.Cli.Tests;

/// <summary>Documents with something of everything in them.</summary>
internal static class SampleDocuments
{
    private static readonly Guid Id = new("0196f0a0-0000-7000-8000-000000000001");

    public static readonly AtomDocument Succeeded = new()
    {
        Key = "sum", Id = Id, Component = "api", Module = "totals", Wave = 1, Conclusion = Conclusion.Succeeded, Because = null, Attempts = 1,
        Result = JsonElement.Parse("""{"total":6,"names":["ä","\u001b[31m"]}"""), Stdout = "", StdoutTruncated = false, Stderr = "", StderrTruncated = false, Artifacts = ["/home/executions/out.tgz"],
        DurationMs = 31, PeakMemoryBytes = 9 << 20, Failure = null, CodeChanged = false,
    };

    public static readonly AtomDocument Failed = Succeeded with
    {
        Key = "ratio", Conclusion = Conclusion.Failed, Because = "It failed, and nothing that Holdfast may try is left.", Attempts = 2, Result = null, Artifacts = [],
        Stderr = "Traceback\n  oops\n", DurationMs = 61_000,
        Failure = new FailureDocument
        {
            Category = FailureCategory.Runtime, Code = "zero_division", Message = "ZeroDivisionError: division\u001b[2J by\nzero", Line = 2, Confidence = 0.9, Strategy = Strategy.Manual,
        },
    };

    public static readonly AtomDocument Skipped = Succeeded with
    {
        Key = "report", Wave = 2, Conclusion = Conclusion.Skipped, Because = "It needs atom 'ratio', which did not succeed.", Attempts = 0, Result = null, Artifacts = [],
        DurationMs = null, PeakMemoryBytes = null,
    };

    public static readonly RunDocument FailedRun = new()
    {
        RunId = Id, Number = 12, Plan = "orders", Status = RunStatus.Failed, Schedule = Schedule.Waves, StartedAt = ManualTime.Start,
        EndedAt = ManualTime.Start.AddSeconds(62), DurationMs = 62_000, Waves = [new WaveDocument(1, 2, 1, 1, 0, 1.75), new WaveDocument(2, 1, 0, 0, 1, 0)],
        Atoms = [Succeeded, Failed, Skipped],
        Summary = new RunSummary
        {
            Total = 3, Succeeded = 1, Failed = 1, Skipped = 1, Cancelled = 0, Open = 0, SuccessRate = 0.3333, Attempts = 3, Interruptions = 0, Inherited = 0,
            Parallelism = 1.75, CpuMs = 60, PeakMemoryBytes = 9 << 20, StopReason = null,
        },
    };

    public static readonly AtomHistory FailedAtom = new()
    {
        RunId = Id, Number = 12, Plan = "orders", Kind = AtomKind.Python, Needs = ["sum"], Code = "if True:\n    print(1/0)\n", Command = [], Atom = Failed,
        Attempts =
        [
            new AttemptDocument
            {
                Number = 1, ExecutionId = Id, Revision = 0, Outcome = AttemptOutcome.Failed, Cause = "exited", CauseText = "It exited with code 1.", ExitCode = 1,
                StartedAt = ManualTime.Start, EndedAt = ManualTime.Start.AddMilliseconds(40), DurationMs = 40, CpuMs = 38, PeakMemoryBytes = 9 << 20, OutputBytes = 17,
                OutputTruncated = false, Pid = 4711, Confinement = new ConfinementDocument(SandboxTier.Plain, LimitStatus.Absent, LimitStatus.NotAsked, LimitStatus.NotAsked),
                StopStep = StopStep.None, Proof = SurvivorProof.NotAudited, SurvivorsLeft = 0, Failure = Failed.Failure,
                Exception = new ExceptionDocument("ZeroDivisionError", "division by zero", 2, null, [new FrameDocument("ratio.py", 2, "<module>", true)]),
                Decisions = [new DecisionDocument(FailureCategory.Runtime, "exception", Strategy.Fix, 0.9, "A runtime error may be repaired.", [], null, 1)], Diff = null, DiffOrigin = null,
            },
            new AttemptDocument
            {
                Number = 2, ExecutionId = Id, Revision = 1, Outcome = AttemptOutcome.Failed, Cause = "exited", CauseText = "It exited with code 1.", ExitCode = 1,
                StartedAt = ManualTime.Start.AddSeconds(1), EndedAt = ManualTime.Start.AddSeconds(62), DurationMs = 61_000, CpuMs = 39, PeakMemoryBytes = 9 << 20,
                OutputBytes = 17, OutputTruncated = false, Pid = 4712, Confinement = null, StopStep = StopStep.None, Proof = SurvivorProof.NotAudited, SurvivorsLeft = 0,
                Failure = Failed.Failure, Exception = null,
                Decisions = [new DecisionDocument(FailureCategory.Runtime, "exception", Strategy.Manual, 0.63, "The same error came again and nothing else is left to try.", [Strategy.Fix], null, null)],
                Diff = "@@ -1,2 +1,2 @@\n if True:\n-    print(1/0)\n+    print(1 / 0)\n", DiffOrigin = "rule spacing: spaces around operators",
            },
        ],
    };

    public static readonly PlanOverview Plan = new()
    {
        PlanId = Id, Name = "orders", File = "/plans/orders.yaml", Schedule = Schedule.Waves, StopBelow = 0.5, Atoms = 12, Needs = 13,
        Kinds = [new KindCount(AtomKind.Python, 11), new KindCount(AtomKind.JavaScript, 1)],
        Components = [new ComponentOverview("api", [new ModuleOverview("totals", 12)])],
        Waves =
        [
            new WaveOverview(1, [.. Enumerable.Range(1, 10).Select(number => new AtomOverview($"read{number}", AtomKind.Python, "api", "totals", true, []))]),
            new WaveOverview(2, [new AtomOverview("sum", AtomKind.Python, "api", "totals", true, ["read1", "read2", "read3", "read4"])]),
            new WaveOverview(3, [new AtomOverview("report", AtomKind.JavaScript, "api", "totals", false, ["sum"])]),
        ],
        CriticalPath = ["read1", "sum", "report"], PossibleParallelism = 4,
    };

    public static readonly PlanCheck Check = new(false, "orders.yaml", "orders", 2,
    [
        new PlanFault(FaultSeverity.Error, "unknown_need", "Atom 'ship' needs unknown atom 'tset'. Did you mean 'test'?", "orders.yaml", 12, 15, ""),
        new PlanFault(FaultSeverity.Warning, "code_does_not_parse", "Atom 'sum': its python code does not parse: SyntaxError: '(' was never closed.", "orders.yaml", 20, 9, ""),
        new PlanFault(FaultSeverity.Error, "file_missing", "It is not there.", "orders.yaml", null, null, ""),
    ]);
}
