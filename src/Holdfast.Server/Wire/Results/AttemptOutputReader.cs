using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Processes;

namespace Holdfast.Server.Wire.Results;

/// <summary>Reads the output of many attempts, one after the other: each log once, both streams at a time.</summary>
/// <param name="limitBytes">At most so many bytes of a stream are kept; what is compared is all of it.</param>
internal sealed class AttemptOutputReader(int limitBytes)
{
    /// <summary>Of the log read last; empty when there is none.</summary>
    public OutputStreamReader Stdout { get; } = new(limitBytes);

    /// <inheritdoc cref="Stdout"/>
    public OutputStreamReader Stderr { get; } = new(limitBytes);

    public void Read(string path)
    {
        Stdout.Clear();
        Stderr.Clear();
        foreach (var frame in OutputLog.Frames(path))
        {
            switch (frame.Kind)
            {
                case OutputFrameKind.Stdout:
                    Stdout.Take(frame.Bytes.Span);
                    break;
                case OutputFrameKind.Stderr:
                    Stderr.Take(frame.Bytes.Span);
                    break;
                case OutputFrameKind.Truncated or OutputFrameKind.Lost:
                    Stdout.IsCut = Stderr.IsCut = true;
                    break;
            }
        }

        Stdout.Finish();
        Stderr.Finish();
    }
}

/// <summary>One stream of one attempt.</summary>
internal sealed class OutputStreamReader(int limitBytes)
{
    private const int BlockBytes = 64 << 10;

    private readonly ArrayBufferWriter<byte> kept = new();
    private readonly ArrayBufferWriter<byte> beyond = new();

    public bool IsEmpty { get; private set; } = true;

    /// <summary>Of all of it, kept or not, however it was cut into pieces; that of nothing is 0.</summary>
    public UInt128 Digest { get; private set; }

    /// <summary>Whether there was more than was kept.</summary>
    public bool IsCut { get; set; }

    /// <summary>What was kept, as text: what is not UTF-8 becomes U+FFFD, and a character the cut went through is left out.</summary>
    public string Text() => Encoding.UTF8.GetString(IsCut ? WholeCharacters(kept.WrittenSpan) : kept.WrittenSpan);

    /// <summary>No more comes.</summary>
    public void Finish()
    {
        if (IsEmpty)
            return;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(kept.WrittenSpan, digest);
        if (beyond.WrittenCount > 0)
        {
            beyond.Write(digest);
            SHA256.HashData(beyond.WrittenSpan, digest);
        }

        Digest = BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }

    public void Clear()
    {
        kept.ResetWrittenCount();
        beyond.ResetWrittenCount();
        IsEmpty = true;
        IsCut = false;
        Digest = 0;
    }

    public void Take(ReadOnlySpan<byte> bytes)
    {
        IsEmpty &= bytes.IsEmpty;
        var room = Math.Min(limitBytes - kept.WrittenCount, bytes.Length);
        kept.Write(bytes[..room]);
        IsCut |= bytes.Length > room;
        for (var rest = bytes[room..]; !rest.IsEmpty;)
        {
            var length = Math.Min(BlockBytes - beyond.WrittenCount, rest.Length);
            beyond.Write(rest[..length]);
            rest = rest[length..];
            if (beyond.WrittenCount == BlockBytes)
                FoldBlock();
        }
    }

    // What is not kept is compared by a chain of digests, so that it takes no memory: each block begins with that of the one before.
    private void FoldBlock()
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(beyond.WrittenSpan, digest);
        beyond.ResetWrittenCount();
        beyond.Write(digest);
    }

    // The bytes 10xxxxxx continue a character; one is at most 4 bytes long.
    private static ReadOnlySpan<byte> WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.Length;
        while (end > 0 && bytes.Length - end < 4 && (bytes[end - 1] & 0xC0) == 0x80)
            end--;
        var isCut = end > 0 && Rune.DecodeFromUtf8(bytes[(end - 1)..], out _, out _) == OperationStatus.NeedMoreData;
        return isCut ? bytes[..(end - 1)] : bytes;
    }
}
