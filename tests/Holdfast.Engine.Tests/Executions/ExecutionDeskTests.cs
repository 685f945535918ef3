using Holdfast.Core.Executions;
using Holdfast.Core.Plans;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;
using static Holdfast.Engine.Tests.Executions.DeskHome;

namespace Holdfast.Engine.Tests.Executions;

public class ExecutionDeskTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("exit 0", "completed", 0)]
    [InlineData("exit 7", "failed", 7)]
    [InlineData("kill -SEGV $$", "failed", 139)]
    public async Task Start_ACommand_EndsAsItEnds(string script, string state, int exitCode)
    {
        await using var home = await OpenAsync();

        var queued = await home.StartAsync(Shell($"echo out; echo err >&2; {script}"));
        var ended = await home.EndOfAsync(queued.Id);

        Assert.Equal("queued", queued.StateWord);
        Assert.Equal((state, exitCode), (ended.StateWord, ended.ExitCode));
        Assert.Equal(["out", "err"], home.OutputOf(queued.Id).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["Queued", "Started", state == "completed" ? "Completed" : "Failed"], await home.EventsOfAsync(queued.Id));
        Assert.Equal(ended, (await home.Desk.FindAsync($"#{queued.Number}", Ct)).Execution);
        Assert.Empty(home.Desk.Open);
    }

    [Theory]
    [InlineData("/etc/passwd", 126)]
    [InlineData("/etc", 127)]
    public async Task Start_AProgramThatCannotBe_FailsWithTheReason(string program, int exitCode)
    {
        await using var home = await OpenAsync();

        var ended = await home.EndOfAsync((await home.StartAsync(new ExecutionRequest { Arguments = [program], WorkingDirectory = "/" })).Id);

        Assert.IsType<EndCause.CouldNotStart>(ended.Cause);
        Assert.Equal(("failed", exitCode), (ended.StateWord, ended.ExitCode));
        Assert.Equal(["Queued", "Failed"], await home.EventsOfAsync(ended.Id));
    }

    [Fact]
    public async Task Start_WhatCannotBe_IsRefusedAndNotStored()
    {
        await using var home = await OpenAsync();
        (string Code, ExecutionRequest Request)[] wrong =
        [
            ("command_missing", new ExecutionRequest { Arguments = [], WorkingDirectory = "/" }),
            ("working_directory_missing", Shell("") with { WorkingDirectory = "/no/such/folder" }),
            ("working_directory_missing", Shell("") with { WorkingDirectory = "relative" }),
            ("tool_missing", Shell("") with { Arguments = ["/no/such/program"] }),
            ("tool_missing", Shell("") with { Arguments = ["./here", "it", "is", "not"] }),
            ("tool_missing", Shell("") with { Arguments = ["no-such-program-anywhere"] }),
            ("tool_missing", Shell("") with { Arguments = ["sh"], Environment = new Dictionary<string, string> { ["PATH"] = "/no/such/folder" } }),
            ("environment_invalid", Shell("") with { Environment = new Dictionary<string, string> { ["A=B"] = "" } }),
            ("environment_invalid", Shell("") with { Environment = new Dictionary<string, string> { ["A\0B"] = "" } }),
            ("environment_invalid", Shell("") with { Environment = new Dictionary<string, string> { ["A"] = "a\0B=b" } }),
            ("argument_invalid", Shell("echo \0")),
            ("timeout_invalid", Shell("") with { Timeout = new TimeAllowance.Exactly(TimeSpan.Zero) }),
            ("stall_invalid", Shell("") with { Stall = TimeSpan.FromSeconds(-1) }),
        ];

        foreach (var (code, request) in wrong)
            Assert.Equal(code, Assert.IsType<ExecutionStart.Refused>(await home.Desk.StartAsync(request, Ct)).Code);
        Assert.Empty(await home.Desk.ListAsync(new ExecutionFilter(10), Ct));
    }

    [Fact]
    public async Task Start_AProgramThatComesAndGoes_IsLookedForAgain()
    {
        await using var home = await OpenAsync();
        var tools = Directory.CreateDirectory(Path.Combine(home.Folder, "tools")).FullName;
        var tool = Path.Combine(tools, "come-and-go");
        var request = Shell("") with { Arguments = ["come-and-go"], Environment = new Dictionary<string, string> { ["PATH"] = tools } };

        var before = await home.Desk.StartAsync(request, Ct);
        File.Copy("/bin/true", tool);
        var there = await home.EndOfAsync((await home.StartAsync(request)).Id);
        File.Delete(tool);
        var after = await home.Desk.StartAsync(request, Ct);

        Assert.Equal("tool_missing", Assert.IsType<ExecutionStart.Refused>(before).Code);
        Assert.Equal(("completed", 0), (there.StateWord, there.ExitCode));
        Assert.Equal("tool_missing", Assert.IsType<ExecutionStart.Refused>(after).Code);
    }

    [Fact]
    public async Task Start_TheSameIdTwice_RunsOnce()
    {
        await using var home = await OpenAsync();
        var file = Path.Combine(home.Folder, "runs");
        var request = Shell($"echo run >> {file}") with { Id = new ExecutionId(Guid.CreateVersion7()) };

        var first = await home.StartAsync(request);
        var again = await home.StartAsync(request);
        await home.EndOfAsync(first.Id);
        var late = await home.StartAsync(request);

        Assert.Equal((first.Number, first.Number), (again.Number, late.Number));
        Assert.Equal("completed", late.StateWord);
        Assert.Equal("run\n", await File.ReadAllTextAsync(file, Ct));
    }

    [Fact]
    public async Task Start_WithEnvironmentAndSecrets_GetsThemAndKeepsNeither()
    {
        await using var home = await OpenAsync();
        const string Secret = "s3cret-in-a-file";
        var file = Path.Combine(home.Folder, "token");
        await File.WriteAllTextAsync(file, Secret + "\n", Ct);
        var request = Shell("echo $ADDED $TOKEN") with
        {
            Environment = new Dictionary<string, string> { ["ADDED"] = "plain-addition" },
            Secrets = [new SecretVariable("TOKEN", new SecretReference(null, file))],
        };

        var ended = await home.EndOfAsync((await home.StartAsync(request)).Id);

        Assert.Equal($"plain-addition {Secret}\n", home.OutputOf(ended.Id));
        Assert.Equal("plain-addition ***\n", home.Desk.MaskOf(ended).Apply(home.OutputOf(ended.Id)));
        Assert.Null(await home.Store.LoadEnvironmentAsync(ended.Id, Ct));
        foreach (var kept in Directory.GetFiles(home.FolderOf(ended.Id).Path).Where(kept => !kept.EndsWith("output.log", StringComparison.Ordinal) && !kept.EndsWith("control", StringComparison.Ordinal)))
        {
            var text = await File.ReadAllTextAsync(kept, Ct);
            Assert.DoesNotContain(Secret, text);
            Assert.DoesNotContain("plain-addition", text);
        }
    }

    [Fact]
    public async Task Start_ASecretThatIsMissing_Fails()
    {
        await using var home = await OpenAsync();
        var request = Shell("true") with { Secrets = [new SecretVariable("TOKEN", new SecretReference("HOLDFAST_NO_SUCH_SECRET", null))] };

        var ended = await home.EndOfAsync((await home.StartAsync(request)).Id);

        Assert.Equal("secret_missing", Assert.IsType<EndCause.CouldNotStart>(ended.Cause).Code);
    }

    [Fact]
    public async Task Start_AskedForAgainWhenItCouldNotBeStartedAnyMore_IsWhatItHasBecome()
    {
        await using var home = await OpenAsync();
        var folder = Directory.CreateDirectory(Path.Combine(home.Folder, "gone")).FullName;
        var request = Shell("true") with { Id = new ExecutionId(Guid.CreateVersion7()), WorkingDirectory = folder };
        await home.StartAsync(request);
        var ended = await home.EndOfAsync(request.Id!.Value);
        Directory.Delete(folder);

        Assert.Equal(ended, await home.StartAsync(request));
    }

    [Fact]
    public async Task Timeout_Asked_EndsTheTreeByTheShimAlone()
    {
        await using var home = await OpenAsync();

        var ended = await home.EndOfAsync((await home.StartAsync(Shell("sleep 1000 & sleep 1000") with { Timeout = new TimeAllowance.Exactly(TimeSpan.FromMilliseconds(300)) })).Id);

        Assert.Equal(("failed", 124, new EndCause.WallTime(TimeSpan.FromMilliseconds(300))), (ended.StateWord, ended.ExitCode, ended.Cause));
        Assert.Equal(["Queued", "Started", "TimedOut", "Failed"], await home.EventsOfAsync(ended.Id));
        Assert.Empty(LivingOf(ended.Id));
    }

    [Fact]
    public async Task Timeout_WhileItsGraceRuns_IsTimingOutAlready()
    {
        await using var home = await OpenAsync(new ExecutionDeskOptions { Grace = TimeSpan.FromHours(1) });
        var limit = new EndCause.WallTime(TimeSpan.FromSeconds(5));
        var running = await home.StartUntilReadyAsync("trap '' TERM; READY; while :; do sleep 1000; done", request => request with { Timeout = new TimeAllowance.Exactly(limit.Limit) });

        var timingOut = Assert.IsType<ExecutionState.TimingOut>((await home.UntilAsync(running.Id, now => now.State is ExecutionState.TimingOut)).State);
        Assert.Equal(limit, timingOut.Why);
        Assert.NotEmpty(LivingOf(running.Id));
        Assert.Equal(timingOut, (await home.StoredAsync(running.Id)).State);
        await home.Desk.CancelAsync(running.Id, "me", immediate: true, TestContext.Current.CancellationToken);

        Assert.Equal(limit, (await home.EndOfAsync(running.Id)).Cause);
        Assert.Equal(["Queued", "Started", "TimedOut", "Failed"], await home.EventsOfAsync(running.Id));
    }

    [Fact]
    public async Task Timeout_EndsWellWithinItsGrace_HasTimedOutAndCompleted()
    {
        await using var home = await OpenAsync();

        var ended = await home.EndOfAsync((await home.StartUntilReadyAsync(
            "trap 'exit 0' TERM; READY; while :; do sleep 1000 & wait $!; done", request => request with { Timeout = new TimeAllowance.Exactly(TimeSpan.FromSeconds(5)) })).Id);

        Assert.Equal(("completed", new EndCause.Exited(0)), (ended.StateWord, ended.Cause));
        Assert.Equal(["Queued", "Started", "TimedOut", "Completed"], await home.EventsOfAsync(ended.Id));
    }

    [Fact]
    public async Task Stall_Silent_IsEndedAndTalkativeIsNot()
    {
        await using var home = await OpenAsync();

        var silent = await home.StartAsync(Shell("echo once; sleep 1000") with { Stall = TimeSpan.FromMilliseconds(400) });
        var talkative = await home.StartAsync(Shell("for i in 1 2 3 4 5 6 7 8 9 10; do echo $i; sleep 0.1; done") with { Stall = TimeSpan.FromSeconds(20) });

        Assert.IsType<EndCause.Stalled>((await home.EndOfAsync(silent.Id)).Cause);
        Assert.Equal("completed", (await home.EndOfAsync(talkative.Id)).StateWord);
        Assert.Equal(["Queued", "Started", "Suspected", "TimedOut", "Failed"], await home.EventsOfAsync(silent.Id));
    }

    [Fact]
    public async Task Stall_QuietButWorking_IsNotEnded()
    {
        await using var home = await OpenAsync();

        // In a session of its own and below another: it is of the tree all the same.
        var working = await home.StartAsync(
            Shell("setsid sh -c 'end=$(($(date +%s) + 6)); while [ $(date +%s) -lt $end ]; do :; done' & wait") with { Stall = TimeSpan.FromSeconds(3) });

        Assert.Equal("completed", (await home.EndOfAsync(working.Id)).StateWord);
    }

    [Fact]
    public async Task Stall_SuspectedAndThenLively_GoesOnAndSaysSo()
    {
        await using var home = await OpenAsync();
        // Open for both, so that it never sees an end of the gate: each line lets it go on once.
        var running = await home.StartUntilReadyAsync("exec 3<> $GATE; READY; read line <&3; echo on; read line <&3", request => home.WithGate(request) with { Stall = TimeSpan.FromSeconds(16) });

        var suspected = await home.UntilAsync(running.Id, now => now.State is ExecutionState.Processing { Suspicion: not null });
        await home.OpenGateAsync();
        await home.UntilAsync(running.Id, now => now.State is ExecutionState.Processing { Suspicion: null });
        await home.OpenGateAsync();
        var ended = await home.EndOfAsync(running.Id);

        Assert.Contains("no output", ((ExecutionState.Processing)suspected.State).Suspicion!.Seen, StringComparison.Ordinal);
        Assert.Equal("completed", ended.StateWord);
        Assert.Equal(["Queued", "Started", "Suspected", "ProgressMade", "Completed"], await home.EventsOfAsync(running.Id));
    }

    [Fact]
    public async Task Stall_SuspectedWhenTheDeskCloses_IsEndedByTheNextAndNotTakenForLively()
    {
        await using var home = await OpenAsync();
        var silent = await home.StartAsync(Shell("sleep 1000") with { Stall = TimeSpan.FromSeconds(4) });
        await home.UntilAsync(silent.Id, now => now.State is ExecutionState.Processing { Suspicion: not null });

        await home.CloseDeskAsync();
        await home.OpenDeskAsync();

        Assert.IsType<EndCause.Stalled>((await home.EndOfAsync(silent.Id)).Cause);
        Assert.Equal(["Queued", "Started", "Suspected", "TimedOut", "Failed"], await home.EventsOfAsync(silent.Id));
    }

    [Fact]
    public async Task Queue_Full_StartsByPriorityThenInOrder()
    {
        await using var home = await OpenAsync(new ExecutionDeskOptions { Limit = 1 });
        var order = Path.Combine(home.Folder, "order");
        var holder = await home.StartUntilReadyAsync("READY; sleep 1000");
        var waiting = new List<StoredExecution>();
        foreach (var (name, priority) in new[] { ("low", -1), ("first", 0), ("second", 0), ("high", 5) })
            waiting.Add(await home.StartAsync(Shell($"echo {name} >> {order}") with { Priority = priority }));

        Assert.All(waiting, one => Assert.Equal("queued", one.StateWord));
        await home.Desk.CancelAsync(holder.Id, "me", immediate: true, Ct);
        foreach (var one in waiting)
            await home.EndOfAsync(one.Id);

        Assert.Equal(["high", "first", "second", "low"], await File.ReadAllLinesAsync(order, Ct));
    }

    [Fact]
    public async Task Queue_OneKey_RunsOneAtATimeAndHoldsUpNobodyElse()
    {
        await using var home = await OpenAsync(new ExecutionDeskOptions { Limit = 8 });
        var holder = await home.StartUntilReadyAsync("READY; sleep 1000", request => request with { Keys = ["db"] });

        var sameKey = await home.StartAsync(Shell("true") with { Keys = ["db"], Priority = 10 });
        var other = await home.EndOfAsync((await home.StartAsync(Shell("true") with { Keys = ["cache"] })).Id);

        Assert.Equal("completed", other.StateWord);
        Assert.Equal("queued", (await home.StoredAsync(sameKey.Id)).StateWord);
        await home.Desk.CancelAsync(holder.Id, "me", immediate: true, Ct);
        Assert.Equal("completed", (await home.EndOfAsync(sameKey.Id)).StateWord);
    }

    [Fact]
    public async Task Cancel_WhileQueued_NeverStarts()
    {
        await using var home = await OpenAsync(new ExecutionDeskOptions { Limit = 1 });
        await home.StartUntilReadyAsync("READY; sleep 1000");
        var waiting = await home.StartAsync(Shell("true"));

        var cancelled = await home.Desk.CancelAsync(waiting.Id, "me", immediate: false, Ct);

        Assert.Equal((new ExecutionState.Cancelled("me", null), 143), (cancelled.State, cancelled.ExitCode));
        Assert.Equal(["Queued", "Cancelled"], await home.EventsOfAsync(waiting.Id));
        Assert.False(Directory.Exists(home.FolderOf(waiting.Id).Path));
    }

    [Fact]
    public async Task Cancel_WhileRunning_EndsTheWholeTree()
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("setsid sleep 1000 & (sleep 1000 &) ; READY; wait");
        Assert.NotEmpty(LivingOf(running.Id));

        var asked = await home.Desk.CancelAsync(running.Id, "me", immediate: false, Ct);
        var twice = await home.Desk.CancelAsync(running.Id, "you", immediate: false, Ct);
        var ended = await home.EndOfAsync(running.Id);

        Assert.Equal(("cancelling", asked), (asked.StateWord, twice));
        Assert.Equal(("cancelled", new EndCause.CancelledBy("me"), 0), (ended.StateWord, ended.Cause, ended.Ending!.SurvivorsLeft));
        Assert.Equal(["Queued", "Started", "CancelRequested", "Cancelled"], await home.EventsOfAsync(running.Id));
        Assert.Empty(LivingOf(running.Id));
    }

    [Fact]
    public async Task Cancel_WhatIgnoresSigterm_IsKilledAtOnceWhenAskedSo()
    {
        await using var home = await OpenAsync(new ExecutionDeskOptions { Grace = TimeSpan.FromMinutes(5) });
        var stubborn = await home.StartUntilReadyAsync("trap '' TERM; READY; while :; do sleep 1000; done");

        await home.Desk.CancelAsync(stubborn.Id, "me", immediate: false, Ct);
        await home.Desk.CancelAsync(stubborn.Id, "me", immediate: true, Ct);

        Assert.Equal(("cancelled", StopStep.Killed), (await home.EndOfAsync(stubborn.Id)) is var ended ? (ended.StateWord, ended.Ending!.StopStep) : default);
    }

    [Fact]
    public async Task Cancel_WhatIsOver_ChangesNothing()
    {
        await using var home = await OpenAsync();
        var ended = await home.EndOfAsync((await home.StartAsync(Shell("exit 3"))).Id);

        Assert.Equal(ended, await home.Desk.CancelAsync(ended.Id, "me", immediate: true, Ct));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => home.Desk.CancelAsync(new ExecutionId(Guid.NewGuid()), "me", immediate: true, Ct));
    }

    [Fact]
    public async Task CancelAll_SomeRunSomeWait_EndsAllOfThem()
    {
        await using var home = await OpenAsync(new ExecutionDeskOptions { Limit = 2 });
        var all = new List<StoredExecution> { await home.StartUntilReadyAsync("READY; sleep 1000"), await home.StartUntilReadyAsync("READY; sleep 1000") };
        all.Add(await home.StartAsync(Shell("true")));
        all.Add(await home.StartAsync(Shell("true")));

        Assert.Equal(4, await home.Desk.CancelAllAsync("me", immediate: true, until: null, Ct));
        foreach (var one in all)
            Assert.Equal("cancelled", (await home.EndOfAsync(one.Id)).StateWord);
    }
}
