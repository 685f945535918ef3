using System.Collections.Immutable;
using Holdfast.Core.Executions;

namespace Holdfast.Processes.Tests;

[Collection(nameof(AloneWithProcesses))]
public sealed class ProcessHostTests : IDisposable
{
    private readonly HostedProcesses processes = new();

    public void Dispose() => processes.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(137)]
    [InlineData(255)]
    public async Task Start_ProgramThatExits_TellsItsCode(int code)
    {
        var ending = await processes.Run(processes.Shell($"exit {code}"));

        Assert.Equal(
            new ExecutionEnding
            {
                Cause = new EndCause.Exited(code),
                StartedAt = ending.StartedAt,
                EndedAt = ending.EndedAt,
                Duration = ending.Duration,
                CpuTime = ending.CpuTime,
                UserTime = ending.UserTime,
                Proof = SurvivorProof.Subreaper,
            },
            ending);
        Assert.InRange(ending.Duration, TimeSpan.FromMicroseconds(1), TimeSpan.FromSeconds(30));
        Assert.InRange(ending.EndedAt - ending.StartedAt, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Assert.InRange(ending.CpuTime, TimeSpan.FromMicroseconds(1), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Start_ProgramThatUsesMuchMemory_TellsItsPeak()
    {
        // What a process has before its program starts is this one's memory: only a peak above ours is its own.
        var ours = OwnPeakBytes();

        var ending = await processes.Run(processes.Python($"x = b'x' * {ours + 300_000_000}"));

        Assert.InRange(ending.PeakMemoryBytes, ours + 300_000_000, ours + 400_000_000);
    }

    private static long OwnPeakBytes() =>
        long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) * 1024;

    [Theory]
    [InlineData("KILL", 9)]
    [InlineData("SEGV", 11)]
    [InlineData("TERM", 15)]
    public async Task Start_ProgramThatDiesBySignal_TellsTheSignal(string name, int signal)
    {
        var ending = await processes.Run(processes.Shell($"kill -{name} $$"));

        Assert.Equal((new EndCause.Signalled(signal), StopStep.None), (ending.Cause, ending.StopStep));
    }

    [Fact]
    public async Task Start_WritesToBothStreams_KeepsThemApartAndInOrder()
    {
        // Each waits until the other stream's text is in the log, so that the order is the program's.
        var spec = processes.Shell(
            """
            await() { until grep -aq "$1" "$LOG" 2>/dev/null; do sleep 0.01; done; }
            echo one; await one; echo two >&2; await two; echo three
            """);
        spec = spec with { Environment = [.. spec.Environment, new("LOG", spec.OutputLog)] };

        var ending = await processes.Run(spec);

        Assert.Equal((new EndCause.Exited(0), 14L, false), (ending.Cause, ending.OutputBytes, ending.OutputTruncated));
        Assert.Equal("one\ntwo\nthree\n", processes.Text(spec));
        Assert.Equal("one\nthree\n", processes.Text(spec, OutputStreams.Stdout));
        Assert.Equal("two\n", processes.Text(spec, OutputStreams.Stderr));
    }

    [Fact]
    public async Task Start_NoOutput_MakesNoFile()
    {
        var spec = processes.Spec("/bin/true");

        await processes.Run(spec);

        Assert.False(File.Exists(spec.OutputLog));
        Assert.Equal(new OutputText("", 0, 0, 0), OutputLog.Read(spec.OutputLog));
    }

    [Fact]
    public async Task Start_Environment_IsExactlyTheSpecs()
    {
        var spec = processes.Spec("/usr/bin/env", "-0");
        spec = spec with { Environment = [new("Ä", "ö=\n"), new("EMPTY", ""), ProcessMark.Of(spec.Execution)] };

        await processes.Run(spec);

        Assert.Equal($"Ä=ö=\n\0EMPTY=\0HOLDFAST_EXECUTION={spec.Execution}\0", processes.Text(spec));
    }

    [Fact]
    public async Task Start_EnvironmentWithoutMark_IsMarked()
    {
        var spec = processes.Spec("/usr/bin/env") with { Environment = [] };

        await processes.Run(spec);

        Assert.Equal($"HOLDFAST_EXECUTION={spec.Execution}\n", processes.Text(spec));
    }

    [Fact]
    public async Task Start_Arguments_ArriveAsTheyAre()
    {
        var spec = processes.Spec("/usr/bin/printf", "%s|", "", "a b", "$HOME", "'\"", "日本", "line\nline");

        await processes.Run(spec);

        Assert.Equal("|a b|$HOME|'\"|日本|line\nline|", processes.Text(spec));
    }

    [Fact]
    public async Task Start_Child_HasItsOwnSessionDefaultSignalsItsFolderAndThreeDescriptors()
    {
        var spec = processes.Python(
            """
            import os
            pid = os.getpid()
            print(os.getsid(0) == pid, os.getpgid(0) == pid)
            print(os.getcwd())
            print(sorted(int(f) for f in os.listdir('/proc/self/fd'))[:4], os.readlink('/proc/self/fd/0'), os.read(0, 1))
            status = dict(line.split(':', 1) for line in open('/proc/self/status'))
            print(status['SigBlk'].strip())
            """);
        var signals = processes.Shell("grep -E '^Sig(Ign|Blk)' /proc/self/status");

        await Task.WhenAll(processes.Run(spec), processes.Run(signals));

        // The fourth descriptor is the one listdir itself uses.
        Assert.Equal($"True True\n{processes.Folder}\n[0, 1, 2, 3] /dev/null b''\n0000000000000000\n", processes.Text(spec));
        Assert.Equal("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n", processes.Text(signals));
    }

    [Fact]
    public async Task Start_BinaryOutput_IsKeptByteByByte()
    {
        var spec = processes.Python("import os\nfor i in range(512): os.write(1, bytes(range(256)))");

        var ending = await processes.Run(spec);

        Assert.Equal(512 * 256, ending.OutputBytes);
        Assert.Equal(Enumerable.Range(0, 512 * 256).Select(i => (byte)i), processes.Bytes(spec));
    }

    [Fact]
    public async Task Start_OneLineOfTenMegabytes_IsKeptWhole()
    {
        var spec = processes.Python("import sys; sys.stdout.write('x' * 10_000_000 + '\\n')");

        var ending = await processes.Run(spec);

        Assert.Equal((new EndCause.Exited(0), 10_000_001L, false), (ending.Cause, ending.OutputBytes, ending.OutputTruncated));
        Assert.Equal(new string('x', 10_000_000) + "\n", processes.Text(spec));
    }

    [Fact]
    public async Task Start_OutputPastTheLimit_IsDrainedDiscardedAndMarked()
    {
        var spec = processes.Python("import os\nfor i in range(3000): os.write(1, b'y' * 10_000)\nos.write(2, b'end')") with { OutputLimitBytes = 100_001 };

        var ending = await processes.Run(spec);

        Assert.Equal((new EndCause.Exited(0), 30_000_003L, true), (ending.Cause, ending.OutputBytes, ending.OutputTruncated));
        Assert.Equal(new OutputText(new string('y', 100_001), 0, 30_000_003 - 100_001, 0), OutputLog.Read(spec.OutputLog));
        Assert.InRange(new FileInfo(spec.OutputLog).Length, 100_001, 120_000);
    }

    [Fact]
    public async Task Start_OutputOfExactlyTheLimit_IsNotTruncated()
    {
        var spec = processes.Shell("printf 12345") with { OutputLimitBytes = 5 };

        var ending = await processes.Run(spec);

        Assert.Equal((5L, false), (ending.OutputBytes, ending.OutputTruncated));
        Assert.Equal("12345", processes.Text(spec));
    }

    [Fact]
    public async Task Start_OutputPastTheLimitThatEnds_EndsTheProcess()
    {
        var spec = processes.Shell("exec cat /dev/zero") with { OutputLimitBytes = 1000, FailOnOutputLimit = true };

        var ending = await processes.Run(spec);

        Assert.Equal((new EndCause.OutputLimit(1000), StopStep.Terminated, true), (ending.Cause, ending.StopStep, ending.OutputTruncated));
    }

    [Fact]
    public async Task Start_ClosesItsOutputAndGoesOn_IsNotTakenForEnded()
    {
        var spec = processes.Shell("exec >&- 2>&-; sleep 0.2; exit 7");

        var ending = await processes.Run(spec);

        Assert.Equal(new EndCause.Exited(7), ending.Cause);
        Assert.InRange(ending.Duration, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30));
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "/no/such/program", "program_missing" },
        { "/bin/true/below", "program_missing" },
        { "/etc", "not_executable" },
        { "plain", "permission_denied" },
        { "garbage", "not_executable" },
        { "script", "interpreter_missing" },
        { "", "program_missing" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Start_ProgramThatCannotBe_IsRefusedWithACode(string program, string code)
    {
        Write("plain", "text", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Write("garbage", "neither nor", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Write("script", "#!/no/such/interpreter -x\n", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var path = program.Length == 0 || program[0] == '/' ? program : processes.FileIn(program);

        var start = processes.Host.Start(processes.Spec(path), _ => Assert.Fail("It was refused, so there is no ending."));

        var refused = Assert.IsType<ProcessStart.Refused>(start);
        Assert.Equal(code, refused.Why.Code);
        Assert.EndsWith(".", refused.Why.Why, StringComparison.Ordinal);
        Assert.Equal(0, processes.Host.Running);
    }

    [Fact]
    public void Start_ArgumentsTooLong_IsRefused() =>
        Assert.Equal("arguments_too_long", Refuse(processes.Spec("/bin/true", new string('x', 200_000))).Code);

    [Fact]
    public void Start_NulInAnArgument_IsRefused() =>
        Assert.Equal("argument_invalid", Refuse(processes.Spec("/bin/true", "a\0b")).Code);

    [Fact]
    public void Start_InvalidVariable_IsRefused() =>
        Assert.Equal("environment_invalid", Refuse(processes.Spec("/bin/true") with { Environment = [new("A=B", "")] }).Code);

    [Theory]
    [InlineData("/no/such/folder")]
    [InlineData("/etc/passwd")]
    public void Start_WorkingDirectoryThatIsNone_IsRefused(string folder) =>
        Assert.Equal("working_directory_missing", Refuse(processes.Spec("/bin/true") with { WorkingDirectory = folder }).Code);

    [Fact]
    public async Task Start_SameExecutionWhileItRuns_Throws()
    {
        var spec = processes.Spec("/bin/sleep", "60");
        var (_, ending) = processes.Start(spec);

        Assert.Throws<ArgumentException>(() => processes.Host.Start(spec, _ => { }));

        Assert.True(processes.Host.Stop(spec.Execution, new EndCause.CancelledBy("test"), immediate: true));
        await ending;
        Assert.False(processes.Host.Stop(spec.Execution, new EndCause.CancelledBy("test"), immediate: true));
    }

    [Fact]
    public async Task Start_AHundredAtOnce_AllAreToldAndNoDescriptorStays()
    {
        await processes.Run(processes.Shell("echo warm"));
        var before = OpenDescriptors();
        var specs = Enumerable.Range(0, 100).Select(i => processes.Shell($"sleep 0.3; echo {i}; exit {i}")).ToImmutableArray();

        var endings = await Task.WhenAll(specs.Select(processes.Run));

        Assert.Equal(Enumerable.Range(0, 100).Select(i => new EndCause.Exited(i)), endings.Select(ending => ending.Cause));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}\n"), specs.Select(spec => processes.Text(spec)));
        Assert.Equal(0, processes.Host.Running);
        Assert.Equal(before, OpenDescriptors());
    }

    [Fact]
    public async Task Start_ThousandsOneAfterAnother_LeavesDescriptorsFlat()
    {
        await processes.Run(processes.Shell("echo warm"));
        var before = OpenDescriptors();

        for (var i = 0; i < 1000; i++)
        {
            var pair = await Task.WhenAll(processes.Run(processes.Spec("/bin/true")), processes.Run(processes.Spec("/bin/false")));
            Assert.Equal([new EndCause.Exited(0), new EndCause.Exited(1)], pair.Select(ending => ending.Cause));
        }

        Assert.Equal(before, OpenDescriptors());
    }

    [Fact]
    public async Task Start_NoDescriptorLeft_IsRefusedAndLeavesNothing()
    {
        await processes.Run(processes.Spec("/bin/true"));
        var before = OpenDescriptors();
        // From none for the first pipe to one too few for the pidfd.
        for (var free = 0; free < 5; free++)
        {
            EndCause.CouldNotStart why;
            using (DescriptorLimit.Leave(free))
                why = Refuse(processes.Spec("/bin/sleep", "60"));
            Assert.Equal("too_many_open_files", why.Code);
        }

        Assert.Equal((0, before), (processes.Host.Running, OpenDescriptors()));
    }

    [Fact]
    public void Start_AfterDispose_Throws()
    {
        using var host = new ProcessHost(TimeProvider.System);
        host.Dispose();

        Assert.Throws<ObjectDisposedException>(() => host.Start(processes.Spec("/bin/true"), _ => { }));
    }

    [Fact]
    public async Task Start_Identity_IsTheProcessAndDiesWithIt()
    {
        var spec = processes.Spec("/bin/sleep", "60");
        var (process, ending) = processes.Start(spec);

        Assert.Equal(process, ProcessIdentities.Of(process.Pid));
        Assert.True(ProcessIdentities.IsAlive(process));
        Assert.False(ProcessIdentities.IsAlive(process with { StartTicks = process.StartTicks - 1 }));
        Assert.False(ProcessIdentities.IsAlive(process with { BootId = Guid.NewGuid() }));
        processes.Host.Stop(spec.Execution, new EndCause.CancelledBy("test"), immediate: true);
        await ending;
        Assert.False(ProcessIdentities.IsAlive(process));
        Assert.True(ProcessIdentities.IsAlive(ProcessIdentities.Current));
    }

    [Fact]
    public async Task Start_ManyIdentities_AreWhatProcSays()
    {
        for (var i = 0; i < 200; i++)
        {
            var spec = processes.Spec("/bin/sleep", "60");
            var (process, ending) = processes.Start(spec);

            Assert.Equal(ProcessIdentities.Of(process.Pid), process);

            processes.Host.Stop(spec.Execution, new EndCause.CancelledBy("test"), immediate: true);
            await ending;
        }
    }

    private EndCause.CouldNotStart Refuse(ProcessSpec spec) =>
        Assert.IsType<ProcessStart.Refused>(processes.Host.Start(spec, _ => Assert.Fail("It was refused, so there is no ending."))).Why;

    private void Write(string name, string text, UnixFileMode mode)
    {
        File.WriteAllText(processes.FileIn(name), text);
        File.SetUnixFileMode(processes.FileIn(name), mode);
    }

    private static int OpenDescriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
}
