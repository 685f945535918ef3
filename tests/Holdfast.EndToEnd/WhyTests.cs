using Holdfast.Protocol;

namespace Holdfast.EndToEnd;

/// <summary>Why something is not moving, as a person asks it.</summary>
public sealed class WhyTests : IAsyncDisposable
{
    private readonly DaemonDesk daemon = new();

    private Desk Desk => daemon.Desk;

    public ValueTask DisposeAsync() => daemon.DisposeAsync();

    [Fact]
    public async Task Why_OfAnExecutionThatIsHeldBack_SaysWhoDidItAndWhatToDo()
    {
        await Desk.HoldfastAsync("queue", "pause", "--key", "agent:x");
        await daemon.StartAsync("--key", "agent:x", "--", "true");

        var shown = await Desk.HoldfastAsync("why", "1");
        var why = await Desk.DocumentAsync(json => json.WhyDocument, "why", "#1");
        await Desk.HoldfastAsync("queue", "resume", "--key", "agent:x");
        await Desk.HoldfastAsync("exec", "wait", "1");
        var after = await Desk.DocumentAsync(json => json.WhyDocument, "why", "1");

        Assert.Equal(0, shown.ExitCode);
        Assert.StartsWith("execution 1, key paused: Key 'agent:x' was paused by ", shown.Out, StringComparison.Ordinal);
        Assert.Equal((WhySubject.Execution, WhyReason.KeyPaused, 1L), (why.Subject, why.Reason, why.Number));
        Assert.Equal(WhyReason.Succeeded, after.Reason);
    }

    [Fact]
    public async Task Why_OfARunAndItsAtoms_NamesTheOneThatFailed()
    {
        Desk.Write("plan.yaml", """
            name: walk
            stop_below: 0
            components:
              - name: main
                modules:
                  - name: main
                    atoms:
                      - key: broken
                        kind: shell
                        code: exit 3
                        retries: 0
                      - key: behind
                        kind: shell
                        code: "true"
                        needs: [broken]
            """);
        await daemon.StartAsync("--", "true");
        var ran = await Desk.HoldfastAsync("run", "plan.yaml");
        Assert.True(ran.ExitCode == 1, ran.Error);

        var run = await Desk.DocumentAsync(json => json.WhyDocument, "why", "1", "--run");
        var behind = await Desk.DocumentAsync(json => json.WhyDocument, "why", "1", "behind");
        var both = await Desk.HoldfastAsync("why", "1", "--json");
        var chosen = await Desk.DocumentAsync(json => json.WhyDocument, "why", "1", "--execution");

        Assert.Equal((WhySubject.Run, WhyReason.Failed), (run.Subject, run.Reason));
        Assert.Equal((WhySubject.Atom, WhyReason.Skipped, "It needs atom 'broken', which did not succeed."), (behind.Subject, behind.Reason, behind.Detail));
        Assert.Equal((2, "execution_ambiguous"), (both.ExitCode, Desk.Read(both.Out, json => json.ErrorDocument).Error.Code));
        Assert.Equal(WhySubject.Execution, chosen.Subject);
    }

    [Fact]
    public async Task Why_OfATaskAndItsSession_SaysWhatItsExecutionWaitsFor()
    {
        Assert.Equal(0, (await Desk.HoldfastAsync("task", "create", "Mend it", "--", "sh", "-c", "exit 3")).ExitCode);
        var before = await Desk.DocumentAsync(json => json.WhyDocument, "why", "1");
        await Desk.HoldfastAsync("queue", "pause");
        await Desk.HoldfastAsync("task", "execute", "1");
        await Desk.ShellAsync($"until {Desk.Program} why --task 1 --json | grep -q queue_paused; do :; done");

        var waiting = await Desk.HoldfastAsync("why", "--task", "1");
        var session = await Desk.DocumentAsync(json => json.WhyDocument, "why", "--session", "1");
        var several = await Desk.HoldfastAsync("why", "1", "--json");
        await Desk.HoldfastAsync("queue", "resume");
        await Desk.ShellAsync($"until {Desk.Program} why --task 1 --json | grep -q '\"failed\"'; do :; done");
        var after = await Desk.DocumentAsync(json => json.WhyDocument, "why", "--task", "1");

        Assert.Equal((WhySubject.Task, WhyReason.NotBegun, "holdfast task execute 1"), (before.Subject, before.Reason, before.Next));
        Assert.StartsWith("task 1, queue paused: Its session (in progress) is under way. The queue was paused by ", waiting.Out, StringComparison.Ordinal);
        Assert.Equal((WhySubject.Session, WhyReason.QueuePaused, 1L), (session.Subject, session.Reason, session.Number));
        Assert.Equal((2, "execution_ambiguous"), (several.ExitCode, Desk.Read(several.Out, json => json.ErrorDocument).Error.Code));
        Assert.Equal((WhySubject.Task, WhyReason.Failed), (after.Subject, after.Reason));
    }

    [Theory]
    [InlineData("why --task 99", "task_not_found")]
    [InlineData("why --session 99", "session_not_found")]
    [InlineData("why --task 1 a", "usage")]
    [InlineData("why --task --run 1", "usage")]
    [InlineData("why 99", "execution_not_found")]
    [InlineData("why 99 a", "run_not_found")]
    [InlineData("why --execution 1 a", "usage")]
    public async Task Why_OfWhatIsNotThere_IsRefused(string arguments, string code)
    {
        var ended = await Desk.HoldfastAsync([.. arguments.Split(' '), "--json"]);

        Assert.Equal((2, code), (ended.ExitCode, Desk.Read(ended.Out, json => json.ErrorDocument).Error.Code));
    }
}
