using System.Buffers.Binary;
using System.Globalization;

namespace Holdfast.Processes;

/// <summary>
/// The files of one output log. Most have one. One that rotates keeps its beginning in that, for as much as half of its limit, and goes
/// on in parts, of which the newest are kept: <c>output.log</c>, <c>output.1.log</c>, <c>output.2.log</c> … So what is cut is the middle.
/// </summary>
internal static class OutputLogParts
{
    /// <summary>The last frame of a file, where it goes on in the next.</summary>
    public const OutputFrameKind Continued = (OutputFrameKind)5;

    /// <summary>The first frame of a part: how many bytes of output came before it (8 bytes).</summary>
    public const OutputFrameKind Position = (OutputFrameKind)6;

    /// <summary>A part is so much of the limit; with seven whole ones and the newest, parts take half of it at most.</summary>
    public const int PartsPerLimit = 16;

    public const int WholePartsKept = 7;

    /// <summary>A smaller limit has no room for parts.</summary>
    public const long SmallestRotatedBytes = 64 * 1024;

    /// <param name="part">0 for the beginning.</param>
    public static string PathOf(string path, int part) =>
        part == 0 ? path : Path.ChangeExtension(path, part.ToString(CultureInfo.InvariantCulture) + Path.GetExtension(path));

    /// <summary>The first that is there behind a part; null for none.</summary>
    public static int? Behind(string path, int part) => File.Exists(PathOf(path, part + 1)) ? part + 1 : NumbersOf(path).Where(number => number > part).Cast<int?>().Min();

    /// <summary>Every file there is, in order.</summary>
    public static IEnumerable<string> All(string path) => NumbersOf(path).Order().Select(part => PathOf(path, part)).Prepend(path);

    /// <summary>A number that grows with every byte that is written.</summary>
    public static long Growth(string path)
    {
        var last = NumbersOf(path).DefaultIfEmpty(0).Max();
        var file = new FileInfo(PathOf(path, last));
        return (file.Exists ? file.Length : 0) + (last == 0 ? 0 : PositionOf(file.FullName));
    }

    private static long PositionOf(string part)
    {
        try
        {
            using var file = File.OpenHandle(part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> position = stackalloc byte[sizeof(long)];
            return RandomAccess.Read(file, position, OutputLog.HeaderBytes + OutputLog.FrameHeaderBytes) == position.Length ? BinaryPrimitives.ReadInt64LittleEndian(position) : 0;
        }
        catch (FileNotFoundException)
        {
            // There are newer ones by now.
            return 0;
        }
    }

    private static IEnumerable<int> NumbersOf(string path)
    {
        var begins = Path.GetFileNameWithoutExtension(path) + '.';
        var ends = Path.GetExtension(path);
        foreach (var file in FilesIn(Path.GetDirectoryName(path)!, begins + '*' + ends))
        {
            var name = Path.GetFileName(file);
            if (name.Length > begins.Length + ends.Length && int.TryParse(name[begins.Length..^ends.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
                yield return number;
        }
    }

    private static string[] FilesIn(string folder, string pattern)
    {
        try
        {
            return Directory.GetFiles(folder, pattern);
        }
        catch (DirectoryNotFoundException)
        {
            // It is made with the first byte, and may be removed.
            return [];
        }
    }
}
