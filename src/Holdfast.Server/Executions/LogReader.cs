using Holdfast.Processes;

namespace Holdfast.Server.Executions;

/// <summary>Sends one log to one reader: what there is, and if wanted what comes, until the execution has ended.</summary>
internal static class LogReader
{
    /// <summary>Sent in one piece at most.</summary>
    private const int PageBytes = 64 << 10;

    /// <param name="create">Makes a rendering; asked twice when only the last lines are wanted.</param>
    /// <param name="changes">Tells of growth and of the end; null to stop at what there is now.</param>
    /// <param name="send">Given what there is to send, and what to ask for to get what follows. First for what there is at once, even if that is nothing.</param>
    public static async Task CopyAsync(
        string path, Func<ILogRendering> create, LogStart start, LogChanges? changes, Func<ReadOnlyMemory<byte>, LogPlace, Task> send, CancellationToken cancellationToken)
    {
        using var cursor = new OutputLogCursor(path);
        var rendering = create();
        var rest = start.After is { } after ? after with { Units = 0 } : new LogPlace(0, 0, IsWithinLine: false);
        rendering.Begin(rest.IsWithinLine);
        var position = rest.Position;
        var next = SkipTo(cursor, position);
        var page = new LogPage(start switch
        {
            { After: { } known } => next is { Kind: OutputFrameKind.Truncated } ? 0 : known.Units,
            { Tail: { } lines } => UnitsBeforeLast(path, create(), lines),
            _ => start.Offset,
        });
        var restUnits = 0L;
        if (next is { } first)
            Take(first);
        for (var isFirst = true;; isFirst = false)
        {
            // Both before the look: what was written before the end, or before it was watched, is seen by the look after it.
            changes?.WatchFile();
            var isOver = changes is null || changes.IsOver;
            while (cursor.TryRead(out var frame))
            {
                Take(frame.Value);
                if (page.Bytes.Length >= PageBytes)
                    await SendAsync();
            }

            if (isOver)
                rendering.Finish(page);
            if (isFirst || page.Bytes.Length > 0)
                await SendAsync();
            if (isOver)
                return;
            await changes!.NextAsync(cancellationToken);
        }

        void Take(in OutputFrame frame)
        {
            rendering.Take(frame, cursor.StartedAt, page);
            // A notice at the end of the log is no place to go on from: there it would be told again.
            if (cursor.Position > position && rendering.HeldOf(frame) is { } held)
                (rest, restUnits) = (new LogPlace(cursor.Position - held, 0, rendering.IsWithinLine), page.Units);
            position = cursor.Position;
        }

        async Task SendAsync()
        {
            await send(page.Bytes, rest with { Units = page.Units - restUnits });
            page.Clear();
        }
    }

    /// <returns>The rest of the frame the place is in, or how much is missing when it was removed; null when a frame begins there.</returns>
    private static OutputFrame? SkipTo(OutputLogCursor cursor, long position)
    {
        while (cursor.Position < position && cursor.TryRead(out var read))
        {
            if (cursor.Position <= position)
                continue;
            var frame = read.Value;
            var rest = cursor.Position - position;
            return frame.Kind == OutputFrameKind.Truncated ? OutputLog.Missing(rest, frame.At) : frame with { Bytes = frame.Bytes[^(int)rest..] };
        }

        return null;
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
