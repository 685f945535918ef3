using Holdfast.Core.Atoms;
using Holdfast.Core.Executions;
using Holdfast.Core.Failures;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;

namespace Holdfast.Storage.Conformance;

/// <summary>Every kind of event, with every kind of value in it, of an atom that is the second of its plan.</summary>
internal static class SampleEvents
{
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 3, 1, 12, 30, 15, TimeSpan.Zero).AddMicroseconds(123_456);
    private static readonly RunId OtherRun = new(new Guid("01990000-0000-7000-8000-000000000001"));

    private static readonly Failure FullFailure = new()
    {
        Category = FailureCategory.RateLimited, Code = "http_429", Message = "Too many requests – ask later.", Line = 12, Confidence = 0.85, Rule = "http_status",
        ExceptionType = "HTTPError", RetryAfter = TimeSpan.FromSeconds(7),
    };

    private static readonly ReportedException FullException = new()
    {
        Type = "HTTPError", Message = "\"429\"\n<too many>\t\u0001 ü 🦀", WhileParsing = true, Line = 12, Column = 5, EndColumn = 9, Module = "requests", Name = "get", Code = "ECONNRESET",
        SystemCall = "connect", Causes = [new ReportedCause("OSError", "reset", "ECONNRESET"), new ReportedCause("Error", "", null)], Bases = ["OSError", "Exception"],
        Frames = [new ReportedFrame("/usr/lib/x.py", 3, "open", InUserCode: false), new ReportedFrame("fetch.py", 12, "main", InUserCode: true)],
        HttpStatus = 429, RetryAfterSeconds = 7.5,
    };

    private static readonly ExecutionEnding FullEnding = new()
    {
        Cause = new EndCause.Exited(3), StartedAt = At, EndedAt = At.AddSeconds(2), Duration = TimeSpan.FromMicroseconds(2_000_001), CpuTime = TimeSpan.FromMilliseconds(1500),
        PeakMemoryBytes = 64 << 20, OutputBytes = 5_000_000_000, OutputTruncated = true, StopStep = StopStep.Killed, Proof = SurvivorProof.Cgroup, SurvivorsEnded = 4, SurvivorsLeft = 1,
    };

    public static Plan Plan { get; } = SamplePlans.Wide(3, "samples");

    public static IReadOnlyList<RunEvent> All { get; } =
    [
        new RunEvent.Created(At, Schedule.Waves, null, [], null, null),
        new RunEvent.Created(At, Schedule.Sequential, [0, 2], [new InheritedSuccess(1, OtherRun, 2)], """{"year":2026}""", OtherRun)
        {
            Jobs = 4,
            Trace = new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", 1, "a=1,b=2"),
        },
        new RunEvent.Created(At, Schedule.Eager, [], [], null, null),
        new RunEvent.Started(At),
        new RunEvent.WaveStarted(At, 2),
        new RunEvent.WaveEnded(At, 2, 10, 9),
        new RunEvent.AttemptStarted(At, 1, 1, 0),
        new RunEvent.AttemptStarted(At, 1, 2, 3),
        new RunEvent.ProcessStarted(
            At, 1, 2, new ProcessIdentity(4711, 123_456_789_012, new Guid("0f9b3f0a-6c1d-4a58-9d0e-5f7a3c2b1a00")),
            new Confinement(SandboxTier.Native, LimitStatus.Enforced, LimitStatus.BestEffort, LimitStatus.Absent)),
        new RunEvent.AttemptAdopted(At, 1, 2),
        new RunEvent.AttemptEnded(At, 1, 2, AttemptOutcome.Failed, FullEnding, FullFailure, FullException, null),
        .. Causes().Select(cause => new RunEvent.AttemptEnded(
            At, 1, 2, AttemptOutcome.Succeeded,
            new ExecutionEnding { Cause = cause, StartedAt = At, EndedAt = At, Duration = TimeSpan.Zero }, null, null, null)),
        .. Enum.GetValues<AttemptOutcome>().Select(outcome => new RunEvent.AttemptEnded(At, 1, 2, outcome, FullEnding, null, null, null)),
        new RunEvent.AttemptEnded(At, 1, 2, AttemptOutcome.Succeeded, FullEnding with { UserTime = TimeSpan.FromMilliseconds(1200) }, null, null, null),
        new RunEvent.StrategyChosen(At, 1, 2, Strategy.Regenerate, 0.595, "The same error came again.", [Strategy.Fix, Strategy.Retry]),
        new RunEvent.StrategyChosen(At, 1, 2, Strategy.Manual, 1, "", []),
        new RunEvent.BackedOff(At, 1, At.AddMinutes(1)),
        new RunEvent.FixRequested(At, 1, 2, Strategy.Regenerate),
        new RunEvent.FixDeclined(At, 1, 2, "No rule applies."),
        new RunEvent.CodeRevised(At, 1, 4, new CodeRevision("print(1)\n", "rule:print", "Python 2's print became a call.", "-print 1\n+print(1)\n")),
        new RunEvent.MadeReady(At, 1),
        new RunEvent.AtomConcluded(At, 1, Conclusion.Succeeded, null),
        .. Reasons().Select(because => new RunEvent.AtomConcluded(At, 1, Conclusion.Skipped, because)),
        new RunEvent.Stopping(At, new StopReason.StopRequested("ctrl_c")),
        new RunEvent.Stopping(At, new StopReason.CancelRequested("ctrl_c_twice")),
        new RunEvent.Stopping(At, new StopReason.WaveBelow(3, 0.25, 0.5)),
        .. Enum.GetValues<RunStatus>().Select(status => new RunEvent.Ended(At, status)),
    ];

    private static IEnumerable<EndCause> Causes() =>
    [
        new EndCause.Exited(0),
        new EndCause.Signalled(11),
        new EndCause.WallTime(TimeSpan.FromSeconds(30)),
        new EndCause.Stalled(TimeSpan.FromMinutes(5)),
        new EndCause.OutOfMemory(512 << 20),
        new EndCause.OutOfMemory(null),
        new EndCause.TooManyProcesses(),
        new EndCause.OutputLimit(16 << 20),
        new EndCause.DiskFull("/tmp"),
        new EndCause.CancelledBy("ctrl_c"),
        new EndCause.Lost("its owner died"),
        new EndCause.Lost("its owner died before it began", Begun: false),
        new EndCause.CouldNotStart("interpreter_missing", "python3 is not installed."),
        new EndCause.AgentReported("context window exceeded"),
    ];

    private static IEnumerable<Because> Reasons() =>
    [
        new Because.OwnFailure(FullFailure, Strategy.Skip),
        new Because.NeedFailed("a0"),
        new Because.WaveBelow(3, 1 / 3.0, 0.5),
        new Because.StoppedBy("ctrl_c"),
        new Because.InterruptedTooOften(9),
        new Because.InheritedFrom(OtherRun, 2),
    ];
}
