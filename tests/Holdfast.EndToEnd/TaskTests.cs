using Holdfast.Protocol.Tasks;

namespace Holdfast.EndToEnd;

public sealed class TaskTests : IAsyncLifetime
{
    private readonly DaemonDesk daemon = new();

    private Desk Desk => daemon.Desk;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => daemon.DisposeAsync();

    [Fact]
    public async Task Task_CreatedExecutedWatchedAndApproved_IsDone()
    {
        var made = Desk.Read(
            (await Desk.HoldfastAsync("task", "create", "Mend it", "--prompt", "please", "--json", "--", "sh", "-c", "echo told $1", "agent")).Out, json => json.TaskDocument);
        var started = await Desk.DocumentAsync(json => json.TaskExecution, "task", "execute", "1");
        var watched = await Desk.HoldfastAsync("task", "watch", "1", "--json");
        var activity = watched.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Desk.Read(line, json => json.ActivityDocument)).ToList();
        var done = await Desk.DocumentAsync(json => json.TaskDocument, "task", "transition", "1", "done");

        Assert.Equal((made.Id, 0), (started.TaskId, watched.ExitCode));
        Assert.Equal(["told please", "It exited with code 0."], activity.Select(each => each.Text));
        Assert.Equal(TaskPhase.Done, done.Status);
    }

    [Fact]
    public async Task Daemon_KilledWhileAnAgentWorks_TheWatchGoesOnAndTheTaskReachesItsEnd()
    {
        await Desk.ShellAsync("mkfifo gate");
        await Desk.HoldfastAsync("task", "create", "Slow", "--execute", "--", "sh", "-c", $"echo one; read line < {Desk.Folder}/gate; echo two; exit 3");
        await using var watch = Desk.Start("task", "watch", "1", "--json");
        await watch.HasSaidAsync("\"one\"");

        await daemon.KillDaemonAsync();
        await Desk.ShellAsync("echo go > gate");
        var watched = await watch.EndAsync();
        var task = await Desk.DocumentAsync(json => json.TaskDocument, "task", "show", "1");

        Assert.Equal(1, watched.ExitCode);
        Assert.Equal(
            [(1L, "one"), (2, "two"), (3, "It exited with code 3.")],
            watched.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Desk.Read(line, json => json.ActivityDocument)).Select(each => (each.Id, each.Text!)));
        Assert.Equal((TaskPhase.Failed, TaskPhase.InProgress, "It exited with code 3."), (task.Status, task.StoppedFrom, task.Reason));
    }

    [Theory]
    [InlineData("session_stored")]
    [InlineData("session_workspace_ready")]
    [InlineData("session_activity_finished")]
    public async Task Daemon_DiesBetweenStoringAndActing_TheNextOneBringsTheTaskToItsEnd(string point)
    {
        Desk.Environment["HOLDFAST_CRASH_POINT"] = point;
        await using var served = Desk.Start("serve");
        await served.HasSaidAsync(" serves ");
        Desk.Environment["HOLDFAST_CRASH_POINT"] = null;

        await Desk.HoldfastAsync("task", "create", "Crash", "--", "sh", "-c", "echo once >> here; cat here");
        // The answer may be lost with the daemon; the intent is not.
        await Desk.HoldfastAsync("task", "execute", "1");
        Assert.Equal(137, (await served.EndAsync()).ExitCode);
        var watched = await Desk.HoldfastAsync("task", "watch", "1", "--json");
        var task = await Desk.DocumentAsync(json => json.TaskDocument, "task", "show", "1");

        Assert.Equal((0, TaskPhase.Review, 1), (watched.ExitCode, task.Status, task.Sessions));
        Assert.Equal(
            ["once", "It exited with code 0."],
            watched.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Desk.Read(line, json => json.ActivityDocument).Text));
    }

    [Fact]
    public async Task Daemon_DiesWithACancelStored_TheNextOneCarriesItOut()
    {
        Desk.Environment["HOLDFAST_CRASH_POINT"] = "session_cancel_stored";
        await using var served = Desk.Start("serve");
        await served.HasSaidAsync(" serves ");
        Desk.Environment["HOLDFAST_CRASH_POINT"] = null;

        await Desk.HoldfastAsync("task", "create", "Long", "--execute", "--", "sh", "-c", "sleep 1000");
        await Desk.HoldfastAsync("task", "cancel", "1");
        Assert.Equal(137, (await served.EndAsync()).ExitCode);
        var watched = await Desk.HoldfastAsync("task", "watch", "1");

        Assert.Equal(4, watched.ExitCode);
        Assert.Equal(TaskPhase.Cancelled, (await Desk.DocumentAsync(json => json.TaskDocument, "task", "show", "1")).Status);
    }

    [Fact]
    public async Task Cancel_OfATaskThatWorks_ReturnsWhenItIsCancelled()
    {
        await Desk.HoldfastAsync("task", "create", "Long", "--execute", "--", "sh", "-c", "sleep 1000");

        var cancelled = await Desk.DocumentAsync(json => json.TaskDocument, "task", "cancel", "1", "--now");
        var refused = await Desk.HoldfastAsync("task", "transition", "1", "done");

        Assert.Equal((TaskPhase.Cancelled, null), (cancelled.Status, cancelled.SessionId));
        Assert.Equal(2, refused.ExitCode);
        Assert.Equal("error[transition_not_allowed]: Task 1: It cannot become done: it is cancelled, from where it may become in_progress.\n", refused.Error);
    }

    [Fact]
    public async Task Worktree_OfARepository_HoldsTheWorkAndTheCheckoutStaysAsItWas()
    {
        await Desk.ShellAsync("git init -q repo && cd repo && echo one > f && git add f && git -c user.name=n -c user.email=e@x commit -qm one && echo mine > f");
        var made = Desk.Read(
            (await Desk.HoldfastAsync("task", "create", "Work", "--repo", "repo", "--execute", "--json", "--", "sh", "-c", "echo work > f")).Out, json => json.TaskDocument);

        await Desk.HoldfastAsync("task", "watch", "1");
        var deleted = await Desk.DocumentAsync(json => json.DeletedTask, "task", "delete", "1");

        Assert.Equal("work\n", File.ReadAllText(Path.Combine(deleted.KeptWorkspace!, "f")));
        Assert.Equal("mine\n", File.ReadAllText(Path.Combine(Desk.Folder, "repo", "f")));
        Assert.Equal($"holdfast/{made.Id:N}", made.Workspace.Branch);
    }
}
