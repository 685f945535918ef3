using System.Globalization;

namespace Holdfast.Engine.Storage.Sqlite;

/// <summary>How people name what is stored: by its number, by its id, or by the beginning or the end of that.</summary>
/// <param name="Number">Tried first; null when it cannot be one.</param>
/// <param name="PartOfId">Lower-case hexadecimal digits only, so that none of them means something to LIKE; null when it cannot be one.</param>
internal readonly record struct Reference(long? Number, string? PartOfId)
{
    /// <summary>Candidates told for an ambiguous reference.</summary>
    public const int MaxCandidates = 20;

    /// <summary>Hexadecimal digits a part of an id needs at least, so that none is met by chance.</summary>
    private const int ShortestPart = 4;

    /// <summary>
    /// Digits that are a number and nothing else below this length: who names what was deleted must not meet another whose id
    /// begins or ends so.
    /// </summary>
    private const int ShortestPartOfDigits = 8;

    public static Reference Parse(string reference)
    {
        var text = reference.Trim();
        var isNumber = text.StartsWith('#');
        long? number = long.TryParse(isNumber ? text[1..] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        var part = text.Replace("-", "").ToLowerInvariant();
        var shortest = text.All(char.IsAsciiDigit) ? ShortestPartOfDigits : ShortestPart;
        var canBePart = !isNumber && part.Length >= shortest && part.Length <= 32 && part.All(char.IsAsciiHexDigitLower);
        return new Reference(number, canBePart ? part : null);
    }
}
