using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Holdfast.Engine.Sessions;

/// <summary>
/// A session's activity on the disk, only ever appended to: one line a record, each <c>CHECKSUM JSON</c>, the checksum CRC-32C of
/// the JSON as eight hexadecimal digits. A line that is not whole, or whose checksum is wrong, ends the file: a crash tore it there.
/// </summary>
internal sealed class ActivityFile : IDisposable
{
    public const int ChecksumDigits = 8;

    private readonly SafeFileHandle file;
    private long length;

    private ActivityFile(SafeFileHandle file, long length, long last) => (this.file, this.length, Last) = (file, length, last);

    /// <summary>Sequence of the last record; 0 when there is none.</summary>
    public long Last { get; private set; }

    /// <summary>Opens it for the one who appends, and cuts off what a crash tore.</summary>
    public static ActivityFile Open(string path)
    {
        var whole = 0L;
        var last = 0L;
        using (var cursor = new ActivityCursor(path))
        {
            while (cursor.TryRead(out _))
                (whole, last) = (cursor.Position, last + 1);
        }

        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        if (RandomAccess.GetLength(file) > whole)
            RandomAccess.SetLength(file, whole);
        return new ActivityFile(file, whole, last);
    }

    /// <param name="lines">Each a record's JSON; the first follows <see cref="Last"/>.</param>
    public void Append(IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        if (lines.Count == 0)
            return;
        var bytes = new byte[lines.Sum(line => ChecksumDigits + 2 + line.Length)];
        var at = 0;
        foreach (var line in lines)
        {
            WriteChecksum(ChecksumOf(line.Span), bytes.AsSpan(at, ChecksumDigits));
            bytes[at + ChecksumDigits] = (byte)' ';
            line.Span.CopyTo(bytes.AsSpan(at + ChecksumDigits + 1));
            at += ChecksumDigits + 2 + line.Length;
            bytes[at - 1] = (byte)'\n';
        }

        RandomAccess.Write(file, bytes, length);
        length += bytes.Length;
        Last += lines.Count;
    }

    public void MakeDurable() => RandomAccess.FlushToDisk(file);

    public void Dispose() => file.Dispose();

    internal static uint ChecksumOf(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        foreach (var eight in MemoryMarshal.Cast<byte, ulong>(bytes))
            checksum = BitOperations.Crc32C(checksum, eight);
        foreach (var one in bytes[(bytes.Length & ~7)..])
            checksum = BitOperations.Crc32C(checksum, one);
        return ~checksum;
    }

    internal static bool IsChecksum(ReadOnlySpan<byte> digits, uint checksum) =>
        Utf8Parser.TryParse(digits, out uint read, out var used, 'x') && used == ChecksumDigits && read == checksum;

    private static void WriteChecksum(uint checksum, Span<byte> digits) =>
        Encoding.ASCII.GetBytes(checksum.ToString("x8", CultureInfo.InvariantCulture), digits);
}
