using Holdfast.Core.Executions;
using Holdfast.Engine.Executions;
using Holdfast.Engine.Maintenance;
using Holdfast.Engine.Recovery;
using Holdfast.Engine.Runtimes;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Tests.Executions;

namespace Holdfast.Engine.Tests.Maintenance;

/// <summary>Sessions of a real tmux that are left over, and those that are not.</summary>
public sealed class SessionCleanupTests
{
    private static readonly OneShot Asking = new(TimeProvider.System);

    private static readonly CleanupRequest Sessions = new() { Sessions = true };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sessions_OrphansOfOurs_AreClosedAndNobodyElses()
    {
        await using var home = await DeskHome.OpenAsync();
        var living = await LivingAsync(home);
        var over = (await home.EndOfAsync((await home.StartAsync(DeskHome.Shell("exit 0"))).Id)).Names.Session;
        var unknown = new ExecutionNames(new ExecutionId(Guid.NewGuid()));
        var unmarked = new ExecutionNames(new ExecutionId(Guid.NewGuid())).Session;
        await MakeAsync(home, over);
        await MakeAsync(home, unknown.Session, mark: unknown.Id.ToString());
        await MakeAsync(home, unmarked);
        await MakeAsync(home, "somebodys-own");

        var shown = await Cleanup(home).PlanAsync(Sessions, Ct);
        var done = await CleanUpAsync(home);
        var again = await CleanUpAsync(home);

        Assert.Equal(
            Ordered([
                (living.Names.Session, "Its execution is not over."), (over, "It is an orphan: its execution is over."),
                (unknown.Session, "It is an orphan: this home does not know its execution, and nothing of it is alive."),
                (unmarked, "This home does not know its execution, and it does not bear the mark of Holdfast."), ("somebodys-own", "It is not named as Holdfast names its sessions."),
            ]),
            Ordered(shown.Select(step => (step.Subject, step.Why))));
        Assert.Equal(Ordered([over, unknown.Session]), Ordered(done.Where(result => result.Outcome == CleanupOutcome.Done).Select(result => result.Step.Subject)));
        Assert.Equal(Ordered([living.Names.Session, unmarked, "somebodys-own"]), Ordered((await home.Desk.Sessions.ListAsync()).Select(session => session.Name)));
        Assert.Empty(again);
        Assert.Equal("processing", (await home.StoredAsync(living.Id)).StateWord);
        await TmuxAsync(home, "kill-server");
    }

    [Fact]
    public async Task Sessions_OfOneThatLivesAndWhoseStoreWasReplaced_StayWithIt()
    {
        await using var home = await DeskHome.OpenAsync();
        await LivingAsync(home);
        var unknown = new ExecutionNames(new ExecutionId(Guid.NewGuid()));
        await MakeAsync(home, unknown.Session, mark: unknown.Id.ToString());
        var folder = ExecutionFolders.Of(home.Folder, unknown.Id);
        Directory.CreateDirectory(folder.Path);
        using (DeskHome.LockHeld(folder.Lock))
            Assert.Equal("This home does not know its execution, which is alive.", Assert.Single(await Cleanup(home).PlanAsync(Sessions, Ct), step => step.Subject == unknown.Session).Why);

        Assert.Equal([unknown.Session], (await CleanUpAsync(home)).Select(result => result.Step.Subject));
    }

    [Fact]
    public async Task Run_OrphanedSessions_AreFoundShownAndClosed()
    {
        await using var home = await DeskHome.OpenAsync();
        var living = await LivingAsync(home);
        var over = (await home.EndOfAsync((await home.StartAsync(DeskHome.Shell("exit 0"))).Id)).Names.Session;
        await MakeAsync(home, over);
        await MakeAsync(home, "somebodys-own");

        var found = await new StateSync(home.Store, home.Desk).RunAsync(Ct);
        var again = await new StateSync(home.Store, home.Desk).RunAsync(Ct);

        Assert.Equal([(over, "It is an orphan: its execution is over.")], found.Sessions.Select(step => (step.Subject, step.Why)));
        Assert.Equal(Ordered([living.Names.Session, "somebodys-own"]), Ordered((await home.Desk.Sessions.ListAsync()).Select(session => session.Name)));
        Assert.Empty(again.Sessions);
        await TmuxAsync(home, "kill-server");
    }

    [Fact]
    public async Task Sessions_OfOursThatRun_BearTheMark()
    {
        await using var home = await DeskHome.OpenAsync();
        var living = await LivingAsync(home);

        var session = Assert.Single(await home.Desk.Sessions.ListAsync());

        Assert.Equal((living.Names.Session, living.Id, true), (session.Name, session.Execution, session.IsMarked));
    }

    // It brings the server with it: one that is started for a question ends with the question.
    private static Task<StoredExecution> LivingAsync(DeskHome home) =>
        home.StartUntilReadyAsync("READY; sleep 600", request => request with { Host = ExecutionHost.Tmux });

    private static IEnumerable<T> Ordered<T>(IEnumerable<T> values) => values.Order();

    private static Cleanup Cleanup(DeskHome home) => new(home.Home, home.Store, home.Desk, TimeProvider.System);

    private static async Task<List<CleanupResult>> CleanUpAsync(DeskHome home)
    {
        var plan = await Cleanup(home).PlanAsync(Sessions, Ct);
        return await Cleanup(home).CarryOutAsync(Sessions, [.. plan.Where(step => step.Acts)], Ct).ToListAsync(Ct);
    }

    private static async Task MakeAsync(DeskHome home, string name, string? mark = null)
    {
        await TmuxAsync(home, "new-session", "-d", "-s", name, "sleep 600");
        if (mark is not null)
            await TmuxAsync(home, "set-option", "-t", $"={name}:", "@holdfast", mark);
    }

    private static async Task TmuxAsync(DeskHome home, params string[] arguments)
    {
        var answer = await Asking.RunAsync(["/usr/bin/env", "tmux", "-f", "/dev/null", "-S", home.Home.TmuxSocket, .. arguments], ProcessEnvironment.OfThisProcess().Base, home.Folder, Ct);
        Assert.True(answer.Errors.Length == 0, answer.Errors);
    }
}
