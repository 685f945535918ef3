using Holdfast.Protocol.Queueing;

namespace Holdfast.EndToEnd;

/// <summary>The queue, as a person sees it.</summary>
public sealed class QueueTests : IAsyncDisposable
{
    private readonly DaemonDesk daemon = new();

    private Desk Desk => daemon.Desk;

    public ValueTask DisposeAsync() => daemon.DisposeAsync();

    [Fact]
    public async Task Pause_OfAKey_HoldsItBackAcrossADaemonThatIsKilled_UntilResumed()
    {
        Assert.Equal(0, (await Desk.HoldfastAsync("queue", "pause", "--key", "agent:x")).ExitCode);
        await daemon.StartAsync("--key", "agent:x", "--key", "db", "--name", "held", "--", "true");
        await daemon.KillDaemonAsync();

        var shown = await Desk.HoldfastAsync("queue", "show");
        var queue = await Desk.DocumentAsync(json => json.QueueDocument, "queue", "show");

        Assert.Contains("1 execution waiting, 0 of ", shown.Out, StringComparison.Ordinal);
        Assert.Contains("'holdfast queue resume --key agent:x' lets it go on.", shown.Out, StringComparison.Ordinal);
        Assert.Equal((1L, WaitReason.KeyPaused), (Assert.Single(queue.Next).Number, queue.Next[0].Reason));
        Assert.Equal(["agent:x", "db"], queue.Keys.Select(key => key.Key));
        Assert.Equal(0, (await Desk.HoldfastAsync("queue", "resume", "--key", "agent:x")).ExitCode);
        Assert.Equal(0, (await Desk.HoldfastAsync("exec", "wait", "1")).ExitCode);
    }

    [Fact]
    public async Task Start_WithAKeyOfTwoLines_IsRefused()
    {
        var refused = await Desk.HoldfastAsync("exec", "start", "--key", "two\nlines", "--", "true");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("a key is one line of text", refused.Error, StringComparison.Ordinal);
    }
}
