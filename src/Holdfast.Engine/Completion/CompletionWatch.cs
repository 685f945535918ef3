using System.Threading.Channels;
using Holdfast.Core.Completion;
using Holdfast.Processes;

namespace Holdfast.Engine.Completion;

/// <summary>Waits until an execution that still runs has verifiably completed, and gives it time to end by itself.</summary>
internal static class CompletionWatch
{
    // Who writes a file makes it first, empty; who commits writes several.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(250);

    /// <param name="runOn">How long it may run on.</param>
    /// <param name="backstop">So often it is looked at without news: a file that is kept open makes none.</param>
    /// <returns>The verdict once it runs on for too long; never where it ends before, which is for the caller to tell.</returns>
    public static async Task<Verdict> RunsOnAsync(
        CompletionEvidence evidence, CompletionScene scene, SharedFolderWatch folders, TimeProvider time, TimeSpan runOn, TimeSpan backstop, CancellationToken cancellationToken)
    {
        var news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var listening = new List<IDisposable>();
        try
        {
            // Listened to before it is looked at: what comes between is news.
            Listen(evidence.PlacesOf(scene), folders, news.Writer, listening);
            while (true)
            {
                if (await evidence.WhileRunningAsync(scene, cancellationToken) is not null)
                {
                    await Task.Delay(runOn, time, cancellationToken);
                    if (await evidence.WhileRunningAsync(scene, cancellationToken) is { } still)
                        return still;
                }

                await NewsAsync(news.Reader, time, backstop, cancellationToken);
                await Task.Delay(Settle, time, cancellationToken);
            }
        }
        finally
        {
            listening.ForEach(one => one.Dispose());
        }
    }

    private static void Listen(IReadOnlyList<WatchedPlace> places, SharedFolderWatch folders, ChannelWriter<bool> news, List<IDisposable> listening)
    {
        try
        {
            foreach (var place in places)
            {
                if (folders.TryListen(place.Folder, place.Name, () => news.TryWrite(true)) is { } one)
                    listening.Add(one);
            }
        }
        catch (IOException)
        {
            // The kernel grants no more watches: the backstop looks all the same.
        }
    }

    private static async Task NewsAsync(ChannelReader<bool> news, TimeProvider time, TimeSpan backstop, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(_ => patience.Cancel(), null, backstop, Timeout.InfiniteTimeSpan);
        try
        {
            await news.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nobody said anything; looked at all the same.
        }
    }
}
