using System.Text;

namespace Holdfast.Core.Failures.Repairs.Source;

/// <summary>One replacement in a text. Nothing outside of it changes.</summary>
internal readonly record struct TextEdit(int Start, int Length, string Replacement)
{
    public static TextEdit Insert(int at, string text) => new(at, 0, text);

    public static TextEdit Delete(int start, int end) => new(start, end - start, "");

    public static TextEdit Replace(int start, int end, string text) => new(start, end - start, text);

    public static TextEdit Replace(Token token, string text) => new(token.Start, token.Text.Length, text);

    /// <summary>Applies edits that do not overlap; of two insertions at one place the first given comes first.</summary>
    public static string Apply(string text, IReadOnlyList<TextEdit> edits)
    {
        var result = new StringBuilder(text.Length + 64);
        var done = 0;
        foreach (var edit in edits.OrderBy(edit => edit.Start).ThenBy(edit => edit.Length))
        {
            if (edit.Start < done)
                throw new InvalidOperationException($"Two edits overlap at offset {edit.Start}.");
            result.Append(text, done, edit.Start - done).Append(edit.Replacement);
            done = edit.Start + edit.Length;
        }

        return result.Append(text, done, text.Length - done).ToString();
    }
}
