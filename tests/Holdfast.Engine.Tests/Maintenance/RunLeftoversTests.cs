using Holdfast.Core.Executions;
using Holdfast.Core.Maintenance;
using Holdfast.Core.Plans;
using Holdfast.Core.Runs;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Maintenance;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Tests.Runs;

namespace Holdfast.Engine.Tests.Maintenance;

/// <summary>What runs leave behind, and who may still need it.</summary>
public sealed class RunLeftoversTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Remove_OfARunWhoseResultsAnotherTookOver_KeepsItsFoldersToo()
    {
        await using var home = EngineHome.Create();
        var plan = home.Plan(Shell("make", "echo kept > kept") with { Outputs = ["kept"] }, Shell("use", "cat kept") with { Needs = ["make"] });
        var whole = await home.RunAsync(plan);
        var part = await home.RunAsync(plan, request => request with { Part = new RunPart.Batch(["use"]) });
        var artifact = Path.Combine(home.FolderOf(whole, "make").Artifacts, "kept");

        Assert.False(await RemoveAsync(home, whole.Id));
        Assert.True(File.Exists(artifact));

        Assert.True(await RemoveAsync(home, part.Id));
        Assert.True(await RemoveAsync(home, whole.Id));
        Assert.False(Directory.Exists(home.FolderOf(whole, "make").Path));
        Assert.False(await RemoveAsync(home, whole.Id));
    }

    [Fact]
    public async Task Collection_OfAnOldRunThatAPartOfThePlanWouldBuildOn_WaitsUntilAnotherHasItsResults()
    {
        await using var home = EngineHome.Create();
        var plan = home.Plan(Shell("make", "echo kept > kept") with { Outputs = ["kept"] }, Shell("use", "cat kept") with { Needs = ["make"] }, Shell("other", "true"));
        await home.RunAsync(plan);
        await home.RunAsync(plan, request => request with { Part = new RunPart.Batch(["other"]) });

        Assert.Equal(0, await CollectRunsAsync(home));
        Assert.Equal(RunStatus.Completed, (await home.RunAsync(plan, request => request with { Part = new RunPart.Batch(["use"]) })).Status);
        Assert.Equal(0, await CollectRunsAsync(home));
        await home.RunAsync(plan);
        Assert.Equal(3, await CollectRunsAsync(home));
    }

    private static async Task<int> CollectRunsAsync(EngineHome home)
    {
        var folder = HoldfastHome.OpenAt(home.Path);
        await using var desk = await ExecutionDesk.OpenAsync(folder, home.Store, TimeProvider.System, new ExecutionDeskOptions(), Ct);
        using var garbage = new GarbageCollection(folder, home.Store, desk, new RetentionRule(TimeSpan.Zero, 0), TimeProvider.System);
        return (await garbage.RunAsync(Ct)).Runs;
    }

    [Fact]
    public async Task WorkFolder_OfADeadEngine_StaysAsLongAsARunItDroveIsNotOver()
    {
        await using var home = EngineHome.Create();
        var (gate, otherGate) = (home.Gate("go"), home.Gate("other"));
        var (first, second) = (await StartAsync(home, gate), await StartAsync(home, otherGate));
        await home.DieAsync(first);
        var dead = (await StoredAsync(home, first)).Owner;
        Assert.NotNull(await home.Store.ClaimRunAsync(second, (await StoredAsync(home, second)).Epoch, dead, Ct));
        var needed = WorkFolderOf(home, dead.Process);
        var nobodys = WorkFolderOf(home, new ProcessIdentity(1, 1, Guid.NewGuid()));

        Assert.Equal([(needed, false), (nobodys, true)], (await LookAsync(home)).OrderBy(step => step.Acts).Select(step => (step.Subject, step.Acts)));
        var one = await home.ResumeAsync(first);
        Assert.Equal((true, false), (Directory.Exists(needed), Directory.Exists(nobodys)));
        Assert.False(Assert.Single(await LookAsync(home), step => step.Subject == needed).Acts);
        await gate.OpenAsync();
        Assert.Equal(RunStatus.Completed, (await one.Completion.WaitAsync(Patience, Ct)).Status);

        var other = await home.ResumeAsync(second);
        Assert.False(Directory.Exists(needed));
        await otherGate.OpenAsync();
        Assert.Equal(RunStatus.Completed, (await other.Completion.WaitAsync(Patience, Ct)).Status);
    }

    private static AtomSketch Shell(string key, string code) => new(key, AtomKind.Shell, code);

    private static Task<bool> RemoveAsync(EngineHome home, RunId run) => RunRemoval.RemoveAsync(home.Path, home.Store, run, Ct);

    private static async Task<StoredRun> StoredAsync(EngineHome home, RunId run) => (await home.Store.FindRunAsync(run.ToString(), Ct)).Run!;

    private static async Task<IReadOnlyList<CleanupStep>> LookAsync(EngineHome home) =>
        [.. (await FolderRoom.Part(home.Path, home.Store, await home.Store.ListRecordsAsync(Ct), TimeSpan.Zero, TimeProvider.System).LookAsync(null, Ct))
            .Where(step => Path.GetFileName(Path.GetDirectoryName(step.Subject)) == "work")];

    private static string WorkFolderOf(EngineHome home, ProcessIdentity engine) =>
        Directory.CreateDirectory(Path.Combine(home.Path, "work", $"{engine.Pid}-{engine.StartTicks}-{engine.BootId:N}")).FullName;

    // Returns once its atom waits at the gate. It survives, so that its run is not over when its engine is gone.
    private static async Task<RunId> StartAsync(EngineHome home, Gate gate)
    {
        var runs = new TaskCompletionSource();
        var handle = await home.StartAsync(home.Plan(Shell("long", $"read line < '{gate.Path}'") with { Survive = true }), events =>
        {
            if (events.OfType<RunEvent.ProcessStarted>().Any())
                runs.TrySetResult();
        });
        await runs.Task.WaitAsync(Patience, Ct);
        return handle.Run.Id;
    }
}
