namespace Holdfast.Core.Failures.Repairs.Source;

/// <summary>Code by lines. Lines and columns count from 1, offsets from 0.</summary>
internal sealed class SourceText
{
    private readonly List<int> lineStarts = [0];

    public SourceText(string text)
    {
        Text = text;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
                lineStarts.Add(i + 1);
        }
    }

    public string Text { get; }

    /// <summary>A final newline begins a last, empty line.</summary>
    public int LineCount => lineStarts.Count;

    public bool HasLine(int line) => line >= 1 && line <= LineCount;

    public int StartOf(int line) => lineStarts[line - 1];

    /// <summary>Behind the line's last character, before its line end.</summary>
    public int EndOf(int line)
    {
        var end = line < LineCount ? lineStarts[line] - 1 : Text.Length;
        return end > StartOf(line) && Text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>Where the line after this one begins, or the end of the text.</summary>
    public int StartAfter(int line) => line < LineCount ? lineStarts[line] : Text.Length;

    public string Line(int line) => Text[StartOf(line)..EndOf(line)];

    public bool IsBlank(int line) => Line(line).AsSpan().Trim().IsEmpty;

    /// <summary>The white space it begins with.</summary>
    public string IndentOf(int line)
    {
        var text = Line(line);
        var length = 0;
        while (length < text.Length && text[length] is ' ' or '\t')
            length++;
        return text[..length];
    }

    public int LineAt(int offset)
    {
        var found = lineStarts.BinarySearch(offset);
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>Held within the line, since interpreters like to point behind it.</summary>
    public int OffsetOf(int line, int column) => Math.Min(StartOf(line) + Math.Max(column - 1, 0), EndOf(line));

    /// <summary>The nearest line above that is not blank, or 0.</summary>
    public int NonBlankBefore(int line)
    {
        do
            line--;
        while (line >= 1 && IsBlank(line));
        return line;
    }

    /// <summary>The nearest line below that is not blank, or 0.</summary>
    public int NonBlankAfter(int line)
    {
        for (line++; line <= LineCount; line++)
        {
            if (!IsBlank(line))
                return line;
        }

        return 0;
    }
}
