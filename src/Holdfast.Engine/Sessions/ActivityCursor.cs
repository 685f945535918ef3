using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Sessions;

/// <summary>A place in a session's activity, which may still grow: each record is read once, when it is whole. Any number may read at once.</summary>
/// <param name="path">The file; it need not be there yet.</param>
public sealed class ActivityCursor(string path) : IDisposable
{
    private const int ChunkBytes = 64 << 10;

    private SafeFileHandle? file;
    private byte[] buffer = [];
    private int start;
    private int end;
    private long read;

    /// <summary>Bytes of whole records behind it.</summary>
    public long Position => read - (end - start);

    /// <returns>False when there is no further whole record, now.</returns>
    public bool TryRead([NotNullWhen(true)] out ActivityRecord? record)
    {
        record = TryTake(out var json) ? ActivityJson.Read(json) : null;
        return record is not null;
    }

    /// <summary>Passes over so many records; fewer when there are not so many.</summary>
    /// <returns>How many there were to pass over.</returns>
    public long Skip(long count)
    {
        var passed = 0L;
        while (passed < count && TryTake(out _))
            passed++;
        return passed;
    }

    public void Dispose() => file?.Dispose();

    private bool TryTake(out ReadOnlyMemory<byte> json)
    {
        json = default;
        var searched = start;
        while (true)
        {
            var newline = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var line = buffer.AsMemory(start, searched + newline - start);
                if (!IsWhole(line.Span))
                {
                    // Looked at anew the next time: it may have been read while it was written.
                    (read, end) = (read - (end - start), start);
                    return false;
                }

                start = searched + newline + 1;
                json = line[(ActivityFile.ChecksumDigits + 1)..];
                return true;
            }

            searched = end - start;
            if (!Fill())
                return false;
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> line) =>
        line.Length > ActivityFile.ChecksumDigits && line[ActivityFile.ChecksumDigits] == ' '
        && ActivityFile.IsChecksum(line[..ActivityFile.ChecksumDigits], ActivityFile.ChecksumOf(line[(ActivityFile.ChecksumDigits + 1)..]));

    /// <summary>Reads on; what is not taken yet is at the buffer's beginning afterwards.</summary>
    private bool Fill()
    {
        if (file is null && !File.Exists(path))
            return false;
        file ??= File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var kept = end - start;
        if (buffer.Length - kept < ChunkBytes)
        {
            var larger = new byte[Math.Max(buffer.Length * 2, kept + ChunkBytes)];
            buffer.AsSpan(start, kept).CopyTo(larger);
            buffer = larger;
        }
        else
        {
            buffer.AsSpan(start, kept).CopyTo(buffer);
        }

        (start, end) = (0, kept);
        var count = RandomAccess.Read(file, buffer.AsSpan(end), read);
        read += count;
        end += count;
        return count > 0;
    }
}
