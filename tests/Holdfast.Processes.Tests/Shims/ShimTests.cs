using Holdfast.Core.Executions;
using Holdfast.Processes.Shims;

namespace Holdfast.Processes.Tests.Shims;

[Collection(nameof(AloneWithProcesses))]
public sealed class ShimTests : IDisposable
{
    private readonly ShimFolders shims = new();

    private static bool HasGroup(ShimFolder folder) => folder.TryReadProcess()?.Cgroup is not null;

    public void Dispose() => shims.Dispose();

    [Fact]
    public async Task Run_ProcessThatWritesAndFails_IsRecordedWhole()
    {
        var request = shims.Shell("echo out; echo err >&2; exit 7");
        var folder = shims.FolderOf(request);

        var exit = await shims.Run(request, folder);

        var process = Assert.IsType<ShimProcess>(folder.TryReadProcess());
        Assert.Equal(
            new ShimExit
            {
                Execution = request.Execution,
                Ending = new ExecutionEnding
                {
                    Cause = new EndCause.Exited(7),
                    StartedAt = process.StartedAt,
                    EndedAt = exit.Ending.EndedAt,
                    Duration = exit.Ending.Duration,
                    CpuTime = exit.Ending.CpuTime,
                    UserTime = exit.Ending.UserTime,
                    PeakMemoryBytes = exit.Ending.PeakMemoryBytes,
                    OutputBytes = 8,
                    Proof = HasGroup(folder) ? SurvivorProof.Cgroup : SurvivorProof.Subreaper,
                },
            },
            exit);
        Assert.True(exit.Ending.Duration > TimeSpan.Zero && exit.Ending.EndedAt >= process.StartedAt);
        Assert.Equal("out\n", OutputLog.Read(folder.OutputLog, OutputStreams.Stdout).Text);
        Assert.Equal("err\n", OutputLog.Read(folder.OutputLog, OutputStreams.Stderr).Text);
        Assert.Equal(request, folder.TryReadRequest());
        Assert.False(File.Exists(folder.Control));
        Assert.Equal("", await File.ReadAllTextAsync(folder.Log));
        Assert.False(Directory.Exists(process.Cgroup));
    }

    [Fact]
    public async Task Start_Process_TellsWhoShimAndProcessAre()
    {
        var request = shims.Shell("exec sleep 1000");
        var folder = shims.FolderOf(request);

        var (started, gone) = await shims.Started(folder, request);

        Assert.Equal(started.Shim, folder.TryReadShim()!.Process);
        Assert.Equal(new ShimProcess(request.Execution, started.Process, started.StartedAt, folder.TryReadProcess()!.Cgroup), folder.TryReadProcess());
        Assert.True(ProcessIdentities.IsAlive(started.Shim) && ProcessIdentities.IsAlive(started.Process));
        Assert.NotNull(folder.LastHeartbeat);
        Assert.InRange(folder.HeartbeatAge!.Value, TimeSpan.Zero, ShimFolders.Safety);
        Assert.Null(folder.TryReadExit());
        Assert.False(gone.IsCompleted);
    }

    [Fact]
    public async Task Run_ProcessKilledByItself_IsSignalled()
    {
        var exit = await shims.Run(shims.Shell("kill -9 $$"));

        Assert.Equal(new EndCause.Signalled(9), exit.Ending.Cause);
    }

    [Fact]
    public async Task Start_ProgramThatIsNotThere_IsRefusedAndRecorded()
    {
        var request = shims.Request("/no/such/program");
        var folder = shims.FolderOf(request);

        var refused = Assert.IsType<ShimStarted.Refused>(await ShimFolders.StartAsync(folder, request));

        Assert.Equal("program_missing", refused.Why.Code);
        Assert.Equal(refused.Why, folder.TryReadExit()!.Ending.Cause);
        Assert.Null(folder.TryReadProcess());
        Assert.IsType<ShimStarted.AlreadyStarted>(await ShimFolders.StartAsync(folder, request));
    }

    [Fact]
    public async Task Start_Environment_ReachesTheProcessAndIsNotStored()
    {
        var request = shims.Python("import os; print(len(os.environ['SECRET']), os.environ['EMPTY'] == '', 'HOLDFAST_SHIM_OF' in os.environ)");
        var folder = shims.FolderOf(request);
        // Longer than a pipe holds.
        var secret = new string('s', 100_000);

        var started = Assert.IsType<ShimStarted.Started>(await ShimFolders.StartAsync(folder, request, new("SECRET", secret), new("EMPTY", "")));
        await shims.Gone(request.Execution, started.Shim);

        Assert.Equal("100000 True False\n", OutputLog.Read(folder.OutputLog).Text);
        Assert.All(Directory.GetFiles(folder.Path), file => Assert.DoesNotContain("sssss", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_ManyAtOnce_OneStartsAndTheOthersFindIt()
    {
        var request = shims.Shell("echo $$ >> ran; exec sleep 1000");
        var folder = shims.FolderOf(request);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ShimFolders.StartAsync(folder, request)));

        Assert.Equal((1, 7), (outcomes.Count(outcome => outcome is ShimStarted.Started), outcomes.Count(outcome => outcome is ShimStarted.AlreadyStarted)));
        await ShimFolders.Appears(shims.FileIn("ran"));
        Assert.Single(await File.ReadAllLinesAsync(shims.FileIn("ran")));
    }

    [Fact]
    public async Task Timeout_SilentOrNot_IsWallTime()
    {
        var request = shims.Python("import time\nwhile True: print('x', flush=True); time.sleep(.02)") with { Timeout = TimeSpan.FromMilliseconds(300) };
        var folder = shims.FolderOf(request);

        var exit = await shims.Run(request, folder);

        Assert.Equal(exit.Ending.Cause, folder.TryReadStopping()?.Cause);
        Assert.Equal((new EndCause.WallTime(TimeSpan.FromMilliseconds(300)), StopStep.Terminated, 0), (exit.Ending.Cause, exit.Ending.StopStep, exit.DeadlineExtensions));
    }

    [Theory]
    [InlineData("while :; do echo x; sleep .05; done", 6000, 2)]
    [InlineData("for i in 1 2 3 4 5 6 7 8; do (while :; do :; done) & done; wait", 6000, 2)]
    [InlineData("exec sleep 1000", 3000, 0)]
    public async Task Deadline_WithAndWithoutProgress_IsPutOffOnlyByProgressAndOnlySoOften(string script, int limitMilliseconds, int extensions)
    {
        var policy = new DeadlinePolicy(TimeSpan.FromMilliseconds(3000), HeartbeatTimeout: TimeSpan.FromMilliseconds(1400), Extension: TimeSpan.FromMilliseconds(1500), MaxExtensions: 2);

        var exit = await shims.Run(shims.Shell(script) with { Deadline = policy });

        Assert.Equal((new EndCause.WallTime(TimeSpan.FromMilliseconds(limitMilliseconds)), extensions), (exit.Ending.Cause, exit.DeadlineExtensions));
    }

    [Fact]
    public async Task Extend_ByCommand_PutsTheDeadlineOff()
    {
        var request = shims.Shell("until [ -e go ]; do sleep .05; done") with { Timeout = TimeSpan.FromSeconds(2) };
        var folder = shims.FolderOf(request);
        var (started, gone) = await shims.Started(folder, request);

        Assert.True(ShimControl.Send(folder, new ShimCommand.Extend(started.StartedAt + TimeSpan.FromHours(1))));
        // Which comes after the old deadline would have ended it.
        var later = await shims.Run(shims.Shell("sleep 2.2"));
        await File.WriteAllTextAsync(shims.FileIn("go"), "");
        await gone;

        Assert.Equal(new EndCause.Exited(0), later.Ending.Cause);
        Assert.Equal(new EndCause.Exited(0), folder.TryReadExit()!.Ending.Cause);
    }

    [Fact]
    public async Task Output_PastTheLimit_IsCutAndMarkedButDoesNotEndTheProcess()
    {
        var request = shims.Shell("head -c 100000 /dev/zero; exit 4") with { OutputLimitBytes = 1000 };
        var folder = shims.FolderOf(request);

        var exit = await shims.Run(request, folder);

        var text = OutputLog.Read(folder.OutputLog);
        Assert.Equal((new EndCause.Exited(4), 100_000L, true), (exit.Ending.Cause, exit.Ending.OutputBytes, exit.Ending.OutputTruncated));
        Assert.Equal((1000, 99_000L), (text.Text.Length, text.DiscardedBytes));
    }

    [Fact]
    public async Task Output_PastTheLimitThatEnds_EndsTheProcess()
    {
        var exit = await shims.Run(shims.Shell("yes") with { OutputLimitBytes = 1000, FailOnOutputLimit = true });

        Assert.Equal(new EndCause.OutputLimit(1000), exit.Ending.Cause);
    }

    [Theory]
    [InlineData(false, StopStep.Terminated)]
    [InlineData(true, StopStep.Killed)]
    public async Task Stop_ByCommand_EndsItWithTheCauseGiven(bool immediate, StopStep step)
    {
        var request = shims.Shell("exec sleep 1000");
        var folder = shims.FolderOf(request);
        var (_, gone) = await shims.Started(folder, request);

        Assert.True(ShimControl.Send(folder, new ShimCommand.Stop(new EndCause.CancelledBy("a test"), immediate)));
        await gone;

        var ending = folder.TryReadExit()!.Ending;
        Assert.Equal((new EndCause.CancelledBy("a test"), step), (ending.Cause, ending.StopStep));
        Assert.False(ShimControl.Send(folder, new ShimCommand.Stop(new EndCause.CancelledBy("a test"), immediate)));
    }

    [Fact]
    public async Task Signal_ToTheShim_StopsItsProcessWithGraceAndHangUpsDoNot()
    {
        const int sigHup = 1, sigTerm = 15;
        var request = shims.Shell("trap 'echo bye; exit 0' TERM; echo up > up; while :; do sleep .05; done");
        var folder = shims.FolderOf(request);
        var (started, gone) = await shims.Started(folder, request);
        await ShimFolders.Appears(shims.FileIn("up"));

        ShimFolders.Signal(started.Shim, sigHup);
        ShimFolders.Signal(started.Shim, sigTerm);
        await gone;

        var ending = folder.TryReadExit()!.Ending;
        Assert.Contains("by a signal", Assert.IsType<EndCause.Lost>(ending.Cause).Why, StringComparison.Ordinal);
        Assert.Equal(StopStep.Terminated, ending.StopStep);
        Assert.Equal("bye\n", OutputLog.Read(folder.OutputLog, OutputStreams.Stdout).Text);
    }

    [Fact]
    public async Task Heartbeat_AfterItsInterval_IsRenewed()
    {
        var request = shims.Shell("exec sleep 1000") with { HeartbeatInterval = TimeSpan.FromMilliseconds(50) };
        var folder = shims.FolderOf(request);
        using var watcher = new FileSystemWatcher(Directory.CreateDirectory(folder.Path).FullName) { NotifyFilter = NotifyFilters.LastWrite };
        var beats = new HashSet<string>();
        var third = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Changed += (_, e) =>
        {
            if (e.FullPath == folder.Heartbeat && File.ReadAllText(e.FullPath) is { Length: > 0 } beat && beats.Add(beat) && beats.Count == 3)
                third.TrySetResult();
        };
        watcher.EnableRaisingEvents = true;

        await shims.Started(folder, request);

        await third.Task.WaitAsync(ShimFolders.Safety);
    }

    [Fact]
    public async Task Kill_OfTheShim_LeavesNoRecordAndATreeThatIsFoundByItsMark()
    {
        var request = shims.Shell("sleep 1000 & setsid sleep 1000 & echo up > up; wait");
        var folder = shims.FolderOf(request);
        var (started, gone) = await shims.Started(folder, request);
        await ShimFolders.Appears(shims.FileIn("up"));

        ShimFolders.Kill(started.Shim);
        await gone;

        Assert.Null(folder.TryReadExit());
        Assert.False(ShimControl.Send(folder, new ShimCommand.Stop(new EndCause.CancelledBy("a test"), false)));
        var swept = ProcessSweep.EndMarked(
            new HashSet<ExecutionId> { request.Execution }, TimeSpan.FromSeconds(1), new Dictionary<ExecutionId, ProcessIdentity> { [request.Execution] = started.Process });
        Assert.Equal(0, swept[request.Execution].Left);
        Assert.False(ProcessIdentities.IsAlive(started.Process));
    }

    [Fact]
    public async Task KillOfOrphans_WhileAShimRuns_LeavesTheShimAndItsTree()
    {
        var request = shims.Shell("exec sleep 1000");
        var (started, _) = await shims.Started(shims.FolderOf(request), request);
        using var processes = new HostedProcesses();

        // Leaves an orphan, which is ended once nobody runs.
        var ending = await processes.Run(processes.Shell("setsid sleep 1000 & exit 0"));

        Assert.Equal(1, ending.SurvivorsEnded);
        Assert.True(ProcessIdentities.IsAlive(started.Shim) && ProcessIdentities.IsAlive(started.Process));
    }

    [Fact]
    public async Task KillOfOrphans_WithAShimWhoseStarterDied_LeavesTheShimAndItsTree()
    {
        var request = shims.Shell("exec sleep 1000");
        var folder = shims.FolderOf(request);
        Directory.CreateDirectory(folder.Path);
        await File.WriteAllBytesAsync(folder.Request, ShimJson.Write(request));
        using var processes = new HostedProcesses();
        var starter = processes.Shell($"printf 'PATH=/bin\\0' | env -u HOLDFAST_EXECUTION HOLDFAST_SHIM_OF={request.Execution} setsid '{ShimFolders.Program}' '{folder.Path}' > said &\nuntil [ -s said ]; do sleep .02; done; exit 0");

        await processes.Run(starter with { Environment = [.. starter.Environment, .. RuntimeVariables()] });

        var shim = folder.TryReadShim()!.Process;
        Assert.True(ProcessIdentities.IsAlive(shim) && ProcessIdentities.IsAlive(folder.TryReadProcess()!.Process));
        var gone = shims.Gone(request.Execution, shim);
        Assert.True(ShimControl.Send(folder, new ShimCommand.Stop(new EndCause.CancelledBy("a test"), true)));
        await gone;
        Assert.Equal(new EndCause.CancelledBy("a test"), folder.TryReadExit()!.Ending.Cause);
    }

    private static IEnumerable<KeyValuePair<string, string>> RuntimeVariables() =>
        ShimEnvironment.Of(new ExecutionId(Guid.Empty)).Where(variable => variable.Key is "DOTNET_ROOT");

    [Fact]
    public async Task Watch_ProcessThatIsNoChild_TellsItsEnd()
    {
        using var processes = new HostedProcesses();
        var (_, ending) = processes.Start(processes.Shell("sh -c 'echo $$ > grandchild.new; mv grandchild.new grandchild; until [ -e go ]; do sleep .02; done'; exit 0"));
        var pid = int.Parse((await processes.Lines("grandchild"))[0]);
        var gone = shims.Gone(new ExecutionId(Guid.NewGuid()), ProcessIdentities.Of(pid)!);

        Assert.False(gone.IsCompleted);
        await File.WriteAllTextAsync(processes.FileIn("go"), "");

        await gone;
        await ending;
    }

    [Fact]
    public async Task Watch_ShimOfAnEarlierBootOrWithAnotherStartTime_IsGoneAtOnce()
    {
        var own = ProcessIdentities.Current;

        await shims.Gone(new ExecutionId(Guid.NewGuid()), own with { BootId = Guid.NewGuid() });
        await shims.Gone(new ExecutionId(Guid.NewGuid()), own with { StartTicks = own.StartTicks + 1 });

        Assert.Equal(0, shims.Watch.Watching);
    }

    [Fact]
    public async Task Record_OnAFullDisk_IsWrittenWhenThereIsRoomAndSaysSo()
    {
        using var disk = SmallDisk.Mount(shims.Folder);
        var request = shims.Shell("exec sleep 1000");
        var folder = shims.FolderOf(request, Path.GetDirectoryName(disk.FileIn("x")));
        var (_, gone) = await shims.Started(folder, request);
        var filler = disk.FileIn("filler");
        using (var file = File.Create(filler))
            Assert.Throws<IOException>(() => Fill(file));

        Assert.True(ShimControl.Send(folder, new ShimCommand.Stop(new EndCause.CancelledBy("a test"), true)));
        // It is there before the write to it that fails.
        await ShimFolders.Appears(folder.Exit + ".tmp");
        Assert.Null(folder.TryReadExit());
        var failed = await shims.Run(shims.Shell("sleep .3"));
        File.Delete(filler);
        await gone;

        Assert.Equal(new EndCause.Exited(0), failed.Ending.Cause);
        var exit = folder.TryReadExit()!;
        Assert.Equal((new EndCause.CancelledBy("a test"), "No space left on device"), (exit.Ending.Cause, exit.RecordDelayedBy));
    }

    private static void Fill(FileStream file)
    {
        var block = new byte[4096];
        for (var i = 0; i < 1024; i++)
        {
            file.Write(block);
            file.Flush(flushToDisk: true);
        }
    }

    [Fact]
    public void TryRead_TornOrFutureFiles_AreNoRecordOrAnError()
    {
        var folder = ShimFolder.At(shims.FileIn("torn"));
        Directory.CreateDirectory(folder.Path);

        Assert.Null(folder.TryReadExit());
        File.WriteAllText(folder.Exit, "");
        Assert.Null(folder.TryReadExit());
        File.WriteAllText(folder.Exit, """{"format":1,"execution":""");
        Assert.Null(folder.TryReadExit());
        File.WriteAllText(folder.Exit, """{"format":2}""");
        Assert.Throws<InvalidDataException>(folder.TryReadExit);
    }

    // As the releases wrote it that did not tell user and system time apart.
    [Fact]
    public void TryReadExit_OfAnEarlierRelease_IsRead()
    {
        var folder = ShimFolder.At(shims.FileIn("old"));
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(
            folder.Exit,
            """{"format":1,"execution":"01990000-0000-7000-8000-0000000000e1","cause":{"kind":"exited","exit_code":7},"started_at":"2026-01-01T12:00:00+00:00","ended_at":"2026-01-01T12:00:02+00:00","duration_us":2000000,"cpu_us":1500,"peak_memory_bytes":4096,"output_bytes":8,"output_truncated":false,"stop_step":"none","proof":"cgroup","survivors_ended":0,"survivors_left":0,"deadline_extensions":0}""");

        var ending = folder.TryReadExit()!.Ending;

        Assert.Equal((new EndCause.Exited(7), TimeSpan.FromMicroseconds(1500), null, null), (ending.Cause, ending.CpuTime, ending.UserTime, ending.SystemTime));
    }

    [Fact]
    public async Task Run_ProcessThatComputes_TellsItsOwnTimeFromTheKernels()
    {
        var exit = await shims.Run(shims.Python("sum(i * i for i in range(5_000_000))"));

        Assert.InRange(exit.Ending.UserTime!.Value, TimeSpan.FromMilliseconds(1), exit.Ending.CpuTime);
        Assert.Equal(exit.Ending.CpuTime, exit.Ending.UserTime + exit.Ending.SystemTime);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Kill_AtACrashPoint_TellsTheTruthAfterwards(string point)
    {
        var request = shims.Shell("echo ran; exit 5");
        var folder = shims.FolderOf(request);
        ShimStarted outcome;
        Environment.SetEnvironmentVariable("HOLDFAST_CRASH_POINT", point);
        try
        {
            outcome = await ShimFolders.StartAsync(folder, request);
        }
        finally
        {
            Environment.SetEnvironmentVariable("HOLDFAST_CRASH_POINT", null);
        }
        if (outcome is ShimStarted.Started started)
            await shims.Gone(request.Execution, started.Shim);
        var swept = ProcessSweep.EndMarked(new HashSet<ExecutionId> { request.Execution }, TimeSpan.Zero)[request.Execution];

        Assert.Equal(0, swept.Left);
        var told = (outcome, Shim: folder.TryReadShim() is not null, Exit: folder.TryReadExit()?.Ending.Cause) switch
        {
            (ShimStarted.Refused { Why.Code: "shim_died" }, false, null) => "never ran",
            (ShimStarted.AlreadyStarted, true, null) => "may have run",
            (ShimStarted.Started, true, null) => "ran, end unknown",
            (ShimStarted.Started, true, EndCause.Exited(5)) => "ended",
            var other => other.ToString(),
        };
        Assert.Equal(
            point switch
            {
                ShimCrashPoint.FolderMade => "never ran",
                ShimCrashPoint.IdentityDurable or ShimCrashPoint.SpawnedBeforeProcess => "may have run",
                ShimCrashPoint.EndedBeforeRecord or ShimCrashPoint.RecordWritten => "ran, end unknown",
                ShimCrashPoint.RecordRenamed => "ended",
                _ => "",
            },
            told);
        // Only what never ran may be started again in the same folder.
        var again = await ShimFolders.StartAsync(folder, request);
        Assert.Equal(point == ShimCrashPoint.FolderMade, again is ShimStarted.Started);
        if (again is ShimStarted.Started second)
        {
            await shims.Gone(request.Execution, second.Shim);
            Assert.Equal(new EndCause.Exited(5), folder.TryReadExit()!.Ending.Cause);
        }
    }

    public static TheoryData<string> Points => [.. ShimCrashPoint.All];
}
