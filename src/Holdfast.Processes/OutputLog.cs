using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Processes;

[Flags]
public enum OutputStreams
{
    Stdout = 1,
    Stderr = 2,
    Both = Stdout | Stderr,
}

/// <summary>What a frame of an output log holds.</summary>
public enum OutputFrameKind : byte
{
    Stdout = 1,
    Stderr = 2,

    /// <summary>How much was discarded here because it went past the limit (8 bytes): at the end, or where parts were removed.</summary>
    Truncated = 3,

    /// <summary>How much was read but could not be written (8 bytes).</summary>
    Lost = 4,
}

/// <param name="At">Since the process was started.</param>
/// <param name="Bytes">Valid until the next frame is asked for.</param>
public readonly record struct OutputFrame(OutputFrameKind Kind, TimeSpan At, ReadOnlyMemory<byte> Bytes);

/// <summary>Output as text.</summary>
/// <param name="OmittedBytes">In the log, but beyond what was asked for.</param>
/// <param name="DiscardedBytes">Past the limit of the execution; nobody has them.</param>
/// <param name="LostBytes">Read but not written, because the disk was full or failed.</param>
public sealed record OutputText(string Text, long OmittedBytes, long DiscardedBytes, long LostBytes);

/// <summary>
/// Reads what one process wrote. The file, all numbers little-endian:
/// a header of 24 bytes — <c>HOLDFAST</c>, version (u16), 0 (u16, u32), start of the process in microseconds since 1970 (i64) —
/// then frames in the order they were read: kind (u8), 0 (3 bytes), length (u32), microseconds since the start (u64), bytes.
/// The file may be growing, or torn by a crash: reading ends with the last whole frame. One that rotates goes on in others
/// (<see cref="OutputLogParts"/>), which are read as if they were one.
/// </summary>
public static class OutputLog
{
    internal const int HeaderBytes = 24;
    internal const int FrameHeaderBytes = 16;
    internal const ushort Version = 1;

    private const int BufferBytes = 64 * 1024;

    // A writer never makes one larger than its buffer; a larger length means the rest is not frames.
    internal const int LargestFrameBytes = 1024 * 1024;

    internal static ReadOnlySpan<byte> Magic => "HOLDFAST"u8;

    /// <summary>Every whole frame, of all parts; where parts were removed, how much is missing. None when there is no file: it is made with the first byte of output.</summary>
    /// <exception cref="InvalidDataException">Not an output log, or of a version from the future.</exception>
    public static IEnumerable<OutputFrame> Frames(string path)
    {
        var position = 0L;
        int? part = 0;
        while (part is { } now)
        {
            part = null;
            foreach (var frame in FramesOf(OutputLogParts.PathOf(path, now)))
            {
                if (frame.Kind == OutputLogParts.Continued)
                {
                    part = OutputLogParts.Behind(path, now);
                }
                else if (frame.Kind == OutputLogParts.Position)
                {
                    var begins = Count(frame);
                    if (begins > position)
                        yield return Missing(begins - position, frame.At);
                    position = begins;
                }
                else
                {
                    position += frame.Kind is OutputFrameKind.Stdout or OutputFrameKind.Stderr ? frame.Bytes.Length : 0;
                    yield return frame;
                }
            }
        }
    }

    /// <summary>A number that grows with every byte that is written, whatever is removed.</summary>
    public static long Growth(string path) => OutputLogParts.Growth(path);

    /// <summary>What is said in place of output that was removed.</summary>
    public static OutputFrame Missing(long bytes, TimeSpan at)
    {
        var count = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(count, bytes);
        return new OutputFrame(OutputFrameKind.Truncated, at, count);
    }

    private static IEnumerable<OutputFrame> FramesOf(string path)
    {
        if (TryOpen(path) is not { } handle)
            yield break;
        using var opened = handle;
        using var file = Open(handle);
        var buffer = new byte[Math.Clamp(file.Length, HeaderBytes, BufferBytes)];
        if (!TryReadHeader(file, path, buffer))
            yield break;
        while (file.ReadAtLeast(buffer.AsSpan(0, FrameHeaderBytes), FrameHeaderBytes, throwOnEndOfStream: false) == FrameHeaderBytes)
        {
            var kind = (OutputFrameKind)buffer[0];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(4));
            var at = TimeSpan.FromMicroseconds(BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(8)));
            if (!IsFrame(kind, length))
                yield break;
            if (length > buffer.Length)
                buffer = new byte[length];
            if (file.ReadAtLeast(buffer.AsSpan(0, (int)length), (int)length, throwOnEndOfStream: false) < length)
                yield break;
            yield return new OutputFrame(kind, at, buffer.AsMemory(0, (int)length));
        }
    }

    internal static bool IsFrame(OutputFrameKind kind, uint length) => kind is >= OutputFrameKind.Stdout and <= OutputLogParts.Position && length <= LargestFrameBytes;

    /// <returns>Null when there is no such file, as when it is a part that was removed.</returns>
    internal static SafeFileHandle? TryOpen(string path)
    {
        try
        {
            return File.Exists(path) ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    // Most logs are small and many are read in a row: one call reads such a one whole.
    private static Stream Open(SafeFileHandle handle)
    {
        var length = RandomAccess.GetLength(handle);
        if (length > BufferBytes)
            return new FileStream(handle, FileAccess.Read, BufferBytes);
        var content = new byte[length];
        return new MemoryStream(content, 0, RandomAccess.Read(handle, content, fileOffset: 0));
    }

    private static bool TryReadHeader(Stream file, string path, byte[] buffer)
    {
        if (file.ReadAtLeast(buffer.AsSpan(0, HeaderBytes), HeaderBytes, throwOnEndOfStream: false) < HeaderBytes)
            return false;
        if (!buffer.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            throw new InvalidDataException($"'{path}' is not an output log.");
        var version = BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(Magic.Length));
        return version == Version
            ? true
            : throw new InvalidDataException($"Output log '{path}' has format {version}; this release reads {Version}. Use a newer release.");
    }

    /// <summary>
    /// As text: what is not UTF-8 becomes U+FFFD; a character cut in two by reading is whole again, each stream by itself.
    /// </summary>
    /// <param name="limitBytes">At most so many bytes of output.</param>
    /// <param name="fromEnd">The last ones instead of the first.</param>
    public static OutputText Read(string path, OutputStreams streams = OutputStreams.Both, long limitBytes = long.MaxValue, bool fromEnd = false)
    {
        var (total, discarded, lost) = Measure(path, streams);
        var skip = fromEnd ? Math.Max(0, total - limitBytes) : 0;
        var take = Math.Min(limitBytes, total);
        var text = new StringBuilder();
        var stdout = Encoding.UTF8.GetDecoder();
        var stderr = Encoding.UTF8.GetDecoder();
        var position = 0L;
        foreach (var frame in Frames(path))
        {
            if (!IsWanted(frame.Kind, streams))
                continue;
            var from = (int)Math.Clamp(skip - position, 0, frame.Bytes.Length);
            var to = (int)Math.Clamp(skip + take - position, 0, frame.Bytes.Length);
            position += frame.Bytes.Length;
            if (from < to)
                Append(text, frame.Kind == OutputFrameKind.Stdout ? stdout : stderr, frame.Bytes.Span[from..to]);
        }
        Flush(text, stdout);
        Flush(text, stderr);
        return new OutputText(text.ToString(), total - take, discarded, lost);
    }

    /// <summary>As it was written, byte by byte.</summary>
    /// <returns>How many bytes were copied.</returns>
    public static long CopyTo(string path, Stream destination, OutputStreams streams = OutputStreams.Both)
    {
        var copied = 0L;
        foreach (var frame in Frames(path))
        {
            if (!IsWanted(frame.Kind, streams))
                continue;
            destination.Write(frame.Bytes.Span);
            copied += frame.Bytes.Length;
        }
        return copied;
    }

    private static (long Total, long Discarded, long Lost) Measure(string path, OutputStreams streams)
    {
        long total = 0, discarded = 0, lost = 0;
        foreach (var frame in Frames(path))
        {
            if (IsWanted(frame.Kind, streams))
                total += frame.Bytes.Length;
            else if (frame.Kind == OutputFrameKind.Truncated)
                discarded += Count(frame);
            else if (frame.Kind == OutputFrameKind.Lost)
                lost += Count(frame);
        }
        return (total, discarded, lost);
    }

    internal static long Count(in OutputFrame frame) => frame.Bytes.Length < sizeof(long) ? 0 : BinaryPrimitives.ReadInt64LittleEndian(frame.Bytes.Span);

    private static bool IsWanted(OutputFrameKind kind, OutputStreams streams) =>
        (kind == OutputFrameKind.Stdout && streams.HasFlag(OutputStreams.Stdout)) ||
        (kind == OutputFrameKind.Stderr && streams.HasFlag(OutputStreams.Stderr));

    private static void Append(StringBuilder text, Decoder decoder, ReadOnlySpan<byte> bytes)
    {
        Span<char> chars = stackalloc char[1024];
        while (!bytes.IsEmpty)
        {
            decoder.Convert(bytes, chars, flush: false, out var used, out var made, out _);
            text.Append(chars[..made]);
            bytes = bytes[used..];
        }
    }

    private static void Flush(StringBuilder text, Decoder decoder)
    {
        Span<char> chars = stackalloc char[4];
        text.Append(chars[..decoder.GetChars([], chars, flush: true)]);
    }
}
