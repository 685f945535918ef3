using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Holdfast.Core.Plans;

namespace Holdfast.Engine.Plans;

/// <summary>A file that could not be turned into a <see cref="SourceTree"/>, and where reading it ended.</summary>
internal sealed record SourceFault(string Code, string Message, int Line, int Column);

/// <summary>Tells text from what only looks like a file of text, and counts lines and columns in it.</summary>
internal static class SourceText
{
    /// <summary>What neither YAML nor JSON may contain.</summary>
    public static readonly SearchValues<byte> ControlCharacters = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(value => value is not ('\t' or '\n' or '\r')).Select(value => (byte)value), 127]);

    /// <summary>Code may contain form feeds and escapes, but no program reads past this one.</summary>
    public static readonly SearchValues<byte> Nul = SearchValues.Create((byte)0);

    /// <summary>Without the byte order mark that some editors write.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;

    /// <param name="text">Without its mark.</param>
    /// <returns>Null for UTF-8 text with none of the forbidden characters.</returns>
    public static SourceFault? FindFault(ReadOnlySpan<byte> text, SearchValues<byte> forbidden)
    {
        if (text.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || text.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return new SourceFault(PlanFaultCodes.NotUtf8, "is UTF-16: save it as UTF-8", 1, 1);

        var control = text.IndexOfAny(forbidden);
        if (control >= 0)
            return At(PlanFaultCodes.NotText, $"is not text: it contains the control character 0x{text[control]:X2}", text, control);
        if (Utf8.IsValid(text))
            return null;
        return At(PlanFaultCodes.NotUtf8, "is not UTF-8: save it as UTF-8", text, FirstInvalid(text));
    }

    private static SourceFault At(string code, string message, ReadOnlySpan<byte> text, int offset)
    {
        var cursor = new TextCursor();
        cursor.MoveTo(text, offset);
        return new SourceFault(code, message, cursor.Line, cursor.Column);
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(text[offset..], out _, out var length) == OperationStatus.Done)
            offset += length;
        return offset;
    }
}

/// <summary>Line and column of an offset that only moves forward; each byte is looked at once.</summary>
internal struct TextCursor()
{
    private int offset;

    /// <summary>From 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>From 1, in UTF-16 units.</summary>
    public int Column { get; private set; } = 1;

    public void MoveTo(ReadOnlySpan<byte> text, int target)
    {
        var passed = text[offset..target];
        var lastLine = passed.LastIndexOf((byte)'\n');
        if (lastLine >= 0)
        {
            Line += passed.Count((byte)'\n');
            Column = 1;
            passed = passed[(lastLine + 1)..];
        }

        Column += Encoding.UTF8.GetCharCount(passed);
        offset = target;
    }
}
