namespace Holdfast.Cli.Screens;

/// <summary>A unified diff in colours.</summary>
internal static class Diffs
{
    public static void Write(TextWriter writer, Paint paint, string diff, string indent)
    {
        if (diff.Length == 0)
            return;
        foreach (var line in diff.TrimEnd('\n').Split('\n'))
            writer.WriteLine(indent + Colour(Text.Printable(line), paint));
    }

    private static string Colour(string line, Paint paint) => line switch
    {
        ['+', ..] => paint.Green(line),
        ['-', ..] => paint.Red(line),
        ['@', ..] => paint.Cyan(line),
        _ => line,
    };
}
