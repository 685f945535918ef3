using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Processes;

/// <summary>
/// A place in an output log that may still grow: each frame is read once, when it is whole. As <see cref="OutputLog"/>, but
/// it can be asked again.
/// </summary>
/// <param name="path">The log; it need not be there yet, as it is made with the first byte of output.</param>
public sealed class OutputLogCursor(string path) : IDisposable
{
    private readonly byte[] header = new byte[OutputLog.HeaderBytes];
    private SafeFileHandle? file;
    private byte[] bytes = [];
    private int part;
    private long offset;

    /// <summary>From the log's header; the epoch until there is one.</summary>
    public DateTimeOffset StartedAt { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <summary>How many bytes of output are behind: those read, and those that are missing.</summary>
    public long Position { get; private set; }

    /// <returns>False when there is no further whole frame, now.</returns>
    /// <exception cref="InvalidDataException">Not an output log, or of a version from the future.</exception>
    public bool TryRead([NotNullWhen(true)] out OutputFrame? frame)
    {
        while (TryReadAny() is { } any)
        {
            if (any.Kind == OutputLogParts.Continued)
            {
                if (!TryGoOn())
                    break;
                continue;
            }

            offset += OutputLog.FrameHeaderBytes + any.Bytes.Length;
            if (any.Kind == OutputLogParts.Position)
            {
                var missing = OutputLog.Count(any) - Position;
                if (missing <= 0)
                    continue;
                any = OutputLog.Missing(missing, any.At);
                Position += missing;
            }
            else if (any.Kind is OutputFrameKind.Stdout or OutputFrameKind.Stderr)
            {
                Position += any.Bytes.Length;
            }

            frame = any;
            return true;
        }

        frame = null;
        return false;
    }

    public void Dispose() => file?.Dispose();

    private OutputFrame? TryReadAny()
    {
        if (!IsOpen() || RandomAccess.Read(file, header.AsSpan(0, OutputLog.FrameHeaderBytes), offset) < OutputLog.FrameHeaderBytes)
            return null;
        var kind = (OutputFrameKind)header[0];
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4));
        var at = TimeSpan.FromMicroseconds(BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(8)));
        if (!OutputLog.IsFrame(kind, length))
            return null;
        if (length > bytes.Length)
            bytes = new byte[length];
        return RandomAccess.Read(file, bytes.AsSpan(0, (int)length), offset + OutputLog.FrameHeaderBytes) < length
            ? null
            : new OutputFrame(kind, at, bytes.AsMemory(0, (int)length));
    }

    // The file says that it goes on, and the next may have been removed already; or it could not be made.
    private bool TryGoOn()
    {
        if (OutputLogParts.Behind(path, part) is not { } next || OutputLog.TryOpen(OutputLogParts.PathOf(path, next)) is not { } opened)
            return false;
        file?.Dispose();
        (file, part, offset) = (opened, next, 0);
        return true;
    }

    [MemberNotNullWhen(true, nameof(file))]
    private bool IsOpen()
    {
        if (offset > 0 && file is not null)
            return true;
        file ??= OutputLog.TryOpen(path);
        if (file is null || RandomAccess.Read(file, header, fileOffset: 0) < OutputLog.HeaderBytes)
            return false;
        if (!header.AsSpan(0, OutputLog.Magic.Length).SequenceEqual(OutputLog.Magic))
            throw new InvalidDataException($"'{path}' is not an output log.");
        var version = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(OutputLog.Magic.Length));
        if (version != OutputLog.Version)
            throw new InvalidDataException($"Output log '{path}' has format {version}; this release reads {OutputLog.Version}. Use a newer release.");
        StartedAt = DateTimeOffset.UnixEpoch.AddMicroseconds(BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(16)));
        offset = OutputLog.HeaderBytes;
        return true;
    }
}
