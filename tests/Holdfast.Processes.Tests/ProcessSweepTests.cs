using Holdfast.Core.Executions;

namespace Holdfast.Processes.Tests;

[Collection(nameof(AloneWithProcesses))]
public sealed class ProcessSweepTests : IDisposable
{
    private readonly HostedProcesses processes = new();

    public void Dispose() => processes.Dispose();

    // What a dead owner left: processes that carry the mark of an execution no host knows.
    private async Task<string[]> LeaveBehind(ExecutionId execution, string script)
    {
        var spec = processes.Python(
            $$"""
            import os, signal, time
            def say(name, *pids):
                with open(name + '.tmp', 'w') as f: f.write('\n'.join(map(str, pids)))
                os.rename(name + '.tmp', name)
            def sleep():
                while True: time.sleep(60)
            {{script}}
            """);
        spec = spec with { Environment = [ProcessMark.Of(execution)] };
        processes.Start(spec);
        return await processes.Lines("pids");
    }

    [Fact]
    public async Task EndMarked_ProcessesThatCarryTheMark_AreEndedAndCounted()
    {
        var execution = new ExecutionId(Guid.NewGuid());
        var other = processes.Spec("/bin/sleep", "60");
        var (stranger, _) = processes.Start(other);
        var pids = await LeaveBehind(
            execution,
            """
            main = os.getpid()
            child = os.fork()
            if child == 0:
                os.setsid()
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                grandchild = os.fork()
                if grandchild != 0: say('pids', main, os.getpid(), grandchild)
            sleep()
            """);

        var result = ProcessSweep.EndMarked(new HashSet<ExecutionId> { execution }, TimeSpan.FromMilliseconds(200));

        Assert.Equal(new Dictionary<ExecutionId, SweepResult> { [execution] = new(3, 0, SurvivorProof.Mark) }, result);
        Assert.Empty(HostedProcesses.Living(processes.Spec("/bin/true") with { Execution = execution }, pids));
        Assert.True(ProcessIdentities.IsAlive(stranger));
    }

    [Fact]
    public async Task EndMarked_UnmarkedMemberOfTheRecordedSession_IsEnded()
    {
        var execution = new ExecutionId(Guid.NewGuid());
        var spec = processes.Python(
            """
            import os
            child = os.fork()
            if child == 0: os.execve('/bin/sleep', ['sleep', '60'], {})
            with open('pids.tmp', 'w') as f: f.write(f'{os.getpid()}\n{child}')
            os.rename('pids.tmp', 'pids')
            os.wait()
            """);
        var (process, _) = processes.Start(spec with { Environment = [new(ProcessMark.Variable, "erased")] });
        var pids = await processes.Lines("pids");

        var result = ProcessSweep.EndMarked(
            new HashSet<ExecutionId> { execution }, TimeSpan.FromSeconds(10), new Dictionary<ExecutionId, ProcessIdentity> { [execution] = process });

        Assert.Equal(new Dictionary<ExecutionId, SweepResult> { [execution] = new(2, 0, SurvivorProof.Mark) }, result);
        Assert.Empty(HostedProcesses.Living(spec, pids));
    }

    [Fact]
    public async Task EndMarked_PidThatIsAStrangersByNow_IsLeftAlone()
    {
        var execution = new ExecutionId(Guid.NewGuid());
        var spec = processes.Spec("/bin/sleep", "60");
        var (process, _) = processes.Start(spec);
        var recorded = new Dictionary<ExecutionId, ProcessIdentity>();

        foreach (var wrong in new[] { process with { StartTicks = process.StartTicks - 1 }, process with { BootId = Guid.NewGuid() } })
        {
            recorded[execution] = wrong;
            var result = ProcessSweep.EndMarked(new HashSet<ExecutionId> { execution }, TimeSpan.FromSeconds(10), recorded);
            Assert.Equal(new Dictionary<ExecutionId, SweepResult> { [execution] = new(0, 0, SurvivorProof.Mark) }, result);
        }

        Assert.True(ProcessIdentities.IsAlive(process));
        processes.Host.Stop(spec.Execution, new EndCause.CancelledBy("test"), immediate: true);
    }

    // A session whose leader has exited, with one member that was started with the environment given.
    private async Task<(string[] Pids, ProcessIdentity Main)> LeaveSessionWithoutLeader(ExecutionId mark, string members)
    {
        var spec = processes.Python(
            $$"""
            import os, time
            leader = os.fork()
            if leader == 0:
                os.setsid()
                pids = []
            {{members}}
                with open('pids.tmp', 'w') as f: f.write('\n'.join(map(str, [os.getpid()] + pids)))
                os._exit(0)
            os.waitpid(leader, 0)
            os.rename('pids.tmp', 'pids')
            while True: time.sleep(60)
            """);
        var (main, _) = processes.Start(spec with { Environment = [ProcessMark.Of(mark)] });
        return (await processes.Lines("pids"), main);
    }

    private static string Member(string environment) =>
        $"""
            pid = os.fork()
            if pid == 0: os.execve('/bin/sleep', ['sleep', '60'], {environment})
            pids.append(pid)
        """;

    [Fact]
    public async Task EndMarked_SessionOfAStrangerWhoseLeaderHasExited_IsLeftAlone()
    {
        var (pids, main) = await LeaveSessionWithoutLeader(new ExecutionId(Guid.NewGuid()), Member("{}"));
        var member = Assert.IsType<ProcessIdentity>(ProcessIdentities.Of(int.Parse(pids[1])));
        var execution = new ExecutionId(Guid.NewGuid());
        // Its number was the execution's before it was the stranger's.
        var recorded = new Dictionary<ExecutionId, ProcessIdentity> { [execution] = main with { Pid = int.Parse(pids[0]), StartTicks = main.StartTicks - 1 } };

        var result = ProcessSweep.EndMarked(new HashSet<ExecutionId> { execution }, TimeSpan.FromSeconds(10), recorded);

        Assert.Equal(new Dictionary<ExecutionId, SweepResult> { [execution] = new(0, 0, SurvivorProof.Mark) }, result);
        Assert.True(ProcessIdentities.IsAlive(member));
    }

    [Fact]
    public async Task EndMarked_SessionWithoutLeaderInWhichOneBearsTheMark_IsEndedWhole()
    {
        var execution = new ExecutionId(Guid.NewGuid());
        var (pids, main) = await LeaveSessionWithoutLeader(execution, Member("os.environ") + "\n" + Member("{}"));
        var recorded = new Dictionary<ExecutionId, ProcessIdentity> { [execution] = main with { Pid = int.Parse(pids[0]) } };

        var result = ProcessSweep.EndMarked(new HashSet<ExecutionId> { execution }, TimeSpan.FromSeconds(10), recorded);

        Assert.Equal(new Dictionary<ExecutionId, SweepResult> { [execution] = new(3, 0, SurvivorProof.Mark) }, result);
        Assert.Empty(HostedProcesses.Living(processes.Spec("/bin/true"), pids[1..]));
    }

    [Fact]
    public void EndMarked_NothingLeft_DoesNotWaitForTheGrace()
    {
        var executions = Enumerable.Range(0, 50).Select(_ => new ExecutionId(Guid.NewGuid())).ToHashSet();

        var result = ProcessSweep.EndMarked(executions, TimeSpan.FromHours(1));

        Assert.Equal(executions.ToDictionary(id => id, _ => new SweepResult(0, 0, SurvivorProof.Mark)), result);
    }
}
