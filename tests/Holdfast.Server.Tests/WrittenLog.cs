using System.Buffers.Binary;

namespace Holdfast.Server.Tests;

/// <summary>An output log as a process owner writes it, frame by frame.</summary>
internal sealed class WrittenLog
{
    private readonly MemoryStream file = new();

    public WrittenLog()
    {
        file.Write("HOLDFAST"u8);
        Number(1, sizeof(ushort));
        Number(0, 6);
        Number(0, sizeof(long));
    }

    public WrittenLog Stdout(string text) => Frame(1, System.Text.Encoding.UTF8.GetBytes(text));

    public WrittenLog Stdout(byte[] bytes) => Frame(1, bytes);

    public WrittenLog Stderr(string text) => Frame(2, System.Text.Encoding.UTF8.GetBytes(text));

    public WrittenLog Discarded(long count)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, count);
        return Frame(3, bytes);
    }

    /// <summary>It goes on in the next part.</summary>
    public WrittenLog Continued() => Frame(5, []);

    /// <summary>A part begins, behind so many bytes of output.</summary>
    public WrittenLog Behind(long bytes)
    {
        var position = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(position, bytes);
        return Frame(6, position);
    }

    public void SaveTo(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file.ToArray());
    }

    // Each frame comes a second after the one before.
    private WrittenLog Frame(byte kind, byte[] bytes)
    {
        seconds++;
        Number(kind, sizeof(uint));
        Number(bytes.Length, sizeof(uint));
        Number(seconds * 1_000_000, sizeof(ulong));
        file.Write(bytes);
        return this;
    }

    private long seconds;

    private void Number(long value, int bytes)
    {
        Span<byte> written = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(written, value);
        file.Write(written[..bytes]);
    }
}
