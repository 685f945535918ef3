using System.Collections.Immutable;
using System.Text;
using Holdfast.Core.Failures;

namespace Holdfast.Core.Results;

/// <summary>Errors that say the same of different things.</summary>
/// <param name="Pattern">The message, with <c>#</c> for every number and <c>…</c> for what was in quotes.</param>
/// <param name="Count">Attempts that failed so.</param>
/// <param name="Atoms">How many atoms they were of.</param>
/// <param name="AtomKeys">The first of them.</param>
public sealed record ErrorPattern(FailureCategory Category, string Pattern, int Count, int Atoms, ImmutableArray<string> AtomKeys)
{
    /// <summary>A message is not looked at beyond this many characters.</summary>
    private const int MaxCharacters = 500;

    internal static ErrorPattern Of(ErrorSummary error) => new(error.Category, error.Message, error.Count, error.Atoms, error.AtomKeys);

    internal static string Blank(string message)
    {
        var text = message.AsSpan(0, Math.Min(message.Length, MaxCharacters));
        var pattern = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var length = char.IsAsciiDigit(text[at]) ? NumberAt(text, at) : QuoteAt(text, at);
            if (length == 0)
            {
                pattern.Append(text[at++]);
                continue;
            }

            pattern.Append(char.IsAsciiDigit(text[at]) ? "#" : $"{text[at]}…{text[at]}");
            at += length;
        }

        return pattern.ToString();
    }

    // 12, 12.5, 0x7f: a digit and what belongs to it.
    private static int NumberAt(ReadOnlySpan<char> text, int at)
    {
        var end = at + 1;
        while (end < text.Length && (char.IsAsciiHexDigit(text[end]) || text[end] == 'x' || (text[end] == '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
            end++;
        return end - at;
    }

    /// <returns>0 when no quoted words begin there; the apostrophe in "can't" begins none.</returns>
    private static int QuoteAt(ReadOnlySpan<char> text, int at)
    {
        if (text[at] is not ('\'' or '"' or '`') || (at > 0 && char.IsLetterOrDigit(text[at - 1])))
            return 0;
        var length = text[(at + 1)..].IndexOf(text[at]);
        return length < 0 ? 0 : length + 2;
    }
}
