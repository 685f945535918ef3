using Holdfast.Core.Executions;

namespace Holdfast.Processes.Tests;

/// <summary>Trees that do not want to end, and proof that they do.</summary>
[Collection(nameof(AloneWithProcesses))]
public sealed class StopSequenceTests : IDisposable
{
    private static readonly EndCause Cancelled = new EndCause.CancelledBy("test");
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    private readonly HostedProcesses processes = new();

    public void Dispose() => processes.Dispose();

    // Python's way to tell which processes there are: written elsewhere, then renamed, so that it is seen whole.
    private const string Say =
        """
        import os, signal, sys, time
        def say(name, *pids):
            with open(name + '.tmp', 'w') as f: f.write('\n'.join(map(str, pids)))
            os.rename(name + '.tmp', name)
        def sleep():
            while True: time.sleep(60)

        """;

    [Fact]
    public async Task Timeout_EndsWellWithinTheGrace_HasCompleted()
    {
        var spec = processes.Shell("trap 'echo cleaned; exit 0' TERM; echo up; while :; do sleep 0.05; done") with { Timeout = Short };

        var ending = await processes.Run(spec);

        Assert.Equal((new EndCause.Exited(0), StopStep.Terminated, SurvivorProof.Subreaper, 0), Told(ending));
        Assert.Equal("up\ncleaned\n", processes.Text(spec, OutputStreams.Stdout));
    }

    [Fact]
    public async Task Timeout_EndsBadlyWithinTheGrace_StaysWallTime()
    {
        var spec = processes.Shell("trap 'exit 3' TERM; while :; do sleep 0.05; done") with { Timeout = Short };

        var ending = await processes.Run(spec);

        Assert.Equal((new EndCause.WallTime(Short), StopStep.Terminated, SurvivorProof.Subreaper, 0), Told(ending));
        Assert.Equal(124, ending.Cause.ExitCode);
        Assert.InRange(ending.Duration, Short, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Timeout_DiesOfSigterm_StaysWallTime()
    {
        var ending = await processes.Run(processes.Spec("/bin/sleep", "60") with { Timeout = Short });

        Assert.Equal((new EndCause.WallTime(Short), StopStep.Terminated, SurvivorProof.Subreaper, 0), Told(ending));
    }

    [Fact]
    public async Task Timeout_IgnoresSigterm_IsKilledAfterTheGrace()
    {
        var spec = processes.Shell("trap '' TERM; while :; do sleep 0.05; done") with { Timeout = Short, Grace = Short };

        var ending = await processes.Run(spec);

        Assert.Equal((new EndCause.WallTime(Short), StopStep.Killed, SurvivorProof.Subreaper), (ending.Cause, ending.StopStep, ending.Proof));
        Assert.InRange(ending.Duration, Short * 2, TimeSpan.FromSeconds(5));
        Assert.Empty(HostedProcesses.Living(spec));
    }

    [Fact]
    public async Task Timeout_WithinIt_IsNotStopped()
    {
        var ending = await processes.Run(processes.Shell("exit 4") with { Timeout = TimeSpan.FromMinutes(5) });

        Assert.Equal((new EndCause.Exited(4), StopStep.None, SurvivorProof.Subreaper, 0), Told(ending));
    }

    [Fact]
    public async Task Timeout_WithoutEnd_DoesNotOverflow()
    {
        var ending = await processes.Run(processes.Shell("sleep 0.1") with { Timeout = TimeSpan.MaxValue, Grace = TimeSpan.MaxValue });

        Assert.Equal((new EndCause.Exited(0), StopStep.None, SurvivorProof.Subreaper, 0), Told(ending));
    }

    [Fact]
    public async Task Stop_Cancelled_StaysCancelledEvenIfItEndsWell()
    {
        var spec = processes.Shell("trap 'exit 0' TERM; mv $(mktemp) up; while :; do sleep 0.05; done");
        var (_, ended) = processes.Start(spec);
        await processes.Lines("up");

        Assert.True(processes.Host.Stop(spec.Execution, Cancelled, immediate: false));

        Assert.Equal((Cancelled, StopStep.Terminated, SurvivorProof.Subreaper, 0), Told(await ended));
    }

    [Fact]
    public async Task Stop_Twice_TheFirstCauseCountsAndImmediateSkipsTheGrace()
    {
        var spec = processes.Shell("trap '' TERM; mv $(mktemp) up; while :; do sleep 0.05; done") with { Grace = TimeSpan.FromHours(1) };
        var (_, ended) = processes.Start(spec);
        await processes.Lines("up");

        processes.Host.Stop(spec.Execution, Cancelled, immediate: false);
        processes.Host.Stop(spec.Execution, new EndCause.CancelledBy("somebody else"), immediate: true);

        var ending = await ended;
        Assert.Equal((Cancelled, StopStep.Killed), (ending.Cause, ending.StopStep));
    }

    [Fact]
    public async Task Stop_StoppedProcess_IsContinuedSoThatItHearsSigterm()
    {
        var spec = processes.Shell("trap 'echo heard; exit 9' TERM; mv $(mktemp) up; kill -STOP $$; sleep 60");
        var (process, ended) = processes.Start(spec);
        await processes.Lines("up");

        processes.Host.Stop(spec.Execution, Cancelled, immediate: false);

        Assert.Equal((Cancelled, StopStep.Terminated, SurvivorProof.Subreaper, 0), Told(await ended));
        Assert.Equal("heard\n", processes.Text(spec, OutputStreams.Stdout));
        Assert.False(ProcessIdentities.IsAlive(process));
    }

    [Fact]
    public async Task Stop_HandlerOfAnotherSession_IsAskedOnceAndHasTheWholeGrace()
    {
        // The grandchild left the session; it takes longer to clean up than the main process, and must not be hurried or asked twice.
        var spec = processes.Python(Say +
            """
            if os.fork() == 0:
                os.setsid()
                count = 0
                def clean(*_):
                    global count
                    count += 1
                signal.signal(signal.SIGTERM, clean)
                say('child', os.getpid())
                while not count: time.sleep(0.01)
                time.sleep(1.5)
                print('cleaned', count, flush=True)
                os._exit(0)
            sleep()
            """);
        var (_, ended) = processes.Start(spec);
        await processes.Lines("child");

        processes.Host.Stop(spec.Execution, Cancelled, immediate: false);

        Assert.Equal((Cancelled, StopStep.Terminated, SurvivorProof.Subreaper, 1), Told(await ended));
        Assert.Equal("cleaned 1\n", processes.Text(spec));
    }

    /// <summary>Each leaves processes of which the given share is found by one kind of evidence only.</summary>
    public static TheoryData<string, string> Escapes => new()
    {
        { "child", "if os.fork() == 0: say('pids', os.getpid()); sleep()\nsleep()" },
        { "child that ignores SIGTERM", "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nif os.fork() == 0: say('pids', os.getpid()); sleep()\nsleep()" },
        {
            "double fork and setsid",
            """
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                    say('pids', os.getpid()); sleep()
                os._exit(0)
            os.wait(); sleep()
            """
        },
        {
            "stopped and of another session",
            """
            pid = os.fork()
            if pid == 0:
                os.setsid()
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                os.kill(os.getpid(), signal.SIGSTOP); sleep()
            os.waitpid(pid, os.WUNTRACED)
            say('pids', pid); sleep()
            """
        },
        {
            "mark erased, of another session, parent gone",
            """
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                    os.execve('/usr/bin/python3', ['python3', '-ISc', "import os,time\nopen('pids.tmp','w').write(str(os.getpid()))\nos.rename('pids.tmp','pids')\nwhile True: time.sleep(60)"], {})
                os._exit(0)
            os.wait(); sleep()
            """
        },
        {
            "mark erased, parent alive",
            """
            if os.fork() == 0:
                os.setsid()
                os.execve('/usr/bin/python3', ['python3', '-ISc', "import os,time\nopen('pids.tmp','w').write(str(os.getpid()))\nos.rename('pids.tmp','pids')\nwhile True: time.sleep(60)"], {})
            sleep()
            """
        },
        {
            "output closed",
            """
            if os.fork() == 0:
                os.setsid()
                for fd in (0, 1, 2): os.close(fd)
                say('pids', os.getpid()); sleep()
            sleep()
            """
        },
        {
            "a chain of sessions",
            """
            pids = []
            r, w = os.pipe()
            for _ in range(6):
                if os.fork() != 0: break
                os.setsid()
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                os.write(w, b'%d ' % os.getpid())
            else:
                text = b''
                while text.count(b' ') < 6: text += os.read(r, 100)
                say('pids', *text.decode().split())
            sleep()
            """
        },
    };

    [Theory]
    [MemberData(nameof(Escapes))]
    public async Task Stop_TreeThatTriesToEscape_IsGone(string what, string script)
    {
        var spec = processes.Python(Say + script) with { Grace = Short };
        var (process, ended) = processes.Start(spec);
        var pids = await processes.Lines("pids");
        Assert.NotEmpty(HostedProcesses.Living(spec, pids));

        processes.Host.Stop(spec.Execution, Cancelled, immediate: false);

        var ending = await ended;
        Assert.Empty(HostedProcesses.Living(spec, pids));
        Assert.Equal((what, Cancelled, true, 0), (what, ending.Cause, ending.SurvivorsEnded <= pids.Length, ending.SurvivorsLeft));
        // One that is just dying of SIGTERM when it comes to us has no environment any more to tell whose it was; then a scan is the proof.
        Assert.True(ending.Proof is SurvivorProof.Subreaper or SurvivorProof.Mark, $"{what}: {ending.Proof}");
        Assert.False(ProcessIdentities.IsAlive(process));
    }

    [Theory]
    [MemberData(nameof(Escapes))]
    public async Task Stop_ImmediatelyATreeThatTriesToEscape_IsGone(string what, string script)
    {
        var spec = processes.Python(Say + script) with { Grace = TimeSpan.FromHours(1) };
        var (_, ended) = processes.Start(spec);
        var pids = await processes.Lines("pids");

        processes.Host.Stop(spec.Execution, Cancelled, immediate: true);

        var ending = await ended;
        Assert.Empty(HostedProcesses.Living(spec, pids));
        Assert.Equal(
            (what, Cancelled, StopStep.Killed, SurvivorProof.Subreaper, pids.Length, 0),
            (what, ending.Cause, ending.StopStep, ending.Proof, ending.SurvivorsEnded, ending.SurvivorsLeft));
    }

    [Theory]
    [MemberData(nameof(Escapes))]
    public async Task End_OfTheMainProcessAlone_EndsWhatItLeaves(string what, string script)
    {
        // The same trees, but the first process ends by itself as soon as the others are there.
        var watched = script.LastIndexOf("sleep()", StringComparison.Ordinal);
        var main = script[..watched] + "\nif os.getpid() == main:\n    while not os.path.exists('pids'): time.sleep(0.01)\n    os._exit(5)\nsleep()";
        var spec = processes.Python(Say + "main = os.getpid()\n" + main) with { Grace = Short };

        var ending = await processes.Run(spec);

        var pids = await processes.Lines("pids");
        Assert.Empty(HostedProcesses.Living(spec, pids));
        Assert.Equal(
            (what, new EndCause.Exited(5), StopStep.None, SurvivorProof.Subreaper, pids.Length, 0),
            (what, ending.Cause, ending.StopStep, ending.Proof, ending.SurvivorsEnded, ending.SurvivorsLeft));
    }

    [Fact]
    public async Task End_LeavesABackgroundChildThatHoldsThePipe_KeepsWhatItWroteAndEndsIt()
    {
        var spec = processes.Shell("sleep 60 & echo main");

        var ending = await processes.Run(spec);

        Assert.Equal((new EndCause.Exited(0), StopStep.None, SurvivorProof.Subreaper, 1), Told(ending));
        Assert.InRange(ending.Duration, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.Equal("main\n", processes.Text(spec));
        Assert.Empty(HostedProcesses.Living(spec));
    }

    [Fact]
    public async Task End_LeavesAWriterThatNeverStops_IsEndedAllTheSame()
    {
        var spec = processes.Shell("trap '' TERM; (while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done) & sleep 0.2; exit 0") with { OutputLimitBytes = 10_000, Grace = Short };

        var ending = await processes.Run(spec);

        Assert.Equal((new EndCause.Exited(0), StopStep.None, SurvivorProof.Subreaper, 1), Told(ending));
        Assert.True(ending.OutputTruncated);
        Assert.Empty(HostedProcesses.Living(spec));
    }

    [Fact]
    public async Task End_SeveralAtOnceLeaveOrphans_EachIsGivenItsOwn()
    {
        var specs = Enumerable.Range(1, 8).Select(i => processes.Shell($"for n in $(seq {i}); do setsid sleep 60 & done; sleep 0.{i}; exit {i}")).ToArray();

        var endings = await Task.WhenAll(specs.Select(processes.Run));

        Assert.Equal(
            Enumerable.Range(1, 8).Select(i => ((EndCause)new EndCause.Exited(i), StopStep.None, SurvivorProof.Subreaper, i)),
            endings.Select(Told));
        Assert.All(specs, spec => Assert.Empty(HostedProcesses.Living(spec)));
    }

    [Fact]
    public async Task End_UnmarkedOrphanWhileAnotherRuns_IsFoundByThePipeItHolds()
    {
        var other = processes.Spec("/bin/sleep", "60");
        var (_, otherEnded) = processes.Start(other);
        var spec = processes.Python(Say +
            """
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    os.execve('/usr/bin/python3', ['python3', '-ISc', "import os,time\nopen('pids.tmp','w').write(str(os.getpid()))\nos.rename('pids.tmp','pids')\nwhile True: time.sleep(60)"], {})
                os._exit(0)
            os.wait()
            while not os.path.exists('pids'): time.sleep(0.01)
            """);

        var ending = await processes.Run(spec);

        Assert.Equal((new EndCause.Exited(0), StopStep.None, SurvivorProof.Subreaper, 1), Told(ending));
        Assert.Empty(HostedProcesses.Living(spec, await processes.Lines("pids")));
        processes.Host.Stop(other.Execution, Cancelled, immediate: true);
        await otherEnded;
    }

    [Fact]
    public async Task End_LeavesAThousandOrphans_AllAreEnded()
    {
        var spec = processes.Python(Say +
            """
            for _ in range(1000):
                if os.fork() == 0: sleep()
            os._exit(5)
            """) with { Grace = Short };

        var ending = await processes.Run(spec);

        Assert.Equal((new EndCause.Exited(5), StopStep.None, SurvivorProof.Subreaper, 1000, 0), (ending.Cause, ending.StopStep, ending.Proof, ending.SurvivorsEnded, ending.SurvivorsLeft));
        Assert.Empty(HostedProcesses.Living(spec));
    }

    [Fact]
    public async Task Stop_TreeThatForksAllTheTime_IsGone()
    {
        // Every process forks and lets its child go on in a session of its own; no more than 200 live at a time.
        var spec = processes.Python(Say +
            """
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            say('up', os.getpid())
            if os.fork() == 0:
                for _ in range(20):
                    if os.fork() == 0: break
                end = time.monotonic() + 120
                while time.monotonic() < end:
                    if os.fork() != 0: os._exit(0)
                    os.setsid()
                os._exit(0)
            sleep()
            """) with { Grace = TimeSpan.Zero };
        var (_, ended) = processes.Start(spec);
        await processes.Lines("up");

        processes.Host.Stop(spec.Execution, Cancelled, immediate: false);

        var ending = await ended;
        Assert.Equal((Cancelled, StopStep.Killed, 0), (ending.Cause, ending.StopStep, ending.SurvivorsLeft));
        Assert.Empty(HostedProcesses.Living(spec));
    }

    [Fact]
    public async Task Stop_AHundredAtOnce_AllAreGone()
    {
        var specs = Enumerable.Range(0, 100).Select(_ => processes.Shell("trap '' TERM; setsid sleep 60 & sleep 60 & wait; wait") with { Grace = Short }).ToArray();
        var endings = specs.Select(processes.Run).ToArray();

        foreach (var spec in specs)
            Assert.True(processes.Host.Stop(spec.Execution, Cancelled, immediate: false));

        Assert.All(await Task.WhenAll(endings), ending => Assert.Equal((Cancelled, 0), (ending.Cause, ending.SurvivorsLeft)));
        Assert.All(specs, spec => Assert.Empty(HostedProcesses.Living(spec)));
    }

    [Fact]
    public async Task Stop_AsItEnds_TellsEitherItsOwnEndingOrTheStop()
    {
        // Whatever comes first: an ending of its own is told as such, and only a cause that was sent is told as a cause.
        for (var i = 0; i < 100; i++)
        {
            var spec = processes.Shell("exit 6");
            var (process, ended) = processes.Start(spec);
            processes.Host.Stop(spec.Execution, Cancelled, immediate: true);

            var ending = await ended;
            Assert.Contains((ending.Cause, ending.StopStep), new[] { (new EndCause.Exited(6), StopStep.None), (Cancelled, StopStep.Killed) });
            Assert.False(ProcessIdentities.IsAlive(process));
        }
    }

    [Fact]
    public async Task Dispose_WhileTreesRun_EndsThemAtOnceAndTellsThemLost()
    {
        var host = new ProcessHost(TimeProvider.System);
        var spec = processes.Shell("trap '' TERM; setsid sleep 60 & mv $(mktemp) up; wait; sleep 60");
        ExecutionEnding? ending = null;
        host.Start(spec, told => ending = told);
        await processes.Lines("up");

        host.Dispose();

        Assert.NotNull(ending);
        Assert.IsType<EndCause.Lost>(ending.Cause);
        Assert.Equal((StopStep.Killed, 0), (ending.StopStep, ending.SurvivorsLeft));
        Assert.Empty(HostedProcesses.Living(spec));
    }

    private static (EndCause, StopStep, SurvivorProof, int) Told(ExecutionEnding ending)
    {
        Assert.Equal(0, ending.SurvivorsLeft);
        return (ending.Cause, ending.StopStep, ending.Proof, ending.SurvivorsEnded);
    }
}
