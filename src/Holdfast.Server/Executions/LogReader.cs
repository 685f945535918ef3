using Holdfast.Processes;

namespace Holdfast.Server.Executions;

/// <summary>Sends one log to one reader: what there is, and if wanted what comes, until the execution has ended.</summary>
internal static class LogReader
{
    /// <summary>Sent in one piece at most.</summary>
    private const int PageBytes = 64 << 10;

    /// <param name="create">Makes a rendering; asked twice when only the last lines are wanted.</param>
    /// <param name="tail">Only so many of the last lines of what there is now; null for all.</param>
    /// <param name="changes">Tells of growth and of the end; null to stop at what there is now.</param>
    public static async Task CopyAsync(
        string path, Func<ILogRendering> create, int? tail, long offset, LogChanges? changes, Func<ReadOnlyMemory<byte>, Task> send, CancellationToken cancellationToken)
    {
        using var cursor = new OutputLogCursor(path);
        var rendering = create();
        var page = new LogPage(tail is { } lines ? UnitsBeforeLast(path, create(), lines) : offset);
        while (true)
        {
            // Both before the look: what was written before the end, or before it was watched, is seen by the look after it.
            changes?.WatchFile();
            var isOver = changes is null || changes.IsOver;
            while (cursor.TryRead(out var frame))
            {
                rendering.Take(frame.Value, cursor.StartedAt, page);
                if (page.Bytes.Length >= PageBytes)
                    await SendAsync();
            }

            if (isOver)
                rendering.Finish(page);
            await SendAsync();
            if (isOver)
                return;
            await changes!.NextAsync(cancellationToken);
        }

        async Task SendAsync()
        {
            if (page.Bytes.Length > 0)
                await send(page.Bytes);
            page.Clear();
        }
    }

    private static long UnitsBeforeLast(string path, ILogRendering rendering, int lines)
    {
        var starts = new Queue<long>();
        var position = 0L;
        var countsBytes = rendering is RawRendering;
        var isAtStart = true;
        var page = new LogPage(0);
        using var cursor = new OutputLogCursor(path);
        while (cursor.TryRead(out var frame))
        {
            rendering.Take(frame.Value, cursor.StartedAt, page);
            Count(page.Bytes.Span);
            page.Clear();
        }

        rendering.Finish(page);
        Count(page.Bytes.Span);
        return starts.Count > 0 ? starts.Peek() : position;

        // Of bytes, the position is that of the line's first; of lines, its number.
        void Count(ReadOnlySpan<byte> bytes)
        {
            foreach (var each in bytes)
            {
                if (isAtStart)
                {
                    starts.Enqueue(position);
                    if (starts.Count > lines)
                        starts.Dequeue();
                }

                isAtStart = each == '\n';
                position += countsBytes || isAtStart ? 1 : 0;
            }
        }
    }
}
