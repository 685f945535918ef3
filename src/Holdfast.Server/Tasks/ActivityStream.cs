using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Holdfast.Core.Tasks;
using Holdfast.Engine.Sessions;
using Holdfast.Engine.Storage;
using Holdfast.Engine.Tasks;
using Holdfast.Protocol;
using Holdfast.Protocol.Tasks;
using Holdfast.Server.Events;
using Holdfast.Server.Telemetry;
using Holdfast.Server.Wire.Tasks;
using Microsoft.AspNetCore.Http;
using SessionStatus = Holdfast.Engine.Storage.SessionStatus;

namespace Holdfast.Server.Tasks;

/// <summary>
/// Sends a session's activity as server-sent events until it is over. Each reader reads the file by itself, so that a slow one
/// misses nothing and holds up nobody.
/// </summary>
internal sealed class ActivityStream : IDisposable
{
    /// <summary>Events written before the connection is flushed, when there are many.</summary>
    private const int EventsTogether = 256;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private readonly Channel<bool> happened = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskDesk desk;
    private readonly SessionId session;
    private readonly TaskId task;

    public ActivityStream(TaskDesk desk, StoredSession session)
    {
        this.desk = desk;
        (this.session, task) = (session.Id, session.Task);
        desk.ActivityGrew += Hear;
        desk.Changes += Hear;
    }

    /// <param name="cursor">Behind what the client has already.</param>
    public async Task SendAsync(HttpResponse response, ActivityCursor cursor, CancellationToken cancellationToken)
    {
        response.ContentType = EventStream.MediaType;
        response.Headers.CacheControl = "no-store";
        await response.StartAsync(cancellationToken);
        if (RequestMethod.IsHead(response.HttpContext))
            return;
        await response.WriteAsync(EventStream.Retry, cancellationToken);
        while (true)
        {
            // Looked at first: what is read after is then all there will be.
            var now = (await desk.FindSessionAsync(session.ToString(), cancellationToken)).Session;
            for (var count = 0; cursor.TryRead(out var record); count++)
            {
                var document = TaskDocuments.Of(record);
                await response.WriteAsync($"id: {document.Id.ToString(CultureInfo.InvariantCulture)}\nevent: {ActivityJson.WordOf(record.Kind)}\n", cancellationToken);
                await WriteDataAsync(response, document, ProtocolJson.Compact.ActivityDocument, cancellationToken);
                if (count % EventsTogether == EventsTogether - 1)
                    await response.Body.FlushAsync(cancellationToken);
            }

            if (now is not { Status: SessionStatus.Running })
            {
                await EndAsync(response, now, cancellationToken);
                return;
            }

            await response.Body.FlushAsync(cancellationToken);
            while (!await HappenedAsync(cancellationToken))
            {
                await response.WriteAsync(": heartbeat\n\n", cancellationToken);
                await response.Body.FlushAsync(cancellationToken);
            }
        }
    }

    public void Dispose()
    {
        desk.ActivityGrew -= Hear;
        desk.Changes -= Hear;
    }

    // Of a session that was deleted with its task there is nothing more to tell than that it is over.
    private async Task EndAsync(HttpResponse response, StoredSession? ended, CancellationToken cancellationToken)
    {
        var of = (await desk.FindAsync(task.ToString(), cancellationToken)).Task;
        var end = new ActivityEnd(session.Value, (ended?.Status ?? SessionStatus.Cancelled).ToWire(), (of?.State.Phase ?? Core.Tasks.TaskPhase.Cancelled).ToWire());
        await response.WriteAsync($"event: {ActivityEnd.EventName}\n", cancellationToken);
        await WriteDataAsync(response, end, ProtocolJson.Compact.ActivityEnd, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    // JSON has no line breaks of its own, so that a document is one line of data.
    private static async Task WriteDataAsync<T>(HttpResponse response, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes($"data: {JsonSerializer.Serialize(document, type)}\n\n"), cancellationToken);

    /// <returns>False when nothing has for so long that the client should hear that somebody is still there.</returns>
    private async Task<bool> HappenedAsync(CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Heartbeat);
        try
        {
            return await happened.Reader.ReadAsync(bounded.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Hear(SessionId grew)
    {
        if (grew == session)
            happened.Writer.TryWrite(true);
    }

    private void Hear(StoredTask changed)
    {
        if (changed.Id == task)
            happened.Writer.TryWrite(true);
    }
}
