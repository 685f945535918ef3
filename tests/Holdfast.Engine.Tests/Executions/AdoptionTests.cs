using System.Text;
using System.Text.RegularExpressions;
using Holdfast.Core.Executions;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Storage;
using Holdfast.Processes;
using Holdfast.Processes.Shims;
using static Holdfast.Engine.Tests.Executions.DeskHome;

namespace Holdfast.Engine.Tests.Executions;

/// <summary>A desk that opens after another: everything ends right, whatever died meanwhile.</summary>
public class AdoptionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_WhatStillRuns_IsWatchedAgain()
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("echo before; READY; read line < $GATE; echo after; exit 5", home.WithGate);

        await home.CloseDeskAsync();
        Assert.NotEmpty(LivingOf(running.Id));
        await home.OpenDeskAsync();
        Assert.Equal(running, await home.StoredAsync(running.Id));
        await home.OpenGateAsync();
        var ended = await home.EndOfAsync(running.Id);

        Assert.Equal(("failed", new EndCause.Exited(5)), (ended.StateWord, ended.Cause));
        Assert.Equal("before\nafter\n", home.OutputOf(running.Id));
        Assert.Equal(["Queued", "Started", "Failed"], await home.EventsOfAsync(running.Id));
    }

    [Fact]
    public async Task Open_WhatEndedMeanwhile_IsBelieved()
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("READY; read line < $GATE; echo late; exit 6", home.WithGate);
        var shim = running.Shim!;

        await home.CloseDeskAsync();
        await home.OpenGateAsync();
        await GoneAsync(shim);
        await home.OpenDeskAsync();
        var ended = await home.EndOfAsync(running.Id);

        Assert.Equal(new EndCause.Exited(6), ended.Cause);
        Assert.Equal("late\n", home.OutputOf(running.Id));
    }

    [Fact]
    public async Task Open_OneOfWhichNoSenseCanBeMade_LosesThatOneAndServesTheOthers()
    {
        await using var home = await OpenAsync();
        var broken = await home.StartUntilReadyAsync("READY; sleep 1000");
        var other = await home.StartUntilReadyAsync("READY; sleep 1000");

        var folder = home.FolderOf(broken.Id);
        await home.CloseDeskAsync();
        await KillAsync(broken.Shim!);
        // A path that no system takes.
        foreach (var file in new[] { folder.Shim, folder.Process })
            await File.WriteAllTextAsync(file, Regex.Replace(await File.ReadAllTextAsync(file, Ct), "\"cgroup\":(null|\"[^\"]*\")", "\"cgroup\":\"/a\\u0000b\""), Ct);
        await home.OpenDeskAsync();
        var ended = await home.EndOfAsync(broken.Id);

        Assert.Contains("cannot make sense of it", Assert.IsType<EndCause.Lost>(ended.Cause).Why, StringComparison.Ordinal);
        Assert.Empty(LivingOf(broken.Id));
        Assert.Equal("processing", (await home.StoredAsync(other.Id)).StateWord);
        Assert.False(home.Desk.Fault.IsCompleted);
    }

    [Fact]
    public async Task ShimKilled_WhileTheDeskWatches_IsLostAndSwept()
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("echo seen; setsid sleep 1000 & READY; wait");
        await home.OutputHasAsync(running.Id, "seen\n");

        await KillAsync(running.Shim!);
        var ended = await home.EndOfAsync(running.Id);

        Assert.Equal($"Its shim (process {running.Shim!.Pid}) was killed before it wrote how the process ended.", Assert.IsType<EndCause.Lost>(ended.Cause).Why);
        Assert.Equal(("failed", 137, 0), (ended.StateWord, ended.ExitCode, ended.Ending!.SurvivorsLeft));
        Assert.NotEqual(SurvivorProof.NotAudited, ended.Ending.Proof);
        Assert.Equal(["Queued", "Started", "FoundDead", "Failed"], await home.EventsOfAsync(running.Id));
        Assert.Equal("seen\n", home.OutputOf(running.Id));
        Assert.Empty(LivingOf(running.Id));
    }

    [Fact]
    public async Task Open_ShimAndProcessKilledMeanwhile_IsLost()
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("READY; exec sleep 1000");

        await home.CloseDeskAsync();
        await KillAsync(running.Shim!);
        Signal(running.Process!, Sigkill);
        await home.OpenDeskAsync();

        Assert.IsType<EndCause.Lost>((await home.EndOfAsync(running.Id)).Cause);
        Assert.Empty(LivingOf(running.Id));
    }

    [Fact]
    public async Task Open_ShimKilledWhileCancelling_IsLostAndSwept()
    {
        await using var home = await OpenAsync(new ExecutionDeskOptions { Grace = TimeSpan.FromMilliseconds(200) });
        var running = await home.StartUntilReadyAsync("trap '' TERM; READY; while :; do sleep 1000; done");
        await home.CloseDeskAsync();
        await StoreAsync(home, running, new ExecutionEvent.CancelRequested(DateTimeOffset.UnixEpoch, "me"));
        await KillAsync(running.Shim!);

        await home.OpenDeskAsync();

        var ended = await home.EndOfAsync(running.Id);
        Assert.IsType<EndCause.Lost>(ended.Cause);
        Assert.Equal("failed", ended.StateWord);
        Assert.Empty(LivingOf(running.Id));
    }

    public enum First { TheCancel, TheKill, Neither }

    // Whether the shim came to write its record decides what it ended as; whatever comes first, nobody is left.
    [Theory]
    [InlineData(First.TheCancel)]
    [InlineData(First.TheKill)]
    [InlineData(First.Neither)]
    public async Task CancelAsync_WhileItsShimIsKilled_EndsRightAndLeavesNobody(First first)
    {
        await using var home = await OpenAsync(new ExecutionDeskOptions { Limit = 64, Grace = TimeSpan.FromMilliseconds(200) });
        var all = new List<StoredExecution>();
        for (var i = 0; i < 6; i++)
            all.Add(await home.StartUntilReadyAsync(i % 2 == 0 ? "trap '' TERM; setsid sleep 1000 & READY; while :; do sleep 1000; done" : "READY; exec sleep 1000"));
        var records = all.Select(running => home.FolderOf(running.Id)).ToArray();

        await Task.WhenAll(all.Select(running => Task.Run(async () =>
        {
            Task Cancel() => home.Desk.CancelAsync(running.Id, "me", immediate: false, Ct);
            Task Kill() => KillUnlessGoneAsync(running.Shim!);
            await (first switch
            {
                First.TheCancel => InTurnAsync(Cancel, Kill),
                First.TheKill => InTurnAsync(Kill, Cancel),
                First.Neither => Task.WhenAll(Cancel(), Kill()),
            });
        }, Ct)));

        for (var i = 0; i < all.Count; i++)
        {
            var ended = await home.EndOfAsync(all[i].Id);
            if (records[i].TryReadExit() is { } exit)
                Assert.Equal(("cancelled", new EndCause.CancelledBy("me"), exit.Ending), (ended.StateWord, ended.Cause, ended.Ending));
            else
                Assert.Equal(("failed", typeof(EndCause.Lost), 0), (ended.StateWord, ended.Cause?.GetType(), ended.Ending?.SurvivorsLeft));
            Assert.Empty(LivingOf(all[i].Id));
        }
    }

    private static async Task InTurnAsync(Func<Task> one, Func<Task> other)
    {
        await one();
        await other();
    }

    private static async Task KillUnlessGoneAsync(ProcessIdentity shim)
    {
        if (ProcessIdentities.IsAlive(shim))
            SignalUnlessGone(shim, Sigkill);
        await GoneAsync(shim);
    }

    [Fact]
    public async Task Open_CancelStoredButNotSaid_IsSaid()
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("READY; sleep 1000");
        await home.CloseDeskAsync();
        await StoreAsync(home, running, new ExecutionEvent.CancelRequested(DateTimeOffset.UnixEpoch, "me"));

        await home.OpenDeskAsync();

        Assert.Equal(("cancelled", new EndCause.CancelledBy("me")), (await home.EndOfAsync(running.Id)) is var ended ? (ended.StateWord, ended.Cause) : default);
    }

    [Fact]
    public async Task Open_StallStoredButNotSaid_IsSaid()
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("READY; sleep 1000");
        await home.CloseDeskAsync();
        var stalled = new EndCause.Stalled(TimeSpan.FromMinutes(2));
        await StoreAsync(home, running, new ExecutionEvent.TimedOut(DateTimeOffset.UnixEpoch, stalled));

        await home.OpenDeskAsync();

        Assert.Equal(("failed", stalled), (await home.EndOfAsync(running.Id)) is var ended ? (ended.StateWord, ended.Cause) : default);
    }

    // The grace of what the shim ends at its limit began while nobody looked; then its shim is killed, too.
    [Fact]
    public async Task Open_TimedOutMeanwhile_IsTimingOutAndMayStillBeLost()
    {
        await using var home = await OpenAsync(new ExecutionDeskOptions { Grace = TimeSpan.FromHours(1) });
        var running = await home.StartUntilReadyAsync(
            "trap '' TERM; READY; while :; do sleep 1000; done", request => request with { Timeout = new TimeAllowance.Exactly(TimeSpan.FromSeconds(2)) });
        var folder = home.FolderOf(running.Id);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await home.CloseDeskAsync();
        using (var watch = new FolderWatch(FolderNews.FinishedFiles))
        using (watch.TryListen(folder.Path, ShimFolder.StoppingName, () => began.TrySetResult()))
        {
            if (!File.Exists(folder.Stopping))
                await began.Task.WaitAsync(TimeSpan.FromSeconds(90), Ct);
        }

        // What its shim leaves is given the grace of the desk.
        home.Options = new ExecutionDeskOptions { Grace = TimeSpan.FromMilliseconds(200) };
        await home.OpenDeskAsync();
        var timingOut = (await home.UntilAsync(running.Id, now => now.State is ExecutionState.TimingOut)).State;
        await KillAsync(running.Shim!);
        var ended = await home.EndOfAsync(running.Id);

        Assert.Equal(new EndCause.WallTime(TimeSpan.FromSeconds(2)), Assert.IsType<ExecutionState.TimingOut>(timingOut).Why);
        Assert.IsType<EndCause.Lost>(ended.Cause);
        Assert.Equal(["Queued", "Started", "TimedOut", "Failed"], await home.EventsOfAsync(running.Id));
        Assert.Empty(LivingOf(running.Id));
    }

    [Fact]
    public async Task Open_EndedMeanwhile_IsToldFromTheFirst()
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("READY; read line < $GATE; exit 3", home.WithGate);
        await home.CloseDeskAsync();
        await home.OpenGateAsync();
        await GoneAsync(running.Shim!);
        var told = new System.Collections.Concurrent.ConcurrentQueue<StoredExecution>();
        home.Options = new ExecutionDeskOptions { Changed = told.Enqueue };

        await home.OpenDeskAsync();
        var ended = await home.EndOfAsync(running.Id);

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains(ended, told);
    }

    [Fact]
    public async Task Open_RecordedButNotStarted_Starts()
    {
        await using var home = await OpenAsync();
        await home.CloseDeskAsync();
        var queued = await RecordAsync(home, "echo $ADDED");

        await home.OpenDeskAsync();

        Assert.Equal("completed", (await home.EndOfAsync(queued.Id)).StateWord);
        Assert.Equal("kept\n", home.OutputOf(queued.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_StartedButNotRecorded_IsAdoptedNotStartedAgain(bool endsMeanwhile)
    {
        // The store as it was when the desk died between starting the shim and writing that down.
        await using var home = await OpenAsync();
        var file = Path.Combine(home.Folder, "runs");
        var queued = await home.StartUntilReadyAsync($"echo run >> {file}; READY; read line < $GATE; exit 4", home.WithGate);
        await home.CloseDeskAsync();
        Forget(home, queued);
        if (endsMeanwhile)
        {
            await home.OpenGateAsync();
            await GoneAsync(queued.Shim!);
        }

        await home.OpenDeskAsync();
        var adopted = await home.UntilAsync(queued.Id, now => now.State is not ExecutionState.Queued);
        if (!endsMeanwhile)
            await home.OpenGateAsync();
        var ended = await home.EndOfAsync(queued.Id);

        Assert.Equal((queued.Shim, queued.Process), (adopted.Shim, adopted.Process));
        Assert.Equal(("failed", new EndCause.Exited(4)), (ended.StateWord, ended.Cause));
        Assert.Equal("run\n", await File.ReadAllTextAsync(file, Ct));
    }

    [Fact]
    public async Task Open_StartedButNotRecordedThenCancelledAtOnce_EndsItsTree()
    {
        await using var home = await OpenAsync();
        var queued = await home.StartUntilReadyAsync("READY; sleep 1000");
        await home.CloseDeskAsync();
        Forget(home, queued);

        await home.OpenDeskAsync();
        await home.Desk.CancelAsync(queued.Id, "me", immediate: false, Ct);
        var ended = await home.EndOfAsync(queued.Id);

        Assert.Equal(("cancelled", new EndCause.CancelledBy("me")), (ended.StateWord, ended.Cause));
        Assert.NotNull(ended.Ending);
        Assert.Empty(LivingOf(queued.Id));
    }

    [Fact]
    public async Task Open_QueuedAndItsShimDiedBeforeItWroteWhoItIs_Starts()
    {
        await using var home = await OpenAsync();
        await home.CloseDeskAsync();
        var queued = await RecordAsync(home, "echo ran");
        Directory.CreateDirectory(FolderWhileClosed(home, queued.Id));
        var behind = await RecordAsync(home, "true");

        // As a shim holds it that is about to write who it is, and dies.
        using (LockHeld(Path.Combine(FolderWhileClosed(home, queued.Id), "lock")))
        {
            await home.OpenDeskAsync();
            await home.EndOfAsync(behind.Id);
            Assert.Equal("queued", (await home.StoredAsync(queued.Id)).StateWord);
        }

        var ended = await home.EndOfAsync(queued.Id);

        Assert.Equal("completed", ended.StateWord);
        Assert.Equal("ran\n", home.OutputOf(queued.Id));
    }

    [Fact]
    public async Task Open_AfterTheMachineRestarted_IsLostAndKillsNoStranger()
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("READY; sleep 1000");
        await home.CloseDeskAsync();
        var folder = FolderWhileClosed(home, running.Id);
        await RewriteAsync(folder, ProcessIdentities.BootId.ToString(), Guid.NewGuid().ToString());

        await home.OpenDeskAsync();
        var ended = await home.EndOfAsync(running.Id);

        Assert.Equal("The machine was restarted while it ran.", Assert.IsType<EndCause.Lost>(ended.Cause).Why);
        // It is here after all, and writes its last words into the folder.
        await GoneAsync(running.Shim!);
    }

    [Fact]
    public async Task Open_ItsPidsAreOfOthersNow_IsLostAndTheOthersLive()
    {
        await using var home = await OpenAsync();
        var stranger = await home.StartUntilReadyAsync("READY; sleep 1000");
        var running = await home.StartUntilReadyAsync("READY; exec sleep 1000");
        await home.CloseDeskAsync();
        await KillAsync(running.Shim!);
        Signal(running.Process!, Sigkill);
        var folder = FolderWhileClosed(home, running.Id);
        await RewriteAsync(folder, $"\"pid\":{running.Shim!.Pid},", $"\"pid\":{stranger.Shim!.Pid},");
        await RewriteAsync(folder, $"\"pid\":{running.Process!.Pid},", $"\"pid\":{stranger.Process!.Pid},");

        await home.OpenDeskAsync();

        Assert.IsType<EndCause.Lost>((await home.EndOfAsync(running.Id)).Cause);
        Assert.True(ProcessIdentities.IsAlive(stranger.Shim));
        Assert.True(ProcessIdentities.IsAlive(stranger.Process));
    }

    [Fact]
    public async Task Open_ItsFolderWasRemoved_IsLost()
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("READY; exec sleep 1000");
        await home.CloseDeskAsync();
        await KillAsync(running.Shim!);
        Directory.Delete(FolderWhileClosed(home, running.Id), recursive: true);

        await home.OpenDeskAsync();

        Assert.Contains("was removed", Assert.IsType<EndCause.Lost>((await home.EndOfAsync(running.Id)).Cause).Why);
        Assert.Empty(LivingOf(running.Id));
    }

    [Theory]
    [InlineData(-400)]
    [InlineData(400)]
    public async Task Clock_Jumps_ChangeNoEndingAndNoTimeout(int days)
    {
        var clock = new JumpingClock();
        await using var home = await OpenAsync(time: clock);
        var running = await home.StartUntilReadyAsync("READY; read line < $GATE", request => home.WithGate(request) with { Stall = TimeSpan.FromMinutes(30) });

        clock.Jump(TimeSpan.FromDays(days));
        await home.CloseDeskAsync();
        await home.OpenDeskAsync();
        Assert.Equal("processing", (await home.StoredAsync(running.Id)).StateWord);
        await home.OpenGateAsync();
        var ended = await home.EndOfAsync(running.Id);

        Assert.Equal("completed", ended.StateWord);
        Assert.True(ended.Ending!.Duration >= TimeSpan.Zero);
    }

    [Fact]
    public async Task Output_UpToTheKillOfEverything_IsThere()
    {
        await using var home = await OpenAsync();
        var running = await home.StartUntilReadyAsync("i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done; READY; exec sleep 1000");
        // In the pipe it would die with the shim.
        await home.OutputHasAsync(running.Id, "line 1999\n");

        await home.CloseDeskAsync();
        await KillAsync(running.Shim!);
        Signal(running.Process!, Sigkill);
        await home.OpenDeskAsync();
        await home.EndOfAsync(running.Id);

        var expected = new StringBuilder();
        for (var line = 0; line < 2000; line++)
            expected.Append("line ").Append(line).Append('\n');
        Assert.Equal(expected.ToString(), home.OutputOf(running.Id));
    }

    [Fact]
    public async Task Dispose_ThenOpenManyTimes_LosesNothing()
    {
        await using var home = await OpenAsync();
        var all = new List<StoredExecution>();
        for (var round = 0; round < 5; round++)
        {
            all.Add(await home.StartAsync(Shell($"exit {round}")));
            all.Add(await home.StartAsync(Shell($"sleep 0.2; exit {round + 10}")));
            await home.CloseDeskAsync();
            await home.OpenDeskAsync();
        }

        var codes = new List<int?>();
        foreach (var one in all)
            codes.Add((await home.EndOfAsync(one.Id)).ExitCode);
        Assert.Equal([0, 10, 1, 11, 2, 12, 3, 13, 4, 14], codes);
    }

    private static string FolderWhileClosed(DeskHome home, ExecutionId id)
    {
        var name = id.Value.ToString("N");
        return Path.Combine(home.Folder, "executions", "v1", name[^2..], name);
    }

    private static async Task RewriteAsync(string folder, string from, string to)
    {
        foreach (var file in Directory.GetFiles(folder, "*.json"))
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Ct)).Replace(from, to, StringComparison.Ordinal), Ct);
    }

    private static async Task StoreAsync(DeskHome home, StoredExecution execution, params ExecutionEvent[] events)
    {
        await using var store = Engine.Storage.Sqlite.SqliteStore.Open(home.Home.Store);
        Assert.NotNull(await store.AppendExecutionAsync(execution.Id, execution.Version, events, intent: null, Ct));
    }

    private static async Task<StoredExecution> RecordAsync(DeskHome home, string script)
    {
        await using var store = Engine.Storage.Sqlite.SqliteStore.Open(home.Home.Store);
        var order = new ExecutionOrder { Arguments = ["sh", "-c", script], WorkingDirectory = "/" };
        return await store.CreateExecutionAsync(
            new NewExecution(new ExecutionId(Guid.CreateVersion7()), order, new Dictionary<string, string> { ["ADDED"] = "kept" }, DateTimeOffset.UnixEpoch), Ct);
    }

    private static void Forget(DeskHome home, StoredExecution execution)
    {
        using var database = Engine.Storage.Sqlite.Database.Open(home.Home.Store, create: false, TimeSpan.FromSeconds(10));
        database.Execute(
            $"""
            UPDATE executions SET state = 'queued', version = 0, environment = json_object(), pid = NULL, start_ticks = NULL, boot_id = NULL,
                shim_pid = NULL, shim_start_ticks = NULL, shim_boot_id = NULL, started_at_us = NULL WHERE number = {execution.Number};
            DELETE FROM event_batches WHERE execution = {execution.Number} AND events LIKE '%execution_started%';
            """);
    }

    /// <summary>Wall time that somebody sets; the monotonic clock goes on.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        private TimeSpan offset;

        public void Jump(TimeSpan by) => offset += by;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;
    }
}
