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
    private long position;

    /// <summary>From the log's header; the epoch until there is one.</summary>
    public DateTimeOffset StartedAt { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <returns>False when there is no further whole frame, now.</returns>
    /// <exception cref="InvalidDataException">Not an output log, or of a version from the future.</exception>
    public bool TryRead([NotNullWhen(true)] out OutputFrame? frame)
    {
        frame = null;
        if (!IsOpen() || RandomAccess.Read(file, header.AsSpan(0, OutputLog.FrameHeaderBytes), position) < OutputLog.FrameHeaderBytes)
            return false;
        var kind = (OutputFrameKind)header[0];
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4));
        var at = TimeSpan.FromMicroseconds(BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(8)));
        if (kind is < OutputFrameKind.Stdout or > OutputFrameKind.Lost || length > OutputLog.LargestFrameBytes)
            return false;
        if (length > bytes.Length)
            bytes = new byte[length];
        if (RandomAccess.Read(file, bytes.AsSpan(0, (int)length), position + OutputLog.FrameHeaderBytes) < length)
            return false;
        position += OutputLog.FrameHeaderBytes + length;
        frame = new OutputFrame(kind, at, bytes.AsMemory(0, (int)length));
        return true;
    }

    public void Dispose() => file?.Dispose();

    [MemberNotNullWhen(true, nameof(file))]
    private bool IsOpen()
    {
        if (position > 0 && file is not null)
            return true;
        if (file is null && !File.Exists(path))
            return false;
        file ??= File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (RandomAccess.Read(file, header, fileOffset: 0) < OutputLog.HeaderBytes)
            return false;
        if (!header.AsSpan(0, OutputLog.Magic.Length).SequenceEqual(OutputLog.Magic))
            throw new InvalidDataException($"'{path}' is not an output log.");
        var version = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(OutputLog.Magic.Length));
        if (version != OutputLog.Version)
            throw new InvalidDataException($"Output log '{path}' has format {version}; this release reads {OutputLog.Version}. Use a newer release.");
        StartedAt = DateTimeOffset.UnixEpoch.AddMicroseconds(BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(16)));
        position = OutputLog.HeaderBytes;
        return true;
    }
}
