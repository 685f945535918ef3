using System.Text.Json;
using Holdfast.Protocol.Daemons;
using Holdfast.Protocol.Environments;
using Holdfast.Protocol.Executions;
using Holdfast.Protocol.Queueing;
using Holdfast.Protocol.Runs;
using Holdfast.Protocol.Settings;
using Holdfast.Tests;

namespace Holdfast.Protocol.Tests;

public sealed class ExecutionDocumentTests
{
    private static readonly Guid Id = new("01a1fcb8-66e8-7e79-a10f-88770a724583");
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    private static readonly ExecutionDocument Ended = new()
    {
        Id = Id, Number = 42, Name = "backup", State = ExecutionStatus.Failed, Command = ["tar", "czf", "out.tgz", "it's"], WorkingDirectory = "/srv/app",
        Host = ExecutionHost.Tmux, Session = "holdfast-1", Priority = 3, Keys = ["disk"], CreatedAt = Start, StartedAt = Start.AddSeconds(1), EndedAt = Start.AddSeconds(3),
        DurationMs = 2000, Pid = 4711, ExitCode = 7, Completion = ["marker", "pattern:^READY$"],
        Suspected = null,
        Verdict = new VerdictDocument(
            VerdictDecision.NotCompleted, 0.98, "deed", "Its marker says 'failed'.",
            [new EvidenceDocument(EvidenceKind.Marker, EvidenceLeaning.Against, 0.98, Start.AddSeconds(2), "Its marker says 'failed'.")]),
        End = new ExecutionEndDocument
        {
            Cause = "exited", Reason = "It exited with code 7.", CpuMs = 12, UserMs = 9, SystemMs = 3, PeakMemoryBytes = 1 << 20, OutputBytes = 25, OutputTruncated = false,
            StopStep = StopStep.Terminated, Proof = SurvivorProof.Cgroup, SurvivorsEnded = 1, SurvivorsLeft = 0,
        },
    };

    [Fact]
    public void HealthDocuments_All_AreWrittenAsTheyAlwaysWere()
    {
        var one = new ExecutionHealthDocument
        {
            Id = Id, Number = 42, Name = null, Command = ["make"], State = ExecutionStatus.Processing, Condition = HealthCondition.Zombie, Unhealthy = true, Detail = "Its shim is dead.",
            RunningMs = 1000, HeartbeatAgeMs = 2000, OutputAgeMs = null, OutputBytes = 10, Processes = 3, Zombies = 1, CpuMs = 500, MemoryBytes = 4096,
        };

        Snapshot.Match("health.jsonl", string.Join('\n',
            JsonSerializer.Serialize(new HealthDocument(Start, false, [one]), ProtocolJson.Compact.HealthDocument),
            JsonSerializer.Serialize(
                new ExecutionStatsDocument(7, [new ExecutionStatsRow("2026-03-01", "command", ExecutionStatus.Failed, "wall_time", 2, 3000, 400)]), ProtocolJson.Compact.ExecutionStatsDocument),
            JsonSerializer.Serialize(new WhyDocument(WhySubject.Atom, Id, 7, "a", WhyReason.NeedOpen, "It needs 'b'.", null), ProtocolJson.Compact.WhyDocument),
            JsonSerializer.Serialize(new ResetRequest("me", Force: true), ProtocolJson.Compact.ResetRequest),
            JsonSerializer.Serialize(new KilledZombieDocument(Ended, 2, 1, Holdfast.Protocol.Runs.SurvivorProof.Mark), ProtocolJson.Compact.KilledZombieDocument)));
    }

    [Fact]
    public void ExecutionList_EndedAndQueued_IsWrittenAsItAlwaysWas()
    {
        var queued = Ended with
        {
            Number = 43, Name = null, State = ExecutionStatus.Queued, Host = ExecutionHost.Process, Session = null, Keys = [], StartedAt = null, EndedAt = null,
            DurationMs = null, Pid = null, ExitCode = null, Completion = ["exit"], Verdict = null, Suspected = new SuspicionDocument(Start, 60_000, "No progress for 60 s."), End = null,
        };

        Snapshot.Match("executions.json", JsonSerializer.Serialize(new ExecutionList([queued, Ended]), ProtocolJson.Indented.ExecutionList));
    }

    [Fact]
    public void EnvironmentDocument_GoodAndMissing_IsWrittenAsItAlwaysWas() => Snapshot.Match("environment.json", JsonSerializer.Serialize(
        new EnvironmentDocument(false, SeenBy.Command, "/h", "claude",
        [
            new EnvironmentFinding("git", Required: true, FindingState.Good, "2.47.1", "/usr/bin/git", "It is there.", null),
            new EnvironmentFinding("claude", Required: true, FindingState.Missing, null, null, "It is not on the PATH.", "npm install -g it"),
        ]),
        ProtocolJson.Indented.EnvironmentDocument));

    [Fact]
    public void QueueDocument_Whole_IsWrittenAsItAlwaysWas()
    {
        var sound = new QueueKeyDocument
        {
            Key = "agent:x", Waiting = 1, UnderWay = 2, Limit = 4, PausedBy = null, PausedAt = null, Circuit = CircuitStatus.Closed, Failures = 1, Until = null, Why = null,
        };
        var queue = new QueueDocument
        {
            PausedBy = "me", PausedAt = Start, Waiting = 2, UnderWay = 3, Limit = 8, MemoryShort = false,
            Keys = [sound, sound with { Key = "db", PausedBy = "you", PausedAt = Start, Circuit = CircuitStatus.Open, Failures = 0, Until = Start.AddSeconds(30), Why = "execution 7 failed with 1" }],
            Next = [new QueueEntryDocument(Id, 42, 3, ["agent:x"], WaitReason.QueuePaused, "The queue was paused by me.")],
        };

        Snapshot.Match("queue.json", JsonSerializer.Serialize(queue, ProtocolJson.Indented.QueueDocument));
    }

    [Fact]
    public void ExecutionRequest_Whole_IsWrittenAsItAlwaysWas()
    {
        var request = new ExecutionRequest
        {
            Command = ["./deploy.sh", "--all"], WorkingDirectory = "/srv/app", Name = "deploy", Environment = new Dictionary<string, string> { ["REGION"] = "eu" },
            Secrets = new Dictionary<string, SecretReference> { ["TOKEN"] = new(File: "/secrets/token"), ["KEY"] = new(Env: "DEPLOY_KEY") },
            TimeoutMs = 60_000, Policy = new TimeoutPolicy(1_800_000, 900_000, 3, 600_000), StallMs = 5_000, Priority = 1, Keys = ["deploy", "agent:x"], Host = ExecutionHost.Tmux,
            Completion = ["git", "pattern:^READY$"],
        };

        Snapshot.Match("execution-request.json", JsonSerializer.Serialize(request, ProtocolJson.Indented.ExecutionRequest));
    }

    [Fact]
    public void ExecutionRequest_OfCommandAndFolderOnly_HasTheRestByDefault()
    {
        var request = JsonSerializer.Deserialize("""{"command":["true"],"working_directory":"/"}""", ProtocolJson.Compact.ExecutionRequest)!;

        Assert.Equal(
            (1, "/", 0, 0, null, false, 0, ExecutionHost.Process, "exit"),
            (request.Command.Count, request.WorkingDirectory, request.Environment.Count, request.Secrets.Count, request.TimeoutMs, request.NoTimeout, request.Priority, request.Host, Assert.Single(request.Completion)));
    }

    [Fact]
    public void SmallDocuments_All_AreWrittenAsTheyAlwaysWere() => Snapshot.Match("daemon.jsonl", string.Join('\n',
        JsonSerializer.Serialize(new StartedExecution(Id, 42, ExecutionStatus.Queued), ProtocolJson.Compact.StartedExecution),
        JsonSerializer.Serialize(new ExecutionLogLine(Start, OutputStream.Stderr, "naïve"), ProtocolJson.Compact.ExecutionLogLine),
        JsonSerializer.Serialize(new CancelRequest("anna", Immediate: true), ProtocolJson.Compact.CancelRequest),
        JsonSerializer.Serialize(new CancelledExecutions([new StartedExecution(Id, 42, ExecutionStatus.Cancelling)]), ProtocolJson.Compact.CancelledExecutions),
        JsonSerializer.Serialize(new DaemonFile(17, 4242, Id, "/h/daemon.sock", DaemonFile.SocketUrl, "/h", "0.1.0", "2.0"), ProtocolJson.Compact.DaemonFile),
        JsonSerializer.Serialize(
            new DaemonDocument
            {
                Pid = 17, Socket = "/h/daemon.sock", Url = DaemonFile.SocketUrl, Home = "/h", Version = "0.1.0", Protocol = "2.0", State = DaemonState.Draining,
                StartedAt = Start, Executions = 3, Log = null,
            },
            ProtocolJson.Compact.DaemonDocument),
        JsonSerializer.Serialize(new DaemonStopRequest(StopMode.Drain), ProtocolJson.Compact.DaemonStopRequest),
        JsonSerializer.Serialize(new StoppedDaemon(null, StopMode.Leave), ProtocolJson.Compact.StoppedDaemon),
        JsonSerializer.Serialize(
            new SettingsDocument([new SettingDocument("jobs", "2", SettingOrigin.Project, "/p/holdfast.yaml", 3, "HOLDFAST_JOBS", "Atoms.")], "/u", "/p/holdfast.yaml"),
            ProtocolJson.Compact.SettingsDocument),
        JsonSerializer.Serialize(Problem.Of(new Error(ErrorCode.ExecutionNotFound, "There is no execution '7'.", "holdfast exec list")), ProtocolJson.Compact.Problem)));

    [Fact]
    public void Problem_OfAnError_BecomesThatErrorAgain()
    {
        var error = new Error(ErrorCode.DaemonStopping, "It stops.", "ask again");

        Assert.Equal(error, Problem.Of(error).ToError());
    }

    [Fact]
    public void Problem_OfEveryCode_HasAStatusOfFailure() =>
        Assert.All(ErrorCode.All, code => Assert.InRange(Problem.StatusOf(code), 400, 599));

    [Theory]
    [InlineData("2.0", 2, 0)]
    [InlineData("10.34", 10, 34)]
    public void ProtocolVersion_Written_IsRead(string text, int major, int minor) => Assert.Equal(new ProtocolVersion(major, minor), ProtocolVersion.TryParse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2")]
    [InlineData(".1")]
    [InlineData("2.x")]
    [InlineData("-1.0")]
    public void ProtocolVersion_Broken_IsNone(string? text) => Assert.Null(ProtocolVersion.TryParse(text));
}
