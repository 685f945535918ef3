using System.Globalization;
using System.Text;

namespace Holdfast.Core.Completion;

/// <summary>
/// What a person would see of terminal output: colours gone, redraws done, what was erased or drawn over gone with them. A screen
/// that is never cleared keeps all its lines.
/// </summary>
public sealed class TerminalText
{
    private const char Escape = '\x1b';
    private const char Bell = '\a';
    private const int TabStop = 8;

    // Of a terminal nobody set: absolute rows count from the top of the last so many lines.
    private const int Rows = 24;

    // A cursor sent further is a mistake, or an attack.
    private const int WidestLine = 4096;
    private const int MostLines = 20_000;
    private const int MostParameters = 16;

    private readonly List<StringBuilder> lines = [new()];
    private int row;
    private int column;
    private (int Row, int Column) saved;

    private TerminalText() { }

    /// <returns>The lines, without spaces at their ends, and without empty lines at the end of all.</returns>
    public static IReadOnlyList<string> Lines(string raw)
    {
        var text = new TerminalText();
        for (var at = 0; at < raw.Length;)
            at = raw[at] == Escape ? text.Obey(raw, at + 1) : text.Put(raw, at);
        var seen = text.lines.ConvertAll(line => line.ToString().TrimEnd());
        while (seen is [.., ""])
            seen.RemoveAt(seen.Count - 1);
        return seen;
    }

    private int Put(string raw, int at)
    {
        switch (raw[at])
        {
            case '\n':
                // A pipe's line feed is a terminal's two: back, and down.
                (row, column) = (row + 1, 0);
                break;
            case '\r':
                column = 0;
                break;
            case '\b':
                column = Math.Max(0, column - 1);
                break;
            case '\t':
                column = Math.Min(WidestLine - 1, (column / TabStop + 1) * TabStop);
                break;
            case >= ' ' and not '\x7f':
                Draw(raw[at]);
                break;
        }

        return at + 1;
    }

    private void Draw(char character)
    {
        var line = Line();
        if (column >= WidestLine)
            return;
        if (column >= line.Length)
            line.Append(' ', column - line.Length).Append(character);
        else
            line[column] = character;
        column++;
    }

    private StringBuilder Line()
    {
        row = Math.Min(row, MostLines - 1);
        while (lines.Count <= row)
            lines.Add(new StringBuilder());
        return lines[row];
    }

    /// <summary>One control sequence, from behind its escape on.</summary>
    /// <returns>Where the text goes on.</returns>
    private int Obey(string raw, int at)
    {
        if (at >= raw.Length)
            return at;
        switch (raw[at])
        {
            case '[':
                return ObeyCsi(raw, at + 1);
            // A string for the terminal itself: a title, a link.
            case ']' or 'P' or '_' or '^' or 'X':
                return AfterString(raw, at + 1);
            // A character set, one more character.
            case '(' or ')' or '*' or '+' or '#' or '%':
                return Math.Min(raw.Length, at + 2);
            case '7':
                saved = (row, column);
                return at + 1;
            case '8':
                (row, column) = saved;
                return at + 1;
            case 'M':
                row = Math.Max(0, row - 1);
                return at + 1;
            default:
                return at + 1;
        }
    }

    private static int AfterString(string raw, int at)
    {
        for (; at < raw.Length; at++)
        {
            if (raw[at] == Bell)
                return at + 1;
            if (raw[at] == Escape)
                return at + 1 < raw.Length && raw[at + 1] == '\\' ? at + 2 : at;
        }

        return at;
    }

    private int ObeyCsi(string raw, int at)
    {
        var start = at;
        while (at < raw.Length && raw[at] is >= '\x20' and <= '\x3f')
            at++;
        // Cut off, or no sequence at all.
        if (at >= raw.Length || raw[at] is < '\x40' or > '\x7e')
            return at;
        var parameters = raw.AsSpan(start, at - start);
        if (parameters is ['?', ..])
            ObeyPrivate(parameters[1..], raw[at]);
        else
            Obey(raw[at], Numbers(parameters));
        return at + 1;
    }

    // The second screen (editors, pagers, full-screen agents): what is on it is cleared when it is entered, as on any terminal.
    private void ObeyPrivate(ReadOnlySpan<char> parameters, char final)
    {
        if (final == 'h' && parameters is "1049" or "1047" or "47")
            Clear(Top(), lines.Count);
    }

    private void Obey(char final, int[] numbers)
    {
        int Count(int index = 0) => Math.Clamp(index < numbers.Length ? numbers[index] : 1, 1, WidestLine);
        switch (final)
        {
            case 'A':
                row = Math.Max(0, row - Count());
                break;
            case 'B' or 'e':
                row = Math.Min(MostLines - 1, row + Count());
                break;
            case 'C' or 'a':
                column = Math.Min(WidestLine - 1, column + Count());
                break;
            case 'D':
                column = Math.Max(0, column - Count());
                break;
            case 'E':
                (row, column) = (Math.Min(MostLines - 1, row + Count()), 0);
                break;
            case 'F':
                (row, column) = (Math.Max(0, row - Count()), 0);
                break;
            case 'G' or '`':
                column = Count() - 1;
                break;
            case 'd':
                row = Math.Min(MostLines - 1, Top() + Count() - 1);
                break;
            case 'H' or 'f':
                (row, column) = (Math.Min(MostLines - 1, Top() + Count() - 1), Count(1) - 1);
                break;
            case 'J':
                EraseDisplay(numbers is [var how, ..] ? how : 0);
                break;
            case 'K':
                EraseLine(Line(), numbers is [var which, ..] ? which : 0);
                break;
            case 'P':
                Line();
                Remove(lines[row], Count());
                break;
            case 's':
                saved = (row, column);
                break;
            case 'u':
                (row, column) = saved;
                break;
        }
    }

    private int Top() => Math.Max(0, lines.Count - Rows);

    private void EraseDisplay(int how)
    {
        switch (how)
        {
            case 0:
                EraseLine(Line(), 0);
                Clear(row + 1, lines.Count);
                break;
            case 1:
                Clear(Top(), row);
                EraseLine(Line(), 1);
                break;
            case 2 or 3:
                Clear(Top(), lines.Count);
                break;
        }
    }

    private void Clear(int from, int to)
    {
        for (var at = from; at < to; at++)
            lines[at].Clear();
    }

    private void EraseLine(StringBuilder line, int which)
    {
        switch (which)
        {
            case 0 when column < line.Length:
                line.Length = column;
                break;
            case 1:
                for (var at = 0; at < Math.Min(column + 1, line.Length); at++)
                    line[at] = ' ';
                break;
            case 2:
                line.Clear();
                break;
        }
    }

    private void Remove(StringBuilder line, int count)
    {
        if (column < line.Length)
            line.Remove(column, Math.Min(count, line.Length - column));
    }

    private static int[] Numbers(ReadOnlySpan<char> parameters)
    {
        if (parameters.IsEmpty)
            return [];
        var numbers = new List<int>();
        foreach (var part in parameters.Split(';'))
        {
            if (numbers.Count == MostParameters)
                break;
            numbers.Add(int.TryParse(parameters[part], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
        }

        return [.. numbers];
    }
}
