using System.Text.RegularExpressions;

namespace Holdfast.Cli.Screens;

/// <summary>Rows with aligned columns; colours do not count as width.</summary>
internal sealed partial class Columns(params string[] headings)
{
    private readonly List<string[]> rows = [headings];

    public void Add(params string[] cells) => rows.Add(cells);

    public void Write(TextWriter writer, Paint paint)
    {
        var widths = Enumerable.Range(0, headings.Length).Select(column => rows.Max(row => Width(row[column]))).ToArray();
        foreach (var (index, row) in rows.Index())
        {
            var line = string.Join("  ", row.Select((cell, column) => cell + new string(' ', widths[column] - Width(cell)))).TrimEnd();
            writer.WriteLine(index == 0 ? paint.Dim(line) : line);
        }
    }

    private static int Width(string cell) => cell.Contains('\e') ? Colours().Replace(cell, "").Length : cell.Length;

    [GeneratedRegex("\e\\[[0-9]+m", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Colours();
}
