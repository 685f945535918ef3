using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Holdfast.Processes;

/// <summary>
/// Writes the output log of one process. What is read goes straight into a buffer, behind room for its frame's header;
/// the buffer is written when it is full, when its owner is idle, and at the end. The file is made with the first byte.
/// A write that fails harms nobody but the log: it is cut back to whole frames, the rest is counted, and a last frame says
/// how much is missing — if the disk takes that much.
/// </summary>
/// <param name="limitBytes">Of output, in all files of the log.</param>
/// <param name="rotates">Past the limit the middle is discarded (<see cref="OutputLogParts"/>) instead of all that follows.</param>
internal sealed unsafe class OutputLogWriter(string path, long limitBytes, DateTimeOffset startedAt, bool rotates = false)
{
    /// <summary>0600: whoever may read it may read what a program wrote.</summary>
    internal const int OwnerOnly = 6 << 6;

    private const int BufferBytes = 64 * 1024;

    // Less room than this is not worth a call to read.
    private const int SmallestReadBytes = 4 * 1024;

    private byte[]? buffer;
    private int used;
    private int usedByPayload;
    private int fd = -1;
    private long fileBytes;
    private long kept;
    private long discarded;
    private long lost;

    private readonly bool rotates = rotates && limitBytes >= OutputLogParts.SmallestRotatedBytes;
    // Of the parts that are whole and there, the oldest first: how much they hold.
    private readonly Queue<long> wholeParts = [];
    private int part;
    private long keptInPart;
    private bool stdoutIsWithinLine, stderrIsWithinLine;
    private TimeSpan last;

    /// <summary>errno of the first write that failed; 0 for none.</summary>
    public int FailedWith { get; private set; }

    public long OutputBytes => kept + discarded + lost;

    public bool IsTruncated => discarded > 0 || lost > 0;

    public bool IsPastLimit => discarded > 0;

    public bool HasUnwritten => usedByPayload > 0;

    /// <summary>Where to read to; empty when what comes is to be discarded.</summary>
    public Span<byte> Room()
    {
        if (rotates && FailedWith == 0 && IsPartFull)
            Rotate();
        if (FailedWith != 0 || (!rotates && kept >= limitBytes))
            return [];
        buffer ??= ArrayPool<byte>.Shared.Rent(BufferBytes);
        if (buffer.Length - used < SmallestReadBytes + OutputLog.FrameHeaderBytes)
        {
            Flush();
            if (FailedWith != 0)
                return [];
            buffer ??= ArrayPool<byte>.Shared.Rent(BufferBytes);
        }
        if (fileBytes == 0 && used == 0)
            used = WriteHeader(buffer);
        var room = buffer.AsSpan(used + OutputLog.FrameHeaderBytes);
        var left = rotates ? PartBytes - keptInPart : limitBytes - kept;
        return room.Length > left ? room[..(int)left] : room;
    }

    /// <summary>Takes what was read into <see cref="Room"/>.</summary>
    public void Keep(OutputFrameKind stream, int count, TimeSpan at)
    {
        WriteFrameHeader(buffer.AsSpan(used), stream, count, at);
        used += OutputLog.FrameHeaderBytes + count;
        if (stream == OutputFrameKind.Stdout)
            stdoutIsWithinLine = buffer![used - 1] != '\n';
        else
            stderrIsWithinLine = buffer![used - 1] != '\n';
        usedByPayload += count;
        keptInPart += count;
        kept += count;
        last = at;
    }

    /// <summary>Counts what was read to nowhere.</summary>
    public void Discard(int count)
    {
        if (FailedWith != 0)
            lost += count;
        else
            discarded += count;
    }

    /// <summary>Writes what is buffered, and gives the buffer back.</summary>
    public void Flush()
    {
        if (buffer is null)
            return;
        if (usedByPayload > 0 && !TryWrite(buffer.AsSpan(0, used)))
        {
            kept -= usedByPayload;
            lost += usedByPayload;
        }
        used = 0;
        usedByPayload = 0;
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = null;
    }

    public void Close(TimeSpan at)
    {
        Flush();
        // Where parts were removed, their positions say so.
        if (lost > 0 || (discarded > 0 && !rotates))
            WriteMarkers(at);
        if (fd >= 0)
            Libc.close(fd);
        fd = -1;
    }

    private long PartBytes => part == 0 ? limitBytes / 2 : limitBytes / OutputLogParts.PartsPerLimit;

    // Between lines, if there is one in its last quarter: then nothing that is removed leaves half a line behind.
    private bool IsPartFull => keptInPart >= PartBytes || (keptInPart >= PartBytes / 4 * 3 && !stdoutIsWithinLine && !stderrIsWithinLine);

    /// <summary>Goes on in a new part, and removes the oldest when there are too many.</summary>
    private void Rotate()
    {
        Flush();
        if (FailedWith != 0 || !TryOpenPart(part + 1, out var next))
            return;
        Span<byte> continued = stackalloc byte[OutputLog.FrameHeaderBytes];
        WriteFrameHeader(continued, OutputLogParts.Continued, 0, last);
        // After the next is there: who reads this finds it.
        if (!TryWrite(continued))
        {
            Libc.close(next);
            return;
        }

        Libc.close(fd);
        if (part > 0)
            wholeParts.Enqueue(keptInPart);
        (fd, fileBytes, keptInPart) = (next, 0, 0);
        part++;
        if (wholeParts.Count <= OutputLogParts.WholePartsKept)
            return;
        var removed = wholeParts.Dequeue();
        fixed (byte* name = DurableFile.Name(OutputLogParts.PathOf(path, part - 1 - OutputLogParts.WholePartsKept)))
            _ = Libc.unlink(name);
        kept -= removed;
        discarded += removed;
    }

    private bool TryOpenPart(int number, out int opened)
    {
        fixed (byte* name = DurableFile.Name(OutputLogParts.PathOf(path, number)))
            opened = Libc.open(name, Libc.O_WRONLY | Libc.O_CREAT | Libc.O_TRUNC | Libc.O_APPEND | Libc.O_CLOEXEC, OwnerOnly);
        if (opened < 0)
            Fail();
        return opened >= 0;
    }

    private void WriteMarkers(TimeSpan at)
    {
        Span<byte> markers = stackalloc byte[OutputLog.HeaderBytes + 3 * (OutputLog.FrameHeaderBytes + sizeof(long))];
        var length = fileBytes == 0 ? WriteHeader(markers) : 0;
        if (discarded > 0 && !rotates)
            length += WriteMarker(markers[length..], OutputFrameKind.Truncated, discarded, at);
        if (lost > 0)
            length += WriteMarker(markers[length..], OutputFrameKind.Lost, lost, at);
        TryWrite(markers[..length]);
    }

    private static int WriteMarker(Span<byte> target, OutputFrameKind kind, long count, TimeSpan at)
    {
        WriteFrameHeader(target, kind, sizeof(long), at);
        BinaryPrimitives.WriteInt64LittleEndian(target[OutputLog.FrameHeaderBytes..], count);
        return OutputLog.FrameHeaderBytes + sizeof(long);
    }

    private int WriteHeader(Span<byte> target)
    {
        target[..OutputLog.HeaderBytes].Clear();
        OutputLog.Magic.CopyTo(target);
        BinaryPrimitives.WriteUInt16LittleEndian(target[8..], OutputLog.Version);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], (startedAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        return part == 0 ? OutputLog.HeaderBytes : OutputLog.HeaderBytes + WriteMarker(target[OutputLog.HeaderBytes..], OutputLogParts.Position, OutputBytes - keptInPart, last);
    }

    private static void WriteFrameHeader(Span<byte> target, OutputFrameKind kind, int length, TimeSpan at)
    {
        target[..OutputLog.FrameHeaderBytes].Clear();
        target[0] = (byte)kind;
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], (uint)length);
        BinaryPrimitives.WriteUInt64LittleEndian(target[8..], (ulong)(at.Ticks / TimeSpan.TicksPerMicrosecond));
    }

    private bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        if (fd < 0 && !TryOpenPart(0, out fd))
            return false;
        var end = fileBytes + bytes.Length;
        while (!bytes.IsEmpty)
        {
            nint count;
            fixed (byte* start = bytes)
                count = Libc.write(fd, start, bytes.Length);
            if (count >= 0)
            {
                bytes = bytes[(int)count..];
            }
            else if (Libc.Errno != Libc.EINTR)
            {
                Fail();
                // Should this fail too, a reader still stops at the last whole frame.
                _ = Libc.ftruncate(fd, fileBytes);
                return false;
            }
        }
        fileBytes = end;
        return true;
    }

    private void Fail()
    {
        if (FailedWith == 0)
            FailedWith = Marshal.GetLastPInvokeError();
    }
}
