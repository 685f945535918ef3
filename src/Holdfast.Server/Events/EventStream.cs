using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Engine.Storage;
using Holdfast.Protocol;
using Holdfast.Protocol.Events;
using Holdfast.Server.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Server.Events;

/// <summary>
/// Sends events to one who follows, as server-sent events: from the hub while it keeps up, else from the log. It waits for nobody but its
/// own reader, and nobody waits for it.
/// </summary>
internal sealed class EventStream(EventHub hub, IStore store, TimeProvider time)
{
    public const string MediaType = "text/event-stream";

    /// <summary>After which a client that lost the connection tries again.</summary>
    public const string Retry = "retry: 1000\n\n";

    /// <summary>A comment after so long: both sides learn when the other is gone.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Events written before the connection is flushed, when there are many.</summary>
    private const int Together = 1_000;

    /// <param name="after">What the reader has already.</param>
    /// <param name="whole">Whether the reader relies on having had everything up to <paramref name="after"/>.</param>
    public async Task SendAsync(HttpResponse response, EventChoice choice, long after, bool whole, CancellationToken cancellationToken)
    {
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        await response.StartAsync(cancellationToken);
        if (RequestMethod.IsHead(response.HttpContext))
            return;
        await response.WriteAsync(Retry, cancellationToken);
        using var follower = hub.Join();
        var heartbeat = Task.Delay(Heartbeat, time, cancellationToken);
        var taken = new List<SentEvent>(Together);
        var isLive = false;
        var mayBeOver = true;
        while (true)
        {
            follower.After = after;
            // Before anything is read: what comes after is told.
            var news = hub.News;
            var status = mayBeOver && choice.Followed is { } followed ? await followed.FindStatusAsync(cancellationToken) : null;
            mayBeOver = status is not null;
            taken.Clear();
            // The hub may not have heard of the last events yet when it is over: the log has them.
            if (!mayBeOver && hub.TryTake(after, taken, Together))
            {
                isLive = true;
                after = taken is [.., var last] ? last.Sequence : after;
            }
            else
            {
                if (isLive && !mayBeOver)
                    await WriteAsync(response, EventLag.EventName, new EventLag(after, hub.Newest), ProtocolJson.Compact.EventLag, cancellationToken);
                isLive = false;
                var page = await store.ReadLogAsync(choice.Behind(after, Together), cancellationToken);
                // Removed before it was sent. Cut off here, the reader asks again and is told so.
                if (whole && choice.Followed is null && page.Trimmed > after)
                    return;
                taken.AddRange(page.Events.Select(SentEvent.Of));
                after = Math.Max(after, page.Through);
            }

            whole = true;
            foreach (var sent in taken.Where(choice.Concerns))
            {
                // Also one that the reader did not ask for says that it is over.
                mayBeOver |= EventNames.MayBeTheLast(sent.Name);
                if (choice.Takes(sent))
                    await response.Body.WriteAsync(sent.Frame, cancellationToken);
            }

            if (status is not null && taken.Count == 0)
            {
                await WriteAsync(response, EventEnd.EventName, new EventEnd(status), ProtocolJson.Compact.EventEnd, cancellationToken);
                return;
            }

            await response.Body.FlushAsync(cancellationToken);
            if (taken.Count == 0 && isLive)
                heartbeat = await WaitAsync(response, news, heartbeat, cancellationToken);
        }
    }

    private async Task<Task> WaitAsync(HttpResponse response, Task news, Task heartbeat, CancellationToken cancellationToken)
    {
        while (await Task.WhenAny(news, heartbeat) == heartbeat)
        {
            await heartbeat;
            await response.WriteAsync(": heartbeat\n\n", cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
            heartbeat = Task.Delay(Heartbeat, time, cancellationToken);
        }

        return heartbeat;
    }

    private static async Task WriteAsync<T>(HttpResponse response, string name, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes($"event: {name}\ndata: {JsonSerializer.Serialize(document, type)}\n\n"), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
